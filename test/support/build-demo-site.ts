// Builds the demo site once for all tests that look at it, with the command that users run.
// Several projects of vitest ask for it in one run, each with a copy of this module.
import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { runScript } from './run.ts';

export const demoSite = '.cache/test/site';
/** A page of it that many tests open. */
export const itemAddress = '/news/workshop-to-review-burmas-draft-national-plan-of-action/';

const ofRun: { [key: symbol]: Promise<void> | undefined } = globalThis as never;
const key = Symbol.for('offprint.demoSite');

export default function setup(_project: TestProject): Promise<void> {
  ofRun[key] ??= build();
  return ofRun[key];
}

async function build(): Promise<void> {
  rmSync(demoSite, { recursive: true, force: true });
  const outcome = await runScript('build', ['--archive', '--output', demoSite]);
  if (outcome.status !== 0)
    throw new Error(`The demo site does not build:\n${outcome.stderr}${outcome.stdout}`);
}
