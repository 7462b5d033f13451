// The public proof that search is exact, with `build --full-index`: lunr's whole index, the documents that it was made
// of, and all that a plain lunr (2.3.9) needs to make it again. docs/search-proof.md says how.
import type { OutputFile, SearchDocument } from '../model.ts';
import { gzipChunks } from './gzip-chunks.ts';
import { lunrJson } from './lunr-json.ts';
import { pipelineLabels } from './pipeline.ts';
import { lunrVersion, searchFields } from './shard-format.ts';
import { b, k1, type TermCounts } from './term-counts.ts';

/** recipe.json: every argument of lunr.Builder. */
interface Recipe {
  readonly lunr: string;
  /** The name of the property that holds a document's ref. */
  readonly ref: string;
  /** In order of adding. */
  readonly fields: readonly { readonly name: string; readonly boost: number }[];
  readonly k1: number;
  readonly b: number;
  /** Labels of the functions that documents pass, then of those that queries pass. */
  readonly pipeline: readonly string[];
  readonly searchPipeline: readonly string[];
  readonly metadataWhitelist: readonly string[];
  /** Ref → boost, where it is not 1. */
  readonly documentBoosts: Readonly<Record<string, number>>;
}

/**
 * @param counts of these documents
 * @param pipelineScript a classic script that registers our pipeline functions in the global `lunr`
 */
export function fullIndexFiles(
  counts: TermCounts,
  documents: readonly SearchDocument[],
  pipelineScript: string,
): OutputFile[] {
  const folder = `search/${counts.language}/full`;
  return [
    { path: `${folder}/lunr.json.gz`, chunks: () => gzipChunks(lunrJson(counts)) },
    { path: `${folder}/documents.jsonl.gz`, chunks: () => gzipChunks(documentLines(documents)) },
    { path: `${folder}/recipe.json`, contents: `${JSON.stringify(recipeOf(counts), null, 2)}\n` },
    { path: `${folder}/pipeline.js`, contents: pipelineScript },
  ];
}

function* documentLines(documents: readonly SearchDocument[]): Generator<string> {
  for (const [number, { title, summary, body }] of documents.entries()) {
    yield `${JSON.stringify({ ref: String(number), title, summary, body })}\n`;
  }
}

function recipeOf({ language, documentBoosts }: TermCounts): Recipe {
  const labels = pipelineLabels(language);
  const boosts = [...(documentBoosts ?? [])].map((boost, number) => [String(number), boost] as const);
  return {
    lunr: lunrVersion,
    ref: 'ref',
    fields: searchFields,
    k1,
    b,
    pipeline: labels.index,
    searchPipeline: labels.search,
    metadataWhitelist: [],
    documentBoosts: Object.fromEntries(boosts.filter(([, boost]) => boost !== 1)),
  };
}
