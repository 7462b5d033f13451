// The whole index at once, for private mode.
import { readPositionsHash } from '../search/index-codec.ts';
import { type FileKind, fileName } from '../search/shard-format.ts';
import type { IndexFiles } from './index-files.ts';

const downloadsAtOnce = 6;

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
