// Postings of a few terms → a lunr.Index that ranks them as the whole index would (lunr 2.3.9): a score is made of the
// weights of the query's own terms, and those are computed from the counts as lunr.Builder computes them.
import { fieldCount } from '../search/codec-pieces.ts';
import type { FieldLengths, TermPostings } from '../search/index-codec.ts';
import type { SearchRoot } from '../search/shard-format.ts';
import {
  averageFieldLengths,
  fieldBoosts,
  inverseDocumentFrequency,
  roundedWeight,
  unroundedWeight,
} from '../search/term-counts.ts';
import { lunr, type QueryPipeline, type RankingIndex, type TermSet } from './lunr-ranking.ts';
import { fieldNames } from './term-pattern.ts';

export interface PartialIndexTerm {
  readonly postings: TermPostings;
  /** Whether a weight of the term may be looked at. */
  readonly isWeighted: boolean;
}

/** What an index knows of a term in a document: nothing, as none of it is whitelisted. lunr never writes into it. */
const noMetadata: object = Object.freeze(Object.create(null));

/**
 * @param terms at least all that the query expands to, in order of UTF-16 units
 * @param lengths when a weighted term has none of its own
 * @param termSetOf what lunr expands clauses with
 * @param isNegated whether lunr will walk every field of every document
 */
export function buildPartialIndex(
  root: SearchRoot,
  terms: readonly PartialIndexTerm[],
  lengths: FieldLengths | undefined,
  termSetOf: (terms: readonly string[]) => TermSet,
  isNegated: boolean,
  pipeline: QueryPipeline,
): RankingIndex {
  const invertedIndex: Record<string, object> = Object.create(null);
  for (const { postings } of terms) invertedIndex[postings.term] = invertedPostings(postings);
  return new lunr.Index({
    invertedIndex,
    fieldVectors: isNegated ? emptyVectors(root.documentCount) : weightVectors(root, terms, lengths),
    tokenSet: termSetOf(terms.map(({ postings }) => postings.term)),
    fields: fieldNames,
    pipeline,
  });
}

function invertedPostings({ index, documents, frequencies }: TermPostings): object {
  const posting: Record<string, unknown> = Object.create(null);
  posting._index = index;
  for (let field = 0; field < fieldCount; field += 1) {
    const ofField: Record<number, object> = Object.create(null);
    for (let i = 0; i < documents.length; i += 1) {
      if (frequencies[i * fieldCount + field] !== 0) ofField[documents[i] as number] = noMetadata;
    }
    posting[fieldNames[field] as string] = ofField;
  }
  return posting;
}

/** In lunr's order of field refs; a query of prohibited terms alone looks at no weight. */
function emptyVectors(documentCount: number): object {
  const vectors: Record<string, object> = Object.create(null);
  const empty = new lunr.Vector();
  for (let document = 0; document < documentCount; document += 1) {
    for (const field of fieldNames) vectors[`${field}/${document}`] = empty;
  }
  return vectors;
}

function weightVectors(
  { documentCount, fieldLengthSums }: SearchRoot,
  terms: readonly PartialIndexTerm[],
  common: FieldLengths | undefined,
): object {
  const averages = averageFieldLengths(fieldLengthSums, documentCount);
  const elements = fieldNames.map(() => new Map<number, number[]>());
  // A vector's elements stand in order of the terms' indices.
  const inOrder = terms
    .filter(({ isWeighted }) => isWeighted)
    .sort((a, b) => a.postings.index - b.postings.index);
  for (const { postings } of inOrder) {
    const { index, exactIdf, documents, frequencies, lengths } = postings;
    const idf = exactIdf ?? inverseDocumentFrequency(countOf(frequencies), documentCount);
    for (let i = 0; i < documents.length; i += 1) {
      const document = documents[i] as number;
      for (let field = 0; field < fieldCount; field += 1) {
        const place = i * fieldCount + field;
        const frequency = frequencies[place] as number;
        if (frequency === 0) continue;
        const length = lengths ? lengths[place] : common?.lengths[field]?.[document];
        const weight = roundedWeight(
          unroundedWeight(
            idf,
            frequency,
            length as number,
            averages[field] as number,
            fieldBoosts[field] as number,
            common?.documentBoosts?.[document] ?? 1,
          ),
        );
        const ofField = elements[field] as Map<number, number[]>;
        const vector = ofField.get(document);
        if (vector) vector.push(index, weight);
        else ofField.set(document, [index, weight]);
      }
    }
  }
  const vectors: Record<string, object> = Object.create(null);
  elements.forEach((ofField, field) => {
    for (const [document, list] of ofField)
      vectors[`${fieldNames[field]}/${document}`] = new lunr.Vector(list);
  });
  return vectors;
}

/** Over all fields, as lunr.idf counts: a document counts once for each. */
function countOf(frequencies: Uint32Array): number {
  let count = 0;
  for (const frequency of frequencies) if (frequency !== 0) count += 1;
  return count;
}
