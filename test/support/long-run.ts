// Set by `npm run test:long`: property tests ask many more questions, by a seed of their own.
export const longRun = process.env.OFFPRINT_LONG_TESTS === '1';

/** @param shortRunSeed where OFFPRINT_TEST_SEED names none; in a long run 20260101 stands in its place */
export function testSeed(shortRunSeed: number): number {
  return Number(process.env.OFFPRINT_TEST_SEED ?? (longRun ? 20260101 : shortRunSeed));
}
