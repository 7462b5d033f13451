// The files of an index that few queries need, out of the store.
import {
  type FilterColumns,
  readFilters,
  readPositions,
  readTermList,
  type ShardPositions,
} from '../search/further-codec.ts';
import type { TermShard } from '../search/index-codec.ts';
import { type IndexFiles, objectSize, sizeOfTerm } from './index-files.ts';

export function loadPositions(files: IndexFiles, shard: TermShard): Promise<ShardPositions> {
  return files.get(
    'positions',
    shard.positionsHash,
    (payload) => readPositions(payload, shard),
    (places) => places.reduce((sum, { byteLength }) => sum + objectSize + byteLength, objectSize),
  );
}

export function loadFilters(files: IndexFiles): Promise<FilterColumns> {
  const { documentCount, filters } = files.root;
  return files.get(
    'filters',
    filters,
    (payload) => readFilters(payload, documentCount),
    ({ countries, topics }) =>
      [...countries, ...topics].reduce((sum, { length }) => sum + 16 + 8 * length, 4 * documentCount),
  );
}

/** Sorted lists of all terms of these lengths, and of some others. */
export function loadDictionary(files: IndexFiles, minLength: number, maxLength: number): Promise<string[][]> {
  const { dictionary } = files.root;
  const wanted = dictionary.filter(
    ({ upTo }, i) => upTo >= minLength && (dictionary[i - 1]?.upTo ?? 0) < maxLength,
  );
  return Promise.all(
    wanted.map(({ hash }) =>
      files.get('dictionary', hash, readTermList, (terms) =>
        terms.reduce((sum, term) => sum + sizeOfTerm(term), objectSize),
      ),
    ),
  );
}
