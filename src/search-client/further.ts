// What few queries need: a script of its own that comes when one asks for it, or a text that is more than plain Latin.
// It imports nothing that the engine has too, as a browser would then wait for a third script that both import: what it
// needs of that is handed to it.

export { otherScripts } from '../search/other-scripts.ts';
export { keepWhole } from './keep-whole.ts';
export { fromFuzzyString, parseClauses, tokenSetOf } from './lunr-language.ts';
export { narrowHits } from './narrow-hits.ts';
