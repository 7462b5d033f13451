// The items of one language, sorted once into everything a page may list: time, country, topic, kind. One walk over
// the items; whatever needs neighbours or relatives finds them by position.
import type { IsoDate, Item, LanguageTag, RenderedItem, Site } from '../model.ts';
import { compareText } from '../problem.ts';

/** An item with its place among the others of its language. */
export interface ItemNode {
  readonly rendered: RenderedItem;
  readonly item: Item;
  /** When the item changed, as far as it says. The date of a resource or page may be its text's, of long before the web. */
  readonly changed: IsoDate | undefined;
  /** Position among all items of the language, oldest first. */
  readonly order: number;
  /** Position in LanguageTree.news; -1 for other types. */
  newsIndex: number;
  /** Of the item's date as its author wrote it; 0 without one. */
  readonly year: number;
  /** 1 to 12; 0 without a date. */
  readonly month: number;
}

export interface MonthNodes {
  /** 1 to 12. */
  readonly month: number;
  readonly nodes: ItemNode[];
}

export interface YearNodes {
  readonly year: number;
  /** Newest first. */
  readonly nodes: ItemNode[];
  /** Newest first. */
  readonly months: MonthNodes[];
}

/** What is filed under one country or topic; each list newest first. */
export interface LabelNodes {
  readonly news: ItemNode[];
  readonly resources: ItemNode[];
  readonly pages: ItemNode[];
  /** News and resources together, oldest first: where related items are looked up. */
  readonly all: ItemNode[];
}

export interface LanguageTree {
  readonly language: LanguageTag;
  /** Newest first. */
  readonly news: readonly ItemNode[];
  readonly years: readonly YearNodes[];
  /** Newest year first, then by title. */
  readonly resources: readonly ItemNode[];
  readonly pages: readonly ItemNode[];
  readonly countries: ReadonlyMap<string, LabelNodes>;
  readonly topics: ReadonlyMap<string, LabelNodes>;
}

/** One tree for the site's language, always, and for every other language that has items, in order of their tags. */
export function languageTrees(site: Site, items: readonly RenderedItem[]): LanguageTree[] {
  const byLanguage = new Map<LanguageTag, RenderedItem[]>([[site.settings.language, []]]);
  for (const rendered of items) {
    const list = byLanguage.get(rendered.item.language);
    if (list === undefined) byLanguage.set(rendered.item.language, [rendered]);
    else list.push(rendered);
  }
  return [...byLanguage]
    .sort(
      ([a], [b]) =>
        Number(b === site.settings.language) - Number(a === site.settings.language) || compareText(a, b),
    )
    .map(([language, members]) => languageTree(language, members));
}

/** @param items oldest first, as in Site.items */
function languageTree(language: LanguageTag, items: readonly RenderedItem[]): LanguageTree {
  const nodes = items.map(
    (rendered, order): ItemNode => ({
      rendered,
      item: rendered.item,
      changed: rendered.item.updated ?? (rendered.item.type === 'news' ? rendered.item.date : undefined),
      order,
      newsIndex: -1,
      year: Number(rendered.item.date?.slice(0, 4) ?? 0),
      month: Number(rendered.item.date?.slice(5, 7) ?? 0),
    }),
  );
  const news: ItemNode[] = [];
  const resources: ItemNode[] = [];
  const pages: ItemNode[] = [];
  const countries = new Map<string, LabelNodes>();
  const topics = new Map<string, LabelNodes>();
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const node = nodes[i]!;
    if (node.item.type === 'news') {
      node.newsIndex = news.length;
      news.push(node);
    } else (node.item.type === 'resource' ? resources : pages).push(node);
    file(countries, node.item.countries, node);
    file(topics, node.item.topics, node);
  }
  resources.sort(compareResources);
  for (const labels of [countries, topics]) {
    for (const label of labels.values()) {
      label.all.reverse();
      label.resources.sort(compareResources);
    }
  }
  return { language, news, years: yearsOf(news), resources, pages, countries, topics };
}

function file(labels: Map<string, LabelNodes>, slugs: readonly string[], node: ItemNode): void {
  for (const slug of slugs) {
    let label = labels.get(slug);
    if (label === undefined) {
      label = { news: [], resources: [], pages: [], all: [] };
      labels.set(slug, label);
    }
    if (node.item.type === 'page') label.pages.push(node);
    else {
      (node.item.type === 'news' ? label.news : label.resources).push(node);
      label.all.push(node);
    }
  }
}

/** Cuts a list, newest first, by the years and months that the authors wrote. */
export function yearsOf(nodes: readonly ItemNode[]): YearNodes[] {
  const years: YearNodes[] = [];
  // A date with time is sorted as an instant but filed under its own calendar date, so a year may come back once.
  const byYear = new Map<number, YearNodes>();
  for (const node of nodes) {
    if (node.item.date === undefined) continue;
    const { year, month } = node;
    let ofYear = byYear.get(year);
    if (ofYear === undefined) {
      ofYear = { year, nodes: [], months: [] };
      byYear.set(year, ofYear);
      years.push(ofYear);
    }
    ofYear.nodes.push(node);
    let ofMonth = ofYear.months.find((candidate) => candidate.month === month);
    if (ofMonth === undefined) {
      ofMonth = { month, nodes: [] };
      ofYear.months.push(ofMonth);
    }
    ofMonth.nodes.push(node);
  }
  for (const year of years) year.months.sort((a, b) => b.month - a.month);
  return years.sort((a, b) => b.year - a.year);
}

/** Year that a resource is listed under: its own, else that of its date; undefined last. */
export function resourceYear(item: Item): number | undefined {
  if (item.type === 'resource' && item.year !== undefined) return item.year;
  return item.date === undefined ? undefined : Number(item.date.slice(0, 4));
}

function compareResources(a: ItemNode, b: ItemNode): number {
  return (
    (resourceYear(b.item) ?? -1) - (resourceYear(a.item) ?? -1) ||
    compareText(a.item.title, b.item.title) ||
    compareText(a.item.permalink, b.item.permalink)
  );
}
