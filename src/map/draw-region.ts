// Countries of a region as shapes on a sheet: borders thinned once for both sides (M. Visvalingam and J. Whyatt, 1993),
// projected so that areas keep their proportion (J. Snyder, 1987, chapter 24; B. Šavrič and others, 2018). A country too
// small for a shape becomes a dot.
import { type GeoProjection, geoArea, geoAzimuthalEqualArea, geoCentroid, geoEqualEarth } from 'd3-geo';
import type { MultiPolygon } from 'geojson';
import { merge, mesh } from 'topojson-client';
import {
  filter,
  filterAttachedWeight,
  presimplify,
  simplify,
  sphericalRingArea,
  sphericalTriangleArea,
} from 'topojson-simplify';
import type { GeometryCollection, GeometryObject, Objects, Topology } from 'topojson-specification';
import type { MapCountry, MapRegion, RegionMap } from '../model.ts';
import { digitsOfCountry } from './country-codes.ts';
import { type Line, linesOf, type Point, pathData, placeForName } from './path-data.ts';

/** As world-atlas has it: a geometry's id is the country's three digits, and several may share one. */
export type Atlas = Topology<Objects & { countries: GeometryCollection }>;

/** Units of the sheet: on a wide screen one is about a pixel. */
const sheetWidth = 640;
/** A region of so many degrees from west to east is drawn as a part of the globe, a wider one as most of it. */
const maxAzimuthalDegrees = 150;
/**
 * Characters that all path data together may take: the whole drawing, with its links and names, is to stay below 8 KB
 * when it is compressed (test/map/).
 */
const maxPathLength = 16_000;
/** That holds for so many countries; each further one takes room for its link. */
const usualCountries = 40;
const lengthOfLink = 100;
/** Where thinning begins, in square units: no eye sees a smaller bend. Each further try takes more away, down to shapes
 * that can just be told apart; a map of all the world with a link for every country is heavier than 8 KB. */
const finestBend = 1.5;
const coarsestBend = 60;
const coarserBy = 1.4;
/** An island is dropped when it has less than so many bends. */
const bendsOfIsland = 2;
/** Square units: below the first a country is a dot; below the second its shape is no target for a finger. */
const maxDotArea = 45;
const maxSmallArea = 500;
/** Units: a target of 24 px on a sheet of 330 px, and what it keeps beside a neighbour. */
const widestReach = 23;
const leastReach = 7;

/**
 * @param region in degrees; `east` less than `west`: it crosses the antimeridian
 * @param codes ISO 3166-1, two letters, each once: of the countries that are drawn one by one. All others are land
 * @param findMissing another atlas, for a country that is too small for the first
 * @returns undefined when none of the countries lies in the region; countries in the order of `codes`
 */
export function drawRegion(
  atlas: Atlas,
  region: MapRegion,
  codes: readonly string[],
  findMissing: () => Atlas,
): RegionMap | undefined {
  const { projection, height } = projectionOf(region);
  const squareUnits = projection.scale() ** 2;
  const shapes = new Map<string, MultiPolygon>();
  for (const code of codes) {
    const digits = digitsOfCountry(code);
    const shape = digits && (shapeOf(atlas, digits) ?? shapeOf(findMissing(), digits));
    if (shape) shapes.set(code, shape);
  }
  const sizeOf = (code: string) => geoArea(shapes.get(code)!) * squareUnits;
  const known = codes.filter((code) => shapes.has(code));
  const large = known.filter((code) => sizeOf(code) >= maxDotArea);

  const weighed = presimplify(atlas, sphericalTriangleArea);
  let bend = finestBend;
  let drawing = draw(weighed, bend / squareUnits, large, projection);
  const mayTake = ({ outlines }: Drawing) =>
    maxPathLength - lengthOfLink * Math.max(0, outlines.size - usualCountries);
  while (lengthOf(drawing) > mayTake(drawing) && bend < coarsestBend) {
    bend *= coarserBy;
    drawing = draw(weighed, bend / squareUnits, large, projection);
  }

  const { outlines } = drawing;
  const places = new Map<string, Point>();
  for (const code of known) {
    if (sizeOf(code) >= maxSmallArea) continue;
    const place = placeOf(shapes.get(code)!, projection, height);
    if (place !== undefined) places.set(code, place);
  }
  const countries = known.flatMap((code): MapCountry[] => {
    const rings = outlines.get(code);
    const place = places.get(code);
    if (rings === undefined && place === undefined) return [];
    return [
      {
        code,
        path: rings && pathData(rings, true),
        target: place && { x: place[0], y: place[1], reach: reachOf(code, place, places, outlines) },
        name: rings && placeForName(rings),
      },
    ];
  });
  if (countries.length === 0) return undefined;
  return {
    width: sheetWidth,
    height,
    land: pathData(drawing.land, true),
    borders: pathData(drawing.borders, false),
    countries,
  };
}

// ── the sheet ─────────────────────────────────────────────────────────────────────────────────────────

/** The region fills the sheet from edge to edge, and the sheet is as high as that makes it. */
function projectionOf({ west, south, east, north }: MapRegion): {
  projection: GeoProjection;
  height: number;
} {
  const degrees = east > west ? east - west : east - west + 360;
  const middle = west + degrees / 2;
  const projection =
    degrees > maxAzimuthalDegrees
      ? geoEqualEarth().rotate([-middle, 0])
      : geoAzimuthalEqualArea().rotate([-middle, -(south + north) / 2]);
  const steps = 32;
  const edge = Array.from({ length: steps + 1 }, (_, step): [number, number][] => {
    // A hair's breadth inside: the edge of the whole globe is one line, not two.
    const longitude = west + 0.001 + ((degrees - 0.002) * step) / steps;
    const latitude = south + ((north - south) * step) / steps;
    return [
      [longitude, south],
      [longitude, north],
      [west + 0.001, latitude],
      [west + degrees - 0.001, latitude],
    ];
  }).flat();
  projection.fitWidth(sheetWidth, { type: 'MultiPoint', coordinates: edge });
  const height = Math.ceil(Math.max(...edge.map((point) => projection(point)?.[1] ?? 0)));
  projection.clipExtent([
    [0, 0],
    [sheetWidth, height],
  ]);
  return { projection, height };
}

// ── shapes ────────────────────────────────────────────────────────────────────────────────────────────

type CountryGeometry = GeometryObject & { readonly id?: string | number };

function shapeOf(atlas: Atlas, digits: string): MultiPolygon | undefined {
  const geometries = atlas.objects.countries.geometries.filter(({ id }) => id === digits);
  return geometries.length === 0 ? undefined : joined(atlas, geometries);
}

function joined(topology: Topology, geometries: readonly CountryGeometry[]): MultiPolygon {
  return merge(topology, geometries as Parameters<typeof merge>[1]);
}

interface Drawing {
  /** By code; countries that lie beside the sheet are left out. */
  readonly outlines: ReadonlyMap<string, readonly Line[]>;
  readonly land: readonly Line[];
  readonly borders: readonly Line[];
}

/** @param leastArea of what is kept, in steradians */
function draw(
  weighed: Atlas,
  leastArea: number,
  codes: readonly string[],
  projection: GeoProjection,
): Drawing {
  const bent = simplify(weighed, leastArea);
  const thin = filter(bent, filterAttachedWeight(bent, leastArea * bendsOfIsland, ringArea)) as Atlas;
  const geometries: readonly CountryGeometry[] = thin.objects.countries.geometries.filter(
    // What was dropped whole has no type any more.
    ({ type }) => type === 'Polygon' || type === 'MultiPolygon',
  );
  const codeByDigits = new Map(codes.map((code) => [digitsOfCountry(code), code]));
  const codeOf = ({ id }: CountryGeometry) => codeByDigits.get(String(id));
  const outlines = new Map<string, readonly Line[]>();
  for (const code of codes) {
    const rings = linesOf(
      joined(
        thin,
        geometries.filter((geometry) => codeOf(geometry) === code),
      ),
      projection,
    );
    if (rings.length > 0) outlines.set(code, rings);
  }
  const land = joined(
    thin,
    geometries.filter((geometry) => codeOf(geometry) === undefined),
  );
  const borders = mesh(
    thin,
    { type: 'GeometryCollection', geometries: [...geometries] } as GeometryCollection,
    // A coast has the same country on both sides.
    (one, other) => codeOf(one) !== codeOf(other),
  );
  return { outlines, land: linesOf(land, projection), borders: linesOf(borders, projection) };
}

/** As the weigher of rings is called: with the points of a ring alone. */
function ringArea(ring: [number, number][]): number {
  return sphericalRingArea(ring, false);
}

function lengthOf({ outlines, land, borders }: Drawing): number {
  let length = pathData(land, true).length + pathData(borders, false).length;
  for (const rings of outlines.values()) length += pathData(rings, true).length;
  return length;
}

// ── small countries ───────────────────────────────────────────────────────────────────────────────────

/** The middle of the largest part that lies on the sheet. */
function placeOf(
  { coordinates }: MultiPolygon,
  projection: GeoProjection,
  height: number,
): Point | undefined {
  let largest = { area: 0, place: undefined as Point | undefined };
  for (const part of coordinates) {
    const polygon = { type: 'Polygon', coordinates: part } as const;
    const area = geoArea(polygon);
    const point = projection(geoCentroid(polygon));
    if (area <= largest.area || point === null) continue;
    const [x, y] = [Math.round(point[0]), Math.round(point[1])];
    if (x >= 0 && y >= 0 && x <= sheetWidth && y <= height) largest = { area, place: [x, y] };
  }
  return largest.place;
}

/** As far as a finger may miss it: half the way to the next small country, and not into a larger one. */
function reachOf(
  code: string,
  place: Point,
  places: ReadonlyMap<string, Point>,
  outlines: ReadonlyMap<string, readonly Line[]>,
): number {
  let reach = widestReach;
  for (const [other, point] of places) {
    if (other !== code) reach = Math.min(reach, distance(place, point) / 2);
  }
  for (const [other, rings] of outlines) {
    if (other === code || places.has(other)) continue;
    for (const point of rings.flat()) {
      reach = Math.min(reach, Math.max(leastReach, distance(place, point)));
    }
  }
  return Math.floor(reach);
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}
