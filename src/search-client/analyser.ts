// What the query and the excerpts need to know of a language: its pipelines, asked for one word at a time.
import { type LoadedPipelines, loadPipelines } from '../search/lunr-with-pipeline.ts';
import { clustersOf, fold, forEachPiece } from '../search/pipeline.ts';

export interface Analyser {
  /** What lunr makes terms of a query's words with. */
  readonly pipeline: LoadedPipelines['search'];
  /** The term that a folded word is looked up by; words without one ("…") give an empty text. */
  termOf(word: string): string;
  /** False for stop words: the index holds no term for them. */
  isIndexed(word: string): boolean;
  /**
   * What texts are cut with. Handed on and not imported: excerpts are a script of their own in a browser, and what two
   * scripts import is a third, that the first results would wait for.
   */
  readonly fold: typeof fold;
  readonly clustersOf: typeof clustersOf;
  readonly forEachPiece: typeof forEachPiece;
}

export function createAnalyser(language: string): Analyser {
  const { index, search } = loadPipelines(language);
  return {
    pipeline: search,
    termOf: (word) => search.runString(word)[0] ?? '',
    fold,
    clustersOf,
    forEachPiece,
    isIndexed: (word) => index.runString(word).length > 0,
  };
}
