// For tests: texts → a search client over a real index, held in memory; files may be spoiled on the way.
import type { LanguageTag, OutputFile, Permalink, SearchDocument } from '../../src/model.ts';
import { buildSearch } from '../../src/search/build-search.ts';
import { parseContainer } from '../../src/search/shard-format.ts';
import { knowStemmers } from '../../src/search/stemmers.ts';
import type { SynonymGroup } from '../../src/search/synonyms.ts';
import { createSearchClient, type SearchClient, type SearchResults } from '../../src/search-client/client.ts';
import type { LoadContainer } from '../../src/search-client/file-store.ts';
import { IndexFileError } from '../../src/search-client/index-file-error.ts';

/** A document from what a test cares for; oldest first, as the index wants them. */
export function documentOf(
  part: Partial<Omit<SearchDocument, 'permalink' | 'date'>> & { permalink?: string; date?: string },
  number = 0,
): SearchDocument {
  return {
    language: 'en' as LanguageTag,
    kind: 'news',
    title: '',
    summary: '',
    body: '',
    countries: [],
    topics: [],
    ...part,
    permalink: (part.permalink ?? `/news/${number}/`) as Permalink,
    date: part.date as SearchDocument['date'],
  };
}

export function filesOf(
  documents: readonly SearchDocument[],
  language = 'en',
  synonyms: readonly SynonymGroup[] = [],
): Map<string, string> {
  const { files } = buildSearch(new Map([[language, documents]]), {
    siteLanguage: language,
    synonyms: new Map([[language, synonyms]]),
  });
  return new Map(files.map((file) => [file.path, textOf(file)]));
}

export function textOf(file: OutputFile): string {
  if ('make' in file) return String(file.make());
  if (!('contents' in file) || typeof file.contents !== 'string') throw new Error(`${file.path} is no text`);
  return file.contents;
}

/** Reads from a map of files as the browser's loader reads from a server. */
export function loaderOf(files: ReadonlyMap<string, string>): LoadContainer {
  return async (name) => {
    const text = files.get(`search/${name}.js`);
    if (text === undefined) throw new IndexFileError('missing', name);
    const container = parseContainer(text, name);
    if (typeof container === 'string') throw new IndexFileError(container, name);
    return container;
  };
}

export function clientOf(
  documents: readonly SearchDocument[],
  language = 'en',
  synonyms: readonly SynonymGroup[] = [],
): SearchClient {
  return createSearchClient({
    language,
    load: loaderOf(filesOf(documents, language, synonyms)),
    loadStemmer: async () => knowStemmers(),
  });
}

/** One document a text; refs are their places. */
export function clientOfTexts(
  texts: readonly string[],
  language = 'en',
  synonyms: readonly SynonymGroup[] = [],
): SearchClient {
  return clientOf(
    texts.map((body, i) => documentOf({ body }, i)),
    language,
    synonyms,
  );
}

export async function resultsOf(
  client: SearchClient,
  query: string,
  options: Parameters<SearchClient['search']>[1] = {},
): Promise<SearchResults> {
  const answer = await client.search(query, options);
  if ('error' in answer) throw new Error(`${query}: ${answer.error.message}`);
  return answer;
}

/** Numbers of the documents found, ascending. */
export async function refsOf(client: SearchClient, query: string): Promise<number[]> {
  const { results } = await resultsOf(client, query);
  return results.map(({ ref }) => Number(ref)).sort((a, b) => a - b);
}
