// Where a build keeps what spares the next one work: all of it may be deleted at any time, and none of it is needed.
import { join, relative, resolve } from 'node:path';
import { hashOf } from './fingerprint.ts';
import { repository } from './repository.ts';

/** Beside the program: whoever keeps this folder and the output between two builds on a host keeps all there is. */
export const defaultCacheFolder = join(repository, '.cache');

/** Folders of the cache, each the business of one file here. */
export type CachePart = 'outputs' | 'builds' | 'scripts' | 'items' | 'pages' | 'search' | 'images' | 'titles';

export function cachePart(cacheFolder: string, part: CachePart): string {
  return join(cacheFolder, part);
}

/**
 * The pack of a content folder.
 * @param content the folder's place beside the cache counts, not where both lie: a host restores them elsewhere
 */
export function contentPack(
  cacheFolder: string,
  part: 'items' | 'pages' | 'search',
  content: string,
): string {
  const place = relative(resolve(cacheFolder), resolve(content));
  return join(cachePart(cacheFolder, part), `${hashOf(place).slice(0, 16)}.pack`);
}
