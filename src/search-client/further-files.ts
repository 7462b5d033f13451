// The files of an index that few queries need, out of the store.
import { readPositions, readTermList, type ShardPositions } from '../search/further-codec.ts';
import type { TermShard } from '../search/index-codec.ts';
import type { IndexFiles } from './index-files.ts';

export function loadPositions(files: IndexFiles, shard: TermShard): Promise<ShardPositions> {
  return files.get('positions', shard.positionsHash, (payload) => readPositions(payload, shard));
}

/** Sorted lists of all terms of these lengths, and of some others. */
export function loadDictionary(files: IndexFiles, minLength: number, maxLength: number): Promise<string[][]> {
  const { dictionary } = files.root;
  const wanted = dictionary.filter(
    ({ upTo }, i) => upTo >= minLength && (dictionary[i - 1]?.upTo ?? 0) < maxLength,
  );
  return Promise.all(wanted.map(({ hash }) => files.get('dictionary', hash, readTermList)));
}
