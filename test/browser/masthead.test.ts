// The head of every page without JavaScript: low on a phone, in one order for the eye and for Tab, and never wider than
// the screen, whatever a site is called and however much it leads to.
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { expectNoOverflow } from '../support/accessibility.ts';
import { demoSite, itemAddress } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { buildContent } from '../support/posts-site.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';

const work = '.cache/test/masthead';
const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><path d="M0 0h400v100H0z"/></svg>';
const longNames = {
  en: 'Regional Information Platform for Investigators, Counsellors and Interpreters',
  th: 'ศูนย์ข้อมูลระดับภูมิภาคเพื่อการต่อต้านการค้ามนุษย์และการแสวงหาประโยชน์',
  my: 'လူကုန်ကူးမှုတိုက်ဖျက်ရေးဆိုင်ရာဒေသတွင်းသတင်းအချက်အလက်ဗဟိုဌာန',
} as const;

let browser: Browser;
/** One for all: a page without JavaScript remembers nothing. */
let page: Page;
let demo: ServedSite;
/** Long names, twelve ways, a wide mark; in Burmese no section. */
let hard: ServedSite;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  const content = smallSiteInThreeLanguages();
  const ways = Array.from({ length: 12 }, (_, i) => `  - { text: A way that leads on ${i}, url: /about/ }\n`);
  content['site.yaml'] = content['site.yaml']!.replace('Lantern Test News', longNames.en)
    .replace(/navigation:\n(?: .*\n)+/, `navigation:\n${ways.join('')}`)
    .concat(`mark: mark.svg\neditions:\n  th: { name: ${longNames.th} }\n  my: { name: ${longNames.my} }\n`);
  content['mark.svg'] = mark;
  content['pages/about.my.md'] = '---\ntitle: အကြောင်း\n---\n\nစာသား\n';
  const output = buildContent(content, work);
  [browser, demo, hard] = await Promise.all([
    launchChromium(),
    serveSite(demoSite),
    output.then((folder) => serveSite(folder)),
  ]);
  page = await browser.newPage({ javaScriptEnabled: false });
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), hard?.stop()]);
});

async function open({ origin }: ServedSite, address: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 740 });
  await page.goto(origin + address);
}

test.each(['/', itemAddress, '/news/', '/th/about/', '/ar/'])(
  'on a phone %s begins at most 150 pixels down',
  async (address) => {
    await open(demo, address, 360);
    expect((await page.locator('main').boundingBox())!.y).toBeLessThanOrEqual(150);
    expect(await page.locator('.menu > summary').isVisible()).toBe(true);
  },
);

test('the mark stands beside the name, and is the icon', async () => {
  await open(demo, '/about/', 1280);
  const src = await page.locator('.wordmark img').getAttribute('src');
  expect(src).toMatch(/^\/assets\/mark-[0-9a-f]{12}\.svg$/);
  expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe(src);
  const { width, height } = (await page.locator('.wordmark img').boundingBox())!;
  expect(width).toBe(height);
});

test('the tagline is said once: on the home page it is the headline', async () => {
  const said = 'A web resource for combating human trafficking';
  for (const address of ['/', '/about/']) {
    await open(demo, address, 1280);
    expect(await page.locator('header, main').getByText(said, { exact: true }).count(), address).toBe(1);
  }
});

describe('the menu without JavaScript', () => {
  test('opens on a phone by pointer and by key', async () => {
    await open(demo, '/about/', 360);
    const thai = page.locator('.languages a[hreflang=th]');
    const help = page.locator('.navigation a').first();
    expect(await thai.isVisible()).toBe(false);
    await page.locator('.menu > summary').click();
    expect([await thai.isVisible(), await help.isVisible()]).toEqual([true, true]);
    expect((await thai.boundingBox())!.height).toBeGreaterThanOrEqual(24);
    await page.locator('.menu > summary').press('Enter');
    expect(await thai.isVisible()).toBe(false);
  });

  test('is always open on a wide screen', async () => {
    await open(demo, '/about/', 1280);
    expect(await page.locator('.menu > summary').isVisible()).toBe(false);
    await page.locator('.languages a[hreflang=th]').click();
    expect(new URL(page.url()).pathname).toBe('/th/about/');
  });
});

describe('Tab goes through it in the order in which it is seen', () => {
  test.each([
    ['/news/', 360, false],
    ['/news/', 360, true],
    ['/news/', 1280, false],
    ['/ar/about/', 360, true],
    ['/ar/about/', 1280, false],
  ])('%s at %d pixels, menu open: %s', async (address, width, isOpen) => {
    await open(demo, address, width);
    if (isOpen) await page.locator('.menu > summary').click();
    const isRightToLeft = address.startsWith('/ar/');
    const stops = await page
      .locator('.masthead :is(a, summary):not(.skip, .exit)')
      .evaluateAll((all) =>
        all
          .filter((one) => one.checkVisibility())
          .map((one) => ({ text: one.textContent, ...one.getBoundingClientRect().toJSON() })),
      );
    expect(stops.length).toBeGreaterThan(4);
    for (const [place, next] of stops.entries()) {
      const before = stops[place - 1];
      if (before === undefined) continue;
      const isBelow = next.top >= before.top + before.height / 2;
      const isBeside = isRightToLeft ? next.right <= before.left : next.left >= before.right;
      const isOnLine = Math.abs(next.top + next.bottom - before.top - before.bottom) < before.height;
      expect(isBelow || (isBeside && isOnLine), `${before.text} → ${next.text}`).toBe(true);
    }
  });
});

test.each(['/', '/about/', '/th/', '/ar/', '/my/about/'])(
  'with long names, twelve ways and a wide mark %s is never wider than the screen, nor below the exit link',
  async (address) => {
    await open(hard, address, 320);
    await expectNoOverflow(page, 'closed');
    const exit = (await page.locator('.exit').boundingBox())!;
    for (const part of ['summary', '.wordmark a']) {
      const box = (await page.locator(part).boundingBox())!;
      const isBelow = box.y >= exit.y + exit.height;
      expect(isBelow || box.x + box.width <= exit.x || box.x >= exit.x + exit.width, part).toBe(true);
    }
    await page.locator('.menu > summary').click();
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      await expectNoOverflow(page, `${width}`);
    }
  },
);
