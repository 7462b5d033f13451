// What lies in a folder, with as few questions to the disk as will do. A folder whose inode and time of change are as
// the manifest has them still binds the same names to the same inodes: its names need not be read again, and with
// 13,000 folders that is most of the time a walk takes.
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { type DiskState, diskState, isSameState, isSettled, type OutputManifest } from './output-manifest.ts';

export interface FileState extends DiskState {
  /** In bytes. */
  readonly size: number;
}

export interface Survey {
  readonly root: OutputManifest['root'];
  /** Of the disk it lies on. */
  readonly device: number;
  /** By path below the root, `/` as separator. */
  readonly files: Map<string, FileState>;
  /** The root itself is ``. */
  readonly folders: Map<string, DiskState>;
  /** Neither file nor folder: links, sockets. */
  readonly others: string[];
}

export function fileState(stats: Stats): FileState {
  return { ...diskState(stats), size: stats.size };
}

/** The folder that a path lies in; `` for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Every folder that the files lie in, the root `` too. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder)) folders.add(folder);
  }
  return folders;
}

export function isManifestOf(manifest: OutputManifest, root: OutputManifest['root']): boolean {
  // Inodes are given anew; where the disk tells no time of birth nothing can be said.
  return root.birthMs > 0 && manifest.root.inode === root.inode && manifest.root.birthMs === root.birthMs;
}

export function rootOf(stats: Stats): OutputManifest['root'] {
  return { inode: stats.ino, birthMs: stats.birthtimeMs };
}

/**
 * @param manifest of this very folder or of another: what does not fit is read from the disk
 * @param mode `files`: every file is asked for its state; `names`: in folders that did not change, files have the state
 *   of the manifest, though their bytes may have been changed in place
 * @returns undefined when there is no such folder
 * @throws the disk's error
 */
export function survey(
  root: string,
  manifest: OutputManifest | undefined,
  mode: 'files' | 'names',
): Survey | undefined {
  const rootStats = lstatSync(root, { throwIfNoEntry: false });
  if (rootStats === undefined) return undefined;
  // A link would lead to a folder of somebody else's, to be tidied up.
  if (!rootStats.isDirectory()) throw Object.assign(new Error(`${root} is no folder`), { code: 'ENOTDIR' });
  const found: Survey = {
    root: rootOf(rootStats),
    device: rootStats.dev,
    files: new Map(),
    folders: new Map(),
    others: [],
  };
  if (manifest !== undefined && hasSameFolders(root, manifest, found)) {
    for (const [path, record] of manifest.files) {
      const stats = mode === 'names' ? undefined : lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
      if (mode === 'names') found.files.set(path, record);
      else if (stats?.isFile()) found.files.set(path, fileState(stats));
    }
    return found;
  }
  found.folders.clear();
  const known = manifest === undefined ? undefined : childrenOf(manifest);
  const walk = (below: string, stats: Stats): void => {
    const state = diskState(stats);
    found.folders.set(below, state);
    const before = manifest?.folders.get(below);
    const children = known?.get(below);
    const isUnchanged =
      before !== undefined &&
      children !== undefined &&
      isSameState(before, state) &&
      isSettled(before.mtimeMs, manifest!.recordedMs);
    const names = isUnchanged
      ? [...children.files, ...children.folders]
      : readdirSync(join(root, below)).map((name) => (below === '' ? name : `${below}/${name}`));
    const fileCount = isUnchanged && mode === 'names' ? children.files.length : 0;
    for (const [index, path] of names.entries()) {
      if (index < fileCount) {
        found.files.set(path, manifest!.files.get(path)!);
        continue;
      }
      const child = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
      if (child === undefined) continue;
      if (child.isDirectory()) walk(path, child);
      else if (child.isFile()) found.files.set(path, fileState(child));
      else found.others.push(path);
    }
  };
  walk('', rootStats);
  return found;
}

/** Whether every folder is as the manifest has it, so that there are no others and no other names. */
function hasSameFolders(root: string, manifest: OutputManifest, found: Survey): boolean {
  for (const [path, before] of manifest.folders) {
    const stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    if (!stats?.isDirectory() || !isSettled(before.mtimeMs, manifest.recordedMs)) return false;
    const state = diskState(stats);
    if (!isSameState(before, state)) return false;
    found.folders.set(path, state);
  }
  return true;
}

interface Children {
  readonly files: string[];
  readonly folders: string[];
}

function childrenOf(manifest: OutputManifest): Map<string, Children> {
  const children = new Map<string, Children>();
  for (const path of manifest.folders.keys()) children.set(path, { files: [], folders: [] });
  for (const path of manifest.folders.keys()) {
    if (path !== '') children.get(parentOf(path))?.folders.push(path);
  }
  for (const path of manifest.files.keys()) children.get(parentOf(path))?.files.push(path);
  return children;
}
