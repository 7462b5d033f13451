// What the search page says and does when a file of the index is missing, cut, foreign or of another version, when the
// site is replaced while it is open, and in a folder that lost a file.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { listFiles } from '../support/folder.ts';
import { buildContent, postsContent } from '../support/posts-site.ts';
import { runScript } from '../support/run.ts';
import { askInPage } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';

const work = '.cache/test/search-faults';
const word = 'trafficking';

let output: string;
let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  [browser, output] = await Promise.all([launchChromium(), buildContent(postsContent(40), work)]);
  site = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const errorButton = (page: Page) => page.locator('[data-error] button');
const script = (body: string, status = 200) => ({ status, body, contentType: 'text/javascript' });

/** By the words that the reader is told, and what the button does. */
const faults: readonly (readonly [
  name: string,
  spoil: (text: string) => Parameters<Route['fulfill']>[0],
  said: RegExp,
  button: string,
])[] = [
  ['404', () => ({ status: 404, body: 'Not found' }), /updated.*reload/is, 'Reload the page'],
  ['500', () => ({ status: 500, body: '' }), /could not be loaded.*Check your connection/s, 'Try again'],
  ['cut short', (text) => script(text.slice(0, text.length / 2)), /could not be loaded/, 'Try again'],
  ['empty', () => script(''), /could not be loaded/, 'Try again'],
  [
    'whole but for its payload',
    (text) => script(text.replace(/,"([^"]*)"\)/, (_, base64: string) => `,"${base64.slice(0, 40)}")`)),
    /could not be loaded/,
    'Try again',
  ],
  [
    'of another version',
    (text) => script(text.replace(/^offprintIndex\(\d+/, 'offprintIndex(99')),
    /updated.*reload/is,
    'Reload the page',
  ],
  [
    'a sign-in page',
    () => ({ status: 200, body: '<!DOCTYPE html><title>Sign in</title>', contentType: 'text/html' }),
    /Something other than this site answered/,
    'Try again',
  ],
];
const files = [
  ['root', /\/search\/en\/root\.js$/, faults],
  ['term shards', /\/search\/en\/terms-/, faults],
  ['cards', /\/search\/en\/cards-/, faults.slice(0, 3)],
] as const;

describe('a file of the index over http', () => {
  for (const [kind, pattern, ofKind] of files) {
    test.each(ofKind)(
      `${kind}, %s: told in words, and mended when it is back`,
      async (_, spoil, said, label) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.route(pattern, async (route) => {
          const response = await route.fetch();
          await route.fulfill(spoil(await response.text()));
        });
        await page.goto(`${site.origin}/search/`);
        const shown = await page.evaluate(askInPage, word);
        expect(shown.error).toMatch(said);
        expect(shown.results).toEqual([]);
        expect(shown.count).toBe('');
        expect(await errorButton(page).textContent()).toBe(label);
        // What is on its way is answered first.
        await page.unrouteAll({ behavior: 'wait' });
        await errorButton(page).click();
        await page.locator('[data-results] > li').nth(4).waitFor();
        expect(await page.locator('[data-error]').isHidden()).toBe(true);
        await context.close();
      },
    );
  }

  test('texts that cannot be had leave the summaries, and no word is lost', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(/\/search\/en\/texts-/, (route) => route.fulfill({ status: 500 }));
    await page.goto(`${site.origin}/search/`);
    const shown = await page.evaluate(askInPage, word);
    expect(shown.error).toBe('');
    expect(shown.results.length).toBe(5);
    await context.close();
  });

  test('scripts of the search that cannot be had are told, and asked for again', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(/search-(?:worker|engine)-/, (route) => route.abort());
    await page.goto(`${site.origin}/search/`);
    expect((await page.evaluate(askInPage, word)).error).toMatch(/could not be loaded/);
    await page.unroute(/search-(?:worker|engine)-/);
    await errorButton(page).click();
    await page.locator('[data-results] > li').nth(4).waitFor();
    await context.close();
  });

  test('without a worker the page answers itself', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(/search-worker-/, (route) => route.abort());
    await page.goto(`${site.origin}/search/`);
    const shown = await page.evaluate(askInPage, word);
    expect(shown.results.length).toBe(5);
    await context.close();
  });
});

describe('a deploy while the page is open', () => {
  test('the old root is given up: the next query answers from the new site', async () => {
    const other = await buildContent(postsContent(40, 2), join(work, 'next'));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.origin}/search/`);
    const before = await page.evaluate(askInPage, word);
    await page.route(/\/search\/en\//, async (route) => {
      const { pathname } = new URL(route.request().url());
      let body: string;
      try {
        body = readFileSync(other + pathname, 'utf8');
      } catch {
        await route.fulfill({ status: 404, body: 'Not found' });
        return;
      }
      await route.fulfill(script(body));
    });
    const after = await page.evaluate(askInPage, 'government');
    expect(after.error).toBe('');
    expect(after.results.length).toBe(5);
    const again = await page.evaluate(askInPage, word);
    expect(again.error).toBe('');
    expect(again.results).not.toEqual(before.results);
    await context.close();
  });
});

describe('from file://', () => {
  test('a file that is missing or damaged is named, and found again when it is put back', async () => {
    const folder = join(work, 'folder');
    const outcome = await runScript('archive', ['--folder', folder, '--output', output]);
    expect(outcome.status, outcome.stderr).toBe(0);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, 'search/index.html')).href);
    expect(await page.locator('.privacy').count()).toBe(0);
    expect((await page.evaluate(askInPage, word)).results.length).toBe(5);

    for (const kind of ['root', 'terms', 'cards']) {
      const names = listFiles(join(folder, 'search/en')).filter((name) => name.startsWith(kind));
      const kept = join(work, `kept-${kind}`);
      cpSync(join(folder, 'search/en'), kept, { recursive: true });
      const restore = () => cpSync(kept, join(folder, 'search/en'), { recursive: true });
      const spoilings: readonly ((path: string) => void)[] = [
        (path) => rmSync(path),
        (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, -30)),
        (path) => writeFileSync(path, 'globalThis.foreign = true;'),
      ];
      for (const spoil of spoilings) {
        for (const name of names) spoil(join(folder, 'search/en', name));
        await page.reload();
        const { error, results } = await page.evaluate(askInPage, word);
        expect(error).toMatch(/missing or damaged: search\/en\//);
        expect(error).toMatch(new RegExp(`search/en/${kind}`));
        expect(results).toEqual([]);
        restore();
        await errorButton(page).click();
        await page.locator('[data-results] > li').nth(4).waitFor();
      }
    }
    await context.close();
  });
});
