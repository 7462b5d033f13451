// A country or topic as its page shows it, and whether it has a page in a language's tree at all.

import { html } from '../../layouts/html.ts';
import { labelSections } from '../../layouts/label-pages.ts';
import type {
  CountryFactsView,
  FactView,
  FeedsView,
  GroupView,
  LabelPageView,
  ResourceEntryView,
} from '../../layouts/views.ts';
import {
  type Country,
  type LanguageTag,
  type RenderedBody,
  resourceKinds,
  type SafeHtml,
  type Topic,
} from '../model.ts';
import type { ItemNode, YearNodes } from './language-tree.ts';
import { renderMarkdown } from './markdown.ts';
import type { TreeContext } from './tree-context.ts';

export type LabelKind = 'countries' | 'topics';

/** With more news than this, the page holds the newest and leads to pages by year. */
export const maxNewsOfLabel = 30;

/**
 * In its own language a tree has a page for what its items name and what its vocabulary speaks of. The site's
 * language has one for every country and topic that any item names, so that a link from another tree leads somewhere.
 */
export function hasLabelPage(context: TreeContext, kind: LabelKind, label: Country | Topic): boolean {
  const { slug, text } = label;
  if (context.labelNodes(kind, slug) !== undefined) return true;
  if (text !== undefined && Object.hasOwn(text, context.language)) return true;
  const facts = 'facts' in label ? label.facts : [];
  if (facts.some((fact) => Object.hasOwn(fact.text, context.language))) return true;
  return (
    context.isSiteLanguage && context.context.trees.some((tree) => tree.labelNodes(kind, slug) !== undefined)
  );
}

export interface LandingText {
  readonly body: RenderedBody;
  readonly language: LanguageTag;
}

/** Anchors of a label's page: the headings of its text and the sections that it has. */
export function labelAnchors(view: LabelPageView, landing: LandingText | undefined): string[] {
  return [...(landing?.body.headings ?? []).map(({ id }) => id), ...labelSections(view).map(({ id }) => id)];
}

export function landingText(context: TreeContext, label: Country | Topic): LandingText | undefined {
  if (label.text === undefined) return undefined;
  const { text, language } = context.localized(label.text);
  if (text.trim() === '') return undefined;
  const { basePath } = context.context.options;
  return { body: renderMarkdown(text, { basePath, firstLine: 1 }), language };
}

/** @param years that have a page of their own */
export function labelView(
  context: TreeContext,
  kind: LabelKind,
  label: Country | Topic,
  landing: LandingText | undefined,
  years: readonly YearNodes[],
): LabelPageView {
  const nodes = context.labelNodes(kind, label.slug);
  const name = context.localized(label.name);
  const news = nodes?.news ?? [];
  const path = `${kind}/${label.slug}`;
  return {
    name: name.text,
    nameLanguage: name.language,
    aliases: label.aliases,
    breadcrumbs: [context.sectionLink(kind)],
    text: landing && { html: landing.body.html, language: landing.language },
    facts: 'facts' in label ? label.facts.map((fact) => factView(context, fact)) : [],
    resources: resourceGroups(context, nodes?.resources ?? []),
    pages: (nodes?.pages ?? []).map(({ item }) => context.itemLink(item)),
    news: news.slice(0, maxNewsOfLabel).map((node) => context.entry(node)),
    years: years.map(({ year, nodes: ofYear }) => ({
      href: context.pathHref(`${path}/${year}`),
      text: context.wording.yearText(year),
      count: ofYear.length,
    })),
    newsCount: news.length,
    feeds: labelFeeds(context, kind, label),
    elsewhere:
      nodes !== undefined
        ? []
        : context.context.trees
            .filter((tree) => tree !== context && tree.labelNodes(kind, label.slug) !== undefined)
            .map((tree) => tree.languageLink(tree.pathHref(path), false)),
  };
}

/** Where the feeds of a country or topic stand; undefined when this tree has no news of it. */
export function labelFeeds(
  context: TreeContext,
  kind: LabelKind,
  label: Country | Topic,
): FeedsView | undefined {
  // Feeds hold what is published alone, in previews too.
  const news = context.labelNodes(kind, label.slug)?.news ?? [];
  if (news.every(({ item }) => context.isHidden(item))) return undefined;
  const name = context.localized(label.name).text;
  return context.feeds(`${kind}/${label.slug}`, `${name} – ${context.siteName.text}`);
}

/** Resources by kind, in the order of resourceKinds; kinds without any are left out. */
export function resourceGroups(
  context: TreeContext,
  nodes: readonly ItemNode[],
): (GroupView<ResourceEntryView> & { id: string })[] {
  return resourceKinds.flatMap((kind) => {
    const ofKind = nodes.filter(({ item }) => item.type === 'resource' && item.kind === kind);
    if (ofKind.length === 0) return [];
    return {
      id: `section_${kind}`,
      title: context.wording.text(`kinds.${kind}`),
      entries: ofKind.map((node) => context.resourceEntry(node)),
    };
  });
}

/** What the facts of a country are about, for the items that name it; undefined without facts or without a page. */
export function countryFactsView(context: TreeContext, slug: string): CountryFactsView | undefined {
  const country = context.context.countries.get(slug);
  if (country === undefined || country.facts.length === 0) return undefined;
  const groups: { labels: SafeHtml[]; asOf: FactView['asOf']; source: FactView['source'] }[] = [];
  for (const fact of country.facts) {
    const { label, asOf, source } = factView(context, fact);
    const last = groups.at(-1);
    if (
      last?.asOf === asOf &&
      last.source.title === source.title &&
      last.source.publisher === source.publisher &&
      last.source.href === source.href
    ) {
      last.labels.push(label);
    } else {
      groups.push({ labels: [label], asOf, source });
    }
  }
  const { href, text } = context.labelLink('countries', slug);
  return { name: text, href: `${href}#section_facts`, groups };
}

function factView(context: TreeContext, fact: Country['facts'][number]): FactView {
  const { wording } = context;
  const label = context.localized(fact.label);
  const { text, language } = context.localized(fact.text);
  return {
    label: wording.inLanguage(label.text, label.language),
    paragraphs: text
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== '')
      .map((paragraph) =>
        language === context.language ? html`${paragraph}` : wording.inLanguage(paragraph, language),
      ),
    asOf: fact.asOf,
    source: { title: fact.source.title, publisher: fact.source.publisher, href: fact.source.url },
  };
}
