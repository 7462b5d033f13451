// From the whole site to the list of its pages: an address, a view and a layout that prints it. Planning walks every
// item once; what a page shows is put together only when it is asked for. Views that many pages share (the tree's,
// entries, links to countries) are the same objects, so that whoever compares them does so once.
import { downloadPage } from '../../layouts/download-page.ts';
import { formId } from '../../layouts/forms.ts';
import { homePage } from '../../layouts/home-page.ts';
import { itemPage } from '../../layouts/item-page.ts';
import { labelIndexPage, labelPage } from '../../layouts/label-pages.ts';
import { type NewsGroupsView, newsGroupsPage, newsIndexPage, yearsId } from '../../layouts/news-pages.ts';
import { notFoundPage } from '../../layouts/not-found-page.ts';
import { resourcesPage } from '../../layouts/resources-page.ts';
import { searchPage } from '../../layouts/search-page.ts';
import { thanksPage } from '../../layouts/thanks-page.ts';
import type {
  CountedLinkView,
  EntryView,
  FormView,
  GroupView,
  HomeView,
  ItemView,
  LetterGroupView,
  NameView,
  PageHead,
  SearchPageView,
  SectionKey,
  TreeView,
  YearView,
} from '../../layouts/views.ts';
import type {
  ArchiveFacts,
  AssetPaths,
  BuildOptions,
  Country,
  FindImage,
  FindTitlePicture,
  IsoDate,
  Item,
  PlannedPage,
  RegionMap,
  RenderedItem,
  SearchChoice,
  Site,
  Topic,
} from '../model.ts';
import { pageUrl } from './addresses.ts';
import { itemView } from './item-view.ts';
import {
  hasLabelPage,
  type LabelKind,
  labelAnchors,
  labelView,
  landingText,
  maxNewsOfLabel,
  resourceGroups,
} from './label-view.ts';
import { type ItemNode, languageTrees, type YearNodes, yearsOf } from './language-tree.ts';
import { mapView } from './map-view.ts';
import { compareNames, firstLetter } from './name-order.ts';
import { type Narrowable, searchWordsFile } from './search-words.ts';
import { newsArticle } from './structured-data.ts';
import { planStyleguide, type StyleguidePlan } from './styleguide/plan-styleguide.ts';
import { monthPath, type SiteContext, TreeContext, thanksPermalink } from './tree-context.ts';

/** News on a home page: the lead and these. */
const homeLatest = 8;
const homeResources = 4;
const newsIndexNewest = 20;
/** A year with more items than this is cut into its months. */
const maxItemsOfYear = 100;
/** Countries, and topics, that the search page offers to begin with. */
const examplesOfKind = 4;
/** Shorter lists of countries need no letters. */
const minLettered = 20;

export interface PlanInput {
  readonly site: Site;
  /** Every item of the site, in the order of Site.items. */
  readonly items: readonly RenderedItem[];
  readonly options: BuildOptions;
  readonly assets: AssetPaths;
  /** The archive that the site offers; without one there is no download page and no link to it. */
  readonly download?: DownloadPlan;
  readonly findImage?: FindImage;
  /** The region that home pages show. */
  readonly map?: RegionMap;
  readonly findTitlePicture?: FindTitlePicture;
  /** Sample pages of every part and state are planned too. */
  readonly styleguide?: StyleguidePlan;
}

export interface DownloadPlan {
  /** Below the output: `download/lantern-news-2009-01-05.zip`. */
  readonly path: string;
  /** Of the newest content. */
  readonly date?: IsoDate;
  /** Asked for when the page is rendered, after all others. */
  facts(): ArchiveFacts;
}

/** Layout of the pages that are rendered after all others. */
export const downloadLayout = 'download';

/** A page before it is known what else there is. */
type Draft = Omit<PlannedPage, keyof typeof plainPage> & Partial<Pick<PlannedPage, keyof typeof plainPage>>;

/** What a draft need not say. */
const plainPage = {
  isListed: true,
  lastModified: () => undefined,
  anchors: () => [],
} satisfies Partial<PlannedPage>;

/** What every layout is given. */
interface PageView<Main> {
  readonly tree: TreeView;
  readonly head: PageHead;
  readonly main: Main;
}

/** Ties a layout to the view that it prints. @param show the page's head, and what its main part shows */
function shown<Main>(
  context: TreeContext,
  layout: (tree: TreeView, head: PageHead, main: Main) => string,
  show: () => readonly [head: PageHead, main: Main],
): Pick<PlannedPage, 'makeView' | 'print'> {
  return {
    makeView(): PageView<Main> {
      const [head, main] = show();
      return { tree: context.view, head, main };
    },
    print(view) {
      const { tree, head, main } = view as PageView<Main>;
      return layout(tree, head, main);
    },
  };
}

/** Made when it is first asked for, and then the same. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The HTML of a page. */
export function printPage(page: PlannedPage): string {
  return page.print(page.makeView());
}

/** @returns every page of the site, trees one after another; permalinks are unique */
export function planPages(input: PlanInput): PlannedPage[] {
  const { download, styleguide } = input;
  const context = siteContext(input);
  // Which countries have a page decides which links there are: addresses of all trees come before any view.
  const plans = context.trees.map((tree) => [
    ...planItems(tree),
    ...planNews(tree),
    ...planLabels(tree, 'countries'),
    ...planLabels(tree, 'topics'),
    ...planResources(tree),
    ...planSearch(tree),
    ...(download === undefined ? [] : [planDownload(tree, download)]),
    ...planHome(tree),
  ]);
  plans[0]?.push(planNotFound(context.trees[0]!));
  if (styleguide !== undefined) {
    const guide = planStyleguide(context.trees[0]!, styleguide);
    plans.push(guide.map((page): Draft => ({ ...page, isListed: false })));
  }
  const drafts = plans.flat();
  for (const draft of drafts) {
    if (context.languageOf.has(draft.permalink)) {
      throw new Error(`two pages have the address ${draft.permalink}`);
    }
    context.languageOf.set(draft.permalink, draft.language);
  }
  return drafts.map((draft) => ({ ...plainPage, ...draft }));
}

/** Names of scripts and styles play no part in what a check finds. */
export const noAssets: AssetPaths = {
  styleSheet: '',
  icon: '',
  everyPage: '',
  suggestions: '',
  markWords: '',
  searchPage: '',
  searchTools: '',
  searchEngine: '',
  searchWorker: '',
};

function siteContext(input: PlanInput): SiteContext {
  const { site, items, options, assets, download, findImage, findTitlePicture, map } = input;
  const translations = new Map<string, Item[]>();
  const itemByPermalink = new Map<string, Item>();
  for (const { item } of items) {
    itemByPermalink.set(item.permalink, item);
    const list = translations.get(item.translationKey);
    if (list === undefined) translations.set(item.translationKey, [item]);
    else list.push(item);
  }
  const trees: TreeContext[] = [];
  const context: SiteContext = {
    site,
    options,
    assets,
    hasDownload: download !== undefined,
    findImage: findImage ?? (() => undefined),
    map,
    findTitlePicture: findTitlePicture ?? (() => undefined),
    trees,
    languageOf: new Map(),
    translations,
    itemByPermalink,
    countries: new Map(site.countries.map((country) => [country.slug, country])),
    topics: new Map(site.topics.map((topic) => [topic.slug, topic])),
  };
  for (const tree of languageTrees(site, items)) trees.push(new TreeContext(tree, context));
  return context;
}

// ── items ─────────────────────────────────────────────────────────────────────────────────────────────

function planItems(context: TreeContext): Draft[] {
  const { tree, language } = context;
  return [tree.news, tree.resources, tree.pages].flatMap((nodes) =>
    nodes.flatMap((node): Draft[] => {
      const { item, body } = node.rendered;
      const form = context.formOn(item);
      const page: Draft = {
        permalink: item.permalink,
        language,
        layout: item.type,
        lastModified: () => node.changed,
        anchors: () => [
          ...body.headings.map(({ id }) => id),
          ...(form === undefined ? [] : [formId(form.kind)]),
        ],
        body,
        ...shown(context, itemPage, () => showItem(context, node)),
      };
      return form === undefined ? [page] : [page, planThanks(context, item, form)];
    }),
  );
}

function planThanks(context: TreeContext, item: Item, form: FormView): Draft {
  const { wording } = context;
  const permalink = thanksPermalink(item);
  return {
    permalink,
    language: context.language,
    layout: 'thanks',
    isListed: false,
    ...shown(context, thanksPage, () => [
      context.head({
        title: wording.plain('thanks.title'),
        titleLanguage: wording.languageOf('thanks.title'),
        description: item.title,
        permalink,
        translations: context.translationsOfItem(item),
        isIndexed: false,
        isSiteOnly: true,
      }),
      { kind: form.kind, publisher: form.publisher, back: context.itemLink(item) },
    ]),
  };
}

function showItem(context: TreeContext, node: ItemNode): [PageHead, ItemView] {
  const { item, rendered } = node;
  const { options, site } = context.context;
  const isNews = item.type === 'news';
  const isHidden = context.isHidden(item);
  const titlePicture = item.image === undefined ? context.context.findTitlePicture(item) : undefined;
  return [
    context.head({
      title: item.title,
      description: rendered.summary,
      permalink: item.permalink,
      translations: context.translationsOfItem(item),
      kind: isNews ? 'article' : 'website',
      published: isNews ? item.date : undefined,
      updated: isNews ? item.updated : undefined,
      image: item.image && pageUrl(item.image.file.address, options),
      titlePicture: titlePicture && {
        url: pageUrl(`/${titlePicture.path}`, options),
        width: titlePicture.width,
        height: titlePicture.height,
      },
      isDraft: isHidden,
      // Machines that read it take it for published.
      structuredData: isNews && !isHidden ? newsArticle(rendered, item, site.settings, options) : undefined,
      section: isNews ? 'news' : item.type === 'resource' ? 'resources' : undefined,
    }),
    itemView(context, node),
  ];
}

// ── news by time ──────────────────────────────────────────────────────────────────────────────────────

function planNews(context: TreeContext): Draft[] {
  const { tree, language, wording } = context;
  if (tree.news.length === 0) return [];
  const index: Draft = {
    permalink: context.permalink('news'),
    language,
    layout: 'news-index',
    lastModified: () => newestOf(tree.news),
    anchors: () => [yearsId],
    ...shown(context, newsIndexPage, () => [
      listHead(context, 'news', 'section.news', 'news'),
      {
        newest: tree.news.slice(0, newsIndexNewest).map((node) => context.entry(node)),
        years: tree.years.map((year) => yearView(context, year)),
      },
    ]),
  };
  const years = tree.years.flatMap((year): Draft[] => [
    {
      permalink: context.permalink(`news/${year.year}`),
      language,
      layout: 'news-year',
      lastModified: () => newestOf(year.nodes),
      ...shown(context, newsGroupsPage, () => showYear(context, year)),
    },
    ...year.months.map(({ month, nodes }): Draft => {
      const path = monthPath(year.year, month);
      return {
        permalink: context.permalink(path),
        language,
        layout: 'news-month',
        lastModified: () => newestOf(nodes),
        ...shown(context, newsGroupsPage, () => [
          context.head({
            title: wording.plain('news.of-period', { period: wording.plainMonth(year.year, month) }),
            titleLanguage: wording.languageOf('news.of-period'),
            description: description(context, wording.plainMonth(year.year, month)),
            permalink: context.permalink(path),
            translations: context.translationsOfPath(path),
            section: 'news',
          }),
          {
            title: wording.text('news.of-period', { period: wording.month(year.year, month) }),
            breadcrumbs: [
              context.sectionLink('news'),
              { href: context.pathHref(`news/${year.year}`), text: wording.yearText(year.year) },
            ],
            groups: [],
            entries: nodes.map((node) => context.entry(node)),
          },
        ]),
      };
    }),
  ]);
  return [index, ...years];
}

function showYear(context: TreeContext, year: YearNodes): [PageHead, NewsGroupsView] {
  const { wording } = context;
  const path = `news/${year.year}`;
  return [
    context.head({
      title: wording.plain('news.of-period', { period: wording.year(year.year) }),
      titleLanguage: wording.languageOf('news.of-period'),
      description: description(context, wording.year(year.year)),
      permalink: context.permalink(path),
      translations: context.translationsOfPath(path),
      section: 'news',
    }),
    {
      title: wording.text('news.of-period', { period: wording.yearText(year.year) }),
      breadcrumbs: [context.sectionLink('news')],
      year: yearView(context, year),
      groups: year.nodes.length > maxItemsOfYear ? [] : monthGroups(context, year),
      entries: [],
    },
  ];
}

function monthGroups(context: TreeContext, year: YearNodes): GroupView<EntryView>[] {
  return year.months.map(({ month, nodes }) => ({
    title: context.wording.month(year.year, month),
    entries: nodes.map((node) => context.entry(node)),
  }));
}

function yearView(context: TreeContext, { year, nodes, months }: YearNodes): YearView {
  return {
    year,
    href: context.pathHref(`news/${year}`),
    count: nodes.length,
    months: months.map(({ month, nodes: ofMonth }) => ({
      month,
      href: context.pathHref(monthPath(year, month)),
      count: ofMonth.length,
    })),
  };
}

// ── countries and topics ──────────────────────────────────────────────────────────────────────────────

function planLabels(context: TreeContext, kind: LabelKind): Draft[] {
  const { language } = context;
  const labels = labelsOf(context, kind);
  if (labels.length === 0) return [];
  const groups = once(() => letterGroups(context, kind, labels));
  const index: Draft = {
    permalink: context.permalink(kind),
    language,
    layout: `${kind}-index`,
    lastModified: () => newestOf(labels.flatMap(({ slug }) => context.labelNodes(kind, slug)?.all ?? [])),
    anchors: () => groups().flatMap(({ id }) => id ?? []),
    ...shown(context, labelIndexPage, () => [
      listHead(context, kind, `section.${kind}`, kind),
      {
        type: kind,
        groups: groups(),
      },
    ]),
  };
  return [index, ...labels.flatMap((label) => planLabel(context, kind, label))];
}

function planLabel(context: TreeContext, kind: LabelKind, label: Country | Topic): Draft[] {
  const { language, wording } = context;
  const path = `${kind}/${label.slug}`;
  const nodes = context.labelNodes(kind, label.slug);
  const news = nodes?.news ?? [];
  const years = news.length <= maxNewsOfLabel ? [] : yearsOf(news);
  const shownLabel = once(() => {
    const landing = landingText(context, label);
    return { landing, view: labelView(context, kind, label, landing, years) };
  });
  const name = context.localized(label.name);
  const page: Draft = {
    permalink: context.permalink(path),
    language,
    layout: kind === 'countries' ? 'country' : 'topic',
    lastModified: () => newestOf(nodes?.all ?? []),
    anchors: () => {
      const { view, landing } = shownLabel();
      return labelAnchors(view, landing);
    },
    ...shown(context, labelPage, () => [
      context.head({
        title: name.text,
        titleLanguage: name.language,
        description: wording.plain('label.description', { name: name.text, site: context.view.siteName }),
        permalink: context.permalink(path),
        translations: context.translationsOfPath(path),
        section: kind,
        feeds: shownLabel().view.feeds,
      }),
      shownLabel().view,
    ]),
  };
  const pagesOfYears = years.map((year): Draft => {
    const yearPath = `${path}/${year.year}`;
    const period = wording.year(year.year);
    return {
      permalink: context.permalink(yearPath),
      language,
      layout: kind === 'countries' ? 'country-year' : 'topic-year',
      lastModified: () => newestOf(year.nodes),
      ...shown(context, newsGroupsPage, () => [
        context.head({
          title: wording.plain('label.of-period', { name: name.text, period }),
          titleLanguage: wording.languageOf('label.of-period'),
          description: description(context, `${name.text}, ${period}`),
          permalink: context.permalink(yearPath),
          translations: context.translationsOfPath(yearPath),
          section: kind,
          feeds: shownLabel().view.feeds,
        }),
        {
          title: wording.text('label.of-period', {
            name: wording.inLanguage(name.text, name.language),
            period,
          }),
          breadcrumbs: [context.sectionLink(kind), context.labelLink(kind, label.slug)],
          groups: monthGroups(context, year),
          entries: [],
        },
      ]),
    };
  });
  return [page, ...pagesOfYears];
}

/** Those with a page in the tree. */
function labelsOf(context: TreeContext, kind: LabelKind): readonly (Country | Topic)[] {
  return context.context.site[kind].filter((label) => hasLabelPage(context, kind, label));
}

function letterGroups(
  context: TreeContext,
  kind: LabelKind,
  labels: readonly (Country | Topic)[],
): LetterGroupView[] {
  const named = sortedByName(context, labels);
  const isLettered = kind === 'countries' && named.length >= minLettered;
  const groups: (LetterGroupView & { readonly links: CountedLinkView[] })[] = [];
  for (const { name, label } of named) {
    const letter = isLettered ? firstLetter(name) : undefined;
    let group = groups.at(-1);
    if (group === undefined || group.letter !== letter) {
      // Ids of ours hold an underscore: no heading of a text has one.
      group = { letter, id: letter === undefined ? undefined : `letter_${letter.toLowerCase()}`, links: [] };
      groups.push(group);
    }
    group.links.push(countedLink(context, kind, label.slug));
  }
  return groups;
}

function sortedByName<Label extends Country | Topic>(
  context: TreeContext,
  labels: readonly Label[],
): { name: string; label: Label }[] {
  return labels
    .map((label) => ({ name: context.localized(label.name).text, label }))
    .sort((a, b) => compareNames(a.name, b.name));
}

function countedLink(context: TreeContext, kind: LabelKind, slug: string): CountedLinkView {
  return { ...context.labelLink(kind, slug), count: context.labelNodes(kind, slug)?.all.length ?? 0 };
}

// ── resources, search, home ───────────────────────────────────────────────────────────────────────────

function planResources(context: TreeContext): Draft[] {
  const { resources } = context.tree;
  if (resources.length === 0) return [];
  const kinds = new Set(resources.flatMap(({ item }) => (item.type === 'resource' ? item.kind : [])));
  return [
    {
      permalink: context.permalink('resources'),
      language: context.language,
      layout: 'resources',
      lastModified: () => newestOf(resources),
      anchors: () => [...kinds].map((kind) => `section_${kind}`),
      ...shown(context, resourcesPage, () => [
        listHead(context, 'resources', 'section.resources', 'resources'),
        {
          groups: resourceGroups(context, resources),
        },
      ]),
    },
  ];
}

function planSearch(context: TreeContext): Draft[] {
  const { wording } = context;
  const narrowable = narrowableOf(context);
  const script = searchWordsFile(context, narrowable);
  return [
    {
      permalink: context.permalink('search'),
      language: context.language,
      layout: 'search',
      isListed: false,
      script,
      ...shown(context, searchPage, () => [
        context.head({
          title: wording.plain('search.title'),
          titleLanguage: wording.languageOf('search.title'),
          description: wording.plain('search.invitation'),
          permalink: context.permalink('search'),
          translations: context.translationsOfPath('search'),
          scripts: [context.view.search.pageScriptHref],
        }),
        showSearch(context, context.href(`/${script.path}`)),
      ]),
    },
  ];
}

/** Values that documents of the tree have: its items, and the pages of its countries and topics. */
function narrowableOf(context: TreeContext): Narrowable {
  const { tree, wording } = context;
  const choices = (kind: LabelKind): SearchChoice[] =>
    sortedByName(context, labelsOf(context, kind)).map(({ label }) => {
      const { text, language } = context.localized(label.name);
      if (language === context.language) return { value: label.slug, name: text };
      return { value: label.slug, name: text, language, direction: wording.directionOf(language) };
    });
  const years = [tree.news, tree.resources, tree.pages].flatMap((nodes) => nodes.map(({ year }) => year));
  return {
    countries: choices('countries'),
    topics: choices('topics'),
    years: [...new Set(years)].filter((year) => year > 0).sort((a, b) => b - a),
  };
}

function showSearch(context: TreeContext, wordsHref: string): SearchPageView {
  const { tree, wording } = context;
  /** The most used first; those of equal use in the order of their names. */
  const mostUsed = (kind: LabelKind): NameView[] =>
    sortedByName(context, labelsOf(context, kind))
      .map(({ label }) => ({ label, count: context.labelNodes(kind, label.slug)?.all.length ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, examplesOfKind)
      .map(({ label }) => {
        const { text, language } = context.localized(label.name);
        return { name: text, language };
      });
  const counts: Readonly<Record<SectionKey, number>> = {
    news: tree.news.length,
    countries: labelsOf(context, 'countries').length,
    topics: labelsOf(context, 'topics').length,
    resources: tree.resources.length,
  };
  return {
    wordsHref,
    examples: [...mostUsed('topics'), ...mostUsed('countries')],
    lists: context.view.sections.map((section) => ({ ...section, count: counts[section.key] })),
    years: tree.years.map(({ year, nodes }) => ({
      href: context.pathHref(`news/${year}`),
      text: wording.yearText(year),
      count: nodes.length,
    })),
  };
}

function planDownload(context: TreeContext, download: DownloadPlan): Draft {
  const { wording } = context;
  return {
    permalink: context.permalink('download'),
    language: context.language,
    layout: downloadLayout,
    ...shown(context, downloadPage, () => [
      context.head({
        title: wording.plain('download.title'),
        titleLanguage: wording.languageOf('download.title'),
        description: wording.plain('download.intro'),
        permalink: context.permalink('download'),
        translations: context.translationsOfPath('download'),
        isSiteOnly: true,
      }),
      {
        href: context.href(`/${download.path}`),
        fileName: download.path.slice(download.path.lastIndexOf('/') + 1),
        date: download.date,
        ...download.facts(),
      },
    ]),
  };
}

function planHome(context: TreeContext): Draft[] {
  const { tree } = context;
  return [
    {
      permalink: context.permalink(''),
      language: context.language,
      layout: 'home',
      lastModified: () => newestOf([...tree.news.slice(0, homeLatest + 1), ...tree.resources]),
      ...shown(context, homePage, () => showHome(context)),
    },
  ];
}

function showHome(context: TreeContext): [PageHead, HomeView] {
  const { tree } = context;
  const { text, language } = context.description;
  const [lead, ...latest] = tree.news.slice(0, homeLatest + 1);
  const image = lead?.item.image && context.picture(lead.item, lead.item.image);
  const countries = homeLabels(context, 'countries');
  const resources = [...tree.resources].sort((a, b) => b.order - a.order).slice(0, homeResources);
  return [
    context.head({
      description: text,
      permalink: context.permalink(''),
      translations: context.translationsOfPath(''),
    }),
    {
      description: text,
      descriptionLanguage: language,
      lead: lead && context.entry(lead),
      leadImage: image,
      latest: latest.map((node) => context.entry(node)),
      resources: resources.map((node) => context.resourceEntry(node)),
      countries,
      map: mapView(context, countries),
      topics: homeLabels(context, 'topics'),
    },
  ];
}

/** Countries with a page, topics with items; the others are a step further, in the list of all. */
function homeLabels(context: TreeContext, kind: LabelKind): CountedLinkView[] {
  const labels = labelsOf(context, kind).filter(
    ({ slug }) => kind === 'countries' || context.labelNodes(kind, slug) !== undefined,
  );
  return sortedByName(context, labels).map(({ label }) => countedLink(context, kind, label.slug));
}

function planNotFound(context: TreeContext): Draft {
  const { wording } = context;
  return {
    permalink: context.permalink('404.html'),
    language: context.language,
    layout: 'not-found',
    isListed: false,
    ...shown(context, notFoundPage, () => [
      context.head({
        title: wording.plain('not-found.title'),
        titleLanguage: wording.languageOf('not-found.title'),
        description: wording.plain('not-found.text'),
        permalink: context.permalink('404.html'),
        translations: new Map([[context.language, context.permalink('')]]),
        isIndexed: false,
      }),
      {
        homes: context.context.trees.slice(1).map((tree) => {
          const { language } = tree;
          const name = wording.inLanguage(tree.languageName, language);
          // A tree without words of its own would say it in those of this page.
          const hasWords = tree.wording.ownLanguage === language;
          const text = hasWords ? wording.inLanguage(tree.wording.plain('not-found.home'), language) : name;
          return {
            link: { href: tree.pathHref(''), text, language },
            languageName: hasWords ? name : undefined,
          };
        }),
      },
    ]),
  };
}

// ── what lists have in common ─────────────────────────────────────────────────────────────────────────

function listHead(
  context: TreeContext,
  path: string,
  titleKey: string,
  section: 'news' | 'countries' | 'topics' | 'resources',
): ReturnType<TreeContext['head']> {
  const title = context.wording.plain(titleKey);
  return context.head({
    title,
    titleLanguage: context.wording.languageOf(titleKey),
    description: description(context, title),
    permalink: context.permalink(path),
    translations: context.translationsOfPath(path),
    section,
  });
}

function description(context: TreeContext, subject: string): string {
  return `${subject}. ${context.description.text}`;
}

/** The later of what the items say of their last change; a list without dates has none. */
function newestOf(nodes: readonly ItemNode[]): IsoDate | undefined {
  let newest: IsoDate | undefined;
  for (const { changed: date } of nodes) {
    // Dates of unlike precision: the calendar day decides, which is all that a sitemap needs.
    if (date === undefined || (newest !== undefined && date <= newest)) continue;
    if (newest === undefined || date.slice(0, 10) !== newest.slice(0, 10)) newest = date;
  }
  return newest;
}
