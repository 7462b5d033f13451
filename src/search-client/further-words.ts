// How a text is read that is more than a few plain words which the index has: phrases, lunr's own language, runs of
// scripts without spaces, names of the vocabulary, words that are mistyped; and what results are narrowed by. A script
// of its own that comes when it is needed.
export { readFilters } from '../search/further-codec.ts';
export { parseQuery, tokenSetOf } from './lunr-language.ts';
export { narrowHits } from './narrow-hits.ts';
export { rankClosely } from './rank-closely.ts';
