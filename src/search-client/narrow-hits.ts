// What a reader does with the results of a query, out of the filter columns: narrows them, counts what else they could be
// narrowed to, and orders them by date. A filter only removes results, an order only moves them.
import type { FilterColumns } from '../search/further-codec.ts';
import { type SearchKind, searchKinds } from '../search/shard-format.ts';
import type { Hit } from './rank.ts';

export interface ResultFilters {
  /** Slugs. */
  readonly country?: string;
  readonly topic?: string;
  /** 0: pages without a date. */
  readonly year?: number;
  readonly kind?: SearchKind;
}

/** By date, pages without one come last either way, in order of relevance. */
export type ResultOrder = 'relevance' | 'newest' | 'oldest';

/**
 * How many results each value of a filter would leave, the other filters staying as they are; values that leave none
 * are absent. Most results first, then by slug; years newest first, with 0 for pages without a date last.
 */
export interface ResultFacets {
  readonly country: readonly { readonly slug: string; readonly count: number }[];
  readonly topic: readonly { readonly slug: string; readonly count: number }[];
  readonly year: readonly { readonly year: number; readonly count: number }[];
  readonly kind: readonly { readonly kind: SearchKind; readonly count: number }[];
}

export interface Narrowing {
  readonly filters: ResultFilters;
  readonly order: ResultOrder;
  /** Whether facets are wanted. */
  readonly facets: boolean;
  readonly kindsFirst?: KindsFirst;
}

/** By kind, how many results of it come before all others, kind by kind; what is more of it stays in its place. */
export type KindsFirst = { readonly [kind in SearchKind]?: number };

/**
 * A slug that no document has leaves no result.
 * @param hits in order of relevance
 */
export function narrowHits(
  hits: readonly Hit[],
  columns: FilterColumns,
  { filters, order, facets: isCounted, kindsFirst }: Narrowing,
): { readonly hits: readonly Hit[]; readonly facets?: ResultFacets } {
  const { country, topic, year, kind } = filters;
  const { countrySlugs, topicSlugs, countries, topics, years } = columns;
  const countryPlace = country === undefined ? -1 : countrySlugs.indexOf(country);
  const topicPlace = topic === undefined ? -1 : topicSlugs.indexOf(topic);
  const kindPlace = kind === undefined ? -1 : searchKinds.indexOf(kind);
  const counts = {
    country: new Uint32Array(countrySlugs.length),
    topic: new Uint32Array(topicSlugs.length),
    year: new Map<number, number>(),
    kind: new Uint32Array(searchKinds.length),
  };
  const left: Hit[] = [];
  for (const hit of hits) {
    const { number } = hit;
    const ownCountries = countries[number] ?? [];
    const ownTopics = topics[number] ?? [];
    const ownYear = years[number] ?? 0;
    const ownKind = columns.kinds[number] ?? -1;
    const failsCountry = country !== undefined && !ownCountries.includes(countryPlace);
    const failsTopic = topic !== undefined && !ownTopics.includes(topicPlace);
    const failsYear = year !== undefined && ownYear !== year;
    const failsKind = kind !== undefined && ownKind !== kindPlace;
    const failures = Number(failsCountry) + Number(failsTopic) + Number(failsYear) + Number(failsKind);
    if (failures === 0) left.push(hit);
    // A value is counted where nothing but its own filter stands in the way.
    if (!isCounted || failures > 1) continue;
    if (failures === 0 || failsCountry) countPlaces(counts.country, ownCountries);
    if (failures === 0 || failsTopic) countPlaces(counts.topic, ownTopics);
    if (failures === 0 || failsYear) counts.year.set(ownYear, (counts.year.get(ownYear) ?? 0) + 1);
    if (failures === 0 || failsKind) countPlaces(counts.kind, [ownKind]);
  }
  let ordered = inOrder(left, order, years);
  if (kindsFirst)
    ordered = withFirst(ordered, kindsFirst, ({ number }) => searchKinds[columns.kinds[number] ?? -1]);
  if (!isCounted) return { hits: ordered };
  return {
    hits: ordered,
    facets: {
      country: mostFirst(counts.country).map(([place, count]) => ({
        slug: countrySlugs[place] ?? '',
        count,
      })),
      topic: mostFirst(counts.topic).map(([place, count]) => ({ slug: topicSlugs[place] ?? '', count })),
      // Subtracting puts 0 last.
      year: [...counts.year].sort(([a], [b]) => b - a).map(([own, count]) => ({ year: own, count })),
      kind: mostFirst(counts.kind).map(([place, count]) => ({
        kind: searchKinds[place] as SearchKind,
        count,
      })),
    },
  };
}

function countPlaces(counts: Uint32Array, places: readonly number[]): void {
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
}

/** Places with their counts; of equal counts the first place first, and slugs are sorted. */
function mostFirst(counts: Uint32Array): (readonly [place: number, count: number])[] {
  return Array.from(counts, (count, place) => [place, count] as const)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** A document's number grows with its date, then with its address: no two are equal. */
function inOrder(hits: readonly Hit[], order: ResultOrder, years: Uint16Array): readonly Hit[] {
  if (order === 'relevance') return hits;
  const isDated = ({ number }: Hit): boolean => years[number] !== 0;
  const sign = order === 'newest' ? -1 : 1;
  const dated = hits.filter(isDated).sort((a, b) => sign * (a.number - b.number));
  return [...dated, ...hits.filter((hit) => !isDated(hit))];
}

function withFirst(
  hits: readonly Hit[],
  kindsFirst: KindsFirst,
  kindOf: (hit: Hit) => SearchKind | undefined,
): readonly Hit[] {
  const first = Object.entries(kindsFirst).flatMap(([kind, most]) =>
    hits.filter((hit) => kindOf(hit) === kind).slice(0, most),
  );
  const isFirst = new Set(first);
  return [...first, ...hits.filter((hit) => !isFirst.has(hit))];
}
