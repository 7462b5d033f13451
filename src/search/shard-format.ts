// The wire format of the search index, read by the browser and written by the build: a container that works as a
// classic script from file:// and as plain text over http, and what the files in it hold. No node:, no DOM.

/** Raised with every change of what the files hold; a reader refuses any other. */
export const formatVersion = 3;
export const lunrVersion = '2.3.9';

/** What lunr searches in, with the weight of each. Part of the index: a change here is a change of every score. */
export const searchFields = [
  { name: 'title', boost: 6 },
  { name: 'summary', boost: 2 },
  { name: 'body', boost: 1 },
] as const;

export const searchKinds = ['news', 'resource', 'page', 'country', 'topic'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** What a result shows. */
export interface ResultCard {
  /** Site path without base path. */
  readonly url: string;
  readonly title: string;
  /** As the author wrote it (calendar date, date and time with offset, or a year alone); empty when there is none. */
  readonly date: string;
  /** Cut to what a list of results shows. */
  readonly summary: string;
  readonly kind: SearchKind;
}

/** The part of an address that most addresses make of their title; in a card `*` stands for it. */
export function titleInAddress(title: string): string {
  return title
    .replace(/['’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A block of cards: columns over consecutive documents. */
export interface CardBlock {
  /** Number of the first document. */
  readonly first: number;
  /** Site paths without base path; `*` stands for `titleInAddress`, as no path holds one. */
  readonly urls: readonly string[];
  readonly titles: readonly string[];
  readonly dates: readonly string[];
  readonly summaries: readonly string[];
  /** Places in `searchKinds`. */
  readonly kinds: readonly number[];
  /** By document: the hash of the file that holds its text, in `hashBytes` bytes, base64 together. */
  readonly texts: string;
}

/** A texts file: what excerpts are cut from, for `textsPerFile` consecutive documents. */
export interface TextBlock {
  /** Number of the first document. */
  readonly first: number;
  readonly bodies: readonly string[];
  /** By document, null for a text without; absent when no text of the file has any. */
  readonly sections?: readonly (TextSections | null)[];
}

/** Columns over the headings of a text, in its order. Their words stand in the text itself, as a line of their own. */
export interface TextSections {
  /** Places in the text, in UTF-16 units, ascending. */
  readonly starts: readonly number[];
  /** Ids in the page. */
  readonly anchors: readonly string[];
}

/** How a language prints a calendar date. */
export interface DateTexts {
  /** January to December. */
  readonly months: readonly string[];
  /** With {day}, {month}, {year}. */
  readonly dateFormat: string;
  /** Added to the Gregorian year. */
  readonly yearOffset: number;
}

/**
 * Of the payload's SHA-256, the leading bytes that name a file. So few that a cache may hold another file of the name,
 * once in a million edits: therefore cards, texts, terms and positions tell where they belong, and readers compare.
 */
export const hashBytes = 4;

/**
 * By name of a country or topic, in order of UTF-16 units: first what a reader's words are looked up by (the terms of
 * its words without stop words, a run of a script without spaces as it is, folded; a space between), then the other
 * names that are looked for too, as they are written; with its folded form where that is not its lower case.
 */
export type Synonyms = readonly (readonly [string, ...(string | readonly [string, string])[]])[];

/** The one file with a fixed name, `search/<tag>/root.js`: it leads to all others. Names are hashes in hex. */
export interface SearchRoot {
  readonly format: number;
  readonly lunr: string;
  readonly language: string;
  /** True for the site's own language: the terminal's default. */
  readonly isSiteLanguage: boolean;
  readonly documentCount: number;
  readonly termCount: number;
  /** By field: lunr's average field length is this divided by the document count. */
  readonly fieldLengthSums: readonly number[];
  readonly dates?: DateTexts;
  readonly terms: {
    /**
     * By term shard: a text that no term of an earlier shard reaches and every term of this one does, in order of
     * UTF-16 units; the first is empty.
     */
    readonly separators: readonly string[];
    /** By term shard: `hashBytes` bytes, base64 together. */
    readonly hashes: string;
    /** Hashes of the terms whose field lengths stand in the lengths file, as `codeHashSet` writes them; base64. */
    readonly common: string;
  };
  /** Of the lengths file; empty when every posting holds its field's length. */
  readonly lengths: string;
  readonly filters: string;
  /** Term dictionary, cut by the terms' length in UTF-16 units, ascending: this file holds those up to `upTo`. */
  readonly dictionary: readonly { readonly upTo: number; readonly hash: string }[];
  readonly cards: { readonly perFile: number; readonly hashes: string };
  readonly textsPerFile: number;
  /** Absent when there are none. */
  readonly synonyms?: Synonyms;
  /** Deflated bytes of the payloads of all files but the texts and this one: what private mode downloads. */
  readonly wholeBytes: number;
}

/** Kinds of index files; a file's name is `<tag>/<kind>-<hash>`, its address this below `search/`, and `.js`. */
export type FileKind = 'terms' | 'positions' | 'lengths' | 'dictionary' | 'cards' | 'texts' | 'filters';

export function fileName(language: string, kind: FileKind, hash: string): string {
  return `${language}/${kind}-${hash}`;
}

export function rootName(language: string): string {
  return `${language}/root`;
}

// ── container ─────────────────────────────────────────────────────────────────────────────────────────

/** A container as it came: the payload is deflated with a checksum (zlib, RFC 1950) and in base64 (RFC 4648 §4). */
export interface Container {
  readonly name: string;
  /** Of the payload, before compression. */
  readonly byteLength: number;
  readonly base64: string;
}

/** cut-short: begins rightly and does not end. foreign: some other file, or one of another name. */
export type ContainerFault = 'cut-short' | 'foreign' | 'other-version';

/** The global that a container calls when it runs as a script: (format version, name, byte length, base64). */
export const containerFunction = 'offprintIndex';

/** One line of plain ASCII: `offprintIndex(3,"en/root",123,"…");` */
export function printContainer({ name, byteLength, base64 }: Container): string {
  return `${containerFunction}(${formatVersion},"${name}",${byteLength},"${base64}");\n`;
}

/** Cuts a container out of a script's text without running it. */
export function parseContainer(text: string, expectedName: string): Container | ContainerFault {
  const start = `${containerFunction}(${formatVersion},"${expectedName}",`;
  if (!text.startsWith(start)) {
    if (start.startsWith(text)) return 'cut-short';
    const isOurs = new RegExp(`^${containerFunction}\\((?:"|(?!${formatVersion},)\\d)`).test(text);
    return isOurs ? 'other-version' : 'foreign';
  }
  const comma = text.indexOf(',"', start.length);
  if (comma < 0) return 'cut-short';
  const length = text.slice(start.length, comma);
  if (!/^\d{1,10}$/.test(length)) return 'foreign';
  const end = text.indexOf('"', comma + 2);
  if (end < 0 || !text.startsWith('");', end)) return 'cut-short';
  return { name: expectedName, byteLength: Number(length), base64: text.slice(comma + 2, end) };
}
