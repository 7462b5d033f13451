// The map of the home page as readers meet it: by keyboard, by ear, by finger, and past it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { expectQuiet, watchedPage } from '../support/watched-page.ts';

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite(demoSite)]);
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

function focusedHref(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('href') ?? null);
}

describe('the map', () => {
  test('is walked by Tab in the order of the list, with a mark that can be seen, and left again', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.goto(`${site.origin}/`);
    const ofMap = await page
      .locator('.map svg a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const ofList = await page
      .locator('.map-side a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(ofMap.length).toBeGreaterThan(20);
    expect(ofMap).toEqual(ofList);
    await page.locator('.map .skip').focus();
    const walked: (string | null)[] = [];
    for (let presses = 0; presses < ofMap.length; presses += 1) {
      await page.keyboard.press('Tab');
      walked.push(await focusedHref(page));
    }
    expect(walked).toEqual(ofMap);
    const shown = await page.evaluate(() => {
      const { outlineStyle, strokeWidth } = getComputedStyle(document.activeElement!);
      return [outlineStyle, strokeWidth];
    });
    expect(shown).toEqual(['solid', '3px']);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.map-side') !== null)).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.origin}${ofMap.at(-1)}`);
    expectQuiet(watched, site);
    await watched.close();
  });

  test('can be passed by one key, and tells names and numbers to who does not see it', async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.goto(`${site.origin}/`);
    await page.locator('.map .skip').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.map-side') !== null)).toBe(true);
    const map = page.getByRole('group', { name: /^Map of countries/ });
    await map.getByRole('link', { name: /^Thailand, \d+ items$/ }).waitFor();
    await watched.close();
  });

  test.each(['light', 'dark'] as const)(
    'harms nobody in %s: no violation, nothing cut off',
    async (scheme) => {
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width: 320, height: 640 },
      });
      const page = await context.newPage();
      for (const address of ['/', '/th/']) {
        await page.goto(`${site.origin}${address}`);
        await expectNoViolation(page, address);
        await expectNoOverflow(page, address);
      }
      await context.close();
    },
  );

  test('islands in the open sea are wide enough for a finger on a small phone', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(`${site.origin}/`);
    const target = page.locator('.map a[href="/countries/palau/"] .map-target');
    const { width, height } = (await target.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(23.5);
    await target.click({ position: { x: 3, y: height / 2 } });
    await page.waitForURL('**/countries/palau/');
    await context.close();
  });
});
