// The bench of relevance: a query counts as answered when a right page is among the first three, and what was missed is
// told with its place.
import { describe, expect, test } from 'vitest';
import { describeRelevanceReport, type RelevanceReport } from '../../bench/relevance.ts';
import { placeOfRight, readRelevanceSet } from '../support/relevance.ts';

type Asked = RelevanceReport['queries'][number];

function asked(query: string, group: Asked['group'], places: Asked['places']): Asked {
  return { query, group, places, language: 'en', filters: {}, right: [`/${query}/`], why: 'because' };
}

const rowsOf = (tables: string): string[][] =>
  tables
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the tables', () => {
  test('count what is among the first three and what is first, and tell misses with their places', () => {
    const tables = describeRelevanceReport({
      date: '2026-01-01',
      pagefindVersion: '9.9.9',
      engines: ['ours', 'pagefind'],
      queries: [
        asked('a', 'plain', { ours: 1, pagefind: 4 }),
        asked('b', 'plain', { ours: 3 }),
        { ...asked('c', 'filtered', { ours: 1, pagefind: 1 }), filters: { year: 2007 } },
      ],
    });
    const rows = rowsOf(tables);
    expect(rows).toContainEqual(['plain words', '2', '2', '0', '1', '0']);
    expect(rows).toContainEqual(['with a filter', '1', '1', '1', '1', '1']);
    expect(rows).toContainEqual(['all', '3', '3', '1', '2', '1']);
    expect(rows).toContainEqual(['a', '/a/', '1', '4']);
    expect(rows).toContainEqual(['b', '/b/', '3', '–']);
    expect(rows.flat()).not.toContain('c · year 2007');
    expect(tables).toContain('Pagefind 9.9.9');
  });

  test('of ours alone have no column of a peer, and none of misses where there are none', () => {
    const tables = describeRelevanceReport({
      date: '2026-01-01',
      engines: ['ours'],
      queries: [asked('a', 'plain', { ours: 2 })],
    });
    expect(tables).not.toContain('Pagefind');
    expect(tables).not.toContain('missed');
  });
});

describe('the set', () => {
  test('gives the place of the best of several right pages', () => {
    const [query] = readRelevanceSet().filter(({ right }) => right.length > 1);
    const [first, second] = query!.right;
    expect(placeOfRight(query!, ['/x/', second!, first!])).toBe(2);
    expect(placeOfRight(query!, ['/x/'])).toBeUndefined();
  });
});
