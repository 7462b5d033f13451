// What the reader typed → what lunr is given (lunr 2.3.9, QueryLexer and QueryParser). A pure function: plain
// words become required clauses that cannot fail to parse, lunr's own language passes untouched, phrases are
// taken out as filters that only remove results.
import { clustersOf, fold, pairsOf, piecesOf } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import type { PlacedTerm, PlacedTerms } from './term-pattern.ts';

/** One word of a plain query, or one run of a script without spaces. */
export interface QueryWord {
  /** Folded. */
  readonly text: string;
  readonly isRun: boolean;
  /** lunr clauses without presence; all must match. A word has one, a run one for each pair. */
  readonly clauses: readonly string[];
  /** How its pairs must stand when they alone do not prove that the run stands in one piece. */
  readonly places?: readonly PlacedTerm[];
}

export interface QueryPhrase extends PlacedTerms {
  /** `-"…"`: documents that hold it are removed. */
  readonly isExcluded: boolean;
}

export interface RewrittenQuery {
  /** Whether the reader wrote in lunr's language. */
  readonly isLunr: boolean;
  /** For lunr; every plain word is required. */
  readonly lunrQuery: string;
  /** The same with any word enough; absent when there are fewer than two words. */
  readonly relaxedQuery?: string;
  /** Of a plain query; empty in lunr's language. */
  readonly words: readonly QueryWord[];
  readonly phrases: readonly QueryPhrase[];
  /** Where a position of `lunrQuery` stands in the reader's text. */
  placeOf(position: number): number;
}

// Straight and curly quotes of several languages; one that is never closed is a character like any other.
const quoted = /["“”„«»]([^"“”„«»]*)["“”„«»]/g;
// lunr's separator (lunr.tokenizer.separator).
const separator = /[\s-]+/;

/**
 * @param text as typed; may hold anything
 * @param fields names of lunr's fields: `title:word` is lunr's language, `note:word` is not
 */
export function rewriteQuery(text: string, fields: readonly string[], analyser: Analyser): RewrittenQuery {
  const parts = splitAtQuotes(text);
  const isLunr = parts.some(
    (part, i) => !part.isQuoted && hasLunrWord(part.text, fields, parts[i + 1]?.isQuoted === true),
  );
  return isLunr ? rewriteLunr(parts, fields, analyser) : rewritePlain(parts, analyser);
}

interface Part {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Place of `text` in the whole. */
  readonly start: number;
}

function splitAtQuotes(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(quoted)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isQuoted: false, start: end });
    parts.push({ text: match[1] ?? '', isQuoted: true, start: match.index + 1 });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isQuoted: false, start: end });
  return parts;
}

/**
 * Whether a word begins with + or -, begins with a known field and a colon, holds *, or ends in ~n or ^n.
 * A sign or a field with nothing after it ("Burma - Thailand", "Summary:") is punctuation.
 */
function hasLunrWord(text: string, fields: readonly string[], isBeforeQuote: boolean): boolean {
  const words = (isBeforeQuote ? `${text}"` : text).split(/\s+/);
  return words.some(
    (word) =>
      /^[+-]./u.test(word) ||
      word.includes('*') ||
      /[~^]\d+$/.test(word) ||
      fields.some((field) => word.startsWith(`${field}:`) && word.length > field.length + 1),
  );
}

/** Escapes lunr's syntax; `*` cannot be escaped, and never stands in a word after piecesOf(). */
function escapeForLunr(word: string): string {
  return word.replace(/[\\:~^+-]/g, '\\$&');
}

function rewritePlain(parts: readonly Part[], analyser: Analyser): RewrittenQuery {
  const words = new Map<string, QueryWord>();
  const phrases: QueryPhrase[] = [];
  for (const part of parts) {
    if (part.isQuoted) addPhrase(phrases, part.text, analyser, { isExcluded: false });
    for (const word of queryWords(part.text, analyser)) words.set(word.clauses.join(' '), word);
  }
  const list = [...words.values()];
  const clauses = list.flatMap((word) => word.clauses);
  return {
    isLunr: false,
    lunrQuery: [...new Set(clauses)].map((clause) => `+${clause}`).join(' '),
    relaxedQuery: list.length > 1 ? [...new Set(clauses)].join(' ') : undefined,
    words: list,
    phrases,
    placeOf: (position) => position,
  };
}

function queryWords(text: string, analyser: Analyser): QueryWord[] {
  const words: QueryWord[] = [];
  for (const token of text.toLowerCase().split(separator)) {
    for (const piece of piecesOf(fold(token))) {
      if (!piece.isRun) {
        if (!analyser.isIndexed(piece.text)) continue;
        words.push({ ...piece, clauses: [escapeForLunr(piece.text)] });
        continue;
      }
      const clusters = clustersOf(piece.text);
      const pairs = pairsOf(clusters);
      // Every cluster of the index begins a term, so the last pair as a prefix finds the run wherever it stands in
      // a text, though its last cluster be unfinished there.
      const last = pairs.pop() ?? '';
      const clauses = [...new Set([...pairs, `${last}*`])];
      words.push({
        ...piece,
        clauses,
        ...(clusters.length > 2 && { places: placesOfRun(clusters, 0, true) }),
      });
    }
  }
  return words;
}

/** A phrase without an indexed word is none: the index cannot tell where stop words stand. */
function addPhrase(
  phrases: QueryPhrase[],
  text: string,
  analyser: Analyser,
  kind: { readonly isExcluded: boolean; readonly field?: string },
): void {
  const places = placesOfPhrase(text, analyser);
  if (places.length > 0) phrases.push({ places, ...kind });
}

/** Distances as the build counts them: each word has a place, whether it is indexed or not, and so has each cluster. */
function placesOfPhrase(text: string, analyser: Analyser): PlacedTerm[] {
  const pieces = text
    .toLowerCase()
    .split(separator)
    .flatMap((token) => piecesOf(fold(token)))
    .filter((piece) => piece.text !== '');
  const places: PlacedTerm[] = [];
  let offset = 0;
  pieces.forEach((piece, i) => {
    if (piece.isRun) {
      const clusters = clustersOf(piece.text);
      places.push(...placesOfRun(clusters, offset, i === pieces.length - 1));
      offset += clusters.length;
      return;
    }
    if (analyser.isIndexed(piece.text)) {
      places.push({ offset, term: analyser.termOf(piece.text), isPrefix: false });
    }
    offset += 1;
  });
  return places;
}

/** Every cluster of a text begins a term: the pair with the next one, and the last of a run itself. */
function placesOfRun(clusters: readonly string[], offset: number, mayGoOn: boolean): PlacedTerm[] {
  const terms = clusters.map((cluster, i) => cluster + (clusters[i + 1] ?? ''));
  if (mayGoOn && terms.length > 1) terms.pop();
  return terms.map((term, i) => ({
    offset: offset + i,
    term,
    isPrefix: mayGoOn && i === terms.length - 1,
  }));
}

/**
 * lunr's text stays as it is but for phrases: their words are given to lunr escaped, with the sign and the field
 * that stand before the quote; an excluded phrase gives lunr nothing.
 */
function rewriteLunr(parts: readonly Part[], fields: readonly string[], analyser: Analyser): RewrittenQuery {
  const phrases: QueryPhrase[] = [];
  const prefixBeforeQuote = new RegExp(`(?:^|\\s)([+-]?(?:(?:${fields.join('|')}):)?)$`);
  /** Pieces of the new text: where each begins there, and in the reader's. */
  const places: { from: number; to: number; isMoved: boolean }[] = [];
  let lunrQuery = '';
  const append = (text: string, place: number, isMoved: boolean): void => {
    places.push({ from: lunrQuery.length, to: place, isMoved });
    lunrQuery += text;
  };
  let prefix = '';
  parts.forEach((part, i) => {
    if (!part.isQuoted) {
      prefix = parts[i + 1]?.isQuoted ? (prefixBeforeQuote.exec(part.text)?.[1] ?? '') : '';
      append(part.text.slice(0, part.text.length - prefix.length), part.start, false);
      return;
    }
    const isExcluded = prefix.startsWith('-');
    const field = fields.find((name) => prefix.endsWith(`${name}:`));
    addPhrase(phrases, part.text, analyser, { isExcluded, ...(field !== undefined && { field }) });
    if (!isExcluded) {
      // Without its stop words: lunr finds nothing when a required word is not in the index.
      const clauses = queryWords(part.text, analyser).flatMap((word) => word.clauses);
      append(clauses.map((clause) => prefix + clause).join(' '), part.start, true);
    }
    prefix = '';
  });
  return {
    isLunr: true,
    lunrQuery,
    words: [],
    phrases,
    placeOf: (position) => {
      const place = places.findLast(({ from }) => from <= position);
      if (!place) return position;
      return place.isMoved ? place.to : place.to + position - place.from;
    },
  };
}
