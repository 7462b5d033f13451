// Shapes on a sheet: projected and cut at its edge, rounded to whole units, written as SVG path data (SVG 2 §9.3).
import { type GeoProjection, geoStream } from 'd3-geo';
import type { GeoJSON } from 'geojson';
import type { MapName } from '../model.ts';

export type Point = readonly [x: number, y: number];
/** Points of a closed ring, the first not repeated, or of a line. */
export type Line = readonly Point[];

/** Half the height of a name, in units, and the least that is worth the look for one. */
const halfNameHeight = 8;
/** What stays free round a name: a shape may end at the sheet's edge. */
const nameMargin = 5;
const minNameRoom = 20;
const rowStep = 4;

/** @returns rings that hold an area, or lines of two points at least; coordinates are whole */
export function linesOf(shape: GeoJSON, projection: GeoProjection): Line[] {
  const lines: Line[] = [];
  let line: Point[] = [];
  let isRing = false;
  geoStream(
    shape as Parameters<typeof geoStream>[0],
    projection.stream({
      polygonStart: () => {
        isRing = true;
      },
      polygonEnd: () => {
        isRing = false;
      },
      lineStart: () => {
        line = [];
      },
      lineEnd: () => {
        const points = withoutIdlePoints(line, isRing);
        if (points.length >= (isRing ? 3 : 2)) lines.push(points);
      },
      point: (x, y) => {
        // Minus nothing is nothing: one of the two would be written otherwise.
        line.push([Math.round(x) + 0, Math.round(y) + 0]);
      },
      sphere: () => {},
    }),
  );
  return lines;
}

/** Without points on the straight way from the one before to the one after: rounding makes many. */
function withoutIdlePoints(points: readonly Point[], isRing: boolean): Line {
  const kept: Point[] = [];
  const add = (point: Point) => {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && isSame(last, point)) return;
    if (before !== undefined && last !== undefined && isOnWay(before, last, point)) kept.pop();
    kept.push(point);
  };
  for (const point of points) add(point);
  if (isRing && kept.length > 1 && isSame(kept[0]!, kept.at(-1)!)) kept.pop();
  return kept;
}

function isSame(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function isOnWay([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): boolean {
  const cross = (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
  return cross === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) >= 0;
}

/** Each line from where the last one ended, point to point: `m210 96l4-3 2 7z`. */
export function pathData(lines: readonly Line[], isClosed: boolean): string {
  let data = '';
  let [atX, atY] = [0, 0];
  for (const points of lines) {
    points.forEach(([x, y], index) => {
      const [dx, dy] = [x - atX, y - atY];
      // After `m` come lines without a letter; a minus sign parts numbers as a space does.
      data += `${index === 0 ? 'm' : dx < 0 ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
      [atX, atY] = [x, y];
    });
    if (isClosed) {
      data += 'z';
      [atX, atY] = points[0]!;
    }
  }
  return data;
}

/** Where a line of text has room within the largest of the rings, near the middle if it can be, and how much. */
export function placeForName(rings: readonly Line[]): MapName | undefined {
  const [ring] = [...rings].sort((a, b) => areaOf(b) - areaOf(a));
  if (ring === undefined) return undefined;
  const heights = ring.map(([, y]) => y);
  let best: MapName | undefined;
  let bestWorth = Number.NEGATIVE_INFINITY;
  const middle = (Math.min(...heights) + Math.max(...heights)) / 2;
  const end = Math.max(...heights) - halfNameHeight - nameMargin;
  for (let y = Math.min(...heights) + halfNameHeight + nameMargin; y <= end; y += rowStep) {
    const rows = [-1, -0.5, 0, 0.5, 1].map((part) => insideOf(ring, y + part * halfNameHeight + 0.25));
    for (const [from, to] of common(rows)) {
      const room = Math.floor(to - from) - 2 * nameMargin;
      const worth = room - Math.abs(y - middle);
      if (room < minNameRoom || worth <= bestWorth) continue;
      best = { x: Math.round((from + to) / 2), y, room };
      bestWorth = worth;
    }
  }
  return best;
}

function areaOf(ring: Line): number {
  let area = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    area += x * nextY - nextX * y;
  });
  return Math.abs(area) / 2;
}

type Interval = readonly [from: number, to: number];

/** What of a row lies in the ring. @param y not whole, so that no point of the ring is on it */
function insideOf(ring: Line, y: number): Interval[] {
  const crossings: number[] = [];
  ring.forEach(([x, fromY], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    if (fromY < y !== nextY < y) crossings.push(x + ((y - fromY) / (nextY - fromY)) * (nextX - x));
  });
  crossings.sort((a, b) => a - b);
  return crossings.flatMap((from, index) => (index % 2 === 0 ? [[from, crossings[index + 1] ?? from]] : []));
}

function common(rows: readonly (readonly Interval[])[]): readonly Interval[] {
  return rows.reduce((held, row) =>
    held.flatMap(([from, to]) =>
      row.flatMap(([start, end]): Interval[] =>
        Math.max(from, start) < Math.min(to, end) ? [[Math.max(from, start), Math.min(to, end)]] : [],
      ),
    ),
  );
}
