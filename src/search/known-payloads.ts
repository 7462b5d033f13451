// What an earlier build learnt of the payloads of one language: coded bytes by a hash of what they are made of, and of
// deflated ones the digest and the length, so that an unchanged file is neither coded nor deflated again.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { SearchCache } from './search-cache.ts';

/** Of a payload that is deflated. */
export interface PayloadFacts {
  /** SHA-256, in hex. */
  readonly digest: string;
  readonly compressedLength: number;
}

// One record of facts a language: for each payload its key and its digest (32 bytes each), its compressed length (u32,
// little-endian).
const digestBytes = 32;
const factsBytes = 2 * digestBytes + 4;

export class KnownPayloads {
  /** Of all records that were asked for or put. */
  readonly cacheKeys: string[] = [];
  readonly #cache: SearchCache | undefined;
  readonly #record: string;
  readonly #earlier = new Map<string, PayloadFacts>();
  readonly #current = new Map<string, PayloadFacts>();
  #hasNew = false;

  constructor(language: string, cache: SearchCache | undefined) {
    this.#cache = cache;
    this.#record = `payloads/${language}`;
    this.cacheKeys.push(this.#record);
    const bytes = cache?.get(this.#record);
    if (bytes === undefined) return;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < buffer.length; at += factsBytes) {
      this.#earlier.set(buffer.toString('hex', at, at + digestBytes), {
        digest: buffer.toString('hex', at + digestBytes, at + 2 * digestBytes),
        compressedLength: buffer.readUInt32LE(at + 2 * digestBytes),
      });
    }
  }

  /**
   * @param inputs everything that the bytes are made of
   * @param encode makes the bytes when no earlier build has
   */
  coded(
    kind: string,
    inputs: () => readonly (string | Uint32Array | undefined)[],
    encode: () => Uint8Array,
  ): Uint8Array {
    if (this.#cache === undefined) return encode();
    const hash = createHash('sha256');
    for (const input of inputs()) {
      // A length before each: two lists of inputs never run together alike.
      hash.update(`${input?.length ?? ''}:`);
      if (input !== undefined) hash.update(input);
    }
    const key = `coded/${kind}/${hash.digest('hex')}`;
    this.cacheKeys.push(key);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const bytes = encode();
    this.#cache.put(key, bytes);
    return bytes;
  }

  /** @param key SHA-256 in hex over everything that the payload is made of */
  factsOf(key: string): PayloadFacts | undefined {
    const facts = this.#earlier.get(key);
    if (facts !== undefined) this.#current.set(key, facts);
    return facts;
  }

  learn(key: string, { digest, compressedLength }: PayloadFacts): void {
    if (this.#cache === undefined) return;
    this.#current.set(key, { digest, compressedLength });
    this.#hasNew = true;
  }

  /** Keeps the facts for the next build, when there are new ones. */
  finish(): void {
    if (this.#cache === undefined || !this.#hasNew) return;
    const record = Buffer.alloc(this.#current.size * factsBytes);
    let at = 0;
    for (const [key, { digest, compressedLength }] of this.#current) {
      record.write(key, at, 'hex');
      record.write(digest, at + digestBytes, 'hex');
      record.writeUInt32LE(compressedLength, at + 2 * digestBytes);
      at += factsBytes;
    }
    this.#cache.put(this.#record, record);
  }
}
