// For tests: the whole index of documents by lunr.Builder itself, as a reader of lunr's documentation would make it.
import lunr from 'lunr';
import type { SearchDocument } from '../../src/model.ts';
import { loadPipelines, preparedLunr } from '../../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { knowOtherScripts } from '../../src/search/pipeline.ts';
import { knowStemmers } from '../../src/search/stemmers.ts';

export function lunrsOwnIndex(documents: readonly SearchDocument[], language: string): lunr.Index {
  knowOtherScripts(otherScripts);
  knowStemmers();
  const pipelines = loadPipelines(language);
  preparedLunr();
  const builder = new lunr.Builder();
  builder.pipeline = pipelines.index as never;
  builder.searchPipeline = pipelines.search as never;
  builder.ref('id');
  builder.field('title', { boost: 6 });
  builder.field('summary', { boost: 2 });
  builder.field('body');
  documents.forEach((document, number) => {
    const { title, summary, body, boost } = document;
    builder.add({ title, summary, body, id: `${number}` }, boost === undefined ? {} : { boost });
  });
  return builder.build();
}
