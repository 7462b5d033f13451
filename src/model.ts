// The types that travel between stages, and nothing else: read this page and you know the whole trade.
// Everything is readonly. A stage takes values of one type and returns values of the next.
import type { Palettes } from './palette.ts';
import type { Position } from './problem.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** BCP 47 language tag in canonical case: `en`, `th`, `zh-CN`. Made by validate/language-tag.ts. */
export type LanguageTag = Branded<'LanguageTag'>;
/** Site path, without base path: begins with `/`, ends with `/` (or names a file: `/404.html`). NFC. Made by validate/permalink.ts. */
export type Permalink = Branded<'Permalink'>;
/** `https://…` or `http://…`, parsed and printed by WHATWG URL. */
export type AbsoluteUrl = Branded<'AbsoluteUrl'>;
/** As the author wrote it: `2007-08-17`, or RFC 3339 date and time with offset `2007-08-17T09:30:00+07:00`. Made by validate/iso-date.ts. */
export type IsoDate = Branded<'IsoDate'>;

/** Hash, in hexadecimal digits, of everything that decides the bytes of something: equal only where those are equal. */
export type Fingerprint = string;
/**
 * Key under which an object tells what a fingerprint takes in its place: plain data that decides it, or a fingerprint
 * that is known already.
 */
export const fingerprintedAs: unique symbol = Symbol('fingerprinted as');

// ── read ──────────────────────────────────────────────────────────────────────────────────────────────

/** One file found below the content folder. */
export interface ContentFile {
  /** Below the content folder, NFC, `/` as separator: `news/2007/workshop.md`. */
  readonly path: string;
  /** How problems name it: the content folder as given, then `path`. */
  readonly displayPath: string;
  /** Where the bytes are on disk; only build/ opens it. */
  readonly diskPath: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes of text files (.md, .yaml); undefined for images and other files, which are copied when written. */
  readonly bytes?: Uint8Array;
}

// ── load ──────────────────────────────────────────────────────────────────────────────────────────────

export type KeyPath = readonly (string | number)[];

/** A decoded YAML file or the frontmatter of a Markdown file, with a way to ask where a key stands. */
export interface SourceFile {
  readonly path: string;
  readonly displayPath: string;
  /** Plain YAML values: string, number, boolean, null, array, object. Dates stay strings. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  /** Markdown after the frontmatter, LF line ends, no BOM, NFC left as written. Empty for YAML files. */
  readonly body: string;
  /** 1-based line of the file on which `body` begins. */
  readonly bodyLine: number;
  /**
   * Position of a key's value (or of the key itself with `at: 'key'`). A missing key gives 1:1.
   * Parses for positions on the first call only: a file without a problem never pays for it.
   */
  positionOf(keyPath: KeyPath, at?: 'key' | 'value'): Position;
}

// ── validate ──────────────────────────────────────────────────────────────────────────────────────────

export type SourceRelation = 'adapted' | 'excerpt' | 'reprinted' | 'own';

/** Where a text comes from: printed as the "Adapted from" line. */
export interface Source {
  readonly title?: string;
  readonly publisher?: string;
  /** A calendar date, or what the source itself gives: `2007-08`, `2007`. */
  readonly date?: string;
  readonly url?: AbsoluteUrl;
  readonly relation: SourceRelation;
}

export interface Correction {
  readonly date: IsoDate;
  readonly text: string;
}

/** A file beside the item: copied into the item's folder in the output. */
export interface Attachment {
  /** File name as written in the item, relative to the item's own folder. */
  readonly name: string;
  /** Below the content folder; key into Site.files. */
  readonly path: string;
  /** Where it is published: the item's permalink, then the name. */
  readonly address: string;
  /** In bytes. */
  readonly size: number;
}

export interface ItemImage {
  readonly file: Attachment;
  readonly alt: string;
  readonly caption?: string;
  readonly credit?: string;
}

interface ItemBase {
  /** How problems name the file. */
  readonly file: string;
  /** Frozen identity, an absolute URI: RSS guid, Atom id, JSON Feed id. */
  readonly id: string;
  readonly title: string;
  readonly slug: string;
  readonly language: LanguageTag;
  readonly permalink: Permalink;
  /** Same for all translations of one text: its type, and its slug or file name without the language suffix. */
  readonly translationKey: string;
  /** By the author, at most 300 characters. Undefined: the first paragraph serves (RenderedItem.summary). */
  readonly summary?: string;
  readonly date?: IsoDate;
  readonly updated?: IsoDate;
  /** Slugs of vocabulary countries, in the author's order, each once. */
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  readonly source?: Source;
  readonly authors: readonly string[];
  readonly image?: ItemImage;
  /** Old addresses. */
  readonly aliases: readonly Permalink[];
  readonly isDraft: boolean;
  readonly publish?: IsoDate;
  readonly expires?: IsoDate;
  readonly corrections: readonly Correction[];
  /** Files that the frontmatter names (image, document). Those of the body: RenderedBody.links. */
  readonly attachments: readonly Attachment[];
  readonly body: string;
  readonly bodyLine: number;
}

export interface NewsItem extends ItemBase {
  readonly type: 'news';
  readonly date: IsoDate;
}

export const resourceKinds = ['law', 'action-plan', 'report', 'toolkit', 'dataset', 'contact'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export interface ResourceItem extends ItemBase {
  readonly type: 'resource';
  readonly kind: ResourceKind;
  readonly publisher?: string;
  readonly year?: number;
  /** A document to download, kept beside the item. */
  readonly document?: Attachment;
  /** A document elsewhere. */
  readonly url?: AbsoluteUrl;
}

export interface PageItem extends ItemBase {
  readonly type: 'page';
}

export type Item = NewsItem | ResourceItem | PageItem;
export type ItemType = Item['type'];

/** Text in several languages, by language tag. At least the site's language is there. */
export type LocalizedText = Readonly<Record<string, string>>;

/** One paragraph about a country, with who says so and when. Never without both. */
export interface CountryFact {
  readonly label: LocalizedText;
  readonly text: LocalizedText;
  /** Calendar date on which the source said so. */
  readonly asOf: IsoDate;
  readonly source: { readonly title: string; readonly publisher?: string; readonly url?: AbsoluteUrl };
}

export interface Country {
  readonly slug: string;
  readonly name: LocalizedText;
  readonly aliases: readonly string[];
  /** ISO 3166-1 alpha-2, upper case. */
  readonly iso?: string;
  /** Landing text, Markdown. */
  readonly text?: LocalizedText;
  readonly facts: readonly CountryFact[];
}

export interface Topic {
  readonly slug: string;
  readonly name: LocalizedText;
  readonly aliases: readonly string[];
  readonly text?: LocalizedText;
}

export interface NavigationEntry {
  readonly text: string;
  /** A permalink of the site, or an absolute URL. */
  readonly url: string;
}

export interface Campaign {
  readonly title: string;
  readonly text: string;
  readonly url: string;
  readonly linkText: string;
  readonly starts?: IsoDate;
  readonly ends?: IsoDate;
}

/** What one language's tree may say in its own words; anything absent falls back to the site's own. */
export interface EditionSettings {
  readonly name?: string;
  readonly tagline?: string;
  readonly description?: string;
  readonly navigation?: readonly NavigationEntry[];
  readonly campaign?: Campaign;
  readonly footer?: string;
}

export const formKinds = ['newsletter', 'inquiry'] as const;
export type FormKind = (typeof formKinds)[number];

/** Slugs of the pages that hold a form: in each language's tree, the first that is there. */
export const formPageSlugs: Readonly<Record<FormKind, readonly string[]>> = {
  newsletter: ['subscribe', 'newsletter'],
  inquiry: ['contact', 'contact-us'],
};

/** Which forms the site has, and the other ways to reach the publisher: at least one when there is a form. */
export interface FormSettings {
  /** Forms that the host's form service takes in. */
  readonly kinds: readonly FormKind[];
  readonly email?: string;
  /** As people write it: `+66 2 123 4567`. */
  readonly phone?: string;
  readonly text?: LocalizedText;
}

/** A box in degrees. `east` less than `west`: it crosses the antimeridian. */
export interface MapRegion {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface SiteSettings {
  readonly name: string;
  readonly tagline: string;
  readonly description: string;
  /** Origin (and base path, if any) of the published site, no trailing slash. */
  readonly url: AbsoluteUrl;
  /** Namespace URL for derived ids; default: url as it stands in site.yaml. */
  readonly idBase: string;
  readonly language: LanguageTag;
  /** IANA name: a calendar date begins at 00:00 here. */
  readonly timezone: string;
  readonly publisher: { readonly name: string; readonly url?: AbsoluteUrl; readonly email?: string };
  readonly navigation: readonly NavigationEntry[];
  /** Where the exit link leads. */
  readonly exit: { readonly url: AbsoluteUrl; readonly text?: string };
  /** Newest items in a feed; default 30. */
  readonly feedItems: number;
  /** Items without a picture of their own get one of their title, for links to them elsewhere. */
  readonly hasTitlePictures: boolean;
  readonly forms?: FormSettings;
  /** What the map of home pages shows; without it there is none. */
  readonly map?: MapRegion;
  readonly campaign?: Campaign;
  /** Plain text of the footer's last line. */
  readonly footer: string;
  /** Both schemes in full. */
  readonly palettes: Palettes;
  /** Path of an SVG file below the content folder. */
  readonly mark?: string;
  readonly editions: Readonly<Record<string, EditionSettings>>;
}

/** Interface texts of one language: content/i18n/<tag>.yaml. Keys in validate/interface-text-keys.ts. */
export interface InterfaceTexts {
  readonly language: LanguageTag;
  readonly direction: 'ltr' | 'rtl';
  /** The language's own name for itself. */
  readonly languageName: string;
  /** January to December. */
  readonly months: readonly string[];
  /** With {day}, {month}, {year}. */
  readonly dateFormat: string;
  /** With {month}, {year}. */
  readonly monthFormat: string;
  /** Added to the Gregorian year when a date is printed: 543 in Thai. */
  readonly yearOffset: number;
  /** Flat: `nav.home` → text, with {name} placeholders. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What was checked, before anything is rendered: the whole content of the site. */
export interface Site {
  readonly settings: SiteSettings;
  readonly countries: readonly Country[];
  readonly topics: readonly Topic[];
  /** By language tag; always holds the site's language. */
  readonly interfaceTexts: ReadonlyMap<string, InterfaceTexts>;
  /** Published at the build's time (all, with drafts, when drafts are shown): oldest first, by date, then permalink. */
  readonly items: readonly Item[];
  /** Every file below content/ that is neither Markdown nor YAML, by path. */
  readonly files: ReadonlyMap<string, ContentFile>;
}

/** What the build was asked for; everything a stage may depend on beside the content. */
export interface BuildOptions {
  /** Origin of the published site, no trailing slash, no path. */
  readonly origin: AbsoluteUrl;
  /** `` or `/path`, no trailing slash. */
  readonly basePath: string;
  /** Milliseconds since the epoch: the clock for embargo, expiry and campaign. */
  readonly nowMs: number;
  readonly showDrafts: boolean;
  /** A preview: every page says noindex. */
  readonly isPreview: boolean;
}

// ── render ────────────────────────────────────────────────────────────────────────────────────────────

/** HTML that was made by us: a layout prints it as it is. Made by layouts/html.ts and render/markdown.ts alone. */
export interface SafeHtml {
  readonly html: string;
  /** Hash of `html`, where one is kept: says as much without the text being looked at. */
  readonly hash?: string;
}

export interface Heading {
  /** 2 to 6. */
  readonly level: number;
  /** Anchor, unique in its page. */
  readonly id: string;
  readonly text: string;
  /** Where `text` stands in the body's plain text, in UTF-16 units. */
  readonly start: number;
}

/** A link or image of a Markdown body, for the checks that only the whole site can make. */
export interface BodyLink {
  readonly kind: 'link' | 'image';
  /** Destination as written, entities and escapes resolved. */
  readonly href: string;
  /** Position in the file of the destination. */
  readonly position: Position;
}

export interface RenderedBody {
  readonly html: SafeHtml;
  readonly headings: readonly Heading[];
  /** In the order of the text. */
  readonly links: readonly BodyLink[];
  /** The words a reader would search for: no markup, blocks parted by a line break. */
  readonly plainText: string;
  /** Hash of `plainText`, where one is kept. */
  readonly textHash?: string;
  /** Absent: a fingerprint takes all of the above. */
  readonly [fingerprintedAs]?: Fingerprint;
}

/** An item with its body as HTML and as plain text. */
export interface RenderedItem {
  readonly item: Item;
  readonly body: RenderedBody;
  /** The author's, or the first paragraph cut at a word, at most 300 characters. Plain text. */
  readonly summary: string;
}

/** A picture as it is published: upright, at most as wide as a page needs, and the same in other formats and sizes. */
export interface ResponsiveImage {
  /** In pixels, of the picture at its own address. */
  readonly width: number;
  readonly height: number;
  /** The best first; `type` is a MIME type, files from narrow to wide, paths below the output. */
  readonly sources: readonly {
    readonly type: string;
    readonly files: readonly { readonly path: string; readonly width: number }[];
  }[];
}

/** Finds what is known of a picture that an item names. @param name as written, beside the item or below */
export type FindImage = (item: Item, name: string) => ResponsiveImage | undefined;

/** A picture of an item's title, which other sites show beside a link to it. */
export interface TitlePicture {
  /** Below the output. */
  readonly path: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Finds the picture of an item's title, where there is one. */
export type FindTitlePicture = (item: Item) => TitlePicture | undefined;

/** Addresses of the style sheet and scripts in the output (`assets/site-<hash>.css`): no base path, no leading slash. */
export interface AssetPaths {
  readonly styleSheet: string;
  /** Stands beside a page's title in a browser; without one, browsers ask for /favicon.ico. */
  readonly icon: string;
  /** The icon is the site's own mark, of this size in pixels, and may stand beside its name. */
  readonly mark?: { readonly width: number; readonly height: number };
  /** The base script of every page but the search page: the exit, and the search box, which loads the next two. */
  readonly everyPage: string;
  /** Suggestions below the search box, loaded when it has the focus. */
  readonly suggestions: string;
  /** Marks the words of a search on a page that was opened from it. */
  readonly markWords: string;
  /** The search page's own, the exit too; it loads the next when that is wanted. */
  readonly searchPage: string;
  /** Filters, the whole index ahead, and what is said of results that are not plain. */
  readonly searchTools: string;
  /** The search engine as a classic script, for a page without a worker. */
  readonly searchEngine: string;
  /** The same as a module, for a worker. */
  readonly searchWorker: string;
}

/** A page that Eleventy will render: its address, what it shows, and how that is printed. */
export interface PlannedPage {
  readonly permalink: Permalink;
  readonly language: LanguageTag;
  /** Name of the layout, for the summary of a build and for errors. */
  readonly layout: string;
  /** False for 404, search and the like: not in sitemap.xml. */
  readonly isListed: boolean;
  /** Newest `updated`, or `date` of news, of what the page shows, for sitemap.xml. The date of any other item is that of its text. */
  lastModified(): IsoDate | undefined;
  /** Ids that an address may name after `#`, for the check of internal links. */
  anchors(): readonly string[];
  /** Everything the page shows, as data: with the layout's own code it decides every byte. Cheap; made when it is asked for. */
  makeView(): unknown;
  /** The layout: a function of a view of this page that reads nothing else. */
  print(view: unknown): string;
  /** The text of the page's own item: the only item's text that its view is made of. Absent where there is none. */
  readonly body?: RenderedBody;
  /** A script that is this page's alone, named by the hash of its contents. */
  readonly script?: OutputFile;
}

/** A page as Eleventy gave it back. */
export interface RenderedPage {
  readonly permalink: Permalink;
  readonly html: string;
}

/** The global that the script of a language's search words sets: a `SearchWords`. */
export const searchWordsGlobal = 'offprintSearchWords';

/** What a language's search page says and offers beyond its first results. */
export interface SearchWords {
  /** By key, without `search.`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly filters: readonly SearchFilter[];
}

export interface SearchFilter {
  readonly name: 'country' | 'topic' | 'year' | 'kind' | 'order';
  /** A list that opens, or buttons of which one is pressed. */
  readonly shape: 'list' | 'buttons';
  /** `value` is empty. */
  readonly label: SearchChoice;
  /** The first, of an empty value, narrows nothing. */
  readonly choices: readonly SearchChoice[];
}

/** A value that results may be narrowed to, and its name. */
export interface SearchChoice {
  /** As the index has it: a slug, or a year. */
  readonly value: string;
  readonly name: string;
  /** Of the name, both absent when it is the page's. */
  readonly language?: string;
  readonly direction?: 'ltr' | 'rtl';
}

/** A heading of a document's page and what stands below it. */
export interface SearchSection {
  /** Where the heading's words begin in the body, in UTF-16 units; they are a line of their own. */
  readonly start: number;
  readonly anchor: string;
}

/** One document of the search index, as given to lunr. */
export interface SearchDocument {
  readonly language: LanguageTag;
  readonly permalink: Permalink;
  readonly kind: 'news' | 'resource' | 'page' | 'country' | 'topic';
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  readonly date?: IsoDate;
  /** Where there is no date and the author gave a year. */
  readonly year?: number;
  /** Slugs. */
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  /** Headings of a long text, in its order: results lead to the part that matches. */
  readonly sections?: readonly SearchSection[];
  /** Weight of the whole document in lunr; default 1. */
  readonly boost?: number;
  /** Hash of everything that decides `body`, so that an unchanged one is not read again; absent when unknown. */
  readonly bodyFingerprint?: string;
}

// ── map ───────────────────────────────────────────────────────────────────────────────────────────────

/** A region drawn on a sheet: lengths are its units, paths SVG path data. */
export interface RegionMap {
  readonly width: number;
  readonly height: number;
  /** Everything that is not drawn country by country. */
  readonly land: string;
  /** Between countries; a border that two share is in it once. */
  readonly borders: string;
  /** Those that lie on the sheet. */
  readonly countries: readonly MapCountry[];
}

export interface MapCountry {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** Absent: too small for a shape. */
  readonly path?: string;
  /** Of a country whose shape, if it has one, is too small to be hit: a circle round it that is its own. */
  readonly target?: { readonly x: number; readonly y: number; readonly reach: number };
  readonly name?: MapName;
}

/** Where a name could stand within the country: its middle, and the width that is there for it. */
export interface MapName {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

// ── carry away ────────────────────────────────────────────────────────────────────────────────────────

/** What a copy of the site as a folder must know beside the site's files; stands in site-state.json for `archive`. */
export interface FolderFacts {
  /** Of the published site, no trailing slash. */
  readonly origin: string;
  /** The site's name and the date of its newest content as part of a file name: `lantern-news-2009-01-05`. */
  readonly name: string;
  /** Text of README.txt, in every language of the site. */
  readonly readme: string;
}

/** What the download page says of the archive; known only when every other page has been rendered. */
export interface ArchiveFacts {
  readonly sizeBytes: number;
  /** SHA-256, 64 hexadecimal digits. */
  readonly sha256: string;
}

// ── state ─────────────────────────────────────────────────────────────────────────────────────────────

/** site-state.json: what was published last, for the next build's comparison. Published items alone. */
export interface SiteState {
  readonly version: 1;
  readonly basePath: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Item id → permalink. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Absent when drafts are shown: a preview is not to be carried away. */
  readonly folder?: FolderFacts;
  /** Item id → SHA-256 prefixes (16 hex digits) of its title, and of its date and body. */
  readonly fingerprints: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  /** Names of what stands at the top of the output, sorted: all that the next build may replace. Absent in older states. */
  readonly entries?: readonly string[];
}

// ── write ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A file of the output. `path` is relative, `/` as separator, no leading slash. Under a fingerprint that the last
 * output has at that path, the file is not made again.
 */
export type OutputFile = { readonly path: string; readonly fingerprint?: Fingerprint } & (
  | { readonly contents: string | Uint8Array }
  | { readonly copyOf: ContentFile }
  /** Too large to be held as a whole: made piece by piece as it is written, the same pieces at each call. */
  | { readonly chunks: () => Iterable<Uint8Array> }
  | LateFile
);

/** Made only when the last output has no such file under the fingerprint. */
export interface LateFile {
  readonly path: string;
  readonly fingerprint: Fingerprint;
  readonly make: () => string | Uint8Array;
}
