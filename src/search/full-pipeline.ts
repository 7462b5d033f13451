// Entry of search/<tag>/full/pipeline.js, a classic script: registers our pipeline functions in the global `lunr`, so
// that a plain lunr can build and load the index that the proof files describe. May run twice.
import { registerPipeline } from './pipeline.ts';

declare const lunr: Parameters<typeof registerPipeline>[0] & { TokenSet: { _nextId: number } };

registerPipeline(lunr);
// lunr joins a label and a node's id without a separator: with ids of several widths, terms with digits collide.
lunr.TokenSet._nextId = 1e9;
