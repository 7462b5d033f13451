// RenderedItem → what every feed says about it, whatever its format: addresses whole, text complete.
import type { AbsoluteUrl, IsoDate, Item, RenderedItem, Site, SiteSettings } from '../model.ts';
import { FeedTexts, sourceLine } from './source-line.ts';
import { element, type PrintedXml, printText, type XmlElement, xmlFragment } from './xml.ts';

export interface FeedEntry {
  /** Frozen: stays when title, date or address change. */
  readonly id: string;
  readonly url: AbsoluteUrl;
  readonly title: string;
  readonly date: IsoDate;
  readonly updated?: IsoDate;
  /** Plain text; may be empty. */
  readonly summary: string;
  readonly authors: readonly string[];
  /** Names of countries, then of topics, in the entry's language. */
  readonly categories: readonly string[];
  /** The whole item as HTML: picture, text, source, corrections. Every address in it is absolute. */
  readonly html: string;
  /** The same as text of XML, for the two formats that hold it so. */
  readonly escapedHtml: PrintedXml;
}

/** In this order: it is part of the fingerprint of a feed. */
const shownFields = [
  'file',
  'id',
  'permalink',
  'title',
  'date',
  'updated',
  'authors',
  'countries',
  'topics',
  'source',
  'image',
  'corrections',
] as const satisfies readonly (keyof Item)[];

/** An item as feeds see it: whoever compares what went into two feeds needs no more of it, and no Markdown. */
export interface FeedItem extends Omit<RenderedItem, 'item'> {
  readonly item: Pick<Item, (typeof shownFields)[number]>;
}

/** @param rendered one object stands in many feeds: it is compared once */
export function feedItem({ item, body, summary }: RenderedItem): FeedItem {
  const shown = Object.fromEntries(shownFields.map((field) => [field, item[field]]));
  return { item: shown as FeedItem['item'], body, summary };
}

/** What a feed says of itself, whatever its format. */
export interface FeedChannel {
  /** Frozen as the ids of entries are: stays when title or address change. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The page that the feed follows. */
  readonly url: AbsoluteUrl;
  /** Where the feed itself stands. */
  readonly feedUrl: AbsoluteUrl;
  readonly language: string;
  readonly publisher: SiteSettings['publisher'];
}

/** What a feed needs of the conductor: how addresses are made is no business of feeds. */
export interface Addresses {
  pageUrl(permalink: string): AbsoluteUrl;
  absolutizeHtml(html: string, pageUrl: string): string;
}

/**
 * Makes entries of one language.
 * @returns a function of an item to its entry; the item has a date
 */
export function feedEntries(
  site: Site,
  language: string,
  addresses: Addresses,
): (rendered: FeedItem) => FeedEntry {
  const texts = new FeedTexts(site, language);
  const names = new Map<string, string>();
  for (const { slug, name } of site.countries) names.set(`country ${slug}`, nameIn(name, language, site));
  for (const { slug, name } of site.topics) names.set(`topic ${slug}`, nameIn(name, language, site));

  return ({ item, body, summary }) => {
    if (item.date === undefined) throw new Error(`a feed entry without a date: ${item.file}`);
    const url = addresses.pageUrl(item.permalink);
    const before: XmlElement[] = [];
    if (item.image) {
      const { file, alt, caption, credit } = item.image;
      const words = [
        caption,
        credit === undefined ? undefined : texts.fill('item.credit', 'name', credit).join(''),
      ];
      const text = words.filter((word) => word !== undefined).join(' ');
      const image = element('img', { src: addresses.pageUrl(file.address), alt });
      before.push(element('figure', {}, image, ...(text === '' ? [] : [element('figcaption', {}, text)])));
    }
    const after: XmlElement[] = [];
    const source = item.source && sourceLine(item.source, texts);
    if (source) after.push(source);
    if (item.corrections.length > 0) {
      const entries = item.corrections.map(({ date, text }) =>
        element('li', {}, `${texts.date(date)}: ${text}`),
      );
      after.push(element('h2', {}, texts.of('item.corrections')), element('ul', {}, ...entries));
    }
    const html = xmlFragment(before) + addresses.absolutizeHtml(body.html.html, url) + xmlFragment(after);
    return {
      id: item.id,
      url,
      title: item.title,
      date: item.date,
      updated: item.updated,
      summary,
      authors: item.authors,
      categories: [
        ...item.countries.map((slug) => names.get(`country ${slug}`) ?? slug),
        ...item.topics.map((slug) => names.get(`topic ${slug}`) ?? slug),
      ],
      html,
      escapedHtml: printText(html),
    };
  };
}

/** A country's or topic's name in a language, else in the site's. */
export function nameIn(name: Readonly<Record<string, string>>, language: string, site: Site): string {
  return name[language] ?? name[site.settings.language] ?? '';
}
