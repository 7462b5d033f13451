import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { parseJsonFeed } from 'feedsmith';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { z } from 'zod';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import { buildFeeds } from '../../src/feed/build-feeds.ts';
import type { AbsoluteUrl, RenderedItem, Site } from '../../src/model.ts';
import { siteAddresses } from '../../src/render/addresses.ts';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { renderItems } from '../support/render-items.ts';
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
  const feeds = buildFeeds(site, items, siteAddresses(options), fingerprintOf);
  return {
    site,
    items,
    feeds: new Map(feeds.map((file) => [file.path, 'make' in file ? String(file.make()) : ''])),
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
    const title: unknown = (raw['rss:title'] ?? raw['atom:title'])?.['#'];
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
  // What RSS calls guid, Atom calls id; this reader keeps them apart, and leaves categories of Atom out.
  const parser = new RssParser<object, { 'content:encoded'?: string; id?: string }>({
    customFields: { item: ['id'] },
  });
  const { items } = await parser.parseString(xml);
  return items.map((item) => ({
    title: item.title,
    link: item.link,
    guid: item.guid ?? item.id,
    ms: item.isoDate === undefined ? undefined : Date.parse(item.isoDate),
    html: item['content:encoded'] ?? item.content,
    categories: item.categories ?? [],
  }));
}

const readers: readonly [string, (xml: string) => Promise<ReadItem[]>][] = [
  ['feedparser', byFeedParser],
  ['rss-parser', byRssParser],
];

/** JSON Feed 1.1, of its keys those that we write, each as the specification wants it. */
const rfc3339 = z.iso.datetime({ offset: true });
const author = z.strictObject({ name: z.string().min(1), url: z.url().optional() });
const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  description: z.string().min(1),
  authors: z.array(author).length(1),
  language: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/),
  items: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        url: z.url(),
        title: z.string().min(1),
        content_html: z.string().min(1),
        summary: z.string().min(1).optional(),
        date_published: rfc3339,
        date_modified: rfc3339.optional(),
        authors: z.array(author).min(1).optional(),
        tags: z.array(z.string().min(1)).min(1).optional(),
        language: z.string(),
      }),
    )
    .min(1),
});

async function bySchema(json: string): Promise<ReadItem[]> {
  return jsonFeed.parse(JSON.parse(json)).items.map((item) => ({
    title: item.title,
    link: item.url,
    guid: item.id,
    ms: Date.parse(item.date_published),
    html: item.content_html,
    categories: item.tags ?? [],
  }));
}

async function byFeedsmith(json: string): Promise<ReadItem[]> {
  return (parseJsonFeed(json).items ?? []).map((item) => ({
    title: item.title,
    link: item.url,
    guid: item.id,
    ms: item.date_published === undefined ? undefined : Date.parse(item.date_published),
    html: item.content_html,
    categories: item.tags ?? [],
  }));
}

const jsonReaders: readonly [string, (json: string) => Promise<ReadItem[]>][] = [
  ['a strict schema', bySchema],
  ['feedsmith', byFeedsmith],
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
  const root = `https://lantern.example${basePath}`;

  test('every language with news has three feeds in its tree, and so has every country and topic there', () => {
    const shared = ['', 'countries/burma/', 'countries/thailand/', 'topics/training/'];
    const folders = [
      ...['ar/', 'th/'].flatMap((tree) => shared.map((place) => tree + place)),
      ...shared,
      // No text in Thai or Arabic is about labour.
      'topics/labour/',
    ];
    const names = ['atom.xml', 'feed.json', 'feed.xml'];
    expect([...feeds.keys()]).toEqual(folders.flatMap((folder) => names.map((name) => folder + name)).sort());
  });

  test('every RSS and Atom feed is well-formed for xmllint', async () => {
    for (const [path, xml] of feeds) if (path.endsWith('.xml')) expect(await isWellFormed(xml)).toBe(true);
    expect(await isWellFormed('<rss>')).toBe(false);
  });

  const cases = [
    ...readers.flatMap(([name, read]) => [
      [name, 'feed.xml', read] as const,
      [name, 'atom.xml', read] as const,
    ]),
    ...jsonReaders.map(([name, read]) => [name, 'feed.json', read] as const),
  ];
  test.each(cases)(
    '%s reads back every title, date, link, id and full text of every %s',
    async (_name, file, read) => {
      let count = 0;
      for (const [path, text] of feeds) {
        if (!path.endsWith(file)) continue;
        const language = /^(?:ar|th)(?=\/)/.exec(path)?.[0] ?? 'en';
        const [, kind, slug = ''] = /(countries|topics)\/(.+)\//.exec(path) ?? [];
        const expected = items
          .filter(({ item }) => item.type === 'news' && item.language === language)
          .filter(({ item }) => kind === undefined || item[kind as 'countries' | 'topics'].includes(slug))
          .reverse();
        const found = await read(text);
        expect(found.map(({ guid }) => guid)).toEqual(expected.map(({ item }) => item.id));
        for (const [index, { item, body }] of expected.entries()) {
          const { title, link, ms, html = '' } = found[index]!;
          expect(title).toBe(item.title);
          expect(link).toBe(root + item.permalink);
          expect(ms).toBe(Date.parse(item.date!));
          const { words, addresses } = readHtml(html);
          expect(words.startsWith(readHtml(body.html.html).words)).toBe(true);
          for (const address of addresses) expect(address).toMatch(/^https:\/\//);
          count += 1;
        }
      }
      // Trees: 4 + 1 + 1; burma, thailand, training: 1 + 2 + 2, and 1 each in two trees; labour: 1.
      expect(count).toBe(6 + 5 + 6 + 1);
    },
  );

  test('links in the full text lead to the site, whatever they were relative to', async () => {
    const [newest] = await byRssParser(feeds.get('feed.xml')!);
    expect(readHtml(newest!.html!).addresses).toEqual([
      `${root}/about/#x`,
      `${root}/news/hostile/#part`,
      `${root}/news/workshop/`,
      `${root}/news/hostile/x%20y.pdf`,
      `${root}/news/hostile/pic.png`,
      'https://e.org/?a=1&b=2',
    ]);
  });

  test('an Atom feed names itself, its page, its publisher, its language and the age of its content', () => {
    const xml = feeds.get('topics/training/atom.xml')!;
    expect(xml.slice(0, xml.indexOf('<entry'))).toBe(
      [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        '<id>urn:uuid:846847fb-8d40-5e2c-80e6-69c285c7e473</id>',
        '<title>Training – Lantern Test News</title>',
        '<subtitle>News about Training on Lantern Test News, the newest first.</subtitle>',
        '<updated>2008-03-02T00:00:00+00:00</updated>',
        '<author>\n<name>Lantern Test Desk</name>\n</author>',
        `<link rel="self" type="application/atom+xml" href="${root}/topics/training/atom.xml"/>`,
        `<link rel="alternate" type="text/html" hreflang="en" href="${root}/topics/training/"/>`,
        '',
      ].join('\n'),
    );
    expect(xml).toContain(
      '<published>2008-02-29T09:30:00+07:00</published>\n<updated>2008-03-02T00:00:00+00:00</updated>\n' +
        '<author>\n<name>A. Writer</name>\n</author>\n<category term="Thailand"/>',
    );
    expect(feeds.get('th/atom.xml')).toContain('xml:lang="th">\n<id>');
  });

  test('a JSON feed names itself, its page, its publisher and its language', () => {
    const { items: _, ...head } = JSON.parse(feeds.get('th/countries/burma/feed.json')!);
    expect(head).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Burma – Lantern Test News',
      home_page_url: `${root}/th/countries/burma/`,
      feed_url: `${root}/th/countries/burma/feed.json`,
      description: 'ข่าวเกี่ยวกับ Burma ใน Lantern Test News เรียงจากใหม่ไปเก่า',
      authors: [{ name: 'Lantern Test Desk' }],
      language: 'th',
    });
  });

  test('the RSS feed names itself, its page, its language and the age of its content', () => {
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
  const trees = new Set([...build(files).feeds.keys()].filter((path) => path.startsWith('ar/')));
  expect(trees).toEqual(new Set());
});

test('an item is made once, in however many feeds it stands', () => {
  const files: Record<string, string> = smallSite();
  const { site, items } = build(files);
  const asked: string[] = [];
  const addresses = siteAddresses({ origin: 'https://lantern.example' as AbsoluteUrl, basePath: '' });
  const feeds = buildFeeds(
    site,
    items,
    {
      ...addresses,
      absolutizeHtml: (html, url) => {
        asked.push(url);
        return addresses.absolutizeHtml(html, url);
      },
    },
    fingerprintOf,
  );
  for (const { fingerprint } of feeds) expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(asked).toEqual([]);
  for (const file of feeds) if ('make' in file) file.make();
  expect(asked).toHaveLength(3);
});

describe('a fingerprint of a feed', () => {
  /** By path: fingerprint and bytes. */
  const made = (files: Files, basePath = '') => {
    const { site, items } = build(files);
    const addresses = siteAddresses({ origin: 'https://lantern.example' as AbsoluteUrl, basePath });
    const feeds = buildFeeds(site, items, addresses, fingerprintOf);
    return new Map(feeds.map((file) => [file.path, [file.fingerprint, 'make' in file ? file.make() : '']]));
  };
  const files = smallSiteInThreeLanguages();
  const first = made(files);
  const workshop = files['news/2007/workshop.md']!;

  test('is its own, and the same for the same content', () => {
    expect(new Set([...first.values()].map(([fingerprint]) => fingerprint)).size).toBe(first.size);
    expect(made(files)).toEqual(first);
  });

  test.each([
    ['another text', { ...files, 'news/2007/workshop.md': `${workshop}\nOne more line.\n` }, ''],
    ['another title', { ...files, 'news/2007/workshop.md': workshop.replace('title: ', 'title: New ') }, ''],
    [
      'another name of the site',
      { ...files, 'site.yaml': files['site.yaml']!.replace('Lantern Test News', 'Other') },
      '',
    ],
    ['another address', files, '/below'],
  ])('is another where the bytes are others: %s', (_, changed, basePath) => {
    const next = made(changed, basePath);
    let different = 0;
    for (const [path, [fingerprint, text]] of next) {
      const [lastFingerprint, lastText] = first.get(path) ?? [];
      if (fingerprint === lastFingerprint) expect(text).toBe(lastText);
      if (text !== lastText) different += 1;
    }
    expect(different).toBeGreaterThan(0);
  });
});

test('neither a draft nor an item under embargo is in a feed', () => {
  const files: Record<string, string> = smallSite();
  files['news/2019/draft.md'] = '---\ntitle: Hidden one\ndate: 2019-01-01\ndraft: true\n---\n\nxylophone\n';
  files['news/2021/later.md'] = '---\ntitle: Hidden two\ndate: 2021-01-01\n---\n\nxylophone\n';
  for (const text of build(files).feeds.values()) expect(text).not.toMatch(/xylophone|Hidden/);
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
    const frozen = Object.values(golden).sort();
    expect((await guidsInFeed(files)).sort()).toEqual(frozen);
    const { feeds } = build(files);
    expect((await byRssParser(feeds.get('atom.xml')!)).map(({ guid }) => guid).sort()).toEqual(frozen);
    expect((await bySchema(feeds.get('feed.json')!)).map(({ guid }) => guid).sort()).toEqual(frozen);
  });

  test('the ids of Atom feeds stay when the site moves, and no two feeds have one', () => {
    const ids = (content: Files, basePath = '') =>
      [...build(content, basePath).feeds].flatMap(([path, xml]) =>
        path.endsWith('atom.xml') ? [/<id>(.*?)<\/id>/.exec(xml)![1]] : [],
      );
    const three = smallSiteInThreeLanguages();
    const before = ids(three);
    expect(new Set(before).size).toBe(13);
    const moved = three['site.yaml']!.replace(
      'url: https://lantern.example',
      'url: https://elsewhere.example/news\nid-base: https://lantern.example',
    );
    expect(ids({ ...three, 'site.yaml': moved }, '/news')).toEqual(before);
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
