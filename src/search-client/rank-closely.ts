// A text that is more than plain words which the index has → the documents that it finds: phrases, other names, half
// typed and mistyped words, runs of scripts without spaces. lunr ranks; all that is done to its results is to remove
// some, and to order those of equal score.
import type lunr from 'lunr';
import { clustersOf, fold, isAscii, piecesOf } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import { cutRun, maxCutClusters, type RunPiece } from './cut-runs.ts';
import { type FoundTerm, findTerms } from './find-terms.ts';
import { loadDictionary } from './further-files.ts';
import type { IndexFiles } from './index-files.ts';
import type { Clause } from './lunr-ranking.ts';
import { type Doubts, type Mended, mendWords, type RareWord, type WordTools } from './mend-words.ts';
import { createNearness, createPlaceCheck, type PlaceCheck } from './place-check.ts';
import type { QueryError } from './query-limits.ts';
import {
  type CutRun,
  canComplete,
  type Hit,
  hitsOf,
  moreFrequent,
  newestFirst,
  nothing,
  parse,
  partialIndex,
  type Ranking,
  type RankTools,
  type Reading,
  relaxedClauses,
} from './rank.ts';
import {
  type OtherName,
  type QueryNeed,
  type QueryWord,
  type RewrittenQuery,
  rewriteQuery,
  type Way,
} from './rewrite-query.ts';
import { exactPattern, fieldNames, type PlacedTerms, patternsOf, type TermPattern } from './term-pattern.ts';

/** A query with the part of the index that answers it. */
interface Prepared extends RewrittenQuery {
  readonly runs: readonly QueryWord[];
  readonly found: readonly FoundTerm[];
  readonly clauses: readonly Clause[];
  readonly patterns: readonly TermPattern[];
  readonly ask: (clauses: readonly Clause[]) => lunr.Index.Result[];
}

export async function rankClosely(
  files: IndexFiles,
  query: string,
  { isTyping, asTyped, fields }: Reading,
  tools: RankTools,
): Promise<Ranking | { readonly error: QueryError }> {
  const { analyser, loadFurther, loadWords } = tools;
  const otherNames = otherNamesOf(files);
  // What is known of other scripts comes with it.
  const texts = [query, ...[...otherNames.values()].flatMap((names) => names.map(({ text }) => text))];
  if (!texts.every(isAscii)) await loadFurther();

  let mayComplete = isTyping === true;
  const prepare = async (
    replaced?: ReadonlyMap<string, string>,
    cuts?: Cuts,
  ): Promise<Prepared | { readonly error: QueryError } | undefined> => {
    const rules = {
      otherNames,
      replaced,
      cuts,
      onlyIn: fields,
      ...(mayComplete && { canComplete: (beginning: string) => canComplete(files, beginning) }),
    };
    const rewritten = rewriteQuery(query, fieldNames, analyser, rules);
    const { lunrQuery, isLunr, words, phrases, placeOf } = rewritten;
    if (!isLunr && words.length === 0 && phrases.length === 0) return undefined;
    const parsed = await parse(lunrQuery, analyser, loadWords);
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
      patterns: parsed.patterns,
      ...(await partialIndex(files, parsed, placed.flatMap(patternsOf), analyser, loadWords)),
    };
  };
  let prepared = await prepare();
  if (!prepared) {
    return { ...nothing, isTooCommon: piecesOf(fold(query.toLowerCase())).length > 0 };
  }
  if ('error' in prepared) return prepared;
  let doubts = doubtsOf(prepared, files, analyser, { isTyping, asTyped });
  // What a half typed word found is found again when the reader presses Enter, comes back, or sends the address on.
  if (!isTyping && isBegun(prepared.words, doubts.unknown)) {
    mayComplete = true;
    const begun = await prepare();
    if (begun && !('error' in begun) && isCompleted(begun)) {
      prepared = begun;
      doubts = doubtsOf(prepared, files, analyser, { isTyping, asTyped });
    } else mayComplete = false;
  }
  let mended: Mended | undefined;
  if (doubts.unknown.length > 0 || doubts.rare.length > 0) {
    mended = await mendWords(query, doubts, wordTools(files, tools));
    if (mended.replaced.size > 0) prepared = await prepare(mended.replaced);
    if (!prepared || 'error' in prepared)
      throw new Error(`${query} cannot be asked with its words corrected`);
  }

  let match = await matchOf(files, prepared);
  let cutRuns: readonly CutRun[] = [];
  /** Whether nothing of them is left out. */
  let isWhole = true;
  if (match.complete.length === 0) {
    const cuts = await cutsOf(files, prepared);
    if (cuts.size > 0) {
      cutRuns = prepared.runs.flatMap(({ text, typed }) => {
        const clusters = clustersOf(text);
        const pieces = cuts.get(text)?.map(({ start, end }) => clusters.slice(start, end).join(''));
        if (pieces && pieces.join('') !== text) isWhole = false;
        return pieces ? [{ typed, pieces }] : [];
      });
      prepared = await prepare(mended?.replaced, cuts);
      if (!prepared || 'error' in prepared) throw new Error(`${query} cannot be asked in pieces`);
      match = await matchOf(files, prepared);
    }
  }

  const { lunrQuery, relaxedQuery, words, needs, phrases, runs, found } = prepared;
  // A corrected word as it is written, not folded as it is looked up.
  const written = new Map(Array.from(mended?.replaced.values() ?? [], (used) => [fold(used), used]));
  const asAsked = ({ typed, text, isReplaced }: QueryWord): string =>
    isReplaced ? (written.get(text) ?? text) : typed;
  const ranking = (results: readonly lunr.Index.Result[], way: Partial<Ranking> = {}): Ranking => ({
    ...nothing,
    lunrQuery: way.isRelaxed ? (relaxedQuery ?? lunrQuery) : lunrQuery,
    corrections: mended?.corrections ?? [],
    ...(mended?.didYouMean !== undefined && { didYouMean: mended.didYouMean }),
    synonyms: needs.flatMap(({ words: own, also }) =>
      also.length > 0 ? [{ typed: own.map(asAsked).join(' '), also }] : [],
    ),
    cuts: cutRuns,
    hits: newestFirst(hitsOf(results)),
    runs: runs.map(({ text }) => text),
    patterns: prepared.patterns,
    phrases,
    ...way,
  });
  const { strict, complete, keepsPhrases, askRelaxed, checkOf, runChecks } = match;
  const kept = complete.filter(keepsPhrases);
  const nearest = async (results: readonly lunr.Index.Result[], placed: readonly PlacedTerms[]) =>
    ranking(results, {
      isScattered: true,
      hits: nearestFirst(hitsOf(results), await createNearness(files, found, placed)),
    });
  if (kept.length > 0) {
    if (cutRuns.length === 0) return ranking(kept);
    const pieces = runs.flatMap(({ places = [] }) => places);
    const inOrder = await nearest(kept, [{ places: pieces, fields: prepared.onlyIn }]);
    // What is left out of all pieces no page has.
    return isWhole ? inOrder : { ...inOrder, isScattered: false, isRelaxed: true };
  }
  if (relaxedQuery !== undefined) {
    const matches = strict.length === 0 ? match.relaxed : askRelaxed();
    const hasAnyWord = anyWord(words, runs, runChecks, analyser);
    const telling = needs.filter(({ words: own }) => own.some(({ isFragment }) => !isFragment));
    const hasAnyWay = await wayCheck(telling, matches, checkOf);
    const any = matches.filter(
      (each) => keepsPhrases(each) && (hasAnyWord(each) || telling.some((need) => hasAnyWay(need, each))),
    );
    if (any.length > 0) return ranking(any, { isRelaxed: true });
  }
  if (complete.length === 0 || prepared.isLunr) return ranking([]);
  return nearest(complete, phrases);
}

/** By the folded run. */
type Cuts = ReadonlyMap<string, readonly RunPiece[]>;

/** What lunr finds, and what of it has all that was asked for. */
async function matchOf(
  files: IndexFiles,
  { relaxedQuery, needs, phrases, runs, found, clauses, ask, onlyIn }: Prepared,
) {
  const strict = ask(clauses);
  // The relaxed query has the same terms: whatever it expands to is here.
  const askRelaxed = () => ask(relaxedClauses(clauses));
  const relaxed = strict.length === 0 && relaxedQuery !== undefined ? askRelaxed() : [];
  // Positions are loaded for nothing when there is nothing to remove.
  const isVain = strict.length === 0 && relaxed.length === 0;
  const checkOf = async (terms: PlacedTerms): Promise<PlaceCheck> =>
    isVain ? () => false : createPlaceCheck(files, found, terms);
  const [phraseChecks, runChecks, hasWay] = await Promise.all([
    Promise.all(phrases.map(checkOf)),
    Promise.all(runs.map((run) => run.places && checkOf({ places: run.places, fields: onlyIn }))),
    wayCheck(needs, strict, checkOf),
  ]);
  const keepsPhrases = ({ ref }: lunr.Index.Result): boolean =>
    phrases.every(({ isExcluded }, i) => phraseChecks[i]?.(Number(ref)) !== isExcluded);
  const optionalRuns = new Set(needs.flatMap(({ words: own }) => own.map(({ text }) => text)));
  const complete = strict.filter(
    (match) =>
      needs.every((need) => hasWay(need, match)) &&
      runs.every(({ text }, i) => optionalRuns.has(text) || (runChecks[i]?.(Number(match.ref)) ?? true)),
  );
  return { strict, relaxed, complete, keepsPhrases, askRelaxed, checkOf, runChecks };
}

/** Of the runs that stand nowhere in one piece. One with other names is what those are. */
async function cutsOf(files: IndexFiles, { runs, needs, found, onlyIn }: Prepared): Promise<Cuts> {
  const named = new Set(
    needs.flatMap(({ words, also }) => (also.length > 0 ? words.map(({ text }) => text) : [])),
  );
  const cuts = new Map<string, readonly RunPiece[]>();
  let clusters = 0;
  for (const { text, places } of runs) {
    if (!places || named.has(text)) continue;
    clusters += places.length + 1;
    if (clusters > maxCutClusters) break;
    const pieces = await cutRun(files, found, { places, fields: onlyIn });
    if (pieces) cuts.set(text, pieces);
  }
  return cuts;
}

const namesOf = new WeakMap<IndexFiles, ReadonlyMap<string, readonly OtherName[]>>();

/** By key, as the root has them. */
function otherNamesOf(files: IndexFiles): ReadonlyMap<string, readonly OtherName[]> {
  let names = namesOf.get(files);
  if (names === undefined) {
    names = new Map(
      files.root.synonyms?.map(([key, ...others]) => [
        key,
        others.map((name) => {
          const [written, text] = typeof name === 'string' ? [name, name.toLowerCase()] : name;
          return { written, text };
        }),
      ]),
    );
    namesOf.set(files, names);
  }
  return names;
}

/** Fewer letters are more likely an unknown abbreviation than a beginning. */
const shortestBeginning = 4;

/** Whether the last word, which the index lacks, may be the beginning of others. */
function isBegun(words: readonly QueryWord[], unknown: readonly QueryWord[]): boolean {
  const last = words.at(-1);
  return (
    last !== undefined && unknown.includes(last) && !last.isQuoted && last.text.length >= shortestBeginning
  );
}

function isCompleted({ words, found }: Prepared): boolean {
  const last = words.find(({ isUnfinished }) => isUnfinished);
  return last !== undefined && found.some(({ postings }) => postings.term.startsWith(last.text));
}

/** Which words of a plain query may be mistyped: the index lacks them, or they are rare and something like them is not. */
function doubtsOf(
  { words, needs, found }: Prepared,
  files: IndexFiles,
  { termOf }: Analyser,
  { isTyping = false, asTyped = false }: Reading,
): Doubts {
  const byTerm = new Map(found.map((each) => [each.postings.term, each]));
  const named = needs.flatMap(({ also, words: own }) => (also.length > 0 ? own : []));
  const names = new Set(named.map(({ text }) => text));
  const unknown: QueryWord[] = [];
  const rare: RareWord[] = [];
  for (const word of words) {
    if (word.isRun || names.has(word.text)) continue;
    const own = byTerm.get(termOf(word.text));
    const begins = ({ postings }: FoundTerm) => postings.term.startsWith(word.text);
    if (word.isUnfinished && (own || found.some(begins))) continue;
    if (!own && (word.isUnfinished || !asTyped)) unknown.push(word);
    if (!own || isTyping || asTyped) continue;
    const near = moreFrequent(files, own);
    if (near.length > 0) rare.push({ word, near });
  }
  return { unknown, rare, isCorrecting: !asTyped };
}

function wordTools(files: IndexFiles, tools: RankTools): WordTools {
  return {
    analyser: tools.analyser,
    termsOfLengths: (min, max) => loadDictionary(files, min, max),
    documentsOf: async (terms) => {
      const patterns = terms.map((term) => exactPattern(term));
      const { terms: found } = await findTerms(files, patterns);
      return new Map(found.map(({ postings }) => [postings.term, postings.documents]));
    },
    summaryOf: async (document) => {
      const { card } = await files.card(document);
      return `${card.title}\n${card.summary}`;
    },
    textOf: tools.textOf,
    knowOtherScripts: async () => {
      await tools.loadFurther();
    },
  };
}

/** Whether a match has what a need asks for. A name of several words must stand together in it. */
async function wayCheck(
  needs: readonly QueryNeed[],
  matches: readonly lunr.Index.Result[],
  checkOf: (terms: PlacedTerms) => Promise<PlaceCheck>,
): Promise<(need: QueryNeed, match: lunr.Index.Result) => boolean> {
  const hasTerms = ({ places }: Way, { matchData: { metadata } }: lunr.Index.Result): boolean =>
    places.every(({ term, isPrefix }) =>
      isPrefix ? Object.keys(metadata).some((found) => found.startsWith(term)) : term in metadata,
    );
  const checks = new Map<Way, PlaceCheck>();
  const isPlain = (way: Way, match: lunr.Index.Result): boolean => !way.isTogether && hasTerms(way, match);
  await Promise.all(
    needs.flatMap(({ ways }) =>
      ways.map(async (way) => {
        // Positions are loaded only where they decide.
        const decides = (match: lunr.Index.Result) =>
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
): (match: lunr.Index.Result) => boolean {
  const plain = words.filter((word) => !word.isRun);
  const terms = new Set(plain.map((word) => analyser.termOf(word.text)));
  const beginnings = plain.filter((word) => word.isUnfinished);
  return ({ ref, matchData }) => {
    const found = Object.keys(matchData.metadata);
    return (
      found.some((term) => terms.has(term) || beginnings.some(({ text }) => term.startsWith(text))) ||
      runs.some(
        ({ text, isFragment }, i) =>
          !isFragment && (runChecks[i]?.(Number(ref)) ?? found.some((term) => term.startsWith(text))),
      )
    );
  };
}
