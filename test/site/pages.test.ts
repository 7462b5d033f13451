// Every page of the demo site: valid HTML, nothing wider than a narrow phone, and no link that leads nowhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { htmlFaults, pagesOf, pagesTooWide } from '../support/page-rules.ts';
import { serveSite } from '../support/serve.ts';
import { deadLinks } from '../support/site-links.ts';

const settings = parse(readFileSync('content/site.yaml', 'utf8')) as { url: string };
const pages = pagesOf(demoSite);

async function tooWide(folder: string): Promise<string[]> {
  const [browser, site] = await Promise.all([launchChromium(), serveSite(folder)]);
  try {
    return await pagesTooWide(browser, site, pagesOf(folder));
  } finally {
    await Promise.all([browser.close(), site.stop()]);
  }
}

describe('the demo site', () => {
  test('has its pages', () => {
    expect(pages.length).toBeGreaterThan(150);
    expect(pages).toContain('index.html');
    expect(pages).toContain('404.html');
  });

  test('every page is valid HTML', async () => {
    expect(await htmlFaults(demoSite, pages)).toEqual([]);
  }, 300_000);

  test('no page scrolls sideways at 320 px', async () => {
    expect(await tooWide(demoSite)).toEqual([]);
  }, 300_000);

  test('every internal link and anchor resolves', () => {
    expect(deadLinks(demoSite, new URL(settings.url).origin)).toEqual([]);
  });

  test('no page names a script, style sheet or image of another origin', () => {
    const foreign: string[] = [];
    for (const page of pages) {
      const html = readFileSync(join(demoSite, page), 'utf8');
      for (const [tag] of html.matchAll(
        /<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*>/g,
      )) {
        const isFetched =
          !tag.startsWith('<link') || /rel="?(?:stylesheet|icon|preload|modulepreload)/.test(tag);
        if (isFetched && /(?:src|href|srcset|data)="(?:https?:)?\/\//.test(tag))
          foreign.push(`${page}: ${tag}`);
      }
    }
    expect(foreign).toEqual([]);
  });
});

test('the link check sees a dead page, a dead anchor and a dead script', () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'index.html':
      '<a href="/a/#there">1</a><a href="/a/#gone">2</a><a href="/b/">3</a><script src="x.js"></script>',
    'a/index.html': '<h2 id="there">x</h2><a href="../">home</a>',
  });
  expect(deadLinks(folder, 'https://example.org')).toEqual([
    'index.html → /a/#gone',
    'index.html → /b/',
    'index.html → x.js',
  ]);
});

test('the check of widths names what is too wide, from left to right and from right to left', async () => {
  const folder = temporaryFolder();
  const page = (dir: string, body: string) =>
    `<!doctype html><html lang="en" dir="${dir}"><title>x</title><link rel="stylesheet" href="/x.css"><main>${body}</main>`;
  const long = 'word '.repeat(200);
  writeFiles(folder, {
    'x.css': 'p { white-space: nowrap } .apart { overflow: auto } .wide { width: 500px }',
    'index.html': page('ltr', '<p>narrow</p>'),
    'apart/index.html': page('ltr', `<div class="apart"><p>${long}</p></div>`),
    'folded/index.html': page('ltr', `<details><summary>x</summary><p>${long}</p></details>`),
    'ltr/index.html': page('ltr', `<p class="long">${long}</p><p>short</p>`),
    'rtl/index.html': page('rtl', '<div class="wide">x</div>'),
  });
  expect(await tooWide(folder)).toEqual([
    expect.stringMatching(/^folded\/index\.html: \d+ px wide; main > details > p reaches \d+ px out: word/),
    expect.stringMatching(/^ltr\/index\.html: \d+ px wide; main > p\.long reaches/),
    expect.stringMatching(/^rtl\/index\.html: 508 px wide; main > div\.wide reaches 188 px out: x/),
  ]);
});
