// What a reader may have set or need on any kind of page: a narrow or magnified screen, larger text and wider spaces,
// the keyboard, a screen reader's map of the page, the system's own colours, fingers. WCAG 2.2 1.3.1, 1.4.4, 1.4.10,
// 1.4.12, 2.4.7, 2.5.8.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSite } from '../small-site.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { demoSite, itemAddress } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { buildContent } from '../support/posts-site.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';

let browser: Browser;
let demo: ServedSite;
let edges: ServedSite;
let work: string;

/** What strains a list: titles long, unbroken and of several scripts, no summary, more countries than a line holds. */
function contentWithEdges(): Record<string, string> {
  const files = { ...smallSite() };
  files['site.yaml'] += 'forms:\n  newsletter: netlify\n  inquiry: netlify\n  email: desk@lantern.example\n';
  const countries = Array.from({ length: 40 }, (_, i) => `land-${i}`);
  files['vocabulary/countries.yaml'] += countries
    .map((slug, i) => `- slug: ${slug}\n  name: { en: Land of the ${i}th ${'Valley '.repeat(1 + (i % 4))}}\n`)
    .join('');
  const titles = [
    `A title of many words ${'that goes on and on '.repeat(12)}to its end`,
    `Unbroken${'titlewithoutaspace'.repeat(9)}`,
    'Workshop ประชุมเชิงปฏิบัติการเพื่อทบทวนร่างแผนปฏิบัติการแห่งชาติ و ورشة عمل 2019 – 国家行动计划',
  ];
  titles.forEach((title, i) => {
    files[`news/edge-${i}.md`] =
      `---\ntitle: ${JSON.stringify(title)}\ndate: 2019-12-1${i}\n${i === 0 ? `countries: [${countries.join(', ')}]\n` : ''}---\n\n${i === 1 ? 'https://lantern.example/' : 'Text.'}\n`;
  });
  return files;
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'offprint-preferences-'));
  const build = buildContent(contentWithEdges(), work);
  [browser, demo] = await Promise.all([launchChromium(), serveSite(demoSite)]);
  edges = await serveSite(await build);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  await edges?.stop();
  rmSync(work, { recursive: true, force: true });
});

const kinds: readonly (readonly [kind: string, address: string, site?: 'edges'])[] = [
  ['home', '/'],
  ['item', itemAddress],
  ['country', '/countries/thailand/'],
  ['topic', '/topics/prosecution/'],
  ['list', '/news/'],
  ['list of letters', '/countries/'],
  ['list of resources', '/resources/'],
  ['year', '/news/2022/'],
  ['search', '/search/'],
  ['404', '/nowhere/at/all/'],
  ['download', '/download/'],
  ['Thai list', '/th/news/'],
  ['Arabic topic', '/ar/topics/prosecution/'],
  ['form', '/contact/', 'edges'],
  ['thanks', '/contact/thanks/', 'edges'],
  ['year of edges', '/news/2019/', 'edges'],
];

describe.each(kinds)('%s', (_, address, site) => {
  test('is whole for everyone', async () => {
    const { origin } = site === 'edges' ? edges : demo;
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(origin + address);
    await page.locator('#q:enabled').waitFor();

    await expectNoOverflow(page, '320 px, as at 400 % zoom');
    expect(await smallTargets(page), 'targets of 24 px').toEqual([]);
    expect(await outline(page)).toEqual({ h1: 1, gaps: [], landmarks: ['banner', 'contentinfo', 'main'] });
    expect(await unnamedNavigation(page)).toEqual([]);
    const set = (rules: string): Promise<void> =>
      page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, rules);
    await set(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`);
    await expectNoOverflow(page, 'wide spacing of text');
    expect(await clipped(page), 'wide spacing of text').toEqual([]);

    await page.setViewportSize({ width: 1280, height: 900 });
    await set('html { font-size: 200% !important }');
    await expectNoOverflow(page, 'text at 200 %');
    expect(await clipped(page), 'text at 200 %').toEqual([]);
    await set('');

    expect(await unseenFocus(page), 'focus').toEqual([]);
    await page.emulateMedia({ forcedColors: 'active', contrast: 'more' });
    // The colours are the system's; of these axe would see some, and of the page's own others.
    await expectNoViolation(page, 'forced colours', ['color-contrast']);
    await context.close();
  });
});

test('a page in the system’s own colours tells where the reader is by more than a colour', async () => {
  const context = await browser.newContext({ forcedColors: 'active' });
  const page = await context.newPage();
  await page.goto(`${demo.origin}/news/`);
  const current = page.locator('[aria-current]');
  expect(await current.count()).toBeGreaterThan(0);
  const told = await current.evaluateAll((all) =>
    all.map((element) => {
      const { textDecorationLine, borderBlockEndStyle, fontWeight } = getComputedStyle(element);
      return (
        textDecorationLine.includes('underline') ||
        borderBlockEndStyle !== 'none' ||
        Number(fontWeight) >= 600
      );
    }),
  );
  expect(told).not.toContain(false);
  await context.close();
});

test('nothing moves for a reader who asked for that', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${demo.origin}/countries/`);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto');
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(moving).toBe(0);
  await context.close();
});

// ── what is looked for, in the page ───────────────────────────────────────────────────────────────────

/**
 * WCAG 2.2 2.5.8: 24 by 24 px, but for a link within a sentence, and for one so far from others that a circle of 24 px
 * around it meets no other target or its circle.
 */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const size = 24;
    const targets = Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary'))
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      // Shown on focus alone.
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const isSmall = ({ box }: { box: DOMRect }): boolean =>
      box.width < size - 0.01 || box.height < size - 0.01;
    const middle = ({ x, y, width, height }: DOMRect) => ({ x: x + width / 2, y: y + height / 2 });
    const isInText = (element: Element): boolean => {
      if (getComputedStyle(element).display !== 'inline') return false;
      let block = element.parentElement;
      while (block && /^(?:inline|contents)$/.test(getComputedStyle(block).display))
        block = block.parentElement;
      const text = (node: Element | null): string => (node?.textContent ?? '').replaceAll(/\s+/g, '');
      return text(block).length > text(element).length;
    };
    return targets
      .filter((target) => {
        if (!isSmall(target) || isInText(target.element)) return false;
        const { x, y } = middle(target.box);
        return targets.some((other) => {
          if (other === target) return false;
          const { left, right, top, bottom } = other.box;
          const toBox = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
          const center = middle(other.box);
          const isMet = isSmall(other) && Math.hypot(center.x - x, center.y - y) < size;
          return toBox < size / 2 || isMet;
        });
      })
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width} × ${box.height}`);
  });
}

/** Headings and landmarks. */
function outline(page: Page): Promise<{ h1: number; gaps: string[]; landmarks: string[] }> {
  return page.evaluate(() => {
    const headings = Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6')).filter((heading) =>
      heading.checkVisibility(),
    );
    const levels = headings.map(({ localName }) => Number(localName.slice(1)));
    const gaps = headings.filter((_, i) => (levels[i] ?? 0) > (levels[i - 1] ?? 0) + 1);
    const landmarks = [
      ['banner', 'body > header'],
      ['contentinfo', 'body > footer'],
      ['main', 'body > main'],
    ].filter(([, selector]) => document.querySelectorAll(selector!).length === 1);
    return {
      h1: levels.filter((level) => level === 1).length,
      gaps: gaps.map(({ outerHTML }) => outerHTML),
      landmarks: landmarks.map(([name]) => name!),
    };
  });
}

/** Each has a name of its own. */
function unnamedNavigation(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = Array.from(document.querySelectorAll('nav'), (nav) => {
      const id = nav.getAttribute('aria-labelledby') ?? '';
      return (nav.getAttribute('aria-label') ?? document.getElementById(id)?.textContent ?? '').trim();
    });
    return names.filter((name, i) => name === '' || names.indexOf(name) !== i);
  });
}

/** Text that its own box, or one around it, cuts off. */
function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('body *'))
      .filter((element) => {
        if (!element.checkVisibility() || element.closest('.unseen, .skip, svg, input, select, textarea'))
          return false;
        const { overflowX, overflowY } = getComputedStyle(element);
        const isCut = (overflow: string): boolean => /hidden|clip/.test(overflow);
        return (
          (isCut(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (isCut(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );
}

/** Tab stops that look the same with the focus as without it: the first, and each further one of a page's beginning. */
async function unseenFocus(page: Page): Promise<string[]> {
  const stops = 32;
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const look = (element: Element): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
      return outlineStyle === 'none'
        ? boxShadow
        : [outlineStyle, outlineWidth, outlineColor, boxShadow].join();
    };
    // A button that is drawn by what follows it shows the focus there.
    const drawn = (element: Element): Element => {
      const isInvisible = getComputedStyle(element).opacity === '0';
      return (isInvisible && element.nextElementSibling) || element;
    };
    const before = new Map<Element, string>();
    for (const element of document.querySelectorAll(
      'a, button, input, select, textarea, summary, [tabindex]',
    ))
      before.set(element, look(drawn(element)));
    const unseen: string[] = [];
    document.addEventListener('focusin', ({ target }) => {
      const element = target as Element;
      const box = drawn(element).getBoundingClientRect();
      const isSame = look(drawn(element)) === before.get(element);
      if (isSame || box.width < 2 || box.height < 2) unseen.push(element.outerHTML.slice(0, 120));
    });
    (window as unknown as { unseen: string[] }).unseen = unseen;
  });
  for (let stop = 0; stop < stops; stop += 1) await page.keyboard.press('Tab');
  return page.evaluate(() => (window as unknown as { unseen: string[] }).unseen);
}
