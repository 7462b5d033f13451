// What stands in the coded files of the index (terms, positions, lengths, dictionary, filters), each layout described
// once and walked in both directions: a writer gives the value, a reader gets it back. No node:, no DOM.
// docs/search-format.md tells the same in words.
import {
  type Coder,
  codeNumber,
  codeSymbol,
  createModel,
  createNumberModel,
  type Model,
  RangeReader,
  RangeWriter,
} from './range-coder.ts';
import { hashBytes, searchFields } from './shard-format.ts';

const fieldCount = searchFields.length;
/** In UTF-16 units. A body may be one word, and a body has at most so many. */
const maxTermLength = 2 ** 26;

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

/** By term of a shard, then by document, then by field that holds it: places, ascending. Flat, in that order. */
export type ShardPositions = readonly Uint32Array[];

// ── pieces ────────────────────────────────────────────────────────────────────────────────────────────

interface TextModels {
  readonly shared: Model;
  readonly rest: Model;
  readonly high: Model;
  readonly low: readonly [Model, Model];
}

function createTextModels(): TextModels {
  return {
    shared: createNumberModel(),
    rest: createNumberModel(),
    high: createModel(256),
    low: [createModel(256), createModel(256)],
  };
}

/** A text after a text that sorts before it: how many UTF-16 units they share, then the rest, unit by unit. */
function codeText(coder: Coder, models: TextModels, before: string, text: string): string {
  let shared = 0;
  if (!coder.isReading) {
    while (shared < before.length && shared < text.length && before[shared] === text[shared]) shared += 1;
  }
  shared = codeNumber(coder, models.shared, shared);
  const rest = atMost(maxTermLength, codeNumber(coder, models.rest, text.length - shared));
  let result = before.slice(0, shared);
  for (let i = shared; i < shared + rest; i += 1) {
    const unit = coder.isReading ? 0 : text.charCodeAt(i);
    const high = codeSymbol(coder, models.high, 8, unit >>> 8);
    const low = codeSymbol(coder, models.low[high === 0 ? 0 : 1], 8, unit & 0xff);
    result += String.fromCharCode((high << 8) | low);
  }
  return result;
}

/** A name's hash, in hex. */
function codeHash(coder: Coder, hash: string): string {
  let result = '';
  for (let i = 0; i < hashBytes; i += 1) {
    const byte = coder.direct(coder.isReading ? 0 : Number.parseInt(hash.slice(i * 2, i * 2 + 2), 16), 8);
    result += byte.toString(16).padStart(2, '0');
  }
  return result;
}

function codeFloat(coder: Coder, value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  for (let i = 0; i < 8; i += 1) view.setUint8(i, coder.direct(view.getUint8(i), 8));
  return view.getFloat64(0);
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
const stripes = (count: number, create: () => Model): Model[] => Array.from({ length: count }, create);

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
  const writer = new RangeWriter();
  codeShard(writer, documentCount, shard);
  return writer.finish();
}

export function readShard(payload: Uint8Array, documentCount: number): TermShard {
  return codeShard(new RangeReader(payload), documentCount);
}

/** The hash of the positions file that a shard names, without reading the rest. */
export function readPositionsHash(payload: Uint8Array): string {
  return codeHash(new RangeReader(payload), '');
}

// ── positions ─────────────────────────────────────────────────────────────────────────────────────────

/** For each term, document and field that holds it: the first place, then what lies between it and the next. */
function codePositions(coder: Coder, { terms }: TermShard, given?: ShardPositions): Uint32Array[] {
  const first = stripes(fieldCount, createNumberModel);
  const further = stripes(fieldCount, createNumberModel);
  return terms.map(({ frequencies }, i) => {
    const places = given?.[i] ?? new Uint32Array(frequencies.reduce((sum, frequency) => sum + frequency, 0));
    let at = 0;
    for (let j = 0; j < frequencies.length; j += 1) {
      const field = j % fieldCount;
      const frequency = frequencies[j] as number;
      let next = 0;
      for (let k = 0; k < frequency; k += 1) {
        const model = (k === 0 ? first : further)[field] as Model;
        const place = codeNumber(coder, model, (places[at] as number) - next) + next;
        places[at] = place;
        next = place + 1;
        at += 1;
      }
    }
    return places;
  });
}

export function writePositions(shard: TermShard, positions: ShardPositions): Uint8Array {
  const writer = new RangeWriter();
  codePositions(writer, shard, positions);
  return writer.finish();
}

/** @param shard the one that names this file */
export function readPositions(payload: Uint8Array, shard: TermShard): ShardPositions {
  return codePositions(new RangeReader(payload), shard);
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
  const writer = new RangeWriter();
  codeLengths(writer, documentCount, lengths);
  return writer.finish();
}

export function readLengths(payload: Uint8Array, documentCount: number): FieldLengths {
  return codeLengths(new RangeReader(payload), documentCount);
}

// ── dictionary ────────────────────────────────────────────────────────────────────────────────────────

/** Sorted terms: their number, then each after the one before it. */
function codeTermList(coder: Coder, given: readonly string[]): string[] {
  const models = createTextModels();
  const count = codeNumber(coder, createNumberModel(), given.length);
  const terms: string[] = [];
  let before = '';
  for (let i = 0; i < count; i += 1) {
    before = codeText(coder, models, before, given[i] ?? '');
    terms.push(before);
  }
  return terms;
}

export function writeTermList(terms: readonly string[]): Uint8Array {
  const writer = new RangeWriter();
  codeTermList(writer, terms);
  return writer.finish();
}

export function readTermList(payload: Uint8Array): string[] {
  return codeTermList(new RangeReader(payload), []);
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
  const writer = new RangeWriter();
  const modulus = terms.length * falsePositives;
  const hashes = new Set(terms.map((term) => termHash(term) % modulus));
  codeHashSet(
    writer,
    modulus,
    [...hashes].sort((a, b) => a - b),
  );
  return writer.finish();
}

export function readHashSet(payload: Uint8Array): HashSet {
  return codeHashSet(new RangeReader(payload), 0, []);
}

export function mayHold({ modulus, hashes }: HashSet, term: string): boolean {
  return modulus > 0 && hashes.has(termHash(term) % modulus);
}

// ── filters ───────────────────────────────────────────────────────────────────────────────────────────

/** What results may be narrowed by: columns over all documents. */
export interface FilterColumns {
  /** By document: place in `searchKinds`. */
  readonly kinds: Uint8Array;
  /** By document: year of its date, 0 without one. */
  readonly years: Uint16Array;
  /** Slugs, sorted. */
  readonly countrySlugs: readonly string[];
  readonly topicSlugs: readonly string[];
  /** By document: places in the lists of slugs, in the order of the author. */
  readonly countries: readonly (readonly number[])[];
  readonly topics: readonly (readonly number[])[];
}

/** Both lists of slugs, then for each document its kind, its year and the places of its countries and topics. */
function codeFilters(coder: Coder, documentCount: number, given?: FilterColumns): FilterColumns {
  const countrySlugs = codeTermList(coder, given?.countrySlugs ?? []);
  const topicSlugs = codeTermList(coder, given?.topicSlugs ?? []);
  const kindModel = createModel(8);
  const sameYear = createModel(1);
  const yearModel = createNumberModel();
  const kinds = given?.kinds ?? new Uint8Array(documentCount);
  const years = given?.years ?? new Uint16Array(documentCount);
  const countries: number[][] = [];
  const topics: number[][] = [];
  const models = stripes(4, createNumberModel);
  const places = (count: Model, place: Model, limit: number, column: readonly number[] = []): number[] => {
    const size = atMost(limit, codeNumber(coder, count, column.length));
    return Array.from({ length: size }, (_, i) => codeNumber(coder, place, column[i] ?? 0));
  };
  let year = 0;
  for (let i = 0; i < documentCount; i += 1) {
    kinds[i] = codeSymbol(coder, kindModel, 3, kinds[i] as number);
    const isSame = coder.bit(sameYear, 0, years[i] === year ? 1 : 0) === 1;
    if (!isSame) year = codeNumber(coder, yearModel, years[i] as number);
    years[i] = year;
    countries.push(places(models[0] as Model, models[1] as Model, countrySlugs.length, given?.countries[i]));
    topics.push(places(models[2] as Model, models[3] as Model, topicSlugs.length, given?.topics[i]));
  }
  return { kinds, years, countrySlugs, topicSlugs, countries, topics };
}

export function writeFilters(columns: FilterColumns, documentCount: number): Uint8Array {
  const writer = new RangeWriter();
  codeFilters(writer, documentCount, columns);
  return writer.finish();
}

export function readFilters(payload: Uint8Array, documentCount: number): FilterColumns {
  return codeFilters(new RangeReader(payload), documentCount);
}

/** Refuses a size that no true file states, before memory is asked for. */
function atMost(limit: number, size: number): number {
  if (size > limit) throw new RangeError(`${size} where at most ${limit} can be`);
  return size;
}
