// The coded files that few queries need (positions, dictionary, filters), described as those of index-codec.ts are.
import { atMost, codeText, createTextModels, fieldCount, stripes } from './codec-pieces.ts';
import { type TermShard, termHash } from './index-codec.ts';
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

// ── positions ─────────────────────────────────────────────────────────────────────────────────────────

/** By term of a shard, then by document, then by field that holds it: places, ascending. Flat, in that order. */
export type ShardPositions = readonly Uint32Array[];

/**
 * A mark that tells whose positions these are; then, for each term, document and field that holds it: the first place,
 * then what lies between it and the next.
 */
function codePositions(coder: Coder, { terms }: TermShard, given?: ShardPositions): Uint32Array[] {
  const first = stripes(fieldCount, createNumberModel);
  const further = stripes(fieldCount, createNumberModel);
  const mark = termHash(terms[0]?.term ?? '') >>> 8;
  if (coder.direct(mark, 24) !== mark) throw new RangeError('positions of other terms');
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
  return written((writer) => codePositions(writer, shard, positions));
}

/** @param shard the one that names this file */
export function readPositions(payload: Uint8Array, shard: TermShard): ShardPositions {
  return codePositions(new RangeReader(payload), shard);
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
  return written((writer) => codeTermList(writer, terms));
}

/** @throws RangeError of bytes that no writer wrote */
export function readTermList(payload: Uint8Array): string[] {
  return codeTermList(new RangeReader(payload), []);
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
  return written((writer) => codeFilters(writer, documentCount, columns));
}

export function readFilters(payload: Uint8Array, documentCount: number): FilterColumns {
  return codeFilters(new RangeReader(payload), documentCount);
}
