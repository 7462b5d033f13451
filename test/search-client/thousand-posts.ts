// For tests: more than a thousand real texts as documents, with what is known to break an index among them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dice, rollDice } from '../../bench/random.ts';
import type { SearchDocument } from '../../src/model.ts';
import { corpus, hasCorpus } from '../import/import-folder.ts';
import { realPosts } from '../search/real-posts.ts';
import { documentOf } from './indexed-texts.ts';

const wanted = 1100;
/** A statute of a million characters would be half of the test. */
const longestBody = 8_000;

/** Told in the names of tests: what they ran over. */
export const postsAre = hasCorpus
  ? 'over a thousand real posts'
  : 'over a thousand posts, most of them recombined from the few that are here';

export const hostileWords = [
  ...['constructor', '__proto__', 'hasOwnProperty', 'toString', 'valueOf', '_index', 'title', 'isFinal'],
  ...['3.11.1', '3.11', '311', '11', '1', '1.1', 'a1', 'a11', '10', '2.0.0-beta', '007', '1e9', 'v1.2.3'],
  ...['\ud800', 'x\udc00', '\udbff\udfff', 'é', 'e\u0301', 'naïve', 'ß', 'ﬁn', 'I', 'İ'],
  ...['มนุษย์', 'การค้ามนุษย์', 'แรงงาน', 'الإنسان', 'الْإِنْسَانِ', '人权', '人', 'スト', 'သမီး', 'ភាសា'],
  ...["Burma's", 'a/b', 'a:b', 'a^b', 'a~b', 'a+b', 'c++', '-x', 'x-y', '\\', '"quoted"', '…', '🙂', 'a.b.c'],
  ...['the', 'of', 'aaaa', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'abab', 'aab', 'aba', 'ba', 'ab', 'a', 'b'],
];

export function hostilePosts(count: number, seed: number): SearchDocument[] {
  const dice = rollDice(seed);
  const text = (most: number): string =>
    Array.from({ length: dice.between(0, most) }, () => dice.pick(hostileWords)).join(
      dice.pick([' ', '  ', '\n']),
    );
  return Array.from({ length: count }, (_, i) =>
    documentOf({ title: text(4), summary: text(dice.pick([0, 6])), body: text(dice.pick([0, 3, 60])) }, i),
  );
}

/** The texts of a corpus are in many languages, all in one index: it knows no difference. */
export function thousandPosts(): SearchDocument[] {
  const parts: Pick<SearchDocument, 'title' | 'summary' | 'body'>[] = realPosts();
  for (const folder of hasCorpus ? ['hexo-site', 'trafficking'] : []) {
    const paths = readdirSync(join(corpus, folder), { recursive: true, encoding: 'utf8' }).sort();
    for (const path of paths) {
      if (!/\.(?:md|json)$/.test(path)) continue;
      const text = readFileSync(join(corpus, folder, path), 'utf8');
      const title = /^title: *"?(.*?)"?$/m.exec(text)?.[1] ?? path;
      parts.push({ title, summary: text.slice(200, 330), body: text });
    }
  }
  const dice = rollDice(1);
  const real = [...parts];
  while (parts.length < wanted) parts.push(recombined(real, dice));
  return [...hostilePosts(40, 2), ...parts, ...hostilePosts(40, 3)].map(({ title, summary, body }, number) =>
    documentOf({ title, summary, body: body.slice(0, longestBody) }, number),
  );
}

function recombined(posts: readonly Pick<SearchDocument, 'title' | 'summary' | 'body'>[], dice: Dice) {
  const paragraphs = Array.from({ length: 6 }, () => dice.pick(dice.pick(posts).body.split('\n\n')));
  return { title: dice.pick(posts).title, summary: dice.pick(posts).summary, body: paragraphs.join('\n\n') };
}
