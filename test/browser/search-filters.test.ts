// Filters and order on the search page: by keyboard, with counts, as chips, and as a screen reader has them; what the
// page says of the words that it was given; and the ways out where nothing is found.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  openAnswered,
  resultCount,
  resultItems,
  searchInput,
  untilAnswered,
} from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { type WatchedPage, watchedPage } from '../support/watched-page.ts';

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite(demoSite)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const ofFilters = ({ requests }: WatchedPage) => requests.filter((url) => url.includes('/filters-'));
const total = async (page: Page) => Number(/\d+/.exec((await resultCount(page).textContent()) ?? '')?.[0]);
const isFocused = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => element === document.activeElement);
const chips = (page: Page) => page.locator('[data-chip]').allTextContents();

/** Counts by the value that they stand behind. */
async function counts(page: Page, name: string): Promise<Record<string, number>> {
  const shown = await page
    .locator(`[data-filter=${name}]`)
    .locator('option, label')
    .evaluateAll((all) =>
      all.flatMap((element) => {
        const value = (element.querySelector('input') ?? (element as HTMLOptionElement)).value;
        const count = /\((\d+)\)$/.exec(element.textContent ?? '')?.[1];
        return count === undefined ? [] : [[value, Number(count)] as const];
      }),
    );
  return Object.fromEntries(shown);
}

async function openWithPanel(watched: WatchedPage, address: string): Promise<Page> {
  const page = await openAnswered(watched, site, address);
  await page.locator('.filters summary').click();
  await expect.poll(async () => Object.keys(await counts(page, 'kind')).length).toBe(5);
  return page;
}

describe('filters', () => {
  test('ask for nothing until the panel is opened, and then their counts are those of the results', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=trafficking');
    expect(ofFilters(watched)).toEqual([]);
    await page.locator('.filters summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => Object.keys(await counts(page, 'kind')).length).toBe(5);
    expect(ofFilters(watched).length).toBe(1);
    const all = await total(page);
    const ofKinds = await counts(page, 'kind');
    expect(Object.values(ofKinds).reduce((sum, count) => sum + count, 0)).toBe(all);
    const ofYears = await counts(page, 'year');
    expect(Object.values(ofYears).reduce((sum, count) => sum + count, 0)).toBe(all);
    for (const kind of ['news', 'topic']) {
      await page.locator(`[data-filter=kind] input[value=${kind}]`).check({ force: true });
      await untilAnswered(page);
      expect(await total(page)).toBe(ofKinds[kind]);
      // Counted under the other filters, not under its own.
      expect(await counts(page, 'kind')).toEqual(ofKinds);
    }
    expect(ofFilters(watched).length).toBe(1);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('by keyboard alone: chosen, seen as chips, taken back, and the focus is never lost', async () => {
    const watched = await watchedPage(browser);
    const page = await openWithPanel(watched, '/search/#q=trafficking');
    const all = await total(page);
    await page.keyboard.press('Tab');
    expect(await isFocused(page, '[data-filter=country]')).toBe(true);
    await page.keyboard.type('Thai');
    await untilAnswered(page);
    expect(await chips(page)).toEqual(['Thailand']);
    expect(await total(page)).toBe((await counts(page, 'country')).thailand);
    for (const name of ['topic', 'year']) {
      await page.keyboard.press('Tab');
      expect(await isFocused(page, `[data-filter=${name}]`)).toBe(true);
    }
    await page.keyboard.press('Tab');
    // Radio buttons: the arrow keys choose among those that would leave a result.
    await page.keyboard.press('ArrowRight');
    await untilAnswered(page);
    expect(await chips(page)).toEqual(['Thailand', 'News']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await untilAnswered(page);
    expect(await chips(page)).toEqual(['Thailand', 'News', 'Newest first']);
    await page.keyboard.press('Tab');
    expect(await isFocused(page, '[data-chip=country]')).toBe(true);
    await page.keyboard.press('Enter');
    await untilAnswered(page);
    expect(await chips(page)).toEqual(['News', 'Newest first']);
    expect(await isFocused(page, '[data-chip=kind]')).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await untilAnswered(page);
    expect(await chips(page)).toEqual([]);
    expect(await isFocused(page, '.filters summary')).toBe(true);
    expect(await total(page)).toBe(all);
    expect(new URL(page.url()).hash).toBe('#q=trafficking');
    await watched.close();
  });

  test('pages without a date come last in either order, and none is lost', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=workshop%20seminar%20meeting&order=oldest');
    const all = await total(page);
    const more = page.locator('[data-more]');
    while (await more.isVisible()) {
      const shown = await resultItems(page).count();
      await more.click();
      await resultItems(page).nth(shown).waitFor();
    }
    const dates = await resultItems(page).evaluateAll((items) =>
      items.map((item) => item.querySelector('time')?.dateTime.slice(0, 10) ?? '9999'),
    );
    expect(dates.length).toBe(all);
    expect(dates).toContain('9999');
    expect(new Set(dates).size).toBeGreaterThan(3);
    expect(dates).toEqual([...dates].sort());
    await watched.close();
  });

  test('are what a screen reader has: names, states, and what a chip does', async () => {
    const watched = await watchedPage(browser);
    const page = await openWithPanel(watched, '/search/#q=trafficking&country=thailand&kind=news');
    const lines = (await page.locator('.search-tools').ariaSnapshot()).split('\n').map((line) => line.trim());
    let from = 0;
    for (const expected of [
      /Filter and sort 2/,
      /^- combobox "Country":$/,
      /^- option "All countries"$/,
      /^- option "Thailand \(\d+\)" \[selected\]$/,
      /^- combobox "Topic":$/,
      /^- option "All topics" \[selected\]$/,
      /^- combobox "Year":$/,
      /^- option "All years" \[selected\]$/,
      /^- group "Kind":$/,
      /^- radio "All"$/,
      /^- radio "News \(\d+\)" \[checked\]$/,
      /^- radio "Page \(0\)" \[disabled\]$/,
      /^- group "Order":$/,
      /^- radio "Best match" \[checked\]$/,
      /^- radio "Newest first"$/,
      /^- list:$/,
      /^- '?button "Remove filter: Thailand"/,
      /^- '?button "Remove filter: News"/,
      /^- button "Clear all"$/,
    ]) {
      const found = lines.findIndex((line, i) => i >= from && expected.test(line));
      expect(found, `${expected} after line ${from} of\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0);
      from = found + 1;
    }
    await watched.close();
  });
});

describe('results', () => {
  test('are a list of links with date, kind and excerpt to a screen reader', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=peonage&order=newest');
    const snapshot = await page.locator('[data-results]').ariaSnapshot();
    // A text with a colon stands in quotes.
    expect(snapshot).toMatch(/^- list:\n {2}- listitem:\n {4}- '?link "[^"]{5,}/);
    expect(snapshot).toMatch(
      /\n {4}- paragraph:\n {6}- time: "?.*\d{4}"?\n {6}- text: · (?:News|Resource)\n {4}- paragraph:\n/,
    );
    expect(snapshot.match(/^ {2}- listitem:$/gm)?.length).toBe(await resultItems(page).count());
    expect(snapshot).toMatch(/- mark: peonage/i);
    expect(await page.locator('[data-search] [role=status]').ariaSnapshot()).toMatch(
      /^- status: \d+ results for “peonage”/,
    );
    await watched.close();
  });

  test('of a mistyped word are those of the right one, which is said, and the typed one can be had', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=traficking');
    expect(await resultCount(page).textContent()).toMatch(
      /^\d+ results for “trafficking”Showing results for “trafficking”\. Search for “traficking” instead$/,
    );
    expect(await resultItems(page).count()).toBe(5);
    const instead = resultCount(page).getByRole('button', { name: 'Search for “traficking” instead' });
    await instead.focus();
    await page.keyboard.press('Enter');
    await resultCount(page).filter({ hasText: 'Nothing found for “traficking”' }).waitFor();
    await untilAnswered(page);
    expect(await searchInput(page).evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await page.locator('[data-hints]').isVisible()).toBe(true);
    await watched.close();
  });

  test('of a rare word come with an offer, which is a link that keeps the filters', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=person%20trafficing&country=united-states');
    const offer = resultCount(page).getByRole('link', { name: 'Did you mean “person trafficking”?' });
    expect(await offer.getAttribute('href')).toBe('#q=person%20trafficking&country=united-states');
    await offer.click();
    await resultCount(page).filter({ hasText: 'results for “person trafficking”' }).waitFor();
    expect(await searchInput(page).inputValue()).toBe('person trafficking');
    expect(await chips(page)).toEqual(['United States']);
    await watched.close();
  });

  test('of words side by side in a script without spaces are those with all, and the words are named', async () => {
    const watched = await watchedPage(browser);
    const query = encodeURIComponent('กฎหมายฟอกเงิน');
    const page = await openAnswered(watched, site, `/th/search/#q=${query}`);
    const said = await resultCount(page).locator('p').allTextContents();
    expect(said.slice(1)).toEqual([
      'ไม่มีหน้าใดที่คำเหล่านี้อยู่ติดกัน จึงแสดงหน้าที่มีครบทุกคำ',
      'ค้นหาแยกเป็นคำดังนี้: กฎหมาย, ฟอกเงิน',
    ]);
    const marked = await resultItems(page).first().locator('mark').allTextContents();
    expect(new Set(marked)).toEqual(new Set(['กฎหมาย', 'ฟอกเงิน']));
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('of a country by its other name are said to be', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=Burma');
    expect(await resultCount(page).textContent()).toMatch(
      /^\d+ results for “Burma”Also searched for: Myanmar$/,
    );
    await watched.close();
  });

  test('with any of the words, or with scattered ones, are said to be', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(watched, site, '/search/#q=peonage%20Yangon');
    expect(await resultCount(page).textContent()).toContain('No page has all these words');
    await searchInput(page).fill('"victims national"');
    await page.keyboard.press('Enter');
    await resultCount(page).filter({ hasText: 'No page has these words side by side' }).waitFor();
    await watched.close();
  });

  test('that are none come with ways out: without a filter, without a word, and with examples', async () => {
    const watched = await watchedPage(browser);
    const page = await openAnswered(
      watched,
      site,
      '/search/#q=%2Bpeonage%20%2Bworkshop&country=fiji&kind=news',
    );
    expect(await resultCount(page).textContent()).toContain('Nothing found for “+peonage +workshop”');
    const ways = page.locator('[data-ways-out] a');
    expect(
      await ways.evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href')])),
    ).toEqual([
      ['Search without “Fiji”', '#q=%2Bpeonage%20%2Bworkshop&kind=news'],
      ['Search without “News”', '#q=%2Bpeonage%20%2Bworkshop&country=fiji'],
      ['Search without “+peonage”', '#q=%2Bworkshop&country=fiji&kind=news'],
      ['Search without “+workshop”', '#q=%2Bpeonage&country=fiji&kind=news'],
    ]);
    await ways.first().click();
    await expect.poll(() => chips(page)).toEqual(['News']);
    await page.locator('[data-hints] .labels a').first().waitFor();
    await page.locator('[data-hints] .labels a').first().click();
    await resultItems(page).first().waitFor();
    expect(await page.locator('[data-ways-out]').isHidden()).toBe(true);
    expect(await page.locator('[data-hints]').isHidden()).toBe(true);
    await watched.close();
  });
});

describe('without JavaScript', () => {
  test.each([
    ['/search/', /needs JavaScript/, ['news by year', 'countries A to Z', 'topics', 'resources by kind']],
    ['/th/search/', /JavaScript/, []],
    ['/ar/search/', /JavaScript/, []],
  ] as const)('%s explains itself and leads to every section and year', async (address, said, lists) => {
    const watched = await watchedPage(browser, { javaScriptEnabled: false });
    const { page } = watched;
    await page.goto(site.origin + address);
    expect(await page.locator('noscript').textContent()).toMatch(said);
    for (const hidden of ['.filters', '.hints', '[data-more]', '.chips', '[data-error]']) {
      expect(await page.locator(hidden).isHidden(), hidden).toBe(true);
    }
    const links = await page
      .locator('.browse a')
      .evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute('href')!] as const));
    if (lists.length > 0) expect(links.slice(0, lists.length).map(([text]) => text)).toEqual(lists);
    const addresses = links.map(([, href]) => href);
    for (const section of ['news', 'countries', 'topics', 'resources']) {
      const index = address.replace('search', section);
      const response = await page.request.get(site.origin + index);
      if (response.status() !== 200) continue;
      expect(addresses).toContain(index);
      if (section !== 'news') continue;
      const years = [...(await response.text()).matchAll(new RegExp(`href="(${index}\\d{4}/)"`, 'g'))];
      for (const [, href] of years.length > 1 ? years : []) expect(addresses).toContain(href);
    }
    await watched.close();
  });
});
