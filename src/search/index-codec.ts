// The coded files that every query may need (terms, lengths, the set of common terms), each layout described once and
// walked in both directions: a writer gives the value, a reader gets it back. No node:, no DOM.
// docs/search-format.md tells the same in words.

import {
  atMost,
  codeFloat,
  codeHash,
  codeText,
  createTextModels,
  fieldCount,
  stripes,
} from './codec-pieces.ts';
import {
  type Coder,
  codeNumber,
  codeSymbol,
  createModel,
  createNumberModel,
  type Model,
  RangeReader,
  written,
} from './range-coder.ts';
import { searchFields } from './shard-format.ts';

/** The postings of one term over all fields: documents ascending, each with a row of `fieldCount` numbers. */
export interface TermPostings {
  readonly term: string;
  /** lunr's `_index`. */
  readonly index: number;
  /** Stored when the reader's logarithm might round a weight otherwise than the build's; else from the counts. */
  readonly exactIdf?: number;
  readonly documents: Uint32Array;
  /** Rows of `fieldCount`: 0 where the field does not hold the term. */
  readonly frequencies: Uint32Array;
  /** Rows of `fieldCount`: lunr's field length, 0 where the frequency is 0; absent for a common term. */
  readonly lengths?: Uint32Array;
}

/** A stretch of the sorted terms. */
export interface TermShard {
  /** Of the positions file of the same terms. */
  readonly positionsHash: string;
  readonly terms: readonly TermPostings[];
}

/** Floor of the binary logarithm of how far apart the documents of a term stand. */
function distanceClass(documentCount: number, documents: number): number {
  return 31 - Math.clz32(Math.max(1, Math.floor(documentCount / Math.max(1, documents))));
}

/** A count that changes rarely as a site grows, so that one new document does not change every file: four bits. */
export function roundedCount(count: number): number {
  const step = 2 ** Math.max(0, 28 - Math.clz32(count));
  return Math.ceil(count / step) * step;
}

// ── terms ─────────────────────────────────────────────────────────────────────────────────────────────

const maxDistanceClasses = 32;

/**
 * A term shard: the hash of its positions file, the number of terms, then each term.
 * @param documentCount of the language
 */
function codeShard(coder: Coder, documentCount: number, shard?: TermShard): TermShard {
  const text = createTextModels();
  const small = createNumberModel();
  const index = createNumberModel();
  const count = createNumberModel();
  const flags = createModel(4);
  const gap = stripes(maxDistanceClasses, createNumberModel);
  const mask = stripes(maxDistanceClasses, () => createModel(1 << fieldCount));
  const frequency = stripes(maxDistanceClasses * fieldCount, createNumberModel);
  const length = stripes(fieldCount, createNumberModel);
  const rounded = roundedCount(documentCount);

  const positionsHash = codeHash(coder, shard?.positionsHash ?? '');
  const termCount = codeNumber(coder, small, shard?.terms.length ?? 0);
  const terms: TermPostings[] = [];
  let before = '';
  for (let i = 0; i < termCount; i += 1) {
    const entry = codeEntry(shard?.terms[i]);
    before = entry.term;
    terms.push(entry);
  }
  return { positionsHash, terms };

  function codeEntry(given: TermPostings | undefined): TermPostings {
    const term = codeText(coder, text, before, given?.term ?? '');
    const termIndex = codeNumber(coder, index, given?.index ?? 0);
    const hasIdf = coder.bit(flags, 0, given?.exactIdf === undefined ? 0 : 1) === 1;
    const exactIdf = hasIdf ? codeFloat(coder, given?.exactIdf ?? 0) : undefined;
    const size = atMost(documentCount, codeNumber(coder, count, given?.documents.length ?? 0));
    const hasLengths = coder.bit(flags, 1, given?.lengths === undefined ? 0 : 1) === 1;
    const documents = given?.documents ?? new Uint32Array(size);
    const frequencies = given?.frequencies ?? new Uint32Array(size * fieldCount);
    const lengths = hasLengths ? (given?.lengths ?? new Uint32Array(size * fieldCount)) : undefined;
    const distance = distanceClass(rounded, size);
    const gapModel = gap[distance] as Model;
    const maskModel = mask[distance] as Model;
    let next = 0;
    for (let i = 0; i < size; i += 1) {
      const document = codeNumber(coder, gapModel, (documents[i] as number) - next) + next;
      documents[i] = document;
      next = document + 1;
      const row = i * fieldCount;
      let fields = 0;
      if (!coder.isReading) {
        for (let field = 0; field < fieldCount; field += 1) {
          if ((frequencies[row + field] as number) > 0) fields |= 1 << field;
        }
      }
      fields = codeSymbol(coder, maskModel, fieldCount, fields);
      for (let field = 0; field < fieldCount; field += 1) {
        if ((fields & (1 << field)) === 0) continue;
        const place = row + field;
        const model = frequency[distance * fieldCount + field] as Model;
        frequencies[place] = codeNumber(coder, model, (frequencies[place] as number) - 1) + 1;
        if (lengths) {
          lengths[place] = codeNumber(coder, length[field] as Model, (lengths[place] as number) - 1) + 1;
        }
      }
    }
    return {
      term,
      index: termIndex,
      documents,
      frequencies,
      ...(exactIdf !== undefined && { exactIdf }),
      ...(lengths && { lengths }),
    };
  }
}

export function writeShard(shard: TermShard, documentCount: number): Uint8Array {
  return written((writer) => codeShard(writer, documentCount, shard));
}

export function readShard(payload: Uint8Array, documentCount: number): TermShard {
  return codeShard(new RangeReader(payload), documentCount);
}

/** The hash of the positions file that a shard names, without reading the rest. */
export function readPositionsHash(payload: Uint8Array): string {
  return codeHash(new RangeReader(payload), '');
}

// ── lengths ───────────────────────────────────────────────────────────────────────────────────────────

export interface FieldLengths {
  /** By field, then by document. */
  readonly lengths: readonly Uint32Array[];
  /** By document, when one differs from 1. */
  readonly documentBoosts?: Float64Array;
}

function codeLengths(coder: Coder, documentCount: number, given?: FieldLengths): FieldLengths {
  const lengths = searchFields.map((_, field) => {
    const model = createNumberModel();
    const column = given?.lengths[field] ?? new Uint32Array(documentCount);
    for (let i = 0; i < documentCount; i += 1) column[i] = codeNumber(coder, model, column[i] as number);
    return column;
  });
  const flags = createModel(2);
  const hasBoosts = coder.bit(flags, 0, given?.documentBoosts === undefined ? 0 : 1) === 1;
  if (!hasBoosts) return { lengths };
  const documentBoosts = given?.documentBoosts ?? new Float64Array(documentCount);
  for (let i = 0; i < documentCount; i += 1) {
    const isOne = coder.bit(flags, 1, documentBoosts[i] === 1 ? 1 : 0) === 1;
    documentBoosts[i] = isOne ? 1 : codeFloat(coder, documentBoosts[i] as number);
  }
  return { lengths, documentBoosts };
}

export function writeLengths(lengths: FieldLengths, documentCount: number): Uint8Array {
  return written((writer) => codeLengths(writer, documentCount, lengths));
}

export function readLengths(payload: Uint8Array, documentCount: number): FieldLengths {
  return codeLengths(new RangeReader(payload), documentCount);
}

// ── hash set ──────────────────────────────────────────────────────────────────────────────────────────

/** FNV-1a, 32 bits, over the low and the high byte of each UTF-16 unit; its high bits are mixed into the low ones. */
export function termHash(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i += 1) {
    const unit = term.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Of terms that are not in a set, one in so many seems to be. */
const falsePositives = 16;

/** Terms as hashes modulo `modulus`; a term that is not in it may seem to be, one that is always does. */
export interface HashSet {
  readonly modulus: number;
  readonly hashes: ReadonlySet<number>;
}

/** The modulus, the number of hashes, then each after the one before it. */
function codeHashSet(coder: Coder, givenModulus: number, given: readonly number[]): HashSet {
  const model = createNumberModel();
  const modulus = codeNumber(coder, model, givenModulus);
  const size = atMost(modulus, codeNumber(coder, model, given.length));
  const gap = createNumberModel();
  const hashes = new Set<number>();
  let last = 0;
  for (let i = 0; i < size; i += 1) {
    last += codeNumber(coder, gap, (given[i] ?? 0) - last);
    hashes.add(last);
  }
  return { modulus, hashes };
}

export function writeHashSet(terms: readonly string[]): Uint8Array {
  const modulus = terms.length * falsePositives;
  const hashes = [...new Set(terms.map((term) => termHash(term) % modulus))].sort((a, b) => a - b);
  return written((writer) => codeHashSet(writer, modulus, hashes));
}

export function readHashSet(payload: Uint8Array): HashSet {
  return codeHashSet(new RangeReader(payload), 0, []);
}

export function mayHold({ modulus, hashes }: HashSet, term: string): boolean {
  return modulus > 0 && hashes.has(termHash(term) % modulus);
}
