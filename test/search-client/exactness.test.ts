// The split index against lunr.Builder's whole one: refs, order, scores to the last bit, match data, error texts.
// `npm run test:long` asks twenty times as many queries, of another seed.
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import { rollDice } from '../../bench/random.ts';
import type { SearchDocument } from '../../src/model.ts';
import { preparedLunr } from '../../src/search/lunr-with-pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import { FileStore } from '../../src/search-client/file-store.ts';
import { IndexFiles } from '../../src/search-client/index-files.ts';
import { rankWithLunr } from '../../src/search-client/rank.ts';
import { lunrsOwnIndex } from '../search/lunr-oracle.ts';
import { readParagraphs, readWords } from '../search/real-texts.ts';
import { longRun, testSeed } from '../support/long-run.ts';
import { documentOf, filesOf, loaderOf } from './indexed-texts.ts';
import { randomQuery } from './random-queries.ts';
import { hostilePosts, postsAre, thousandPosts } from './thousand-posts.ts';

const times = longRun ? 20 : 1;
const limitOfOurs = /is too large for|too many wildcards/;

/** All that lunr gives, in its order. */
function printed(results: readonly lunr.Index.Result[]): string[] {
  return results.map(({ ref, score, matchData }) => `${ref} ${score} ${JSON.stringify(matchData.metadata)}`);
}

function askOracle(index: lunr.Index, query: string): lunr.Index.Result[] | { readonly error: object } {
  preparedLunr();
  try {
    return index.search(query);
  } catch (error) {
    if (!(error instanceof lunr.QueryParseError)) throw error;
    const { message, start, end } = error as unknown as { message: string; start: number; end: number };
    return { error: { message, start, end } };
  }
}

/** Both indexes of the same documents. */
async function openBoth(documents: readonly SearchDocument[], language: string) {
  const oracle = lunrsOwnIndex(documents, language);
  const terms = Object.keys((oracle as unknown as { invertedIndex: object }).invertedIndex);
  // Little is held, so that files come and go.
  const store = new FileStore(loaderOf(filesOf(documents, language)), 300_000);
  return { oracle, terms, files: await IndexFiles.open(language, store), analyser: createAnalyser(language) };
}

/** @param batch queries of another batch are others */
async function compare(
  { oracle, terms, files, analyser }: Awaited<ReturnType<typeof openBoth>>,
  batch: number,
  count: number,
  fixed: readonly string[] = [],
): Promise<void> {
  const dice = rollDice(testSeed(4) + batch);
  const counts = { found: 0, empty: 0, wrong: 0, refused: 0 };
  const queries = [...fixed, ...Array.from({ length: count }, () => randomQuery(dice, terms).text)];
  for (const query of queries) {
    const answer = await rankWithLunr(
      files,
      query,
      analyser,
      () => import('../../src/search-client/further-words.ts'),
    );
    const ours = 'error' in answer ? answer : answer.results;
    if ('error' in ours && limitOfOurs.test(ours.error.message)) {
      counts.refused += 1;
      continue;
    }
    const own = askOracle(oracle, query);
    const context = JSON.stringify(query);
    if ('error' in own || 'error' in ours) {
      expect(ours, context).toEqual(own);
      counts.wrong += 1;
      continue;
    }
    expect(ours.length, context).toBe(own.length);
    // Compared before they are printed, as most are equal and many are long.
    const different = ours.findIndex(
      (result, i) =>
        result.ref !== own[i]?.ref ||
        !Object.is(result.score, own[i]?.score) ||
        JSON.stringify(result.matchData.metadata) !== JSON.stringify(own[i]?.matchData.metadata),
    );
    if (different >= 0) expect(printed(ours), context).toEqual(printed(own));
    counts[own.length > 0 ? 'found' : 'empty'] += 1;
  }
  // A comparison of nothing with nothing would prove nothing.
  expect(counts.found).toBeGreaterThan(queries.length * 0.5);
  expect(counts.wrong).toBeGreaterThan(0);
  expect(counts.refused).toBeLessThan(queries.length * 0.02);
}

describe('the split index answers as lunr’s whole index does', () => {
  const timeout = 900_000;
  let posts: ReturnType<typeof openBoth> | undefined;

  // In batches, so that a long run tells how far it is.
  it.each(Array.from({ length: times }, (_, batch) => batch))(
    `${postsAre}, in English, batch %i`,
    { timeout },
    async (batch) => {
      posts ??= openBoth(thousandPosts(), 'en');
      const fixed = [
        '',
        '-the',
        '-trafficking',
        '__proto__',
        'constructor',
        '3.11.1',
        '+3.11* -311',
        '\ud800',
      ];
      await compare(await posts, batch, 380, fixed);
    },
  );

  it('where every document has a boost', { timeout }, async () => {
    const dice = rollDice(5);
    const boosts = [0, 0.3, 1, 1.7, 2, 12.25];
    const documents = hostilePosts(200, 6).map((document) => ({ ...document, boost: dice.pick(boosts) }));
    await compare(await openBoth(documents, 'en'), 0, 80 * times, ['', '-1', '*']);
  });

  it('without stemmer and stop words', { timeout }, async () => {
    const fixed = ['', 'การค้ามนุษย์', 'ค*', '人*', 'x\\:y'];
    await compare(await openBoth(hostilePosts(300, 7), 'th'), 0, 80 * times, fixed);
  });

  it.each(['ru', 'ar'] as const)('with the stemmer of %s, on real text', { timeout }, async (language) => {
    const documents = [
      ...readParagraphs(language).map((body, i) => documentOf({ title: body.slice(0, 30), body }, i)),
      ...hostilePosts(50, 9),
    ];
    const words = readWords()[language];
    const both = await openBoth(documents, language);
    const fixed = [...words, ...words.map((word) => `+${word} -${words[0]}`), words.join(' ')];
    await compare(both, 0, 120 * times, fixed);
    // Two forms of one word are one term.
    const [first, second] = { ru: ['файлами', 'файлу'], ar: ['وحقوق', 'بحقوقهم'] }[language];
    expect(askOracle(both.oracle, first ?? '')).toEqual(askOracle(both.oracle, second ?? ''));
    expect(printed(both.oracle.search(first ?? '')).length).toBeGreaterThan(5);
  });

  it.each([0, 1, 2])('of %i documents', async (size) => {
    const documents = hostilePosts(size, 8);
    const oracle = lunrsOwnIndex(documents, 'en');
    const files = await IndexFiles.open('en', new FileStore(loaderOf(filesOf(documents))));
    for (const query of ['', '*', '-a', 'a', 'constructor', 'a~1', '*a', '+a b', 'x:y']) {
      const answer = await rankWithLunr(
        files,
        query,
        createAnalyser('en'),
        () => import('../../src/search-client/further-words.ts'),
      );
      const ours = 'error' in answer ? answer : answer.results;
      const own = askOracle(oracle, query);
      if ('error' in ours || 'error' in own) expect(ours).toEqual(own);
      else expect(printed(ours)).toEqual(printed(own));
    }
  });
});
