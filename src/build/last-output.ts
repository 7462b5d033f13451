// The output as the last build left it, or as somebody changed it since: which of its files may be kept. A file is
// trusted when size, inode, mode and time of change are those that the manifest has; else its bytes are hashed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint } from '../model.ts';
import { type FileRecord, hashOf, isSameState, isSettled, type OutputManifest } from './output-manifest.ts';
import { foldersOf, isManifestOf, type Survey, survey } from './output-survey.ts';

/** The file that marks a folder as an output of ours. */
export const stateFile = 'site-state.json';

/** Modes of what a build writes, where the system knows modes. */
export const fileMode = 0o644;
export const folderMode = 0o755;
const hasModes = process.platform !== 'win32';

export class LastOutput {
  readonly path: string;
  /** Undefined when there is no output yet. */
  readonly found: Survey | undefined;
  /** Paths that the last build did not make; none when no manifest tells what it made. */
  readonly foreign: readonly string[];
  readonly #manifest: OutputManifest | undefined;
  readonly #intact = new Map<string, FileRecord | undefined>();
  #isOutdated: boolean;

  /** @throws the disk's error */
  constructor(path: string, manifest: OutputManifest | undefined) {
    this.path = path;
    this.#manifest = manifest;
    this.found = survey(path, manifest, 'files');
    const isOurs =
      manifest !== undefined && this.found !== undefined && isManifestOf(manifest, this.found.root);
    this.#isOutdated = !isOurs;
    this.foreign = isOurs
      ? [...this.found.files.keys(), ...this.found.others].filter((name) => !manifest.files.has(name))
      : [];
  }

  /** The manifest does not describe the output as well as it could. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /**
   * What is known of a file that can be kept as it is; undefined when there is none or it was tampered with.
   * Without a manifest a file has its hash and no fingerprint.
   */
  intact(path: string): FileRecord | undefined {
    if (this.#intact.has(path)) return this.#intact.get(path);
    const record = this.#look(path);
    this.#intact.set(path, record);
    return record;
  }

  /** Whether its folders are those needed, and are as they were made. */
  hasFolders(needed: ReadonlySet<string>): boolean {
    for (const [folder, { mode }] of this.found?.folders ?? []) {
      if (!needed.has(folder)) return false;
      const asMade = this.#manifest?.folders.get(folder)?.mode ?? folderMode;
      if (hasModes && mode !== folderMode && mode !== asMade) return false;
    }
    return this.found?.folders.size === needed.size;
  }

  /** Whether these files, and the folders they lie in, are all there is: where no manifest tells, other files may be. */
  holdsOnly(paths: Iterable<string>): boolean {
    const wanted = new Set(paths);
    if (this.found === undefined || this.found.others.length > 0) return false;
    for (const path of this.found.files.keys()) if (!wanted.has(path)) return false;
    return this.hasFolders(foldersOf(wanted));
  }

  /** The last build made a file of this path: it goes with all the others of that build. */
  made(path: string): boolean {
    return this.#manifest?.files.has(path) === true;
  }

  fingerprintOf(path: string): Fingerprint | undefined {
    return this.intact(path)?.fingerprint;
  }

  /** The file with these bytes; cheaper than `intact` where no manifest knows the file. */
  intactWith(path: string, bytes: Uint8Array): FileRecord | undefined {
    if (this.found?.files.get(path)?.size !== bytes.length) return undefined;
    const record = this.intact(path);
    return record !== undefined && record.hash === hashOf(bytes) ? record : undefined;
  }

  #look(path: string): FileRecord | undefined {
    const state = this.found?.files.get(path);
    if (state === undefined) return undefined;
    const record = this.#manifest?.files.get(path);
    if (record === undefined) {
      if (hasModes && state.mode !== fileMode) return undefined;
      return { ...state, fingerprint: undefined, hash: this.#hash(path) };
    }
    if (record.size !== state.size || record.mode !== state.mode) return undefined;
    if (isSameState(record, state) && isSettled(record.mtimeMs, this.#manifest!.recordedMs)) return record;
    this.#isOutdated = true;
    return this.#hash(path) === record.hash ? { ...record, ...state } : undefined;
  }

  /** `` when the file cannot be read: then it is no file of ours. */
  #hash(path: string): string {
    try {
      return hashOf(readFileSync(join(this.path, path)));
    } catch {
      return '';
    }
  }
}
