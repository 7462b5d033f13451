// The files of one language's index as an earlier build named them, in one record of JSON.
import { Buffer } from 'node:buffer';
import type { LateFile } from '../model.ts';
import type { WrittenIndex } from './write-index.ts';

interface Stored {
  readonly compressedBytes: number;
  readonly cacheKeys: readonly string[];
  readonly paths: readonly string[];
  readonly fingerprints: readonly string[];
}

export function writeKnownIndex({ files, compressedBytes, cacheKeys }: WrittenIndex): Uint8Array {
  const stored: Stored = {
    compressedBytes,
    cacheKeys,
    paths: files.map(({ path }) => path),
    fingerprints: files.map(({ fingerprint }) => fingerprint),
  };
  return Buffer.from(JSON.stringify(stored));
}

export class KnownIndex {
  readonly #stored: Stored;

  private constructor(stored: Stored) {
    this.#stored = stored;
  }

  static parse(record: Uint8Array | undefined): KnownIndex | undefined {
    if (record === undefined) return undefined;
    const { buffer, byteOffset, byteLength } = record;
    return new KnownIndex(JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString()) as Stored);
  }

  get compressedBytes(): number {
    return this.#stored.compressedBytes;
  }

  get cacheKeys(): readonly string[] {
    return this.#stored.cacheKeys;
  }

  /** @param makeAll makes the very index; called at most once, when the first file is asked for */
  filesMadeBy(makeAll: () => readonly LateFile[]): LateFile[] {
    const { paths, fingerprints } = this.#stored;
    let made: Map<string, LateFile> | undefined;
    const make = (path: string): string | Uint8Array => {
      made ??= new Map(makeAll().map((file) => [file.path, file]));
      const file = made.get(path);
      if (file === undefined) throw new Error(`${path} is not in the index that it was in`);
      return file.make();
    };
    return paths.map((path, i) => ({
      path,
      fingerprint: fingerprints[i] as string,
      make: () => make(path),
    }));
  }
}
