// Where the sorted terms are cut into shards, and how large the blocks of everything else are. Cuts are made where the
// terms themselves say (within a window, where the shortest separator does), so that a new term moves the cuts beside it alone.
import { termHash } from './index-codec.ts';

/** What a term takes in a shard, estimated: only its rough size matters. */
export interface TermCost {
  readonly term: string;
  readonly bits: number;
}

/** What one more shard adds to the root, in bytes: its hash and its separator. */
const rootBytesForAShard = 10;
/** How many shards a typical query loads. */
const shardsForAQuery = 1.6;
const leastShardBytes = 2500;

/**
 * The size that a first query is cheapest with: the root grows with the number of shards, what is loaded beside it
 * with their size.
 */
export function shardBytes(totalBytes: number): number {
  return Math.max(leastShardBytes, Math.sqrt((rootBytesForAShard * totalBytes) / shardsForAQuery));
}

/** @returns for each shard, the place of its first term; every window ends between 0.7 and 1.3 of the size */
export function planShards(terms: readonly TermCost[]): number[] {
  const totalBytes = terms.reduce((sum, { bits }) => sum + bits, 0) / 8;
  const target = shardBytes(totalBytes) * 8;
  const starts: number[] = terms.length > 0 ? [0] : [];
  let start = 0;
  while (start < terms.length) {
    let bits = 0;
    let cut = start + 1;
    let best = Number.POSITIVE_INFINITY;
    let i = start;
    for (; i < terms.length; i += 1) {
      const { term, bits: own } = terms[i] as TermCost;
      // Only a term that is not the first can begin the next shard.
      if (i > start && bits >= target * 0.7) {
        const { length } = separatorBetween((terms[i - 1] as TermCost).term, term);
        const rank = length * 2 ** 32 + termHash(term);
        if (rank < best) {
          best = rank;
          cut = i;
        }
      }
      bits += own;
      if (bits > target * 1.3 && best < Number.POSITIVE_INFINITY) break;
    }
    if (i >= terms.length) break;
    starts.push(cut);
    start = cut;
  }
  return starts;
}

/** A text that no term before reaches and every term from here on does: the shortest start of the term itself. */
export function separatorBetween(before: string, term: string): string {
  let shared = 0;
  while (shared < before.length && before[shared] === term[shared]) shared += 1;
  return term.slice(0, shared + 1);
}

/** Cards that one file holds: few for a small site, so that five results cost little, more as their names add up. */
export function cardsPerFile(documentCount: number): number {
  let size = 8;
  while (size * size * 160 < documentCount) size *= 2;
  return size;
}

/** Documents whose texts one file holds: one, until there would be too many files. */
export function textsPerFile(documentCount: number): number {
  return Math.max(1, Math.floor(documentCount / 6000));
}
