// `npm run test:long`: what `npm test` has no time for: every page of a large imported site, and the property tests that
// can ask more: searches against lunr, edits, kills and spoilt caches. OFFPRINT_TEST_SEED=N asks other questions; paths of
// test files ask those alone.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const all = [
  'test/long/imported-pages.test.ts',
  'test/search-client/exactness.test.ts',
  'test/site/kills.test.ts',
  'test/site/cache-faults.test.ts',
  'test/site/edit-sequences.test.ts',
];

mkdirSync('.cache/test', { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config=test/vitest.config.ts',
    // One after another: each takes all the cores that it is given.
    '--no-file-parallelism',
    '--reporter=verbose',
    ...(process.argv.length > 2 ? process.argv.slice(2) : all),
  ],
  { stdio: 'inherit', env: { ...process.env, OFFPRINT_LONG_TESTS: '1' } },
);
process.exitCode = status ?? 1;
