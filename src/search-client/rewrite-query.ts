// What the reader typed → what lunr is given (lunr 2.3.9, QueryLexer and QueryParser), with all that a text may hold:
// phrases, lunr's own language, runs of scripts without spaces, names of the vocabulary, a word whose end is still to
// come. A pure function: plain words become clauses that cannot fail to parse, lunr's own language passes untouched,
// phrases are taken out as filters that only remove results. Most texts are plainer: see rank.ts.
import { clustersOf, fold, pairsOf, piecesOf, trim } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import { isWordLike, type RunPiece } from './cut-runs.ts';
import type { PlacedTerm, PlacedTerms } from './term-pattern.ts';

/** One word of a plain query, or one run of a script without spaces. */
export interface QueryWord {
  /** Folded; what stands in its place when it was replaced. */
  readonly text: string;
  readonly typed: string;
  readonly isReplaced: boolean;
  readonly isRun: boolean;
  readonly isQuoted: boolean;
  /** Whether its end is still to come: any word that begins so will do, and so will the word itself. */
  readonly isUnfinished: boolean;
  /** lunr clauses without presence; all must match. A word has one, a run one for each pair. */
  readonly clauses: readonly string[];
  /** How its pairs must stand when they alone do not prove that the run stands in one piece. */
  readonly places?: readonly PlacedTerm[];
  /** A piece of a run that was cut, too short to be a word by itself: a document with no other has no word. */
  readonly isFragment?: boolean;
}

export interface QueryPhrase extends PlacedTerms {
  /** `-"…"`: documents that hold it are removed. */
  readonly isExcluded: boolean;
}

/** Terms that a document must hold all. */
export interface Way extends PlacedTerms {
  /** Whether they must stand at these distances. */
  readonly isTogether: boolean;
}

/**
 * What lunr's language cannot say: any of several ways will do. lunr is given all of them, none required, and documents
 * without any are removed.
 */
export interface QueryNeed {
  readonly words: readonly QueryWord[];
  /** Other names of the same thing, as they are written. */
  readonly also: readonly string[];
  readonly ways: readonly Way[];
}

/** Another name of what was typed. */
export interface OtherName {
  readonly written: string;
  /** Folded, so far as that needs other scripts. */
  readonly text: string;
}

export interface RewriteRules {
  /** Plain words are looked for in these of lunr's fields alone. Default: in all. */
  readonly onlyIn?: readonly string[];
  /** Whether the last word, if its end is still to come, can be looked up by its beginning; absent when it is finished. */
  readonly canComplete?: (beginning: string) => boolean;
  /** By the terms of its words, a space between. */
  readonly otherNames?: ReadonlyMap<string, readonly OtherName[]>;
  /** By the folded word: what stands in its place outside quotes. */
  readonly replaced?: ReadonlyMap<string, string>;
  /** By the folded run: the pieces that are asked for in its place. */
  readonly cuts?: ReadonlyMap<string, readonly RunPiece[]>;
}

export interface RewrittenQuery {
  /** Whether the reader wrote in lunr's language. */
  readonly isLunr: boolean;
  /** For lunr; every plain word is required, if not by lunr, by `needs`. */
  readonly lunrQuery: string;
  /** The same with any word enough; absent when there are fewer than two words. */
  readonly relaxedQuery?: string;
  /** Of a plain query; empty in lunr's language. */
  readonly words: readonly QueryWord[];
  readonly needs: readonly QueryNeed[];
  readonly phrases: readonly QueryPhrase[];
  /** The fields that plain words are looked for in, when these are not all. */
  readonly onlyIn?: readonly string[];
  /** Where a position of `lunrQuery` stands in the reader's text. */
  placeOf(position: number): number;
}

// Straight and curly quotes of several languages; one that is never closed is a character like any other.
const quoted = /["“”„«»]([^"“”„«»]*)["“”„«»]/g;
// lunr's separator (lunr.tokenizer.separator).
const separator = /[\s-]+/;
/** Words of a name of the vocabulary, without stop words; a longer name is not looked for. */
const longestName = 8;

/**
 * @param text as typed; may hold anything
 * @param fields names of lunr's fields: `title:word` is lunr's language, `note:word` is not
 */
export function rewriteQuery(
  text: string,
  fields: readonly string[],
  analyser: Analyser,
  rules: RewriteRules = {},
): RewrittenQuery {
  const parts = splitAtQuotes(text);
  const isLunr = parts.some(
    (part, i) => !part.isQuoted && hasLunrWord(part.text, fields, parts[i + 1]?.isQuoted === true),
  );
  return isLunr ? rewriteLunr(parts, fields, analyser) : rewritePlain(parts, fields, analyser, rules);
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

function rewritePlain(
  parts: readonly Part[],
  fields: readonly string[],
  analyser: Analyser,
  rules: RewriteRules,
): RewrittenQuery {
  const { onlyIn = [] } = rules;
  const isNarrow = onlyIn.length > 0 && onlyIn.length < fields.length;
  const inFields = isNarrow ? { fields: onlyIn } : {};
  const phrases: QueryPhrase[] = [];
  const stretches = parts.map((part, i) => {
    if (part.isQuoted) addPhrase(phrases, part.text, analyser, { isExcluded: false, ...inFields });
    const words = queryWords(part.text, analyser, { ...rules, isQuoted: part.isQuoted });
    return i === parts.length - 1 && !part.isQuoted
      ? withUnfinished(words, part.text, analyser, rules)
      : words;
  });
  const all = stretches.flat();
  const list = [...new Map(all.map((word) => [word.clauses.join(' '), word])).values()];

  const needs: QueryNeed[] = [];
  const required = new Set<string>();
  const optional = new Set<string>();
  const need = (words: readonly QueryWord[], others: readonly OtherName[]): void => {
    const names = others.map(({ text }) => queryWords(text, analyser));
    const own = waysOf(words, analyser);
    const also = others.map(({ text }, i) => wayOfName(names[i] as QueryWord[], text, analyser));
    for (const word of [...words, ...names.flat()]) for (const clause of word.clauses) optional.add(clause);
    needs.push({
      words,
      also: others.map(({ written }) => written),
      ways: [...own, ...also].map((way) => ({ ...way, ...inFields })),
    });
  };
  const named = stretches.map((words, i) =>
    parts[i]?.isQuoted
      ? words.map((word) => ({ words: [word], key: '' }))
      : findNames(words, analyser, rules),
  );
  const keys = new Set(named.flat().map(({ key }) => key));
  const seen = new Set<string>();
  for (const { words, key } of named.flat()) {
    const id = words.flatMap(({ clauses }) => clauses).join(' ');
    if (seen.has(id)) continue;
    seen.add(id);
    // A name that was typed too is wanted for itself.
    const others = (rules.otherNames?.get(key) ?? []).filter(
      ({ text }) => !keys.has(keyOf(queryWords(text, analyser), analyser)),
    );
    const hasChoice = others.length > 0 || words.some(({ clauses, isRun }) => !isRun && clauses.length > 1);
    if (hasChoice || (isNarrow && onlyIn.length > 1)) need(words, others);
    else for (const word of words) for (const clause of word.clauses) required.add(clause);
  }
  const inEach = (clause: string): string[] =>
    isNarrow ? onlyIn.map((field) => `${field}:${clause}`) : [clause];
  for (const clause of required) optional.delete(clause);
  const clauses = [...required, ...optional].flatMap(inEach);
  return {
    isLunr: false,
    lunrQuery: [
      ...[...required].flatMap(inEach).map((clause) => `+${clause}`),
      ...[...optional].flatMap(inEach),
    ].join(' '),
    relaxedQuery: list.length > 1 ? clauses.join(' ') : undefined,
    words: list,
    needs,
    phrases,
    ...(isNarrow && { onlyIn }),
    placeOf: (position) => position,
  };
}

function queryWords(
  text: string,
  analyser: Analyser,
  { replaced, cuts, isQuoted = false }: RewriteRules & { readonly isQuoted?: boolean } = {},
): QueryWord[] {
  const words: QueryWord[] = [];
  for (const token of text.split(separator)) {
    const pieces = piecesOf(fold(token.toLowerCase()));
    for (const piece of pieces) {
      const { isRun } = piece;
      const typed = pieces.length === 1 ? trim(token) : piece.text;
      const plain = { typed, isRun, isQuoted, isReplaced: false, isUnfinished: false };
      if (!isRun) {
        if (!analyser.isIndexed(piece.text)) continue;
        const other = isQuoted ? undefined : replaced?.get(piece.text);
        const used = fold(other ?? piece.text);
        words.push({ ...plain, text: used, isReplaced: other !== undefined, clauses: [escapeForLunr(used)] });
        continue;
      }
      const clusters = clustersOf(piece.text);
      const cut = cuts?.get(piece.text);
      if (cut) {
        for (const part of cut) words.push({ ...plain, ...pieceOfRun(clusters, part) });
        continue;
      }
      const pairs = pairsOf(clusters);
      // Every cluster of the index begins a term, so the last pair as a prefix finds the run wherever it stands in
      // a text, though its last cluster be unfinished there.
      const last = pairs.pop() ?? '';
      const clauses = [...new Set([...pairs, `${last}*`])];
      words.push({
        ...plain,
        text: piece.text,
        clauses,
        ...(clusters.length > 2 && { places: placesOfRun(clusters, 0, true) }),
      });
    }
  }
  return words;
}

/** It ends where it is cut; at the end of its run it may go on, as the run may. */
function pieceOfRun(clusters: readonly string[], { start, end }: RunPiece) {
  const text = clusters.slice(start, end).join('');
  const mayGoOn = end === clusters.length;
  // Without the last cluster by itself, which the index has where a run ends.
  const places = placesOfRun(clusters.slice(start, end), 0, mayGoOn).slice(0, end - start - 1);
  const clauses = new Set(places.map(({ term, isPrefix }) => (isPrefix ? `${term}*` : term)));
  return { typed: text, text, clauses: [...clauses], places, isFragment: !isWordLike(text, end - start) };
}

/** The last word as a beginning, if the text ends in it; a run is one always. */
function withUnfinished(
  words: QueryWord[],
  text: string,
  analyser: Analyser,
  { canComplete }: RewriteRules,
): QueryWord[] {
  const last = words.at(-1);
  const token = text.split(separator).at(-1) ?? '';
  const atEnd = piecesOf(fold(token.toLowerCase())).at(-1);
  const isAtEnd =
    last &&
    !last.isRun &&
    token.toLowerCase().endsWith(last.typed.toLowerCase()) &&
    atEnd?.text === typedAs(last);
  if (!canComplete || !isAtEnd) return words;
  const before = words.slice(0, -1);
  // One letter begins nearly everything.
  if (last.text.length < 2) return before.length > 0 ? before : words;
  if (last.isReplaced || !canComplete(last.text)) return words;
  const [clause = ''] = last.clauses;
  const isItsBeginning = analyser.termOf(last.text).startsWith(last.text);
  const clauses = isItsBeginning ? [`${clause}*`] : [`${clause}*`, clause];
  return [...before, { ...last, isUnfinished: true, clauses }];
}

/** A word before another took its place. */
function typedAs({ typed }: QueryWord): string {
  return fold(typed.toLowerCase());
}

function keyOf(words: readonly QueryWord[], analyser: Analyser): string {
  return words.map(({ isRun, text }) => (isRun ? text : analyser.termOf(text))).join(' ');
}

/** Words one by one, but those together that are a name with others; of two that begin alike the longer. */
function findNames(
  words: readonly QueryWord[],
  analyser: Analyser,
  { otherNames }: RewriteRules,
): { readonly words: readonly QueryWord[]; readonly key: string }[] {
  const terms = words.map((word) => keyOf([word], analyser));
  const found: { readonly words: readonly QueryWord[]; readonly key: string }[] = [];
  for (let at = 0; at < words.length; ) {
    let size = otherNames ? Math.min(longestName, words.length - at) : 1;
    while (size > 1 && !otherNames?.has(terms.slice(at, at + size).join(' '))) size -= 1;
    found.push({ words: words.slice(at, at + size), key: terms.slice(at, at + size).join(' ') });
    at += size;
  }
  return found;
}

/** What was typed, wherever its words stand. An unfinished word is its beginning or, as its stem may differ, itself. */
function waysOf(words: readonly QueryWord[], analyser: Analyser): Way[] {
  const place = ({ text, isRun, isUnfinished }: QueryWord, offset: number): PlacedTerm =>
    isRun || isUnfinished
      ? { offset, term: text, isPrefix: true }
      : { offset, term: analyser.termOf(text), isPrefix: false };
  const [only] = words;
  if (words.length === 1 && only?.places) return [{ places: only.places, isTogether: true }];
  const ways = [words.map((word, i) => place(word, i))];
  if (words.at(-1)?.isUnfinished)
    ways.push(words.map((word, i) => place({ ...word, isUnfinished: false }, i)));
  return ways.map((places) => ({ places, isTogether: false }));
}

function wayOfName(words: readonly QueryWord[], text: string, analyser: Analyser): Way {
  if (words.length === 1) return waysOf(words, analyser)[0] as Way;
  return { places: placesOfPhrase(text, analyser), isTogether: true };
}

/** A phrase without an indexed word is none: the index cannot tell where stop words stand. */
function addPhrase(
  phrases: QueryPhrase[],
  text: string,
  analyser: Analyser,
  kind: { readonly isExcluded: boolean; readonly fields?: readonly string[] },
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
    addPhrase(phrases, part.text, analyser, { isExcluded, ...(field !== undefined && { fields: [field] }) });
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
    needs: [],
    phrases,
    placeOf: (position) => {
      const place = places.findLast(({ from }) => from <= position);
      if (!place) return position;
      return place.isMoved ? place.to : place.to + position - place.from;
    },
  };
}
