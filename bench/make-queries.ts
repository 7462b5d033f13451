// Draws the queries that every search bench asks: `node --import tsx bench/make-queries.ts` writes bench/queries.json.
//
// From the 10,000 posts of bench/posts.ts. A word's class is that of its term: how many of the posts hold the term in
// title, summary or body. Words are of three letters or more, as they stand in the posts (before the stemmer), no stop
// words. One word: each term of a class is as likely as any other, written in its most frequent form. Three words: the
// 300 places are a shuffled list of 100 of each class, cut into threes; a post is drawn, and for each place one of its
// terms of that class, so that at least one post has all three, as it has for a reader who looks for something that
// they have seen.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareText } from '../src/problem.ts';
import { loadPipelines, preparedLunr } from '../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../src/search/other-scripts.ts';
import { knowOtherScripts } from '../src/search/pipeline.ts';
import { benchDocuments } from './posts.ts';
import { type Dice, rollDice } from './random.ts';

knowOtherScripts(otherScripts);

/** In under 0.1 %, in 0.1 to 1 %, in over 1 % of the posts. */
export const wordClasses = ['rare', 'middle', 'common'] as const;
export type WordClass = (typeof wordClasses)[number];

export interface BenchQuery {
  readonly text: string;
  /** One for each word. */
  readonly classes: readonly WordClass[];
  /** How many of the 10,000 posts hold the term of each word. */
  readonly postings: readonly number[];
}

export interface BenchQueries {
  readonly seed: number;
  readonly posts: number;
  readonly queries: readonly BenchQuery[];
}

const queriesFile = fileURLToPath(new URL('queries.json', import.meta.url));
const [seed, postCount, perKind] = [42, 10_000, 100];

export function readQueries(): BenchQueries {
  return JSON.parse(readFileSync(queriesFile, 'utf8')) as BenchQueries;
}

/** The same share of each kind of query, spread over the file: `count` of them, or all. */
export function takeQueries(count = Number.POSITIVE_INFINITY): readonly BenchQuery[] {
  const { queries } = readQueries();
  if (count >= queries.length) return queries;
  return Array.from({ length: count }, (_, place) => queries[Math.floor((place * queries.length) / count)]!);
}

interface Term {
  documents: number;
  readonly surfaces: Map<string, number>;
}

function drawQueries(): BenchQueries {
  const { tokenizer } = preparedLunr();
  const { index } = loadPipelines('en');
  const termOfWord = new Map<string, string | undefined>();
  const termOf = (word: string): string | undefined => {
    if (!termOfWord.has(word)) {
      const terms = /^[a-z]{3,}$/.test(word) ? index.runString(word) : [];
      termOfWord.set(word, terms.length === 1 ? terms[0] : undefined);
    }
    return termOfWord.get(word);
  };

  const terms = new Map<string, Term>();
  // Of each post: its terms, and how it writes them.
  const posts = benchDocuments(postCount).map(({ title, summary, body }) => {
    const surfaces = new Map<string, string>();
    for (const word of tokenizer(`${title} ${summary} ${body}`).map(String)) {
      const name = termOf(word);
      if (name === undefined) continue;
      let term = terms.get(name);
      if (term === undefined) {
        term = { documents: 0, surfaces: new Map() };
        terms.set(name, term);
      }
      term.surfaces.set(word, (term.surfaces.get(word) ?? 0) + 1);
      if (!surfaces.has(name)) {
        surfaces.set(name, word);
        term.documents += 1;
      }
    }
    return surfaces;
  });
  const postingsOf = (name: string): number => terms.get(name)!.documents;
  const classOf = (name: string): WordClass => {
    const share = postingsOf(name) / postCount;
    if (share < 0.001) return 'rare';
    return share <= 0.01 ? 'middle' : 'common';
  };

  const dice = rollDice(seed);
  return {
    seed,
    posts: postCount,
    queries: [
      ...evenClasses(perKind).map((wanted) => {
        const ofClass = [...terms.keys()].filter((name) => classOf(name) === wanted).sort(compareText);
        const name = dice.pick(ofClass);
        return {
          text: mostFrequent(terms.get(name)!.surfaces),
          classes: [wanted],
          postings: [postingsOf(name)],
        };
      }),
      ...inThrees(dice.shuffled(evenClasses(perKind * 3))).map((classes) => {
        const names = threeTerms(classes, posts, classOf, dice);
        return {
          text: names.map(({ word }) => word).join(' '),
          classes,
          postings: names.map(({ name }) => postingsOf(name)),
        };
      }),
    ],
  };
}

function threeTerms(
  classes: readonly WordClass[],
  posts: readonly ReadonlyMap<string, string>[],
  classOf: (name: string) => WordClass,
  dice: Dice,
): { name: string; word: string }[] {
  for (;;) {
    // Few posts have a rare word, fewer two: another is drawn until one has what is wanted.
    const left = dice.shuffled([...dice.pick(posts)]);
    const names = classes.map((wanted) => {
      const at = left.findIndex(([name]) => classOf(name) === wanted);
      const [entry] = at < 0 ? [] : left.splice(at, 1);
      return entry && { name: entry[0], word: entry[1] };
    });
    if (names.every((name) => name !== undefined)) return names;
  }
}

function evenClasses(count: number): WordClass[] {
  return Array.from({ length: count }, (_, place) => wordClasses[place % wordClasses.length]!);
}

function inThrees<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.floor(values.length / 3) }, (_, place) =>
    values.slice(place * 3, place * 3 + 3),
  );
}

function mostFrequent(surfaces: ReadonlyMap<string, number>): string {
  const [first] = [...surfaces].sort(
    ([a, countOfA], [b, countOfB]) => countOfB - countOfA || compareText(a, b),
  );
  return first![0];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const drawn = drawQueries();
  const lines = drawn.queries.map((query) => `    ${JSON.stringify(query)}`);
  writeFileSync(
    queriesFile,
    `{\n  "seed": ${drawn.seed},\n  "posts": ${drawn.posts},\n  "queries": [\n${lines.join(',\n')}\n  ]\n}\n`,
  );
  console.log(`${drawn.queries.length} queries in bench/queries.json`);
}
