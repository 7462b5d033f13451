// What counting leaves of the documents of one language: an inverted index in flat columns, numbered as
// lunr.Builder would number it (lunr 2.3.9). Everything that is written of the index is made of this.
import { searchFields } from './shard-format.ts';

/** One field of all documents, inverted: columns over the postings, grouped by term, documents ascending. */
export interface FieldPostings {
  /** By term index: where its postings begin; one more entry than there are terms. */
  readonly offsets: Uint32Array;
  /** By posting: number of the document. */
  readonly documents: Uint32Array;
  /** By posting: how often the term stands in the field of the document, at least once. */
  readonly frequencies: Uint32Array;
  /** By posting: where its places begin in `positions`; one more entry than there are postings. */
  readonly positionOffsets: Uint32Array;
  /** Places of the terms in the field, ascending within a posting, in words from 0; stop words are counted. */
  readonly positions: Uint32Array;
}

export interface TermCounts {
  readonly language: string;
  readonly documentCount: number;
  /** By lunr's `_index`: in order of first occurrence (document, then field, then place). */
  readonly terms: readonly string[];
  /** Term indices in order of the terms' UTF-16 units. */
  readonly sortedTerms: Uint32Array;
  /** In order of `searchFields`. */
  readonly fields: readonly FieldPostings[];
  /** In order of `searchFields`, then by document: how many terms the field holds (lunr's field length). */
  readonly fieldLengths: readonly Uint32Array[];
  /** By document, when one differs from 1. */
  readonly documentBoosts?: Float64Array;
}

/** lunr's BM25 parameters (lunr.Builder's defaults). */
export const k1 = 1.2;
export const b = 0.75;

/** Sum of lunr's field lengths over all documents, by field. */
export function fieldLengthSums({ fieldLengths }: TermCounts): number[] {
  return fieldLengths.map((lengths) => lengths.reduce((sum, length) => sum + length, 0));
}

/** lunr's averageFieldLength, by field, from the sums of the field lengths. */
export function averageFieldLengths(sums: readonly number[], documentCount: number): number[] {
  return sums.map((sum) => sum / documentCount);
}

/** Postings of a term over all fields, as lunr.idf counts them: a document counts once for each field. */
export function documentFrequency({ fields }: TermCounts, term: number): number {
  let sum = 0;
  for (const { offsets } of fields) sum += (offsets[term + 1] ?? 0) - (offsets[term] ?? 0);
  return sum;
}

/** lunr.idf */
export function inverseDocumentFrequency(documentFrequency: number, documentCount: number): number {
  const x = (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5);
  return Math.log(1 + Math.abs(x));
}

/**
 * A weight as lunr.Builder.createFieldVectors computes it, in the same order of operations, before it is rounded
 * to thousandths.
 */
export function unroundedWeight(
  idf: number,
  frequency: number,
  fieldLength: number,
  averageFieldLength: number,
  fieldBoost: number,
  documentBoost: number,
): number {
  const score =
    (idf * ((k1 + 1) * frequency)) / (k1 * (1 - b + b * (fieldLength / averageFieldLength)) + frequency);
  return score * fieldBoost * documentBoost;
}

export function roundedWeight(unrounded: number): number {
  return Math.round(unrounded * 1000) / 1000;
}

export const fieldBoosts: readonly number[] = searchFields.map(({ boost }) => boost);
