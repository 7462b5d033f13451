import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type BrowserAssets, buildBrowserAssets } from '../../src/build/browser-assets.ts';
import { keptBrowserAssets, openAssetPack } from '../../src/build/kept-assets.ts';
import { silentReporter } from '../../src/build/progress.ts';
import { temporaryFolder } from '../support/folder.ts';

vi.mock('../../src/build/browser-assets.ts', async (original) => {
  const module = await original<typeof import('../../src/build/browser-assets.ts')>();
  return { ...module, buildBrowserAssets: vi.fn(module.buildBrowserAssets) };
});

const plain = ({ paths, files }: BrowserAssets) => ({
  paths,
  files: files.map(({ path, contents }) => [path, Buffer.from(contents).toString()]),
});

test('scripts and styles are bundled once for a version of the program, and again where what was kept is spoilt', async () => {
  const folder = temporaryFolder();
  const assetsOfBuild = async () => {
    const pack = openAssetPack(folder, silentReporter);
    const assets = await keptBrowserAssets(pack);
    pack.finish();
    return assets;
  };
  const bundled = vi.mocked(buildBrowserAssets);
  const first = await assetsOfBuild();
  expect(plain(await assetsOfBuild())).toEqual(plain(first));
  expect(bundled).toHaveBeenCalledTimes(1);

  const path = join(folder, 'scripts', 'assets.pack');
  const bytes = readFileSync(path);
  const inLast = bytes.indexOf(first.files.at(-1)!.contents);
  bytes[inLast] = bytes[inLast]! ^ 1;
  writeFileSync(path, bytes);
  expect(plain(await assetsOfBuild())).toEqual(plain(first));
  expect(bundled).toHaveBeenCalledTimes(2);
  expect(plain(await assetsOfBuild())).toEqual(plain(first));
  expect(bundled).toHaveBeenCalledTimes(2);
});
