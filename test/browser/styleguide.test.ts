// Every part and state of the pages, as the style guide shows them, in a real browser and in both colour schemes. And
// nothing of it where nobody asked for it.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { differences, listFiles, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { deadLinks } from '../support/site-links.ts';
import { expectQuiet, type WatchedPage, watchedPage } from '../support/watched-page.ts';

/** Pages that are looked at side by side. */
const lanes = 3;
const narrow = { width: 320, height: 640 };
const wide = { width: 1280, height: 900 };

let work: string;
let browser: Browser;
let site: ServedSite;
let addresses: string[];
const below = (path: string) => join(work, path);

async function build(output: string, ...args: readonly string[]): Promise<void> {
  const shared = ['--content', below('content'), '--no-search', '--now', '2010-01-01'];
  const outcome = await runScript('build', [...shared, '--output', below(output), ...args]);
  expect(outcome.status, outcome.stderr).toBe(0);
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'offprint-test-'));
  writeFiles(below('content'), smallSiteInThreeLanguages());
  await Promise.all([
    build('with', '--styleguide').then(async () => {
      site = await serveSite(below('with'));
    }),
    launchChromium().then((launched) => {
      browser = launched;
    }),
  ]);
  addresses = listFiles(below('with'))
    .filter((path) => /^styleguide\/.*index\.html$/.test(path))
    .map((path) => `/${path.replace(/index\.html$/, '')}`);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(work, { recursive: true, force: true });
});

describe('a page of the style guide', () => {
  test('has no fault that axe finds, never scrolls sideways, and is quiet, in both schemes', async () => {
    expect(addresses.length).toBeGreaterThan(50);
    const left = [...addresses];
    const faults: string[] = [];
    const walk = async (): Promise<void> => {
      const watched = await watchedPage(browser, { viewport: narrow, colorScheme: 'light' });
      for (let address = left.shift(); address !== undefined; address = left.shift()) {
        try {
          await lookAt(watched, address);
        } catch (error) {
          faults.push(`${address}\n${error instanceof Error ? error.message : String(error)}`);
        }
      }
      await watched.close();
    };
    await Promise.all(Array.from({ length: lanes }, walk));
    expect(faults).toEqual([]);
  });

  test('of the search says what to do without JavaScript', async () => {
    const watched = await watchedPage(browser, { viewport: narrow, javaScriptEnabled: false });
    await watched.page.goto(`${site.origin}/styleguide/search-late/`);
    expect(await watched.page.locator('noscript .search-error').count()).toBe(1);
    await watched.close();
  });
});

async function lookAt(watched: WatchedPage, address: string): Promise<void> {
  const { page } = watched;
  watched.requests.length = 0;
  watched.complaints.length = 0;
  await page.setViewportSize(narrow);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(site.origin + address);
  await stateShown(page, address);
  await expectNoOverflow(page, `${address} narrow`);
  await expectNoViolation(page, `${address} light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(wide);
  await expectNoOverflow(page, `${address} wide`);
  await expectNoViolation(page, `${address} dark`);
  expectQuiet(watched, site);
}

/** A state that a script brings about is waited for. */
async function stateShown(page: Page, address: string): Promise<void> {
  if (address.endsWith('/suggestions/')) await page.locator('[role=listbox] [role=option]').first().waitFor();
  else if (/\/search-(?!late)/.test(address))
    await page.locator('[data-count]:not(:empty), [data-error]:not([hidden])').first().waitFor();
}

describe('the style guide', () => {
  test('shows what is not in other places: each state of the search', async () => {
    const watched = await watchedPage(browser);
    const shown: Record<string, string> = {
      'search-results': '[data-results][data-shown=excerpts] mark',
      'search-filtered': '[data-chips] [data-chip=country]',
      'search-corrected': '[data-count] .as-link',
      'search-none': '[data-hints]:not([hidden])',
      'search-failed': '[data-error] button',
    };
    for (const [name, selector] of Object.entries(shown)) {
      await watched.page.goto(`${site.origin}/styleguide/${name}/`);
      await watched.page.locator(selector).first().waitFor();
    }
    await watched.close();
  });

  test('leads to its pages alone, or to the site’s', () => {
    const dead = deadLinks(below('with'), 'https://lantern.example');
    // Built without an index: its root alone is not there.
    const ofGuide = dead.filter(
      (line) => line.startsWith('styleguide/') && !/\/search\/[\w-]+\/root\.js$/.test(line),
    );
    expect(ofGuide).toEqual([]);
  });

  test('is in no list for machines, and in no copy that is carried away', async () => {
    for (const path of listFiles(below('with'))) {
      if (!/\.(xml|json|txt)$/.test(path) || path === 'site-state.json') continue;
      expect(readFileSync(below(`with/${path}`), 'utf8'), path).not.toContain('styleguide');
    }
    for (const address of addresses) {
      const page = readFileSync(below(`with${address}index.html`), 'utf8');
      expect(page, address).toContain('<meta name="robots" content="noindex">');
      expect(page, address).not.toContain('rel="canonical"');
    }
    const copied = await runScript('archive', ['--folder', below('copy'), '--output', below('with')]);
    expect(copied.status, copied.stderr).toBe(0);
    expect(listFiles(below('copy')).filter((path) => path.includes('styleguide'))).toEqual([]);
  });

  test('comes and goes with its option, and leaves the rest of the site as it is', async () => {
    await build('changing');
    expect(listFiles(below('changing')).filter((path) => path.includes('styleguide'))).toEqual([]);
    cpSync(below('changing'), below('before'), { recursive: true });
    await build('changing', '--styleguide');
    expect(differences(below('with'), below('changing'))).toEqual([]);
    const files = listFiles(below('before')).filter((path) => path !== 'site-state.json');
    for (const path of files) {
      expect(
        readFileSync(below(`changing/${path}`)).equals(readFileSync(below(`before/${path}`))),
        path,
      ).toBe(true);
    }
    await build('changing');
    expect(differences(below('before'), below('changing'))).toEqual([]);
  });
});
