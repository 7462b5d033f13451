import { describe, expect, test } from 'vitest';
import { ItemCache } from '../../src/build/item-cache.ts';
import { regionMap } from '../../src/build/region-map.ts';
import type { Country, MapRegion, RegionMap, SiteSettings } from '../../src/model.ts';

const mekong = { west: 90, south: 5, east: 112, north: 26 };

function siteWith(map: MapRegion | undefined, codes: readonly string[]) {
  const countries = codes.map(
    (iso): Country => ({ slug: iso.toLowerCase(), name: { en: iso }, aliases: [], iso, facts: [] }),
  );
  return { settings: { map } as SiteSettings, countries };
}

/** Counts what had to be made. */
function countingCache() {
  const cache = new ItemCache();
  const keys: string[] = [];
  return {
    keys,
    keep: <Made>(key: string, make: () => Promise<Made>) =>
      cache.keep(key, () => {
        keys.push(key);
        return make();
      }),
  };
}

describe('the map of a build', () => {
  test('is not made when the settings do not ask for it', async () => {
    const cache = countingCache();
    expect(await regionMap(siteWith(undefined, ['TH']), cache)).toBeUndefined();
    expect(cache.keys).toEqual([]);
  });

  test('is made once for the same region and countries, in whatever order these stand', async () => {
    const cache = countingCache();
    const first = await regionMap(siteWith(mekong, ['TH', 'LA']), cache);
    expect(await regionMap(siteWith({ ...mekong }, ['LA', 'TH']), cache)).toEqual(first);
    expect(cache.keys).toHaveLength(1);
  });

  test('is made anew for another region, and for a country more', async () => {
    const cache = countingCache();
    const maps: (RegionMap | undefined)[] = [];
    maps.push(await regionMap(siteWith(mekong, ['TH']), cache));
    maps.push(await regionMap(siteWith({ ...mekong, north: 27 }, ['TH']), cache));
    maps.push(await regionMap(siteWith(mekong, ['TH', 'LA']), cache));
    expect(cache.keys).toHaveLength(3);
    expect(new Set(maps.map((map) => JSON.stringify(map))).size).toBe(3);
  });

  test('that there is none is remembered too', async () => {
    const cache = countingCache();
    expect(await regionMap(siteWith(mekong, ['DE']), cache)).toBeUndefined();
    expect(await regionMap(siteWith(mekong, ['DE']), cache)).toBeUndefined();
    expect(cache.keys).toHaveLength(1);
  });
});
