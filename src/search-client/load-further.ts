// How the client comes by the script that the first results do not need.
export type FurtherModule = typeof import('./further.ts');

/** Brings the module, the same each time; fails with an IndexFileError and tries again at the next call. */
export type LoadFurther = () => Promise<FurtherModule>;
