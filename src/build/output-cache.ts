// What is kept of an output beside it: the manifest, and the spare folder with a manifest of its own. All of it may be
// deleted at any moment when no build runs, or be impossible to write: then the next build takes longer.

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OutputManifest, readManifest, writeManifest } from './output-manifest.ts';
import { isManifestOf, rootOf } from './output-survey.ts';
import { StagingFolder } from './staging-folder.ts';

export class OutputCache {
  readonly #output: string;
  readonly #folder: string;
  readonly #spare: string;
  #staged: StagingFolder | undefined;

  /** @param output absolute path of the output folder */
  constructor(cacheFolder: string, output: string) {
    this.#output = output;
    this.#folder = join(cacheFolder, createHash('sha256').update(output).digest('hex').slice(0, 16));
    this.#spare = join(this.#folder, 'spare');
  }

  readManifest(): OutputManifest | undefined {
    return readManifest(join(this.#folder, 'manifest'));
  }

  writeManifest(manifest: OutputManifest): void {
    writeManifest(join(this.#folder, 'manifest'), manifest);
  }

  /** The spare, or a new folder in its place; undefined when the cache cannot be written or is on another disk. */
  stageSpare(): StagingFolder | undefined {
    try {
      mkdirSync(this.#folder, { recursive: true });
      accessSync(this.#folder, constants.W_OK);
      if (lstatSync(this.#folder).dev !== lstatSync(dirname(this.#output)).dev) {
        this.dropSpare();
        return undefined;
      }
      const stats = lstatSync(this.#spare, { throwIfNoEntry: false });
      const manifest = stats === undefined ? undefined : readManifest(join(this.#folder, 'spare-manifest'));
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
  keepSpare(oldOutput: string, manifest: OutputManifest | undefined): boolean {
    try {
      renameSync(oldOutput, this.#spare);
    } catch {
      return false;
    }
    const path = join(this.#folder, 'spare-manifest');
    if (manifest === undefined) rmSync(path, { force: true });
    else writeManifest(path, manifest);
    return true;
  }

  dropSpare(): void {
    try {
      if (existsSync(this.#spare)) rmSync(this.#spare, { recursive: true, force: true });
    } catch {
      // It is mended by the next build that can.
    }
  }
}
