import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { absolutizeHtml } from '../../src/render/absolute-urls.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';

const page = 'https://lantern.example/base/news/x/';

test.each([
  ['<a href="/base/about/">', '<a href="https://lantern.example/base/about/">'],
  ['<a href="../y/#a">', '<a href="https://lantern.example/base/news/y/#a">'],
  ['<a href="#part">', '<a href="https://lantern.example/base/news/x/#part">'],
  ['<a href="?a=1&amp;b=2">', '<a href="https://lantern.example/base/news/x/?a=1&amp;b=2">'],
  [
    '<img alt="src=&quot;/a&quot; > b" src="p.png">',
    '<img alt="src=&quot;/a&quot; > b" src="https://lantern.example/base/news/x/p.png">',
  ],
  [
    '<img srcset="a.png 1x, /b.png 2x" src="a.png">',
    `<img srcset="${page}a.png 1x, https://lantern.example/b.png 2x" src="${page}a.png">`,
  ],
  ['<video poster="p.png"></video>', `<video poster="${page}p.png"></video>`],
  ['<a href="https://e.org/%7Ea?b&amp;c">', '<a href="https://e.org/%7Ea?b&amp;c">'],
  ['<a href="mailto:a@e.org">', '<a href="mailto:a@e.org">'],
  [
    '<p title="href" data-href="/a">href="/a" &lt;a href="/b"&gt;</p>',
    '<p title="href" data-href="/a">href="/a" &lt;a href="/b"&gt;</p>',
  ],
])('%s', (html, expected) => {
  expect(absolutizeHtml(html, page)).toBe(expected);
});

test('in any text of ours, every address becomes the one a browser would have opened, and nothing else changes', () => {
  const read = (html: string) => {
    const seen: unknown[] = [];
    const parser = new Parser({
      ontext: (text) => seen.push(text),
      onopentag: (name, { href, src, ...rest }) =>
        seen.push([
          name,
          rest,
          href === undefined ? '' : new URL(href, page).href,
          src === undefined ? '' : new URL(src, page).href,
        ]),
    });
    parser.end(html);
    return seen;
  };
  const part = fc.constantFrom(
    '[a](',
    '![b](',
    '/x/',
    '../y',
    '#z',
    '?q=1&r="2"',
    '<p q.png>',
    'https://e.org/',
    ')',
    ' "t > \\" <u>"',
    ' href="/no" ',
    '<a href="/no">',
    '\n\n',
    '`',
    '| c |\n|-|\n| d ',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const { html } = renderMarkdown(parts.join(''), { basePath: '/base', firstLine: 1 }).html;
      const absolute = absolutizeHtml(html, page);
      expect(read(absolute)).toEqual(read(html));
      expect(absolute).not.toMatch(/ (?:href|src)="(?!https?:)/);
    }),
    { numRuns: 1_000 },
  );
});
