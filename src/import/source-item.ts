// What every reader of foreign files makes: an item with everything that is known of it before the whole site is. The
// readers differ; from here on all sources are the same.
import type { Position } from '../problem.ts';
import type { Note, NoteGroup } from './report.ts';
import type { ScannedBody } from './scan-body.ts';

export interface SourceImage {
  readonly address: string;
  readonly alt: string;
  readonly caption?: string;
  readonly place: Position;
}

export interface SourceCredit {
  readonly title?: string;
  readonly publisher?: string;
  readonly date?: string;
  readonly relation: 'adapted' | 'excerpt' | 'reprinted';
}

export interface SourceItem {
  /** Below SOURCE; for an entry of an export, with `#` and its number. */
  readonly path: string;
  /** The same without the mark of a language: two items of one key are translations. */
  readonly key: string;
  readonly title: string;
  /** As the source says it; canonical. Undefined: the site's own. */
  readonly language?: string;
  readonly date?: string;
  /** Of the file's name, when it has one: old addresses may be made of it. */
  readonly nameDate?: string;
  readonly updated?: string;
  /** Embargo: it may not be read before. */
  readonly publish?: string;
  /** From then on it may not be read. */
  readonly expires?: string;
  readonly isDraft: boolean;
  /** Pages of a WordPress export are pages, whatever their date. */
  readonly isPage?: boolean;
  readonly tags: readonly string[];
  /** For old addresses. */
  readonly categories: readonly string[];
  readonly authors: readonly string[];
  readonly summary?: string;
  readonly image?: SourceImage;
  readonly credit?: SourceCredit;
  /** The last part of the old address, or the file's name without date. */
  readonly name: string;
  /** The last part of the old address, when the source says it. */
  readonly slug?: string;
  /** Where it was, when the source says so. */
  readonly permalink?: string;
  /** Where addresses without a slash at their start are looked for, when that is not where the item stood. */
  readonly baseAddress?: string;
  /** Other old addresses that the source names. */
  readonly redirects: readonly string[];
  /** An absolute URI that the source gives as its identity. */
  readonly guid?: string;
  readonly body: ScannedBody;
  readonly isHtml: boolean;
  /** Place in the file where the body begins. */
  readonly bodyPlace: Position;
  readonly notes: Note[];
}

export type ReadResult =
  | { readonly item: SourceItem }
  | { readonly outcome: 'left-out' | 'passed-over'; readonly notes: readonly Note[] };

export function noteAt(place: Position, group: NoteGroup, rule: string, message: string): Note {
  return { line: place.line, column: place.column, group, rule, message };
}

export function leftOut(
  place: Position,
  rule: string,
  message: string,
  notes: readonly Note[] = [],
): ReadResult {
  return { outcome: 'left-out', notes: [...notes, noteAt(place, 'left', rule, message)] };
}
