// Leaving a page at once, in real browsers: what the "Exit this page" component of the GOV.UK Design System does, one test
// a row, with and without JavaScript, over http and from a folder; and where ours does better, as src/browser/exit.ts says.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { expectNoOverflow } from '../support/accessibility.ts';
import { demoSite, itemAddress } from '../support/build-demo-site.ts';
import { ensureChromium, launchChromium } from '../support/chromium.ts';
import { inFirefox } from '../support/firefox.ts';
import { type NetworkWatch, watchNetwork } from '../support/network-watch.ts';
import { buildContent, carryAway } from '../support/posts-site.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { type WatchedPage, watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/exit';
const neutralFile = '12x12.html';

let browser: Browser;
/** The demo site, whose exit is another origin. */
let demo: ServedSite;
/** A small site in three languages, and a page in a fourth; its exit is a page of the demo site's server. */
let small: ServedSite;
let exitUrl: string;
let folder: string;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  [browser, demo] = await Promise.all([launchChromium(), serveSite(demoSite)]);
  exitUrl = `${demo.origin}/about/`;
  const content = smallSiteInThreeLanguages();
  content['site.yaml'] = content['site.yaml']!.replace(/exit:\n.*\n.*\n/, `exit:\n  url: ${exitUrl}\n`);
  content['pages/about.fa.md'] = '---\ntitle: درباره\n---\n\nمتن\n';
  const output = await buildContent(content, work);
  small = await serveSite(output);
  folder = await carryAway(output, work);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), small?.stop()]);
});

const exit = (page: Page) => page.locator('a.exit');
const secondary = (page: Page) => page.locator('a.skip[data-exit]');
const status = (page: Page) => page.locator('[data-exit-status]');
const overlay = (page: Page) => page.locator('.exit-overlay');
const fileUrl = (path: string) => pathToFileURL(join(folder, path)).href;

interface OpenedPage extends WatchedPage {
  /** How often the exit's address was asked for. */
  readonly asked: () => number;
  /** The exit answers from now on; Shift three times on the blank page asks once more. */
  readonly letGo: () => Promise<void>;
}

/**
 * A page of the small site. Until it is let go its exit answers 204 (RFC 9110 §15.3.5), with which a browser stays where it
 * is: the page can be looked at as it is while the other takes long to come.
 */
async function openSmall(address = '/about/', options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const watched = await watchedPage(browser, options);
  const { page } = watched;
  let asked = 0;
  let isOpen = false;
  await page.route(exitUrl, async (route) => {
    asked += 1;
    if (isOpen) await route.continue();
    else await route.fulfill({ status: 204 });
  });
  await page.goto(small.origin + address);
  return {
    ...watched,
    asked: () => asked,
    letGo: async () => {
      isOpen = true;
      await press(page, 'Shift', 'Shift', 'Shift');
      await page.waitForURL(exitUrl);
    },
  };
}

/** The same with a clock that stands still until it is told to run. */
async function openWithClock(): Promise<OpenedPage> {
  const opened = await openSmall();
  const { clock } = opened.page;
  await clock.install({ time: '2026-01-01T00:00:00Z' });
  await opened.page.reload();
  await clock.pauseAt('2026-01-01T01:00:00Z');
  return opened;
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** By the mouse alone: a locator's click waits for the page that it leads to. */
async function click(page: Page): Promise<void> {
  const { x, y, width, height } = (await exit(page).boundingBox())!;
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** Lights that are on, of those that are shown; 0 when none is. */
function lights(page: Page): Promise<number> {
  return page
    .locator('.exit-lights span')
    .evaluateAll(
      (all) =>
        all.filter(
          (light) => light.checkVisibility() && parseFloat(getComputedStyle(light).borderTopWidth) > 3,
        ).length,
    );
}

/** Nothing of the page is seen, read out or reached, and its place is taken by one word. */
async function expectBlank(page: Page, word = 'Loading…'): Promise<void> {
  await overlay(page).waitFor();
  expect(await page.locator('body').isVisible()).toBe(false);
  expect(await overlay(page).textContent()).toBe(word);
  expect(await overlay(page).getAttribute('role')).toBe('alert');
  expect(await overlay(page).boundingBox()).toEqual({ x: 0, y: 0, ...page.viewportSize()! });
  expect(await overlay(page).evaluate((element) => getComputedStyle(element).backgroundColor)).toMatch(
    /^rgb\(/,
  );
  await press(page, 'Tab', 'Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('a, input, main'))).toBeNull();
}

describe('without JavaScript', () => {
  test('both links lead there in the same tab, and Shift does nothing', async () => {
    const { page, close } = await watchedPage(browser, { javaScriptEnabled: false });
    const address = `${small.origin}/about/`;
    for (const way of ['click', 'keys'] as const) {
      await page.goto(address);
      await press(page, 'Shift', 'Shift', 'Shift');
      expect(page.url()).toBe(address);
      if (way === 'click') await exit(page).click();
      else await press(page, 'Tab', 'Tab', 'Enter');
      await page.waitForURL(exitUrl);
      expect(page.context().pages().length).toBe(1);
    }
    await close();
  });

  test('from a folder both lead to its neutral page, and no network is asked', async () => {
    const { page, requests, close } = await watchedPage(browser, { javaScriptEnabled: false });
    for (const path of ['index.html', 'news/workshop/index.html', 'th/news/workshop/index.html']) {
      for (const link of [exit(page), secondary(page)]) {
        await page.goto(fileUrl(path));
        await link.focus();
        await press(page, 'Enter');
        await page.waitForURL(fileUrl(neutralFile));
      }
    }
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    await close();
  });
});

describe('the links', () => {
  test.each(['the link that stays', 'the secondary link'])('%s blanks the page at once', async (name) => {
    const opened = await openSmall();
    const { page } = opened;
    if (name === 'the link that stays') await click(page);
    else await press(page, 'Tab', 'Tab', 'Enter');
    await expectBlank(page);
    expect(opened.asked()).toBe(1);
    await opened.letGo();
    expect(page.context().pages().length).toBe(1);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  test('keep to the tab when a key asks for another', async () => {
    for (const modifier of ['Control', 'Shift'] as const) {
      const opened = await openSmall();
      await opened.page.keyboard.down(modifier);
      await click(opened.page);
      await opened.page.keyboard.up(modifier);
      await expectBlank(opened.page);
      await opened.letGo();
      expect(opened.page.context().pages().length).toBe(1);
      await opened.close();
    }
  });

  test('leave the history as it is: Back leads to the page', async () => {
    const opened = await openSmall();
    const { page } = opened;
    const before = await page.evaluate(() => history.length);
    await opened.letGo();
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
    await page.goBack();
    expect(page.url()).toBe(`${small.origin}/about/`);
    expect(await page.locator('h1').isVisible()).toBe(true);
    await opened.close();
  });

  test('are the second Tab stop, and one step back from where the skip link leads', async () => {
    for (const address of ['/', '/about/', '/search/', '/th/', '/ar/', '/nothing-here/']) {
      const { page, close } = await watchedPage(browser);
      await page.goto(small.origin + address);
      await press(page, 'Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#page_main');
      await press(page, 'Tab');
      expect(await secondary(page).evaluate((link) => link === document.activeElement)).toBe(true);
      // Unseen until then.
      const { width, height } = (await secondary(page).boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
      await press(page, 'Shift+Tab', 'Enter', 'Shift+Tab');
      expect(await exit(page).evaluate((link) => link === document.activeElement)).toBe(true);
      await close();
    }
  });

  test('have a name that says what they are for', async () => {
    const { page, close } = await openSmall();
    expect(await page.getByRole('link', { name: 'Emergency Exit this page', exact: true }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Exit this page', exact: true }).count()).toBe(1);
    for (const link of await page.locator('a[data-exit]').all()) {
      expect(await link.getAttribute('rel')).toBe('nofollow noreferrer');
      expect(await link.getAttribute('target')).toBeNull();
    }
    await close();
  });
});

describe('Shift three times', () => {
  test('counts in lights and in words, then leaves', async () => {
    const opened = await openSmall();
    const { page } = opened;
    expect(await status(page).getAttribute('role')).toBe('status');
    expect([await lights(page), await status(page).textContent()]).toEqual([0, '']);
    expect(await page.locator('.exit-lights').isVisible()).toBe(false);
    await press(page, 'Shift');
    expect(await lights(page)).toBe(1);
    expect(await page.locator('.exit-lights span:visible').count()).toBe(3);
    expect(await status(page).textContent()).toBe(
      'Shift pressed. Press it two more times to exit this page.',
    );
    await press(page, 'Shift');
    expect(await lights(page)).toBe(2);
    expect(await status(page).textContent()).toBe('Shift pressed. Press it once more to exit this page.');
    expect(page.url()).toBe(`${small.origin}/about/`);
    await press(page, 'Shift');
    await expectBlank(page);
    await opened.letGo();
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  test('each press has five seconds from the last', async () => {
    const opened = await openWithClock();
    const { page } = opened;
    await press(page, 'Shift');
    await page.clock.runFor(4999);
    await press(page, 'Shift');
    await page.clock.runFor(4999);
    expect(await lights(page)).toBe(2);
    await press(page, 'Shift');
    await expectBlank(page);
    await opened.letGo();
    await opened.close();
  });

  test('is forgotten after five seconds, which is said for five more', async () => {
    const opened = await openWithClock();
    const { page } = opened;
    for (const already of [1, 2]) {
      await press(page, ...Array<string>(already).fill('Shift'));
      await page.clock.runFor(4999);
      expect(await lights(page)).toBe(already);
      await page.clock.runFor(1);
      expect([await lights(page), await status(page).textContent()]).toEqual([
        0,
        'The count has ended. This page stays open.',
      ]);
      await page.clock.runFor(5000);
      expect(await status(page).textContent()).toBe('');
    }
    // The count begins anew, and what ended before cannot end it.
    await press(page, 'Shift');
    await page.clock.runFor(5000);
    await press(page, 'Shift');
    await page.clock.runFor(4999);
    expect(await lights(page)).toBe(1);
    await press(page, 'Shift');
    expect([opened.asked(), await lights(page)]).toEqual([0, 2]);
    await press(page, 'Shift');
    await expectBlank(page);
    await opened.letGo();
    await opened.close();
  });

  test.each(['a', 'Tab', 'Escape', 'ArrowDown', 'Control', 'F2', ' '])(
    'begins anew after another key: %j',
    async (key) => {
      const opened = await openSmall();
      const { page } = opened;
      await press(page, 'Shift', 'Shift', key);
      expect([await lights(page), await status(page).textContent()]).toEqual([
        0,
        'The count has ended. This page stays open.',
      ]);
      await press(page, 'Shift', 'Shift');
      expect([opened.asked(), await lights(page)]).toEqual([0, 2]);
      await press(page, 'Shift');
      await expectBlank(page);
      await opened.letGo();
      await opened.close();
    },
  );

  test('a Shift that is held for something else does not count', async () => {
    const opened = await openSmall();
    const { page } = opened;
    const { keyboard, mouse } = page;
    const together = async (first: string, second: string, released: readonly string[]) => {
      await keyboard.down(first);
      await keyboard.down(second);
      for (const key of released) await keyboard.up(key);
    };
    for (let turn = 0; turn < 3; turn += 1) {
      // A capital, and one of somebody who types fast.
      await together('Shift', 'A', ['A', 'Shift']);
      await together('Shift', 'A', ['Shift', 'A']);
      // The next keyboard layout.
      await together('Alt', 'Shift', ['Shift', 'Alt']);
      await together('Shift', 'Alt', ['Shift', 'Alt']);
      await together('Control', 'Shift', ['Shift', 'Control']);
      await keyboard.down('Shift');
      await mouse.click(200, 500);
      await keyboard.up('Shift');
      expect([opened.asked(), await lights(page)]).toEqual([0, 0]);
    }
    // One that is held down comes again and again, and is one press.
    for (let times = 0; times < 5; times += 1) await keyboard.down('Shift');
    await keyboard.up('Shift');
    expect(await lights(page)).toBe(1);
    await opened.close();
  });

  test('works while the search box is written in, whose capitals count for nothing', async () => {
    const opened = await openSmall();
    const { page } = opened;
    await page.locator('#q:enabled').click();
    await page.keyboard.type('UN REPORT');
    expect(await status(page).textContent()).toBe('');
    await press(page, 'Shift', 'Shift', 'Shift');
    await expectBlank(page);
    await opened.letGo();
    await opened.close();
  });

  test.each([
    ['/', 'Loading…'],
    ['/search/', 'Loading…'],
    ['/nothing-here/', 'Loading…'],
    ['/th/news/workshop/', 'กำลังโหลด…'],
    ['/ar/', 'جارٍ التحميل…'],
  ])('works on %s', async (address, word) => {
    const opened = await openSmall(address);
    await press(opened.page, 'Shift', 'Shift', 'Shift');
    await expectBlank(opened.page, word);
    await opened.letGo();
    await opened.close();
  });

  test('in a language without texts of its own speaks the site’s, marked', async () => {
    const opened = await openSmall('/fa/about/');
    const { page } = opened;
    expect(await page.locator('html').getAttribute('lang')).toBe('fa');
    await press(page, 'Shift');
    expect(await status(page).textContent()).toContain('two more times');
    expect(await status(page).getAttribute('lang')).toBe('en');
    await press(page, 'Shift', 'Shift');
    await expectBlank(page);
    expect([
      await overlay(page).getAttribute('lang'),
      await overlay(page).evaluate((element) => getComputedStyle(element).direction),
    ]).toEqual(['en', 'ltr']);
    await opened.letGo();
    await opened.close();
  });
});

describe('the page left behind', () => {
  const fresh = { isBlank: false, overlays: 0, pressed: null, said: '' };

  /**
   * Run in the page: when it is shown again, keeps what it looks like for `stateKept` and loads itself anew, since drivers
   * of browsers know no document that comes back.
   */
  function keepStateOnReturn(): void {
    addEventListener('pageshow', ({ persisted }) => {
      if (!persisted) return;
      sessionStorage.state = JSON.stringify({
        isBlank: document.body.hidden,
        overlays: document.querySelectorAll('.exit-overlay').length,
        pressed: document.querySelector<HTMLElement>('a.exit')?.dataset.pressed ?? null,
        said: document.querySelector('[data-exit-status]')?.textContent,
      });
      location.reload();
    });
  }
  const goBack = (): void => void setTimeout(() => history.back());
  const stateKept = (): unknown => JSON.parse((sessionStorage.state as string | undefined) ?? 'null');

  test('stays blank while it is still being loaded, and is whole when it is shown again', async () => {
    const opened = await openSmall();
    const { page } = opened;
    await press(page, 'Shift', 'Shift', 'Shift');
    const show = (persisted: boolean) =>
      page.evaluate((isPersisted) => {
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: isPersisted }));
      }, persisted);
    await show(false);
    await expectBlank(page);
    await show(true);
    expect(await overlay(page).count()).toBe(0);
    expect(await page.locator('h1').isVisible()).toBe(true);
    await press(page, 'Shift', 'Shift');
    expect(await lights(page)).toBe(2);
    await show(true);
    expect([await lights(page), await status(page).textContent()]).toEqual([0, '']);
    await press(page, 'Shift', 'Shift');
    expect([opened.asked(), await lights(page)]).toEqual([1, 2]);
    await opened.close();
  });

  test('comes back from Chromium’s cache as it was before', async () => {
    // Playwright turns the cache off, unless it is told not to.
    const cached = await chromium.launch({
      executablePath: ensureChromium()!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    try {
      const page = await (await cached.newContext()).newPage();
      await page.goto(`${small.origin}/about/`);
      await page.evaluate(keepStateOnReturn);
      await press(page, 'Shift', 'Shift', 'Shift');
      await page.waitForURL(exitUrl);
      await page.evaluate(goBack);
      await expect.poll(() => page.evaluate(stateKept).catch(() => null), { timeout: 20_000 }).toEqual(fresh);
      expect(page.url()).toBe(`${small.origin}/about/`);
    } finally {
      await cached.close();
    }
  });

  test('leaves and comes back in Firefox too', async () => {
    await inFirefox(async ({ page, complaints }) => {
      await page.goto(`${small.origin}/about/`);
      await page.evaluate(keepStateOnReturn);
      for (const _ of [1, 2]) await page.keyboard.press('Shift');
      expect(await page.$eval('a.exit', (link) => (link as HTMLElement).dataset.pressed)).toBe('2');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Shift')]);
      expect(page.url()).toBe(exitUrl);
      await page.evaluate(goBack);
      await expect.poll(() => page.evaluate(stateKept).catch(() => null), { timeout: 20_000 }).toEqual(fresh);
      expect(complaints).toEqual([]);
    });
  });
});

describe('without network', () => {
  let network: NetworkWatch;
  beforeAll(async () => {
    network = await watchNetwork();
  });
  afterAll(() => network?.stop());

  test('a folder leads to its own neutral page', async () => {
    const closed = await launchChromium([
      `--proxy-server=127.0.0.1:${network.port}`,
      '--proxy-bypass-list=<-loopback>',
    ]);
    try {
      for (const path of ['index.html', 'search/index.html', 'ar/news/workshop/index.html']) {
        for (const way of ['click', 'Shift', 'keys'] as const) {
          const { page, requests, complaints, close } = await watchedPage(closed);
          await page.goto(fileUrl(path));
          if (way === 'click') await exit(page).click();
          if (way === 'Shift') await press(page, 'Shift', 'Shift', 'Shift');
          if (way === 'keys') await press(page, 'Tab', 'Tab', 'Enter');
          await page.waitForURL(fileUrl(neutralFile));
          // It names nothing and leads nowhere.
          expect(await page.title()).toBe('12 × 12');
          expect(await page.content()).not.toMatch(/lantern|<a\b|<script|<link/i);
          expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex');
          expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
          expect(complaints).toEqual([]);
          await close();
        }
      }
      expect(network.requests).toEqual([]);
    } finally {
      await closed.close();
    }
  });

  test('a page of the web blanks all the same, and the address is tried', async () => {
    const { page, requests, close } = await watchedPage(browser);
    await page.goto(`${demo.origin}${itemAddress}`);
    await page.context().setOffline(true);
    // Looked at by the page itself, since a moment later the browser's own page stands there.
    await page.evaluate(() => {
      addEventListener('pagehide', () => {
        sessionStorage.wasBlank = String(
          document.body.checkVisibility() ? 'no' : document.querySelector('.exit-overlay')?.textContent,
        );
      });
    });
    const failed = page.waitForEvent('requestfailed');
    await press(page, 'Shift', 'Shift', 'Shift');
    expect((await failed).url()).toBe('https://www.bbc.com/weather');
    await page.context().setOffline(false);
    expect(requests.filter((url) => !url.startsWith(demo.origin))).toEqual(['https://www.bbc.com/weather']);
    await expect
      .poll(async () => {
        await page.goto(`${demo.origin}/about/`).catch(() => undefined);
        return page.evaluate(() => sessionStorage.wasBlank as unknown).catch(() => undefined);
      })
      .toBe('Loading…');
    await close();
  });
});

describe('where it stands', () => {
  const viewports = [
    { width: 320, height: 640 },
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ];
  test.each(viewports)('at $width px it stays on the screen and covers nothing', async (viewport) => {
    for (const address of [itemAddress, '/', '/th/', '/ar/', '/search/']) {
      const { page, close } = await watchedPage(browser, { viewport });
      await page.goto(demo.origin + address);
      await press(page, 'Shift', 'Shift');
      expect(await lights(page)).toBe(2);
      await press(page, 'Escape');
      const place = (await exit(page).boundingBox())!;
      expect(place.y).toBe(0);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.x + place.width).toBeLessThanOrEqual(viewport.width);
      expect(place.height).toBeGreaterThanOrEqual(24);
      // In the corner where lines end.
      const isAtRight = place.x + place.width / 2 > viewport.width / 2;
      expect(isAtRight).toBe(!address.startsWith('/ar/'));
      const covered = await page.evaluate(() => {
        const link = document.querySelector('a.exit')!;
        const own = link.getBoundingClientRect();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found: string[] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement!;
          if (link.contains(node) || !node.textContent?.trim() || parent.closest('.unseen, .skip')) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          for (const rect of range.getClientRects()) {
            const isApart =
              rect.right <= own.left ||
              rect.left >= own.right ||
              rect.bottom <= own.top ||
              rect.top >= own.bottom;
            if (!isApart && rect.width > 0) found.push(node.textContent.trim());
          }
        }
        return found;
      });
      expect(covered).toEqual([]);
      await expectNoOverflow(page);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      expect(await exit(page).boundingBox()).toEqual(place);
      // What a link within the page leads to stands clear of it.
      await page.evaluate(() => {
        const all = [...document.querySelectorAll('main h2, main h3, main p')];
        const last = all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).at(-1)!;
        last.id = 'here';
        document.body.style.paddingBlockEnd = '100vh';
        location.hash = '#here';
      });
      await expect
        .poll(async () => (await page.locator('#here').boundingBox())!.y)
        .toBeLessThan(viewport.height / 2);
      expect((await page.locator('#here').boundingBox())!.y).toBeGreaterThanOrEqual(place.height);
      await close();
    }
  });

  test('with forced colours it has a border, and a light that is on looks another', async () => {
    const { page, close } = await openSmall('/about/', { forcedColors: 'active' });
    expect(await exit(page).evaluate((link) => getComputedStyle(link).borderTopStyle)).toBe('solid');
    await press(page, 'Shift');
    const widths = await page
      .locator('.exit-lights span')
      .evaluateAll((all) => all.map((light) => parseFloat(getComputedStyle(light).borderTopWidth)));
    expect(widths[0]).toBeGreaterThan(2 * widths[1]!);
    expect(widths[1]).toBe(widths[2]);
    await close();
  });

  test('is not printed, nor is the second link', async () => {
    const { page, close } = await openSmall();
    await page.emulateMedia({ media: 'print' });
    expect(await exit(page).isVisible()).toBe(false);
    expect(await secondary(page).isVisible()).toBe(false);
    await close();
  });

  test.each(['light', 'dark'] as const)('the blank page is the browser’s own, %s', async (colorScheme) => {
    const opened = await openSmall('/about/', { colorScheme });
    const { page } = opened;
    await click(page);
    await expectBlank(page);
    const [background, ink] = await overlay(page).evaluate((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      return [backgroundColor, color];
    });
    expect([background, ink]).toEqual(
      colorScheme === 'light'
        ? ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']
        : ['rgb(18, 18, 18)', 'rgb(255, 255, 255)'],
    );
    await opened.close();
  });
});
