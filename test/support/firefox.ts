// The other browser of the tests: Debian's Firefox ESR, driven by puppeteer-core over WebDriver BiDi.
import { type Browser, launch } from 'puppeteer-core';
import { ensureBrowser } from './ensure-browser.ts';

/** Path of a Firefox; undefined when there is none and none could be installed (the reason is printed). */
export function ensureFirefox(): string | undefined {
  return ensureBrowser('Firefox', ['/usr/bin/firefox-esr', '/usr/bin/firefox'], ['firefox-esr']);
}

export async function launchFirefox(extraPrefsFirefox: Record<string, unknown>): Promise<Browser> {
  const executablePath = ensureFirefox();
  if (executablePath === undefined) throw new Error('no Firefox');
  return launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox });
}
