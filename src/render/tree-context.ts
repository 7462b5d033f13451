// What every page of one language's tree needs to say where things are: addresses, names, links between languages,
// and the views of items that stand in many lists. Made once for a tree; what is asked for often is remembered.
import { html } from '../../layouts/html.ts';
import { directionOf, languageNameOf } from '../../layouts/languages.ts';
import { picture } from '../../layouts/picture.ts';
import type {
  Alternate,
  CampaignView,
  EntryView,
  FeedsView,
  FileView,
  FormView,
  LanguageLinkView,
  LinkView,
  NavigationView,
  PageHead,
  ResourceEntryView,
  SectionKey,
  TreeView,
} from '../../layouts/views.ts';
import { Wording } from '../../layouts/wording.ts';
import {
  type AssetPaths,
  type Attachment,
  type BuildOptions,
  type Campaign,
  type Country,
  type FindImage,
  type FormKind,
  formPageSlugs,
  type Item,
  type ItemImage,
  type LanguageTag,
  type LocalizedText,
  type Permalink,
  type SafeHtml,
  type Site,
  type Topic,
} from '../model.ts';
import { hrefOf, pageUrl } from './addresses.ts';
import { endMs, startMs } from './instants.ts';
import type { ItemNode, LabelNodes, LanguageTree } from './language-tree.ts';
import { pagePermalink } from './page-permalink.ts';

/** What trees know of each other: filled while pages are planned, read when they are rendered. */
export interface SiteContext {
  readonly site: Site;
  readonly options: BuildOptions;
  readonly assets: AssetPaths;
  /** There is an archive of the site to download. */
  readonly hasDownload: boolean;
  readonly findImage: FindImage;
  /** In the order of languageTrees(): the site's language first. */
  readonly trees: readonly TreeContext[];
  /** Every page's language, by permalink. */
  readonly languageOf: Map<string, LanguageTag>;
  /** Items by translation key. */
  readonly translations: ReadonlyMap<string, readonly Item[]>;
  readonly itemByPermalink: ReadonlyMap<string, Item>;
  readonly countries: ReadonlyMap<string, Country>;
  readonly topics: ReadonlyMap<string, Topic>;
}

/** Names shown beside an item in a list; more are counted. */
const maxEntryCountries = 4;
const twoDaysMs = 172_800_000;

/** The page that thanks for what was sent from this one: no file of its own, no `.html`, as the host wants it. */
export function thanksPermalink(item: Item): Permalink {
  return `${item.permalink}thanks/` as Permalink;
}

/** The page of a month's news, below the tree. @param month 1 to 12 */
export function monthPath(year: number, month: number): string {
  return `news/${year}/${String(month).padStart(2, '0')}`;
}

export class TreeContext {
  readonly tree: LanguageTree;
  readonly context: SiteContext;
  readonly language: LanguageTag;
  readonly wording: Wording;
  #view: TreeView | undefined;
  readonly #labelLinks = new Map<string, LinkView>();
  readonly #monthLinks = new Map<string, readonly LinkView[]>();
  readonly #entries = new Map<ItemNode, EntryView>();

  constructor(tree: LanguageTree, context: SiteContext) {
    const { settings, interfaceTexts } = context.site;
    const fallback = interfaceTexts.get(settings.language);
    if (fallback === undefined) throw new Error(`no interface texts for ${settings.language}`);
    this.tree = tree;
    this.context = context;
    this.language = tree.language;
    this.wording = new Wording(tree.language, interfaceTexts.get(tree.language), fallback);
  }

  // ── addresses ───────────────────────────────────────────────────────────────────────────────────────

  get isSiteLanguage(): boolean {
    return this.language === this.context.site.settings.language;
  }

  permalink(path: string): Permalink {
    return pagePermalink(this.language, this.context.site.settings.language, path);
  }

  href(permalink: string): string {
    return hrefOf(permalink, this.context.options.basePath);
  }

  pathHref(path: string): string {
    return this.href(this.permalink(path));
  }

  has(path: string): boolean {
    return this.context.languageOf.has(this.permalink(path));
  }

  // ── names ───────────────────────────────────────────────────────────────────────────────────────────

  /** The text in this tree's language, else in the site's. */
  localized(text: LocalizedText): { text: string; language: LanguageTag } {
    if (Object.hasOwn(text, this.language)) {
      return { text: text[this.language] ?? '', language: this.language };
    }
    const { language } = this.context.site.settings;
    return { text: text[language] ?? '', language };
  }

  /** Link to a country's or topic's page in this tree, by its name. */
  labelLink(kind: 'countries' | 'topics', slug: string): LinkView {
    const key = `${kind}/${slug}`;
    let link = this.#labelLinks.get(key);
    if (link === undefined) {
      const label = this.context[kind].get(slug);
      const { text, language } = label ? this.localized(label.name) : { text: slug, language: this.language };
      link = { href: this.pathHref(key), text: this.wording.inLanguage(text, language) };
      this.#labelLinks.set(key, link);
    }
    return link;
  }

  labelNodes(kind: 'countries' | 'topics', slug: string): LabelNodes | undefined {
    return this.tree[kind].get(slug);
  }

  sectionLink(key: SectionKey): LinkView {
    return { href: this.pathHref(key), text: this.wording.text(`section.${key}`) };
  }

  /** To the news, their year and their month (1 to 12); one list for all items of the month. */
  monthLinks(year: number, month: number): readonly LinkView[] {
    const path = monthPath(year, month);
    let links = this.#monthLinks.get(path);
    if (links === undefined) {
      links = [
        this.sectionLink('news'),
        { href: this.pathHref(`news/${year}`), text: this.wording.yearText(year) },
        { href: this.pathHref(path), text: this.wording.monthName(month) },
      ];
      this.#monthLinks.set(path, links);
    }
    return links;
  }

  // ── items ───────────────────────────────────────────────────────────────────────────────────────────

  /** Hidden from the public: a draft, or not published yet. */
  isHidden(item: Item): boolean {
    if (item.isDraft) return true;
    const { showDrafts, nowMs } = this.context.options;
    if (!showDrafts) return false;
    const { timezone } = this.context.site.settings;
    return [item.date, item.publish].some((date) => {
      if (date === undefined) return false;
      // Nearly all dates are long past: no time zone needs to be asked for them.
      if (Date.parse(date) + twoDaysMs < nowMs) return false;
      return startMs(date, timezone) > nowMs;
    });
  }

  entry(node: ItemNode): EntryView {
    let entry = this.#entries.get(node);
    if (entry === undefined) {
      const { item, summary } = node.rendered;
      entry = {
        href: this.href(item.permalink),
        title: item.title,
        date: item.date,
        summary,
        countries: item.countries
          .slice(0, maxEntryCountries)
          .map((slug) => this.labelLink('countries', slug)),
        moreCountries: Math.max(0, item.countries.length - maxEntryCountries),
        isDraft: this.isHidden(item),
      };
      this.#entries.set(node, entry);
    }
    return entry;
  }

  resourceEntry(node: ItemNode): ResourceEntryView {
    const { item } = node;
    const entry = this.entry(node);
    if (item.type !== 'resource') return entry;
    return {
      ...entry,
      publisher: item.publisher,
      year: item.year,
      file: item.document && this.file(item.document),
      host: item.document === undefined && item.url !== undefined ? new URL(item.url).host : undefined,
    };
  }

  file(attachment: Attachment): FileView {
    const name = attachment.name.slice(attachment.name.lastIndexOf('/') + 1);
    const dot = name.lastIndexOf('.');
    return {
      href: this.href(attachment.address),
      type: dot > 0 ? name.slice(dot + 1).toUpperCase() : name,
      sizeBytes: attachment.size,
    };
  }

  /** The picture that stands above an item's text. */
  picture(item: Item, { file, alt }: ItemImage): SafeHtml {
    const image = this.context.findImage(item, file.name);
    return picture({ href: this.href(file.address), alt, isLazy: false, image }, (path) => this.href(path));
  }

  itemLink(item: Item): LinkView {
    return { href: this.href(item.permalink), text: html`${item.title}` };
  }

  // ── languages ───────────────────────────────────────────────────────────────────────────────────────

  get languageName(): string {
    return this.context.site.interfaceTexts.get(this.language)?.languageName ?? languageNameOf(this.language);
  }

  /** This tree as one of a list of languages. */
  languageLink(href: string, isCurrent: boolean): LanguageLinkView {
    const { language, languageName: name } = this;
    const { direction } = this.context.site.interfaceTexts.get(language) ?? {};
    return { language, name, direction: direction ?? directionOf(language), href, isCurrent };
  }

  /** The other languages' addresses of a list page. */
  translationsOfPath(path: string): ReadonlyMap<LanguageTag, string> {
    const found = new Map<LanguageTag, string>();
    for (const tree of this.context.trees) {
      if (tree.has(path)) found.set(tree.language, tree.permalink(path));
    }
    return found;
  }

  translationsOfItem(item: Item): ReadonlyMap<LanguageTag, string> {
    const items = this.context.translations.get(item.translationKey) ?? [item];
    return new Map(items.map(({ language, permalink }) => [language, permalink]));
  }

  languageSwitch(translations: ReadonlyMap<LanguageTag, string>): LanguageLinkView[] {
    const { trees } = this.context;
    if (trees.length < 2) return [];
    return trees.map((tree) =>
      tree.languageLink(
        tree.href(translations.get(tree.language) ?? tree.permalink('')),
        tree.language === this.language,
      ),
    );
  }

  #alternates(translations: ReadonlyMap<LanguageTag, string>): Alternate[] {
    if (translations.size < 2) return [];
    const { trees, options, site } = this.context;
    const alternates: Alternate[] = [];
    for (const { language } of trees) {
      const permalink = translations.get(language);
      if (permalink !== undefined) alternates.push({ language, href: pageUrl(permalink, options) });
    }
    const original = translations.get(site.settings.language);
    if (original !== undefined) {
      alternates.push({ language: 'x-default', href: pageUrl(original, options) });
    }
    return alternates;
  }

  head(
    page: Pick<PageHead, 'description'> & {
      readonly permalink: Permalink;
      readonly translations: ReadonlyMap<LanguageTag, string>;
    } & Partial<PageHead>,
  ): PageHead {
    const { translations, ...rest } = page;
    const isIndexed = rest.isIndexed ?? true;
    return {
      kind: 'website',
      ...rest,
      isIndexed,
      canonical: isIndexed ? pageUrl(page.permalink, this.context.options) : undefined,
      alternates: isIndexed ? this.#alternates(translations) : [],
      languages: this.languageSwitch(translations),
    };
  }

  // ── the tree's own words ────────────────────────────────────────────────────────────────────────────

  get view(): TreeView {
    this.#view ??= this.#makeView();
    return this.#view;
  }

  /** The feeds that stand beside the page at `path`. */
  feeds(path: string, title: string): FeedsView {
    const folder = this.permalink(path);
    return {
      title,
      rss: this.href(`${folder}feed.xml`),
      atom: this.href(`${folder}atom.xml`),
      json: this.href(`${folder}feed.json`),
    };
  }

  /** The form that a page holds, if this tree has one there. */
  formOn(item: Item): FormView | undefined {
    const { settings } = this.context.site;
    const kind = settings.forms?.kinds.find((candidate) => this.#formPage(candidate) === item.permalink);
    if (settings.forms === undefined || kind === undefined) return undefined;
    const { email, phone, text } = settings.forms;
    const words = text && this.localized(text);
    return {
      kind,
      name: `${kind}-${this.language}`,
      actionHref: this.href(thanksPermalink(item)),
      publisher: settings.publisher.name,
      channel: { email, phone, text: words && this.wording.inLanguage(words.text, words.language) },
    };
  }

  #formPage(kind: FormKind): Permalink | undefined {
    return formPageSlugs[kind]
      .map((slug) => this.permalink(slug))
      .find((permalink) => this.context.itemByPermalink.has(permalink));
  }

  get siteName(): { text: string; language: LanguageTag } {
    return this.#own('name');
  }

  get description(): { text: string; language: LanguageTag } {
    return this.#own('description');
  }

  #own(key: 'name' | 'tagline' | 'description' | 'footer'): { text: string; language: LanguageTag } {
    const { settings } = this.context.site;
    const own = settings.editions[this.language]?.[key];
    return own === undefined
      ? { text: settings[key], language: settings.language }
      : { text: own, language: this.language };
  }

  #makeView(): TreeView {
    const { site, options, assets } = this.context;
    const { wording } = this;
    const name = this.siteName;
    const tagline = this.#own('tagline');
    const footer = this.#own('footer');
    // Feeds hold what is published alone, in previews too.
    const hasFeed = this.tree.news.some(({ item }) => !this.isHidden(item));
    const exitText = this.isSiteLanguage ? site.settings.exit.text : undefined;
    const sections = (['news', 'countries', 'topics', 'resources'] as const).filter((key) => this.has(key));
    return {
      wording,
      siteName: name.text,
      siteNameLanguage: name.language,
      tagline: tagline.text,
      taglineLanguage: tagline.language,
      homeHref: this.pathHref(''),
      navigation: this.#navigation(),
      sections: sections.map((key) => ({ key, href: this.pathHref(key) })),
      exit: {
        href: site.settings.exit.url,
        text: exitText === undefined ? wording.text('exit') : html`${exitText}`,
        hasOwnWords: exitText !== undefined,
      },
      searchHref: this.pathHref('search'),
      feeds: hasFeed ? this.feeds('', name.text) : undefined,
      subscribe: this.#pageLink(formPageSlugs.newsletter, 'newsletter.link'),
      hasNewsletter: site.settings.forms?.kinds.includes('newsletter') ?? false,
      contact: this.#pageLink(formPageSlugs.inquiry, 'inquiry.link'),
      campaign: this.#campaign(),
      legal: [
        'using-this-site-safely',
        'privacy-and-disclaimer',
        'privacy',
        'privacy-policy',
        'disclaimer',
      ].flatMap((slug) => this.#pageLink([slug]) ?? []),
      download: this.context.hasDownload
        ? { href: this.pathHref('download'), text: wording.text('download.link') }
        : undefined,
      footer: footer.text,
      footerLanguage: footer.language,
      search: {
        rootHref: this.href(`/search/${this.language}/root.js`),
        basePath: options.basePath,
        engineHref: this.href(`/${assets.searchEngine}`),
        workerHref: this.href(`/${assets.searchWorker}`),
        pageScriptHref: this.href(`/${assets.searchPage}`),
        toolsHref: this.href(`/${assets.searchTools}`),
        suggestionsHref: this.href(`/${assets.suggestions}`),
        marksHref: this.href(`/${assets.markWords}`),
      },
      baseScriptHref: this.href(`/${assets.everyPage}`),
      styleSheetHref: this.href(`/${assets.styleSheet}`),
      iconHref: this.href(`/${assets.icon}`),
      ...(assets.mark === undefined
        ? {}
        : { emblem: { href: this.href(`/${assets.icon}`), ...assets.mark } }),
      groundColours: { light: site.settings.palettes.light.paper, dark: site.settings.palettes.dark.paper },
      publisher: site.settings.publisher,
      isPreview: options.isPreview,
    };
  }

  #navigation(): NavigationView[] {
    const { settings } = this.context.site;
    const own = settings.editions[this.language]?.navigation;
    const language = own === undefined ? settings.language : this.language;
    return (own ?? settings.navigation).flatMap(({ text, url }) => {
      const target = this.#resolve(url);
      return target === undefined ? [] : { ...target, text: this.wording.inLanguage(text, language) };
    });
  }

  /** Where a link of site.yaml leads from this tree: to the same page in its language, else in the page's own. */
  #resolve(url: string): Omit<NavigationView, 'text'> | undefined {
    const { languageOf, itemByPermalink, trees } = this.context;
    if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return { href: url, isExternal: true };
    const [address = '', anchor] = url.split('#', 2);
    const language = languageOf.get(address);
    if (language === undefined) return undefined;
    const to = (permalink: string): Omit<NavigationView, 'text'> => ({
      href: this.href(anchor === undefined ? permalink : `${permalink}#${anchor}`),
      permalink,
    });
    if (language === this.language) return to(address);
    const item = itemByPermalink.get(address);
    const translation =
      item === undefined
        ? this.#samePath(trees.find((tree) => tree.language === language)?.permalink('') ?? '/', address)
        : this.translationsOfItem(item).get(this.language);
    return translation === undefined
      ? { href: to(address).href, language }
      : { ...to(translation), href: this.href(translation) };
  }

  #samePath(start: string, address: string): string | undefined {
    const own = this.permalink('') + address.slice(start.length);
    return this.context.languageOf.get(own) === this.language ? own : undefined;
  }

  /** Link to the page of one of these slugs, in this tree or the site's language; by its title or an interface text. */
  #pageLink(slugs: readonly string[], key?: string): LinkView | undefined {
    for (const tree of [this, this.context.trees[0]!]) {
      for (const slug of slugs) {
        const item = this.context.itemByPermalink.get(tree.permalink(slug));
        if (item === undefined) continue;
        return {
          href: this.href(item.permalink),
          text:
            key === undefined ? this.wording.inLanguage(item.title, item.language) : this.wording.text(key),
          language: item.language === this.language ? undefined : item.language,
        };
      }
    }
    return undefined;
  }

  #campaign(): CampaignView | undefined {
    const { site, options } = this.context;
    const own = site.settings.editions[this.language]?.campaign;
    const campaign: Campaign | undefined = own ?? site.settings.campaign;
    if (campaign === undefined) return undefined;
    const { starts, ends } = campaign;
    const { timezone } = site.settings;
    if (starts !== undefined && options.nowMs < startMs(starts, timezone)) return undefined;
    if (ends !== undefined && options.nowMs >= endMs(ends, timezone)) return undefined;
    const target = this.#resolve(campaign.url);
    if (target === undefined) return undefined;
    const language = own === undefined ? site.settings.language : this.language;
    return {
      title: campaign.title,
      text: campaign.text,
      link: { ...target, text: this.wording.inLanguage(campaign.linkText, language) },
      language,
    };
  }
}
