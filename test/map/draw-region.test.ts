import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Atlas, drawRegion } from '../../src/map/draw-region.ts';
import type { MapRegion, RegionMap } from '../../src/model.ts';

const { resolve } = createRequire(import.meta.url);
const atlases = new Map<string, Atlas>();

function atlas(scale: '50m' | '10m'): Atlas {
  let known = atlases.get(scale);
  if (known === undefined) {
    known = JSON.parse(readFileSync(resolve(`world-atlas/countries-${scale}.json`), 'utf8')) as Atlas;
    atlases.set(scale, known);
  }
  return known;
}

function draw(region: MapRegion, codes: readonly string[]): RegionMap | undefined {
  return drawRegion(atlas('50m'), region, codes, () => atlas('10m'));
}

const mekong = { west: 90, south: 5, east: 112, north: 26 };
const pacific = { west: 160, south: -25, east: -170, north: 15 };

function pathLength(map: RegionMap | undefined): number {
  const paths = [map?.land, map?.borders, ...(map?.countries ?? []).map(({ path }) => path)];
  return paths.reduce((length, path) => length + (path?.length ?? 0), 0);
}

/** The points of a path, as a browser reads it. */
function pointsOf(path: string): [number, number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  let start: [number, number] = [0, 0];
  for (const [, letter, numbers = ''] of path.matchAll(/([mz])([^mz]*)/g)) {
    if (letter === 'z') {
      [x, y] = start;
      continue;
    }
    const values = (numbers.match(/-?\d+/g) ?? []).map(Number);
    for (let i = 0; i < values.length; i += 2) {
      [x, y] = [x + values[i]!, y + values[i + 1]!];
      if (i === 0) start = [x, y];
      points.push([x, y]);
    }
  }
  return points;
}

describe('a region drawn as a map', () => {
  it('has a shape for each country that lies in it, in the order they were asked for', () => {
    const map = draw(mekong, ['TH', 'MM', 'DE', 'LA']);
    expect(map?.countries.map(({ code }) => code)).toEqual(['TH', 'MM', 'LA']);
    expect(map?.countries.every(({ path }) => path !== undefined)).toBe(true);
  });

  it('keeps every point on the sheet, in whole units', () => {
    const map = draw(mekong, ['TH', 'MM', 'LA'])!;
    const points = [map.land, ...map.countries.flatMap(({ path }) => path ?? [])].flatMap(pointsOf);
    expect(points.length).toBeGreaterThan(200);
    for (const [x, y] of points) {
      expect(x >= 0 && x <= map.width && y >= 0 && y <= map.height).toBe(true);
    }
    expect(`${map.land}${map.borders}`).toMatch(/^[-mz 0-9]+$/);
  });

  it('gives two neighbours the very same border, and draws it once', () => {
    const map = draw(mekong, ['TH', 'LA'])!;
    const [thailand, laos] = map.countries.map(({ path }) => new Set(pointsOf(path ?? '').map(String)));
    const shared = [...thailand!].filter((point) => laos!.has(point));
    expect(shared.length).toBeGreaterThan(10);
    const drawn = pointsOf(map.borders).map(String);
    expect(shared.filter((point) => drawn.includes(point)).length).toBeGreaterThan(10);
    const segments = drawn.slice(1).map((point, index) => [drawn[index], point].sort().join(' '));
    expect(new Set(segments).size).toBe(segments.length);
  });

  it('makes a dot of a country that is too small for a shape, with room for a finger in the open sea', () => {
    const [palau] = draw({ west: 100, south: -20, east: 160, north: 30 }, ['PW'])!.countries;
    expect(palau).toMatchObject({ code: 'PW', path: undefined });
    expect(palau?.target?.reach).toBeGreaterThan(15);
  });

  it('does not let a dot reach over half of the way to the next one', () => {
    const { countries } = draw({ west: 60, south: -45, east: 180, north: 55 }, ['HK', 'MO'])!;
    const [one, other] = countries.map(({ target }) => target!);
    const way = Math.hypot(one!.x - other!.x, one!.y - other!.y);
    expect(one!.reach + other!.reach).toBeLessThanOrEqual(way);
  });

  it('looks in the larger atlas for a country that the usual one leaves out', () => {
    expect(draw(pacific, ['TV'])?.countries.map(({ code }) => code)).toEqual(['TV']);
  });

  it('crosses the antimeridian without a seam', () => {
    const map = draw(pacific, ['VU', 'WS', 'TO', 'KI'])!;
    expect(map.countries.map(({ code }) => code)).toEqual(['VU', 'WS', 'TO', 'KI']);
    const x = (code: string) => map.countries.find((country) => country.code === code)!.target!.x;
    expect(x('VU')).toBeLessThan(x('TO'));
    expect(x('TO')).toBeLessThan(x('WS'));
  });

  it('leaves out letters that no country has, and draws no map when nothing is left', () => {
    expect(draw(mekong, ['ZZ', 'TH'])?.countries.map(({ code }) => code)).toEqual(['TH']);
    expect(draw(mekong, ['ZZ', 'DE'])).toBeUndefined();
    expect(draw({ west: -140, south: -50, east: -110, north: -40 }, ['TH', 'NZ'])).toBeUndefined();
  });

  it.each([
    ['a region', { west: 65, south: -48, east: 180, north: 55 }],
    ['Europe with its coasts', { west: -25, south: 34, east: 45, north: 72 }],
    ['the whole world', { west: -180, south: -60, east: 180, north: 84 }],
    ['a small corner', { west: 102, south: 0.5, east: 105, north: 3 }],
  ])('thins the borders of %s until they are small enough for a page', (_, region) => {
    const codes = ['AU', 'CN', 'DE', 'FR', 'GR', 'ID', 'MY', 'NO', 'PH', 'RU', 'SG', 'TH', 'US', 'VN'];
    expect(pathLength(draw(region, codes))).toBeLessThanOrEqual(16_000);
  });

  it('is the same each time', () => {
    expect(draw(mekong, ['TH', 'LA'])).toEqual(draw(mekong, ['TH', 'LA']));
  });

  it('offers a place for a name only where there is room', () => {
    const [thailand] = draw(mekong, ['TH'])!.countries;
    expect(thailand?.name?.room).toBeGreaterThan(60);
    const [singapore] = draw({ west: 65, south: -48, east: 180, north: 55 }, ['SG'])!.countries;
    expect(singapore?.name).toBeUndefined();
  });
});
