// What the first results of plain words do not wait for: a script of its own that comes with the excerpts, or when a
// query asks for it. It imports nothing that the engine has too, as a browser would then wait for a third script that
// both import: what it needs of that is handed to it.

export { otherScripts } from '../search/other-scripts.ts';
export { cutExcerpt, markText } from './excerpt.ts';
export { createPlaceCheck } from './place-check.ts';
export { findTooMuch } from './query-limits.ts';
export { createFilter } from './result-filters.ts';
