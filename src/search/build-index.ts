// Documents of one language → lunr's index, built by lunr.Builder itself (lunr 2.3.9).
import type { SearchDocument } from '../model.ts';
import { loadPipelines, preparedLunr } from './lunr-with-pipeline.ts';
import { searchFields } from './shard-format.ts';

/** What lunr.Index.toJSON() gives; JSON.stringify makes it the index file. */
export interface SerialisedIndex {
  readonly version: string;
  readonly fields: readonly string[];
  readonly fieldVectors: readonly (readonly [string, readonly number[]])[];
  readonly invertedIndex: readonly (readonly [string, object])[];
  readonly pipeline: readonly string[];
}

/**
 * @param documents oldest first; a document's ref is its number in this order, as a decimal string, so that a new
 *   document moves no other
 */
export function buildIndex(documents: readonly SearchDocument[], language: string): SerialisedIndex {
  const lunr = preparedLunr();
  const { index, search } = loadPipelines(language);
  const builder = new lunr.Builder();
  builder.pipeline = index as unknown as typeof builder.pipeline;
  builder.searchPipeline = search as unknown as typeof builder.searchPipeline;
  builder.ref('ref');
  for (const { name, boost } of searchFields) builder.field(name, { boost });
  documents.forEach(({ title, summary, body }, number) => {
    builder.add({ ref: String(number), title, summary, body });
  });
  return builder.build().toJSON() as SerialisedIndex;
}
