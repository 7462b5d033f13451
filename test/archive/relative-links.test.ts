// A page as a folder needs it: links to files, a policy of its own, and nothing that only a server can answer.
import { describe, expect, test } from 'vitest';
import { isSiteOnly, pageForFolder, relativePath } from '../../src/archive/relative-links.ts';

const context = {
  files: new Set([
    'index.html',
    'news/a/index.html',
    'news/ข่าว/index.html',
    'news/a/photo.jpg',
    'assets/s.css',
    '12x12.html',
  ]),
  origin: 'https://lantern.example',
  basePath: '/base',
  exitPage: '12x12.html',
};
const page = (body: string, path = 'news/a/index.html') => pageForFolder(body, path, context);

describe('pageForFolder', () => {
  test.each([
    ['<a href="/base/">x</a>', '<a href="../../index.html">x</a>'],
    ['<a href="/base/news/a/#h">x</a>', '<a href="index.html#h">x</a>'],
    ['<a href="#h">x</a>', '<a href="#h">x</a>'],
    [
      '<a href="/base/news/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/">x</a>',
      '<a href="../%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/index.html">x</a>',
    ],
    ['<a href="https://lantern.example/base/news/a/">x</a>', '<a href="index.html">x</a>'],
    ['<a href="https://other.example/base/">x</a>', '<a href="https://other.example/base/">x</a>'],
    [
      '<a href="mailto:a@b.example?subject=a&amp;b">x</a>',
      '<a href="mailto:a@b.example?subject=a&amp;b">x</a>',
    ],
    ['<img src="/base/news/a/photo.jpg" alt="">', '<img src="photo.jpg" alt="">'],
    [
      '<img srcset="/base/news/a/photo.jpg 400w, /base/assets/s.css 2x">',
      '<img srcset="photo.jpg 400w, ../../assets/s.css 2x">',
    ],
    ['<p data-base="/base" data-target="/base/">', '<p data-base="../.." data-target="../../index.html">'],
    [
      '<link rel="canonical" href="https://lantern.example/base/news/a/">',
      '<link rel="canonical" href="https://lantern.example/base/news/a/">',
    ],
    [
      '<meta http-equiv="refresh" content="0; url=/base/news/a/">',
      '<meta http-equiv="refresh" content="0; url=index.html">',
    ],
    ['<a data-exit href="https://www.bbc.com/weather">x</a>', '<a data-exit href="../../12x12.html">x</a>'],
  ])('%s', (before, after) => {
    expect(page(before)).toBe(after);
  });

  test('a link to what the folder lacks leads to the published site', () => {
    expect(page('<a href="/base/feed.xml">x</a>')).toBe(
      '<a href="https://lantern.example/base/feed.xml">x</a>',
    );
  });

  test('what is for the site alone goes, and what is for the folder alone is shown', () => {
    const before =
      '<ul>\n<li>1</li>\n<li data-site-only><a href="/base/x/"><br>2</a></li>\n<li>3</li></ul><form data-site-only><input></form><p data-folder-only hidden>or write</p>';
    expect(page(before)).toBe('<ul>\n<li>1</li>\n<li>3</li></ul><p data-folder-only >or write</p>');
  });

  test('what other sites show beside a link to the page goes', () => {
    const head =
      '<meta property="og:title" content="a">\n<meta property="og:image" content="https://lantern.example/base/assets/titles/a.png">\n<meta property="og:image:width" content="1200">\n<meta name="twitter:card" content="summary_large_image">\n<meta name="viewport" content="b">';
    expect(page(head)).toBe('<meta property="og:title" content="a">\n<meta name="viewport" content="b">');
  });

  test('a page holds the policy that no server sends, before anything it governs', () => {
    const html = page('<head><meta charset="utf-8">\n<script src="/base/assets/s.css"></script>');
    expect(html).toMatch(
      /<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
    );
    expect(html).not.toMatch(/unsafe|frame-ancestors|https?:/);
  });

  test('the search page learns that an address needs the name of its file', () => {
    expect(page('<div class="x" data-search data-language="en">')).toBe(
      '<div class="x" data-search data-page-file="index.html" data-language="en">',
    );
  });

  test('so does the search box of the others, whose scripts are files of the folder', () => {
    expect(
      page('<search data-search-box data-suggestions="/base/assets/s.css" data-marks="/base/assets/s.css">'),
    ).toBe(
      '<search data-search-box data-page-file="index.html" data-suggestions="../../assets/s.css" data-marks="../../assets/s.css">',
    );
  });

  test('bytes that need no change stay', () => {
    const html = `<!DOCTYPE html>\n<p title='a "b"' class=x>&nbsp;&lt;a href="/base/"&gt; é </p><!-- <a href="/base/"> -->`;
    expect(page(html)).toBe(html);
  });

  test('without a base path every address of the site is meant', () => {
    const html = pageForFolder('<a href="/news/a/">x</a>', 'index.html', { ...context, basePath: '' });
    expect(html).toBe('<a href="news/a/index.html">x</a>');
  });
});

test('a page says of itself that it is for the site alone', () => {
  expect(isSiteOnly('<html><body data-site-only>')).toBe(true);
  expect(isSiteOnly('<html><body><p data-site-only>')).toBe(false);
});

test('a relative path is encoded part by part', () => {
  expect(relativePath('a/b.html', 'a/c #1%.html')).toBe('c%20%231%25.html');
  expect(relativePath('a/b/c.html', '')).toBe('../../');
  expect(relativePath('c.html', '')).toBe('./');
});
