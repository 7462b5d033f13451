// SOURCE on disk → its files as values: names and sizes of all, bytes of those that may be content. Symbolic links are
// not followed, so that nothing outside SOURCE is read.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SurroundingsError, UsageError } from '../build/command-line.ts';
import { pictureFault } from '../build/images.ts';
import { compareText } from '../problem.ts';
import type { SourceEntry } from './import-site.ts';
import { isReadFile } from './source-kind.ts';

/** A text larger than this is no post. In bytes. */
const maxTextBytes = 16 * 1024 * 1024;
/** An export of a whole site is one string in memory; V8 ends at 512 MB. */
const maxExportBytes = 400 * 1024 * 1024;
const picture = /\.(?:jpe?g|png|gif|webp|avif|svg)$/i;
const skipped = new Set(['node_modules', '.git', '.hg', '.svn', '_site', '.cache', '.hugo_build.lock']);

/**
 * @param source file or folder, as the user gave it
 * @param except a folder that is not read although it lies below: the content folder that is written
 * @throws UsageError when there is nothing of that name; SurroundingsError when it cannot be read
 */
export async function readSourceFolder(
  source: string,
  except: string,
): Promise<{ readonly folder: string; readonly entries: SourceEntry[] }> {
  const stats = await lstat(source).catch(() => undefined);
  if (stats === undefined)
    throw new UsageError(
      `there is no file or folder ${source}`,
      'Name the root of the site, its content folder, or one file',
    );
  try {
    if (!stats.isDirectory()) {
      const name = basename(source);
      const folder = resolve(source, '..');
      return { folder, entries: [await readEntry(folder, name, stats.isSymbolicLink(), stats.size)] };
    }
    const entries: SourceEntry[] = [];
    const root = resolve(source);
    const hidden = resolve(except);
    const walk = async (below: string): Promise<void> => {
      for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (skipped.has(entry.name) || resolve(root, path) === hidden) continue;
        if (entry.isDirectory()) {
          await walk(path);
        } else if (entry.isSymbolicLink()) {
          entries.push({ path, size: 0, refused: 'a symbolic link is not followed' });
        } else if (entry.isFile()) {
          const { size } = await lstat(join(root, path));
          entries.push(await readEntry(root, path, false, size));
        } else {
          // A pipe would be waited for without end.
          entries.push({ path, size: 0, refused: 'a pipe, socket or device is no file and was not read' });
        }
      }
    };
    await walk('');
    entries.sort((a, b) => compareText(a.path, b.path));
    return { folder: root, entries };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new SurroundingsError(
      `${source} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check that you may read every file in it',
      cause,
    );
  }
}

async function readEntry(root: string, path: string, isLink: boolean, size: number): Promise<SourceEntry> {
  if (isLink) return { path, size, refused: 'a symbolic link is not followed' };
  if (!isReadFile(path)) {
    // A picture that the build would refuse is as good as missing: its words stay.
    const fault = picture.test(path) ? await pictureFault(join(root, path)) : undefined;
    return fault === undefined ? { path, size } : { path, size, refused: fault };
  }
  const limit = /\.xml$/i.test(path) ? maxExportBytes : maxTextBytes;
  if (size > limit)
    return { path, size, refused: `it is larger than ${limit / 1024 / 1024} MB, too large for a text` };
  return { path, size, bytes: await readFile(join(root, path)) };
}
