// Feed entries → Atom 1.0 (RFC 4287): §4.1.1 feed, §4.1.2 entry, §4.2.6 ids that never change, §3.3 dates of RFC 3339.
// Elements stand in a fixed order.
import type { IsoDate } from '../model.ts';
import { newestDate, rfc3339Date } from './feed-dates.ts';
import type { FeedChannel, FeedEntry } from './feed-entry.ts';
import { element, type PrintedXml, printElement, type XmlElement, xmlDocument } from './xml.ts';

/**
 * @param newest of what the entries say of their last change, as in writeRss
 * @param entries made by atomEntry, in the order in which readers shall see them; at least one
 */
export function writeAtom(channel: FeedChannel, newest: IsoDate, entries: readonly PrintedXml[]): string {
  const { id, title, description, url, feedUrl, language, publisher } = channel;
  return xmlDocument(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': language },
      element('id', {}, id),
      element('title', {}, title),
      element('subtitle', {}, description),
      element('updated', {}, rfc3339Date(newest)),
      // Stands for every entry that names no author of its own (§4.2.1).
      person(publisher.name, publisher.url, publisher.email),
      element('link', { rel: 'self', type: 'application/atom+xml', href: feedUrl }),
      element('link', { rel: 'alternate', type: 'text/html', hreflang: language, href: url }),
      ...entries,
    ),
  );
}

/** @param language of the feed, which an entry that is read alone no longer has around it */
export function atomEntry(entry: FeedEntry, language: string): PrintedXml {
  const { id, url, title, date, updated, authors, categories, summary, escapedHtml } = entry;
  const changed = newestDate(updated === undefined ? [date] : [date, updated]) ?? date;
  return printElement(
    element(
      'entry',
      { 'xml:lang': language },
      element('id', {}, id),
      element('title', {}, title),
      element('link', { rel: 'alternate', type: 'text/html', hreflang: language, href: url }),
      element('published', {}, rfc3339Date(date)),
      element('updated', {}, rfc3339Date(changed)),
      ...authors.map((name) => person(name)),
      ...categories.map((term) => element('category', { term })),
      ...(summary === '' ? [] : [element('summary', {}, summary)]),
      element('content', { type: 'html' }, escapedHtml),
    ),
  );
}

function person(name: string, uri?: string, email?: string): XmlElement {
  return element(
    'author',
    {},
    element('name', {}, name),
    ...(uri === undefined ? [] : [element('uri', {}, uri)]),
    ...(email === undefined ? [] : [element('email', {}, email)]),
  );
}
