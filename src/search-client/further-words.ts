// How a text is read that is more than a few plain words which the index has: phrases, lunr's own language, runs of
// scripts without spaces, names of the vocabulary, words that are mistyped. A script of its own that comes when a text
// asks for it; it imports nothing that the engine has too: see further.ts.
export { rankClosely } from './rank-closely.ts';
