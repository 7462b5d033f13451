// What is kept of an output beside it: the manifest, and the spare folder with a manifest of its own. All of it may be
// deleted at any moment when no build runs, or be impossible to write: then the next build takes longer.

import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOf } from './fingerprint.ts';
import { hasLock } from './output-lock.ts';
import { type OutputManifest, readManifest, writeManifest } from './output-manifest.ts';
import { isManifestOf, rootOf } from './output-survey.ts';
import type { Spare } from './staged-output.ts';
import { StagingFolder } from './staging-folder.ts';

/** Holds the path of the output whose cache it is. */
const nameFile = 'output';

export class OutputCache {
  readonly #output: string;
  readonly #cacheFolder: string;
  readonly #folder: string;
  readonly #spare: string;
  readonly #manifest: string;
  readonly #spareManifest: string;
  #staged: StagingFolder | undefined;

  /** @param output absolute path of the output folder */
  constructor(cacheFolder: string, output: string) {
    this.#output = output;
    this.#cacheFolder = cacheFolder;
    this.#folder = join(cacheFolder, hashOf(output).slice(0, 16));
    this.#spare = join(this.#folder, 'spare');
    this.#manifest = join(this.#folder, 'manifest');
    this.#spareManifest = join(this.#folder, 'spare-manifest');
  }

  readManifest(): OutputManifest | undefined {
    return readManifest(this.#manifest);
  }

  writeManifest(manifest: OutputManifest): void {
    this.#open();
    writeManifest(this.#manifest, manifest);
  }

  /** Before the swap. A manifest tells by its root which folder it is of, wherever the swap is cut. */
  writeManifestOfNext(manifest: OutputManifest): void {
    try {
      renameSync(this.#manifest, this.#spareManifest);
    } catch {
      // There was none, or the cache cannot be written.
    }
    this.writeManifest(manifest);
  }

  /** The spare, or a new folder in its place; undefined when the cache cannot be written or is on another disk. */
  stageSpare(): StagingFolder | undefined {
    try {
      this.#open();
      accessSync(this.#folder, constants.W_OK);
      if (lstatSync(this.#folder).dev !== lstatSync(dirname(this.#output)).dev) {
        this.dropSpare();
        return undefined;
      }
      const stats = lstatSync(this.#spare, { throwIfNoEntry: false });
      const manifest = stats === undefined ? undefined : readManifest(this.#spareManifest);
      const isKnown = manifest !== undefined && stats !== undefined && isManifestOf(manifest, rootOf(stats));
      this.#staged = new StagingFolder(this.#spare, isKnown ? manifest : undefined);
      return this.#staged;
    } catch {
      return undefined;
    }
  }

  isSpare(staged: StagingFolder): boolean {
    return staged === this.#staged;
  }

  /** The output before the one that was just swapped in becomes the spare. @returns success */
  keepSpare(oldOutput: string): boolean {
    try {
      renameSync(oldOutput, this.#spare);
      return true;
    } catch {
      return false;
    }
  }

  /** The spare as it is now, or a new one; undefined where there can be none. */
  spare(): Spare | undefined {
    const folder = this.stageSpare();
    if (folder === undefined) return undefined;
    return {
      folder,
      remember: (manifest) => writeManifest(this.#spareManifest, manifest),
      drop: () => this.dropSpare(),
    };
  }

  dropSpare(): void {
    try {
      rmSync(this.#spare, { recursive: true, force: true });
    } catch {
      // It is mended by the next build that can.
    }
  }

  /** Makes the folder of this output; those of outputs that are gone go. */
  #open(): void {
    try {
      if (mkdirSync(this.#folder, { recursive: true }) === undefined) return;
      writeFileSync(join(this.#folder, nameFile), this.#output);
      for (const name of readdirSync(this.#cacheFolder)) {
        const folder = join(this.#cacheFolder, name);
        const output = readFileSync(join(folder, nameFile), 'utf8');
        // A first build has its lock and no output yet.
        if (!existsSync(output) && !hasLock(output)) rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // Told by whoever needs the folder.
    }
  }
}
