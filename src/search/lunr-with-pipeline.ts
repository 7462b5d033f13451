// lunr 2.3.9 as everyone here uses it: our pipeline functions registered, and the width of its node ids fixed.
import lunr from 'lunr';
import { pipelineLabels, registerPipeline } from './pipeline.ts';

/** A function of lunr.Pipeline, with the metadata that @types/lunr leaves out. */
interface RunnablePipeline {
  runString(text: string, metadata?: object): string[];
  add(...functions: unknown[]): void;
  toJSON(): string[];
}

export interface LoadedPipelines {
  readonly index: RunnablePipeline;
  readonly search: RunnablePipeline;
}

/**
 * lunr, ready to build or load an index. Call it before each of both: lunr.TokenSet joins a label and a node id
 * without a separator, so terms with digits collide and the index loses some, unless all ids have one width.
 */
export function preparedLunr(): typeof lunr {
  registerPipeline(lunr as unknown as Parameters<typeof registerPipeline>[0]);
  (lunr.TokenSet as unknown as { _nextId: number })._nextId = 1e9;
  return lunr;
}

/** The index and search pipelines of a language as lunr.Pipeline objects. */
export function loadPipelines(language: string): LoadedPipelines {
  const { Pipeline } = preparedLunr();
  const labels = pipelineLabels(language);
  return {
    index: Pipeline.load([...labels.index]) as unknown as RunnablePipeline,
    search: Pipeline.load([...labels.search]) as unknown as RunnablePipeline,
  };
}
