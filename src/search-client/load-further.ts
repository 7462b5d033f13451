// How the client comes by the scripts that the first results do not need.
export type FurtherModule = typeof import('./further.ts');
export type WordsModule = typeof import('./further-words.ts');
export type ExcerptModule = typeof import('./excerpt.ts');

/** Brings a module, the same each time; fails with an IndexFileError and tries again at the next call. */
export type LoadFurther = () => Promise<FurtherModule>;
export type LoadWords = () => Promise<WordsModule>;
export type LoadExcerpts = () => Promise<ExcerptModule>;
/** Runs the script of the language's stemmer. */
export type LoadStemmer = () => Promise<unknown>;
