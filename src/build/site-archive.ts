// The finished site as a folder and as an archive to carry away: brings the files together (from the build or from
// the disk), lets src/archive make the folder of them, and keeps anything from being written over that is not ours.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPage } from '../archive/files-of-use.ts';
import { checksumLines, checksumsPath, siteFolder } from '../archive/site-folder.ts';
import { ArchiveTooLarge, packZip, type ZipEntry } from '../archive/zip.ts';
import type { FolderFacts, OutputFile, SiteState } from '../model.ts';
import { compareText } from '../problem.ts';
import { parseSiteState } from '../validate/previous-state.ts';
import { SurroundingsError, UsageError } from './command-line.ts';
import { stateFile } from './last-output.ts';
import { reason } from './read-content.ts';
import { checkOutputPaths } from './verify-output.ts';
import { resolveOutput } from './write-output.ts';

/** More would be of no use on a stick, and old unpackers read sizes as numbers of 31 bits. */
const maxFolderBytes = 2 ** 31 - 1;

export type FolderSource = FolderFacts & { readonly basePath: string };

/** Every file of the folder with its bytes, SHA256SUMS too, in the order of their paths. */
export function folderEntries(files: readonly OutputFile[], source: FolderSource): ZipEntry[] {
  const folder = siteFolder(files, source);
  let total = 0;
  for (const file of folder) total += sizeOf(file);
  if (total > maxFolderBytes) throw tooLarge();
  const entries = folder.map((file): ZipEntry => ({ path: file.path, bytes: bytesOf(file) }));
  const hashes = new Map(entries.map(({ path, bytes }) => [path, sha256(bytes)]));
  entries.push({ path: checksumsPath, bytes: Buffer.from(checksumLines(hashes)) });
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** @throws SurroundingsError when the site is too large for one archive */
export function packSite(files: readonly OutputFile[], source: FolderSource): Uint8Array {
  try {
    return packZip(folderEntries(files, source), checkOutputPaths);
  } catch (error) {
    throw error instanceof ArchiveTooLarge ? tooLarge() : error;
  }
}

function tooLarge(): SurroundingsError {
  return new SurroundingsError(
    'the site is too large to be carried away: a copy holds at most 2 GB and 65,535 files',
    'Build without --archive, or take the largest documents out of the content.',
  );
}

/** In hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sizeOf(file: OutputFile): number {
  if ('contents' in file) return file.contents.length;
  if ('make' in file) return bytesOf(file).length;
  return 'copyOf' in file ? file.copyOf.size : 0;
}

function bytesOf(file: OutputFile): Uint8Array {
  if ('chunks' in file) return Buffer.concat([...file.chunks()]);
  if (!('copyOf' in file)) {
    const contents = 'make' in file ? file.make() : file.contents;
    return typeof contents === 'string' ? Buffer.from(contents) : contents;
  }
  try {
    return readFileSync(file.copyOf.diskPath);
  } catch (error) {
    throw new SurroundingsError(
      `cannot read ${file.copyOf.displayPath}: ${reason(error)}`,
      'Give yourself the right to read it (chmod u+r FILE), then run again.',
      error,
    );
  }
}

/**
 * A finished site from the disk; pages are read, other files are named.
 * @throws UsageError when the folder holds no site that a copy can be made of
 */
export function readFinishedSite(output: string): { files: OutputFile[]; source: FolderSource } {
  const folder = resolveOutput(output);
  let state: SiteState | undefined;
  try {
    state = parseSiteState(readFileSync(join(folder, stateFile), 'utf8'));
  } catch {
    // Told below.
  }
  if (state === undefined) {
    throw new UsageError(
      `there is no finished site in ${output}`,
      output === '_site'
        ? 'Build it first: npm run build'
        : `Build it first: npm run build -- --output ${output}`,
    );
  }
  if (state.folder === undefined) {
    throw new UsageError(
      `the site in ${output} cannot be carried away: it shows drafts, or was built by an earlier version`,
      'Build it again, without --drafts.',
    );
  }
  const files = listFiles(folder, output).map(({ path, size }): OutputFile => {
    const diskPath = join(folder, path);
    if (!isPage(path)) return { path, copyOf: { path, displayPath: `${output}/${path}`, diskPath, size } };
    return { path, contents: readFileSync(diskPath, 'utf8') };
  });
  return { files, source: { ...state.folder, basePath: state.basePath } };
}

/**
 * Refuses a folder whose files would be lost: it may be absent, empty, or hold what SHA256SUMS in it lists.
 * @throws UsageError
 */
export function checkTargetFolder(folder: string, output: string): void {
  const mend = 'Name a new or empty folder: --folder my-copy';
  const target = resolveOutput(folder);
  const site = resolveOutput(output);
  const separated = (path: string) => path.replace(/[\\/]*$/, '/').replaceAll('\\', '/');
  if (
    separated(target).startsWith(separated(site)) ||
    separated(site).startsWith(separated(target)) ||
    separated(resolve('.')).startsWith(separated(target))
  ) {
    throw new UsageError(`the copy cannot be written to ${folder}: other files are there`, mend);
  }
  try {
    if (!lstatSync(target).isDirectory()) throw new UsageError(`${folder} is a file, not a folder`, mend);
    const ours = filesOfCopy(target);
    // One foreign file is enough: the folder may be somebody's whole disk.
    for (const { path } of walkFiles(target, folder)) {
      if (ours.has(path)) continue;
      throw new UsageError(
        `${folder} holds files that this program did not make (${path}), and would lose them`,
        mend,
      );
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new SurroundingsError(`cannot open the folder ${folder}: ${reason(error)}`, mend, error);
  }
}

/** Paths that SHA256SUMS of an earlier copy lists, and its own. */
function filesOfCopy(folder: string): Set<string> {
  const sums = join(folder, checksumsPath);
  const text = lstatSync(sums, { throwIfNoEntry: false })?.isFile() ? readFileSync(sums, 'utf8') : '';
  return new Set([checksumsPath, ...text.split('\n').map((line) => line.slice(66))]);
}

interface FoundFile {
  /** Below the folder, `/` as separator. */
  readonly path: string;
  readonly size: number;
}

function listFiles(folder: string, shown: string): FoundFile[] {
  return [...walkFiles(folder, shown)].sort((a, b) => compareText(a.path, b.path));
}

/**
 * Every file below a folder, one after another: files before folders, each in the order of their names.
 * @throws UsageError at anything that is neither file nor folder
 */
function* walkFiles(folder: string, shown: string, below = ''): Generator<FoundFile> {
  const folders: string[] = [];
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isFile()) yield { path, size: lstatSync(join(folder, path)).size };
    else {
      throw new UsageError(
        `${shown}/${path} is neither a file nor a folder`,
        'Take it away, or name another folder.',
      );
    }
  }
  for (const path of folders) yield* walkFiles(folder, shown, path);
}
