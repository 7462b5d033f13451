// What the first results of plain words do not wait for: a script of its own that comes after them, or when a query
// asks for it. It is all in one, so that its coming tells a watcher little.
export { cutExcerpt, markText } from './excerpt.ts';
export { keepWhole, loadDictionary, loadFilters } from './further-files.ts';
export { createPlaceCheck } from './place-check.ts';
export { findTooMuch } from './query-limits.ts';
export { createFilter } from './result-filters.ts';
