// Brings containers over http(s) without running them, so that status and length are known.
import { parseContainer } from '../../search/shard-format.ts';
import type { LoadContainer } from '../file-store.ts';
import { IndexFileError } from '../index-file-error.ts';

/** @param folder address of the `search/` folder, ending in `/` */
export function createFetchLoader(
  folder: string,
  fetcher: typeof fetch = (...args) => fetch(...args),
): LoadContainer {
  return async (name, wasSpoilt = false) => {
    let text: string;
    try {
      // What came spoilt may lie in the browser's cache for a year: it is asked for past that.
      const cache = wasSpoilt ? 'reload' : 'default';
      const response = await fetcher(`${folder}${name}.js`, { credentials: 'same-origin', cache });
      if (response.status === 404 || response.status === 410) throw new IndexFileError('missing', name);
      if (!response.ok) throw new IndexFileError('unreachable', name);
      text = await response.text();
    } catch (cause) {
      throw cause instanceof IndexFileError ? cause : new IndexFileError('unreachable', name, { cause });
    }
    const container = parseContainer(text, name);
    if (typeof container === 'string') throw new IndexFileError(container, name);
    return container;
  };
}
