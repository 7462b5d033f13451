// Documents of every language → the files below search/: a root of fixed name and files named by their payload.
import { createHash } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import type { OutputFile, SearchDocument } from '../model.ts';
import { compareText } from '../problem.ts';
import { buildIndex } from './build-index.ts';
import {
  type DateTexts,
  type DocumentText,
  formatVersion,
  type IndexFile,
  lunrVersion,
  printContainer,
  type ResultCard,
  rootName,
  type SearchRoot,
} from './shard-format.ts';

export interface BuildSearchOptions {
  /** The terminal searches this language when none is named. */
  readonly siteLanguage?: string;
  /** By language tag; Site.interfaceTexts fits. A language without one shows dates as the author wrote them. */
  readonly dates?: ReadonlyMap<string, DateTexts>;
}

/** @param documents by language, oldest first, as searchDocuments() gives them */
export function buildSearch(
  documents: ReadonlyMap<string, readonly SearchDocument[]>,
  options: BuildSearchOptions = {},
): OutputFile[] {
  return [...documents]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([language, ofLanguage]) => buildLanguage(language, ofLanguage, options));
}

function buildLanguage(
  language: string,
  documents: readonly SearchDocument[],
  { siteLanguage, dates }: BuildSearchOptions,
): OutputFile[] {
  const output: OutputFile[] = [];
  const add = (kind: string, value: unknown): IndexFile => {
    const payload = encodeJson(value);
    const hash = createHash('sha256').update(payload).digest('hex').slice(0, 16);
    const name = `${language}/${kind}-${hash}`;
    output.push(containerFile(name, payload));
    return { name, byteLength: payload.length };
  };
  const texts = dates?.get(language);
  const root: SearchRoot = {
    format: formatVersion,
    lunr: lunrVersion,
    language,
    isSiteLanguage: language === siteLanguage,
    documentCount: documents.length,
    dates: texts && { months: texts.months, dateFormat: texts.dateFormat, yearOffset: texts.yearOffset },
    files: {
      index: add('index', buildIndex(documents, language)),
      cards: add('cards', documents.map(cardOf)),
      texts: add(
        'texts',
        documents.map(({ body }): DocumentText => ({ body })),
      ),
    },
  };
  output.push(containerFile(rootName(language), encodeJson(root)));
  return output;
}

function cardOf({ permalink, title, date, summary, kind, countries, topics }: SearchDocument): ResultCard {
  return { url: permalink, title, date: date ?? '', summary, kind, countries, topics };
}

// JSON.stringify writes a lone surrogate as an escape, so it survives UTF-8.
function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function containerFile(name: string, payload: Uint8Array): OutputFile {
  // The same bytes for one Node major, whose zlib is fixed; names do not depend on it, as the payload is hashed.
  const deflated = deflateRawSync(payload, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
  const contents = printContainer({ name, byteLength: payload.length, base64: deflated.toString('base64') });
  return { path: `search/${name}.js`, contents };
}
