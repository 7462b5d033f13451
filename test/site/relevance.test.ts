// Whether readers find what they look for: 60 queries written from the texts, asked of the demo site's index through the
// code that the browser runs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demoSite } from '../support/build-demo-site.ts';
import {
  askBuiltSite,
  describeQuery,
  placeOfRight,
  readersPatience,
  readRelevanceSet,
  relevanceGroups,
} from '../support/relevance.ts';

const queries = readRelevanceSet();

describe('the relevance set', () => {
  test('has as many queries of each group as it should, none twice', () => {
    const counts = Object.fromEntries(
      Object.keys(relevanceGroups).map((name) => [
        name,
        queries.filter(({ group }) => group === name).length,
      ]),
    );
    expect(counts).toEqual(relevanceGroups);
    expect(new Set(queries.map(describeQuery)).size).toBe(queries.length);
  });

  test('names pages that the site has, in the language that is asked', () => {
    for (const { right, language } of queries) {
      for (const address of right) {
        expect(existsSync(join(demoSite, address, 'index.html')), address).toBe(true);
        if (language !== 'en') expect(address).toMatch(new RegExp(`^/${language}/`));
      }
    }
  });

  test('is answered among the first three results, 57 of 60 at least', async () => {
    const answers = await askBuiltSite(demoSite, queries, readersPatience);
    const misses = queries.flatMap((query, number) => {
      const found = answers[number]!;
      return placeOfRight(query, found) === undefined
        ? [
            `${query.group}: ${describeQuery(query)}\n  wanted ${query.right.join(' or ')}\n  found ${found.join(', ') || 'nothing'}`,
          ]
        : [];
    });
    // Also those that the bound forgives: they are what to mend next.
    if (misses.length > 0)
      console.info(`${misses.length} of ${queries.length} missed:\n${misses.join('\n')}`);
    expect(queries.length - misses.length, misses.join('\n')).toBeGreaterThanOrEqual(57);
  });
});
