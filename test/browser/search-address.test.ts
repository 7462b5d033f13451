// The address of the search page: query, filters and order after `#`, where back and forward lead, and what others say
// in an address that they send.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoOverflow } from '../support/accessibility.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import {
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

const hash = (page: Page) => new URL(page.url()).hash;

/** Types as a reader does, and waits until the pause is over and the answer there. */
async function type(page: Page, text: string): Promise<void> {
  await searchInput(page).pressSequentially(text);
  await resultCount(page)
    .filter({ hasText: `“${(await searchInput(page).inputValue()).trim()}”` })
    .waitFor();
  await untilAnswered(page);
}

/** What a reader sees of the state: the box, the chips, how many results. */
async function state(page: Page): Promise<{ query: string; chips: string[]; count: string }> {
  return {
    query: await searchInput(page).inputValue(),
    chips: await page.locator('[data-chip]').allTextContents(),
    count: (await resultCount(page).locator('p').first().textContent()) ?? '',
  };
}

test('a query that is typed has one entry of the history, and each choice has its own', async () => {
  const watched = await watchedPage(browser);
  const page = await openSearchPage(watched, site);
  const before = await page.evaluate(() => history.length);
  await type(page, 'traff');
  await type(page, 'icking');
  await page.keyboard.press('Enter');
  await untilAnswered(page);
  expect(hash(page)).toBe('#q=trafficking');
  expect(await page.evaluate(() => history.length)).toBe(before);
  const plain = await state(page);

  await page.locator('.filters summary').click();
  await page.locator('[data-filter=country]').selectOption('thailand');
  await untilAnswered(page);
  expect(hash(page)).toBe('#q=trafficking&country=thailand');
  const inThailand = await state(page);
  expect(inThailand.chips).toEqual(['Thailand']);
  expect(inThailand.count).not.toBe(plain.count);

  await page.locator('[data-filter=order] label', { hasText: 'Newest first' }).click();
  await untilAnswered(page);
  expect(hash(page)).toBe('#q=trafficking&country=thailand&order=newest');
  const newest = await state(page);
  const dates = await resultItems(page)
    .locator('time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')!.slice(0, 10)));
  expect(dates.length).toBeGreaterThan(1);
  expect(dates).toEqual([...dates].sort().reverse());

  await page.goBack();
  await untilAnswered(page);
  expect(await state(page)).toEqual(inThailand);
  expect(await page.locator('[data-filter=order] input').first().isChecked()).toBe(true);
  await page.goBack();
  await untilAnswered(page);
  expect(await state(page)).toEqual(plain);
  expect(await page.locator('[data-filter=country]').inputValue()).toBe('');
  await page.goForward();
  await page.goForward();
  await untilAnswered(page);
  expect(await state(page)).toEqual(newest);
  expect(watched.complaints).toEqual([]);
  await watched.close();
});

test('one that is shared shows another reader the same, and nothing of it is sent', async () => {
  const address = '/search/#q=human%20trafficking&country=thailand&kind=news&order=oldest';
  const first = await watchedPage(browser);
  await openAnswered(first, site, address);
  const second = await watchedPage(browser);
  await openAnswered(second, site, address);
  const shown = await state(first.page);
  expect(shown.query).toBe('human trafficking');
  expect(shown.chips).toEqual(['Thailand', 'News', 'Oldest first']);
  expect(await state(second.page)).toEqual(shown);
  expect(await resultItems(second.page).allTextContents()).toEqual(
    await resultItems(first.page).allTextContents(),
  );
  const sent = first.requests.map((url) => url.replace(/#.*/, ''));
  expect(sent.filter((url) => /human|thailand|oldest/i.test(url.slice(site.origin.length)))).toEqual([]);
  await first.close();
  await second.close();
});

test('a reload keeps the search', async () => {
  const watched = await watchedPage(browser);
  const page = await openAnswered(watched, site, '/search/#q=labour&kind=topic');
  const before = await state(page);
  await page.reload();
  await untilAnswered(page);
  expect(await state(page)).toEqual(before);
  expect(before.chips).toEqual(['Topic']);
  await watched.close();
});

test('the very words that a reader wants are kept by reload and back, until others are typed', async () => {
  const watched = await watchedPage(browser);
  const page = await openAnswered(watched, site, '/search/#q=traficking');
  const corrected = await state(page);
  await resultCount(page).getByRole('button', { name: 'Search for “traficking” instead' }).click();
  const none = resultCount(page).filter({ hasText: 'Nothing found for “traficking”' });
  await none.waitFor();
  expect(hash(page)).toBe('#q=traficking&exact=1');
  await page.reload();
  await none.waitFor();
  await page.goBack();
  await resultCount(page).filter({ hasText: 'results for “trafficking”' }).waitFor();
  await untilAnswered(page);
  expect(await state(page)).toEqual(corrected);
  await page.goForward();
  await none.waitFor();
  await searchInput(page).fill('victms');
  await page.keyboard.press('Enter');
  await resultCount(page).filter({ hasText: 'results for “victims”' }).waitFor();
  expect(hash(page)).toBe('#q=victms');
  expect(watched.complaints).toEqual([]);
  await watched.close();
});

test('the skip link leads into the page and leaves the search as it is', async () => {
  const watched = await watchedPage(browser);
  const page = await openAnswered(watched, site, '/search/#q=trafficking');
  const before = await state(page);
  await page.locator('.skip[href="#page_main"]').focus();
  await page.keyboard.press('Enter');
  expect(hash(page)).toBe('#page_main');
  expect(await state(page)).toEqual(before);
  expect(await resultItems(page).count()).toBe(5);
  await watched.close();
});

test('a result opens at its section with its words to mark, and back leads to the search again', async () => {
  const watched = await watchedPage(browser);
  const page = await openAnswered(watched, site, '/search/#q=peonage%20kidnapping');
  const link = resultItems(page).locator('a').first();
  const href = (await link.getAttribute('href')) ?? '';
  expect(href).toMatch(/^\/[^#]*\/#mark=[^&]+&at=[\w%-]+$/);
  const before = await state(page);
  await link.click();
  const section = decodeURIComponent(href.slice(href.indexOf('&at=') + 4));
  await page.locator(`[id="${section}"]`).waitFor();
  expect(new URL(watched.requests.at(-1) ?? '').hash).toBe('');
  await page.goBack();
  await untilAnswered(page);
  expect(await state(page)).toEqual(before);
  await watched.close();
});

test('back leads to as many results as were shown, and to the place among them', async () => {
  const watched = await watchedPage(browser);
  const page = await openAnswered(watched, site, '/search/#q=trafficking');
  for (const count of [15, 25, 35]) {
    await page.locator('[data-more]').click();
    await resultItems(page)
      .nth(count - 1)
      .waitFor();
  }
  await expect.poll(() => page.evaluate(() => history.state)).toEqual({ shown: 35 });
  await untilAnswered(page);
  const thirtieth = resultItems(page).nth(29).locator('a');
  await thirtieth.scrollIntoViewIfNeeded();
  const links = await resultItems(page).locator('a').allTextContents();
  const top = await page.evaluate(() => {
    (window as unknown as { isLeft: boolean }).isLeft = true;
    return Math.round(scrollY);
  });
  expect(top).toBeGreaterThan(1000);
  await thirtieth.evaluate((link: HTMLElement) => link.click());
  await page.waitForURL(/\/news\/|#mark=/);
  await page.goBack();
  await untilAnswered(page);
  expect(await page.evaluate(() => 'isLeft' in window)).toBe(false);
  expect(await resultItems(page).locator('a').allTextContents()).toEqual(links);
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(top);
  expect(hash(page)).toBe('#q=trafficking');
  // The place is taken once, and another search begins at its own beginning.
  await expect.poll(() => page.evaluate(() => history.state)).toEqual({ shown: 35 });
  await searchInput(page).fill('labour');
  await page.keyboard.press('Enter');
  await resultCount(page).filter({ hasText: 'labour' }).waitFor();
  expect(await resultItems(page).count()).toBe(5);
  expect(await page.evaluate(() => history.state)).toBe(null);
  await page.goBack();
  await resultItems(page).nth(34).waitFor();
  expect(watched.complaints).toEqual([]);
  await watched.close();
});

describe('words in the script of another language of the site', () => {
  const offers = (page: Page) => page.locator('[data-ways-out] a[hreflang]');

  test('that this page has none of lead to the same search there', async () => {
    const watched = await watchedPage(browser);
    const word = encodeURIComponent('แรงงาน');
    const page = await openSearchPage(watched, site, `/search/#q=${word}&kind=news`);
    await resultCount(page).filter({ hasText: 'Nothing found' }).waitFor();
    await untilAnswered(page);
    expect(await offers(page).allTextContents()).toEqual(['Search in ไทย']);
    expect(await offers(page).getAttribute('hreflang')).toBe('th');
    expect(await offers(page).locator('[lang=th][dir=ltr]').textContent()).toBe('ไทย');
    await offers(page).click();
    await page.waitForURL(/\/th\/search\//);
    await untilAnswered(page);
    expect(hash(page)).toBe(`#q=${word}&kind=news`);
    expect(await searchInput(page).inputValue()).toBe('แรงงาน');
    expect(await resultItems(page).count()).toBeGreaterThan(0);
    expect(await offers(page).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test.each([
    ['/search/', 'xyzzyplugh', []],
    ['/search/', 'xyzzyplugh الاتجار', ['ar', 'fa']],
    ['/search/', 'δουλεία', []],
    ['/th/search/', 'xyzzyplugh', ['en', 'ms']],
    ['/ar/search/', 'แรงงาน xyzzyplugh', ['en', 'ms', 'th']],
  ])('and no other: at %s, %s', async (address, query, expected) => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, `${address}#q=${encodeURIComponent(query)}&exact=1`);
    expect(await resultItems(page).count()).toBe(0);
    const languages = await offers(page).evaluateAll((all) =>
      all.map((link) => (link as HTMLAnchorElement).hreflang),
    );
    expect(languages.sort()).toEqual(expected);
    await watched.close();
  });
});

describe('one that holds anything', () => {
  const hostile: readonly (readonly [name: string, hash: string])[] = [
    ['markup as a country', `#q=trafficking&country=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`],
    ['a name that objects have', '#q=trafficking&topic=__proto__&country=constructor'],
    ['broken escapes', '#q=trafficking&country=%E0%A4&topic=%'],
    ['ten thousand letters', `#q=trafficking&country=${'a'.repeat(10_000)}`],
  ];
  test.each(hostile)('%s: shown as text, and can be taken back', async (_, ofAddress) => {
    const watched = await watchedPage(browser, { viewport: { width: 360, height: 740 } });
    const page = await openAnswered(watched, site, `/search/${ofAddress}`);
    expect(await page.locator('main img').count()).toBe(0);
    await expectNoOverflow(page);
    const chips = page.locator('[data-chip]');
    expect(await chips.count()).toBeGreaterThan(0);
    while ((await chips.count()) > 0) await chips.first().click();
    expect(hash(page)).toBe('#q=trafficking');
    await resultItems(page).nth(4).waitFor();
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('a year, a kind and an order that are none count as not chosen', async () => {
    // Each in a page of its own: in one, the first answer would still stand there when the second address is asked.
    const first = await watchedPage(browser);
    const plain = await openAnswered(first, site, '/search/#q=trafficking');
    const [before, results] = [await state(plain), await resultItems(plain).allTextContents()];
    const second = await watchedPage(browser);
    const page = await openAnswered(
      second,
      site,
      '/search/#q=trafficking&year=1e3&kind=hasOwnProperty&order=toString',
    );
    expect(before.chips).toEqual([]);
    expect(await state(page)).toEqual(before);
    expect(await resultItems(page).allTextContents()).toEqual(results);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await first.close();
    await second.close();
  });
});
