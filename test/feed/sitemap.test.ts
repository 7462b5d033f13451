import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import { buildRobots } from '../../src/feed/robots.ts';
import { buildSitemap } from '../../src/feed/sitemap.ts';
import type {
  AbsoluteUrl,
  IsoDate,
  LanguageTag,
  OutputFile,
  Permalink,
  PlannedPage,
} from '../../src/model.ts';
import { siteAddresses } from '../../src/render/addresses.ts';

const addresses = siteAddresses({ origin: 'https://lantern.example' as AbsoluteUrl, basePath: '/base' });

function page(permalink: string, lastModified?: string, isListed = true): PlannedPage {
  return {
    permalink: permalink as Permalink,
    language: 'en' as LanguageTag,
    layout: 'item',
    isListed,
    lastModified: () => lastModified as IsoDate | undefined,
    anchors: () => [],
    makeView: () => undefined,
    print: () => '',
  };
}

function textOf(file: OutputFile | undefined): string {
  if (file === undefined) return '';
  return 'make' in file ? String(file.make()) : 'contents' in file ? String(file.contents) : '';
}
const locations = (file: OutputFile | undefined) =>
  [...textOf(file).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc);

test('the sitemap holds each listed page once, whole address, calendar date, in order of addresses', async () => {
  const files = buildSitemap(
    [
      page('/news/b/', '2008-02-29T23:30:00-08:00'),
      page('/404.html', undefined, false),
      page('/a&ü/'),
      page('/', '2007-08-17'),
    ],
    addresses,
    fingerprintOf,
  );
  expect(files.map(({ path }) => path)).toEqual(['sitemap.xml']);
  const xml = textOf(files[0]);
  expect(locations(files[0])).toEqual([
    'https://lantern.example/base/',
    'https://lantern.example/base/a&amp;%C3%BC/',
    'https://lantern.example/base/news/b/',
  ]);
  expect([...xml.matchAll(/<lastmod>(.*?)<\/lastmod>/g)].map(([, date]) => date)).toEqual([
    '2007-08-17',
    '2008-02-29',
  ]);
  const { valid } = await validateXML({
    xml: [{ fileName: 'sitemap.xml', contents: xml }],
    normalization: 'format',
  });
  expect(valid).toBe(true);
});

test('more addresses than one file may hold are cut and put under an index', () => {
  const pages = Array.from({ length: 5 }, (_, i) => page(`/p${i}/`));
  const files = buildSitemap(pages, addresses, fingerprintOf, 2);
  expect(files.map(({ path }) => path)).toEqual([
    'sitemap.xml',
    'sitemap-1.xml',
    'sitemap-2.xml',
    'sitemap-3.xml',
  ]);
  expect(textOf(files[0])).toContain('<sitemapindex ');
  expect(locations(files[0])).toEqual([1, 2, 3].map((n) => `https://lantern.example/base/sitemap-${n}.xml`));
  expect(files.slice(1).flatMap(locations)).toEqual(
    pages.map(({ permalink }) => `https://lantern.example/base${permalink}`),
  );
  expect(buildSitemap(pages, addresses, fingerprintOf, 5)).toHaveLength(1);
});

test('robots.txt names the sitemap; that of a preview lets crawlers in, so that they see noindex', () => {
  expect(textOf(buildRobots({ isPreview: false }, addresses))).toBe(
    'User-agent: *\nDisallow:\n\nSitemap: https://lantern.example/base/sitemap.xml\n',
  );
  expect(textOf(buildRobots({ isPreview: true }, addresses))).toBe('User-agent: *\nDisallow:\n');
});
