// The files of an index that few queries need, out of the store, and the whole index at once for private mode.
import {
  type FilterColumns,
  readFilters,
  readPositions,
  readTermList,
  type ShardPositions,
} from '../search/further-codec.ts';
import { readPositionsHash, type TermShard } from '../search/index-codec.ts';
import { type FileKind, fileName } from '../search/shard-format.ts';
import { type IndexFiles, objectSize, sizeOfTerm } from './index-files.ts';

const downloadsAtOnce = 6;

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

/**
 * Loads every file but the texts, to stay; after that nothing else is loaded.
 * @param onProgress in deflated bytes
 */
export async function keepWhole(
  { root, store, termHashes, cardHashes }: IndexFiles,
  onProgress: (loaded: number, total: number) => void,
): Promise<void> {
  const { lengths, filters, dictionary, language, wholeBytes: total } = root;
  const names = new Set<string>();
  const queue: string[] = [];
  const add = (kind: FileKind, hash: string): void => {
    const name = fileName(language, kind, hash);
    if (names.has(name)) return;
    names.add(name);
    queue.push(name);
  };
  for (const hash of termHashes) add('terms', hash);
  const termNames = new Set(names);
  if (lengths !== '') add('lengths', lengths);
  add('filters', filters);
  for (const { hash } of dictionary) add('dictionary', hash);
  for (const hash of cardHashes) add('cards', hash);
  let loaded = 0;
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const { deflatedBytes, value } = await store.keep(
        name,
        termNames.has(name) ? readPositionsHash : undefined,
      );
      if (value !== undefined) add('positions', value);
      loaded += deflatedBytes;
      onProgress(Math.min(loaded, total), total);
    }
  };
  // A worker that finds the queue empty while another still learns of a positions file ends; the other goes on.
  await Promise.all(Array.from({ length: downloadsAtOnce }, work));
  store.keepOnly(names);
  onProgress(total, total);
}
