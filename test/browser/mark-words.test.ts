// An opened page marks the words of a search that its address names, in real browsers: what is marked, how a reader goes
// from mark to mark, and that nothing is left when they are cleared.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOfMarks } from '../../src/browser/mark-address.ts';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { inFirefox } from '../support/firefox.ts';
import { buildContent, carryAway } from '../support/posts-site.ts';
import { openAnswered } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { expectQuiet, type WatchedPage, watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/mark-words';
const filler = 'Nothing of that kind stands in this sentence, nor in the next one.\n\n'.repeat(30);
const long = `---
title: Words to be marked
date: 2021-02-03
---

Labour is *forced* when nobody may leave: **FORCED** labour.

${filler}## Second part

A [forced](/about/) sale, reinforced; víctimas y victimas.

${filler}## Third part

| a | b |
|---|---|
| forced | labour |

\`forced\` in code. <img src=x onerror=alert(1)>

${filler}`;

let browser: Browser;
let site: ServedSite;
let output: string;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  const content = { ...smallSiteInThreeLanguages(), 'news/long.md': long };
  [browser, output] = await Promise.all([launchChromium(), buildContent(content, work)]);
  site = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const marks = (page: Page) => page.locator('main mark');
const bar = (page: Page) => page.locator('[data-marks-bar]');
const place = (page: Page) =>
  bar(page)
    .locator('[role=status]')
    .evaluate((status) => status.firstChild?.textContent);
const press = (page: Page, name: string) => bar(page).getByRole('button', { name }).click();
const isInSight = (page: Page) =>
  page.locator('mark[data-current]').evaluate((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

async function open(
  words: readonly string[],
  section = '',
  contextOptions: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await watchedPage(browser, contextOptions);
  await watched.page.goto(`${site.origin}/news/long/${hashOfMarks({ words, section })}`);
  return watched;
}

describe('words in the address', () => {
  test('are marked in the text, whole words alone, and counted', async () => {
    const watched = await open(['forced', 'víctimas']);
    const { page } = watched;
    await bar(page).waitFor();
    expect(await marks(page).allTextContents()).toEqual([
      'forced',
      'FORCED',
      'forced',
      'víctimas',
      'victimas',
      'forced',
      'forced',
    ]);
    expect(await place(page)).toBe('1 of 7');
    expect(await page.locator('header mark, footer mark, nav mark').count()).toBe(0);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('the section that the search led to comes first, and its first mark has the focus', async () => {
    const watched = await open(['forced'], 'second-part');
    const { page } = watched;
    await bar(page).waitFor();
    expect(await place(page)).toBe('3 of 5');
    expect(await isInSight(page)).toBe(true);
    const focused = () => page.evaluate(() => document.activeElement?.outerHTML);
    expect(await focused()).toContain('data-current');
    // From there a reader goes on through the text.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await watched.close();
  });

  test('next and previous go around, in sight; each place is told with its surroundings', async () => {
    const watched = await open(['forced']);
    const { page } = watched;
    await bar(page).waitFor();
    for (const expected of ['2 of 5', '3 of 5', '4 of 5', '5 of 5', '1 of 5']) {
      await press(page, 'Next');
      expect(await place(page)).toBe(expected);
      expect(await isInSight(page)).toBe(true);
    }
    await press(page, 'Previous');
    expect(await place(page)).toBe('5 of 5');
    expect(await page.locator('mark[data-current]').count()).toBe(1);
    expect(await bar(page).locator('[role=status]').textContent()).toBe(
      '5 of 5 forced in code. <img src=x onerror=alert(1)>',
    );
    // The focus stays on the button, so that the key can be pressed again.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Previous');
    expect(await bar(page).ariaSnapshot()).toMatchInlineSnapshot(`
      "- region "Your search on this page":
        - status: 5 of 5 forced in code. <img src=x onerror=alert(1)>
        - button "Previous"
        - button "Next"
        - button "Clear""
    `);
    await watched.close();
  });

  test('clear leaves the page as it was, and the address without them', async () => {
    const plain = await watchedPage(browser);
    await plain.page.goto(`${site.origin}/news/long/`);
    const nodes = () => {
      const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '');
      return texts;
    };
    const html = await plain.page.locator('main').innerHTML();
    const texts = await plain.page.evaluate(nodes);
    expect(plain.requests.filter((url) => url.includes('mark-words'))).toEqual([]);
    await plain.close();

    const watched = await open(['forced', 'labour'], 'second-part');
    const { page } = watched;
    await bar(page).waitFor();
    const entries = await page.evaluate(() => history.length);
    const scrolled = await page.evaluate(() => scrollY);
    await press(page, 'Clear');
    expect(page.url()).toBe(`${site.origin}/news/long/`);
    expect(await page.evaluate(() => history.length)).toBe(entries);
    expect(await bar(page).count()).toBe(0);
    expect(Math.abs((await page.evaluate(() => scrollY)) - scrolled)).toBeLessThan(2);
    // The focus stays where the reader was, until it goes on.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('forced');
    await page.keyboard.press('Tab');
    expect(await page.locator('main').innerHTML()).toBe(html);
    expect(await page.evaluate(nodes)).toEqual(texts);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('by keyboard the bar is one step before the text', async () => {
    const watched = await open(['forced']);
    const { page } = watched;
    await bar(page).waitFor();
    await page.locator('main').focus();
    const reached: (string | null | undefined)[] = [];
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.textContent));
    }
    expect(reached).toEqual(['Previous', 'Next', 'Clear']);
    await page.keyboard.press('Enter');
    expect(await bar(page).count()).toBe(0);
    await watched.close();
  });

  test('that the page lacks change nothing, nor do hostile ones', async () => {
    for (const words of [
      ['zebra'],
      ['.*', '((', '<img src=x onerror=alert(1)>x'],
      ['__proto__', 'constructor'],
      [],
    ]) {
      const watched = await watchedPage(browser);
      const { page } = watched;
      await page.goto(`${site.origin}/news/long/`);
      const html = await page.locator('body').innerHTML();
      const loaded = page.waitForEvent('requestfinished', (request) => request.url().includes('mark-words'));
      await page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        `#mark=${words.map(encodeURIComponent).join(',')}`,
      );
      await loaded;
      await page.waitForLoadState('networkidle');
      expect(await bar(page).count()).toBe(0);
      expect(await page.locator('body').innerHTML()).toBe(html);
      expectQuiet(watched, site);
      await watched.close();
    }
    const watched = await open(['<img src=x onerror=alert(1)>']);
    await bar(watched.page).waitFor();
    expect(await marks(watched.page).allTextContents()).toEqual(['<img src=x onerror=alert(1)>']);
    expect(await watched.page.locator('main img').count()).toBe(0);
    await watched.close();
  });

  test('come from the result that was opened', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=reinforce%20sales');
    await page.locator('[data-results] a', { hasText: 'Words to be marked' }).click();
    await bar(page).waitFor();
    expect(await marks(page).allTextContents()).toEqual(['sale', 'reinforced']);
    expect(page.url()).toContain('/news/long/#mark=');
    expectQuiet(watched, site);
    await watched.close();
  });

  test('a new address marks anew; one without words leaves the marks', async () => {
    const watched = await open(['forced']);
    const { page } = watched;
    await bar(page).waitFor();
    const go = (hash: string) =>
      page.evaluate((next) => {
        location.hash = next;
      }, hash);
    await go('#mark=labour');
    await expect.poll(() => marks(page).allTextContents()).toEqual(['Labour', 'labour', 'labour']);
    expect(await bar(page).count()).toBe(1);
    await go('#third-part');
    expect(await marks(page).count()).toBe(3);
    await watched.close();
  });
});

describe('in every surroundings', () => {
  test('on paper there is neither bar nor mark', async () => {
    const watched = await open(['forced']);
    const { page } = watched;
    await bar(page).waitFor();
    const background = () =>
      marks(page)
        .first()
        .evaluate((mark) => getComputedStyle(mark).backgroundColor);
    expect(await background()).not.toBe('rgba(0, 0, 0, 0)');
    await page.emulateMedia({ media: 'print' });
    expect(await bar(page).isHidden()).toBe(true);
    expect(await background()).toBe('rgba(0, 0, 0, 0)');
    await watched.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test.each([
      ['/news/long/', 'forced'],
      ['/th/news/workshop/', 'การประชุม'],
      ['/ar/news/workshop/', 'القضاة'],
    ])(`axe finds no violation, ${colorScheme}, at 320 px: %s`, async (address, word) => {
      const watched = await watchedPage(browser, { colorScheme, viewport: { width: 320, height: 640 } });
      const { page } = watched;
      await page.goto(site.origin + address + hashOfMarks({ words: [word], section: '' }));
      await bar(page).waitFor();
      await expectNoViolation(page);
      await expectNoOverflow(page);
      const { x, width, height } = (await bar(page).boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(320);
      expect(height).toBeLessThan(64);
      // The last line of the page can be scrolled above the bar.
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const end = await page.locator('footer').evaluate((footer) => footer.getBoundingClientRect().bottom);
      expect(end).toBeLessThanOrEqual((await bar(page).boundingBox())!.y);
      await watched.close();
    });
  }

  test('from file:// too', async () => {
    const folder = await carryAway(output, work);
    const watched = await watchedPage(browser);
    const { page } = watched;
    const address = pathToFileURL(join(folder, 'news/long/index.html')).href;
    await page.goto(address + hashOfMarks({ words: ['forced'], section: 'second-part' }));
    await bar(page).waitFor();
    expect(await place(page)).toBe('3 of 5');
    await press(page, 'Clear');
    expect(page.url()).toBe(address);
    expect(watched.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('in Firefox as in Chromium', async () => {
    await inFirefox(async ({ page, complaints }) => {
      await page.goto(
        `${site.origin}/news/long/${hashOfMarks({ words: ['forced', 'víctimas'], section: 'second-part' })}`,
      );
      await page.waitForSelector('[data-marks-bar]');
      const texts = await page.$$eval('main mark', (all) => all.map((mark) => mark.textContent));
      expect(texts).toEqual(['forced', 'FORCED', 'forced', 'víctimas', 'victimas', 'forced', 'forced']);
      expect(
        await page.$eval('[data-marks-bar] [role=status]', (status) => status.firstChild?.textContent),
      ).toBe('3 of 7');
      await page.click('[data-marks-bar] .marks-clear');
      expect(page.url()).toBe(`${site.origin}/news/long/`);
      expect(complaints).toEqual([]);
    });
  });
});
