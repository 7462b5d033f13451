// Entry of search/<tag>/full/pipeline.js, a classic script: registers our pipeline functions in the global `lunr`, so
// that a plain lunr can build and load the index that the proof files describe. May run twice.
import { otherScripts } from './other-scripts.ts';
import { knowOtherScripts, registerPipeline } from './pipeline.ts';

declare const lunr: Parameters<typeof registerPipeline>[0] & { TokenSet: { _nextId: number } };

knowOtherScripts(otherScripts);
registerPipeline(lunr);
// lunr joins a label and a node's id without a separator: with ids of several widths, terms with digits collide.
lunr.TokenSet._nextId = 1e9;
