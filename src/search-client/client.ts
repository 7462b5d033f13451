// Query → files of the index → lunr → results. No DOM and no node:, so the browser, its worker, the terminal and
// the tests run this very code. lunr parses, expands and ranks; nothing here computes a score.
import { knowOtherScripts, separateStemmerOf } from '../search/pipeline.ts';
import { type ResultCard, rootName, type searchFields } from '../search/shard-format.ts';
import { type Analyser, createAnalyser } from './analyser.ts';
import { printDate } from './calendar-date.ts';
import { engineFile } from './engine-messages.ts';
import type { ResultSection, Sought, TextPart } from './excerpt.ts';
import { FileStore, type LoadContainer } from './file-store.ts';
import { IndexFileError } from './index-file-error.ts';
import { IndexFiles, type ResultText } from './index-files.ts';
import type {
  ExcerptModule,
  FurtherModule,
  LoadExcerpts,
  LoadFurther,
  LoadStemmer,
  LoadWords,
} from './load-further.ts';
import type { KindsFirst, Narrowing, ResultFacets, ResultFilters, ResultOrder } from './narrow-hits.ts';
import type { QueryError } from './query-limits.ts';
import {
  type Correction,
  type CutRun,
  type Hit,
  type Ranking,
  type Reading,
  rank,
  type Synonym,
} from './rank.ts';

export interface SearchOptions {
  /** The text goes to lunr untouched, and the results keep lunr's order. Default: false. */
  readonly lunr?: boolean;
  /** The last word is unfinished: any word that begins so will do. Default: false. */
  readonly isTyping?: boolean;
  /** No word is corrected, and none is offered. Default: false. */
  readonly asTyped?: boolean;
  /** Plain words are looked for in these alone. Default: in all. */
  readonly fields?: readonly SearchField[];
  /** Results to give back at most; `total` counts all. Default: all. */
  readonly limit?: number;
  /** Results to pass over. Default: 0. */
  readonly offset?: number;
  /** Whether results carry an excerpt and marked titles, which needs their texts. Default: false. */
  readonly excerpts?: boolean;
  /** What results are narrowed by. Default: nothing. */
  readonly filters?: ResultFilters;
  /** Default: relevance. Its score stays with each result. */
  readonly order?: ResultOrder;
  /** Whether counts for the filters are wanted. Default: false. */
  readonly facets?: boolean;
  /** Default: none. Which results there are, and `total`, stays the same. */
  readonly kindsFirst?: KindsFirst;
}

export type SearchField = (typeof searchFields)[number]['name'];

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
  /** With `excerpts`, of a long text: the section where the excerpt was cut. `url#anchor` leads there. */
  readonly section?: ResultSection;
  /**
   * With `excerpts`: the words of the page that match, as they are written there, in lower case as `toLowerCase` makes
   * it; runs of scripts without spaces as runs. At most 12, the most frequent first. They mark a page without a stemmer.
   */
  readonly forms?: readonly string[];
}

export interface SearchResults {
  readonly query: string;
  /** What lunr was given. */
  readonly lunrQuery: string;
  /** True when no document has all words, and the results are those with any. */
  readonly relaxed: boolean;
  /**
   * True when no document has the quoted phrases, or the runs that were cut, and the results are those with their words
   * or pieces, nearest first among equal scores.
   */
  readonly scattered: boolean;
  /** Words that the index lacks, and what was looked for in their place; `lunrQuery` holds that. */
  readonly corrections: readonly Correction[];
  /** The query with a word that hardly any document has replaced by a much more frequent one. Not looked for. */
  readonly didYouMean?: string;
  /** Names of countries and topics in the query, and the other names that were looked for besides. */
  readonly synonyms: readonly Synonym[];
  /** Runs of scripts without spaces that stand nowhere in one piece, and their pieces that were looked for; if any. */
  readonly cuts?: readonly CutRun[];
  /** True when nothing was looked for, as all words are stop words: the index holds none of those. */
  readonly tooCommon: boolean;
  readonly total: number;
  readonly results: readonly SearchResult[];
  /** With `facets`. */
  readonly facets?: ResultFacets;
}

/** A text in lunr's language that lunr cannot parse, or that asks too much. */
export interface SearchFailure {
  readonly query: string;
  readonly error: QueryError;
}

export type SearchAnswer = SearchResults | SearchFailure;

export interface SearchClient {
  /** Loads what every query needs. Fails with an IndexFileError. */
  preload(): Promise<{ readonly wholeBytes: number }>;
  /**
   * Fails with an IndexFileError; the next call tries again. The last ranking is kept: asking again for other results
   * of the same text, or for their excerpts, computes nothing twice.
   */
  search(query: string, options?: SearchOptions): Promise<SearchAnswer>;
  /**
   * Loads every file but the texts, to stay. After that no query loads anything, and excerpts are cut from the summary
   * alone. Fails with an IndexFileError; the next call goes on where it failed.
   * @param onProgress in deflated bytes
   */
  downloadWhole(onProgress?: (loaded: number, total: number) => void): Promise<void>;
}

export function createSearchClient({
  language,
  load,
  maxHeldBytes,
  loadFurther = () => import('./further.ts'),
  loadWords = () => import('./further-words.ts'),
  loadExcerpts = () => import('./excerpt.ts'),
  loadStemmer,
}: {
  readonly language: string;
  readonly load: LoadContainer;
  /** Of memory for decoded files. Default: 16 MB. */
  readonly maxHeldBytes?: number;
  readonly loadFurther?: LoadFurther;
  readonly loadWords?: LoadWords;
  readonly loadExcerpts?: LoadExcerpts;
  /** Needed for a language that has a `separateStemmerOf`. */
  readonly loadStemmer?: LoadStemmer;
}): SearchClient {
  const store = new FileStore(load, maxHeldBytes);
  let opened: Promise<IndexFiles> | undefined;
  let analyser: Analyser | undefined;
  let isWhole = false;
  let last:
    | { readonly files: IndexFiles; readonly key: string; readonly ranking: Promise<Answered> }
    | undefined;

  async function open(): Promise<IndexFiles> {
    // Asked for together, so that a slow line is waited for once.
    const [files] = await Promise.all([
      IndexFiles.open(language, store),
      separateStemmerOf(language) && loadStemmer && loadScript(loadStemmer),
    ]);
    return files;
  }

  /** After a deploy the old files may be gone: then the root is asked for anew at the next query. */
  async function withFiles<Result>(use: (files: IndexFiles) => Promise<Result>): Promise<Result> {
    opened ??= open();
    const mine = opened;
    try {
      return await use(await mine);
    } catch (error) {
      if (error instanceof IndexFileError && error.file !== engineFile && opened === mine) {
        opened = undefined;
        last = undefined;
        store.forget(rootName(language));
      }
      throw error;
    }
  }

  function rankOnce(files: IndexFiles, query: string, reading: Reading): Promise<Answered> {
    const key = JSON.stringify([reading, query]);
    if (last?.files === files && last.key === key) return last.ranking;
    analyser ??= createAnalyser(language);
    const ranking = rank(files, query, reading, {
      analyser,
      loadFurther: getFurther,
      loadWords: () => loadScript(loadWords),
      textOf: async (document) => {
        const { textHash } = await files.card(document);
        return (await textOf(files, document, textHash)).body;
      },
    });
    const mine = { files, key, ranking };
    last = mine;
    ranking.catch(() => {
      if (last === mine) last = undefined;
    });
    return ranking;
  }

  /** Empty in private mode: no one shall see which texts a reader wants. */
  async function textOf(files: IndexFiles, document: number, hash: string): Promise<ResultText> {
    return isWhole ? { body: '' } : files.text(document, hash);
  }

  async function getFurther(): Promise<FurtherModule> {
    const further = await loadScript(loadFurther);
    knowOtherScripts(further.otherScripts);
    return further;
  }

  async function narrower(files: IndexFiles, narrowing: Narrowing) {
    const { documentCount, filters } = files.root;
    // Asked for together, so that a slow line is waited for once.
    const script = loadScript(loadWords);
    script.catch(() => undefined);
    const columns = await files.get('filters', filters, async (payload) =>
      (await script).readFilters(payload, documentCount),
    );
    const { narrowHits } = await script;
    return (hits: readonly Hit[]) => narrowHits(hits, columns, narrowing);
  }

  /** @param excerpt absent when none is asked for */
  async function showHit(
    files: IndexFiles,
    { number, score, terms }: Hit,
    excerpt?: { readonly script: Promise<ExcerptModule>; readonly sought: Sought },
  ): Promise<SearchResult> {
    const { card, textHash } = await files.card(number);
    const result = {
      ...card,
      ref: `${number}`,
      score,
      terms,
      dateText: printDate(card.date, files.root.dates),
    };
    if (!excerpt) return result;
    analyser ??= createAnalyser(language);
    const text = textOf(files, number, textHash);
    // A failure is told where the text is waited for.
    text.catch(() => undefined);
    const { excerptOf, needsOtherScripts } = await excerpt.script;
    // Known before the text comes, so that a slow line is waited for once.
    const further = needsOtherScripts(card.title + card.summary) ? getFurther() : undefined;
    const [{ body, sections }] = await Promise.all([text, further]);
    if (needsOtherScripts(body)) await getFurther();
    const { title, summary } = card;
    const targets = { ...excerpt.sought, terms: new Set(terms) };
    return { ...result, ...excerptOf({ title, summary, body, sections }, targets, analyser) };
  }

  return {
    preload: () => withFiles(async ({ root: { wholeBytes } }) => ({ wholeBytes })),

    search(
      query,
      {
        limit,
        offset = 0,
        excerpts = false,
        filters = {},
        order = 'relevance',
        facets: wantsFacets = false,
        kindsFirst,
        ...options
      } = {},
    ) {
      return withFiles(async (files) => {
        // Asked for together, so that a slow line is waited for once.
        const excerptScript = excerpts ? loadScript(loadExcerpts) : undefined;
        excerptScript?.catch(() => undefined);
        const isNarrowed =
          wantsFacets || order !== 'relevance' || isAnyFilter(filters) || kindsFirst !== undefined;
        const [ranking, narrow] = await Promise.all([
          rankOnce(files, query, readingOf(options)),
          isNarrowed ? narrower(files, { filters, order, facets: wantsFacets, kindsFirst }) : undefined,
        ]);
        if ('error' in ranking) return { query, error: ranking.error };
        const { lunrQuery, isRelaxed, isScattered, isTooCommon, runs, patterns, phrases } = ranking;
        const { corrections, didYouMean, synonyms, cuts } = ranking;
        const { hits, facets } = narrow?.(ranking.hits) ?? { hits: ranking.hits };
        const shown = hits.slice(offset, limit === undefined ? undefined : offset + limit);
        const excerpt = excerptScript && {
          script: excerptScript,
          sought: { patterns, phrases, runs },
        };
        const results = await Promise.all(shown.map((hit) => showHit(files, hit, excerpt)));
        const total = hits.length;
        return {
          query,
          lunrQuery,
          relaxed: isRelaxed,
          scattered: isScattered,
          corrections,
          ...(didYouMean !== undefined && { didYouMean }),
          synonyms,
          ...(cuts.length > 0 && { cuts }),
          tooCommon: isTooCommon,
          total,
          results,
          ...(facets && { facets }),
        };
      });
    },

    downloadWhole(onProgress = () => undefined) {
      return withFiles(async (files) => {
        // All loaded now if they were not: when they come must not tell that a search was made.
        const scripts = [loadScript(loadWords), loadScript(loadExcerpts)] as const;
        const [{ keepWhole }] = await Promise.all([getFurther(), ...scripts]);
        if (!isWhole) await keepWhole(files, onProgress);
        isWhole = true;
      });
    },
  };
}

/** A script of the engine itself. */
async function loadScript<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new IndexFileError('unreachable', engineFile, { cause });
  }
}

type Answered = Ranking | { readonly error: QueryError };

/** Without what changes nothing, as rankings are kept by it. */
function readingOf({ lunr = false, isTyping = false, asTyped = false, fields }: SearchOptions): Reading {
  return { lunr, isTyping, asTyped, ...(fields && fields.length > 0 && { fields }) };
}

function isAnyFilter({ country, topic, year, kind }: ResultFilters): boolean {
  return country !== undefined || topic !== undefined || year !== undefined || kind !== undefined;
}
