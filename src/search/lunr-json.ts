// Counts → the JSON of lunr's whole index, to the byte what JSON.stringify(builder.build()) gives (lunr 2.3.9:
// lunr.Builder.createFieldVectors, lunr.Index.toJSON), in pieces.
import { pipelineLabels } from './pipeline.ts';
import { lunrVersion, searchFields } from './shard-format.ts';
import {
  averageFieldLengths,
  documentFrequency,
  type FieldPostings,
  fieldBoosts,
  fieldLengthSums,
  inverseDocumentFrequency,
  roundedWeight,
  type TermCounts,
  unroundedWeight,
} from './term-counts.ts';

/** In UTF-16 units: a piece is given when it is as long. */
const pieceLength = 1 << 16;

/** @returns pieces of some 64 K each that make the whole when put together */
export function* lunrJson(counts: TermCounts): Generator<string> {
  const names = searchFields.map(({ name }) => name);
  const head = { version: lunrVersion, fields: names };
  yield* joined(fieldVectors(counts), `${JSON.stringify(head).slice(0, -1)},"fieldVectors":[`);
  yield* joined(invertedIndex(counts), '],"invertedIndex":[');
  yield `],"pipeline":${JSON.stringify(pipelineLabels(counts.language).search)}}`;
}

/** Joins by commas, in pieces that are worth the while. */
function* joined(elements: Iterable<string>, begin: string): Generator<string> {
  let piece = begin;
  let comma = '';
  for (const element of elements) {
    piece += comma + element;
    comma = ',';
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function* fieldVectors(counts: TermCounts): Generator<string> {
  const { documentCount, documentBoosts, fieldLengths } = counts;
  const idfs = Float64Array.from(counts.terms, (_, term) =>
    inverseDocumentFrequency(documentFrequency(counts, term), documentCount),
  );
  const averages = averageFieldLengths(fieldLengthSums(counts), documentCount);
  const byDocument = counts.fields.map((postings) => turn(postings, documentCount));
  for (let document = 0; document < documentCount; document += 1) {
    const documentBoost = documentBoosts?.[document] ?? 1;
    for (const [field, { name }] of searchFields.entries()) {
      const { offsets, terms, frequencies } = byDocument[field] ?? noTerms;
      const length = fieldLengths[field]?.[document] ?? 0;
      const average = averages[field] ?? 0;
      const fieldBoost = fieldBoosts[field] ?? 1;
      let text = `["${name}/${document}",[`;
      const begin = offsets[document] ?? 0;
      const end = offsets[document + 1] ?? 0;
      for (let at = begin; at < end; at += 1) {
        const term = terms[at] ?? 0;
        const weight = roundedWeight(
          unroundedWeight(idfs[term] ?? 0, frequencies[at] ?? 0, length, average, fieldBoost, documentBoost),
        );
        text += `${at === begin ? '' : ','}${term},${weight}`;
      }
      yield `${text}]]`;
    }
  }
}

/** One field of all documents, terms ascending. */
interface TermsByDocument {
  /** By document; one more entry than there are documents. */
  readonly offsets: Uint32Array;
  readonly terms: Uint32Array;
  readonly frequencies: Uint32Array;
}

const noTerms: TermsByDocument = {
  offsets: new Uint32Array(),
  terms: new Uint32Array(),
  frequencies: new Uint32Array(),
};

/** By term → by document: a counting sort, terms ascend by themselves. */
function turn({ offsets, documents, frequencies }: FieldPostings, documentCount: number): TermsByDocument {
  const begins = new Uint32Array(documentCount + 1);
  for (const document of documents) begins[document + 1] = (begins[document + 1] ?? 0) + 1;
  for (let document = 1; document <= documentCount; document += 1) {
    begins[document] = (begins[document] ?? 0) + (begins[document - 1] ?? 0);
  }
  const next = begins.slice();
  const terms = new Uint32Array(documents.length);
  const turned = new Uint32Array(documents.length);
  for (let term = 0; term + 1 < offsets.length; term += 1) {
    const end = offsets[term + 1] ?? 0;
    for (let posting = offsets[term] ?? 0; posting < end; posting += 1) {
      const document = documents[posting] ?? 0;
      const at = next[document] ?? 0;
      next[document] = at + 1;
      terms[at] = term;
      turned[at] = frequencies[posting] ?? 0;
    }
  }
  return { offsets: begins, terms, frequencies: turned };
}

function* invertedIndex({ terms, sortedTerms, fields }: TermCounts): Generator<string> {
  for (const term of sortedTerms) {
    let text = `[${JSON.stringify(terms[term])},{"_index":${term}`;
    for (const [field, { name }] of searchFields.entries()) {
      const { offsets, documents } = fields[field] ?? noPostings;
      text += `,"${name}":{`;
      const begin = offsets[term] ?? 0;
      const end = offsets[term + 1] ?? 0;
      for (let posting = begin; posting < end; posting += 1) {
        text += `${posting === begin ? '' : ','}"${documents[posting]}":{}`;
      }
      text += '}';
    }
    yield `${text}}]`;
  }
}

const noPostings = { offsets: new Uint32Array(), documents: new Uint32Array() };
