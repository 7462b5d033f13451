// Every state of the search page for every reader: axe finds nothing in light and dark, nothing scrolls sideways at
// 320 px or at 400 % zoom, from right to left as from left to right, in the system's own colours, and offline.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  holdRequests,
  openAnswered,
  openSearchPage,
  resultCount,
  resultItems,
  searchInput,
  untilAnswered,
} from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { watchedPage } from '../support/watched-page.ts';

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite(demoSite)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('the page itself is small: what few searches need comes later', () => {
  for (const language of ['', 'ar/', 'th/']) {
    const html = readFileSync(join(demoSite, language, 'search/index.html'), 'utf8');
    // A letter of Thai takes three bytes: there letters are counted.
    expect(language === 'th/' ? html.length : Buffer.byteLength(html)).toBeLessThanOrEqual(12_000);
  }
});

interface State {
  readonly name: string;
  /** After `#`. */
  readonly hash?: string;
  /** Brings the page there; default: waits for the answer. */
  reach?(page: Page): Promise<void>;
}

async function openPanel(page: Page): Promise<void> {
  await untilAnswered(page);
  await page.locator('.filters summary').click();
  await page.locator('[data-filter=kind] label', { hasText: '(' }).first().waitFor();
}

async function search(page: Page, query: string): Promise<void> {
  await searchInput(page).fill(query);
  await page.keyboard.press('Enter');
}

const states: readonly State[] = [
  { name: 'empty', reach: (page) => page.locator('[data-hints]').waitFor() },
  {
    name: 'loading',
    async reach(page) {
      await page.route(/root\.js$/, () => {});
      await search(page, 'trafficking');
      await resultCount(page).filter({ hasText: 'Loading' }).waitFor();
    },
  },
  { name: 'results', hash: 'q=trafficking' },
  { name: 'results of a long text', hash: 'q=peonage' },
  {
    name: 'busy',
    hash: 'q=trafficking',
    async reach(page) {
      await untilAnswered(page);
      await page.route(/\/search\/en\/terms-/, () => {});
      await search(page, 'peonage');
      await page.locator('[data-results][aria-busy]').waitFor();
    },
  },
  { name: 'filters', hash: 'q=trafficking&country=thailand&kind=news&order=newest', reach: openPanel },
  { name: 'corrected', hash: 'q=traficking' },
  { name: 'offered', hash: 'q=person%20trafficing' },
  { name: 'other names', hash: 'q=Burma' },
  { name: 'any of the words', hash: 'q=peonage%20Yangon' },
  { name: 'none', hash: 'q=xyzzyplugh' },
  { name: 'none with ways out', hash: 'q=%2Bpeonage%20%2Bworkshop&country=fiji&kind=news' },
  { name: 'too common', hash: 'q=the%20of' },
  {
    name: 'cannot be read',
    hash: 'q=nofield:x%20%2Btrafficking',
    reach: (page) => page.locator('[data-error]').waitFor(),
  },
  {
    name: 'failure',
    async reach(page) {
      await page.route(/\/search\/en\//, (route) => route.fulfill({ status: 500 }));
      await search(page, 'trafficking');
      await page.locator('[data-error] button').waitFor();
    },
  },
  {
    name: 'offline',
    async reach(page) {
      await untilWorker(page);
      await page.context().setOffline(true);
      await search(page, 'trafficking');
      await page.locator('[data-error]', { hasText: 'offline' }).waitFor();
    },
  },
  {
    name: 'whole index on its way',
    async reach(page) {
      await holdRequests(page, /\/search\/en\/filters-/);
      await page.locator('.privacy summary').click();
      await page.locator('[data-whole-index]').click();
      await page.locator('[data-whole-status]', { hasText: /[257]\d? %/ }).waitFor();
    },
  },
  {
    name: 'whole index there',
    async reach(page) {
      await page.locator('.privacy summary').click();
      await page.locator('[data-whole-index]').click();
      await page.locator('[data-whole-status]', { hasText: 'fetch nothing' }).waitFor();
    },
  },
];

/** The engine is loaded at rest: what is asked for after that is of the index. */
async function untilWorker(page: Page): Promise<void> {
  await expect.poll(() => page.workers().length).toBe(1);
  await page.waitForLoadState('networkidle');
}

async function inState(
  options: BrowserContextOptions,
  { name, hash = '', reach = untilAnswered }: State,
  look: (page: Page, state: string) => Promise<void>,
): Promise<void> {
  const watched = await watchedPage(browser, options);
  try {
    const page = await openSearchPage(watched, site, `/search/${hash === '' ? '' : `#${hash}`}`);
    await reach(page);
    await look(page, name);
  } finally {
    await watched.close();
  }
}

async function expectNoSideways(page: Page, state: string): Promise<void> {
  await expectNoOverflow(page, state);
  const widest = await page.evaluate(() => {
    const wide = [...document.querySelectorAll('main *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const isUnseen = element.closest('.unseen, [hidden], option') !== null;
      return !isUnseen && width > 0 && (right > window.innerWidth + 1 || left < -1);
    });
    return wide.map((element) => element.outerHTML.slice(0, 120));
  });
  expect(widest, state).toEqual([]);
}

describe.each(['light', 'dark'] as const)('axe finds no violation, %s', (colorScheme) => {
  test.each(states)('$name', (state) =>
    inState({ colorScheme, viewport: { width: 1280, height: 900 } }, state, expectNoViolation),
  );
});

describe.each([
  ['at 320 px', { viewport: { width: 320, height: 640 } }],
  ['at 400 % of 1280 px', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
] as const)('nothing scrolls sideways %s', (_, options) => {
  test.each(states)('$name', (state) => inState(options, state, expectNoSideways));
});

describe('from right to left', () => {
  const options = { viewport: { width: 320, height: 640 } };

  test.each(['light', 'dark'] as const)(
    'the page mirrors, and axe finds no violation, %s',
    async (colorScheme) => {
      const watched = await watchedPage(browser, { ...options, colorScheme });
      const query = encodeURIComponent('الاتجار');
      const page = await openSearchPage(watched, site, `/ar/search/#q=${query}&kind=topic`);
      await openPanel(page);
      await expectNoSideways(page, 'filters');
      await expectNoViolation(page, 'filters');
      const edges = await page.evaluate(() => {
        const right = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().right;
        return ['.search-field', '.filters summary', '[data-count] p', '.results > li .result-text'].map(
          right,
        );
      });
      expect(new Set(edges.map(Math.round)).size).toBe(1);
      expect(await resultItems(page).first().locator('mark').first().textContent()).toContain('تجار');
      await watched.close();
    },
  );

  test('none found: ways out and examples are there in the page’s language', async () => {
    const watched = await watchedPage(browser, options);
    const page = await openAnswered(watched, site, '/ar/search/#q=zzzz&kind=news');
    await expectNoSideways(page, 'none');
    await expectNoViolation(page, 'none');
    expect(await page.locator('[data-ways-out] li').allTextContents()).toEqual([
      'ابحث باللغة: English',
      'ابحث باللغة: Bahasa Melayu',
      'ابحث من دون «خبر»',
    ]);
    await watched.close();
  });
});

test('in the system’s own colours what is chosen differs from what is not, and words are marked', async () => {
  const watched = await watchedPage(browser, { forcedColors: 'active' });
  const page = await openSearchPage(watched, site, '/search/#q=trafficking&kind=news');
  await openPanel(page);
  const grounds = await page
    .locator('[data-filter=kind] span')
    .evaluateAll((all) => all.slice(0, 3).map((pill) => getComputedStyle(pill).backgroundColor));
  expect(grounds[1]).not.toBe(grounds[0]);
  expect(grounds[2]).toBe(grounds[0]);
  const mark = await page
    .locator('.result-text mark')
    .first()
    .evaluate((element) => [
      getComputedStyle(element).backgroundColor,
      getComputedStyle(element.parentElement!).backgroundColor,
    ]);
  expect(mark[0]).not.toBe(mark[1]);
  await watched.close();
});

describe('a search whose script does not come', () => {
  const late = (page: Page) => page.locator('[data-late]');
  /** Its delay is over. */
  const waitLong = (page: Page) =>
    page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });

  test.each(['reduce', 'no-preference'] as const)(
    'is told after a while, and nothing is moved before (motion: %s)',
    async (reducedMotion) => {
      const watched = await watchedPage(browser, { reducedMotion, viewport: { width: 320, height: 640 } });
      const { page } = watched;
      const script = await holdRequests(page, /\/assets\/search-page-/);
      await page.goto(`${site.origin}/search/`, { waitUntil: 'commit' });
      await late(page).waitFor({ state: 'attached' });
      // The style sheet is there: what is told waits, and so do the lists, in their place.
      await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(2);
      await page.locator('.browse').waitFor({ state: 'attached' });
      expect(await page.locator('.browse').isVisible()).toBe(false);
      expect(await late(page).isVisible()).toBe(false);
      await expectNoSideways(page, 'before');
      const noteTop = () =>
        page.locator('.search-page > .note').evaluate((note) => note.getBoundingClientRect().top);
      const before = await noteTop();
      await waitLong(page);
      expect(await late(page).isVisible()).toBe(true);
      expect(await page.locator('.browse').isVisible()).toBe(true);
      await expectNoSideways(page, 'late');
      expect(await noteTop()).toBeGreaterThan(before);
      await script.letGo();
      await searchInput(page).and(page.locator(':enabled')).waitFor();
      expect(await late(page).isHidden()).toBe(true);
      expect(await noteTop()).toBe(before);
      await watched.close();
    },
  );

  test('because it is blocked is told, with lists that lead on', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.route(/\/assets\/search-page-/, (route) => route.abort());
    await page.goto(`${site.origin}/search/`);
    await waitLong(page);
    expect(await late(page).isVisible()).toBe(true);
    expect(await late(page).textContent()).toContain('has not loaded');
    expect(await searchInput(page).isDisabled()).toBe(true);
    await expectNoViolation(page, 'late');
    await watched.close();
  });

  test('without JavaScript is told once, in other words', async () => {
    const watched = await watchedPage(browser, { javaScriptEnabled: false });
    const { page } = watched;
    await page.goto(`${site.origin}/search/`);
    await page.locator('.search-error', { hasText: 'needs JavaScript' }).waitFor();
    expect(await late(page).evaluate((sentence) => getComputedStyle(sentence).display)).toBe('none');
    await watched.close();
  });
});

test('offline is said, and the search goes on by itself when the network is back', async () => {
  const watched = await watchedPage(browser);
  const page = await openSearchPage(watched, site);
  await untilWorker(page);
  await page.context().setOffline(true);
  await search(page, 'trafficking');
  await page.locator('[data-error]', { hasText: 'You are offline' }).waitFor();
  expect(await resultItems(page).count()).toBe(0);
  expect(await page.locator('[data-announced]').textContent()).toContain('You are offline');
  await page.context().setOffline(false);
  await resultItems(page).nth(4).waitFor();
  expect(await page.locator('[data-error]').isHidden()).toBe(true);
  await watched.close();
});
