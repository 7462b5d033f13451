// Brings containers from a built site's folder: for the terminal and the tests. The only file here that needs Node.
import { readFile } from 'node:fs/promises';
import { parseContainer } from '../../search/shard-format.ts';
import type { LoadContainer } from '../file-store.ts';
import { IndexFileError } from '../index-file-error.ts';

/** @param folder path of the `search/` folder */
export function createDiskLoader(folder: string): LoadContainer {
  return async (name) => {
    let text: string;
    try {
      text = await readFile(`${folder}/${name}.js`, 'utf8');
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new IndexFileError(code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreachable', name, {
        cause,
      });
    }
    const container = parseContainer(text, name);
    if (typeof container === 'string') throw new IndexFileError(container, name);
    return container;
  };
}
