// A browser page that remembers everything a site must never do: call another origin, write to the console, break its CSP.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

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
