// One item as its page shows it.
import type { CitationView, CountryFactsView, ItemView, LinkView } from '../../layouts/views.ts';
import type { NewsItem, ResourceItem } from '../model.ts';
import { pageUrl } from './addresses.ts';
import { countryFactsView } from './label-view.ts';
import type { ItemNode } from './language-tree.ts';
import { relatedItems } from './related-items.ts';
import type { TreeContext } from './tree-context.ts';

export function itemView(context: TreeContext, node: ItemNode): ItemView {
  const { item, rendered } = node;
  const { news } = context.tree;
  const older = item.type === 'news' ? news[node.newsIndex + 1] : undefined;
  const newer = item.type === 'news' ? news[node.newsIndex - 1] : undefined;
  const { source, image } = item;
  const form = context.formOn(item);
  return {
    title: item.title,
    breadcrumbs: breadcrumbsOf(context, node),
    date: item.date,
    updated: item.updated,
    authors: item.authors,
    image: image && {
      picture: context.picture(item, image),
      caption: image.caption,
      credit: image.credit,
    },
    body: rendered.body,
    source: source && {
      relation: source.relation,
      title: source.title,
      publisher: source.publisher,
      date: source.date,
      href: source.url,
    },
    corrections: item.corrections,
    countries: item.countries.map((slug) => context.labelLink('countries', slug)),
    topics: item.topics.map((slug) => context.labelLink('topics', slug)),
    related: item.type === 'page' ? [] : relatedItems(context.tree, node).map((one) => context.entry(one)),
    older: older && context.itemLink(older.item),
    newer: newer && context.itemLink(newer.item),
    translations: context
      .languageSwitch(context.translationsOfItem(item))
      .filter(({ language, isCurrent }) => !isCurrent && context.translationsOfItem(item).has(language)),
    resource:
      item.type !== 'resource'
        ? undefined
        : {
            kind: item.kind,
            publisher: item.publisher,
            year: item.year,
            file: item.document && context.file(item.document),
            url: item.url && { href: item.url, host: new URL(item.url).host },
          },
    form,
    countryFacts: item.countries.flatMap((slug) => countryFactsOf(context, slug) ?? []),
    citation: citationOf(context, node),
    isDraft: context.isHidden(item),
  };
}

/** The lists that an item stands in, from the widest to the narrowest. */
function breadcrumbsOf(context: TreeContext, { item, year, month }: ItemNode): readonly LinkView[] {
  if (item.type === 'resource') {
    const kinds = context.sectionLink('resources');
    return [
      kinds,
      { href: `${kinds.href}#section_${item.kind}`, text: context.wording.text(`kinds.${item.kind}`) },
    ];
  }
  if (item.type === 'page') return [];
  return context.monthLinks(year, month);
}

const countryFacts = new WeakMap<TreeContext, Map<string, CountryFactsView | undefined>>();

/** Made once for all items of a tree. */
function countryFactsOf(context: TreeContext, slug: string): CountryFactsView | undefined {
  let known = countryFacts.get(context);
  if (known === undefined) {
    known = new Map();
    countryFacts.set(context, known);
  }
  if (!known.has(slug)) known.set(slug, countryFactsView(context, slug));
  return known.get(slug);
}

/** What an item is known by elsewhere; pages about the site and what is not published are not cited. */
function citationOf(context: TreeContext, { item }: ItemNode): CitationView | undefined {
  if (item.type === 'page' || context.isHidden(item)) return undefined;
  const { settings } = context.context.site;
  const { source } = item;
  // What was only taken over is the words of whoever published it first.
  const first =
    source?.relation === 'reprinted' || source?.relation === 'excerpt' ? source.publisher : undefined;
  const named = item.type === 'resource' ? (item.publisher ?? first) : first;
  const authors = item.authors.length > 0 ? item.authors : named === undefined ? [] : [named];
  const site = context.siteName;
  return {
    authors: authors.length > 0 ? authors : [settings.publisher.name],
    authorLanguage: authors.length > 0 ? item.language : settings.language,
    title: item.title,
    language: item.language,
    date: citedDate(item),
    siteName: site.text,
    siteNameLanguage: site.language,
    url: pageUrl(item.permalink, context.context.options),
    key: citationKey(context, item),
  };
}

/** A resource is of the year in which it came out, whenever it was put here. */
function citedDate(item: NewsItem | ResourceItem): string | undefined {
  if (item.type === 'news' || item.year === undefined) return item.date;
  return item.date?.startsWith(String(item.year)) ? item.date : String(item.year);
}

/** Stays when title and text change: slug and year, and the language where another text has the same two. */
function citationKey(context: TreeContext, item: NewsItem | ResourceItem): string {
  const slug = item.slug.replaceAll(/[^a-z0-9-]+/g, '').replaceAll(/^-+|-+$/g, '');
  const year = citedDate(item)?.slice(0, 4);
  const language = context.isSiteLanguage ? '' : item.language;
  return [slug === '' ? item.type : slug, year, language].filter(Boolean).join('-');
}
