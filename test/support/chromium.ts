// The browser of the tests: Debian's Chromium, driven by playwright-core. Installed through apt when it is missing,
// since a browser of a test tool's own download is not reproducible and often not reachable.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium; undefined when there is none and none could be installed (the reason is printed). */
export function ensureChromium(): string | undefined {
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (!existsSync('/usr/bin/apt-get')) {
    console.error('No Chromium found and no apt-get to install it: install Chromium, then run again.');
    return undefined;
  }
  const isRoot = process.getuid?.() === 0;
  const apt = (...args: string[]): boolean => {
    const [program, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(program!, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  console.log('Chromium is missing: installing it from Debian’s packages.');
  if (
    !apt('update', '-qq') ||
    !apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core')
  ) {
    console.error('Chromium could not be installed with apt-get: install it by hand, then run again.');
    return undefined;
  }
  return candidates.find((path) => existsSync(path));
}

/** Headless, without the background traffic that a closed network would refuse. */
export async function launchChromium(): Promise<Browser> {
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
    ],
  });
}
