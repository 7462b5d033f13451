// What tests do on a search page, in either browser.
import type { Locator, Page, Route } from 'playwright-core';
import type { ServedSite } from './serve.ts';
import type { WatchedPage } from './watched-page.ts';

export const searchInput = (page: Page): Locator => page.locator('main input[type=search]');
export const resultItems = (page: Page): Locator => page.locator('[data-results] > li');
/** What is said above the results. */
export const resultCount = (page: Page): Locator => page.locator('[data-count]');

/** @param address of a search page, with what stands after `#` */
export async function openSearchPage(
  { page }: WatchedPage,
  { origin }: ServedSite,
  address = '/search/',
): Promise<Page> {
  await page.goto(origin + address);
  await searchInput(page).and(page.locator(':enabled')).waitFor();
  return page;
}

/** The answer is shown whole, excerpts and counts included. */
export async function untilAnswered(page: Page): Promise<void> {
  await page.locator('[data-shown=excerpts]:not([aria-busy])').waitFor({ state: 'attached' });
}

/** @param address with a query after `#`, which is answered then */
export async function openAnswered(watched: WatchedPage, site: ServedSite, address: string): Promise<Page> {
  const page = await openSearchPage(watched, site, address);
  await untilAnswered(page);
  return page;
}

export interface HeldRequests {
  /** On their way now. */
  count(): number;
  letGo(): Promise<void>;
}

/** Keeps what matches on its way until it is let go. */
export async function holdRequests(page: Page, pattern: RegExp): Promise<HeldRequests> {
  const held: Route[] = [];
  let isOpen = false;
  await page.route(pattern, async (route) => {
    if (isOpen) await route.continue();
    else held.push(route);
  });
  return {
    count: () => held.length,
    letGo: async () => {
      isOpen = true;
      await Promise.all(held.splice(0).map((route) => route.continue()));
    },
  };
}

export interface Shown {
  readonly count: string;
  readonly error: string;
  /** Address, without its place in the page, and text of each result. */
  readonly results: readonly string[];
}

/**
 * Run in the page: sets the query, presses Enter, and waits until the answer is shown whole, excerpts included.
 * Self-contained, since it is sent as text.
 */
export async function askInPage(query: string): Promise<Shown> {
  const input = document.querySelector<HTMLInputElement>('[data-search] input')!;
  const list = document.querySelector<HTMLElement>('[data-results]')!;
  const error = document.querySelector<HTMLElement>('[data-error]')!;
  const until = async (isTrue: () => boolean) => {
    for (let turn = 0; !isTrue(); turn += 1) {
      if (turn > 3000) throw new Error(`no answer for ${query}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await until(() => !input.disabled);
  input.value = query;
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
  await until(() => !list.hasAttribute('aria-busy') && (list.dataset.shown === 'excerpts' || !error.hidden));
  return {
    count: document.querySelector('[data-count]')!.textContent ?? '',
    error: error.hidden ? '' : (error.textContent ?? ''),
    results: [...list.querySelectorAll('li')].map((entry) => {
      const href = entry
        .querySelector('a')!
        .href.replace(/#.*/, '')
        .replace(/index\.html$/, '');
      return `${href.slice(href.indexOf('/', href.indexOf('//') + 2))} ${entry.textContent}`;
    }),
  };
}
