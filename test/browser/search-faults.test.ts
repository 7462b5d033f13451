// What the search page says and does when a file of the index is missing, cut, foreign or of another version, when the
// site is replaced while it is open, and in a folder that lost a file.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { listFiles } from '../support/folder.ts';
import { buildContent, carryAway, postsContent } from '../support/posts-site.ts';
import { askInPage, resultItems } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { watchedPage } from '../support/watched-page.ts';

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
  ['root', /\/search\/en\/root\.js$/, faults, {}],
  ['term shards', /\/search\/en\/terms-/, faults, {}],
  ['cards', /\/search\/en\/cards-/, faults.slice(0, 3), {}],
  // Without them results would be too many, or in the wrong order, or none.
  ['filters', /\/search\/en\/filters-/, faults.slice(0, 3), { hash: '#kind=news&order=oldest' }],
  ['dictionary', /\/search\/en\/dictionary-/, faults.slice(0, 3), { query: 'traficking' }],
] as const satisfies readonly (readonly [
  kind: string,
  pattern: RegExp,
  faults: typeof faults,
  asked: { readonly hash?: string; readonly query?: string },
])[];

describe('a file of the index over http', () => {
  for (const [kind, pattern, ofKind, asked] of files) {
    const { hash = '', query = word }: { hash?: string; query?: string } = asked;
    test.each(ofKind)(
      `${kind}, %s: told in words, and mended when it is back`,
      async (_, spoil, said, label) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.route(pattern, async (route) => {
          const response = await route.fetch();
          await route.fulfill(spoil(await response.text()));
        });
        await page.goto(`${site.origin}/search/${hash}`);
        const shown = await page.evaluate(askInPage, query);
        expect(shown.error).toMatch(said);
        expect(shown.results).toEqual([]);
        expect(shown.count).toBe('');
        expect(await errorButton(page).textContent()).toBe(label);
        // What is on its way is answered first.
        await page.unrouteAll({ behavior: 'wait' });
        await errorButton(page).click();
        await resultItems(page).nth(4).waitFor();
        expect(await page.locator('[data-error]').isHidden()).toBe(true);
        await context.close();
      },
    );
  }

  test('counts that cannot be had leave the names of the filters, and no result is lost', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(/\/search\/en\/filters-/, (route) => route.fulfill({ status: 500 }));
    await page.goto(`${site.origin}/search/`);
    await page.evaluate(askInPage, word);
    const [response] = await Promise.all([
      page.waitForResponse(/\/filters-/),
      page.locator('.filters summary').click(),
    ]);
    expect(response.status()).toBe(500);
    expect(await resultItems(page).count()).toBe(5);
    // What is chosen then is told, since results would be wrong without it.
    await page.locator('[data-filter=kind] label', { hasText: 'News' }).click();
    await errorButton(page).waitFor();
    expect(await resultItems(page).count()).toBe(0);
    await page.unrouteAll({ behavior: 'wait' });
    await errorButton(page).click();
    await resultItems(page).nth(4).waitFor();
    await page.locator('[data-filter=kind] label', { hasText: /^News \(\d+\)$/ }).waitFor();
    await context.close();
  });

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
    await resultItems(page).nth(4).waitFor();
    await context.close();
  });

  test.each([
    ['for what is said of the words', '', 'traficking', /search-tools-/],
    ['for the filter of the address', '#kind=news', word, /search-words-/],
    ['for what is said of a mistake', '', 'nofield:x +trafficking', /search-tools-/],
  ])(
    'the script of what few searches need, %s: told, and asked for again',
    async (_, hash, query, script) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route(script, (route) => route.abort());
      await page.goto(`${site.origin}/search/${hash}`);
      const shown = await page.evaluate(askInPage, query);
      expect(shown.error).toMatch(/could not be loaded/);
      expect(shown.results).toEqual([]);
      // Plain words need nothing of it.
      if (hash === '') expect((await page.evaluate(askInPage, word)).results.length).toBe(5);
      await page.evaluate(askInPage, query);
      await page.unroute(script);
      await errorButton(page).click();
      await page.locator('[data-results] > li, [data-error] mark').first().waitFor();
      await context.close();
    },
  );

  test('the script of what few searches need, for the panel: told, results stay, and asked for again', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(/search-tools-/, (route) => route.abort());
    await page.goto(`${site.origin}/search/`);
    await page.evaluate(askInPage, word);
    await page.locator('.filters summary').click();
    await errorButton(page).waitFor();
    expect(await page.locator('[data-filter-fields]').isHidden()).toBe(true);
    expect(await resultItems(page).count()).toBe(5);
    await page.unroute(/search-tools-/);
    await errorButton(page).click();
    await page.locator('[data-filter=kind] label', { hasText: /^News \(\d+\)$/ }).waitFor();
    expect(await page.locator('[data-error]').isHidden()).toBe(true);
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

describe('a hostile text', () => {
  const hostile = [
    ...[
      '"><img src=x onerror=alert(1)>',
      '\\',
      ':',
      '~99',
      '*',
      '**',
      '+',
      '-',
      '"',
      'title:',
      'traf~99 *a*b*c*',
    ],
    ...['constructor', '__proto__', 'hasOwnProperty', 'title:__proto__', '\ud800', '\u0000', '%', '#q=&q=%'],
    ...['a'.repeat(10_000), 'a '.repeat(5_000), '+a '.repeat(3_000), 'x* '.repeat(100)],
  ];

  test('is text and no markup, is answered or explained in bounded time, typed or entered', async () => {
    const { page, complaints, close } = await watchedPage(browser);
    await page.goto(`${site.origin}/search/`);
    const input = page.locator('main input[type=search]:enabled');
    const state = page.locator('[data-results]');
    for (const text of hostile) {
      const begin = Date.now();
      await input.fill(text);
      await expect.poll(() => state.getAttribute('aria-busy'), { timeout: 10_000 }).toBe(null);
      await page.evaluate(askInPage, text);
      expect(Date.now() - begin, text.slice(0, 40)).toBeLessThan(10_000);
      const said = await page.locator('[data-count], [data-error]:not([hidden])').allTextContents();
      expect(said.join(''), text.slice(0, 40)).not.toBe('');
      // A long text is not told back whole, or nobody would find what stands below it.
      const notes = await page.locator('[data-count]').textContent();
      expect(notes?.length, text.slice(0, 40)).toBeLessThan(500);
    }
    expect(await page.locator('main img').count()).toBe(0);
    expect(complaints).toEqual([]);
    const { results } = await page.evaluate(askInPage, word);
    expect(results.length).toBe(5);
    await close();
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
    const folder = await carryAway(output, work);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, 'search/index.html')).href);
    expect(await page.locator('.privacy').count()).toBe(0);
    expect((await page.evaluate(askInPage, word)).results.length).toBe(5);

    // What few searches need comes late there too, and its words.
    for (const kind of ['search-tools', 'search-words-en']) {
      const [name = ''] = listFiles(join(folder, 'assets')).filter((file) => file.startsWith(kind));
      const path = join(folder, 'assets', name);
      const whole = readFileSync(path);
      rmSync(path);
      const { error } = await page.evaluate(askInPage, 'traficking');
      expect(error).toContain(`missing or damaged: ../assets/${name}`);
      writeFileSync(path, whole);
      await errorButton(page).click();
      await page.locator('[data-count]', { hasText: 'instead' }).waitFor();
      await page.reload();
    }
    await page.evaluate(askInPage, word);
    await page.locator('.filters summary').click();
    await page.locator('[data-filter=kind] label', { hasText: /^News \(\d+\)$/ }).waitFor();

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
        await resultItems(page).nth(4).waitFor();
      }
    }
    await context.close();
  });
});
