// The map of home pages: the atlas is read, and the code that draws loaded, only when no build before has drawn the same.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Atlas } from '../map/draw-region.ts';
import type { RegionMap, Site } from '../model.ts';
import { codeVersionOf } from './code-version.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ItemCache } from './item-cache.ts';

const { resolve } = createRequire(import.meta.url);

/** Borders of Natural Earth at 1:50,000,000; the larger scale has what that leaves out, Tuvalu for one. */
const atlases = {
  usual: 'world-atlas/countries-50m.json',
  larger: 'world-atlas/countries-10m.json',
} as const;

/** @returns undefined when the settings ask for no map, or no country of the vocabulary lies in its region */
export async function regionMap(
  { settings: { map: region }, countries }: Pick<Site, 'settings' | 'countries'>,
  itemCache: Pick<ItemCache, 'keep'>,
): Promise<RegionMap | undefined> {
  if (region === undefined) return undefined;
  const codes = [...new Set(countries.flatMap(({ iso }) => iso ?? []))].sort();
  // The packages' versions, the atlas's too, are part of that of the code.
  const key = fingerprintOf([codeVersionOf(import.meta.url), region, codes]);
  return await itemCache.keep(key, async () => {
    const { drawRegion } = await import('../map/draw-region.ts');
    let larger: Atlas | undefined;
    return drawRegion(readAtlas(atlases.usual), region, codes, () => {
      larger ??= readAtlas(atlases.larger);
      return larger;
    });
  });
}

function readAtlas(name: string): Atlas {
  return JSON.parse(readFileSync(resolve(name), 'utf8')) as Atlas;
}
