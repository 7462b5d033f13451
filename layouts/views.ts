// What layouts are given: values ready to print, made by render/. Every href is complete (base path and encoding);
// SafeHtml stands where a text may carry a `lang` of its own.
import type { FormKind, IsoDate, LanguageTag, RenderedBody, SafeHtml } from '../src/model.ts';
import type { Wording } from './wording.ts';

export interface LinkView {
  readonly href: string;
  readonly text: SafeHtml;
  /** Language of the page it leads to, when that is not the reader's. */
  readonly language?: LanguageTag;
  /** Leads to another site. */
  readonly isExternal?: boolean;
}

/** A link with the number of items behind it. */
export interface CountedLinkView extends LinkView {
  readonly count: number;
}

/** What all pages of one language's tree have in common: made once for the tree. */
export interface TreeView {
  readonly wording: Wording;
  readonly siteName: string;
  readonly siteNameLanguage: LanguageTag;
  readonly tagline: string;
  readonly taglineLanguage: LanguageTag;
  readonly homeHref: string;
  /** How You Can Help, About Us, …, in the order of site.yaml. */
  readonly navigation: readonly NavigationView[];
  /** Only sections that this tree has. */
  readonly sections: readonly SectionView[];
  readonly exit: ExitView;
  readonly searchHref: string;
  /** Absent in a tree without news. */
  readonly feeds?: FeedsView;
  /** The page that tells how to follow the news. */
  readonly subscribe?: LinkView;
  /** That page takes sign-ups for a newsletter. */
  readonly hasNewsletter: boolean;
  readonly contact?: LinkView;
  readonly campaign?: CampaignView;
  /** Safety, privacy and disclaimer. */
  readonly legal: readonly LinkView[];
  /** The page of the archive, when there is one. */
  readonly download?: LinkView;
  readonly footer: string;
  readonly footerLanguage: LanguageTag;
  /** What scripts of the search need to know. */
  readonly search: SearchView;
  /** The script of every page that brings none of its own. */
  readonly baseScriptHref: string;
  readonly styleSheetHref: string;
  readonly iconHref: string;
  /** The site's own mark; size in pixels, of which only the proportion counts. */
  readonly emblem?: { readonly href: string; readonly width: number; readonly height: number };
  /** What a browser paints its own bar with. */
  readonly groundColours: { readonly light: string; readonly dark: string };
  readonly publisher: { readonly name: string; readonly url?: string; readonly email?: string };
  readonly isPreview: boolean;
}

/** A value that results may be narrowed by, and its name. */
export interface ChoiceView {
  /** As the index has it: a slug, or a year. */
  readonly value: string;
  readonly name: string;
  readonly language: LanguageTag;
}

export interface SearchPageView {
  /** By name. */
  readonly countries: readonly ChoiceView[];
  readonly topics: readonly ChoiceView[];
  /** Newest first. */
  readonly years: readonly ChoiceView[];
  /** Names of topics and countries with the most items, to begin with. */
  readonly examples: readonly ChoiceView[];
  /** Lists that lead to every page without a search. */
  readonly browse: readonly BrowseView[];
}

export interface BrowseView {
  readonly key: SectionKey;
  readonly groups: readonly LetterGroupView[];
}

/** Links under a letter; one group without a letter for a short list. */
export interface LetterGroupView {
  readonly letter?: string;
  readonly id?: string;
  readonly links: readonly CountedLinkView[];
}

/** One list in the three formats, by href. */
export interface FeedsView {
  /** Of the tree, or of a country or topic. */
  readonly title: string;
  readonly rss: string;
  readonly atom: string;
  readonly json: string;
}

export interface ExitView extends LinkView {
  /** The site words the link itself: nothing is put before its words. */
  readonly hasOwnWords: boolean;
}

export interface SearchView {
  readonly rootHref: string;
  readonly basePath: string;
  readonly engineHref: string;
  readonly workerHref: string;
  readonly pageScriptHref: string;
  readonly toolsHref: string;
  readonly suggestionsHref: string;
  readonly marksHref: string;
}

export interface NavigationView extends LinkView {
  /** Permalink in this tree; absent for other sites and other languages. */
  readonly permalink?: string;
}

export type SectionKey = 'news' | 'countries' | 'topics' | 'resources';

export interface SectionView {
  readonly key: SectionKey;
  readonly href: string;
}

export interface CampaignView {
  readonly title: string;
  readonly text: string;
  readonly link: LinkView;
  readonly language: LanguageTag;
}

export interface Alternate {
  readonly language: LanguageTag | 'x-default';
  /** Absolute URL. */
  readonly href: string;
}

export interface LanguageLinkView {
  readonly language: LanguageTag;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly href: string;
  readonly isCurrent: boolean;
}

/** What a page says of itself outside its main part. */
export interface PageHead {
  /** Without the site's name. Absent on a tree's home. */
  readonly title?: string;
  /** Language of `title`, when it is not the page's. */
  readonly titleLanguage?: LanguageTag;
  readonly description: string;
  /** Absent where a page has no address of its own (404). */
  readonly canonical?: string;
  readonly alternates: readonly Alternate[];
  /** Every tree, in order; fewer than two print no switch. */
  readonly languages: readonly LanguageLinkView[];
  readonly kind: 'website' | 'article';
  readonly published?: IsoDate;
  readonly updated?: IsoDate;
  /** Absolute URL. */
  readonly image?: string;
  readonly isIndexed: boolean;
  /** Its title says that it is not published. */
  readonly isDraft?: boolean;
  /** JSON-LD. */
  readonly structuredData?: unknown;
  readonly permalink: string;
  readonly section?: SectionKey;
  /** Feeds of what this page lists, beside the tree's own. */
  readonly feeds?: FeedsView;
  /** The page has no place in a copy that is carried away. */
  readonly isSiteOnly?: boolean;
  /** Scripts that wait until the page is read, by href, in place of the base script. */
  readonly scripts?: readonly string[];
}

/** An item in a list. */
export interface EntryView {
  readonly href: string;
  readonly title: string;
  readonly date?: IsoDate;
  readonly summary: string;
  /** The first of its countries. */
  readonly countries: readonly LinkView[];
  /** How many countries more it has. */
  readonly moreCountries: number;
  readonly isDraft: boolean;
}

export interface ResourceEntryView extends EntryView {
  readonly publisher?: string;
  readonly year?: number;
  readonly file?: FileView;
  /** Host name of a document elsewhere. */
  readonly host?: string;
}

export interface FileView {
  readonly href: string;
  /** `PDF`. */
  readonly type: string;
  readonly sizeBytes: number;
}

export interface GroupView<Entry> {
  readonly id?: string;
  readonly title: SafeHtml;
  readonly entries: readonly Entry[];
}

export interface SourceView {
  readonly relation: 'adapted' | 'excerpt' | 'reprinted' | 'own';
  readonly title?: string;
  readonly publisher?: string;
  readonly date?: string;
  readonly href?: string;
}

/** What names an item elsewhere. */
export interface CitationView {
  /** At least one: whoever publishes it, where nobody else is named. */
  readonly authors: readonly string[];
  readonly authorLanguage: LanguageTag;
  readonly title: string;
  readonly language: LanguageTag;
  /** `2007-08-17`, with or without time, or `2007`. */
  readonly date?: string;
  readonly siteName: string;
  readonly siteNameLanguage: LanguageTag;
  /** Absolute URL. */
  readonly url: string;
  /** ASCII letters, digits and hyphens. */
  readonly key: string;
}

/** What the site knows of a country, for whoever reads of it. The same object in all items of a tree. */
export interface CountryFactsView {
  readonly name: SafeHtml;
  /** The country's facts on its page. */
  readonly href: string;
  /** Facts of one source and day together. */
  readonly groups: readonly (Pick<FactView, 'asOf' | 'source'> & { readonly labels: readonly SafeHtml[] })[];
}

export interface ItemView {
  readonly title: string;
  readonly breadcrumbs: readonly LinkView[];
  readonly date?: IsoDate;
  readonly updated?: IsoDate;
  readonly authors: readonly string[];
  readonly image?: {
    readonly picture: SafeHtml;
    readonly caption?: string;
    readonly credit?: string;
  };
  readonly body: RenderedBody;
  readonly source?: SourceView;
  readonly corrections: readonly { readonly date: IsoDate; readonly text: string }[];
  readonly countries: readonly LinkView[];
  readonly topics: readonly LinkView[];
  readonly related: readonly EntryView[];
  readonly older?: LinkView;
  readonly newer?: LinkView;
  readonly translations: readonly LanguageLinkView[];
  readonly resource?: {
    readonly kind: string;
    readonly publisher?: string;
    readonly year?: number;
    readonly file?: FileView;
    readonly url?: { readonly href: string; readonly host: string };
  };
  readonly form?: FormView;
  /** Of its countries, as far as the site has any. */
  readonly countryFacts: readonly CountryFactsView[];
  /** Absent where nothing is to be cited: a page about the site, a draft. */
  readonly citation?: CitationView;
  readonly isDraft: boolean;
}

/** Ways to reach the publisher beside a form. */
export interface ChannelView {
  readonly email?: string;
  readonly phone?: string;
  readonly text?: SafeHtml;
}

export interface FormView {
  readonly kind: FormKind;
  /** For the host's form service: unique among the forms of all languages. */
  readonly name: string;
  /** The page that thanks. */
  readonly actionHref: string;
  readonly publisher: string;
  readonly channel: ChannelView;
}

export interface YearView {
  readonly year: number;
  readonly href: string;
  readonly count: number;
  readonly months: readonly { readonly month: number; readonly href: string; readonly count: number }[];
}

export interface HomeView {
  readonly description: string;
  readonly descriptionLanguage: LanguageTag;
  readonly lead?: EntryView;
  readonly leadImage?: SafeHtml;
  readonly latest: readonly EntryView[];
  readonly resources: readonly ResourceEntryView[];
  readonly countries: readonly CountedLinkView[];
  readonly topics: readonly CountedLinkView[];
}

export interface FactView {
  readonly label: SafeHtml;
  readonly paragraphs: readonly SafeHtml[];
  readonly asOf: IsoDate;
  readonly source: { readonly title: string; readonly publisher?: string; readonly href?: string };
}

/** A country or a topic. */
export interface LabelPageView {
  readonly name: string;
  readonly nameLanguage: LanguageTag;
  readonly aliases: readonly string[];
  readonly breadcrumbs: readonly LinkView[];
  readonly text?: { readonly html: SafeHtml; readonly language: LanguageTag };
  readonly facts: readonly FactView[];
  readonly resources: readonly (GroupView<ResourceEntryView> & { readonly id: string })[];
  readonly pages: readonly LinkView[];
  readonly news: readonly EntryView[];
  /** When `news` is only the newest of many. */
  readonly years: readonly CountedLinkView[];
  readonly newsCount: number;
  /** Absent without news. */
  readonly feeds?: FeedsView;
  /** The same country or topic in trees that say something of it, when this one has no item. */
  readonly elsewhere: readonly LanguageLinkView[];
}
