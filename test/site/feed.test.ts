// The demo site's feeds, read back by a linter and two parsers that know nothing of us, against the content files.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { parseJsonFeed } from 'feedsmith';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { parse } from 'yaml';
import { demoSite } from '../support/build-demo-site.ts';
import { listFiles, temporaryFolder } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

const origin = new URL((parse(readFileSync('content/site.yaml', 'utf8')) as { url: string }).url).origin;

interface Entry {
  readonly title: string;
  readonly link: string;
  readonly guid: string;
  readonly ms: number;
  readonly words: string;
}

/** Letters and digits alone: how text is set (quotes, spaces, line breaks) is the page's business. */
function words(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

function wordsOfHtml(html: string): string {
  const texts: string[] = [];
  const parser = new Parser({ ontext: (text) => texts.push(text), onclosetag: () => texts.push(' ') });
  parser.end(html);
  return words(texts.join(''));
}

/** What readers of the page read: the part between the item's header and the end of its text. */
function proseOf(folder: string, permalink: string): string {
  const html = readFileSync(join(folder, permalink, 'index.html'), 'utf8');
  const start = html.indexOf('<div class="prose">');
  expect(start).toBeGreaterThan(0);
  let depth = 0;
  for (const tag of html.slice(start).matchAll(/<(\/?)div\b/g)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth > 0) continue;
    // Links beside headings are of the page alone.
    const prose = html
      .slice(start, start + tag.index)
      .replaceAll(/<a class="anchor"[^>]*>#<\/a>|<span id="item_anchor" hidden>.*?<\/span>/g, '');
    return wordsOfHtml(prose);
  }
  throw new Error(`${permalink} has no end`);
}

function expectedEntries(folder: string, language: string, basePath: string): Entry[] {
  const state = JSON.parse(readFileSync(join(folder, 'site-state.json'), 'utf8')) as {
    addresses: Record<string, string>;
  };
  const idOf = new Map(Object.entries(state.addresses).map(([id, address]) => [address, id]));
  const isOwn = (path: string) => (language === 'en' ? /^[^.]+\.md$/ : /\.th\.md$/).test(path);
  const entries = listFiles('content/news')
    .filter(isOwn)
    .map((path) => {
      const frontmatter = parse(readFileSync(join('content/news', path), 'utf8').split(/^---$/m)[1]!) as {
        title: string;
        date: string;
        slug?: string;
      };
      const slug = frontmatter.slug ?? /([^/]+?)(?:\.th)?\.md$/.exec(path)![1]!;
      const permalink = `${language === 'en' ? '' : '/th'}/news/${slug}/`;
      return {
        title: frontmatter.title,
        link: `${origin}${basePath}${permalink}`,
        guid: idOf.get(permalink)!,
        ms: Date.parse(/T/.test(frontmatter.date) ? frontmatter.date : `${frontmatter.date}T00:00:00Z`),
        words: proseOf(folder, permalink),
      };
    });
  return entries.sort((a, b) => b.ms - a.ms || (a.link < b.link ? 1 : -1)).slice(0, 30);
}

async function byFeedParser(xml: string): Promise<Entry[]> {
  const parser = new FeedParser({ normalize: true, addmeta: false });
  Readable.from([xml]).pipe(parser);
  const entries = [];
  for await (const item of parser)
    entries.push({
      title: item.title!,
      link: item.link!,
      guid: item.guid!,
      ms: item.pubdate!.getTime(),
      html: item.description!,
    });
  return entries.map(({ html, ...entry }) => ({ ...entry, words: wordsOfHtml(html) }));
}

async function byRssParser(xml: string): Promise<Entry[]> {
  const { items } = await new RssParser().parseString(xml);
  return items.map((item) => ({
    title: item.title!,
    link: item.link!,
    guid: item.guid!,
    ms: Date.parse(item.isoDate!),
    words: wordsOfHtml((item as unknown as Record<string, string>)['content:encoded']!),
  }));
}

/** Ids of a feed in its own order, by a reader of that format. */
async function idsOf(path: string): Promise<string[]> {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) return (parseJsonFeed(text).items ?? []).map(({ id }) => id!);
  return (await byFeedParser(text)).map(({ guid }) => guid);
}

test('every feed of the demo site is there as RSS, Atom and JSON Feed, with the same ids in the same order', async () => {
  const folders = listFiles(demoSite)
    .filter((path) => /(?:^|\/)feed\.xml$/.test(path))
    .map((path) => join(demoSite, dirname(path)));
  expect(folders.length).toBeGreaterThan(60);
  for (const folder of folders) {
    const ids = await idsOf(join(folder, 'feed.xml'));
    expect(ids.length, folder).toBeGreaterThan(0);
    expect(await idsOf(join(folder, 'atom.xml')), folder).toEqual(ids);
    expect(await idsOf(join(folder, 'feed.json')), folder).toEqual(ids);
    const { valid } = await validateXML({
      xml: [{ fileName: 'atom.xml', contents: readFileSync(join(folder, 'atom.xml'), 'utf8') }],
      normalization: 'format',
    });
    expect(valid, folder).toBe(true);
    // The page beside it names all three.
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const address = folder.slice(demoSite.length);
    for (const name of ['feed.xml', 'atom.xml', 'feed.json'])
      expect(page).toMatch(
        new RegExp(`<link rel="alternate" type="[^"]*" title="[^"]*" href="${address}/${name}">`),
      );
  }
});

async function expectFeed(folder: string, path: string, language: string, basePath: string): Promise<void> {
  const xml = readFileSync(join(folder, path), 'utf8');
  const { valid } = await validateXML({
    xml: [{ fileName: 'feed.xml', contents: xml }],
    normalization: 'format',
  });
  expect(valid).toBe(true);
  const expected = expectedEntries(folder, language, basePath);
  expect(expected.length).toBeGreaterThanOrEqual(10);
  const byLink = (entries: readonly Entry[]) => [...entries].sort((a, b) => (a.link < b.link ? -1 : 1));
  for (const read of [await byFeedParser(xml), await byRssParser(xml)]) {
    expect(read.map(({ ms }) => ms)).toEqual([...read.map(({ ms }) => ms)].sort((a, b) => b - a));
    const full = byLink(read);
    for (const [index, entry] of byLink(expected).entries()) {
      const { words: text, ...facts } = entry;
      expect(full[index]).toMatchObject(facts);
      expect(full[index]?.words.startsWith(text), entry.title).toBe(true);
    }
    expect(full.length).toBe(expected.length);
  }
}

describe('the demo site’s feeds hold every title, date, link, guid and full text', () => {
  test('in English', () => expectFeed(demoSite, 'feed.xml', 'en', ''));
  test('in Thai', () => expectFeed(demoSite, 'th/feed.xml', 'th', ''));
  test('under a base path', async () => {
    const output = join(temporaryFolder(), 'site');
    const outcome = await runScript('build', [
      '--output',
      output,
      '--no-search',
      '--base-path',
      '/news-site',
    ]);
    expect(outcome.status, outcome.stderr).toBe(0);
    await expectFeed(output, 'feed.xml', 'en', '/news-site');
    await expectFeed(output, 'th/feed.xml', 'th', '/news-site');
  });
});
