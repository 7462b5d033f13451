// The feeds of the site: for each language tree with news, the newest of them as `feed.xml` in that tree.
import type { LanguageTag, OutputFile, RenderedItem, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { type Addresses, feedEntries } from './feed-entry.ts';
import { writeRss } from './rss.ts';

/**
 * @param items oldest first, as Site.items
 * @returns in order of their paths; a tree without news has no feed
 */
export function buildFeeds(site: Site, items: readonly RenderedItem[], addresses: Addresses): OutputFile[] {
  const { settings } = site;
  const newestByLanguage = new Map<LanguageTag, RenderedItem[]>();
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const rendered = items[i]!;
    const { type, language } = rendered.item;
    if (type !== 'news') continue;
    const newest = newestByLanguage.get(language);
    if (newest === undefined) newestByLanguage.set(language, [rendered]);
    else if (newest.length < settings.feedItems) newest.push(rendered);
  }
  const files: OutputFile[] = [];
  for (const [language, newest] of newestByLanguage) {
    const tree = language === settings.language ? '/' : `/${language}/`;
    const path = `${tree}feed.xml`;
    const edition = settings.editions[language];
    const channel = {
      title: edition?.name ?? settings.name,
      description: edition?.description ?? settings.description,
      url: addresses.pageUrl(tree),
      feedUrl: addresses.pageUrl(path),
      language,
    };
    const entries = newest.map(feedEntries(site, language, addresses));
    files.push({ path: path.slice(1), contents: writeRss(channel, entries) });
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}
