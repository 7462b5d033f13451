// Searching as the reader types: what is asked for and when, what is seen meanwhile, and that the box never waits.
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calmest } from '../support/calmest.ts';
import { launchChromium } from '../support/chromium.ts';
import { buildContent, postsContent } from '../support/posts-site.ts';
import {
  holdRequests,
  openSearchPage,
  resultCount,
  resultItems,
  searchInput,
  untilAnswered,
} from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { type WatchedPage, watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/search-typing';
/** Twenty keys. */
const text = 'trafficking persons ';
let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  const [launched, output] = await Promise.all([launchChromium(), buildContent(postsContent(300), work)]);
  browser = launched;
  site = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const indexRequests = ({ requests }: WatchedPage) => requests.filter((url) => url.includes('/search/en/'));

/** The root, which a focus brings, is there: what follows is of the query alone. */
async function openFocused(watched: WatchedPage): Promise<Page> {
  const page = await openSearchPage(watched, site);
  const [root] = await Promise.all([page.waitForResponse(/root\.js$/), searchInput(page).focus()]);
  await root.finished();
  return page;
}

interface PageRecord {
  /** Every text that the counter showed, in order. */
  readonly said: string[];
  /** The same of what a screen reader is told. */
  readonly announced: string[];
  /** How long each task of the page's own thread took that took longer than 50 ms. Milliseconds. */
  readonly longTasks: number[];
}

async function watchPage(page: Page): Promise<() => Promise<PageRecord>> {
  await page.evaluate(() => {
    const record: PageRecord = { said: [], announced: [], longTasks: [] };
    Object.assign(globalThis, { record });
    const watch = (selector: string, into: string[]) => {
      const element = document.querySelector(selector)!;
      new MutationObserver(() => {
        const now = element.textContent ?? '';
        if (into.at(-1) !== now) into.push(now);
      }).observe(element, { childList: true, characterData: true, subtree: true });
    };
    watch('[data-count]', record.said);
    watch('[data-announced]', record.announced);
    new PerformanceObserver((list) => {
      record.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => (globalThis as unknown as { record: PageRecord }).record);
}

test('one letter fetches nothing, whatever stands before it', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  const before = indexRequests(watched).length;
  await searchInput(page).pressSequentially('t');
  await resultCount(page).filter({ hasText: 'Type a word' }).waitFor();
  expect(await page.locator('[data-hints]').isVisible()).toBe(true);
  // The address is written when the pause is over: what was typed has been seen.
  await expect.poll(() => new URL(page.url()).hash).toBe('#q=t');
  expect(indexRequests(watched).length).toBe(before);
  await searchInput(page).fill('trafficking');
  await untilAnswered(page);
  const ofWord = indexRequests(watched).length;
  expect(ofWord).toBeGreaterThan(before);
  const shown = await resultItems(page).allTextContents();
  await searchInput(page).pressSequentially(' p');
  await expect.poll(() => new URL(page.url()).hash).toBe('#q=trafficking%20p');
  await untilAnswered(page);
  expect(await resultItems(page).locator('a').allTextContents()).toHaveLength(shown.length);
  expect((await resultCount(page).textContent()) ?? '').toContain('“trafficking”');
  await watched.close();
});

test('twenty fast keys ask for at most six files more than the same text pasted at once', async () => {
  const pasted = await watchedPage(browser);
  const first = await openFocused(pasted);
  await searchInput(first).fill(text);
  await untilAnswered(first);
  const typed = await watchedPage(browser);
  const second = await openFocused(typed);
  const record = await watchPage(second);
  await typeFast(second);
  expect(await resultItems(second).allTextContents()).toEqual(await resultItems(first).allTextContents());
  expect(indexRequests(pasted).length).toBeGreaterThan(3);
  expect(indexRequests(typed).length - indexRequests(pasted).length).toBeLessThanOrEqual(6);
  expect((await record()).said.at(-1)).toContain('“trafficking persons”');
  await pasted.close();
  await typed.close();
});

test('twenty fast keys never block the box over 50 ms', async () => {
  const { longTasks } = await calmest(3, async () => {
    const watched = await watchedPage(browser);
    const page = await openFocused(watched);
    const record = await watchPage(page);
    await typeFast(page);
    const run = await record();
    await watched.close();
    return run;
  });
  expect(longTasks).toEqual([]);
});

async function typeFast(page: Page): Promise<void> {
  await searchInput(page).pressSequentially(text, { delay: 60 });
  await resultCount(page).filter({ hasText: '“trafficking persons”' }).waitFor();
  await untilAnswered(page);
}

test('while an answer is on its way the newest text waits, and those in between are never asked', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  const record = await watchPage(page);
  const cards = await holdRequests(page, /\/search\/en\/(?:terms|cards)-/);
  const texts = ['secr', 'secret', 'secretary'];
  for (const [i, part] of texts.entries()) {
    await searchInput(page).pressSequentially(part.slice(texts[i - 1]?.length ?? 0));
    // The pause is over, and the text asked or waiting, when the address has it.
    await expect.poll(() => new URL(page.url()).hash).toBe(`#q=${part}`);
  }
  const underWay = cards.count();
  expect(underWay).toBeGreaterThan(0);
  expect(await resultItems(page).count()).toBe(0);
  await cards.letGo();
  await resultCount(page).filter({ hasText: '“secretary”' }).waitFor();
  await untilAnswered(page);
  const { said } = await record();
  expect(said.filter((sentence) => /“secr(?:et)?”/.test(sentence))).toEqual([]);
  await watched.close();
});

test('old results stay, marked as busy, until the new ones come, and nothing jumps', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  await searchInput(page).fill('trafficking');
  await untilAnswered(page);
  const before = await resultItems(page).allTextContents();
  const top = () => page.locator('[data-results]').evaluate((list) => list.getBoundingClientRect().top);
  const topBefore = await top();
  await page.evaluate(() => {
    const counts: number[] = [];
    Object.assign(globalThis, { counts });
    const list = document.querySelector('[data-results]')!;
    new MutationObserver(() => counts.push(list.childElementCount)).observe(list, { childList: true });
  });
  const shards = await holdRequests(page, /\/search\/en\/(?:terms|cards)-/);
  await searchInput(page).fill('secretary');
  await expect.poll(shards.count).toBeGreaterThan(0);
  expect(await page.locator('[data-results]').getAttribute('aria-busy')).toBe('true');
  expect(await resultItems(page).allTextContents()).toEqual(before);
  expect(await top()).toBe(topBefore);
  await shards.letGo();
  await resultCount(page).filter({ hasText: '“secretary”' }).waitFor();
  await untilAnswered(page);
  expect(await resultItems(page).allTextContents()).not.toEqual(before);
  expect(await top()).toBe(topBefore);
  expect(await page.evaluate(() => (globalThis as unknown as { counts: number[] }).counts)).not.toContain(0);
  await watched.close();
});

test('Enter asks for the very word, and what stays the same keeps its excerpt', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  await searchInput(page).fill('trafficking');
  await untilAnswered(page);
  await resultItems(page).first().locator('mark').first().waitFor();
  const excerpts = () => page.locator('.result-text').evaluateAll((all) => all.map((text) => text.innerHTML));
  const before = await excerpts();
  expect(before.join('')).toContain('<mark>');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const list = document.querySelector('[data-results]')!;
    new MutationObserver(() => {
      seen.push(...Array.from(list.querySelectorAll('.result-text'), (text) => text.innerHTML));
    }).observe(list, { childList: true, subtree: true });
  });
  await page.keyboard.press('Enter');
  await untilAnswered(page);
  expect(await excerpts()).toEqual(before);
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((text) => !before.includes(text))).toEqual([]);
  await watched.close();
});

test('a screen reader is told at Enter at once, and while typing only when the keys are quiet', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  const record = await watchPage(page);
  const region = page.locator('[data-announced]');
  expect(await region.getAttribute('role')).toBe('status');
  expect(
    await page
      .locator('[data-search] [aria-live], [data-search] [role=status], [data-search] [role=alert]')
      .count(),
  ).toBe(1);
  for (const part of ['secr', 'eta', 'ry']) {
    await searchInput(page).pressSequentially(part);
    await untilAnswered(page);
    // Each answer is on the screen.
    await resultCount(page)
      .filter({ hasText: `${part}”` })
      .waitFor();
  }
  await region.filter({ hasText: 'secretary' }).waitFor({ state: 'attached' });
  const { said, announced } = await record();
  expect(said.length).toBeGreaterThanOrEqual(3);
  expect(announced).toEqual([said.at(-1)]);
  await searchInput(page).fill('child');
  await page.keyboard.press('Enter');
  await region.filter({ hasText: '“child”' }).waitFor({ state: 'attached' });
  await watched.close();
});

test('what cannot be read is told when the reader stops, not at the key', async () => {
  const watched = await watchedPage(browser);
  const page = await openFocused(watched);
  await searchInput(page).fill('trafficking');
  await untilAnswered(page);
  await searchInput(page).pressSequentially(' +child nofield:secretary');
  await expect.poll(() => new URL(page.url()).hash).toContain('nofield%3Asecretary');
  await untilAnswered(page);
  expect(await page.locator('[data-error]').isHidden()).toBe(true);
  expect(await resultItems(page).count()).toBe(5);
  await page.locator('[data-error]:not([hidden])').waitFor();
  expect(await resultItems(page).count()).toBe(0);
  await searchInput(page).fill('trafficking');
  await resultItems(page).first().waitFor();
  expect(await page.locator('[data-error]').isHidden()).toBe(true);
  await watched.close();
});
