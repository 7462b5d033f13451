// The feeds of the site: for each language tree with news, and for each country and topic with news in it, the newest
// of them as RSS, Atom and JSON Feed. An item stands in many feeds and is made and escaped once; a feed is made only
// when it is asked for.
import { v5 as uuidV5 } from 'uuid';
import type { Fingerprint, IsoDate, LanguageTag, OutputFile, RenderedItem, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { atomEntry, writeAtom } from './atom.ts';
import { newestDate } from './feed-dates.ts';
import {
  type Addresses,
  type FeedChannel,
  type FeedItem,
  feedEntries,
  feedItem,
  nameIn,
} from './feed-entry.ts';
import { jsonFeedItem, writeJsonFeed } from './json-feed.ts';
import { rssItem, writeRss } from './rss.ts';
import { FeedTexts } from './source-line.ts';
import type { PrintedXml } from './xml.ts';

/** File of each format, in the folder of the page that it follows. */
export const feedFiles = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const;

/** An item as every format has it. */
interface Printed {
  readonly changed: IsoDate;
  readonly rss: PrintedXml;
  readonly atom: PrintedXml;
  readonly json: string;
}

/**
 * @param items oldest first, as Site.items
 * @param fingerprintOf of all that a feed is made of, as plain data
 * @returns late files, in order of their paths; where there is no news there is no feed
 */
export function buildFeeds(
  site: Site,
  items: readonly RenderedItem[],
  addresses: Addresses,
  fingerprintOf: (data: unknown) => Fingerprint,
): OutputFile[] {
  const files: OutputFile[] = [];
  const home = addresses.pageUrl('/');
  for (const [language, byPlace] of newestNews(site, items)) {
    const print = printer(site, language, addresses);
    const namesOf = feedNames(site, language);
    const inputs = siteInputs(site, language);
    for (const [place, newest] of byPlace) {
      const folder = `${language === site.settings.language ? '/' : `/${language}/`}${place}`;
      const id = feedId(site, language, place);
      const names = namesOf(place);
      const url = addresses.pageUrl(folder);
      const add = <Format extends keyof typeof feedFiles>(
        format: Format,
        write: (channel: FeedChannel, changed: IsoDate, entries: readonly Printed[Format][]) => string,
      ): void => {
        const path = folder + feedFiles[format];
        // The order of its keys is part of the fingerprint.
        const channel: FeedChannel = {
          id,
          ...names,
          url,
          feedUrl: addresses.pageUrl(path),
          language,
          publisher: site.settings.publisher,
        };
        let fingerprint: Fingerprint | undefined;
        files.push({
          path: path.slice(1),
          // Asked for by builds alone: a check has no need of it.
          get fingerprint() {
            fingerprint ??= fingerprintOf({ format, channel, inputs, home, newest });
            return fingerprint;
          },
          make: () => {
            const entries = newest.map(print);
            const changed = newestDate(entries.map((entry) => entry.changed));
            if (changed === undefined) throw new Error(`an empty feed: ${path}`);
            return write(
              channel,
              changed,
              entries.map((entry) => entry[format]),
            );
          },
        });
      };
      add('rss', writeRss);
      add('atom', writeAtom);
      add('json', (channel, _, entries) => writeJsonFeed(channel, entries));
    }
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

/** What entries are made of beside their items: one object for all feeds of a language. */
function siteInputs(site: Site, language: LanguageTag): unknown {
  return {
    siteLanguage: site.settings.language,
    countries: site.countries.map(({ slug, name }) => [slug, name]),
    topics: site.topics.map(({ slug, name }) => [slug, name]),
    texts: [site.interfaceTexts.get(language), site.interfaceTexts.get(site.settings.language)],
  };
}

/**
 * News by language, then by the folder below the tree that a feed stands in: `` for the tree itself,
 * `countries/burma/`, `topics/training/`. Newest first, no longer than a feed.
 */
function newestNews(
  { settings }: Site,
  items: readonly RenderedItem[],
): Map<LanguageTag, Map<string, FeedItem[]>> {
  const byLanguage = new Map<LanguageTag, Map<string, FeedItem[]>>();
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const rendered = items[i]!;
    const { type, language, countries, topics } = rendered.item;
    if (type !== 'news') continue;
    const byPlace = byLanguage.get(language) ?? new Map<string, FeedItem[]>();
    byLanguage.set(language, byPlace);
    let entry: FeedItem | undefined;
    const add = (place: string): void => {
      const newest = byPlace.get(place);
      if (newest !== undefined && newest.length >= settings.feedItems) return;
      entry ??= feedItem(rendered);
      if (newest === undefined) byPlace.set(place, [entry]);
      else newest.push(entry);
    };
    add('');
    for (const slug of countries) add(`countries/${slug}/`);
    for (const slug of topics) add(`topics/${slug}/`);
  }
  return byLanguage;
}

function printer(site: Site, language: LanguageTag, addresses: Addresses): (rendered: FeedItem) => Printed {
  const entryOf = feedEntries(site, language, addresses);
  const known = new Map<FeedItem, Printed>();
  return (rendered) => {
    let printed = known.get(rendered);
    if (printed === undefined) {
      const entry = entryOf(rendered);
      const { date, updated = date } = entry;
      printed = {
        changed: newestDate([date, updated]) ?? date,
        rss: rssItem(entry),
        atom: atomEntry(entry, language),
        json: jsonFeedItem(entry, language),
      };
      known.set(rendered, printed);
    }
    return printed;
  };
}

/** From the site's namespace and never from its address, so that a feed that moves stays the same feed (RFC 4287 §4.2.6). */
function feedId(site: Site, language: LanguageTag, place: string): string {
  return `urn:uuid:${uuidV5(`${site.settings.idBase} feed ${language} ${place}`, uuidV5.URL)}`;
}

/** A tree's own name and description; of a country or topic, its name beside the tree's. */
function feedNames(
  site: Site,
  language: LanguageTag,
): (place: string) => Pick<FeedChannel, 'title' | 'description'> {
  const { settings, countries, topics } = site;
  const edition = settings.editions[language];
  const siteName = edition?.name ?? settings.name;
  const texts = new FeedTexts(site, language);
  const labels = new Map<string, string>();
  for (const { slug, name } of countries) labels.set(`countries/${slug}/`, nameIn(name, language, site));
  for (const { slug, name } of topics) labels.set(`topics/${slug}/`, nameIn(name, language, site));
  return (place) => {
    if (place === '') return { title: siteName, description: edition?.description ?? settings.description };
    const name = labels.get(place);
    if (name === undefined) throw new Error(`a feed of nothing in the vocabulary: ${place}`);
    const description = texts
      .of('feed.description')
      .replace(/\{(name|site)\}/g, (_, part: string) => (part === 'name' ? name : siteName));
    // As the page's own title in a browser.
    return { title: `${name} – ${siteName}`, description };
  };
}
