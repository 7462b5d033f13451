// Filters, counts and orders, compared with the plainest way to say what they are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import type { SearchOptions, SearchResult } from '../../src/search-client/client.ts';
import type { ResultFilters } from '../../src/search-client/narrow-hits.ts';
import { clientOf, documentOf, resultsOf } from './indexed-texts.ts';

const slugs = { country: ['burma', 'laos', 'thailand'], topic: ['fishing', 'law'] };
const years = [undefined, 2007, 2023, 2024] as const;
const kinds = ['news', 'resource', 'page', 'country', 'topic'] as const;

interface Part extends Pick<SearchDocument, 'kind' | 'countries' | 'topics'> {
  readonly year: (typeof years)[number];
  readonly body: string;
}
const anyPart: fc.Arbitrary<Part> = fc.record({
  kind: fc.constantFrom(...kinds),
  countries: fc.subarray(slugs.country),
  topics: fc.subarray(slugs.topic),
  year: fc.constantFrom(...years),
  body: fc.constantFrom('labour', 'labour labour at sea', 'nothing here'),
});
const anyFilters = fc.record(
  {
    country: fc.constantFrom(...slugs.country, 'atlantis'),
    topic: fc.constantFrom(...slugs.topic, 'burma'),
    year: fc.constantFrom(0, 2007, 2023, 1999),
    kind: fc.constantFrom(...kinds),
  },
  { requiredKeys: [] },
);

/** Oldest first, undated before all others, as the index wants them. */
function documentsOf(parts: readonly Part[]): SearchDocument[] {
  return [...parts]
    .sort((a, b) => (a.year ?? 0) - (b.year ?? 0))
    .map(({ year, ...part }, i) =>
      documentOf({ ...part, ...(year !== undefined && { date: `${year}-05-01` }) }, i),
    );
}

/** What a filter looks at, by document. */
function valuesOf(documents: readonly SearchDocument[]) {
  return ({ ref }: SearchResult) => {
    const { kind, countries, topics, date } = documents[Number(ref)] as SearchDocument;
    const ofYear = date === undefined ? 0 : Number(date.slice(0, 4));
    return { country: countries, topic: topics, year: [ofYear], kind: [kind] };
  };
}
type Values = ReturnType<ReturnType<typeof valuesOf>>;

function passes(values: Values, filters: ResultFilters): boolean {
  return (Object.keys(filters) as (keyof Values)[]).every((key) =>
    (values[key] as readonly unknown[]).includes(filters[key]),
  );
}

function without(filters: ResultFilters, key: keyof Values): ResultFilters {
  const { [key]: _, ...others } = filters;
  return others;
}

/** Values of one filter with their counts, in the order that the page shows. */
function countsOf(all: readonly Values[], key: keyof Values, filters: ResultFilters) {
  const counts = new Map<unknown, number>();
  for (const values of all) {
    if (!passes(values, without(filters, key))) continue;
    for (const value of values[key]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe('counts for the filters', () => {
  it('tell how many results each value would leave while the other filters stay', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart, { minLength: 1, maxLength: 30 }),
        anyFilters,
        async (parts, filters) => {
          const documents = documentsOf(parts);
          const client = clientOf(documents);
          const all = (await resultsOf(client, 'labour')).results.map(valuesOf(documents));
          const { facets } = await resultsOf(client, 'labour', { filters, facets: true });
          const found = {
            country: new Map(facets?.country.map(({ slug, count }) => [slug, count])),
            topic: new Map(facets?.topic.map(({ slug, count }) => [slug, count])),
            year: new Map(facets?.year.map(({ year, count }) => [year, count])),
            kind: new Map(facets?.kind.map(({ kind, count }) => [kind, count])),
          };
          for (const key of ['country', 'topic', 'year', 'kind'] as const) {
            expect(found[key]).toEqual(countsOf(all, key, filters));
          }
          // A count is a promise: the filter leaves as many.
          for (const { slug, count } of facets?.country ?? []) {
            const narrowed = await resultsOf(client, 'labour', { filters: { ...filters, country: slug } });
            expect(narrowed.total).toBe(count);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stand most results first, then by slug; years newest first and undated pages last', async () => {
    const client = clientOf(
      documentsOf([
        { body: 'labour', kind: 'page', countries: ['laos'], topics: ['law'], year: undefined },
        { body: 'labour', kind: 'news', countries: ['thailand', 'burma'], topics: [], year: 2007 },
        { body: 'labour', kind: 'news', countries: ['thailand'], topics: [], year: 2024 },
      ]),
    );
    expect((await resultsOf(client, 'labour', { facets: true, limit: 1 })).facets).toEqual({
      country: [
        { slug: 'thailand', count: 2 },
        { slug: 'burma', count: 1 },
        { slug: 'laos', count: 1 },
      ],
      topic: [{ slug: 'law', count: 1 }],
      year: [
        { year: 2024, count: 1 },
        { year: 2007, count: 1 },
        { year: 0, count: 1 },
      ],
      kind: [
        { kind: 'news', count: 2 },
        { kind: 'page', count: 1 },
      ],
    });
  });

  it('are all empty when nothing is found, and absent when nobody asks', async () => {
    const client = clientOf([documentOf({ body: 'labour', countries: ['laos'] })]);
    const nothing = { country: [], topic: [], year: [], kind: [] };
    expect((await resultsOf(client, 'zebra', { facets: true })).facets).toEqual(nothing);
    expect(await resultsOf(client, 'labour', { filters: { year: 0 } })).not.toHaveProperty('facets');
  });
});

describe('an order', () => {
  const refs = ({ results }: { results: readonly SearchResult[] }) => results.map(({ ref }) => Number(ref));

  it('by date moves results and loses none; undated pages come last, as relevant as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart, { minLength: 1, maxLength: 30 }),
        anyFilters,
        async (parts, filters) => {
          const documents = documentsOf(parts);
          const client = clientOf(documents);
          const relevant = await resultsOf(client, 'labour', { filters });
          const isDated = (number: number) => documents[number]?.date !== undefined;
          const dated = refs(relevant)
            .filter(isDated)
            .sort((a, b) => a - b);
          const undated = refs(relevant).filter((number) => !isDated(number));
          const ask = (options: SearchOptions) => resultsOf(client, 'labour', { filters, ...options });
          const oldest = await ask({ order: 'oldest' });
          expect(refs(oldest)).toEqual([...dated, ...undated]);
          expect(refs(await ask({ order: 'newest' }))).toEqual([...dated.toReversed(), ...undated]);
          // Pages of results are cut after ordering, and scores stay.
          expect((await ask({ order: 'oldest', offset: 1, limit: 3 })).results).toEqual(
            oldest.results.slice(1, 4),
          );
          expect(new Set(oldest.results)).toEqual(new Set(relevant.results));
          // What is held is not moved by it.
          expect(await ask({})).toEqual(relevant);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of equal dates is that of the addresses, whatever the scores', async () => {
    const same = { date: '2024-05-01' };
    const client = clientOf([
      documentOf({ ...same, body: 'labour', permalink: '/a/' }),
      documentOf({ ...same, body: 'labour labour labour', permalink: '/b/' }),
      documentOf({ ...same, body: 'labour', permalink: '/c/' }),
    ]);
    for (const lunr of [false, true]) {
      expect(refs(await resultsOf(client, 'labour', { lunr, order: 'newest' }))).toEqual([2, 1, 0]);
      expect(refs(await resultsOf(client, 'labour', { lunr, order: 'oldest' }))).toEqual([0, 1, 2]);
    }
  });
});

describe('kinds that come first', () => {
  it('are as many as asked for, kind by kind, each in order of relevance; no result is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart, { minLength: 1, maxLength: 30 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 3 }),
        async (parts, country, topic) => {
          const client = clientOf(documentsOf(parts));
          const all = await resultsOf(client, 'labour');
          const firsts = (kind: string, most: number) =>
            all.results.filter((result) => result.kind === kind).slice(0, most);
          const first = [...firsts('topic', topic), ...firsts('country', country)];
          const moved = await resultsOf(client, 'labour', { kindsFirst: { topic, country } });
          expect(moved.results).toEqual([
            ...first,
            ...all.results.filter((result) => !first.includes(result)),
          ]);
          expect(moved.total).toBe(all.total);
        },
      ),
      { numRuns: 40 },
    );
  });
});
