// A text → the documents that it finds, in order. The terms that it may expand to are found in the index, lunr ranks
// them as it would the whole index, and phrases and runs of scripts without spaces only remove results.
import type lunr from 'lunr';
import { preparedLunr } from '../search/lunr-with-pipeline.ts';
import { fold, isAscii, piecesOf } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import { findTerms } from './find-terms.ts';
import { loadPositions } from './further-files.ts';
import type { IndexFiles } from './index-files.ts';
import type { LoadFurther } from './load-further.ts';
import { buildPartialIndex } from './partial-index.ts';
import type { PlaceCheck, PlaceTools } from './place-check.ts';
import type { QueryError } from './query-limits.ts';
import { type QueryPhrase, type QueryWord, rewriteQuery } from './rewrite-query.ts';
import {
  expandClauses,
  fieldNames,
  lowerBound,
  type ParsedQuery,
  type PlacedTerms,
  parseClauses,
  patternsOf,
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

export interface Ranking {
  /** What lunr was given. */
  readonly lunrQuery: string;
  readonly isRelaxed: boolean;
  /** Whether it is given nothing, as the text has none but stop words. */
  readonly isTooCommon: boolean;
  readonly hits: readonly Hit[];
  /** Folded runs of the query that excerpts mark. */
  readonly runs: readonly string[];
  /** What the clauses that lunr was given find, in their order. */
  readonly patterns: readonly TermPattern[];
  readonly phrases: readonly QueryPhrase[];
}

/** @param isRaw the text goes to lunr untouched, and lunr's order stays */
export async function rank(
  files: IndexFiles,
  query: string,
  isRaw: boolean,
  analyser: Analyser,
  loadFurther: LoadFurther,
): Promise<Ranking | { readonly error: QueryError }> {
  // What is known of other scripts comes with it.
  if (!isAscii(query)) await loadFurther();
  if (isRaw) {
    const found = await rankWithLunr(files, query, analyser, loadFurther);
    if ('error' in found) return found;
    return {
      lunrQuery: query,
      isRelaxed: false,
      isTooCommon: false,
      hits: hitsOf(found.results),
      runs: [],
      patterns: found.patterns,
      phrases: [],
    };
  }

  const { lunrQuery, relaxedQuery, isLunr, words, phrases, placeOf } = rewriteQuery(
    query,
    fieldNames,
    analyser,
  );
  const runs = words.filter((word) => word.isRun);
  let patterns: readonly TermPattern[] = [];
  const ranking = (found: readonly lunr.Index.Result[], isRelaxed = false): Ranking => ({
    lunrQuery: isRelaxed ? (relaxedQuery ?? '') : lunrQuery,
    isRelaxed,
    isTooCommon: false,
    hits: newestFirst(hitsOf(found)),
    runs: runs.map(({ text }) => text),
    patterns,
    phrases,
  });
  if (!isLunr && words.length === 0 && phrases.length === 0) {
    return { ...ranking([]), isTooCommon: piecesOf(fold(query.toLowerCase())).length > 0 };
  }
  const parsed = await parse(lunrQuery, analyser, loadFurther);
  if ('error' in parsed) {
    const { message, start, end } = parsed.error;
    return { error: { message, start: placeOf(start), end: placeOf(end) } };
  }
  patterns = parsed.patterns;
  const placed: PlacedTerms[] = [...phrases];
  for (const { places } of runs) if (places) placed.push({ places });
  const { ask, found } = await partialIndex(files, parsed, placed.flatMap(patternsOf), analyser);

  const strict = ask(lunrQuery);
  // The relaxed query has the same terms: whatever it expands to is here.
  const relaxed = strict.length === 0 && relaxedQuery !== undefined ? ask(relaxedQuery) : [];
  // Positions are loaded for nothing when there is nothing to remove.
  if (strict.length === 0 && relaxed.length === 0) return ranking([]);
  const checkOf = async (terms: PlacedTerms): Promise<PlaceCheck> =>
    (await loadFurther()).createPlaceCheck(found, terms, placeTools(files));
  const [phraseChecks, runChecks] = await Promise.all([
    Promise.all(phrases.map(checkOf)),
    Promise.all(runs.map(({ places }) => places && checkOf({ places }))),
  ]);
  const keepsPhrases = (number: number): boolean =>
    phrases.every(({ isExcluded }, i) => phraseChecks[i]?.(number) !== isExcluded);
  const kept = strict.filter(({ ref }) => {
    const number = Number(ref);
    return keepsPhrases(number) && runChecks.every((check) => check?.(number) ?? true);
  });
  if (kept.length > 0 || relaxedQuery === undefined) return ranking(kept);

  const hasAnyWord = anyWord(words, runs, runChecks, analyser);
  const any = (strict.length === 0 ? relaxed : ask(relaxedQuery)).filter(
    (match) => keepsPhrases(Number(match.ref)) && hasAnyWord(match),
  );
  return any.length > 0 ? ranking(any, true) : ranking([]);
}

/** What the whole lunr.Index would give, or its error; or a refusal of ours when the text asks too much. And what it asks for. */
export async function rankWithLunr(
  files: IndexFiles,
  query: string,
  analyser: Analyser,
  loadFurther: LoadFurther,
): Promise<
  | { readonly results: lunr.Index.Result[]; readonly patterns: readonly TermPattern[] }
  | { readonly error: QueryError }
> {
  const parsed = await parse(query, analyser, loadFurther);
  if ('error' in parsed) return parsed;
  const { ask } = await partialIndex(files, parsed, [], analyser);
  return { results: ask(query), patterns: parsed.patterns };
}

/**
 * A partial lunr.Index for a query, and the terms of it and of what else was asked for.
 * @returns `ask` gives what the whole index would for this query, and for any other whose terms are among its own
 */
async function partialIndex(
  files: IndexFiles,
  { patterns, isNegated }: ParsedQuery,
  further: readonly TermPattern[],
  analyser: Analyser,
) {
  const { terms, lengths } = await findTerms(files, [...patterns, ...further]);
  const index = buildPartialIndex(files.root, terms, lengths, isNegated, analyser.pipeline);
  return { found: terms, ask: (query: string): lunr.Index.Result[] => index.search(query) };
}

function placeTools(files: IndexFiles): PlaceTools {
  return { fieldNames, lowerBound, loadPositions: (shard) => loadPositions(files, shard) };
}

/** What lunr says of a text that it cannot parse comes before any limit of ours. */
async function parse(
  text: string,
  { pipeline }: Analyser,
  loadFurther: LoadFurther,
): Promise<ParsedQuery | { readonly error: QueryError }> {
  const lunrModule = preparedLunr();
  try {
    const clauses = parseClauses(text);
    // Before the clauses are expanded: that is the work which the limits bound.
    const error = /[*~]/.test(text) ? (await loadFurther()).findTooMuch(text, lunrModule) : undefined;
    return error ? { error } : expandClauses(clauses, pipeline);
  } catch (error) {
    if (!(error instanceof lunrModule.QueryParseError)) throw error;
    // lunr's positions are numbers, whatever its types say.
    const { message, start, end } = error as unknown as QueryError;
    return { error: { message, start, end } };
  }
}

function hitsOf(results: readonly lunr.Index.Result[]): Hit[] {
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
function newestFirst(hits: Hit[]): Hit[] {
  return hits.sort((a, b) => b.score - a.score || b.number - a.number);
}

/** Whether a match of a relaxed query has at least one word in full: a pair of a run is not a word yet. */
function anyWord(
  words: readonly QueryWord[],
  runs: readonly QueryWord[],
  runChecks: readonly (PlaceCheck | undefined)[],
  analyser: Analyser,
): (match: lunr.Index.Result) => boolean {
  const terms = new Set(words.filter((word) => !word.isRun).map((word) => analyser.termOf(word.text)));
  return ({ ref, matchData }) => {
    const found = Object.keys(matchData.metadata);
    return (
      found.some((term) => terms.has(term)) ||
      runs.some(({ text }, i) => runChecks[i]?.(Number(ref)) ?? found.some((term) => term.startsWith(text)))
    );
  };
}
