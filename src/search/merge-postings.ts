// Counts of a stretch of the sorted terms → its postings as a term shard holds them: merged over the fields, by document.
import { fieldCount } from './codec-pieces.ts';
import { roundedCount, type TermPostings } from './index-codec.ts';
import {
  averageFieldLengths,
  type FieldPostings,
  fieldBoosts,
  fieldLengthSums,
  inverseDocumentFrequency,
  type TermCounts,
  unroundedWeight,
} from './term-counts.ts';

/** A term in more than one of so many documents is common: its lengths stand in the lengths file alone. */
const commonShare = 5;

/** In documents: a term in more of them is common. */
export function commonFrom(documentCount: number): number {
  return roundedCount(documentCount) / commonShare;
}

/** Views, good until the next stretch is merged. */
export interface MergedTerms {
  readonly entries: readonly TermPostings[];
  /** By term, then by document, then by field: places, ascending. */
  readonly places: readonly Uint32Array[];
  /** What entries and places are views into, each over all terms of the stretch. */
  readonly columns: {
    readonly documents: Uint32Array;
    readonly frequencies: Uint32Array;
    /** 0 for common terms. */
    readonly lengths: Uint32Array;
    readonly places: Uint32Array;
  };
}

/** @returns merges the terms at the places `start` to `end` of `sortedTerms` */
export function postingsMerger(counts: TermCounts): (start: number, end: number) => MergedTerms {
  const { fields, fieldLengths, documentCount, documentBoosts, terms, sortedTerms } = counts;
  const averages = averageFieldLengths(fieldLengthSums(counts), documentCount);
  const limit = commonFrom(documentCount);
  /** By field: the posting that comes next, where those of the term end, and the document of the next. */
  const at = new Uint32Array(fieldCount);
  const ends = new Uint32Array(fieldCount);
  const nextDocument = new Uint32Array(fieldCount);
  // One memory for all stretches: a new one for each would be most of what is collected as garbage.
  let documents = new Uint32Array(0);
  let frequencies = new Uint32Array(0);
  let lengths = new Uint32Array(0);
  let places = new Uint32Array(0);
  let size = 0;
  let placeCount = 0;

  return (start, end) => {
    makeRoom(start, end);
    const entries: TermPostings[] = [];
    const placesOfTerms: Uint32Array[] = [];
    for (let place = start; place < end; place += 1) {
      const index = sortedTerms[place] as number;
      const first = size;
      const firstPlace = placeCount;
      const documentFrequency = merge(index);
      const idf = inverseDocumentFrequency(documentFrequency, documentCount);
      // With boosts of documents every weight needs the lengths file, where they stand.
      const isCommon = size - first > limit || documentBoosts !== undefined;
      const isExact = isNearAnEdge(idf, first, size);
      const [from, to] = [first * fieldCount, size * fieldCount];
      if (isCommon) lengths.fill(0, from, to);
      entries.push({
        term: terms[index] as string,
        index,
        ...(isExact && { exactIdf: idf }),
        documents: documents.subarray(first, size),
        frequencies: frequencies.subarray(from, to),
        ...(!isCommon && { lengths: lengths.subarray(from, to) }),
      });
      placesOfTerms.push(places.subarray(firstPlace, placeCount));
    }
    return {
      entries,
      places: placesOfTerms,
      columns: {
        documents: documents.subarray(0, size),
        frequencies: frequencies.subarray(0, size * fieldCount),
        lengths: lengths.subarray(0, size * fieldCount),
        places: places.subarray(0, placeCount),
      },
    };
  };

  /** Empties the columns, and sees that the postings of these terms fit. */
  function makeRoom(start: number, end: number): void {
    let postings = 0;
    let positions = 0;
    for (let place = start; place < end; place += 1) {
      const index = sortedTerms[place] as number;
      for (const { offsets, positionOffsets } of fields) {
        const from = offsets[index] as number;
        const to = offsets[index + 1] as number;
        postings += to - from;
        positions += (positionOffsets[to] as number) - (positionOffsets[from] as number);
      }
    }
    if (postings > documents.length) {
      documents = new Uint32Array(postings * 2);
      frequencies = new Uint32Array(postings * 2 * fieldCount);
      lengths = new Uint32Array(postings * 2 * fieldCount);
    } else {
      frequencies.fill(0, 0, size * fieldCount);
      lengths.fill(0, 0, size * fieldCount);
    }
    if (positions > places.length) places = new Uint32Array(positions * 2);
    size = 0;
    placeCount = 0;
  }

  /** Appends the documents of a term. @returns its postings, as lunr counts them for idf */
  function merge(index: number): number {
    let sum = 0;
    for (let field = 0; field < fieldCount; field += 1) {
      const { offsets } = fields[field] as FieldPostings;
      at[field] = offsets[index] as number;
      ends[field] = offsets[index + 1] as number;
      sum += (ends[field] as number) - (at[field] as number);
      findNext(field);
    }
    for (;;) {
      let document = documentCount;
      for (let field = 0; field < fieldCount; field += 1) {
        const next = nextDocument[field] as number;
        if (next < document) document = next;
      }
      if (document === documentCount) return sum;
      documents[size] = document;
      for (let field = 0; field < fieldCount; field += 1) {
        if (nextDocument[field] === document) take(field, document);
      }
      size += 1;
    }
  }

  function findNext(field: number): void {
    const posting = at[field] as number;
    nextDocument[field] =
      posting < (ends[field] as number)
        ? ((fields[field] as FieldPostings).documents[posting] as number)
        : documentCount;
  }

  function take(field: number, document: number): void {
    const { frequencies: ofField, positionOffsets, positions } = fields[field] as FieldPostings;
    const posting = at[field] as number;
    const cell = size * fieldCount + field;
    frequencies[cell] = ofField[posting] as number;
    lengths[cell] = (fieldLengths[field] as Uint32Array)[document] as number;
    const to = positionOffsets[posting + 1] as number;
    for (let i = positionOffsets[posting] as number; i < to; i += 1) {
      places[placeCount] = positions[i] as number;
      placeCount += 1;
    }
    at[field] = posting + 1;
    findNext(field);
  }

  /**
   * Whether a weight lies so near to where rounding changes (1e-9, some thousand times what two logarithms differ
   * by) that a browser's own logarithm might round it otherwise.
   */
  function isNearAnEdge(idf: number, from: number, to: number): boolean {
    for (let i = from; i < to; i += 1) {
      const boost = documentBoosts?.[documents[i] as number] ?? 1;
      for (let field = 0; field < fieldCount; field += 1) {
        const cell = i * fieldCount + field;
        const frequency = frequencies[cell] as number;
        if (frequency === 0) continue;
        const weight = unroundedWeight(
          idf,
          frequency,
          lengths[cell] as number,
          averages[field] as number,
          fieldBoosts[field] as number,
          boost,
        );
        const thousandths = weight * 1000;
        if (Math.abs(thousandths - Math.floor(thousandths) - 0.5) < 1e-6) return true;
      }
    }
    return false;
  }
}
