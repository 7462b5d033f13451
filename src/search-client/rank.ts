// A text → the documents that it finds, in order. The terms that it may expand to are found in the index, and lunr ranks
// them as it would the whole index. Here is what most texts need: a few plain words that the index has, the last perhaps
// unfinished. All else is read by a script that comes when it is needed: see further-words.ts.
import type wholeLunr from 'lunr';
import { isAscii, piecesOf } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import { type FoundTerm, findTerms } from './find-terms.ts';
import type { IndexFiles } from './index-files.ts';
import type { LoadFurther, LoadWords } from './load-further.ts';
import { type Clause, lunr } from './lunr-ranking.ts';
import { buildPartialIndex } from './partial-index.ts';
import { plainClauses } from './plain-clauses.ts';
import { plainTermSet } from './plain-terms.ts';
import type { QueryError } from './query-limits.ts';
import type { QueryPhrase } from './rewrite-query.ts';
import {
  commonLength,
  expandPlainClauses,
  fieldNames,
  type ParsedQuery,
  type TermPattern,
} from './term-pattern.ts';

export interface Hit {
  /** Of the document. */
  readonly number: number;
  /** lunr's own. */
  readonly score: number;
  /** Terms of the index that matched, in lunr's order. */
  readonly terms: readonly string[];
}

/** How a text is read; a text in lunr's language is what it is. */
export interface Reading {
  /** The text goes to lunr untouched, and lunr's order stays. */
  readonly lunr?: boolean;
  readonly isTyping?: boolean;
  readonly asTyped?: boolean;
  readonly fields?: readonly string[];
}

export interface Correction {
  readonly typed: string;
  /** As a reader would write it. */
  readonly used: string;
}

export interface Synonym {
  readonly typed: string;
  readonly also: readonly string[];
}

/** A run of a script without spaces that stands nowhere in one piece. */
export interface CutRun {
  readonly typed: string;
  /** In order: what was looked for in its place. */
  readonly pieces: readonly string[];
}

export interface Ranking {
  /** What lunr was given. */
  readonly lunrQuery: string;
  readonly isRelaxed: boolean;
  /** Whether no document has the phrases, or the cut runs, of the text, and these have their words, or pieces. */
  readonly isScattered: boolean;
  /** Whether it is given nothing, as the text has none but stop words. */
  readonly isTooCommon: boolean;
  readonly corrections: readonly Correction[];
  readonly didYouMean?: string;
  readonly synonyms: readonly Synonym[];
  readonly cuts: readonly CutRun[];
  readonly hits: readonly Hit[];
  /** Folded runs of the query that excerpts mark. */
  readonly runs: readonly string[];
  /** What the clauses that lunr was given find, in their order. */
  readonly patterns: readonly TermPattern[];
  readonly phrases: readonly QueryPhrase[];
}

export interface RankTools {
  readonly analyser: Analyser;
  readonly loadFurther: LoadFurther;
  readonly loadWords: LoadWords;
  /** Of a document; only asked for to write a corrected word as a text has it. */
  readonly textOf: (document: number) => Promise<string>;
}

export async function rank(
  files: IndexFiles,
  query: string,
  reading: Reading,
  tools: RankTools,
): Promise<Ranking | { readonly error: QueryError }> {
  if (reading.lunr) {
    // What is known of other scripts comes with it.
    if (!isAscii(query)) await tools.loadFurther();
    const found = await rankWithLunr(files, query, tools.analyser, tools.loadWords);
    if ('error' in found) return found;
    return { ...nothing, lunrQuery: query, hits: hitsOf(found.results), patterns: found.patterns };
  }
  const plain = await rankPlainly(files, query, reading, tools);
  if (plain) return plain;
  const { rankClosely } = await tools.loadWords();
  return rankClosely(files, query, reading, tools);
}

export const nothing: Ranking = {
  lunrQuery: '',
  isRelaxed: false,
  isScattered: false,
  isTooCommon: false,
  corrections: [],
  synonyms: [],
  cuts: [],
  hits: [],
  runs: [],
  patterns: [],
  phrases: [],
};

/** What may be lunr's language, a phrase or another script. */
const needsCloseReading = /[^\x00-\x7f]|[+*~^:\\"]|(?:^|\s)-/;

/** @returns nothing when the text must be read more closely */
async function rankPlainly(
  files: IndexFiles,
  query: string,
  { isTyping = false, asTyped = false, fields }: Reading,
  { analyser, loadWords }: RankTools,
): Promise<Ranking | undefined> {
  if (fields || needsCloseReading.test(query)) return undefined;
  const { isIndexed, termOf } = analyser;
  const lower = query.toLowerCase();
  const all = piecesOf(lower).map(({ text }) => text);
  const indexed = all.filter(isIndexed);
  const end = all.at(-1) ?? '';
  const isAtEnd = isTyping && isIndexed(end) && lower.endsWith(end);
  const last = isAtEnd && end.length > 1 && canComplete(files, end) ? end : undefined;
  // One letter begins nearly everything: beside other words it is not looked for yet.
  if (last !== undefined || (isAtEnd && end.length < 2 && indexed.length > 1)) indexed.pop();
  const words = [...new Set(indexed)];
  const typed = last === undefined ? words : [...words, last];
  if (typed.length === 0) return { ...nothing, isTooCommon: all.length > 0 };
  if (typed.some((word) => files.nameWords.has(termOf(word)))) return undefined;

  const required = words.map((word) => `+${word}`);
  const optional: string[] = [];
  if (last !== undefined) {
    // Its stem may not begin as it does: then either will do, which lunr's language cannot say.
    if (termOf(last).startsWith(last)) required.push(`+${last}*`);
    else optional.push(`${last}*`, ...(words.includes(last) ? [] : [last]));
  }
  const lunrQuery = [...required, ...optional].join(' ');
  const parsed = await parse(lunrQuery, analyser, loadWords);
  if ('error' in parsed) return undefined;
  const { ask, found } = await partialIndex(files, parsed, [], analyser, loadWords);
  const isLast = (term: string): boolean =>
    last !== undefined && (term.startsWith(last) || term === termOf(last));
  const isKnown = (word: string): boolean => found.some(({ postings }) => postings.term === termOf(word));
  if (last !== undefined && !found.some(({ postings }) => isLast(postings.term))) return undefined;
  const hasRareWord = (): boolean => found.some((each) => moreFrequent(files, each).length > 0);
  if (!asTyped && (!words.every(isKnown) || (!isTyping && hasRareWord()))) return undefined;
  const rankingOf = (
    results: readonly wholeLunr.Index.Result[],
    text: string,
    isRelaxed: boolean,
  ): Ranking => ({
    ...nothing,
    lunrQuery: text,
    isRelaxed,
    hits: newestFirst(hitsOf(results)),
    patterns: parsed.patterns,
  });
  const strict = ask(parsed.clauses).filter(
    ({ matchData }) => optional.length === 0 || Object.keys(matchData.metadata).some(isLast),
  );
  if (strict.length > 0 || typed.length < 2) return rankingOf(strict, lunrQuery, false);
  const relaxed = ask(relaxedClauses(parsed.clauses));
  return relaxed.length > 0
    ? rankingOf(relaxed, lunrQuery.replaceAll('+', ''), true)
    : rankingOf([], lunrQuery, false);
}

/** Shards that the beginning of a word may ask for: wider ones wait for the next letter. */
const maxShardsOfBeginning = 6;

export function canComplete(files: IndexFiles, beginning: string): boolean {
  const [first, end] = files.shardRange(beginning);
  return end - first <= maxShardsOfBeginning;
}

/**
 * Terms about the same as one that hardly any document has, in many more documents: looked for in the shard that is
 * here anyway.
 */
export function moreFrequent({ root }: IndexFiles, { postings, shard }: FoundTerm) {
  const count = postings.documents.length;
  if (postings.term.length < 4 || count > Math.max(2, root.documentCount / 1000)) return [];
  return shard.terms.filter(
    ({ term, documents }) => documents.length >= 10 * count && isAlike(term, postings.term),
  );
}

/** Whether two terms are the same but for about one letter: what is left to tell is told by who looks closer. */
function isAlike(a: string, b: string): boolean {
  const most = Math.max(a.length, b.length);
  const alike = commonLength(a, b);
  let fromEnd = 0;
  while (fromEnd < most - alike && a.at(-1 - fromEnd) === b.at(-1 - fromEnd)) fromEnd += 1;
  return a !== b && alike + fromEnd >= most - 2;
}

/** What the whole lunr.Index would give, or its error; or a refusal of ours when the text asks too much. And what it asks for. */
export async function rankWithLunr(
  files: IndexFiles,
  query: string,
  analyser: Analyser,
  loadWords: LoadWords,
): Promise<
  | { readonly results: wholeLunr.Index.Result[]; readonly patterns: readonly TermPattern[] }
  | { readonly error: QueryError }
> {
  const parsed = await parse(query, analyser, loadWords);
  if ('error' in parsed) return parsed;
  const { ask } = await partialIndex(files, parsed, [], analyser, loadWords);
  return { results: ask(parsed.clauses), patterns: parsed.patterns };
}

/**
 * A partial lunr.Index for a query, and the terms of it and of what else was asked for.
 * @returns `ask` gives what the whole index would for the clauses of this query, and for any others of its terms
 */
export async function partialIndex(
  files: IndexFiles,
  { patterns, isNegated }: ParsedQuery,
  further: readonly TermPattern[],
  analyser: Analyser,
  loadWords: LoadWords,
) {
  const isPlain = patterns.every(({ walk }) => walk === undefined);
  const termSetOf = isPlain ? plainTermSet : (await loadWords()).tokenSetOf;
  const { terms, lengths } = await findTerms(files, [...patterns, ...further]);
  const index = buildPartialIndex(files.root, terms, lengths, termSetOf, isNegated, analyser.pipeline);
  const ask = (clauses: readonly Clause[]): wholeLunr.Index.Result[] =>
    // lunr changes the clauses that it is given.
    index.query((query) => query.clauses.push(...clauses.map((clause) => ({ ...clause }))));
  return { found: terms, ask };
}

export async function parse(
  text: string,
  { pipeline }: Analyser,
  loadWords: LoadWords,
): Promise<ParsedQuery | { readonly error: QueryError }> {
  // lunr's own parser comes when there is more than plain words.
  const clauses = plainClauses(text, fieldNames);
  return clauses ? expandPlainClauses(clauses, pipeline) : (await loadWords()).parseQuery(text, pipeline);
}

/** Those of `relaxedQuery`: any word is enough. */
export function relaxedClauses(clauses: readonly Clause[]): Clause[] {
  return clauses.map((clause) => ({ ...clause, presence: lunr.Query.presence.OPTIONAL }));
}

export function hitsOf(results: readonly wholeLunr.Index.Result[]): Hit[] {
  // Many documents match by the same few terms: one list for all of them.
  const lists = new Map<string, readonly string[]>();
  return results.map(({ ref, score, matchData }) => {
    const own = Object.keys(matchData.metadata);
    // No term holds a line feed.
    const key = own.join('\n');
    let terms = lists.get(key);
    if (!terms) {
      terms = own;
      lists.set(key, own);
    }
    return { number: Number(ref), score, terms };
  });
}

/** Equal scores: the newest first. A document's number grows with its date. */
export function newestFirst(hits: Hit[]): Hit[] {
  return hits.sort((a, b) => b.score - a.score || b.number - a.number);
}
