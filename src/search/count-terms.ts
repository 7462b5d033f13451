// Counts the words of all documents as lunr.Builder would (lunr 2.3.9: lunr.tokenizer, the index pipeline, then one
// posting a term, field and document), several times faster: the pipeline runs once for each distinct word between
// spaces, as none of its functions looks at a word's neighbours, and everything is kept in flat columns. Two steps
// that know nothing of each other: documents → the terms of each field in order; those → an inverted index.
import type { SearchDocument } from '../model.ts';
import { Column } from './column.ts';
import { type FieldTerms, KnownTerms, writeKnownTerms } from './known-terms.ts';
import { loadPipelines, preparedLunr } from './lunr-with-pipeline.ts';
import { otherScripts } from './other-scripts.ts';
import { knowOtherScripts } from './pipeline.ts';
import type { KeyedCache } from './search-cache.ts';
import { searchFields } from './shard-format.ts';
import { knowStemmers } from './stemmers.ts';
import type { FieldPostings, TermCounts } from './term-counts.ts';
import { addToHash, WordMemo } from './word-memo.ts';

/** @param kept with it, documents that an earlier build has seen are not read again, and these are kept for the next */
export function countTerms(
  documents: readonly SearchDocument[],
  language: string,
  kept?: KeyedCache,
): TermCounts {
  const { terms, fields } = readTerms(documents, language, kept);
  const inverted = fields.map((field) => invert(field, terms.length));
  return {
    language,
    documentCount: documents.length,
    terms,
    sortedTerms: sortedIndices(terms),
    fields: inverted.map(({ postings }) => postings),
    fieldLengths: inverted.map(({ lengths }) => lengths),
    ...boostsOf(documents),
  };
}

// ── documents → terms in order ────────────────────────────────────────────────────────────────────────

interface DocumentTerms {
  /** In order of first occurrence: document, then field, then place. */
  readonly terms: readonly string[];
  readonly fields: readonly FieldTerms[];
}

/** In a field of one document: more than most have. */
const likelyWords = { title: 16, summary: 48, body: 512 } as const;

function readTerms(
  documents: readonly SearchDocument[],
  language: string,
  kept: KeyedCache | undefined,
): DocumentTerms {
  const lexicon = new Lexicon(language);
  const columns = searchFields.map(({ name }) => ({
    name,
    places: new Column(documents.length * likelyWords[name]),
    ends: new Uint32Array(documents.length),
  }));
  const [old, recent] = termRecords(language);
  const oldTexts = KnownTerms.parse(kept?.cache.get(old));
  const recentTexts = KnownTerms.parse(kept?.cache.get(recent));
  const numberOf = (term: string) => lexicon.numberOf(term);
  /** Documents that the old record does not hold. */
  const since: number[] = [];
  let isAllKnown = true;
  documents.forEach((document, number) => {
    const key = kept?.keys[number]?.text ?? '';
    let known = oldTexts?.begin(key) ? oldTexts : undefined;
    if (known === undefined) {
      since.push(number);
      known = recentTexts?.begin(key) ? recentTexts : undefined;
      if (known === undefined) isAllKnown = false;
    }
    for (const { name, places, ends } of columns) {
      if (known !== undefined) known.readField(places, numberOf);
      else lexicon.read(document[name], places);
      ends[number] = places.length;
    }
  });
  const result: DocumentTerms = {
    terms: lexicon.terms,
    fields: columns.map(({ places, ends }) => ({ places: places.values(), ends })),
  };
  if (kept !== undefined && !isAllKnown) {
    const keys = kept.keys.map(({ text }) => text);
    const isOldGood =
      since.length * recentShare < documents.length && (oldTexts?.size ?? 0) < documents.length * 2;
    kept.cache.put(
      isOldGood ? recent : old,
      writeKnownTerms(isOldGood ? since : keys.keys(), keys, result.terms, result.fields),
    );
  }
  return result;
}

/** When more than one text of so many is in the recent record, all are written as the old one. */
const recentShare = 8;

/** Keys of the two records: the old one, the recent one. */
export function termRecords(language: string): readonly [string, string] {
  return [`terms/${language}`, `terms/${language}/recent`];
}

/** By UTF-16 unit: 1 where lunr.tokenizer parts words. */
const isSeparator = new Uint8Array(0x10000);
const everyUnit = Array.from(isSeparator, (_, unit) => String.fromCharCode(unit)).join('');
for (const { index } of everyUnit.matchAll(/[\s-]/g)) isSeparator[index] = 1;

/** What each word between spaces becomes. */
class Lexicon {
  /** In order of first occurrence. */
  readonly terms: string[] = [];
  readonly #indices = new Map<string, number>();
  /** Word → its place as in FieldTerms, doubled; or, for none or several places, number of the list, doubled and 1. */
  readonly #memo = new WordMemo();
  readonly #lists: (readonly number[])[] = [];
  /** Up to where a word may fall apart into several; each of them has a place, whether it is indexed or not. */
  readonly #split: Pipeline;
  readonly #finish: Pipeline;

  constructor(language: string) {
    knowOtherScripts(otherScripts);
    knowStemmers();
    const lunr = preparedLunr();
    const labels = loadPipelines(language).index.toJSON();
    const cut = labels.indexOf('offprint-drop-empty') + 1;
    this.#split = lunr.Pipeline.load(labels.slice(0, cut)) as unknown as Pipeline;
    this.#finish = lunr.Pipeline.load(labels.slice(cut)) as unknown as Pipeline;
  }

  /** Cuts as lunr.tokenizer does; in lower case first, as a letter's lower case may depend on its neighbours. */
  read(text: string, places: Column): void {
    const lower = text.toLowerCase();
    const { length } = lower;
    let start = 0;
    let hash = 0;
    for (let at = 0; at <= length; at += 1) {
      // The end parts words as well.
      const unit = at === length ? 0x20 : lower.charCodeAt(at);
      if (isSeparator[unit] === 0) {
        hash = addToHash(hash, unit);
        continue;
      }
      if (at > start) this.#readWord(lower, start, at, hash, places);
      start = at + 1;
      hash = 0;
    }
  }

  #readWord(text: string, start: number, end: number, hash: number, places: Column): void {
    const known = this.#memo.get(text, start, end, hash);
    if (known >= 0) {
      if ((known & 1) === 0) places.push(known >> 1);
      else for (const place of this.#lists[known >> 1] ?? []) places.push(place);
      return;
    }
    const found = this.#split.runString(text.slice(start, end)).map((piece) => this.#placeOf(piece));
    for (const place of found) places.push(place);
    if (!this.#memo.takes(end - start)) return;
    const [first] = found;
    const value = found.length === 1 && first !== undefined ? first * 2 : this.#lists.push(found) * 2 - 1;
    this.#memo.set(text, start, end, hash, value);
  }

  #placeOf(piece: string): number {
    const [term, second] = this.#finish.runString(piece);
    if (second !== undefined) throw new Error(`one word became two terms: ${JSON.stringify(piece)}`);
    if (term === undefined) return 0;
    return this.numberOf(term) + 1;
  }

  /** lunr's `_index` of a term; the next one when it is new. */
  numberOf(term: string): number {
    const index = this.#indices.get(term);
    if (index !== undefined) return index;
    const copy = ownCopy(term);
    this.#indices.set(copy, this.terms.length);
    return this.terms.push(copy) - 1;
  }
}

interface Pipeline {
  runString(text: string): string[];
}

/** The same string on its own: a slice of some length keeps the whole text that it was cut from in memory. */
function ownCopy(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}

// ── terms in order → inverted index ───────────────────────────────────────────────────────────────────

/** Counting sort by term: documents and places ascend by themselves, as they come in order. */
function invert(
  { places, ends }: FieldTerms,
  termCount: number,
): { postings: FieldPostings; lengths: Uint32Array } {
  const offsets = new Uint32Array(termCount + 1);
  /** By term: where its next place goes in `positions`. */
  const nextPosition = new Uint32Array(termCount + 1);
  /** By term: number of the last document that holds it, and 1. */
  const lastDocument = new Uint32Array(termCount);
  const lengths = new Uint32Array(ends.length);

  let at = 0;
  for (let document = 0; document < ends.length; document += 1) {
    const end = ends[document] ?? 0;
    let length = 0;
    for (; at < end; at += 1) {
      // Counted one further on, so that the sums below are beginnings.
      const after = places[at] ?? 0;
      if (after === 0) continue;
      length += 1;
      nextPosition[after] = (nextPosition[after] ?? 0) + 1;
      if (lastDocument[after - 1] === document + 1) continue;
      lastDocument[after - 1] = document + 1;
      offsets[after] = (offsets[after] ?? 0) + 1;
    }
    lengths[document] = length;
  }
  for (let term = 1; term <= termCount; term += 1) {
    offsets[term] = (offsets[term] ?? 0) + (offsets[term - 1] ?? 0);
    nextPosition[term] = (nextPosition[term] ?? 0) + (nextPosition[term - 1] ?? 0);
  }

  const postingCount = offsets[termCount] ?? 0;
  const positionCount = nextPosition[termCount] ?? 0;
  const documents = new Uint32Array(postingCount);
  const frequencies = new Uint32Array(postingCount);
  const positionOffsets = new Uint32Array(postingCount + 1);
  const positions = new Uint32Array(positionCount);
  const nextPosting = offsets.slice(0, termCount);
  lastDocument.fill(0);
  at = 0;
  for (let document = 0; document < ends.length; document += 1) {
    const begin = at;
    const end = ends[document] ?? 0;
    for (; at < end; at += 1) {
      const term = (places[at] ?? 0) - 1;
      if (term < 0) continue;
      const position = nextPosition[term] ?? 0;
      let posting = (nextPosting[term] ?? 0) - 1;
      if (lastDocument[term] !== document + 1) {
        lastDocument[term] = document + 1;
        posting += 1;
        nextPosting[term] = posting + 1;
        documents[posting] = document;
        positionOffsets[posting] = position;
      }
      frequencies[posting] = (frequencies[posting] ?? 0) + 1;
      positions[position] = at - begin;
      nextPosition[term] = position + 1;
    }
  }
  positionOffsets[postingCount] = positionCount;
  return { postings: { offsets, documents, frequencies, positionOffsets, positions }, lengths };
}

function sortedIndices(terms: readonly string[]): Uint32Array {
  const indices = new Map(terms.map((term, index) => [term, index]));
  // By UTF-16 units, as lunr sorts them.
  return Uint32Array.from([...terms].sort(), (term) => indices.get(term) ?? 0);
}

function boostsOf(documents: readonly SearchDocument[]): Pick<TermCounts, 'documentBoosts'> {
  // lunr takes 0 for 1.
  const boosts = Float64Array.from(documents, ({ boost }) => boost || 1);
  return boosts.some((boost) => boost !== 1) ? { documentBoosts: boosts } : {};
}
