// The terms of documents as an earlier build read them, so that an unchanged text is neither cut into words nor passed
// through a pipeline again. A language has two records: all its texts as they were once, and those that came since, so
// that one changed text does not write all of them anew. All integers little-endian:
//
//   bytes of the list of terms, number of texts (u32 each)
//   for each text: the first half of its key (16 bytes), where its row ends, from where the rows begin (f64)
//   the list of terms, in JSON
//   rows: for each field the number of its places and the places, in LEB128
import { Buffer } from 'node:buffer';
import type { Column } from './column.ts';

/** One field of all documents. */
export interface FieldTerms {
  /** By place: a term's index and 1, or 0 for a word that is not indexed (a stop word). */
  readonly places: Uint32Array;
  /** By document: where its places end; they begin where those of the document before end. */
  readonly ends: Uint32Array;
}

const headerBytes = 8;
const keyBytes = 16;
const entryBytes = keyBytes + 8;
const keyDigits = keyBytes * 2;

export class KnownTerms {
  readonly #bytes: Uint8Array;
  readonly #terms: readonly string[];
  /** By term of the record: its number in this build and 1; 0 when it was not met yet. */
  readonly #numbers: Uint32Array;
  /** By key's first half: where the row begins. */
  readonly #rows: ReadonlyMap<string, number>;
  #at = 0;

  private constructor(bytes: Uint8Array, terms: readonly string[], rows: ReadonlyMap<string, number>) {
    this.#bytes = bytes;
    this.#terms = terms;
    this.#numbers = new Uint32Array(terms.length);
    this.#rows = rows;
  }

  static parse(record: Uint8Array | undefined): KnownTerms | undefined {
    if (record === undefined) return undefined;
    const buffer = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
    const termsStart = headerBytes + buffer.readUInt32LE(4) * entryBytes;
    const rowsStart = termsStart + buffer.readUInt32LE(0);
    const rows = new Map<string, number>();
    let start = rowsStart;
    for (let at = headerBytes; at < termsStart; at += entryBytes) {
      rows.set(buffer.toString('hex', at, at + keyBytes), start);
      start = rowsStart + buffer.readDoubleLE(at + keyBytes);
    }
    const terms = JSON.parse(buffer.toString('utf8', termsStart, rowsStart)) as string[];
    return new KnownTerms(record, terms, rows);
  }

  /** How many texts it holds. */
  get size(): number {
    return this.#rows.size;
  }

  /** Goes to the first field of a text. @returns false when the record does not hold it */
  begin(key: string): boolean {
    const row = this.#rows.get(key.slice(0, keyDigits));
    if (row === undefined) return false;
    this.#at = row;
    return true;
  }

  /** Appends the places of the next field. @param numberOf this build's number of a term */
  readField(places: Column, numberOf: (term: string) => number): void {
    for (let left = this.#next(); left > 0; left -= 1) {
      const place = this.#next();
      if (place === 0) {
        places.push(0);
        continue;
      }
      let number = this.#numbers[place - 1] as number;
      if (number === 0) {
        number = numberOf(this.#terms[place - 1] as string) + 1;
        this.#numbers[place - 1] = number;
      }
      places.push(number);
    }
  }

  #next(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at] as number;
    this.#at += 1;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; ; shift += 7) {
      byte = bytes[this.#at] as number;
      this.#at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

/**
 * @param numbers of the documents to keep; of equal texts one is kept
 * @param keys by document, in hex
 * @param terms that the places of the fields are indices of
 */
export function writeKnownTerms(
  numbers: Iterable<number>,
  keys: readonly string[],
  terms: readonly string[],
  fields: readonly FieldTerms[],
): Uint8Array {
  const kept = new Map<string, number>();
  for (const number of numbers) kept.set((keys[number] as string).slice(0, keyDigits), number);
  const head = Buffer.alloc(headerBytes + kept.size * entryBytes);
  const rows = new ByteColumn();
  /** By place of the fields: the place in this record. */
  const ownPlaces = new Uint32Array(terms.length + 1);
  const ownTerms: string[] = [];
  let at = headerBytes;
  for (const [key, number] of kept) {
    for (const { places, ends } of fields) {
      const start = number === 0 ? 0 : (ends[number - 1] as number);
      const end = ends[number] as number;
      rows.pushNumber(end - start);
      for (let i = start; i < end; i += 1) {
        const place = places[i] as number;
        if (place > 0 && ownPlaces[place] === 0) ownPlaces[place] = ownTerms.push(terms[place - 1] as string);
        rows.pushNumber(ownPlaces[place] as number);
      }
    }
    head.write(key, at, 'hex');
    head.writeDoubleLE(rows.length, at + keyBytes);
    at += entryBytes;
  }
  // JSON, as it escapes a lone surrogate.
  const list = Buffer.from(JSON.stringify(ownTerms));
  head.writeUInt32LE(list.length, 0);
  head.writeUInt32LE(kept.size, 4);
  return Buffer.concat([head, list, rows.values()]);
}

class ByteColumn {
  length = 0;
  #bytes = new Uint8Array(1 << 16);
  pushNumber(value: number): void {
    if (this.length + 5 > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
      this.#bytes[this.length] = (rest & 0x7f) | 0x80;
      this.length += 1;
    }
    this.#bytes[this.length] = rest;
    this.length += 1;
  }
  values(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}
