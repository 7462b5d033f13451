// `npm run dev` in a real browser: the page follows what is saved, and the reader of it stays where they were.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkout } from '../scripts/checkout.ts';
import { launchChromium } from '../support/chromium.ts';
import { follow, startDev } from '../support/dev.ts';
import { watchedPage } from '../support/watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

const path = 'content/news/2009/no-country.md';
const address = '/news/no-country/';
const overlay = '#offprint-problems';

async function openDev() {
  const folder = checkout();
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  const paragraphs = Array.from({ length: 60 }, (_, number) => `\nParagraph ${number} of a long text.\n`);
  edit(path, (text) => text + paragraphs.join(''));
  const dev = await startDev([], folder);
  const next = await follow(dev.origin);
  const { build } = await next((state) => state.build !== 'first');
  const watched = await watchedPage(browser);
  onTestFinished(() => watched.close());
  return { dev, next, build, edit, ...watched };
}

/** Until the page shows a text; a page that is being loaded anew shows none. */
async function shows(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'attached' });
}

test('a saved text is on screen, where the reader was; what the page does not show leaves it alone', async () => {
  const { dev, next, build, edit, page, requests, complaints } = await openDev();
  await page.goto(dev.origin + address);
  const loads = () => requests.filter((url) => url === dev.origin + address).length;
  await page.evaluate(() => window.scrollTo(0, 700));
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(300);

  // The text of an older item stands nowhere on this page.
  edit('content/news/2007/workshop.md', (text) => `${text}\nA sentence elsewhere.\n`);
  await next((state) => state.build !== build && state.problems.length === 0);
  const other = await (await fetch(`${dev.origin}/news/workshop/`)).text();
  expect(other).toContain('A sentence elsewhere.');

  edit(path, (text) => `${text}\nThe newest sentence of all.\n`);
  await shows(page, 'The newest sentence of all.');
  await page.waitForFunction((wanted) => Math.abs(window.scrollY - wanted) < 2, before);
  expect(loads()).toBe(2);
  expect(complaints).toEqual([]);
});

test('a problem stands over the page until it is mended', async () => {
  const { dev, edit, page, complaints } = await openDev();
  await page.goto(dev.origin + address);
  edit(path, (text) => text.replace('2009-01-05', '2009-02-30'));
  await page.locator(overlay).getByText('no-country.md:3:7: ').waitFor();
  // Beneath it is the last good page.
  await shows(page, 'Paragraph 59 of a long text.');
  edit(path, (text) => text.replace('2009-02-30', '2009-01-05').replace('Paragraph 59', 'Mended 59'));
  await shows(page, 'Mended 59 of a long text.');
  await page.locator(overlay).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('a layout and a style are taken up; a layout that fails is a problem over the page', async () => {
  const { dev, edit, page } = await openDev();
  await page.goto(dev.origin + address);
  edit('layouts/site.css', (text) => `${text}\nh1 { outline: 3px solid rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => {
    const title = document.querySelector('h1');
    return title !== null && getComputedStyle(title).outlineColor === 'rgb(1, 2, 3)';
  });
  const layout = 'layouts/item-page.ts';
  const slip = "throw new Error('a slip of the pen');";
  edit(layout, (text) => text.replace('return documentPage(', `${slip} return documentPage(`));
  await page.locator(overlay).getByText('a slip of the pen').first().waitFor();
  await shows(page, 'Paragraph 59 of a long text.');
  edit(layout, (text) => text.replace(slip, ''));
  await page.locator(overlay).waitFor({ state: 'detached' });
  await shows(page, 'Paragraph 59 of a long text.');
});

test('search finds a word soon after it was saved', async () => {
  const { dev, edit, page, complaints } = await openDev();
  const root = async () => (await fetch(`${dev.origin}/search/en/root.js`)).text();
  const before = await root();
  edit(path, (text) => `${text}\nQuetzalcoatl was here.\n`);
  await expect.poll(root, { timeout: 60_000 }).not.toBe(before);
  await page.goto(`${dev.origin}/search/#q=quetzalcoatl`);
  await page.locator(`[data-results] a[href^="${address}"]`).waitFor();
  expect(complaints).toEqual([]);
});
