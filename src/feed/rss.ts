// Feed entries → RSS 2.0 (rssboard.org/rss-specification, 2.0.11) with Atom's self link, Dublin Core's creator and
// the content module, as feed readers expect them. Elements stand in a fixed order.
import type { AbsoluteUrl } from '../model.ts';
import { newestDate, rssDate } from './feed-dates.ts';
import type { FeedEntry } from './feed-entry.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

export interface FeedChannel {
  readonly title: string;
  readonly description: string;
  /** The page that the feed follows. */
  readonly url: AbsoluteUrl;
  /** Where the feed itself stands. */
  readonly feedUrl: AbsoluteUrl;
  readonly language: string;
}

/** @param entries in the order in which readers shall see them; at least one, as an empty feed is never made */
export function writeRss(channel: FeedChannel, entries: readonly FeedEntry[]): string {
  // The age of the content and not of the build: the same content gives the same feed.
  const newest = newestDate(
    entries.flatMap(({ date, updated }) => (updated === undefined ? [date] : [date, updated])),
  );
  return xmlDocument(
    element(
      'rss',
      {
        version: '2.0',
        'xmlns:atom': 'http://www.w3.org/2005/Atom',
        'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      },
      element(
        'channel',
        {},
        element('title', {}, channel.title),
        element('link', {}, channel.url),
        element('description', {}, channel.description),
        element('language', {}, channel.language),
        ...(newest === undefined ? [] : [element('lastBuildDate', {}, rssDate(newest))]),
        element('atom:link', { href: channel.feedUrl, rel: 'self', type: 'application/rss+xml' }),
        ...entries.map(item),
      ),
    ),
  );
}

function item(entry: FeedEntry): XmlElement {
  return element(
    'item',
    {},
    element('title', {}, entry.title),
    element('link', {}, entry.url),
    // An id of our own, and no address: it outlives the address.
    element('guid', { isPermaLink: 'false' }, entry.id),
    element('pubDate', {}, rssDate(entry.date)),
    ...entry.authors.map((author) => element('dc:creator', {}, author)),
    ...entry.categories.map((category) => element('category', {}, category)),
    ...(entry.summary === '' ? [] : [element('description', {}, entry.summary)]),
    // Escaped text and no CDATA, which `]]>` in an article would end (faults.md row 17).
    element('content:encoded', {}, entry.html),
  );
}
