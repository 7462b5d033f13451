// What a reader does, in a real browser: find an item by keyboard, read without JavaScript, and never be watched.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { demoSite, itemAddress } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { listFiles } from '../support/folder.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { expectQuiet, watchedPage } from '../support/watched-page.ts';

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite(demoSite)]);
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

describe('search with the keyboard alone', () => {
  test('leads from home to an item', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.goto(`${site.origin}/`);
    const box = page.locator('main [data-search-box] input');
    await box.and(page.locator(':enabled')).waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await box.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.type('national workshop Burma draft plan of action');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\/#q=/);
    const first = page.locator('[data-results] > li a').first();
    await first.waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await first.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    // With the words to be marked behind `#`.
    await page.waitForURL(({ origin, pathname }) => origin + pathname === `${site.origin}${itemAddress}`);
    expect(await page.locator('h1').textContent()).toMatch(/^National Workshop to Review Burma.s Draft/);
    expect(watched.requests.filter((url) => /workshop.*draft/i.test(new URL(url).search))).toEqual([]);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('the query never leaves the browser: it stands after # and no request holds it', async () => {
    const watched = await watchedPage(browser);
    await watched.page.goto(`${site.origin}/search/#q=zanzibarword`);
    await watched.page.locator('[data-count]:not(:empty)').waitFor();
    expect(watched.requests.length).toBeGreaterThan(2);
    expect(watched.requests.filter((url) => url.replace(/#.*/, '').includes('zanzibarword'))).toEqual([]);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('Enter before the script is ready sends nothing', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    for (const address of ['/', '/search/']) {
      // The scripts never arrive: the page stays as it is in its first second on a bad line.
      await page.route(/\/assets\/.*\.js$/, () => {});
      await page.goto(`${site.origin}${address}`, { waitUntil: 'commit' });
      const box = page.locator('main #q');
      await box.waitFor();
      const before = watched.requests.length;
      await box.click({ force: true });
      await page.keyboard.type('secret words');
      await page.keyboard.press('Enter');
      expect(await page.locator('main form').count()).toBe(0);
      expect(page.url()).toBe(`${site.origin}${address}`);
      expect(watched.requests.slice(before).filter((url) => !/\/assets\//.test(url))).toEqual([]);
    }
    await watched.close();
  });

  test('a hostile query is text', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    for (const query of [
      '"><img src=x onerror=alert(1)>',
      'title:',
      '*',
      '~99',
      '\\',
      'a'.repeat(10_000),
      '__proto__',
    ]) {
      await page.goto(`${site.origin}/search/`);
      const box = page.locator('main input[type=search]:enabled');
      await box.fill(query);
      await page.keyboard.press('Enter');
      await page.locator('[data-count]:not(:empty), [data-error]:not([hidden])').first().waitFor();
      expect(await page.locator('main img').count()).toBe(0);
    }
    expectQuiet(watched, site);
    await watched.close();
  });
});

describe('without JavaScript', () => {
  test('every item is reached from home by links', async () => {
    const watched = await watchedPage(browser, { javaScriptEnabled: false });
    const seen = new Set<string>();
    const queue = ['/'];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const html = await (await fetch(site.origin + path)).text();
      for (const [, href] of html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)) {
        const url = new URL(href!, site.origin + path);
        if (url.origin === site.origin && url.pathname.endsWith('/'))
          queue.push(decodeURIComponent(url.pathname));
      }
    }
    const items = listFiles(demoSite)
      .map((path) => `/${path}`)
      .filter((path) => path.endsWith('/index.html'))
      .map((path) => path.slice(0, -'index.html'.length));
    expect(items.length).toBeGreaterThan(100);
    expect(items.filter((path) => !seen.has(path))).toEqual([]);

    const { page } = watched;
    await page.goto(`${site.origin}/`);
    await page.getByRole('link', { name: 'News', exact: true }).first().click();
    await page.getByRole('link', { name: /2007/ }).first().click();
    await page
      .getByRole('link', { name: /^National Workshop to Review Burma/ })
      .first()
      .click();
    expect(page.url()).toBe(site.origin + itemAddress);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('the search page leads to lists by country, topic and year', async () => {
    const watched = await watchedPage(browser, { javaScriptEnabled: false });
    await watched.page.goto(`${site.origin}/search/`);
    const links = await watched.page
      .locator('main a')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('href')));
    for (const address of ['/countries/', '/topics/', '/news/']) expect(links).toContain(address);
    expect(await watched.page.locator('main input[type=search]').isDisabled()).toBe(true);
    await watched.close();
  });
});

describe('accessibility', () => {
  const pages = ['/', itemAddress, '/countries/burma/', '/search/'];
  const thaiItem = listFiles(demoSite).find((path) =>
    /^th\/news\/[^/]*[^\d/][^/]*\/index\.html$/.test(path),
  )!;
  const thai = ['/th/', `/${thaiItem.replace('index.html', '')}`, '/th/countries/thailand/', '/th/search/'];
  const arabic = ['/ar/', '/ar/resources/universal-declaration-of-human-rights/', '/ar/search/'];

  for (const colorScheme of ['light', 'dark'] as const)
    test.each([...pages, ...thai, ...arabic])(
      `axe finds no violation, ${colorScheme}: %s`,
      async (address) => {
        const watched = await watchedPage(browser, { colorScheme, viewport: { width: 360, height: 740 } });
        const { page } = watched;
        const response = await page.goto(site.origin + address);
        expect(response?.status()).toBe(200);
        if (address.endsWith('/search/')) {
          const word = address.startsWith('/th/')
            ? 'แรงงาน'
            : address.startsWith('/ar/')
              ? 'الحرية'
              : 'trafficking';
          await page.locator('main input[type=search]:enabled').fill(word);
          await page.locator('[data-results] > li').first().waitFor();
        }
        await expectNoViolation(page);
        await expectNoOverflow(page);
        expectQuiet(watched, site);
        await watched.close();
      },
    );

  test('the first Tab stop is the skip link, the second the exit link', async () => {
    const watched = await watchedPage(browser);
    await watched.page.goto(site.origin + itemAddress);
    await watched.page.keyboard.press('Tab');
    expect(await watched.page.evaluate(() => document.activeElement?.getAttribute('href'))).toMatch(/^#/);
    await watched.page.keyboard.press('Tab');
    expect(await watched.page.evaluate(() => document.activeElement?.hasAttribute('data-exit'))).toBe(true);
    await watched.close();
  });
});
