import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BrowserAssets, buildBrowserAssets, lunrSource } from '../../src/build/browser-assets.ts';

let assets: BrowserAssets;
beforeAll(async () => {
  assets = await buildBrowserAssets();
});

const textOf = (path: string): string => {
  const file = assets.files.find((one) => one.path === path);
  return file && 'contents' in file ? Buffer.from(file.contents).toString() : '';
};

describe('the scripts of readers', () => {
  it('are named by what they hold, the same each time', async () => {
    const paths = assets.files.map(({ path }) => path);
    for (const path of paths) expect(path).toMatch(/^assets\/[a-z-]+-[0-9a-f]{12}\.(?:js|css|svg)$/);
    expect((await buildBrowserAssets()).files.map(({ path }) => path)).toEqual(paths);
  });

  it('import only scripts that stand beside them', () => {
    const imported = [
      ...textOf(assets.paths.searchWorker).matchAll(/(?:import\(|from ?|import ?)"([^"]+\.js)"/g),
    ];
    expect(imported.length).toBeGreaterThan(0);
    for (const [, name = ''] of imported) {
      expect(name).toMatch(/^\.\/search-/);
      expect(textOf(`assets/${name.slice(2)}`)).not.toBe('');
    }
  });

  it('name no folder of the machine that made them', () => {
    for (const { path } of assets.files) expect(textOf(path)).not.toContain(process.cwd());
  });
});

describe('lunr for browsers', () => {
  it('is lunr’s own text but for the parts that only build an index', () => {
    const whole = readFileSync(createRequire(import.meta.url).resolve('lunr'), 'utf8');
    const lines = lunrSource()
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('/*') && !line.startsWith('export default'));
    expect(lines.length).toBeGreaterThan(1000);
    const known = new Set(whole.split('\n'));
    expect(lines.filter((line) => !known.has(line) && !/^ \* Copyright/.test(line))).toEqual([]);
    for (const missing of ['lunr.Builder = function', 'lunr.trimmer = function']) {
      expect(whole).toContain(missing);
      expect(lunrSource()).not.toContain(missing);
    }
  });

  it('bears its notice', () => {
    expect(lunrSource()).toMatch(/lunr 2\.3\.9.*Copyright \(C\) 2020 Oliver Nightingale, MIT/);
    expect(textOf(assets.paths.searchWorker)).toContain('Oliver Nightingale');
    expect(textOf(assets.paths.searchEngine)).toContain('Oliver Nightingale');
  });
});
