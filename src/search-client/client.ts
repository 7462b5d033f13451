// Query → files of the index → lunr → results. No DOM and no node:, so the browser, its worker, the terminal and
// the tests run this very code. lunr parses, expands and ranks; nothing here computes a score.
import type lunr from 'lunr';
import { preparedLunr } from '../search/lunr-with-pipeline.ts';
import {
  type DocumentText,
  formatVersion,
  lunrVersion,
  type ResultCard,
  rootName,
  type SearchRoot,
  searchFields,
} from '../search/shard-format.ts';
import { type Analyser, createAnalyser } from './analyser.ts';
import { printDate } from './calendar-date.ts';
import { cutExcerpt, type MarkTargets, markText, type TextPart } from './excerpt.ts';
import { FileStore, type LoadContainer } from './file-store.ts';
import { IndexFileError } from './index-file-error.ts';
import { normalisedText } from './normalised-text.ts';
import { findTooMuch, type QueryError } from './query-limits.ts';
import { type RewrittenQuery, rewriteQuery } from './rewrite-query.ts';

export interface SearchOptions {
  /** The text goes to lunr untouched, and the results keep lunr's order. Default: false. */
  readonly lunr?: boolean;
  /** Results to give back at most; `total` counts all. Default: all. */
  readonly limit?: number;
  /** Results to pass over. Default: 0. */
  readonly offset?: number;
  /** Whether results carry an excerpt and marked titles, which needs the texts file. Default: false. */
  readonly excerpts?: boolean;
}

export interface SearchResult extends ResultCard {
  /** The document's number, as lunr knows it. */
  readonly ref: string;
  /** lunr's own. */
  readonly score: number;
  /** Terms of the index that matched. */
  readonly terms: readonly string[];
  /** The date as the language prints it; empty when there is none. */
  readonly dateText: string;
  /** With `excerpts`. */
  readonly titleParts?: readonly TextPart[];
  readonly excerpt?: readonly TextPart[];
}

export interface SearchResults {
  readonly query: string;
  /** What lunr was given. */
  readonly lunrQuery: string;
  /** True when no document has all words, and the results are those with any. */
  readonly relaxed: boolean;
  readonly total: number;
  readonly results: readonly SearchResult[];
}

/** A text in lunr's language that lunr cannot parse, or that asks too much. */
export interface SearchFailure {
  readonly query: string;
  readonly error: QueryError;
}

export type SearchAnswer = SearchResults | SearchFailure;

export interface SearchClient {
  /** Loads what every query needs. Fails with an IndexFileError. */
  preload(): Promise<void>;
  /** Fails with an IndexFileError; the next call tries again. */
  search(query: string, options?: SearchOptions): Promise<SearchAnswer>;
}

const fieldNames = searchFields.map(({ name }) => name as string);

export function createSearchClient({
  language,
  load,
}: {
  readonly language: string;
  readonly load: LoadContainer;
}): SearchClient {
  const store = new FileStore(load);
  let analyser: Analyser | undefined;

  const getRoot = () => store.get(rootName(language), decodeRoot);
  const getIndex = (root: SearchRoot) => store.get(root.files.index.name, decodeIndex);
  const getCards = (root: SearchRoot) =>
    store.get(root.files.cards.name, (json) => JSON.parse(json) as ResultCard[]);
  const getTexts = (root: SearchRoot) => store.get(root.files.texts.name, decodeTexts);

  /** After a deploy the old files may be gone: then the root is asked for anew at the next query. */
  async function withRoot<Result>(use: (root: SearchRoot) => Promise<Result>): Promise<Result> {
    const root = await getRoot();
    try {
      return await use(root);
    } catch (error) {
      if (error instanceof IndexFileError) store.forget(rootName(language));
      throw error;
    }
  }

  async function findMatches(
    root: SearchRoot,
    query: string,
    isRaw: boolean,
  ): Promise<Matches | SearchFailure> {
    const index = await getIndex(root);
    if (isRaw) return askLunr(index, query, query, (position) => position);
    analyser ??= createAnalyser(language);
    const rewritten = rewriteQuery(query, fieldNames, analyser);
    if (!rewritten.isLunr && rewritten.words.length === 0 && rewritten.phrases.length === 0) {
      return { lunrQuery: '', isRelaxed: false, found: [], rewritten };
    }
    const texts =
      rewritten.phrases.length > 0 || rewritten.words.some((word) => word.needsText)
        ? await getTexts(root)
        : undefined;
    const cards = texts && (await getCards(root));
    const fieldsOf = (number: number) => [
      cards?.[number]?.title ?? '',
      cards?.[number]?.summary ?? '',
      texts?.documents[number]?.body ?? '',
    ];
    const holds = (ref: string, needle: string) => texts?.holds(Number(ref), needle, fieldsOf) ?? true;

    const ask = (lunrQuery: string) => askLunr(index, query, lunrQuery, rewritten.placeOf);
    const strict = ask(rewritten.lunrQuery);
    if ('error' in strict) return strict;
    const keepsPhrases = ({ ref }: lunr.Index.Result) =>
      rewritten.phrases.every(({ needle, isExcluded }) => holds(ref, needle) !== isExcluded);
    const runs = rewritten.words.filter((word) => word.needsText);
    const found = strict.found.filter(
      (match) => keepsPhrases(match) && runs.every(({ text }) => holds(match.ref, text)),
    );
    if (found.length > 0 || rewritten.relaxedQuery === undefined) {
      return { ...strict, found: newestFirst(found), rewritten };
    }
    const relaxed = ask(rewritten.relaxedQuery);
    if ('error' in relaxed) return relaxed;
    const hasAnyWord = hasAnyWordOf(rewritten, analyser, holds);
    const any = relaxed.found.filter((match) => keepsPhrases(match) && hasAnyWord(match));
    if (any.length === 0) return { ...strict, found: any, rewritten };
    return { ...relaxed, isRelaxed: true, found: newestFirst(any), rewritten };
  }

  return {
    async preload() {
      await withRoot((root) => Promise.all([getIndex(root), getCards(root)]));
    },

    search(query, { lunr: isRaw = false, limit, offset = 0, excerpts = false } = {}) {
      return withRoot(async (root) => {
        // Asked for together, so that a slow line is waited for once.
        const files = Promise.all([getCards(root), excerpts ? getTexts(root) : undefined]);
        files.catch(() => undefined);
        const matches = await findMatches(root, query, isRaw);
        if ('error' in matches) return matches;
        const { lunrQuery, isRelaxed, found, rewritten } = matches;
        const [cards, texts] = await files;
        const shown = found.slice(offset, limit === undefined ? undefined : offset + limit);
        analyser ??= createAnalyser(language);
        const results: SearchResult[] = [];
        for (const { ref, score, matchData } of shown) {
          const card = cards[Number(ref)];
          if (!card) throw new IndexFileError('foreign', root.files.cards.name);
          const terms = Object.keys(matchData.metadata);
          results.push({
            ...card,
            ref,
            score,
            terms,
            dateText: printDate(card.date, root.dates),
            ...(texts && marked(card, texts.documents[Number(ref)], targetsOf(terms, rewritten), analyser)),
          });
        }
        return { query, lunrQuery, relaxed: isRelaxed, total: found.length, results };
      });
    },
  };
}

interface Matches {
  readonly lunrQuery: string;
  readonly isRelaxed: boolean;
  readonly found: readonly lunr.Index.Result[];
  readonly rewritten?: RewrittenQuery;
}

function askLunr(
  index: lunr.Index,
  query: string,
  lunrQuery: string,
  placeOf: (position: number) => number,
): Matches | SearchFailure {
  const lunrModule = preparedLunr();
  const failure = ({ message, start, end }: QueryError): SearchFailure => ({
    query,
    error: { message, start: placeOf(start), end: placeOf(end) },
  });
  try {
    parse(lunrModule, lunrQuery);
    const tooMuch = findTooMuch(lunrQuery, lunrModule);
    if (tooMuch) return failure(tooMuch);
    return { lunrQuery, isRelaxed: false, found: index.search(lunrQuery) };
  } catch (error) {
    // lunr's positions are numbers, whatever its types say.
    if (error instanceof lunrModule.QueryParseError) return failure(error as unknown as QueryError);
    throw error;
  }
}

/** Throws what lunr throws, before any limit of ours speaks. */
function parse(lunrModule: typeof lunr, text: string): void {
  const { QueryParser } = lunrModule as unknown as {
    QueryParser: new (text: string, query: lunr.Query) => { parse(): void };
  };
  new QueryParser(text, new lunrModule.Query([...fieldNames])).parse();
}

/** Equal scores: the newest first. A document's number grows with its date. */
function newestFirst(found: readonly lunr.Index.Result[]): lunr.Index.Result[] {
  return [...found].sort((a, b) => b.score - a.score || Number(b.ref) - Number(a.ref));
}

/** Whether a match of a relaxed query has at least one word in full: a pair of a run is not a word yet. */
function hasAnyWordOf(
  { words }: RewrittenQuery,
  analyser: Analyser,
  holds: (ref: string, needle: string) => boolean,
): (match: lunr.Index.Result) => boolean {
  const terms = new Set(words.filter((word) => !word.isRun).map((word) => analyser.termOf(word.text)));
  const runs = words.filter((word) => word.isRun);
  return ({ ref, matchData }) => {
    const found = Object.keys(matchData.metadata);
    return found.some((term) => terms.has(term) || runs.some((run) => hasRun(ref, term, run)));
  };
  function hasRun(ref: string, term: string, { text, needsText }: RewrittenQuery['words'][number]): boolean {
    return needsText ? holds(ref, text) : term.startsWith(text);
  }
}

function targetsOf(terms: readonly string[], rewritten: RewrittenQuery | undefined): MarkTargets {
  const words = rewritten?.words ?? [];
  return { terms: new Set(terms), runs: words.filter((word) => word.isRun).map((word) => word.text) };
}

function marked(
  { title, summary }: ResultCard,
  text: DocumentText | undefined,
  targets: MarkTargets,
  analyser: Analyser,
): Pick<SearchResult, 'titleParts' | 'excerpt'> {
  const body = text?.body ?? '';
  return {
    titleParts: markText(title, targets, analyser),
    excerpt: cutExcerpt(body, targets, analyser) ?? markText(summary || cutPlain(body), targets, analyser),
  };
}

function cutPlain(text: string): string {
  if (text.length <= 200) return text;
  const cut = text.slice(0, 200);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 100))} …`;
}

// ── decoding ──────────────────────────────────────────────────────────────────────────────────────────

function decodeRoot(json: string): SearchRoot {
  const root = JSON.parse(json) as SearchRoot;
  if (root.format !== formatVersion || root.lunr !== lunrVersion || root.lunr !== preparedLunr().version) {
    throw new IndexFileError('other-version', rootName(root.language));
  }
  return root;
}

function decodeIndex(json: string): lunr.Index {
  return preparedLunr().Index.load(JSON.parse(json));
}

class HeldTexts {
  readonly documents: readonly DocumentText[];
  /** Normalised fields of documents that were looked into; bounded, the longest unused goes first. */
  readonly #normalised = new Map<number, readonly string[]>();
  #heldLength = 0;

  constructor(documents: readonly DocumentText[]) {
    this.documents = documents;
  }

  /** Whether a field of the document holds the words of a normalised phrase. */
  holds(number: number, needle: string, fieldsOf: (number: number) => readonly string[]): boolean {
    let fields = this.#normalised.get(number);
    if (fields) this.#normalised.delete(number);
    else {
      fields = fieldsOf(number).map(normalisedText);
      this.#heldLength += lengthOf(fields);
    }
    this.#normalised.set(number, fields);
    for (const [oldest, held] of this.#normalised) {
      if (this.#heldLength <= maxNormalisedLength || oldest === number) break;
      this.#normalised.delete(oldest);
      this.#heldLength -= lengthOf(held);
    }
    return fields.some((field) => field.includes(needle));
  }
}

/** In UTF-16 units: at most 16 MB of memory. */
const maxNormalisedLength = 8_000_000;

function lengthOf(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + field.length, 0);
}

function decodeTexts(json: string): HeldTexts {
  return new HeldTexts(JSON.parse(json) as DocumentText[]);
}
