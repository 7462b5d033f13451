// The build plugin of Netlify, with a cache like Netlify's: what it saved comes back, and nothing it meets fails a build.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { cachePart } from '../../src/build/cache-folder.ts';
import { openOutput } from '../../src/build/write-output.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
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

/** A folder to run the plugin in, as Netlify runs it in the repository. */
function workInRepo(): string {
  const repo = temporaryFolder();
  const before = process.cwd();
  process.chdir(repo);
  onTestFinished(() => process.chdir(before));
  return repo;
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
  const repo = workInRepo();
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
  const repo = workInRepo();
  const build = { constants: { PUBLISH_DIR: '_site' }, utils: { cache: cacheOf(repo) } };
  await plugin.onPreBuild(build);
  await plugin.onPostBuild(build);
  expect(said()).toContain('There is no _site that could be put back.');
  expect(said()).toContain('There is no .cache that could be kept.');
});

test('a cache that fails for one folder is asked for the other all the same, and fails no build', async () => {
  const said = listen();
  workInRepo();
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

test('the spare of an output is not kept, all else of the cache is, and the next build is right', async () => {
  const said = listen();
  const repo = workInRepo();
  const build = { constants: { PUBLISH_DIR: '_site' }, utils: { cache: cacheOf(repo) } };
  const write = async (letter: string) => {
    const cacheFolder = cachePart(join(repo, '.cache'), 'outputs');
    const output = openOutput(join(repo, '_site'), { cacheFolder });
    await output.replaceWith([
      { path: 'index.html', contents: letter },
      { path: 'same.html', contents: 'same' },
      { path: 'site-state.json', contents: '{}' },
    ]);
    output.close();
  };
  await write('a');
  await write('b');
  writeFiles(repo, { '.cache/items/spare': 'x' });
  const site = hashFolder(join(repo, '_site'));
  const before = listFiles(join(repo, '.cache'));
  const isSpare = (path: string) => /^outputs\/[^/]+\/spare/.test(path);
  const names = before.filter(isSpare).map((path) => path.split('/').slice(2).join('/'));
  expect(names).toEqual(['spare-manifest', 'spare/index.html', 'spare/same.html', 'spare/site-state.json']);
  await plugin.onPostBuild(build);
  for (const name of ['.cache', '_site']) rmSync(join(repo, name), { recursive: true });
  await plugin.onPreBuild(build);
  expect(said()).not.toContain('could not');
  expect(listFiles(join(repo, '.cache'))).toEqual(before.filter((path) => !isSpare(path)));
  expect(hashFolder(join(repo, '_site'))).toBe(site);
  await write('c');
  expect(readFileSync(join(repo, '_site/index.html'), 'utf8')).toBe('c');
  expect(listFiles(join(repo, '_site'))).toEqual(['index.html', 'same.html', 'site-state.json']);
});

test('a spare that cannot be removed is told, and both folders are kept all the same', async () => {
  const said = listen();
  const repo = workInRepo();
  const build = { constants: { PUBLISH_DIR: '_site' }, utils: { cache: cacheOf(repo) } };
  writeFiles(repo, { '.cache/outputs': 'a file where a folder should be', '_site/index.html': '<p>' });
  await plugin.onPostBuild(build);
  expect(said()).toContain('The spare outputs could not be removed: ENOTDIR');
  expect(said()).toContain('.cache is kept.');
  expect(said()).toContain('_site is kept.');
});

test('netlify.toml names it, and it has what Netlify looks for', () => {
  const { plugins } = parse(readFileSync(join(repository, 'netlify.toml'), 'utf8'));
  expect(plugins).toEqual([{ package: '/scripts/netlify-cache' }]);
  expect(readFileSync(join(folder, 'manifest.yml'), 'utf8')).toMatch(/^name: \S+$/m);
  expect(Object.keys(plugin).sort()).toEqual(['onPostBuild', 'onPreBuild']);
});
