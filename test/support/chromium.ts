// The browser of the tests: Debian's Chromium, driven by playwright-core.
import { type Browser, chromium } from 'playwright-core';
import { ensureBrowser } from './ensure-browser.ts';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium; undefined when there is none and none could be installed (the reason is printed). */
export function ensureChromium(): string | undefined {
  return ensureBrowser('Chromium', candidates, ['chromium', 'fonts-noto-core']);
}

/** Headless, without the background traffic that a closed network would refuse. */
export async function launchChromium(extraArguments: readonly string[] = []): Promise<Browser> {
  const executablePath = ensureChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extraArguments,
    ],
  });
}
