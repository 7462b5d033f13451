// One engine's work in a process of its own, so that time and memory are its own: builds an index of the bench's posts,
// or asks a built one. Called by bench/search.ts; prints one JSON value.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import type { SearchDocument } from '../src/model.ts';
import { buildSearch } from '../src/search/build-search.ts';
import { loadPipelines, preparedLunr } from '../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../src/search/other-scripts.ts';
import { knowOtherScripts } from '../src/search/pipeline.ts';
import { searchFields } from '../src/search/shard-format.ts';
import { createSearchClient } from '../src/search-client/client.ts';
import { createDiskLoader } from '../src/search-client/loaders/disk-loader.ts';
import { readCorpus } from './corpus.ts';
import { takeQueries } from './make-queries.ts';
import { miniSearchOptions } from './peer-options.ts';
import { benchDocuments } from './posts.ts';

knowOtherScripts(otherScripts);

export interface BuildMeasure {
  readonly wallSeconds: number;
  readonly userSeconds: number;
  /** Of the whole process, with the documents in memory. */
  readonly peakBytes: number;
}

export interface QueryMeasure {
  readonly queriesPerSecond: number;
}

export interface TermMeasure {
  readonly distinctTerms: number;
}

const shown = 10;
/** Passes over the queries: one to warm up, then those that count. */
const passes = 3;

/** Texts → the index as it is published, in memory. @returns what to write for the browser, if the engine needs a file */
const builders: Readonly<Record<string, (documents: readonly SearchDocument[]) => string | undefined>> = {
  // What every builder holds before it begins.
  nothing: () => undefined,
  ours: (documents) => {
    const { files } = buildSearch(new Map([['en', documents]]), { siteLanguage: 'en' });
    for (const file of files) if ('make' in file) file.make();
    return undefined;
  },
  // The very index that ours must equal.
  'lunr-same-index': (documents) => {
    const { index, search } = loadPipelines('en');
    const builder = new (preparedLunr().Builder)();
    builder.pipeline = index as unknown as typeof builder.pipeline;
    builder.searchPipeline = search as unknown as typeof builder.searchPipeline;
    return buildLunr(builder, documents);
  },
  // lunr(function () { … }) of its guides: its own trimmer, stop words and stemmer.
  lunr: (documents) => {
    const builder = new lunr.Builder();
    builder.pipeline.add(lunr.trimmer, lunr.stopWordFilter, lunr.stemmer);
    builder.searchPipeline.add(lunr.stemmer);
    return buildLunr(builder, documents);
  },
  minisearch: (documents) => {
    const search = new MiniSearch(miniSearchOptions);
    search.addAll(documents.map((document, id) => ({ id, ...cardOf(document), body: document.body })));
    return JSON.stringify(search);
  },
};

function buildLunr(builder: lunr.Builder, documents: readonly SearchDocument[]): string {
  builder.ref('ref');
  for (const { name, boost } of searchFields) builder.field(name, { boost });
  documents.forEach(({ title, summary, body }, number) => {
    builder.add({ ref: String(number), title, summary, body });
  });
  return JSON.stringify({ index: builder.build(), cards: documents.map(cardOf) });
}

function cardOf({ permalink, title, date, summary }: SearchDocument): Record<string, string> {
  return { url: permalink, title, date: date ?? '', summary };
}

/** A function that answers one query with the first results as a reader sees them. */
const askers: Readonly<Record<string, (place: string) => (query: string) => unknown>> = {
  ours: (site) => {
    const client = createSearchClient({ language: 'en', load: createDiskLoader(join(site, 'search')) });
    return (query) => client.search(query, { limit: shown });
  },
  lunr: (folder) => {
    const { index, cards } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
    const loaded = lunr.Index.load(index);
    return (query) =>
      loaded
        .search(query)
        .slice(0, shown)
        .map(({ ref }) => cards[Number(ref)]);
  },
  minisearch: (folder) => {
    const loaded = MiniSearch.loadJSON(readFileSync(join(folder, 'index.json'), 'utf8'), miniSearchOptions);
    return (query) => loaded.search(query).slice(0, shown);
  },
};

function countTerms(documents: readonly SearchDocument[]): number {
  const { tokenizer } = preparedLunr();
  const { index } = loadPipelines('en');
  const words = new Set<string>();
  const terms = new Set<string>();
  for (const { title, summary, body } of documents) {
    for (const word of tokenizer(`${title} ${summary} ${body}`).map(String)) {
      if (words.has(word)) continue;
      words.add(word);
      for (const term of index.runString(word)) terms.add(term);
    }
  }
  return terms.size;
}

const [task = '', engine = '', count = '', place = '', corpus = ''] = process.argv.slice(2);
const documentsOf = () => benchDocuments(Number(count), readCorpus(corpus));
if (task === 'build') {
  const documents = documentsOf();
  const startMs = performance.now();
  const before = process.resourceUsage().userCPUTime;
  const json = builders[engine]!(documents);
  const usage = process.resourceUsage();
  const measure: BuildMeasure = {
    wallSeconds: (performance.now() - startMs) / 1000,
    userSeconds: (usage.userCPUTime - before) / 1e6,
    peakBytes: usage.maxRSS * 1024,
  };
  if (place !== '' && json !== undefined) writeFileSync(join(place, 'index.json'), json);
  console.log(JSON.stringify(measure));
} else if (task === 'terms') {
  const measure: TermMeasure = { distinctTerms: countTerms(documentsOf()) };
  console.log(JSON.stringify(measure));
} else {
  const ask = askers[engine]!(place);
  const queries = takeQueries(Number(count)).map(({ text }) => text);
  for (const query of queries) await ask(query);
  const startMs = performance.now();
  for (let pass = 0; pass < passes; pass += 1) for (const query of queries) await ask(query);
  const measure: QueryMeasure = {
    queriesPerSecond: (passes * queries.length) / ((performance.now() - startMs) / 1000),
  };
  console.log(JSON.stringify(measure));
}
