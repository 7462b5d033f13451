// The other browser of the tests: Debian's Firefox ESR, driven by puppeteer-core over WebDriver BiDi.
import { type Browser, launch, type Page } from 'puppeteer-core';
import { ensureBrowser } from './ensure-browser.ts';
import type { WatchedPage } from './watched-page.ts';

/** Path of a Firefox; undefined when there is none and none could be installed (the reason is printed). */
export function ensureFirefox(): string | undefined {
  return ensureBrowser('Firefox', ['/usr/bin/firefox-esr', '/usr/bin/firefox'], ['firefox-esr']);
}

export async function launchFirefox(extraPrefsFirefox: Record<string, unknown>): Promise<Browser> {
  const executablePath = ensureFirefox();
  if (executablePath === undefined) throw new Error('no Firefox');
  return launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox });
}

/** A page that remembers what it asked for and what was complained of. */
export interface FirefoxPage extends Pick<WatchedPage, 'requests' | 'complaints'> {
  readonly page: Page;
}

export async function watchedFirefoxPage(firefox: Browser): Promise<FirefoxPage> {
  const page = await firefox.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, requests, complaints };
}

/** Shows `look` a page in a Firefox of its own, which is closed afterwards. */
export async function inFirefox(look: (opened: FirefoxPage) => Promise<void>): Promise<void> {
  const firefox = await launchFirefox({});
  try {
    await look(await watchedFirefoxPage(firefox));
  } finally {
    await firefox.close();
  }
}
