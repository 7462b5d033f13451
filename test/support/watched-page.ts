// A browser page that remembers everything a site must never do: call another origin, write to the console, break its CSP.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServedSite } from './serve.ts';

export interface WatchedPage {
  readonly page: Page;
  /** Every request's URL, in order. */
  readonly requests: string[];
  /** Console messages, page errors and CSP reports, in words. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  if (options.javaScriptEnabled !== false) {
    await context.exposeFunction('reportCspViolation', (text: string) => complaints.push(`CSP: ${text}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const { reportCspViolation } = window as unknown as { reportCspViolation(text: string): void };
        reportCspViolation(
          `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
      });
    });
  }
  return { page, requests, complaints, close: () => context.close() };
}

/** Nothing was fetched from elsewhere, sent in an address, said on the console or refused by the CSP. */
export function expectQuiet({ requests, complaints }: WatchedPage, { origin }: ServedSite): void {
  expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
  expect(requests.filter((url) => new URL(url).search !== '')).toEqual([]);
  // The worker answered: the page itself would, were the worker refused, and nothing would be seen of that.
  expect(requests.filter((url) => url.includes('/search-engine-'))).toEqual([]);
  expect(complaints).toEqual([]);
}
