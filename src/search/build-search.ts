// Documents of every language → the files below search/: a root of fixed name and files named by their payload.
import type { OutputFile, SearchDocument } from '../model.ts';
import { compareText } from '../problem.ts';
import { countTerms, termRecords } from './count-terms.ts';
import { fullIndexFiles } from './full-index.ts';
import { KnownIndex, writeKnownIndex } from './known-index.ts';
import { separateStemmerOf } from './pipeline.ts';
import { digestOf, type SearchCache, textKeysOf } from './search-cache.ts';
import type { DateTexts } from './shard-format.ts';
import type { SynonymGroup } from './synonyms.ts';
import { type WrittenIndex, writeIndex } from './write-index.ts';

export interface BuildSearchOptions {
  /** The terminal searches this language when none is named. */
  readonly siteLanguage?: string;
  /** By language tag; Site.interfaceTexts fits. A language without one shows dates as the author wrote them. */
  readonly dates?: ReadonlyMap<string, DateTexts>;
  /** By language tag: names of the same thing, which find each other. */
  readonly synonyms?: ReadonlyMap<string, readonly SynonymGroup[]>;
  /** With it, lunr's whole index is published too: see full-index.ts. */
  readonly pipelineScript?: string;
  /** By label, what readers of a language with such a stemmer load: see stemmer-script.ts. */
  readonly stemmerScripts?: Readonly<Record<string, string>>;
  /** Spares what an earlier build has done; the files are the same without. */
  readonly cache?: SearchCache;
  /** Of the program, as part of every file's fingerprint. */
  readonly codeVersion?: string;
}

export interface SearchFiles {
  /** Those of the index are late: one that the last output has costs no more than its name. */
  readonly files: readonly OutputFile[];
  /** By language, payloads compressed, without the proof that no reader's browser asks for. */
  readonly sizes: Readonly<Record<string, { readonly files: number; readonly bytes: number }>>;
}

/** @param documents by language, oldest first, as searchDocuments() gives them */
export function buildSearch(
  documents: ReadonlyMap<string, readonly SearchDocument[]>,
  { siteLanguage, dates, synonyms, stemmerScripts, pipelineScript, ...options }: BuildSearchOptions = {},
): SearchFiles {
  const files: OutputFile[] = [];
  const sizes: Record<string, { files: number; bytes: number }> = {};
  for (const [language, ofLanguage] of [...documents].sort(([a], [b]) => compareText(a, b))) {
    const stemmer = stemmerScripts?.[separateStemmerOf(language) ?? ''];
    const index = indexLanguage(language, ofLanguage, {
      ...options,
      // The stemmer first: the script makes known what has run before it.
      pipelineScript: pipelineScript === undefined ? undefined : (stemmer ?? '') + pipelineScript,
      isSiteLanguage: language === siteLanguage,
      dates: dates?.get(language),
      synonyms: synonyms?.get(language),
    });
    for (const file of index.files) files.push(file);
    if (stemmer !== undefined) files.push({ path: `search/${language}/stemmer.js`, contents: stemmer });
    for (const file of index.proof) files.push(file);
    sizes[language] = { files: index.files.length, bytes: index.compressedBytes };
  }
  return { files, sizes };
}

interface LanguageOptions
  extends Omit<BuildSearchOptions, 'siteLanguage' | 'dates' | 'synonyms' | 'stemmerScripts'> {
  readonly isSiteLanguage: boolean;
  readonly dates?: DateTexts;
  readonly synonyms?: readonly SynonymGroup[];
}

function indexLanguage(
  language: string,
  documents: readonly SearchDocument[],
  { isSiteLanguage, dates, synonyms, pipelineScript, cache, codeVersion }: LanguageOptions,
): Pick<WrittenIndex, 'files' | 'compressedBytes'> & { readonly proof: readonly OutputFile[] } {
  const keys = cache && documents.map(textKeysOf);
  const make = (into: SearchCache | undefined) => {
    const kept = into && keys && { cache: into, keys };
    const counts = countTerms(documents, language, kept);
    return {
      counts,
      index: writeIndex(counts, documents, { isSiteLanguage, dates, synonyms, codeVersion, kept }),
    };
  };
  if (pipelineScript !== undefined) {
    const { counts, index } = make(cache);
    return { ...index, proof: fullIndexFiles(counts, documents, pipelineScript) };
  }
  if (cache === undefined || keys === undefined) return { ...make(undefined).index, proof: [] };

  // With the same documents nothing is done but to name the files again.
  const key = `index/${language}/${digestOf(
    JSON.stringify([
      {
        codeVersion,
        isSiteLanguage,
        months: dates?.months,
        format: dates?.dateFormat,
        offset: dates?.yearOffset,
        synonyms,
      },
      documents.map(({ permalink, kind, date, year, countries, topics, boost, sections }, number) => {
        const text = keys[number]?.text;
        return [text, permalink, kind, date, year, countries, topics, boost, sections];
      }),
    ]),
  )}`;
  const known = KnownIndex.parse(cache.get(key));
  if (known !== undefined) {
    // Asked for, so that they are kept for the build after this one.
    for (const used of known.cacheKeys) cache.get(used);
    return {
      // What a failed clean-up or a new output folder lacks is made from the documents, without a further record.
      files: known.filesMadeBy(() => make({ get: (name) => cache.get(name), put() {} }).index.files),
      compressedBytes: known.compressedBytes,
      proof: [],
    };
  }
  const { index } = make(cache);
  cache.put(key, writeKnownIndex({ ...index, cacheKeys: [...termRecords(language), ...index.cacheKeys] }));
  return { ...index, proof: [] };
}
