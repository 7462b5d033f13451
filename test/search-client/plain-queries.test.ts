// What stands in for lunr where a query is but plain words, against lunr itself.
import fc from 'fast-check';
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import { rollDice } from '../../bench/random.ts';
import { loadPipelines, preparedLunr } from '../../src/search/lunr-with-pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import { parseClauses, tokenSetOf } from '../../src/search-client/lunr-language.ts';
import type { TermSet, TokenNode } from '../../src/search-client/lunr-ranking.ts';
import { plainClauses } from '../../src/search-client/plain-clauses.ts';
import { plainTermSet } from '../../src/search-client/plain-terms.ts';
import { rewriteQuery } from '../../src/search-client/rewrite-query.ts';
import { randomQuery } from './random-queries.ts';

const fields = ['title', 'summary', 'body'];
const lunrsTokenSet = lunr.TokenSet as unknown as {
  fromArray(terms: readonly string[]): TermSet;
  fromString(pattern: string): TokenNode;
};

/** Texts of few characters, so that most are near lunr's language and share much. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab9+-*:~^\\ .\u00a0'), maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('title:', '+', 'trade', ' ', '*', '\\-', 'É', '\ud83d\ude00'),
    maxLength: 8,
  }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

describe('plain clauses', () => {
  it('are those of lunr’s parser, whatever the text holds', () => {
    let plain = 0;
    fc.assert(
      fc.property(text, (query) => {
        const ours = plainClauses(query, fields);
        if (ours === undefined) return;
        plain += 1;
        const lunrs = parseClauses(query, fields);
        if ('error' in lunrs) throw new Error(lunrs.error.message);
        expect(lunrs).toEqual(ours.map((clause) => ({ ...clause, wildcard: 0 })));
      }),
      { numRuns: 5000 },
    );
    expect(plain).toBeGreaterThan(500);
  });

  it('are found in what plain words are rewritten to', () => {
    for (const query of ['trafficking', 'forced labor', 'U.S. well-known C++ a:b ~1^']) {
      const { lunrQuery, relaxedQuery } = rewriteQuery(query, fields, createAnalyser('en'));
      for (const one of [lunrQuery, relaxedQuery ?? '']) expect(plainClauses(one, fields)).toBeDefined();
    }
  });

  it('are lunr’s to make where its language is used', () => {
    const dice = rollDice(5);
    for (let i = 0; i < 300; i += 1) {
      const { kind, text: query } = randomQuery(dice, ['trade', 'union', '3.11']);
      if (kind === 'fuzzy' || kind === 'suffix') expect(plainClauses(query, fields), query).toBeUndefined();
    }
  });
});

describe('terms', () => {
  const terms = fc
    .uniqueArray(
      fc.string({ unit: fc.constantFrom(..."ab19.'z\u0e01\ud83d\ude00"), minLength: 1, maxLength: 5 }),
      {
        maxLength: 40,
      },
    )
    .map((all) => all.sort());

  it('are found in lunr’s order, whole and by how they begin', () => {
    fc.assert(
      fc.property(terms, fc.nat(), fc.nat(5), (all, place, length) => {
        preparedLunr();
        const whole = lunrsTokenSet.fromArray(all);
        const term = all[place % Math.max(1, all.length)] ?? 'a';
        for (const pattern of [term, `${term.slice(0, length)}*`, 'b', '']) {
          const wanted = lunrsTokenSet.fromString(pattern);
          expect(plainTermSet(all).intersect(wanted).toArray(), pattern).toEqual(
            whole.intersect(wanted).toArray(),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are found alike in a set whose terms share no ends', () => {
    fc.assert(
      fc.property(terms, fc.constantFrom('*a', 'a*b', '*', '*9*', 'b*'), (all, pattern) => {
        preparedLunr();
        const wanted = lunrsTokenSet.fromString(pattern);
        expect(tokenSetOf(all).intersect(wanted).toArray()).toEqual(
          lunrsTokenSet.fromArray(all).intersect(wanted).toArray(),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a pipeline', () => {
  it.each(['en', 'th'])('makes the terms that lunr.Pipeline makes: %s', (language) => {
    const { search } = loadPipelines(language);
    const { pipeline } = createAnalyser(language);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abeingsy'/-. 9*"), maxLength: 12 }), (word) => {
        expect(pipeline.runString(word)).toEqual(search.runString(word));
      }),
      { numRuns: 2000 },
    );
  });
});
