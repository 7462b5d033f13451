// The search page as readers meet it, in real browsers: what it shows and when, and what goes over the network.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchMeasuringBrowser } from '../../bench/first-query.ts';
import { measureHeap } from '../../bench/heap.ts';
import { createSearchClient } from '../../src/search-client/client.ts';
import { createDiskLoader } from '../../src/search-client/loaders/disk-loader.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { inFirefox } from '../support/firefox.ts';
import { buildContent, postsContent } from '../support/posts-site.ts';
import { askInPage, holdRequests, openSearchPage, resultItems, searchInput } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { expectQuiet, type WatchedPage, watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/search';
const queries = [
  'trafficking',
  'forced labor',
  'secretary report to congress',
  'víctims',
  '"human rights"',
  '+person -labor',
  'title:trafficking',
  'child*',
  'traficking~1',
  'xyzzyplugh',
];

/**
 * Bytes of all scripts that a search page has fetched by then: what they are, and no more. The goal, 14 kB before the
 * first results and 20 kB in all, is not reached.
 */
const scriptBudget = {
  beforeResults: { gzip: 18_050, brotli: 16_500 },
  withExcerpts: { gzip: 20_200, brotli: 18_450 },
  all: { gzip: 35_800, brotli: 32_500 },
};

let output: string;
let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  [browser, output] = await Promise.all([launchChromium(), buildContent(postsContent(300), work)]);
  site = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const box = searchInput;
const items = resultItems;
const isIndex = (url: string) => url.includes('/search/en/');
const indexRequests = ({ requests }: WatchedPage) => requests.filter(isIndex);

const openSearch = (watched: WatchedPage) => openSearchPage(watched, site);

describe('results', () => {
  test('are those of the terminal, in its order, for ten queries', async () => {
    const client = createSearchClient({ language: 'en', load: createDiskLoader(join(output, 'search')) });
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    for (const query of queries) {
      const shown = await page.evaluate(askInPage, query);
      const answer = await client.search(query, { limit: 5, excerpts: true });
      if ('error' in answer) throw new Error(answer.error.message);
      const expected = answer.results.map(({ url, title, dateText, excerpt = [] }) => {
        const news = dateText === '' ? '' : `${dateText} · `;
        return { start: `${url} ${title}${news}`, end: excerpt.map(({ text }) => text).join('') };
      });
      expect(shown.results.length, query).toBe(expected.length);
      shown.results.forEach((text, i) => {
        expect(text.startsWith(expected[i]!.start), `${text} / ${expected[i]!.start}`).toBe(true);
        expect(text.endsWith(expected[i]!.end), text).toBe(true);
      });
      if (answer.total > 1) expect(shown.count).toContain(String(answer.total));
    }
    expectQuiet(watched, site);
    const files = indexRequests(watched);
    expect(new Set(files).size).toBe(files.length);
    await watched.close();
  });

  test('stand there before their excerpts, which take the summaries’ places and move nothing', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    const texts = await holdRequests(page, /\/search\/en\/texts-/);
    await box(page).fill('trafficking');
    await page.keyboard.press('Enter');
    await items(page).nth(4).waitFor();
    expect(await items(page).count()).toBe(5);
    expect(await page.locator('mark').count()).toBe(0);
    const before = await items(page).evaluateAll((all) => all.map((item) => item.textContent));
    const places = () =>
      items(page).evaluateAll((all) => all.map((item) => JSON.stringify(item.getBoundingClientRect())));
    const placesBefore = await places();
    await items(page).first().locator('a').focus();
    await texts.letGo();
    await page.locator('[data-shown=excerpts]').waitFor();
    expect(await page.locator('.result-text mark').count()).toBeGreaterThan(0);
    expect(await items(page).evaluateAll((all) => all.map((item) => item.textContent))).not.toEqual(before);
    expect(await places()).toEqual(placesBefore);
    expect(
      await items(page)
        .first()
        .locator('a')
        .evaluate((link) => link === document.activeElement),
    ).toBe(true);
    await watched.close();
  });

  test('of an older query are never shown, whenever they come', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    const cards = await holdRequests(page, /\/search\/en\/cards-/);
    await box(page).fill('trafficking');
    await page.keyboard.press('Enter');
    await expect.poll(cards.count).toBeGreaterThan(0);
    await box(page).fill('xyzzyplugh');
    await page.keyboard.press('Enter');
    await page.locator('[data-count]', { hasText: 'Nothing found' }).waitFor();
    await cards.letGo();
    const shown = await page.evaluate(askInPage, 'xyzzyplugh');
    expect(shown.results).toEqual([]);
    expect(shown.count).toContain('xyzzyplugh');
    await watched.close();
  });

  test('are five, and ten more at each press, and the focus is never lost', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    const { count } = await page.evaluate(askInPage, 'child*');
    const total = Number(/\d+/.exec(count)?.[0]);
    expect(total).toBeGreaterThan(5);
    const more = page.locator('[data-more]');
    let shown = 5;
    for (; shown < total; shown = Math.min(total, shown + 10)) {
      expect(await items(page).count()).toBe(shown);
      await more.focus();
      await page.keyboard.press('Enter');
      await items(page)
        .nth(Math.min(total, shown + 10) - 1)
        .waitFor();
      const isAtEnd = shown + 10 >= total;
      expect(await more.isHidden()).toBe(isAtEnd);
      const focused = isAtEnd ? items(page).nth(shown).locator('a') : more;
      expect(await focused.evaluate((element) => element === document.activeElement)).toBe(true);
    }
    const links = await items(page)
      .locator('a')
      .evaluateAll((all) => all.map((link) => link.textContent));
    expect(new Set(links).size).toBe(total);
    await watched.close();
  });

  test('hold words that are names of an object’s own parts', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    for (const word of ['constructor', '__proto__', 'hasOwnProperty', 'toString']) {
      const { results, count } = await page.evaluate(askInPage, word);
      expect(
        results.map((text) => text.split(' ')[0]),
        `${word}: ${count}`,
      ).toEqual(['/news/post-7/']);
    }
    expectQuiet(watched, site);
    await watched.close();
  });
});

describe('over the network', () => {
  test('nothing of the index is asked for before the focus, and the root alone before a query', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    await expect.poll(() => watched.requests.filter((url) => url.includes('search-worker')).length).toBe(1);
    expect(indexRequests(watched)).toEqual([]);
    const [root] = await Promise.all([page.waitForResponse(/root\.js$/), box(page).focus()]);
    await root.finished();
    await page.locator('.privacy summary').click();
    await page.locator('[data-whole-index]', { hasText: 'MB' }).waitFor();
    expect(indexRequests(watched)).toEqual([`${site.origin}/search/en/root.js`]);
    await watched.close();
  });

  test('a first query of one word takes few requests, three rounds and little', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    const texts = await holdRequests(page, /\/search\/en\/texts-/);
    const sizes: Promise<number>[] = [];
    const rounds = new Map<string, number>();
    let lastRound = 0;
    page.on('request', (request) => {
      if (isIndex(request.url()) && !request.url().includes('/texts-')) {
        rounds.set(request.url(), lastRound + 1);
      }
    });
    const measure = (request: Request) => {
      lastRound = Math.max(lastRound, rounds.get(request.url()) ?? 0);
      if (request.resourceType() === 'document' || /\.(?:css|svg)$/.test(request.url())) return;
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    };
    page.on('requestfinished', measure);
    await openSearch(watched);
    await expect.poll(() => watched.requests.filter((url) => url.includes('search-worker')).length).toBe(1);
    await box(page).evaluate((input: HTMLInputElement) => {
      input.value = 'servitude';
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    });
    await items(page).first().waitFor();
    expect(Math.max(...rounds.values())).toBeLessThanOrEqual(3);
    expect(rounds.size).toBeLessThanOrEqual(8);
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(50_000);
    // The size of a text would be asked of a page that is closed.
    page.off('requestfinished', measure);
    await texts.letGo();
    expectQuiet(watched, site);
    await watched.close();
  });

  test('from another browser too: results, no other origin, nothing refused', async () => {
    await inFirefox(async ({ page, requests, complaints }) => {
      await page.goto(`${site.origin}/search/`);
      const watched = await watchedPage(browser);
      const other = await openSearch(watched);
      for (const query of queries) {
        expect(await page.evaluate(askInPage, query)).toEqual(await other.evaluate(askInPage, query));
      }
      // Its own tools draw with fonts of their own.
      expect(requests.filter((url) => !url.startsWith(site.origin) && !url.startsWith('data:'))).toEqual([]);
      expect(complaints).toEqual([]);
      await watched.close();
    });
  });
});

describe('scripts of the search page', () => {
  /** In bytes, gzip at its best and Brotli as the host sends it: those that Chromium has fetched so far. */
  function sizesOf({ requests }: WatchedPage): { readonly gzip: number; readonly brotli: number } {
    const paths = new Set(
      requests.map((url) => new URL(url).pathname).filter((path) => /^\/assets\/.*\.js$/.test(path)),
    );
    let [gzip, brotli] = [0, 0];
    for (const path of paths) {
      const script = readFileSync(join(output, path));
      gzip += gzipSync(script, { level: 9 }).length;
      brotli += brotliCompressSync(script).length;
    }
    return { gzip, brotli };
  }

  /** Names without their hash, each as often as it was asked for. */
  const scriptsOf = ({ requests }: WatchedPage) =>
    requests.flatMap((url) => /\/assets\/([a-z-]+)-[0-9a-f]{12}\.js$/.exec(url)?.[1] ?? []).sort();

  test('are small: before the first results, with excerpts, and all of them', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    const texts = await holdRequests(page, /\/search\/en\/texts-/);
    await box(page).fill('trafficking');
    await page.keyboard.press('Enter');
    await page.locator('[data-shown=summaries]').waitFor();
    // The script that cuts excerpts may be on its way already: it is not waited for.
    const first = watched.requests.filter((url) => !url.includes('/search-excerpt-'));
    const beforeResults = sizesOf({ ...watched, requests: first });
    expect(beforeResults.gzip).toBeLessThan(scriptBudget.beforeResults.gzip);
    expect(beforeResults.brotli).toBeLessThan(scriptBudget.beforeResults.brotli);
    await texts.letGo();
    await page.locator('[data-shown=excerpts]').waitFor();
    const withExcerpts = sizesOf(watched);
    expect(withExcerpts.gzip).toBeLessThan(scriptBudget.withExcerpts.gzip);
    expect(withExcerpts.brotli).toBeLessThan(scriptBudget.withExcerpts.brotli);
    expect(scriptsOf(watched)).toEqual(['search-excerpt', 'search-page', 'search-worker']);
    for (const query of ['"human rights"', 'víctims']) await page.evaluate(askInPage, query);
    expect(watched.requests.filter((url) => url.includes('/search-further-')).length).toBe(2);
    const all = sizesOf(watched);
    expect(all.gzip).toBeLessThan(scriptBudget.all.gzip);
    expect(all.brotli).toBeLessThan(scriptBudget.all.brotli);
    await watched.close();
  });

  test.each<readonly [string, string, (page: Page) => Promise<void>]>([
    ['a filter in the address', '#q=trafficking&kind=news', (page) => page.locator('[data-chip]').waitFor()],
    [
      'the panel',
      '#q=trafficking',
      async (page) => {
        await page.locator('.filters summary').click();
        await page.locator('[data-filter=kind]').waitFor();
      },
    ],
    [
      'the offer of the whole index',
      '',
      async (page) => {
        await page.locator('.privacy summary').click();
        await page.locator('[data-whole-index]').waitFor();
      },
    ],
    [
      'a corrected word',
      '#q=traficking',
      (page) => page.locator('[data-count]', { hasText: 'instead' }).waitFor(),
    ],
    ['a mistake', '#q=nofield:x%20%2Btrafficking', (page) => page.locator('[data-error] mark').waitFor()],
  ])('of what few searches need come once, when wanted by %s', async (_, hash, reach) => {
    const watched = await watchedPage(browser);
    const page = await openSearchPage(watched, site, `/search/${hash}`);
    await reach(page);
    const late = () => scriptsOf(watched).filter((name) => /^search-(?:tools|words)/.test(name));
    expect(late()).toEqual(['search-tools', 'search-words-en']);
    await page.evaluate(askInPage, 'víctims');
    expect(late()).toEqual(['search-tools', 'search-words-en']);
    expectQuiet(watched, site);
    await watched.close();
  });
});

describe('private mode', () => {
  const button = (page: Page) => page.locator('[data-whole-index]');
  const status = (page: Page) => page.locator('[data-whole-status]');

  async function openOffer(page: Page): Promise<void> {
    await page.locator('.privacy summary').click();
    await button(page).waitFor();
  }

  test('after the download no query fetches anything, and excerpts come from the summaries', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    await openOffer(page);
    await button(page).focus();
    await page.keyboard.press('Enter');
    await status(page).filter({ hasText: 'fetch nothing' }).waitFor();
    expect(await page.locator('progress').isHidden()).toBe(true);
    expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true);
    const before = watched.requests.length;
    for (const query of queries) await page.evaluate(askInPage, query);
    // Chromium looks its icon up, in its cache, whenever the address changes.
    expect(watched.requests.slice(before).filter((url) => !url.endsWith('.svg'))).toEqual([]);
    await page.evaluate(askInPage, 'trafficking');
    expect(await page.locator('mark').count()).toBeGreaterThan(0);
    expect(indexRequests(watched).filter((url) => url.includes('/texts-'))).toEqual([]);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('a query waits while the download is on its way', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    await openOffer(page);
    const filters = await holdRequests(page, /\/search\/en\/filters-/);
    await button(page).click();
    await expect.poll(filters.count).toBe(1);
    expect(await page.locator('progress').isVisible()).toBe(true);
    expect(await button(page).getAttribute('aria-disabled')).toBe('true');
    await box(page).fill('trafficking');
    await page.keyboard.press('Enter');
    // All else has come when the held file is the only one missing.
    await expect
      .poll(() => page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value / bar.max))
      .toBeGreaterThan(0.5);
    expect(await items(page).count()).toBe(0);
    await filters.letGo();
    await items(page).first().waitFor();
    expect(indexRequests(watched).filter((url) => url.includes('/texts-'))).toEqual([]);
    await watched.close();
  });

  test('a download that breaks off is told, and goes on when tried again', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    await openOffer(page);
    await page.route(/\/search\/en\/cards-/, (route) => route.fulfill({ status: 503 }));
    await button(page).click();
    await status(page).filter({ hasText: 'broke off' }).waitFor();
    expect(await button(page).textContent()).toBe('Try again');
    await page.unroute(/\/search\/en\/cards-/);
    await button(page).click();
    await status(page).filter({ hasText: 'fetch nothing' }).waitFor();
    await watched.close();
  });
});

describe('memory', () => {
  test('does not grow with the number of queries', async () => {
    const words = Object.values(postsContent(60))
      .join(' ')
      .match(/[a-z]{5,}/g)!;
    const distinct = [...new Set(words)].slice(0, 300);
    expect(distinct.length).toBe(300);
    const many = Array.from({ length: 200 }, (_, i) =>
      i % 2 === 0 ? distinct[i]! : `${distinct[i]} ${distinct[i + 1]} ${distinct[i + 2]}`,
    );
    const measuring = await launchMeasuringBrowser();
    try {
      const { passes } = await measureHeap(measuring, `${site.origin}/search/`, many);
      const [first, , last] = passes.map(({ pageBytes, workerBytes }) => pageBytes + workerBytes);
      expect(passes.at(-1)?.queries).toBe(600);
      expect(passes[0]?.workerBytes).toBeGreaterThan(0);
      expect(last! / first!).toBeLessThanOrEqual(1.1);
      expect(last!).toBeLessThanOrEqual(64_000_000);
    } finally {
      await measuring.close();
    }
  });
});

describe('accessibility of each state', () => {
  async function expectAccessible(page: Page, state: string): Promise<void> {
    await expectNoViolation(page, state);
    await expectNoOverflow(page, state);
  }

  test.each(['light', 'dark'] as const)('axe finds no violation, %s', async (colorScheme) => {
    const watched = await watchedPage(browser, { colorScheme, viewport: { width: 360, height: 740 } });
    const page = await openSearch(watched);
    await expectAccessible(page, 'empty');
    const root = await holdRequests(page, /\/root\.js$/);
    await box(page).fill('trafficking');
    await page.locator('[data-count]', { hasText: 'Loading' }).waitFor();
    await expectAccessible(page, 'loading');
    await root.letGo();
    await page.locator('[data-shown=excerpts]').waitFor();
    await expectAccessible(page, 'results');
    await page.evaluate(askInPage, 'xyzzyplugh');
    await expectAccessible(page, 'none');
    const common = await page.evaluate(askInPage, 'the of');
    expect(common.count).toBe(
      'Nothing found for “the of”These words are too common to be searched for. Add a word that says more.',
    );
    await page.evaluate(askInPage, 'nothing:here +');
    await expectAccessible(page, 'query error');
    await page.locator('.privacy summary').click();
    const filters = await holdRequests(page, /\/search\/en\/filters-/);
    await page.locator('[data-whole-index]').click();
    await expect.poll(filters.count).toBe(1);
    await expectAccessible(page, 'downloading');
    await filters.letGo();
    await page.locator('[data-whole-status]', { hasText: 'fetch nothing' }).waitFor();
    await expectAccessible(page, 'done');
    await page.route(/\/search\/en\//, (route) => route.abort());
    await page.reload();
    await page.evaluate(askInPage, 'trafficking');
    await page.locator('[data-error]:not([hidden])').waitFor();
    await expectAccessible(page, 'failure');
    await watched.close();
  });

  test('by keyboard the box leads to the explanation and the filters, then to the results, then to more of them', async () => {
    const watched = await watchedPage(browser);
    const page = await openSearch(watched);
    await box(page).focus();
    await page.keyboard.type('trafficking');
    await page.keyboard.press('Enter');
    await page.locator('[data-shown=excerpts]').waitFor();
    const stops: string[] = [];
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => document.activeElement?.className ?? ''));
    }
    expect(stops.slice(2, 7)).toEqual(Array(5).fill('result-title'));
    expect(await page.locator('[data-more]').evaluate((element) => element === document.activeElement)).toBe(
      true,
    );
    await watched.close();
  });
});
