// Feed entries → JSON Feed 1.1 (jsonfeed.org/version/1.1). Keys stand in a fixed order, an item to a line.
import { rfc3339Date } from './feed-dates.ts';
import type { FeedChannel, FeedEntry } from './feed-entry.ts';

/** @param items made by jsonFeedItem, in the order in which readers shall see them; at least one */
export function writeJsonFeed(channel: FeedChannel, items: readonly string[]): string {
  const { title, description, url, feedUrl, language, publisher } = channel;
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: url,
    feed_url: feedUrl,
    description,
    authors: [{ name: publisher.name, url: publisher.url }],
    language,
  };
  return `${JSON.stringify(head, null, 1).slice(0, -'\n}'.length)},\n "items": [\n${items.join(',\n')}\n ]\n}\n`;
}

/** One item as JSON on one line. */
export function jsonFeedItem(entry: FeedEntry, language: string): string {
  const { id, url, title, html, summary, date, updated, authors, categories } = entry;
  return JSON.stringify({
    id,
    url,
    title,
    content_html: html,
    summary: summary === '' ? undefined : summary,
    date_published: rfc3339Date(date),
    date_modified: updated === undefined ? undefined : rfc3339Date(updated),
    authors: authors.length === 0 ? undefined : authors.map((name) => ({ name })),
    tags: categories.length === 0 ? undefined : categories,
    language,
  });
}
