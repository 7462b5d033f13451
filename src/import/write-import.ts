// The files of an import → the content folder. A new file never takes the place of one that is there; vocabulary/topics.yaml
// alone is replaced, by a rename, so that an interrupted import leaves it whole and can be run again.
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SurroundingsError } from '../build/command-line.ts';
import type { WrittenFile } from './import-site.ts';

/** The one file that may be there already and grows. */
const growing = 'vocabulary/topics.yaml';

/** @throws SurroundingsError when the disk is full or may not be written */
export async function writeImport(
  content: string,
  sourceFolder: string,
  files: readonly WrittenFile[],
  progress: (done: number) => void,
): Promise<void> {
  const made = new Set<string>();
  // What items refer to comes first: a folder cut short has no unknown topic.
  const first = files.filter(
    ({ path }) => path === growing || path === 'site.yaml' || path.startsWith('i18n/'),
  );
  const rest = files.filter((file) => !first.includes(file));
  let current = content;
  try {
    for (const [index, file] of [...first, ...rest].entries()) {
      if (index % 100 === 0) progress(index);
      const target = join(content, file.path);
      current = target;
      const folder = dirname(target);
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      if ('copyOf' in file) {
        await copyFile(join(sourceFolder, file.copyOf), target, constants.COPYFILE_EXCL);
      } else if (file.path === growing) {
        await writeFile(`${target}.new`, file.text);
        await rename(`${target}.new`, target);
      } else {
        await writeFile(target, file.text, { flag: 'wx' });
      }
    }
  } catch (cause) {
    throw new SurroundingsError(
      `${current} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check the disk and your permissions, then run the same import again: what is there already is not written twice',
      cause,
    );
  }
}
