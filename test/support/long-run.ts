// Set by `npm run test:long`: property tests ask many more questions, by a seed of their own.
export const longRun = process.env.OFFPRINT_LONG_TESTS === '1';
export const longRunSeed = Number(process.env.OFFPRINT_TEST_SEED ?? 20260101);
