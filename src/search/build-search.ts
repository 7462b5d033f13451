// Documents of every language → the files below search/: a root of fixed name and files named by their payload.
import type { OutputFile, SearchDocument } from '../model.ts';
import { compareText } from '../problem.ts';
import { countTerms } from './count-terms.ts';
import { fullIndexFiles } from './full-index.ts';
import type { DateTexts } from './shard-format.ts';
import { writeIndex } from './write-index.ts';

export interface BuildSearchOptions {
  /** The terminal searches this language when none is named. */
  readonly siteLanguage?: string;
  /** By language tag; Site.interfaceTexts fits. A language without one shows dates as the author wrote them. */
  readonly dates?: ReadonlyMap<string, DateTexts>;
  /** With it, lunr's whole index is published too: see full-index.ts. */
  readonly pipelineScript?: string;
}

/** @param documents by language, oldest first, as searchDocuments() gives them */
export function buildSearch(
  documents: ReadonlyMap<string, readonly SearchDocument[]>,
  { siteLanguage, dates, pipelineScript }: BuildSearchOptions = {},
): OutputFile[] {
  return [...documents]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([language, ofLanguage]) => {
      const texts = dates?.get(language);
      const counts = countTerms(ofLanguage, language);
      const files = writeIndex(counts, ofLanguage, {
        isSiteLanguage: language === siteLanguage,
        ...(texts && { dates: texts }),
      });
      return pipelineScript === undefined
        ? files
        : [...files, ...fullIndexFiles(counts, ofLanguage, pipelineScript)];
    });
}
