// Reads the content folder into values: which files there are, and the bytes of those that are text. Nothing below
// is followed out of the folder, and the order is that of code units after NFC, the same on every file system.
import {
  closeSync,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { ContentFile } from '../model.ts';
import { compareText, type Problem } from '../problem.ts';
import { SurroundingsError, UsageError } from './command-line.ts';

/** A text larger than this is no news item; it is refused unread. In bytes. */
const maxTextBytes = 16 * 1024 * 1024;
/** Files are read into memory that is taken in pieces of this size: ten thousand small buffers cost more than to read. */
const slabBytes = 1024 * 1024;

const textExtensions = new Set(['.md', '.yaml']);

export interface ContentFolder {
  /** As given, with `/` as separator and none at the end. */
  readonly displayPath: string;
  /** Sorted by path, then by the name on disk (two names may be one after NFC: validate/ tells the editor). */
  readonly files: readonly ContentFile[];
  /** Links that lead outside, names that are no text, files too large to be text. */
  readonly problems: readonly Problem[];
}

/** A file is as it was when all of these are: a save changes ctime, whatever an editor does to mtime. */
interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/**
 * Files as they were read, for a living process: readContent hands out the same ContentFile again, unread, for as long
 * as the file on disk is the same. One that was saved just before it was read is read again next time, since a second
 * save within one tick of the file system's clock would leave no trace; when it holds the same bytes, it is the same.
 */
export class ContentMemory {
  readonly #known = new Map<
    string,
    { readonly stamp: FileStamp; readonly file: ContentFile; readonly isSettled: boolean }
  >();

  find(file: ContentFile, stamp: FileStamp): ContentFile | undefined {
    const known = this.#known.get(file.diskPath);
    if (known === undefined || !known.isSettled || !isSamePlace(known.file, file)) return undefined;
    return isSameStamp(known.stamp, stamp) ? known.file : undefined;
  }

  /** @returns the file to hand out: the one of before when it has the same bytes */
  remember(file: ContentFile, { size, mtimeMs, ctimeMs, ino }: FileStamp): ContentFile {
    const stamp = { size, mtimeMs, ctimeMs, ino };
    const known = this.#known.get(file.diskPath);
    const isSettled = Math.abs(Date.now() - ctimeMs) >= clockTickMs;
    const isSame =
      known !== undefined &&
      isSamePlace(known.file, file) &&
      (file.bytes === undefined
        ? // What is not read here is told by its stamp alone.
          known.file.bytes === undefined && isSameStamp(known.stamp, stamp) && known.isSettled
        : known.file.bytes !== undefined && Buffer.compare(known.file.bytes, file.bytes) === 0);
    const kept = isSame ? known.file : file;
    this.#known.set(file.diskPath, { stamp, file: kept, isSettled });
    return kept;
  }

  /** What is no longer in the folder is forgotten. */
  keepOnly(files: readonly ContentFile[]): void {
    const paths = new Set(files.map(({ diskPath }) => diskPath));
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }
}

function isSamePlace(a: ContentFile, b: ContentFile): boolean {
  return a.path === b.path && a.displayPath === b.displayPath;
}

function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

/** FAT counts in 2 s, others in a few milliseconds. */
const clockTickMs = 2000;

/** `content/` and `.\content` become `content`: how problems name the folder. */
export function displayFolder(folder: string): string {
  const slashed = sep === '\\' ? folder.replaceAll('\\', '/') : folder;
  const trimmed = slashed.replace(/(?<=.)\/+$/, '').replace(/^(?:\.\/)+(?=.)/, '');
  return trimmed.normalize('NFC');
}

/** Files that editors and operating systems leave behind. */
function isLeftBehind(name: string): boolean {
  return (
    name.startsWith('.') ||
    name.startsWith('~$') ||
    name.endsWith('~') ||
    /^(?:thumbs\.db|desktop\.ini)$/i.test(name)
  );
}

/**
 * The folder itself, before any work; readContent looks again.
 * @returns absolute, links resolved
 * @throws UsageError when there is no such folder, SurroundingsError when it cannot be reached
 */
export async function checkContentFolder(folder: string): Promise<string> {
  const root = await realpath(folder).catch((error: NodeJS.ErrnoException) => {
    throw cannotOpenFolder(folder, error);
  });
  if (!(await stat(root)).isDirectory()) {
    throw new UsageError(
      `${folder} is a file, not a folder of content`,
      'Name the folder: --content my-content',
    );
  }
  return root;
}

/**
 * Reads one file after another: that takes a third of the time of promises, and nothing else waits for its turn.
 * @param folder as the user gave it, below the working directory or absolute
 * @param memory of a living process: what did not change since is not read again
 * @throws UsageError when there is no such folder; SurroundingsError, naming every one, when files cannot be read
 */
export async function readContent(folder: string, memory?: ContentMemory): Promise<ContentFolder> {
  const displayPath = displayFolder(folder);
  const root = await checkContentFolder(folder);

  const files: ContentFile[] = [];
  const problems: Problem[] = [];
  const unreadable: string[] = [];
  /** Taken before the bytes are read: what changes in between has another stamp next time. */
  const stamps = new Map<ContentFile, FileStamp>();
  const shown = (path: string) => (displayPath === '/' ? `/${path}` : `${displayPath}/${path}`);
  const problem = (path: string, rule: string, message: string, mend: string) => {
    problems.push({ file: shown(path), line: 1, column: 1, rule, severity: 'error', message, mend });
  };

  const walk = (diskFolder: string, below: string): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(diskFolder, { withFileTypes: true });
    } catch (error) {
      unreadable.push(`${below === '' ? displayPath : shown(below)} (${reason(error)})`);
      return;
    }
    for (const entry of entries) {
      if (isLeftBehind(entry.name)) continue;
      const path = (below === '' ? entry.name : `${below}/${entry.name}`).normalize('NFC');
      let diskPath = join(diskFolder, entry.name);
      if (entry.isDirectory()) {
        walk(diskPath, path);
        continue;
      }
      if (entry.isSymbolicLink()) {
        const target = realpathIfThere(diskPath);
        if (target === undefined) {
          problem(
            path,
            'link-broken',
            'This symbolic link leads nowhere.',
            'Delete it, or put the file itself here.',
          );
          continue;
        }
        const fromRoot = relative(root, target);
        if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`) || isAbsolutePath(fromRoot)) {
          problem(
            path,
            'link-outside',
            'This symbolic link leads out of the content folder; what lies there would be published.',
            'Delete it, or copy the file itself here.',
          );
          continue;
        }
        diskPath = target;
      }
      try {
        const found = lstatSync(diskPath);
        if (found.isDirectory()) {
          problem(
            path,
            'link-to-folder',
            'This symbolic link leads to a folder; each text has one place alone.',
            'Delete it, or move the folder itself here.',
          );
        } else if (!found.isFile()) {
          problem(path, 'not-a-file', 'This is neither a file nor a folder.', 'Delete it.');
        } else {
          const file = { path, displayPath: shown(path), diskPath, size: found.size };
          files.push(file);
          if (memory !== undefined) stamps.set(file, found);
        }
      } catch (error) {
        if (entry.name.includes('\uFFFD')) {
          problem(
            path,
            'name-not-utf8',
            'The name of this file is not UTF-8 text.',
            'Rename it with plain letters.',
          );
        } else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          // One that vanished since the folder was listed (an editor saving) was never there.
          unreadable.push(`${shown(path)} (${reason(error)})`);
        }
      }
    }
  };
  walk(root, '');
  files.sort((a, b) => compareText(a.path, b.path) || compareText(a.diskPath, b.diskPath));

  const slab = new Slab();
  const read = files.map((file): ContentFile => {
    const stamp = stamps.get(file);
    const known = stamp && memory?.find(file, stamp);
    if (known !== undefined) return known;
    if (!isText(file.path)) return (stamp && memory?.remember(file, stamp)) ?? file;
    if (file.size > maxTextBytes) {
      problem(
        file.path,
        'file-too-large',
        `This file has ${Math.ceil(file.size / 1024 / 1024)} MB; a text has at most ${maxTextBytes / 1024 / 1024} MB.`,
        'Cut it into several texts, or publish it as a resource with a file of another type.',
      );
      return file;
    }
    try {
      // What a living process keeps may not keep its neighbours in memory.
      const bytes = readWhole(file.diskPath, memory === undefined ? slab : undefined);
      const whole = { ...file, size: bytes.length, bytes };
      return (stamp && memory?.remember(whole, stamp)) ?? whole;
    } catch (error) {
      unreadable.push(`${file.displayPath} (${reason(error)})`);
      return file;
    }
  });

  if (unreadable.length > 0) {
    throw new SurroundingsError(
      `cannot read ${unreadable.sort(compareText).join(', ')}`,
      'Give yourself the right to read it (chmod u+r FILE, or chmod u+rx FOLDER), then run again.',
    );
  }
  memory?.keepOnly(read);
  return { displayPath, files: read, problems };
}

function isText(path: string): boolean {
  return textExtensions.has(extname(path).toLowerCase());
}

/**
 * The folder with some files read anew, for a living process that was told which ones changed.
 * @param last as readContent gave it with the same memory
 * @param changed paths on disk below `root`, as the system spells them
 * @param root the content folder, absolute, links resolved
 * @returns undefined when this takes a look at all of the folder: a file is new, gone, not readable, or no plain text
 */
export function rereadFiles(
  last: ContentFolder,
  changed: readonly string[],
  root: string,
  memory: ContentMemory,
): ContentFolder | undefined {
  const places = new Map<string, number>();
  for (const path of changed) places.set(join(root, path), -1);
  for (const [place, { diskPath }] of last.files.entries())
    if (places.has(diskPath)) places.set(diskPath, place);
  const files = [...last.files];
  for (const [diskPath, place] of places) {
    const file = files[place];
    // Of a file that was refused as too large there are no bytes.
    if (file?.bytes === undefined || file.diskPath !== diskPath) return undefined;
    try {
      const found = lstatSync(diskPath);
      if (!found.isFile() || found.size > maxTextBytes) return undefined;
      const { path, displayPath } = file;
      const bytes = readWhole(diskPath, undefined);
      files[place] = memory.remember({ path, displayPath, diskPath, size: bytes.length, bytes }, found);
    } catch {
      return undefined;
    }
  }
  return { ...last, files };
}

/** Memory for small files, of which several share a piece. */
class Slab {
  #free = Buffer.alloc(0);
  take(size: number): Buffer {
    if (size > slabBytes / 8) return Buffer.allocUnsafeSlow(size);
    if (size > this.#free.length) this.#free = Buffer.allocUnsafeSlow(slabBytes);
    const taken = this.#free.subarray(0, size);
    this.#free = this.#free.subarray(size);
    return taken;
  }
}

function readWhole(path: string, slab: Slab | undefined): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = slab?.take(size) ?? Buffer.allocUnsafeSlow(size);
    let length = 0;
    while (length < size) {
      const got = readSync(descriptor, bytes, length, size - length, null);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function realpathIfThere(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** `relative` answers with an absolute path when the target is on another drive. */
function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:|[\\/])/.test(path);
}

function cannotOpenFolder(folder: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new UsageError(
      `there is no content folder ${folder}`,
      'Name the one you mean: --content my-content',
    );
  }
  return new SurroundingsError(
    `cannot open the content folder ${folder} (${reason(error)})`,
    'Give yourself the right to read it: chmod u+rx FOLDER',
    error,
  );
}

/** The operating system's reason in plain words. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'your quota of the disk is full',
    EIO: 'the disk failed',
    EMFILE: 'too many files are open',
    ENFILE: 'too many files are open',
    ENOENT: 'it is not there',
    EEXIST: 'something else has its name',
    ENOTDIR: 'a part of its path is a file',
    EISDIR: 'it is a folder',
    EBUSY: 'it is in use',
    EXDEV: 'it is on another disk',
    ENOTEMPTY: 'it is not empty',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'its links go round in a circle',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
