// The search box of every page but the search page, in real browsers: its combobox by keyboard, touch, input method and
// screen reader, what it fetches and when, and what stands there without JavaScript and from a folder.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { demoSite, itemAddress } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { inFirefox } from '../support/firefox.ts';
import { buildContent, carryAway, postsContent } from '../support/posts-site.ts';
import { holdRequests } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { expectQuiet, type WatchedPage, watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/search-box';
const hostile = '"><img src=x onerror=alert(1)> zebra';

let browser: Browser;
/** The demo site. */
let demo: ServedSite;
/** Posts and a page with a hostile title. */
let posts: ServedSite;
let output: string;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  const content = postsContent(30);
  content['news/hostile.md'] = `---\ntitle: ${JSON.stringify(hostile)}\ndate: 2020-01-01\n---\n\nText.\n`;
  [browser, demo, output] = await Promise.all([
    launchChromium(),
    serveSite(demoSite),
    buildContent(content, work),
  ]);
  posts = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), posts?.stop()]);
});

const box = (page: Page) => page.locator('[data-search-box] input');
const list = (page: Page) => page.locator('[role=listbox]');
const options = (page: Page) => page.locator('[role=option]');
const isLate = (url: string) => /\/assets\/(?:suggestions|mark-words|search-)/.test(url);
const isIndex = (url: string) => /\/search\/\w+\/[\w-]+\.js$/.test(url);

async function openPage(
  site: ServedSite,
  address: string,
  contextOptions: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await watchedPage(browser, contextOptions);
  await watched.page.goto(site.origin + address);
  return watched;
}

/** Types into the box and waits for the list. */
async function suggest(page: Page, text: string): Promise<void> {
  await box(page).and(page.locator(':enabled')).click();
  await page.keyboard.type(text);
  await options(page).first().waitFor();
}

/** The option that the box points at, as a screen reader follows it. */
function activeOption(page: Page): Promise<string | null> {
  return box(page).evaluate((input) => {
    const option = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
    if (option && option.getAttribute('aria-selected') !== 'true') throw new Error('not selected');
    const selected = document.querySelectorAll('[role=option][aria-selected=true]').length;
    if (selected !== (option ? 1 : 0)) throw new Error(`${selected} options are selected`);
    return option?.textContent ?? null;
  });
}
const allOptions = (page: Page) => options(page).evaluateAll((all) => all.map((one) => one.textContent));

describe('before it is used', () => {
  test('the box is disabled, and nothing moves when its script is there', async () => {
    for (const [address, width] of [
      [itemAddress, 360],
      [itemAddress, 1280],
      ['/', 360],
      ['/nothing-here/', 1280],
    ] as const) {
      const watched = await watchedPage(browser, { viewport: { width, height: 740 } });
      const { page } = watched;
      const script = await holdRequests(page, /every-page-/);
      await page.goto(demo.origin + address, { waitUntil: 'commit' });
      await box(page).waitFor();
      await page.locator('footer').waitFor();
      await expect
        .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor))
        .not.toBe('rgba(0, 0, 0, 0)');
      expect(await box(page).isDisabled()).toBe(true);
      const places = () =>
        page
          .locator('header, header *, main, footer')
          .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
      const before = await places();
      await script.letGo();
      await box(page).and(page.locator(':enabled')).waitFor();
      expect(await places()).toEqual(before);
      await watched.close();
    }
  });

  test('on a phone the header’s box takes one line', async () => {
    const watched = await openPage(demo, itemAddress, { viewport: { width: 360, height: 740 } });
    const { height } = (await watched.page.locator('[data-search-box]').boundingBox())!;
    expect(height).toBeLessThanOrEqual(52);
    // WCAG 2.5.8 asks 24.
    expect((await box(watched.page).boundingBox())!.height).toBeGreaterThanOrEqual(36);
    await watched.close();
  });

  test('nothing is fetched for it; at the focus its scripts are, and at two letters the index', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page, requests } = watched;
    await box(page).and(page.locator(':enabled')).waitFor();
    await page.waitForLoadState('networkidle');
    expect(requests.filter((url) => isLate(url) || isIndex(url))).toEqual([]);
    const worker = page.waitForEvent('worker');
    await box(page).focus();
    await worker;
    await page.keyboard.type('b');
    await page.waitForLoadState('networkidle');
    expect(requests.filter((url) => url.includes('/suggestions-')).length).toBe(1);
    expect(requests.filter(isIndex)).toEqual([]);
    await page.keyboard.type('urm');
    await options(page).first().waitFor();
    expect(requests.filter(isIndex).length).toBeGreaterThan(1);
    expect(requests.filter((url) => /texts-|dictionary-/.test(url))).toEqual([]);
    expect(requests.filter((url) => new URL(url).search !== '' || url.includes('#'))).toEqual([]);
    expectQuiet(watched, demo);
    await watched.close();
  });
});

describe('by keyboard', () => {
  test('arrows go through the options and around; keys of the text leave them', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await suggest(page, 'burm');
    const all = await allOptions(page);
    expect(all.length).toBeGreaterThan(2);
    expect(all[0]).toBe('Burma');
    expect(all.at(-1)).toBe('Search for “burm”');
    expect(await activeOption(page)).toBeNull();
    for (const option of [...all, all[0]]) {
      await page.keyboard.press('ArrowDown');
      expect(await activeOption(page)).toBe(option);
    }
    await page.keyboard.press('ArrowUp');
    expect(await activeOption(page)).toBe(all.at(-1));
    for (const key of ['Home', 'End', 'ArrowLeft', 'ArrowRight']) {
      await page.keyboard.press('ArrowDown');
      expect(await activeOption(page)).not.toBeNull();
      await page.keyboard.press(key);
      expect(await activeOption(page)).toBeNull();
      expect(await list(page).isVisible()).toBe(true);
    }
    await page.keyboard.press('ArrowUp');
    expect(await activeOption(page)).toBe(all.at(-1));
    // What is chosen is no text until it is opened.
    expect(await box(page).inputValue()).toBe('burm');
    await page.keyboard.press('Home');
    await page.keyboard.type('x');
    expect(await box(page).inputValue()).toBe('xburm');
    expectQuiet(watched, demo);
    await watched.close();
  });

  test('Escape closes and then clears; arrows open; Tab goes on', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await suggest(page, 'burm');
    const expanded = () => box(page).getAttribute('aria-expanded');
    expect(await expanded()).toBe('true');
    await page.keyboard.press('Escape');
    expect(await expanded()).toBe('false');
    expect(await list(page).isHidden()).toBe(true);
    expect(await box(page).inputValue()).toBe('burm');
    await page.keyboard.press('Alt+ArrowDown');
    await list(page).waitFor();
    expect(await activeOption(page)).toBeNull();
    await page.keyboard.press('Alt+ArrowUp');
    expect(await list(page).isHidden()).toBe(true);
    await page.keyboard.press('ArrowDown');
    await list(page).waitFor();
    expect(await activeOption(page)).toBe('Burma');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    expect(await activeOption(page)).toBe('Search for “burm”');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await box(page).inputValue()).toBe('');
    await page.keyboard.press('ArrowDown');
    expect(await list(page).isHidden()).toBe(true);
    await page.keyboard.type('burm');
    await list(page).waitFor();
    await page.keyboard.press('Tab');
    expect(await list(page).isHidden()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('News');
    expectQuiet(watched, demo);
    await watched.close();
  });

  test('Enter opens the option that is chosen, and without one the search', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await suggest(page, 'burm');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${demo.origin}/countries/burma/`);
    for (const keys of [['Enter'], ['ArrowUp', 'Enter']]) {
      await page.goto(demo.origin + itemAddress);
      await suggest(page, 'burm');
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForURL(`${demo.origin}/search/#q=burm`);
    }
    // Before any suggestion could come, too.
    await page.goto(demo.origin + itemAddress);
    await page.route(/\/assets\/suggestions-/, (route) => route.abort());
    await box(page).and(page.locator(':enabled')).focus();
    await page.keyboard.type('two words');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${demo.origin}/search/#q=two%20words`);
    expect(await page.locator('main #q').inputValue()).toBe('two words');
    await watched.close();
  });

  test('an input method’s own Enter and arrows are no commands, and its letters are suggested', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await box(page).and(page.locator(':enabled')).click();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'burm', selectionStart: 4, selectionEnd: 4 });
    await options(page).first().waitFor();
    for (const key of ['ArrowDown', 'Enter', 'Escape']) {
      // As browsers tell the page of keys that an input method has taken.
      await box(page).evaluate((input, name) => {
        const init = { key: name, bubbles: true, cancelable: true };
        for (const composing of [
          new KeyboardEvent('keydown', { ...init, isComposing: true }),
          new KeyboardEvent('keydown', { ...init, keyCode: 229 } as KeyboardEventInit),
        ]) {
          if (!input.dispatchEvent(composing)) throw new Error(`${name} was taken`);
        }
      }, key);
      expect(await activeOption(page)).toBeNull();
      expect(await list(page).isVisible()).toBe(true);
    }
    await devtools.send('Input.insertText', { text: 'burma' });
    expect(await box(page).inputValue()).toBe('burma');
    expect(page.url()).toBe(demo.origin + itemAddress);
    await page.locator('[role=option]', { hasText: '“burma”' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${demo.origin}/search/#q=burma`);
    await watched.close();
  });
});

describe('by pointer', () => {
  test('hovering chooses nothing; a click opens; one beside closes', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await suggest(page, 'burm');
    await options(page).first().hover();
    expect(await activeOption(page)).toBeNull();
    await page.locator('.suggestion-kind').first().click();
    expect(await list(page).isVisible()).toBe(true);
    expect(await box(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.locator('h1').click();
    expect(await list(page).isHidden()).toBe(true);
    await box(page).click();
    await list(page).waitFor();
    // As any link: elsewhere when the reader asks for that.
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      options(page)
        .first()
        .click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await other.waitForURL(`${demo.origin}/countries/burma/`);
    expect(page.url()).toBe(demo.origin + itemAddress);
    expectQuiet(watched, demo);
    await watched.close();
  });

  test('by touch an option opens, a touch beside closes, and the box goes to the top of a small screen', async () => {
    const watched = await openPage(demo, '/', {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 360, height: 420 },
    });
    const { page } = watched;
    await box(page).and(page.locator(':enabled')).tap();
    await page.keyboard.type('burm');
    await options(page).first().waitFor();
    const { y, height } = (await options(page).last().boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(420);
    expect((await box(page).boundingBox())!.y).toBeGreaterThan(0);
    await page.locator('.lede').first().tap({ force: true });
    await list(page).waitFor({ state: 'hidden' });
    await box(page).tap();
    await options(page).first().tap();
    await page.waitForURL(`${demo.origin}/countries/burma/`);
    expectQuiet(watched, demo);
    await watched.close();
  });
});

describe('answers', () => {
  test('to older letters are never shown', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    const cards = await holdRequests(page, /\/search\/en\/cards-/);
    await page.goto(demo.origin + itemAddress);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const kinds = document.querySelectorAll('.suggestion-title');
        if (kinds.length > 0) seen.push([...kinds].map((one) => one.textContent).join('|'));
      }).observe(document.body, { childList: true, subtree: true });
    });
    await box(page).and(page.locator(':enabled')).click();
    await page.keyboard.type('tha');
    await expect.poll(cards.count).toBeGreaterThan(0);
    await box(page).fill('burm');
    await cards.letGo();
    await options(page).first().waitFor();
    expect((await allOptions(page))[0]).toBe('Burma');
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((titles) => /Thailand/.test(titles))).toEqual([]);
    await watched.close();
  });

  test('that come after the reader has gone are not shown', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    const cards = await holdRequests(page, /\/search\/en\/cards-/);
    await page.goto(demo.origin + itemAddress);
    await page.evaluate(() => {
      const opened: (string | null)[] = [];
      Object.assign(globalThis, { opened });
      const input = document.querySelector<HTMLInputElement>('[data-search-box] input')!;
      new MutationObserver(() => {
        if (input.getAttribute('aria-expanded') === 'true') opened.push(input.value);
      }).observe(input, { attributes: true, attributeFilter: ['aria-expanded'] });
    });
    await box(page).and(page.locator(':enabled')).click();
    await page.keyboard.type('burm');
    await expect.poll(cards.count).toBeGreaterThan(0);
    await page.keyboard.press('Tab');
    await cards.letGo();
    // The engine is asked one question after another: when it has answered a later one, it has this.
    await box(page).fill('thail');
    await options(page).first().waitFor();
    expect((await allOptions(page))[0]).toBe('Thailand');
    expect(await page.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
      'thail',
    ]);
    await watched.close();
  });

  test('that cannot be had leave the way to the search, which tells why', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.route(/\/search\/en\//, (route) => route.fulfill({ status: 500 }));
    await page.goto(demo.origin + itemAddress);
    await suggest(page, 'burm');
    expect(await allOptions(page)).toEqual(['Search for “burm”']);
    await page.unroute(/\/search\/en\//);
    await page.keyboard.type('a');
    await page.locator('[role=option]', { hasText: /^Burma/ }).waitFor();
    await watched.close();
  });

  test('name countries and topics before pages, and the last option leads to the whole search', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await suggest(page, 'tra');
    const groups = await page
      .locator('[role=listbox] [role=group]')
      .evaluateAll((all) =>
        all.map((group) => document.getElementById(group.getAttribute('aria-labelledby')!)?.textContent),
      );
    expect(groups).toEqual(['Topics', 'Pages']);
    const last = options(page).last();
    expect(await last.getAttribute('href')).toBe('/search/#q=tra');
    // Typed on, it is the new letters' at once.
    await page.keyboard.type('f');
    expect(await last.getAttribute('href')).toBe('/search/#q=traf');
    await watched.close();
  });

  test('are told once the typing rests, and not again when they are as many', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const status = (target as Element).closest?.('[data-search-box] [role=status]');
          if (status?.textContent) said.push(status.textContent);
        }
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await suggest(page, 'burm');
    const number = (await options(page).count()) - 1;
    const status = page.locator('[data-search-box] [role=status]');
    await status.filter({ hasText: `${number} suggestions` }).waitFor();
    await page.keyboard.press('Escape');
    expect(await status.textContent()).toBe('');
    await page.keyboard.type('qqqqq');
    await status.filter({ hasText: 'No suggestions' }).waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).toEqual([
      `${number} suggestions`,
      'No suggestions',
    ]);
    await watched.close();
  });

  test('with hostile titles and for hostile letters are text', async () => {
    const watched = await openPage(posts, '/about/');
    const { page } = watched;
    await suggest(page, 'zebra');
    const title = page.locator('.suggestion-title').first();
    expect(await title.textContent()).toBe(hostile);
    expect(await page.locator('[role=listbox] img').count()).toBe(0);
    for (const text of [hostile, '__proto__', 'title:', '++', '*~99', '\\\\', 'a'.repeat(5_000), '\ud800a']) {
      await box(page).fill(text);
      await expect
        .poll(() => options(page).last().getAttribute('href'))
        .toBe(`/search/#q=${encodeURIComponent(text.replace('\ud800', '\ufffd'))}`);
      await page.waitForLoadState('networkidle');
      expect(await page.locator('[role=listbox] img').count()).toBe(0);
    }
    expectQuiet(watched, posts);
    await watched.close();
  });
});

describe('for a screen reader', () => {
  test('the box is a combobox, and the open list holds named groups', async () => {
    const watched = await openPage(demo, itemAddress);
    const { page } = watched;
    await box(page).and(page.locator(':enabled')).waitFor();
    const search = page.locator('[data-search-box]');
    expect(await search.ariaSnapshot()).toBe(
      '- search:\n  - text: Search this site\n  - combobox "Search this site"',
    );
    await suggest(page, 'burm');
    await page.keyboard.press('ArrowDown');
    expect(await search.ariaSnapshot()).toMatchInlineSnapshot(`
      "- search:
        - text: Search this site
        - combobox "Search this site" [expanded]: burm
        - listbox "Suggestions":
          - group "Countries":
            - text: Countries
            - option "Burma" [selected]
          - group "Pages":
            - text: Pages
            - option "National Workshop to Review Burma's Draft National Plan of Action to Combat Human Trafficking August 17, 2007"
          - option "Search for “burm”"
        - status"
    `);
    expect(await box(page).getAttribute('aria-controls')).toBe(await list(page).getAttribute('id'));
    await watched.close();
  });

  const pages = [
    [itemAddress, 'burm'],
    ['/', 'tra'],
    ['/nothing-here/', 'burm'],
    ['/th/', 'แรง'],
    ['/ar/resources/universal-declaration-of-human-rights/', 'ال'],
  ] as const;
  for (const colorScheme of ['light', 'dark'] as const) {
    test.each(pages)(
      `axe finds no violation with the list open, ${colorScheme}, at 320 px: %s`,
      async (address, text) => {
        const watched = await openPage(demo, address, { colorScheme, viewport: { width: 320, height: 640 } });
        const { page } = watched;
        await suggest(page, text);
        await page.keyboard.press('ArrowDown');
        await expectNoViolation(page);
        await expectNoOverflow(page);
        // The list is as wide as the box, and inside the page on either side.
        const { x, width } = (await list(page).boundingBox())!;
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(320);
        const direction = await options(page)
          .first()
          .evaluate((option) => getComputedStyle(option).direction);
        expect(direction).toBe(address.startsWith('/ar/') ? 'rtl' : 'ltr');
        await watched.close();
      },
    );
  }
});

describe('without JavaScript', () => {
  test('a plain link to the search page stands in the box’s place', async () => {
    for (const address of [itemAddress, '/', '/th/']) {
      const watched = await openPage(demo, address, { javaScriptEnabled: false });
      const { page } = watched;
      const link = page.locator('.search-link');
      const target = address.startsWith('/th/') ? '/th/search/' : '/search/';
      expect(await link.getAttribute('href')).toBe(target);
      const place = await page.locator('.search-field').boundingBox();
      expect(await link.boundingBox()).toEqual(place);
      expect(await box(page).isVisible()).toBe(false);
      await link.click();
      expect(page.url()).toBe(demo.origin + target);
      expectQuiet(watched, demo);
      await watched.close();
    }
  });
});

describe('elsewhere', () => {
  test('from file:// suggestions come from the folder and lead to its files', async () => {
    const folder = await carryAway(output, work);
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.goto(pathToFileURL(join(folder, 'about/index.html')).href);
    await suggest(page, 'zebra');
    expect((await allOptions(page))[0]).toContain(hostile);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(pathToFileURL(join(folder, 'news/hostile/index.html')).href);
    await suggest(page, 'zebra');
    await options(page).last().click();
    await page.waitForURL(`${pathToFileURL(join(folder, 'search/index.html')).href}#q=zebra`);
    expect(watched.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('Firefox shows what Chromium shows, and refuses nothing', async () => {
    await inFirefox(async ({ page, complaints }) => {
      await page.goto(demo.origin + itemAddress);
      await page.waitForSelector('[data-search-box] input:enabled');
      await page.type('[data-search-box] input', 'burm');
      await page.waitForSelector('[role=option]');
      const shown = await page.$$eval('[role=option]', (all) => all.map((one) => one.textContent));
      const watched = await openPage(demo, itemAddress);
      await suggest(watched.page, 'burm');
      expect(shown).toEqual(await allOptions(watched.page));
      await page.keyboard.press('ArrowDown');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      expect(page.url()).toBe(`${demo.origin}/countries/burma/`);
      expect(complaints).toEqual([]);
      await watched.close();
    });
  });
});
