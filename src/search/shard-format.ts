// The wire format of the search index, read by the browser and written by the build: a container that works as a
// classic script from file:// and as plain text over http, and what the files in it hold. No node:, no DOM.

/** Raised with every change of what the files hold; a reader refuses any other. */
export const formatVersion = 1;
export const lunrVersion = '2.3.9';

/** What lunr searches in, with the weight of each. Part of the index: a change here is a change of every score. */
export const searchFields = [
  { name: 'title', boost: 6 },
  { name: 'summary', boost: 2 },
  { name: 'body', boost: 1 },
] as const;

export type SearchKind = 'news' | 'resource' | 'page' | 'country' | 'topic';

/** What a result shows. The cards file holds one for each document, in the order of their numbers. */
export interface ResultCard {
  /** Site path without base path. */
  readonly url: string;
  readonly title: string;
  /** As the author wrote it (calendar date, or date and time with offset); empty when there is none. */
  readonly date: string;
  readonly summary: string;
  readonly kind: SearchKind;
  /** Slugs. */
  readonly countries: readonly string[];
  readonly topics: readonly string[];
}

/** The texts file: what excerpts are cut from and phrases are looked up in, one for each document. */
export interface DocumentText {
  readonly body: string;
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

export interface IndexFile {
  /** `<tag>/<kind>-<hash>`; its address is this below `search/`, and `.js`. */
  readonly name: string;
  /** Of the payload, before compression. */
  readonly byteLength: number;
}

/** The one file with a fixed name, `search/<tag>/root.js`: it leads to all others. */
export interface SearchRoot {
  readonly format: number;
  readonly lunr: string;
  readonly language: string;
  /** True for the site's own language: the terminal's default. */
  readonly isSiteLanguage: boolean;
  readonly documentCount: number;
  readonly dates?: DateTexts;
  readonly files: {
    /** lunr's own JSON. */
    readonly index: IndexFile;
    /** ResultCard[] */
    readonly cards: IndexFile;
    /** DocumentText[] */
    readonly texts: IndexFile;
  };
}

export function rootName(language: string): string {
  return `${language}/root`;
}

// ── container ─────────────────────────────────────────────────────────────────────────────────────────

/** A container as it came: the payload is deflated (raw, RFC 1951) and in base64 (RFC 4648 §4). */
export interface Container {
  readonly name: string;
  /** Of the payload, before compression. */
  readonly byteLength: number;
  readonly base64: string;
}

/** cut-short: begins rightly and does not end. foreign: some other file, or one of another name. */
export type ContainerFault = 'cut-short' | 'foreign';

/** The global that a container calls when it runs as a script. */
export const containerFunction = 'offprintIndex';

/** One line of plain ASCII: `offprintIndex("en/root",123,"…");` */
export function printContainer({ name, byteLength, base64 }: Container): string {
  return `${containerFunction}("${name}",${byteLength},"${base64}");\n`;
}

/** Cuts a container out of a script's text without running it. */
export function parseContainer(text: string, expectedName: string): Container | ContainerFault {
  const start = `${containerFunction}("${expectedName}",`;
  if (!text.startsWith(start)) return start.startsWith(text) ? 'cut-short' : 'foreign';
  const comma = text.indexOf(',"', start.length);
  if (comma < 0) return 'cut-short';
  const length = text.slice(start.length, comma);
  if (!/^\d{1,10}$/.test(length)) return 'foreign';
  const end = text.indexOf('"', comma + 2);
  if (end < 0 || !text.startsWith('");', end)) return 'cut-short';
  return { name: expectedName, byteLength: Number(length), base64: text.slice(comma + 2, end) };
}
