// `npm test`: the whole truth, cheapest first. Every step runs even when one before it failed, so that one run
// tells all; the last line counts them together.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from '../test/support/chromium.ts';
import { ensureFirefox } from '../test/support/firefox.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const reportFolder = '.cache/test';
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

function step(name: string, run: () => Tally): void {
  const startedMs = Date.now();
  console.log(`\n── ${name}`);
  const result = run();
  tally.passed += result.passed;
  tally.failed += result.failed;
  tally.skipped += result.skipped;
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`── ${name}: ${result.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
}

function command(program: string, args: readonly string[]): boolean {
  return spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' }).status === 0;
}

function one(isPassed: boolean): Tally {
  return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 };
}

/** Runs projects of vitest at once; a run that produced no report, or no test, counts as one failure. */
function vitest(...projects: readonly string[]): Tally {
  const report = `${reportFolder}/${projects[0]}.json`;
  rmSync(report, { force: true });
  const isPassed = command('node_modules/vitest/vitest.mjs', [
    'run',
    '--config=test/vitest.config.ts',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]);
  try {
    const json: unknown = JSON.parse(readFileSync(report, 'utf8'));
    const { numPassedTests, numFailedTests, numPendingTests } = json as Record<string, number>;
    const counted: Tally = {
      passed: numPassedTests ?? 0,
      failed: numFailedTests ?? 0,
      skipped: numPendingTests ?? 0,
    };
    // A file that does not load, or an error outside every test, fails the run without failing a test.
    if ((!isPassed && counted.failed === 0) || counted.passed + counted.failed === 0) counted.failed += 1;
    return counted;
  } catch {
    return one(false);
  }
}

mkdirSync(reportFolder, { recursive: true });
step('format and lint', () =>
  one(command('node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
);
step('types', () => one(command('node_modules/typescript/bin/tsc', ['--noEmit'])));
step('unit', () => vitest('unit'));
step('chromium', () => one(ensureChromium() !== undefined));
step('firefox', () => one(ensureFirefox() !== undefined));
step('site and browser', () => vitest('site', 'calm'));

const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
console.log(`\n${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exitCode = tally.failed === 0 ? 0 : 1;
