// What the last build knew of each file of its output: the fingerprint of what decides its bytes, the hash of the
// bytes, and by what the file on disk is recognised as untouched. One file, read at once. A manifest that is missing,
// cut, spoilt, of another version or not to be read counts as none: it saves work and decides nothing.
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Fingerprint } from '../model.ts';

/** Raised whenever what is written below changes its shape or meaning. */
const version = 1;
const magic = `offprint-output ${version} `;
/** Length of a SHA-256 in hexadecimal digits. */
const checksumLength = 64;

/** By what a file or folder on disk is recognised without reading it. */
export interface DiskState {
  readonly inode: number;
  /** In milliseconds, with the fraction that the disk gives. */
  readonly mtimeMs: number;
  /** Permission bits. */
  readonly mode: number;
}

export interface FileRecord extends DiskState {
  /** Of everything that decides the bytes; undefined when the build did not tell one. */
  readonly fingerprint: Fingerprint | undefined;
  /** SHA-256 of the bytes, base64url. */
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
}

export interface OutputManifest {
  /** The output folder itself: inode and time of birth, in milliseconds. Tells a manifest of another folder. */
  readonly root: { readonly inode: number; readonly birthMs: number };
  /** When the disk was looked at, in milliseconds since the epoch. */
  readonly recordedMs: number;
  /** By path below the output, `/` as separator. */
  readonly files: ReadonlyMap<string, FileRecord>;
  /** By path below the output; the output itself is ``. */
  readonly folders: ReadonlyMap<string, DiskState>;
}

export function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}

export function diskState(stats: Stats): DiskState {
  return { inode: stats.ino, mtimeMs: stats.mtimeMs, mode: stats.mode & 0o777 };
}

export function isSameState(a: DiskState, b: DiskState): boolean {
  return a.inode === b.inode && a.mtimeMs === b.mtimeMs && a.mode === b.mode;
}

/**
 * Whether a time of change tells a change after `recordedMs`. Two changes within one tick of the disk's clock have one
 * time (4 ms on most, 2 s on FAT, which knows whole seconds only), so what was just written is not vouched for.
 */
export function isSettled(mtimeMs: number, recordedMs: number): boolean {
  return mtimeMs < recordedMs - (mtimeMs % 1000 === 0 ? 2000 : 50);
}

/** As it lies on disk: columns, so that nothing is named 26,000 times. */
interface Columns {
  root: OutputManifest['root'];
  recordedMs: number;
  paths: string[];
  fingerprints: (string | 0)[];
  hashes: string[];
  sizes: number[];
  inodes: number[];
  times: number[];
  modes: number[];
  folderPaths: string[];
  folderInodes: number[];
  folderTimes: number[];
  folderModes: number[];
}

export function readManifest(path: string): OutputManifest | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  if (!text.startsWith(magic)) return undefined;
  const bodyStart = magic.length + checksumLength + 1;
  const body = text.slice(bodyStart);
  if (text.slice(magic.length, bodyStart - 1) !== hash('sha256', body)) return undefined;
  // It is what writeManifest wrote, in this version.
  const columns = JSON.parse(body) as Columns;
  const files = new Map<string, FileRecord>();
  for (const [i, file] of columns.paths.entries()) {
    files.set(file, {
      fingerprint: columns.fingerprints[i] || undefined,
      hash: columns.hashes[i]!,
      size: columns.sizes[i]!,
      inode: columns.inodes[i]!,
      mtimeMs: columns.times[i]!,
      mode: columns.modes[i]!,
    });
  }
  const folders = new Map<string, DiskState>();
  for (const [i, folder] of columns.folderPaths.entries()) {
    folders.set(folder, {
      inode: columns.folderInodes[i]!,
      mtimeMs: columns.folderTimes[i]!,
      mode: columns.folderModes[i]!,
    });
  }
  return { root: columns.root, recordedMs: columns.recordedMs, files, folders };
}

/** Writes the manifest beside its place and moves it there. When that fails, no manifest is there. @returns success */
export function writeManifest(path: string, manifest: OutputManifest): boolean {
  const files = [...manifest.files.values()];
  const folders = [...manifest.folders.values()];
  const columns: Columns = {
    root: manifest.root,
    recordedMs: manifest.recordedMs,
    paths: [...manifest.files.keys()],
    fingerprints: files.map(({ fingerprint }) => fingerprint ?? 0),
    hashes: files.map((file) => file.hash),
    sizes: files.map(({ size }) => size),
    inodes: files.map(({ inode }) => inode),
    times: files.map(({ mtimeMs }) => mtimeMs),
    modes: files.map(({ mode }) => mode),
    folderPaths: [...manifest.folders.keys()],
    folderInodes: folders.map(({ inode }) => inode),
    folderTimes: folders.map(({ mtimeMs }) => mtimeMs),
    folderModes: folders.map(({ mode }) => mode),
  };
  const body = JSON.stringify(columns);
  const draft = `${path}.draft`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, `${magic}${hash('sha256', body)}\n${body}`);
    renameSync(draft, path);
    return true;
  } catch {
    for (const left of [draft, path]) {
      try {
        rmSync(left, { force: true });
      } catch {
        // A cache that cannot be written; what is left there is told by its root and by each file's state.
      }
    }
    return false;
  }
}
