import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { buildFeeds } from '../../src/feed/build-feeds.ts';
import type { AbsoluteUrl, RenderedItem, Site } from '../../src/model.ts';
import { siteAddresses } from '../../src/render/addresses.ts';
import { renderItems } from '../../src/render/render-items.ts';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { checkContent, type Files } from '../validate/check-content.ts';

interface Built {
  readonly site: Site;
  readonly items: readonly RenderedItem[];
  /** By path. */
  readonly feeds: ReadonlyMap<string, string>;
}

function build(files: Files, basePath = '', showDrafts = false): Built {
  const { site, problems } = checkContent(files, { showDrafts });
  if (!site) throw new Error(JSON.stringify(problems));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const options = { origin: 'https://lantern.example' as AbsoluteUrl, basePath };
  const items = renderItems(site, options);
  const feeds = buildFeeds(site, items, siteAddresses(options));
  return {
    site,
    items,
    feeds: new Map(feeds.map((file) => [file.path, 'contents' in file ? String(file.contents) : ''])),
  };
}

interface ReadItem {
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly guid: string | undefined;
  readonly ms: number | undefined;
  readonly html: string | undefined;
  readonly categories: readonly string[];
}

async function byFeedParser(xml: string): Promise<ReadItem[]> {
  const parser = new FeedParser({ normalize: true, addmeta: false });
  const items: ReadItem[] = [];
  Readable.from([xml]).pipe(parser);
  for await (const { link, guid, pubdate, description, categories, ...raw } of parser) {
    // As it was read: `title` itself is without anything that looks like a tag.
    const title: unknown = raw['rss:title']?.['#'];
    items.push({
      title: typeof title === 'string' ? title : undefined,
      link: link ?? undefined,
      guid: guid ?? undefined,
      ms: pubdate?.getTime(),
      html: description ?? undefined,
      categories,
    });
  }
  return items;
}

async function byRssParser(xml: string): Promise<ReadItem[]> {
  const { items } = await new RssParser<object, { 'content:encoded'?: string }>().parseString(xml);
  return items.map((item) => ({
    title: item.title,
    link: item.link,
    guid: item.guid,
    ms: item.isoDate === undefined ? undefined : Date.parse(item.isoDate),
    html: item['content:encoded'],
    categories: item.categories ?? [],
  }));
}

const readers: readonly [string, (xml: string) => Promise<ReadItem[]>][] = [
  ['feedparser', byFeedParser],
  ['rss-parser', byRssParser],
];

async function isWellFormed(xml: string): Promise<boolean> {
  const { valid } = await validateXML({
    xml: [{ fileName: 'feed.xml', contents: xml }],
    normalization: 'format',
  });
  return valid;
}

/** Words of HTML, white space apart; and the addresses in it. */
function readHtml(html: string): { words: string; addresses: string[] } {
  let words = '';
  const addresses: string[] = [];
  const parser = new Parser({
    ontext: (text) => {
      words += text;
    },
    onopentag: (_name, attributes) => {
      if (attributes.alt) words += ` ${attributes.alt} `;
      for (const address of [attributes.href, attributes.src])
        if (address !== undefined) addresses.push(address);
      words += ' ';
    },
  });
  parser.end(html);
  return { words: words.replace(/\s+/g, ''), addresses };
}

const hostile = `---
title: 'A "title" <b>of</b> & ]]> marks'
date: 2010-05-06
authors: ['<Author> & Co.']
---

\`]]>\` and <script>alert(1)</script> & "quotes", see [a](/about/#x), [b](#part), [c](../workshop/), [d](<x y.pdf>).

## Part

![A & B](pic.png) [out](https://e.org/?a=1&b=2)
`;

describe.each([[''], ['/base']])('with the base path "%s"', (basePath) => {
  const files = { ...smallSiteInThreeLanguages(), 'news/2010/hostile.md': hostile };
  const { items, feeds } = build(files, basePath);

  test('every language with news has a feed in its own tree', () => {
    expect([...feeds.keys()]).toEqual(['ar/feed.xml', 'feed.xml', 'th/feed.xml']);
  });

  test('every feed is well-formed for xmllint', async () => {
    for (const xml of feeds.values()) expect(await isWellFormed(xml)).toBe(true);
    expect(await isWellFormed('<rss>')).toBe(false);
  });

  test.each(readers)('%s reads back every title, date, link, guid and full text', async (_name, read) => {
    let count = 0;
    for (const [path, xml] of feeds) {
      const language = path.includes('/') ? path.slice(0, 2) : 'en';
      const expected = items
        .filter(({ item }) => item.type === 'news' && item.language === language)
        .reverse();
      const found = await read(xml);
      expect(found.map(({ guid }) => guid)).toEqual(expected.map(({ item }) => item.id));
      for (const [index, { item, body }] of expected.entries()) {
        const { title, link, ms, html = '' } = found[index]!;
        expect(title).toBe(item.title);
        expect(link).toBe(`https://lantern.example${basePath}${item.permalink}`);
        expect(ms).toBe(Date.parse(item.date!));
        const { words, addresses } = readHtml(html);
        expect(words.startsWith(readHtml(body.html.html).words)).toBe(true);
        for (const address of addresses) expect(address).toMatch(/^https:\/\//);
        count += 1;
      }
    }
    expect(count).toBe(6);
  });

  test('links in the full text lead to the site, whatever they were relative to', async () => {
    const [newest] = await byRssParser(feeds.get('feed.xml')!);
    const root = `https://lantern.example${basePath}`;
    expect(readHtml(newest!.html!).addresses).toEqual([
      `${root}/about/#x`,
      `${root}/news/hostile/#part`,
      `${root}/news/workshop/`,
      `${root}/news/hostile/x%20y.pdf`,
      `${root}/news/hostile/pic.png`,
      'https://e.org/?a=1&b=2',
    ]);
  });

  test('the feed names itself, its page, its language and the age of its content', () => {
    const xml = feeds.get('th/feed.xml')!;
    expect(xml).toContain(`<link>https://lantern.example${basePath}/th/</link>`);
    expect(xml).toContain(
      `<atom:link href="https://lantern.example${basePath}/th/feed.xml" rel="self" type="application/rss+xml"/>`,
    );
    expect(xml).toContain('<language>th</language>');
    expect(xml).toContain('<lastBuildDate>Fri, 17 Aug 2007 00:00:00 +0000</lastBuildDate>');
  });
});

test('an item carries its source, authors, countries and topics in words', async () => {
  const { feeds } = build(smallSite());
  const xml = feeds.get('feed.xml')!;
  const [, second, workshop] = await byFeedParser(xml);
  expect(readHtml(workshop!.html!).addresses).toContain('https://lantern.example/judges');
  const { words } = readHtml(workshop!.html!);
  expect(words.endsWith('Adaptedfrom:“Judgesmeet.”LanternTestDesk.August17,2007.')).toBe(true);
  expect(workshop!.categories).toEqual(['Burma', 'Thailand', 'Training']);
  expect(second!.categories).toEqual(['Thailand', 'Training', 'Labour']);
  expect(xml).toContain('<dc:creator>A. Writer</dc:creator>');
  expect(xml).toContain('<pubDate>Fri, 29 Feb 2008 09:30:00 +0700</pubDate>');
  expect(xml).toContain('<description>Judges from two countries met for a week.</description>');
});

test('a Thai source line is in Thai words and years', async () => {
  const files = smallSiteInThreeLanguages();
  files['news/2007/workshop.th.md'] = files['news/2007/workshop.th.md']!.replace(
    'topics:',
    'source:\n  title: รายงาน\n  date: 2007-08\n  relation: adapted\ntopics:',
  );
  const [item] = await byRssParser(build(files).feeds.get('th/feed.xml')!);
  expect(item!.html).toContain('<p>เรียบเรียงจาก: “รายงาน” สิงหาคม 2550</p>');
});

test('pictures and corrections are part of the full text', async () => {
  const files: Record<string, string> = smallSite();
  files['news/2009/map.png'] = 'png';
  files['news/2009/no-country.md'] = files['news/2009/no-country.md']!.replace(
    'date: 2009-01-05',
    'date: 2009-01-05\nimage:\n  file: map.png\n  alt: A "map"\n  caption: The border\n  credit: A. Drawer\ncorrections:\n  - date: 2009-02-03\n    text: A name was wrong.',
  );
  const [item] = await byRssParser(build(files, '/base').feeds.get('feed.xml')!);
  expect(item!.html).toBe(
    '<figure><img src="https://lantern.example/base/news/no-country/map.png" alt="A &quot;map&quot;"/>' +
      '<figcaption>The border Photo: A. Drawer</figcaption></figure>' +
      '<p>A note that belongs to no country and no topic.</p>\n' +
      '<h2>Corrections</h2><ul><li>February 3, 2009: A name was wrong.</li></ul>',
  );
});

test('only the newest items are in a feed, as many as the site says', async () => {
  const files: Record<string, string> = smallSite();
  files['site.yaml'] = files['site.yaml']!.replace('feed-items: 30', 'feed-items: 2');
  const items = await byRssParser(build(files).feeds.get('feed.xml')!);
  expect(items.map(({ link }) => link)).toEqual([
    'https://lantern.example/news/no-country/',
    'https://lantern.example/news/second-meeting/',
  ]);
});

test('a tree without news has no feed', () => {
  const files = Object.fromEntries(
    Object.entries(smallSiteInThreeLanguages()).filter(([path]) => !/^news\/.*\.ar\.md$/.test(path)),
  );
  files['pages/about.ar.md'] = '---\ntitle: حول\n---\n\nنص\n';
  expect([...build(files).feeds.keys()]).toEqual(['feed.xml', 'th/feed.xml']);
});

test('neither a draft nor an item under embargo is in a feed', () => {
  const files: Record<string, string> = smallSite();
  files['news/2019/draft.md'] = '---\ntitle: Hidden one\ndate: 2019-01-01\ndraft: true\n---\n\nxylophone\n';
  files['news/2021/later.md'] = '---\ntitle: Hidden two\ndate: 2021-01-01\n---\n\nxylophone\n';
  expect(build(files).feeds.get('feed.xml')).not.toMatch(/xylophone|Hidden/);
});

describe('guids are frozen', () => {
  const golden: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(new URL('../golden/feed-guids.json', import.meta.url), 'utf8'),
  );
  const guids = (files: Files) =>
    Object.fromEntries(
      build(files)
        .items.filter(({ item }) => item.type === 'news')
        .map(({ item }) => [item.file, item.id]),
    );
  const guidsInFeed = async (files: Files) =>
    (await byFeedParser(build(files).feeds.get('feed.xml')!)).map(({ guid }) => guid);

  const files: Record<string, string> = smallSite();
  files['news/2010/own-id.md'] =
    '---\nid: urn:uuid:6e1d7a0c-3f6b-4a51-9d51-0f4a5c1d2e3f\ntitle: Own\ndate: 2010-01-01\n---\n\nText.\n';

  test('a release gives the guids that readers already have', async () => {
    expect(guids(files)).toEqual(golden);
    expect((await guidsInFeed(files)).sort()).toEqual(Object.values(golden).sort());
  });

  test('a new title or date changes none, nor does another address of the site', async () => {
    const changed = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        path.startsWith('news/')
          ? text.replace(/^title: (.*)$/m, 'title: Renamed').replace(/^date: .*$/m, 'date: 2011-01-01')
          : text,
      ]),
    );
    expect(guids(changed)).toEqual(golden);
  });

  test('an id that is written down stays when the address changes', () => {
    const own = files['news/2010/own-id.md']!;
    const moved = guids({
      ...files,
      'news/2010/own-id.md': own.replace('title:', 'slug: elsewhere\ntitle:'),
    });
    expect(moved['content/news/2010/own-id.md']).toBe('urn:uuid:6e1d7a0c-3f6b-4a51-9d51-0f4a5c1d2e3f');
  });
});
