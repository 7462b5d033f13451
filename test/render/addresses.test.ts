import { expect, test } from 'vitest';
import type { AbsoluteUrl } from '../../src/model.ts';
import { hrefOf, pageUrl } from '../../src/render/addresses.ts';

test.each([
  ['/', '', '/'],
  ['/news/workshop/', '/base', '/base/news/workshop/'],
  ['/news/ข่าว/', '', '/news/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/'],
  ['/a b/100%/?x/', '', '/a%20b/100%25/%3Fx/'],
  ['/e\u0301/', '', '/%C3%A9/'],
  ['/news/\uD800/', '', '/news/%EF%BF%BD/'],
  ['/news/x/#teil ü', '/base', '/base/news/x/#teil%20%C3%BC'],
])('%s below "%s" is linked as %s', (permalink, basePath, href) => {
  expect(hrefOf(permalink, basePath)).toBe(href);
});

test('a whole URL is what WHATWG URL would print', () => {
  const url = pageUrl("/it's [a] (b)/ü/", {
    origin: 'https://lantern.example' as AbsoluteUrl,
    basePath: '/base',
  });
  expect(new URL(url).href).toBe(url);
});
