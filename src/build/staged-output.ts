// The output in the making: files come one by one, are kept from the last output where they are the same, and are
// written into a folder aside where not. At the end that folder is whole and verified, or nothing changed at all.

import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ContentFile, Fingerprint, OutputFile } from '../model.ts';
import { compareText } from '../problem.ts';
import { SurroundingsError } from './command-line.ts';
import { fileMode, type LastOutput } from './last-output.ts';
import { type FileRecord, hashOf, type OutputManifest } from './output-manifest.ts';
import { foldersOf, rootOf } from './output-survey.ts';
import { reason } from './read-content.ts';
import { type StagingFolder, withOpenUmask } from './staging-folder.ts';
import { checkOutputPaths } from './verify-output.ts';

/** Files between two looks at the event loop, so that Ctrl-C is heard. */
const filesInOneGo = 64;
/** A source beyond it is copied piece by piece, each of that size. In bytes. */
const pieceBytes = 16 * 1024 * 1024;

/** What a build did to its output. */
export interface OutputChanges {
  /** Of the whole output. */
  readonly totalBytes: number;
  /** Paths whose bytes are new, sorted. */
  readonly written: readonly string[];
  /** Paths that are gone, sorted. */
  readonly removed: readonly string[];
  /** Number of files that stayed as they were. */
  readonly kept: number;
}

/** The folder that the next build begins with. */
export interface Spare {
  readonly folder: StagingFolder;
  remember(manifest: OutputManifest): void;
  drop(): void;
}

/** How the folder at hand and the place of the output are exchanged; write-output.ts knows. */
export interface Place {
  readonly last: LastOutput;
  isWanted(): boolean;
  /** The folder to write into; called once, at the first difference. */
  stage(): StagingFolder;
  /** Waits for nothing. */
  swap(staged: StagingFolder, manifest: OutputManifest): void;
  /**
   * The spare, if it is far from the output that was just swapped in: to be brought level with it.
   * @param changedFiles number of files by which the output before differs
   */
  spareToLevel(changedFiles: number): Spare | undefined;
  /** Nothing changed, but more is known. */
  remember(manifest: OutputManifest): void;
}

export class StagedOutput {
  readonly #place: Place;
  readonly #final = new Map<string, FileRecord>();
  readonly #written = new Set<string>();
  #staging: StagingFolder | undefined;
  #isOutdated: boolean;
  #count = 0;
  #isDone = false;

  constructor(place: Place) {
    this.#place = place;
    this.#isOutdated = place.last.isOutdated;
  }

  /**
   * Writes a file, or keeps the last output's when its bytes are the same (for a late file: its fingerprint).
   * @returns a promise now and then, which is to be awaited: Ctrl-C is heard meanwhile
   * @throws SurroundingsError when the build was stopped or a source cannot be read; the disk's error
   */
  put(file: OutputFile): Promise<void> | undefined {
    this.#checkNew(file.path);
    const known = file.fingerprint === undefined ? undefined : this.#place.last.intact(file.path);
    if (known !== undefined && known.fingerprint === file.fingerprint) {
      this.#final.set(file.path, known);
      return this.#lookUp();
    }
    if ('chunks' in file) return this.#putChunks(file.path, file.fingerprint, file.chunks());
    if ('copyOf' in file) {
      checkReadable(file.copyOf);
      if (file.copyOf.size > pieceBytes) {
        const last = this.#place.last.intact(file.path);
        if (last?.size === file.copyOf.size && last.hash === hashOfPieces(piecesOf(file.copyOf))) {
          this.#keepUnder(file.path, file.fingerprint, last);
          return this.#lookUp();
        }
        return this.#putChunks(file.path, file.fingerprint, piecesOf(file.copyOf)).then(() =>
          checkUnchanged(file.copyOf, this.#final.get(file.path)!.size),
        );
      }
      const bytes = readFileSync(file.copyOf.diskPath);
      checkUnchanged(file.copyOf, bytes.length);
      this.#putBytes(file.path, file.fingerprint, bytes);
    } else {
      const contents = 'make' in file ? file.make() : file.contents;
      const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents;
      this.#putBytes(file.path, file.fingerprint, bytes);
    }
    return this.#lookUp();
  }

  /** The file stays as the last output has it: under the fingerprint that `fingerprintOf` told. */
  keep(path: string): void {
    this.#checkNew(path);
    const record = this.#place.last.intact(path);
    if (record?.fingerprint === undefined) throw new Error(`the last output has no ${path} that can be kept`);
    this.#final.set(path, record);
  }

  /** Bytes of a file of the new output. */
  read(path: string): Uint8Array {
    this.#recordOf(path);
    const folder = this.#written.has(path) ? this.#staging!.path : this.#place.last.path;
    return readFileSync(join(folder, path));
  }

  /** Of the files so far. */
  paths(): string[] {
    return [...this.#final.keys()];
  }

  /** Size of a file of the new output, in bytes. */
  sizeOf(path: string): number {
    return this.#recordOf(path).size;
  }

  /** SHA-256 of a file of the new output, base64url. */
  hashOf(path: string): string {
    return this.#recordOf(path).hash;
  }

  #recordOf(path: string): FileRecord {
    const record = this.#final.get(path);
    if (record === undefined) throw new Error(`the new output has no ${path}`);
    return record;
  }

  /**
   * Verifies the new output, swaps it in and keeps the manifest.
   * @throws Error when it is not whole: a bug of ours; the disk's error. The last good output is untouched
   */
  async finish(): Promise<OutputChanges> {
    if (this.#isDone) throw new Error('the output is finished already');
    this.#isDone = true;
    const { last } = this.#place;
    const found = last.found;
    const removed = [...(found?.files.keys() ?? []), ...(found?.others ?? [])].filter(
      (path) => !this.#final.has(path),
    );
    const changes: OutputChanges = {
      totalBytes: [...this.#final.values()].reduce((sum, { size }) => sum + size, 0),
      written: [...this.#written].sort(compareText),
      removed: removed.sort(compareText),
      kept: this.#final.size - this.#written.size,
    };
    const hasSameFiles = this.#written.size === 0 && removed.length === 0;
    if (found !== undefined && hasSameFiles && last.hasFolders(foldersOf(this.#final.keys()))) {
      await this.#lookUp(true);
      if (this.#isOutdated || last.isOutdated) {
        const { root, folders } = found;
        this.#place.remember({ root, recordedMs: Date.now(), files: this.#final, folders });
      }
      return changes;
    }
    // Paths of one output that was verified do not clash with each other.
    for (const path of this.#final.keys()) {
      if (last.made(path)) continue;
      checkOutputPaths([...this.#final.keys()].sort(compareText));
      break;
    }
    const staging = this.#stage();
    staging.trim(this.#final);
    const kept = [...this.#final].filter(([path]) => !this.#written.has(path));
    await this.#link(kept, (path, source, record) => staging.linkOrCopy(path, source, record));
    const { files, folders } = staging.verify(this.#final);
    await this.#lookUp(true);
    // From here to the end of the swap nothing waits, so that no signal of ours comes in between.
    const root = rootOf(lstatSync(staging.path));
    this.#place.swap(staging, { root, recordedMs: Date.now(), files, folders });
    const spare = this.#place.spareToLevel(changes.written.length + changes.removed.length);
    if (spare !== undefined) await this.#level(spare, files);
    return changes;
  }

  /** So that the next build, which may have one file to write, has not thousands to link and remove. */
  async #level(spare: Spare, files: ReadonlyMap<string, FileRecord>): Promise<void> {
    const { folder } = spare;
    try {
      folder.trim(files);
      await this.#link(files, (path, source, record) => folder.link(path, source, record));
      const verified = folder.verify(files);
      const root = rootOf(lstatSync(folder.path));
      spare.remember({ root, recordedMs: Date.now(), ...verified });
    } catch {
      // The output stands. On a disk that is full or has no hard links there is no spare.
      if (this.#place.isWanted()) spare.drop();
    }
  }

  async #link(
    files: Iterable<readonly [string, FileRecord]>,
    link: (path: string, source: string, record: FileRecord) => void,
  ): Promise<void> {
    for (const [path, record] of files) {
      link(path, `${this.#place.last.path}/${path}`, record);
      const pause = this.#lookUp();
      if (pause !== undefined) await pause;
    }
  }

  #checkNew(path: string): void {
    if (this.#isDone) throw new Error('the output is finished already');
    if (this.#final.has(path)) throw new Error(`the output has two files ${JSON.stringify(path)}`);
  }

  #stage(): StagingFolder {
    this.#staging ??= this.#place.stage();
    return this.#staging;
  }

  #putBytes(path: string, fingerprint: Fingerprint | undefined, bytes: Uint8Array): void {
    const same = this.#place.last.intactWith(path, bytes);
    if (same !== undefined) {
      this.#keepUnder(path, fingerprint, same);
      return;
    }
    checkOutputPaths([path]);
    this.#stage().write(path, bytes);
    this.#written.add(path);
    this.#final.set(path, writtenRecord(fingerprint, hashOf(bytes), bytes.length));
  }

  async #putChunks(
    path: string,
    fingerprint: Fingerprint | undefined,
    chunks: Iterable<Uint8Array>,
  ): Promise<void> {
    checkOutputPaths([path]);
    const target = this.#stage().makeRoom(path);
    let handle = -1;
    withOpenUmask((isOpen) => {
      handle = openSync(target, 'wx', fileMode);
      if (!isOpen) chmodSync(target, fileMode);
    });
    const hash = createHash('sha256');
    let size = 0;
    try {
      for (const chunk of chunks) {
        // A disk may take less than it is given.
        for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at);
        hash.update(chunk);
        size += chunk.length;
        await this.#lookUp(true);
      }
    } finally {
      closeSync(handle);
    }
    const record = writtenRecord(fingerprint, hash.digest('base64url'), size);
    const last = this.#place.last.intact(path);
    // The copy just written gives way to a link when the output is finished.
    if (last?.hash === record.hash && last.size === size) return this.#keepUnder(path, fingerprint, last);
    this.#written.add(path);
    this.#final.set(path, record);
  }

  #keepUnder(path: string, fingerprint: Fingerprint | undefined, record: FileRecord): void {
    if (record.fingerprint !== fingerprint) this.#isOutdated = true;
    this.#final.set(path, { ...record, fingerprint });
  }

  /** Lets Ctrl-C be heard, now or every so many files. */
  #lookUp(isDue: true): Promise<void>;
  #lookUp(isDue?: boolean): Promise<void> | undefined;
  #lookUp(isDue = false): Promise<void> | undefined {
    this.#count += 1;
    if (!isDue && this.#count % filesInOneGo !== 0) return undefined;
    return setImmediate().then(() => {
      if (!this.#place.isWanted()) throw new SurroundingsError('the build was stopped', 'Run it again.');
    });
  }
}

/** What the disk makes of it is learnt when the folder is verified. */
function writtenRecord(fingerprint: Fingerprint | undefined, hash: string, size: number): FileRecord {
  return { fingerprint, hash, size, inode: 0, mtimeMs: 0, mode: fileMode };
}

function checkReadable(source: ContentFile): void {
  try {
    accessSync(source.diskPath, constants.R_OK);
  } catch (error) {
    throw new SurroundingsError(
      `cannot read ${source.displayPath}: ${reason(error)}`,
      'Give yourself the right to read it (chmod u+r FILE), then run again.',
      error,
    );
  }
}

function checkUnchanged(source: ContentFile, readBytes: number): void {
  if (readBytes === source.size && statSync(source.diskPath).size === source.size) return;
  throw new SurroundingsError(`${source.displayPath} was changed while the site was built`, 'Run it again.');
}

function hashOfPieces(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('base64url');
}

function* piecesOf(source: ContentFile): Generator<Uint8Array> {
  const handle = openSync(source.diskPath, 'r');
  try {
    const piece = new Uint8Array(pieceBytes);
    for (;;) {
      const length = readSync(handle, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}
