// Patterns of terms → their postings, in as few rounds as can be: shards that a term or a prefix points at are asked
// for at once, and the dictionary only where nothing points at a shard.
import { mayHold, type TermPostings, type TermShard } from '../search/index-codec.ts';
import type { IndexFiles } from './index-files.ts';
import { forEachMatch, type TermPattern, type TermWalk } from './term-pattern.ts';

export interface FoundTerm {
  readonly postings: TermPostings;
  readonly shard: TermShard;
  /** Place in the shard. */
  readonly place: number;
  readonly isWeighted: boolean;
}

/** A prefix with a pattern after it is looked for in the shards themselves when they are at most so many. */
const maxRange = 8;

/**
 * @returns every term of the index that matches a pattern, once, in order of UTF-16 units; and the field lengths if
 *   the weight of one of them needs those
 */
export async function findTerms(files: IndexFiles, patterns: readonly TermPattern[]) {
  // Asked for at once when a term seems to be common, so that a slow line is waited for once.
  const seemsCommon = patterns.some(
    ({ prefix, isExact, isWeighted }) => isExact && isWeighted && mayHold(files.common, prefix),
  );
  const early = seemsCommon ? files.lengths() : undefined;
  early?.catch(() => undefined);

  /** By shard: what to look for in it. */
  const wanted = new Map<number, TermPattern[]>();
  const want = (shard: number, pattern: TermPattern): void => {
    const others = wanted.get(shard);
    if (others) others.push(pattern);
    else wanted.set(shard, [pattern]);
  };
  const unplaced: { readonly pattern: TermPattern; readonly walk: TermWalk }[] = [];
  for (const pattern of distinct(patterns)) {
    if (files.shardCount === 0 || (pattern.isExact && pattern.prefix === '')) continue;
    const [first, end] = pattern.isExact
      ? [files.shardOf(pattern.prefix), files.shardOf(pattern.prefix) + 1]
      : files.shardRange(pattern.prefix);
    const { walk } = pattern;
    if (walk && (pattern.prefix === '' || end - first > maxRange)) unplaced.push({ pattern, walk });
    else for (let shard = first; shard < end; shard += 1) want(shard, pattern);
  }
  const found = new Map<string, FoundTerm>();
  const search = async ([number, own]: readonly [number, readonly TermPattern[]]): Promise<void> => {
    const shard = await files.shard(number);
    const terms = shard.terms.map(({ term }) => term);
    for (const pattern of own) {
      forEachMatch(terms, pattern, (place) => {
        const postings = shard.terms[place] as TermPostings;
        const isWeighted = pattern.isWeighted || found.get(postings.term)?.isWeighted === true;
        found.set(postings.term, { postings, shard, place, isWeighted });
      });
    }
  };
  const viaDictionary = async ({ pattern, walk }: (typeof unplaced)[number]): Promise<void> => {
    const lists = await walk.candidates(files);
    const further = new Map<number, TermPattern[]>();
    for (const list of lists) {
      forEachMatch(list, pattern, (place) => {
        further.set(files.shardOf(list[place] as string), [pattern]);
      });
    }
    await Promise.all([...further].map(search));
  };
  await Promise.all([...[...wanted].map(search), ...unplaced.map(viaDictionary)]);
  const terms = [...found.values()].sort((a, b) => (a.postings.term < b.postings.term ? -1 : 1));
  const isNeeded = terms.some(({ postings, isWeighted }) => isWeighted && postings.lengths === undefined);
  return { terms, lengths: isNeeded ? await (early ?? files.lengths()) : undefined };
}

/** Ten thousand times one word is one word. */
function distinct(patterns: readonly TermPattern[]): TermPattern[] {
  const kept = new Map<string, TermPattern>();
  for (const pattern of patterns) {
    const { prefix, isExact, isWeighted, walk } = pattern;
    if (walk) kept.set(`${kept.size}`, pattern);
    else kept.set(`${isExact} ${isWeighted} ${prefix}`, pattern);
  }
  return [...kept.values()];
}
