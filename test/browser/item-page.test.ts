// An item page and its edges in a real browser: nothing wider than the screen, what scrolls scrolls by keyboard, links
// that lead to where they say, lines of a length to read, paper that carries no navigation.
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSite } from '../small-site.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { buildContent } from '../support/posts-site.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';

const folder = '.cache/test/item-page';
const sentence =
  'The ministry said that the plan covers prevention, protection and the work with its partners. ';
const countries = Array.from({ length: 40 }, (_, i) => `land-${i + 1}`);

const edges = `---
title: Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz${'x'.repeat(80)}
date: 2010-03-04
countries: [${countries.join(', ')}]
corrections: [{ date: 2010-03-08, text: "Its name was wrong." }]
image: { file: wide.png, alt: A wide picture, caption: "${sentence}" }
---

Text[^1] and <https://elsewhere.example/${'long-'.repeat(40)}>.

| Country | Number | Source of the figure | Remarks | Year | More | Last |
|---|--:|---|---|---|---|---|
| Burma | 1,234 | Ministry | none | 2007 | something | end |

\`\`\`
${'const code = 1; '.repeat(20)}
\`\`\`

![A tall picture](tall.png)

> ${sentence}
>
> — Somebody

قال الوزير في بيان إن الخطة الوطنية تشمل خمسة مجالات.

[^1]: A note.
`;
const long = `---
title: A long text
date: 2010-03-05
countries: [burma]
---

${Array.from({ length: 6 }, (_, i) => `## Part ${i + 1}\n\n### Its heading\n\n${sentence.repeat(12)}`).join('\n\n')}
`;

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  const picture = (width: number, height: number): Promise<Uint8Array> =>
    sharp({ create: { width, height, channels: 3, background: '#567' } })
      .png()
      .toBuffer();
  const small = smallSite();
  const content: Record<string, string | Uint8Array> = {
    ...small,
    'vocabulary/countries.yaml': `${small['vocabulary/countries.yaml']}\n${countries
      .map((slug) => `- { slug: ${slug}, name: { en: Land of ${slug} } }\n`)
      .join('')}`,
    'news/2010/edges.md': edges,
    'news/2010/long.md': long,
    'news/2010/wide.png': await picture(1_600, 300),
    'news/2010/tall.png': await picture(600, 2_400),
  };
  const output = await buildContent(content, folder);
  [browser, site] = await Promise.all([launchChromium(), serveSite(output)]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function withPage(path: string, width: number, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await look(page);
  await context.close();
}

describe('an item with every edge', () => {
  test.each([320, 768, 1280])(
    'is no wider than a screen of %d px, with all that is folded open',
    async (width) => {
      await withPage('/news/edges/', width, async (page) => {
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        await expectNoOverflow(page);
      });
    },
  );

  test('has no violation', async () => {
    await withPage('/news/edges/', 1280, (page) => expectNoViolation(page, '/news/edges/'));
    await withPage('/news/long/', 1280, (page) => expectNoViolation(page, '/news/long/'));
  });

  test('its table and its code scroll by keyboard', async () => {
    await withPage('/news/edges/', 320, async (page) => {
      for (const part of ['.table', '.prose pre']) {
        const frame = page.locator(part);
        await frame.focus();
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
      }
    });
  });

  test('a tall picture is no higher than the screen, and keeps its room before it is there', async () => {
    await withPage('/news/edges/', 1280, async (page) => {
      const box = await page.locator('.tall').boundingBox();
      expect(box?.height).toBeLessThanOrEqual(640);
      expect(box?.width).toBeCloseTo((box?.height ?? 0) / 4, 0);
    });
  });

  test('a note and its way back are named', async () => {
    await withPage('/news/edges/', 1280, async (page) => {
      await page.getByRole('link', { name: 'Note 1', exact: true }).click();
      expect(new URL(page.url()).hash).toBe('#note_1');
      await page.getByRole('link', { name: 'Back to the text at note 1', exact: true }).click();
      expect(new URL(page.url()).hash).toBe('#noteref_1');
    });
  });

  test('a correction is a step from the title', async () => {
    await withPage('/news/edges/', 320, async (page) => {
      await page.getByRole('link', { name: 'Corrected March 8, 2010' }).click();
      expect(await page.locator('#item_corrections').evaluate((part) => part.matches(':target'))).toBe(true);
    });
  });
});

describe('a long text', () => {
  test.each([768, 1280])('has 60 to 75 letters a line at %d px', async (width) => {
    await withPage('/news/long/', width, async (page) => {
      const letters = await page.evaluate(() => {
        const paragraph = document.querySelector('.prose > p') as HTMLElement;
        const lines = paragraph.offsetHeight / Number.parseFloat(getComputedStyle(paragraph).lineHeight);
        // The last line is half a line, on average.
        return (paragraph.textContent ?? '').length / (lines - 0.5);
      });
      expect(letters).toBeGreaterThan(58);
      expect(letters).toBeLessThan(76);
    });
  });

  test('links beside its headings are seen with the focus, named by them, and no part of them', async () => {
    await withPage('/news/long/', 1280, async (page) => {
      expect(await page.getByRole('heading', { name: 'Part 2', exact: true }).count()).toBe(1);
      const link = page.getByRole('link', { name: 'Link to this part: Part 2', exact: true });
      expect(await link.evaluate((element) => getComputedStyle(element).opacity)).toBe('0');
      await link.focus();
      await page.keyboard.press('Shift');
      expect(await link.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#part-2');
    });
  });

  test('on paper there is the text, its address, and no navigation; a dark screen prints light', async () => {
    const context = await browser.newContext({ colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(`${site.origin}/news/long/`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const part of ['nav', '.exit', '.contents', '.anchor', '.cite', '.filed']) {
      expect(
        await page.locator(part).evaluateAll((all) => all.every((one) => one.getClientRects().length === 0)),
      ).toBe(true);
    }
    expect(await page.locator('.on-paper').isVisible()).toBe(true);
    expect(await page.locator('.on-paper').textContent()).toBe('https://lantern.example/news/long/');
    expect(
      await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.documentElement);
        return [backgroundColor, color];
      }),
    ).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    await context.close();
  });
});
