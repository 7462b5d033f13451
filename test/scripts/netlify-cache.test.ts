// The build plugin of Netlify, with a cache like Netlify's: what it saved comes back, and nothing it meets fails a build.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterEach, expect, test, vi } from 'vitest';
import { hashFolder, temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository } from '../support/run.ts';

interface Build {
  readonly constants: { readonly PUBLISH_DIR: string };
  readonly utils: {
    readonly cache: {
      save(path: string): Promise<boolean>;
      restore(path: string): Promise<boolean>;
    };
  };
}

interface Plugin {
  onPreBuild(build: Build): Promise<void>;
  onPostBuild(build: Build): Promise<void>;
}

const folder = join(repository, 'scripts', 'netlify-cache');
const plugin = (await import(join(folder, 'index.js'))) as Plugin;

/** As @netlify/cache-utils: copies without times; false for what is not there; what is put back replaces what is there. */
function cacheOf(repo: string): Build['utils']['cache'] {
  const kept = temporaryFolder();
  const copy = async (from: string, to: string) => {
    if (!existsSync(from)) return false;
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
    return true;
  };
  return {
    save: (path) => copy(join(repo, path), join(kept, path)),
    restore: (path) => copy(join(kept, path), join(repo, path)),
  };
}

function listen(): () => string {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  return () => log.mock.calls.flat().join('\n');
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('what was saved after a build is there before the next', async () => {
  listen();
  const repo = temporaryFolder();
  const build = { constants: { PUBLISH_DIR: '_site' }, utils: { cache: cacheOf(repo) } };
  writeFiles(repo, {
    '.cache/a/b': 'x',
    '_site/index.html': '<p>',
    '_site/site-state.json': '{}',
    other: 'y',
  });
  const before = hashFolder(repo);
  await plugin.onPostBuild(build);
  for (const name of ['.cache', '_site']) rmSync(join(repo, name), { recursive: true });
  await plugin.onPreBuild(build);
  expect(hashFolder(repo)).toBe(before);
});

test('the first build of all finds nothing, and is told so', async () => {
  const said = listen();
  const repo = temporaryFolder();
  const build = { constants: { PUBLISH_DIR: '_site' }, utils: { cache: cacheOf(repo) } };
  await plugin.onPreBuild(build);
  await plugin.onPostBuild(build);
  expect(said()).toContain('There is no _site that could be put back.');
  expect(said()).toContain('There is no .cache that could be kept.');
});

test('a cache that fails for one folder is asked for the other all the same, and fails no build', async () => {
  const said = listen();
  const asked: string[] = [];
  const fail = (path: string) => {
    asked.push(path);
    return Promise.reject(new Error('no space left'));
  };
  const build = { constants: { PUBLISH_DIR: 'deep/_site' }, utils: { cache: { save: fail, restore: fail } } };
  await plugin.onPreBuild(build);
  await plugin.onPostBuild(build);
  expect(asked).toEqual(['.cache', 'deep/_site', '.cache', 'deep/_site']);
  expect(said()).toContain('.cache could not be put back: no space left');
  expect(said()).toContain('deep/_site could not be kept: no space left');
});

test('netlify.toml names it, and it has what Netlify looks for', () => {
  const { plugins } = parse(readFileSync(join(repository, 'netlify.toml'), 'utf8'));
  expect(plugins).toEqual([{ package: '/scripts/netlify-cache' }]);
  expect(readFileSync(join(folder, 'manifest.yml'), 'utf8')).toMatch(/^name: \S+$/m);
  expect(Object.keys(plugin).sort()).toEqual(['onPostBuild', 'onPreBuild']);
});
