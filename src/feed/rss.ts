// Feed entries → RSS 2.0 (rssboard.org/rss-specification, 2.0.11) with Atom's self link, Dublin Core's creator and
// the content module, as feed readers expect them. Elements stand in a fixed order.
import type { IsoDate } from '../model.ts';
import { rssDate } from './feed-dates.ts';
import type { FeedChannel, FeedEntry } from './feed-entry.ts';
import { element, type PrintedXml, printElement, xmlDocument } from './xml.ts';

/**
 * @param newest of what the entries say of their last change: the age of the content and not of the build, so that the
 *   same content gives the same feed
 * @param entries made by rssItem, in the order in which readers shall see them; at least one
 */
export function writeRss(channel: FeedChannel, newest: IsoDate, entries: readonly PrintedXml[]): string {
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
        element('lastBuildDate', {}, rssDate(newest)),
        element('atom:link', { href: channel.feedUrl, rel: 'self', type: 'application/rss+xml' }),
        ...entries,
      ),
    ),
  );
}

export function rssItem(entry: FeedEntry): PrintedXml {
  return printElement(
    element(
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
      element('content:encoded', {}, entry.escapedHtml),
    ),
  );
}
