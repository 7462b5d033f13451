// What the query and the excerpts need to know of a language: its pipelines, asked for one word at a time.
import {
  type PipelineFunction,
  type PipelineToken,
  pipelineFunctions,
  pipelineLabels,
  type StemmerGlobal,
} from '../search/pipeline.ts';
import { type QueryPipeline, stemmer, stopWordFilter } from './lunr-ranking.ts';

export interface Analyser {
  /** What lunr makes terms of a query's words with. */
  readonly pipeline: QueryPipeline;
  /** The term that a folded word is looked up by; words without one ("…") give an empty text. */
  termOf(word: string): string;
  /** False for stop words: the index holds no term for them. */
  isIndexed(word: string): boolean;
}

export function createAnalyser(language: string): Analyser {
  const labels = pipelineLabels(language);
  const search = createPipeline(labels.search);
  const index = createPipeline(labels.index);
  return {
    pipeline: search,
    termOf: (word) => search.runString(word)[0] ?? '',
    isIndexed: (word) => index.runString(word).length > 0,
  };
}

const functions: Readonly<Record<string, PipelineFunction>> = {
  ...pipelineFunctions,
  ...({ stemmer, stopWordFilter } as unknown as Record<string, PipelineFunction>),
};

/** lunr.Pipeline of functions by their labels, as far as a search needs it. */
function createPipeline(labels: readonly string[]): QueryPipeline {
  const run = labels.map(functionOf);
  return {
    runString: (text) =>
      run
        .reduce((tokens, fn) => tokens.flatMap((token) => fn(token) ?? []), [tokenOf(text)])
        .map((token) => token.toString()),
  };
}

function functionOf(label: string): PipelineFunction {
  const stem = (globalThis as StemmerGlobal).offprintStemmers?.[label];
  const known = functions[label] ?? (stem && ((token: PipelineToken) => token.update(stem)));
  if (known === undefined) throw new Error(`nothing is known of ${label}`);
  return known;
}

/** lunr.Token without metadata. */
function tokenOf(text: string): PipelineToken {
  return {
    toString: () => text,
    update: (change) => tokenOf(change(text)),
    clone: (change) => tokenOf(change(text)),
  };
}
