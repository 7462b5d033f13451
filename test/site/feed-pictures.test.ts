// Pictures in the feeds: a feed reader shows an item far from its page, so every address must be whole and lead to a
// file that the site has.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { parseJsonFeed } from 'feedsmith';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { smallSite } from '../small-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

async function byFeedParser(xml: string, link: string): Promise<string> {
  const parser = new FeedParser({ normalize: true, addmeta: false });
  Readable.from([xml]).pipe(parser);
  let found = '';
  for await (const item of parser) if (item.link === link) found = item.description ?? '';
  return found;
}

async function byRssParser(xml: string, link: string): Promise<string> {
  const { items } = await new RssParser().parseString(xml);
  const item = items.find((one) => one.link === link) as Record<string, string> | undefined;
  return item?.['content:encoded'] ?? item?.content ?? '';
}

async function byFeedsmith(json: string, link: string): Promise<string> {
  return parseJsonFeed(json).items?.find(({ url }) => url === link)?.content_html ?? '';
}

async function byJson(json: string, link: string): Promise<string> {
  const { items } = JSON.parse(json) as { items: { url: string; content_html: string }[] };
  return items.find(({ url }) => url === link)?.content_html ?? '';
}

interface Picture {
  readonly src: string;
  readonly alt: string;
  readonly candidates: readonly string[];
}

function picturesOf(html: string): Picture[] {
  const pictures: Picture[] = [];
  let candidates: string[] = [];
  const parser = new Parser({
    onopentag(name, { src = '', alt = '', srcset = '' }) {
      if (name === 'picture') candidates = [];
      if (name === 'source')
        candidates.push(...srcset.split(',').map((candidate) => candidate.trim().split(' ')[0]!));
      if (name === 'img') pictures.push({ src, alt, candidates });
    },
    onclosetag(name) {
      if (name === 'picture') candidates = [];
    },
  });
  parser.end(html);
  return pictures;
}

describe.each([[''], ['/base']])('with the base path "%s"', (basePath) => {
  test('the picture of an item and those of its text arrive in every feed, by addresses that exist', async () => {
    const folder = temporaryFolder();
    const files = smallSite();
    const item = 'news/2007/workshop.md';
    files[item] = `${files[item]!.replace(
      'topics: [training]\n',
      'topics: [training]\nimage:\n  file: pictures/top.jpg\n  alt: A & "B"\n  caption: In the hall\n',
    )}\n![In the text](body.png "Title")\n\n![A chart](chart.svg)\n`;
    const photo = (format: 'jpeg' | 'png') =>
      sharp({ create: { width: 900, height: 600, channels: 3, background: '#369' } })
        .toFormat(format)
        .toBuffer();
    writeFiles(join(folder, 'content'), {
      ...files,
      'news/2007/pictures/top.jpg': await photo('jpeg'),
      'news/2007/body.png': await photo('png'),
      'news/2007/chart.svg':
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
    });
    const site = join(folder, 'site');
    const outcome = await runScript('build', [
      ...[
        '--content',
        join(folder, 'content'),
        '--output',
        site,
        '--no-search',
        '--base-path',
        basePath || '/',
      ],
    ]);
    expect(outcome.status, outcome.stderr).toBe(0);
    const root = `https://lantern.example${basePath}`;
    const link = `${root}/news/workshop/`;
    const readers = [
      ['feed.xml', byFeedParser],
      ['feed.xml', byRssParser],
      ['atom.xml', byFeedParser],
      ['atom.xml', byRssParser],
      ['feed.json', byFeedsmith],
      ['feed.json', byJson],
      ['countries/burma/feed.xml', byRssParser],
      ['topics/training/atom.xml', byFeedParser],
    ] as const;
    for (const [name, read] of readers) {
      const pictures = picturesOf(await read(readFileSync(join(site, name), 'utf8'), link));
      expect(
        pictures.map(({ src, alt }) => [src, alt]),
        `${name} by ${read.name}`,
      ).toEqual([
        [`${link}pictures/top.jpg`, 'A & "B"'],
        [`${link}body.png`, 'In the text'],
        [`${link}chart.svg`, 'A chart'],
      ]);
      // The other sizes and formats of the picture in the text, the smallest once more for who asks for little data.
      expect(pictures[1]!.candidates).toHaveLength(4);
      for (const address of pictures.flatMap(({ src, candidates }) => [src, ...candidates])) {
        expect(address.startsWith(`${root}/`), address).toBe(true);
        expect(existsSync(join(site, decodeURIComponent(address.slice(root.length)))), address).toBe(true);
      }
    }
  });
});
