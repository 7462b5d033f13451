// A text → the documents that it finds, in order. The terms that it may expand to are found in the index, lunr ranks
// them as it would the whole index, and phrases and runs of scripts without spaces only remove results.
import type wholeLunr from 'lunr';
import { fold, isAscii, piecesOf } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import { type FoundTerm, findTerms } from './find-terms.ts';
import { loadDictionary, loadPositions } from './further-files.ts';
import type { IndexFiles } from './index-files.ts';
import type { LoadFurther } from './load-further.ts';
import { type Clause, lunr } from './lunr-ranking.ts';
import type { Doubts, Mended, RareWord, WordTools } from './mend-words.ts';
import { buildPartialIndex } from './partial-index.ts';
import type { PlaceCheck, PlaceTools } from './place-check.ts';
import { plainClauses } from './plain-clauses.ts';
import { plainTermSet } from './plain-terms.ts';
import type { QueryError } from './query-limits.ts';
import {
  type QueryNeed,
  type QueryWord,
  type RewrittenQuery,
  rewriteQuery,
  type Way,
} from './rewrite-query.ts';
import {
  exactPattern,
  expandClauses,
  fieldNames,
  lowerBound,
  type ParsedQuery,
  type PlacedTerms,
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

export interface Ranking {
  /** What lunr was given. */
  readonly lunrQuery: string;
  readonly isRelaxed: boolean;
  /** Whether no document has the phrases of the text, and these have their words. */
  readonly isScattered: boolean;
  /** Whether it is given nothing, as the text has none but stop words. */
  readonly isTooCommon: boolean;
  readonly corrections: readonly Correction[];
  readonly didYouMean?: string;
  readonly synonyms: readonly Synonym[];
  readonly hits: readonly Hit[];
  /** Folded runs of the query that excerpts mark. */
  readonly runs: readonly string[];
}

export interface RankTools {
  readonly analyser: Analyser;
  readonly loadFurther: LoadFurther;
  /** Of a document; only asked for to write a corrected word as a text has it. */
  readonly textOf: (document: number) => Promise<string>;
}

/** A query with the part of the index that answers it. */
interface Prepared extends RewrittenQuery {
  readonly runs: readonly QueryWord[];
  readonly found: readonly FoundTerm[];
  readonly clauses: readonly Clause[];
  readonly ask: (clauses: readonly Clause[]) => wholeLunr.Index.Result[];
}

/** Shards that the beginning of a word may ask for: wider ones wait for the next letter. */
const maxShardsOfBeginning = 6;

export async function rank(
  files: IndexFiles,
  query: string,
  { lunr: isRaw, isTyping, asTyped, fields }: Reading,
  tools: RankTools,
): Promise<Ranking | { readonly error: QueryError }> {
  const { analyser, loadFurther } = tools;
  const { otherNames } = files;
  // What is known of other scripts comes with it.
  if (!isAscii(query) || ![...otherNames.values()].flat().every(({ text }) => isAscii(text))) {
    await loadFurther();
  }
  if (isRaw) {
    const found = await rankWithLunr(files, query, analyser, loadFurther);
    if ('error' in found) return found;
    return { ...nothing, lunrQuery: query, hits: hitsOf(found) };
  }

  const canComplete = (beginning: string): boolean => {
    const [first, end] = files.shardRange(beginning);
    return end - first <= maxShardsOfBeginning;
  };
  const prepare = async (
    replaced?: ReadonlyMap<string, string>,
  ): Promise<Prepared | { readonly error: QueryError } | undefined> => {
    const rules = { otherNames, replaced, onlyIn: fields, ...(isTyping && { canComplete }) };
    const rewritten = rewriteQuery(query, fieldNames, analyser, rules);
    const { lunrQuery, isLunr, words, phrases, placeOf } = rewritten;
    if (!isLunr && words.length === 0 && phrases.length === 0) return undefined;
    const parsed = await parse(lunrQuery, analyser, loadFurther);
    if ('error' in parsed) {
      const { message, start, end } = parsed.error;
      return { error: { message, start: placeOf(start), end: placeOf(end) } };
    }
    const runs = words.filter((word) => word.isRun);
    const placed: PlacedTerms[] = [...phrases];
    for (const { places } of runs) if (places) placed.push({ places });
    return {
      ...rewritten,
      runs,
      clauses: parsed.clauses,
      ...(await partialIndex(files, parsed, placed.flatMap(patternsOf), analyser, loadFurther)),
    };
  };
  let prepared = await prepare();
  if (!prepared) {
    return { ...nothing, isTooCommon: piecesOf(fold(query.toLowerCase())).length > 0 };
  }
  if ('error' in prepared) return prepared;
  const doubts = doubtsOf(prepared, files.root.documentCount, analyser, { isTyping, asTyped });
  let mended: Mended | undefined;
  if (doubts.unknown.length > 0 || doubts.rare.length > 0) {
    mended = await (await loadFurther()).mendWords(query, doubts, wordTools(files, tools));
    if (mended.replaced.size > 0) prepared = await prepare(mended.replaced);
    if (!prepared || 'error' in prepared)
      throw new Error(`${query} cannot be asked with its words corrected`);
  }

  const { lunrQuery, relaxedQuery, words, needs, phrases, runs, found, clauses, ask } = prepared;
  const ranking = (results: readonly wholeLunr.Index.Result[], way: Partial<Ranking> = {}): Ranking => ({
    ...nothing,
    lunrQuery: way.isRelaxed ? (relaxedQuery ?? '') : lunrQuery,
    corrections: mended?.corrections ?? [],
    ...(mended?.didYouMean !== undefined && { didYouMean: mended.didYouMean }),
    synonyms: needs.flatMap(({ words: own, also }) =>
      also.length > 0 ? [{ typed: own.map(({ typed }) => typed).join(' '), also }] : [],
    ),
    hits: newestFirst(hitsOf(results)),
    runs: runs.map(({ text }) => text),
    ...way,
  });
  const strict = ask(clauses);
  // The relaxed query has the same terms: whatever it expands to is here.
  const askRelaxed = () => ask(relaxedClauses(clauses));
  const relaxed = strict.length === 0 && relaxedQuery !== undefined ? askRelaxed() : [];
  // Positions are loaded for nothing when there is nothing to remove.
  if (strict.length === 0 && relaxed.length === 0) return ranking([]);
  const checkOf = async (terms: PlacedTerms): Promise<PlaceCheck> =>
    (await loadFurther()).createPlaceCheck(found, terms, placeTools(files));
  // Absent when that is every field, or lunr's own language names them.
  const { onlyIn } = prepared;
  const [phraseChecks, runChecks, hasWay] = await Promise.all([
    Promise.all(phrases.map(checkOf)),
    Promise.all(runs.map(({ places }) => places && checkOf({ places, ...(onlyIn && { fields: onlyIn }) }))),
    wayCheck(needs, strict, checkOf),
  ]);
  const keepsPhrases = ({ ref }: wholeLunr.Index.Result): boolean =>
    phrases.every(({ isExcluded }, i) => phraseChecks[i]?.(Number(ref)) !== isExcluded);
  const optionalRuns = new Set(needs.flatMap(({ words: own }) => own.map(({ text }) => text)));
  const complete = strict.filter(
    (match) =>
      needs.every((need) => hasWay(need, match)) &&
      runs.every(({ text }, i) => optionalRuns.has(text) || (runChecks[i]?.(Number(match.ref)) ?? true)),
  );
  const kept = complete.filter(keepsPhrases);
  if (kept.length > 0) return ranking(kept);
  if (relaxedQuery !== undefined) {
    const matches = strict.length === 0 ? relaxed : askRelaxed();
    const hasAnyWord = anyWord(words, runs, runChecks, analyser);
    const hasAnyWay = await wayCheck(needs, matches, checkOf);
    const any = matches.filter(
      (match) => keepsPhrases(match) && (hasAnyWord(match) || needs.some((need) => hasAnyWay(need, match))),
    );
    if (any.length > 0) return ranking(any, { isRelaxed: true });
  }
  if (complete.length === 0 || prepared.isLunr) return ranking([]);
  const nearness = await (await loadFurther()).createNearness(found, phrases, placeTools(files));
  return ranking(complete, { isScattered: true, hits: nearestFirst(hitsOf(complete), nearness) });
}

const nothing: Ranking = {
  lunrQuery: '',
  isRelaxed: false,
  isScattered: false,
  isTooCommon: false,
  corrections: [],
  synonyms: [],
  hits: [],
  runs: [],
};

/**
 * Which words of a plain query may be mistyped: the index lacks them, or they are rare and something like them is not.
 * The latter is looked for in the shards that are here anyway.
 */
function doubtsOf(
  {
    words,
    needs,
    found,
  }: { words: readonly QueryWord[]; needs: readonly QueryNeed[]; found: readonly FoundTerm[] },
  documentCount: number,
  { termOf }: Analyser,
  { isTyping = false, asTyped = false }: Reading,
): Doubts {
  const byTerm = new Map(found.map((each) => [each.postings.term, each]));
  const named = new Set(needs.flatMap(({ also, words: own }) => (also.length > 0 ? own : [])));
  const names = new Set([...named].map(({ text }) => text));
  const unknown: QueryWord[] = [];
  const rare: RareWord[] = [];
  for (const word of words) {
    if (word.isRun || names.has(word.text)) continue;
    const own = byTerm.get(termOf(word.text));
    if (word.isUnfinished && (own || found.some(({ postings }) => postings.term.startsWith(word.text))))
      continue;
    if (!own) {
      if (word.isUnfinished || !asTyped) unknown.push(word);
      continue;
    }
    const count = own.postings.documents.length;
    if (isTyping || asTyped || word.text.length < 5 || count > Math.max(2, documentCount / 1000)) continue;
    const near = own.shard.terms.filter(
      ({ term, documents }) => documents.length >= 10 * count && isAlike(term, own.postings.term),
    );
    if (near.length > 0) rare.push({ word, near: near.map(({ term, documents }) => ({ term, documents })) });
  }
  return { unknown, rare, isCorrecting: !asTyped };
}

/** Whether two terms are the same but for about one letter: what is left to tell is told by who looks closer. */
function isAlike(a: string, b: string): boolean {
  const most = Math.max(a.length, b.length);
  let alike = 0;
  while (alike < most && a[alike] === b[alike]) alike += 1;
  let fromEnd = 0;
  while (fromEnd < most - alike && a.at(-1 - fromEnd) === b.at(-1 - fromEnd)) fromEnd += 1;
  return a !== b && alike + fromEnd >= most - 2;
}

function wordTools(files: IndexFiles, { analyser, textOf }: RankTools): WordTools {
  return {
    analyser,
    termsOfLengths: (min, max) => loadDictionary(files, min, max),
    documentsOf: async (terms) => {
      const { terms: found } = await findTerms(
        files,
        terms.map((term) => exactPattern(term)),
      );
      return new Map(found.map(({ postings }) => [postings.term, postings.documents]));
    },
    summaryOf: async (document) => {
      const { card } = await files.card(document);
      return `${card.title}\n${card.summary}`;
    },
    textOf,
  };
}

/** Whether a match has what a need asks for. A name of several words must stand together in it. */
async function wayCheck(
  needs: readonly QueryNeed[],
  matches: readonly wholeLunr.Index.Result[],
  checkOf: (terms: PlacedTerms) => Promise<PlaceCheck>,
): Promise<(need: QueryNeed, match: wholeLunr.Index.Result) => boolean> {
  const hasTerms = ({ places }: Way, { matchData: { metadata } }: wholeLunr.Index.Result): boolean =>
    places.every(({ term, isPrefix }) =>
      isPrefix ? Object.keys(metadata).some((found) => found.startsWith(term)) : term in metadata,
    );
  const checks = new Map<Way, PlaceCheck>();
  const isPlain = (way: Way, match: wholeLunr.Index.Result): boolean =>
    !way.isTogether && hasTerms(way, match);
  await Promise.all(
    needs.flatMap(({ ways }) =>
      ways.map(async (way) => {
        // Positions are loaded only where they decide.
        const decides = (match: wholeLunr.Index.Result) =>
          hasTerms(way, match) && !ways.some((other) => isPlain(other, match));
        if (way.isTogether && matches.some(decides)) checks.set(way, await checkOf(way));
      }),
    ),
  );
  return ({ ways }, match) =>
    ways.some(
      (way) => isPlain(way, match) || (hasTerms(way, match) && checks.get(way)?.(Number(match.ref)) === true),
    );
}

/** What the whole lunr.Index would give, or its error; or a refusal of ours when the text asks too much. */
export async function rankWithLunr(
  files: IndexFiles,
  query: string,
  analyser: Analyser,
  loadFurther: LoadFurther,
): Promise<wholeLunr.Index.Result[] | { readonly error: QueryError }> {
  const parsed = await parse(query, analyser, loadFurther);
  if ('error' in parsed) return parsed;
  const { ask } = await partialIndex(files, parsed, [], analyser, loadFurther);
  return ask(parsed.clauses);
}

/**
 * A partial lunr.Index for a query, and the terms of it and of what else was asked for.
 * @returns `ask` gives what the whole index would for the clauses of this query, and for any others of its terms
 */
async function partialIndex(
  files: IndexFiles,
  { patterns, isNegated }: ParsedQuery,
  further: readonly TermPattern[],
  analyser: Analyser,
  loadFurther: LoadFurther,
) {
  const isPlain = patterns.every(({ node }) => node === undefined);
  const termSetOf = isPlain ? plainTermSet : (await loadFurther()).tokenSetOf;
  const { terms, lengths } = await findTerms(files, [...patterns, ...further]);
  const index = buildPartialIndex(files.root, terms, lengths, termSetOf, isNegated, analyser.pipeline);
  const ask = (clauses: readonly Clause[]): wholeLunr.Index.Result[] =>
    // lunr changes the clauses that it is given.
    index.query((query) => query.clauses.push(...clauses.map((clause) => ({ ...clause }))));
  return { found: terms, ask };
}

function placeTools(files: IndexFiles): PlaceTools {
  return { fieldNames, lowerBound, loadPositions: (shard) => loadPositions(files, shard) };
}

async function parse(
  text: string,
  { pipeline }: Analyser,
  loadFurther: LoadFurther,
): Promise<ParsedQuery | { readonly error: QueryError }> {
  // lunr's own parser comes when there is more than plain words.
  const clauses = plainClauses(text, fieldNames) ?? (await loadFurther()).parseClauses(text, fieldNames);
  return 'error' in clauses ? clauses : expandClauses(clauses, pipeline);
}

/** Those of `relaxedQuery`: any word is enough. */
function relaxedClauses(clauses: readonly Clause[]): Clause[] {
  return clauses.map((clause) => ({ ...clause, presence: lunr.Query.presence.OPTIONAL }));
}

function hitsOf(results: readonly wholeLunr.Index.Result[]): Hit[] {
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

/** The same, but of equal scores first those whose words stand nearest to each other. */
function nearestFirst(hits: Hit[], nearness: (document: number) => number): Hit[] {
  const scores = new Map<number, number>();
  for (const { score } of hits) scores.set(score, (scores.get(score) ?? 0) + 1);
  const far = new Map(
    hits.map(({ number, score }) => [number, scores.get(score) === 1 ? 0 : nearness(number)]),
  );
  const farOf = ({ number }: Hit): number => far.get(number) ?? 0;
  return hits.sort((a, b) => b.score - a.score || farOf(a) - farOf(b) || b.number - a.number);
}

/** Whether a match of a relaxed query has at least one word in full: a pair of a run is not a word yet. */
function anyWord(
  words: readonly QueryWord[],
  runs: readonly QueryWord[],
  runChecks: readonly (PlaceCheck | undefined)[],
  analyser: Analyser,
): (match: wholeLunr.Index.Result) => boolean {
  const plain = words.filter((word) => !word.isRun);
  const terms = new Set(plain.map((word) => analyser.termOf(word.text)));
  const beginnings = plain.filter((word) => word.isUnfinished);
  return ({ ref, matchData }) => {
    const found = Object.keys(matchData.metadata);
    return (
      found.some((term) => terms.has(term) || beginnings.some(({ text }) => term.startsWith(text))) ||
      runs.some(({ text }, i) => runChecks[i]?.(Number(ref)) ?? found.some((term) => term.startsWith(text)))
    );
  };
}
