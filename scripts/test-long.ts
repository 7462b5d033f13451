// `npm run test:long`: the property tests that can ask more than `npm test` has time for. OFFPRINT_TEST_SEED=N asks
// other questions.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config=test/vitest.config.ts',
    '--project=unit',
    '--reporter=verbose',
    ...(process.argv.length > 2 ? process.argv.slice(2) : ['test/search-client/exactness.test.ts']),
  ],
  { stdio: 'inherit', env: { ...process.env, OFFPRINT_LONG_TESTS: '1' } },
);
process.exitCode = status ?? 1;
