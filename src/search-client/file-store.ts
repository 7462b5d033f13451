// Keeps the files of the index: each is loaded once while it is held, unpacked and decoded. What is decoded is bounded
// in bytes, and the longest unused leaves first; a failure is forgotten, so that the next query tries again.
import type { Container } from '../search/shard-format.ts';
import { bytesOf } from './base64.ts';
import { IndexFileError } from './index-file-error.ts';
import { memorySize } from './memory-size.ts';

/**
 * Brings a container by its name; fails with an IndexFileError. One for each place that an index can live in.
 * @param wasSpoilt it came before and was not what it should be: a cache may hold it so
 */
export type LoadContainer = (name: string, wasSpoilt?: boolean) => Promise<Container>;

export const defaultHeldBytes = 16_000_000;
/** A wide wildcard asks for hundreds of files: a disk has only so many open at once. */
const maxLoads = 24;

/** A file as it came: deflated bytes, and how many they are unpacked. */
interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly byteLength: number;
}

interface Held {
  readonly value: Promise<unknown>;
  /** Absent while it is on its way. */
  size?: number;
}

export class FileStore {
  readonly #load: LoadContainer;
  readonly #maxBytes: number;
  /** The longest unused first. */
  readonly #held = new Map<string, Held>();
  /** What was downloaded to stay. */
  readonly #kept = new Map<string, Packed>();
  /** What came and was not what it should be. */
  readonly #spoilt = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #heldBytes = 0;

  constructor(load: LoadContainer, maxBytes = defaultHeldBytes) {
    this.#load = load;
    this.#maxBytes = maxBytes;
  }

  /** Size of what is decoded. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * The decoded file; `decode` runs once for each time that the file is unpacked.
   * @param sizeOf the bytes of memory that a decoded file takes
   */
  get<Decoded>(
    name: string,
    decode: (payload: Uint8Array) => Decoded | Promise<Decoded>,
    sizeOf: (decoded: Decoded) => number = memorySize,
  ): Promise<Decoded> {
    const known = this.#held.get(name);
    if (known) {
      this.#held.delete(name);
      this.#held.set(name, known);
      return known.value as Promise<Decoded>;
    }
    const value = this.#bring(name, decode).then(({ value }) => value);
    const held: Held = { value };
    this.#held.set(name, held);
    value.then(
      (decoded) => {
        if (this.#held.get(name) !== held) return;
        held.size = sizeOf(decoded);
        this.#heldBytes += held.size;
        this.#makeRoom(name);
      },
      () => {
        if (this.#held.get(name) === held) this.forget(name);
      },
    );
    return value;
  }

  /** Whoever finds out that a file is not what it should be: the next load is told. */
  async #bring<Decoded>(
    name: string,
    decode: (payload: Uint8Array) => Decoded | Promise<Decoded>,
  ): Promise<{ readonly packed: Packed; readonly value: Decoded }> {
    try {
      const packed = this.#kept.get(name) ?? (await this.#loadPacked(name));
      const payload = await unpack(name, packed);
      const value = await decoded(name, () => decode(payload));
      this.#spoilt.delete(name);
      return { packed, value };
    } catch (error) {
      if (error instanceof IndexFileError && error.fault !== 'missing' && error.fault !== 'unreachable') {
        this.#spoilt.add(name);
      }
      throw error;
    }
  }

  /**
   * Loads a file to stay, if it does not yet.
   * @param read what is needed of it at once
   */
  async keep<Value>(
    name: string,
    read?: (payload: Uint8Array) => Value,
  ): Promise<{ readonly deflatedBytes: number; readonly value?: Value }> {
    const { packed, value } = await this.#bring(name, (payload) => read?.(payload));
    this.#kept.set(name, packed);
    return { deflatedBytes: packed.bytes.length, ...(value !== undefined && { value }) };
  }

  /** Files of an index that is gone. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#kept.keys()) {
      if (!names.has(name)) this.#kept.delete(name);
    }
  }

  forget(name: string): void {
    this.#heldBytes -= this.#held.get(name)?.size ?? 0;
    this.#held.delete(name);
  }

  #makeRoom(newest: string): void {
    for (const [name, { size }] of this.#held) {
      if (this.#heldBytes <= this.#maxBytes) return;
      if (size !== undefined && name !== newest) this.forget(name);
    }
  }

  async #loadPacked(name: string): Promise<Packed> {
    while (this.#running >= maxLoads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const { byteLength, base64 } = await this.#load(name, this.#spoilt.has(name));
      return { bytes: await decoded(name, () => bytesOf(base64)), byteLength };
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

async function unpack(name: string, { bytes, byteLength }: Packed): Promise<Uint8Array> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    const payload = await new Response(stream).arrayBuffer();
    if (payload.byteLength === byteLength) return new Uint8Array(payload);
  } catch (cause) {
    throw new IndexFileError('cut-short', name, { cause });
  }
  throw new IndexFileError('cut-short', name);
}

async function decoded<Value>(name: string, decode: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await decode();
  } catch (cause) {
    throw cause instanceof IndexFileError ? cause : new IndexFileError('cut-short', name, { cause });
  }
}
