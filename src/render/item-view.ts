// One item as its page shows it.
import type { ItemView, LinkView } from '../../layouts/views.ts';
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
