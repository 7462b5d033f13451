// What the reader's browser runs, from the last build: bundling takes a process of its own and as long as reading all
// of the content, and nothing but the program itself decides the bytes (code-version.ts).
import { join } from 'node:path';
import type { AssetPaths } from '../model.ts';
import { type AssetFile, type BrowserAssets, buildBrowserAssets } from './browser-assets.ts';
import { cachePart, defaultCacheFolder } from './cache-folder.ts';
import { type CachePack, openPack } from './cache-pack.ts';
import { codeVersion } from './code-version.ts';
import type { Reporter } from './stage-clock.ts';

/** What the record `list` holds, as JSON; each file's bytes are a record under its path. */
interface AssetList {
  readonly paths: AssetPaths;
  /** In the order in which they were made. */
  readonly files: readonly string[];
}

/** A pack that holds the scripts and styles of one version of the program, and no others. */
export function openAssetPack(cacheFolder = defaultCacheFolder, reporter: Reporter): CachePack {
  const path = join(cachePart(cacheFolder, 'scripts'), 'assets.pack');
  return openPack(path, codeVersion(), (sentence) => reporter.note(sentence));
}

/** As buildBrowserAssets; what is not in the pack is made and put there. */
export async function keptBrowserAssets(pack: CachePack): Promise<BrowserAssets> {
  const kept = readAssets(pack);
  if (kept !== undefined) return kept;
  const made = await buildBrowserAssets();
  const list: AssetList = { paths: made.paths, files: made.files.map(({ path }) => path) };
  pack.put('list', Buffer.from(JSON.stringify(list)));
  for (const { path, contents } of made.files) pack.put(`file/${path}`, contents);
  return made;
}

/** @returns undefined unless all of them are there */
function readAssets(pack: CachePack): BrowserAssets | undefined {
  const list = pack.get('list');
  if (list === undefined) return undefined;
  const { paths, files } = JSON.parse(Buffer.from(list).toString('utf8')) as AssetList;
  const found: AssetFile[] = [];
  for (const path of files) {
    const contents = pack.get(`file/${path}`);
    if (contents === undefined) return undefined;
    found.push({ path, contents });
  }
  return { paths, files: found };
}
