// The folder that becomes the output when it is whole: a fresh one, or the spare, the output before the last. The
// spare is brought up to date rather than made anew, since making and removing thousands of folders takes longer than
// all else. Whatever state it is found in is good: a file of it stays only where it is, by its inode, the very file of
// the last output that is to be kept. All else is unlinked and linked or written; no byte is ever changed in place,
// for a file may have another name in the last output.
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileMode, folderMode, stateFile } from './last-output.ts';
import { type DiskState, diskState, type FileRecord, type OutputManifest } from './output-manifest.ts';
import { type FileState, fileState, foldersOf, parentOf, type Survey, survey } from './output-survey.ts';

export class StagingFolder {
  readonly path: string;
  readonly #files: Map<string, FileState>;
  readonly #folders: Map<string, DiskState | undefined>;
  /** Folders whose names this build changed. */
  readonly #touched = new Set<string>();

  /**
   * @param manifest of what is there from before, if it is known
   * @throws the disk's error
   */
  constructor(path: string, manifest: OutputManifest | undefined) {
    this.path = path;
    let found: Survey | undefined;
    try {
      found = survey(path, manifest, 'names');
    } catch {
      // A folder that cannot be looked into, or no folder at all.
      rmSync(path, { recursive: true, force: true });
    }
    if (found === undefined) {
      withOpenUmask(() => mkdirSync(path, { recursive: true, mode: folderMode }));
      this.#files = new Map();
      this.#folders = new Map([['', undefined]]);
      this.#touched.add('');
      return;
    }
    this.#files = found.files;
    this.#folders = found.folders;
    for (const [folder, { mode }] of found.folders) {
      if (process.platform !== 'win32' && mode !== folderMode) chmodSync(join(path, folder), folderMode);
    }
    for (const other of found.others) {
      unlinkSync(join(path, other));
      this.#touched.add(parentOf(other));
    }
  }

  write(path: string, bytes: Uint8Array): void {
    const target = this.makeRoom(path);
    this.#create(path, () =>
      withOpenUmask((isOpen) => {
        writeFileSync(target, bytes, { mode: fileMode, flag: 'wx' });
        if (!isOpen) chmodSync(target, fileMode);
      }),
    );
  }

  /** The path on disk of a file to be written: its folder is there, and nothing of its name. */
  makeRoom(path: string): string {
    const target = `${this.path}/${path}`;
    this.#remove(path);
    this.#makeFolder(parentOf(path));
    this.#touched.add(parentOf(path));
    // What stands there is learnt when the folder is verified.
    this.#files.set(path, { inode: 0, mtimeMs: 0, mode: 0, size: -1 });
    return target;
  }

  /**
   * The file gets a second name here.
   * @param source path on disk
   * @throws the disk's error, when it has no hard links or no more of them
   */
  link(path: string, source: string, record: FileRecord): void {
    const present = this.#files.get(path);
    if (present?.inode === record.inode && present.mtimeMs === record.mtimeMs) return;
    const target = this.makeRoom(path);
    // Whoever spoils the spare in place spoils its links in the output too: the next build mends them, as long as it
    // finds the file that says whose the output is.
    if (path === stateFile) {
      this.#create(path, () => copyAs(record, source, target));
      return;
    }
    this.#create(path, () => linkSync(source, target));
    this.#files.set(path, record);
  }

  linkOrCopy(path: string, source: string, record: FileRecord): void {
    try {
      this.link(path, source, record);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
      copyAs(record, source, `${this.path}/${path}`);
    }
  }

  /** Removes every file that is not wanted, and every folder that holds none. */
  trim(wanted: ReadonlyMap<string, unknown>): void {
    for (const path of this.#files.keys()) if (!wanted.has(path)) this.#remove(path);
    const needed = foldersOf(wanted.keys());
    // Children before their parents.
    for (const folder of [...this.#folders.keys()]
      .filter((name) => !needed.has(name))
      .sort()
      .reverse()) {
      rmdirSync(join(this.path, folder));
      this.#folders.delete(folder);
      this.#touched.add(parentOf(folder));
    }
  }

  /**
   * The folder holds exactly the files wanted, each at its size. Folders that were not touched were looked at before.
   * @param wanted path → record; for a file that was written here its size counts alone
   * @returns every file and folder as the disk has it now
   * @throws Error naming the first difference
   */
  verify(wanted: ReadonlyMap<string, FileRecord>): Pick<OutputManifest, 'files' | 'folders'> {
    const namesOf = new Map<string, Set<string>>();
    for (const folder of this.#touched) if (this.#folders.has(folder)) namesOf.set(folder, new Set());
    for (const paths of [wanted.keys(), this.#folders.keys()]) {
      for (const path of paths) if (path !== '') namesOf.get(parentOf(path))?.add(path);
    }
    const files = new Map(wanted);
    for (const [folder, names] of namesOf) {
      const found = readdirSync(join(this.path, folder));
      for (const name of found) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (!names.has(path)) throw new Error(`${path} was not expected in the output`);
        const record = wanted.get(path);
        if (record === undefined) continue;
        const stats = lstatSync(`${this.path}/${path}`);
        if (!stats.isFile() || stats.size !== record.size) {
          throw new Error(`${path} has ${stats.size} bytes in the output, not ${record.size}`);
        }
        files.set(path, { ...record, ...fileState(stats) });
      }
      if (found.length !== names.size) {
        throw new Error(
          `${folder || 'the output'} has ${found.length} names, not ${names.size}: its disk changes the names of files`,
        );
      }
    }
    const folders = new Map<string, DiskState>();
    for (const [folder, state] of this.#folders) {
      const isKnown = state !== undefined && !this.#touched.has(folder) && state.mode === folderMode;
      folders.set(folder, isKnown ? state : diskState(lstatSync(join(this.path, folder))));
    }
    return { files, folders };
  }

  #remove(path: string): void {
    if (this.#files.delete(path)) unlinkSync(`${this.path}/${path}`);
    else if (this.#folders.has(path)) this.#removeFolder(path);
    else return;
    this.#touched.add(parentOf(path));
  }

  /** A disk that ignores case may have the name already, in its old spelling. */
  #create(path: string, create: () => void): void {
    try {
      create();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const folded = path.normalize('NFC').toLowerCase();
      const spellings = [...this.#files.keys(), ...this.#folders.keys()].filter(
        (known) => known !== path && known.normalize('NFC').toLowerCase() === folded,
      );
      if (spellings.length === 0) throw error;
      for (const spelling of spellings) this.#remove(spelling);
      create();
    }
  }

  #removeFolder(path: string): void {
    rmSync(join(this.path, path), { recursive: true, force: true });
    for (const known of [this.#files, this.#folders]) {
      for (const inner of [...known.keys()]) {
        if (inner === path || inner.startsWith(`${path}/`)) known.delete(inner);
      }
    }
  }

  #makeFolder(path: string): void {
    if (this.#folders.has(path)) return;
    const parent = parentOf(path);
    this.#makeFolder(parent);
    // A file stands where a folder is due.
    this.#remove(path);
    const target = `${this.path}/${path}`;
    this.#create(path, () =>
      withOpenUmask((isOpen) => {
        mkdirSync(target, { mode: folderMode });
        if (!isOpen) chmodSync(target, folderMode);
      }),
    );
    this.#folders.set(path, undefined);
    this.#touched.add(path).add(parent);
  }
}

/**
 * Modes are the same whatever the umask of the user: a site unpacked by a web server must be readable to it. Nothing
 * may wait meanwhile. Where the umask cannot be set (a worker thread), the mode is to be set file by file.
 */
export function withOpenUmask(write: (isOpen: boolean) => void): void {
  let usersMask: number | undefined;
  try {
    usersMask = process.umask(0o022);
  } catch {
    // A worker thread.
  }
  try {
    write(usersMask !== undefined);
  } finally {
    if (usersMask !== undefined) process.umask(usersMask);
  }
}

/** A deploy that goes by times uploads nothing for it. */
function copyAs({ mtimeMs }: FileRecord, source: string, target: string): void {
  copyFileSync(source, target, constants.COPYFILE_EXCL);
  chmodSync(target, fileMode);
  utimesSync(target, mtimeMs / 1000, mtimeMs / 1000);
}
