// What every page owes every reader, as it is shown at the moment: axe finds nothing, and nothing scrolls sideways.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param state of a page that has several: told when it fails
 * @param without rules that cannot be judged in it
 */
export async function expectNoViolation(
  page: Page,
  state?: string,
  without: readonly string[] = [],
): Promise<void> {
  // Through the debugger, which the page's CSP does not bind: the page itself stays as readers get it.
  await page.evaluate(axeSource);
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify({ rules })})`)) as AxeResults;
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found, state).toEqual([]);
}

/** @param state of a page that has several: told when it fails */
export async function expectNoOverflow(page: Page, state?: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, state).toBeLessThanOrEqual(0);
}
