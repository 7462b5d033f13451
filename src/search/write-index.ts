// Counts and documents of one language → the files of its split index (docs/search-format.md).
import { createHash } from 'node:crypto';
import { constants, deflateSync } from 'node:zlib';
import type { OutputFile, SearchDocument } from '../model.ts';
import { compareText } from '../problem.ts';
import { fieldCount } from './codec-pieces.ts';
import { writeFilters, writePositions, writeTermList } from './further-codec.ts';
import {
  roundedCount,
  type TermPostings,
  type TermShard,
  writeHashSet,
  writeLengths,
  writeShard,
} from './index-codec.ts';
import { cardsPerFile, planShards, separatorBetween, type TermCost, textsPerFile } from './plan-shards.ts';
import {
  type CardBlock,
  type DateTexts,
  type FileKind,
  fileName,
  formatVersion,
  hashBytes,
  lunrVersion,
  printContainer,
  rootName,
  type SearchRoot,
  searchKinds,
  type TextBlock,
  titleInAddress,
} from './shard-format.ts';
import {
  averageFieldLengths,
  fieldBoosts,
  fieldLengthSums,
  inverseDocumentFrequency,
  type TermCounts,
  unroundedWeight,
} from './term-counts.ts';

export interface WriteIndexOptions {
  readonly isSiteLanguage: boolean;
  readonly dates?: DateTexts;
}

/** A term in more than one of so many documents is common: its lengths stand in the lengths file alone. */
const commonShare = 5;
/** What a list of results shows of a summary, in UTF-16 units. */
const summaryLength = 160;

/** @param documents in the order in which they were counted */
export function writeIndex(
  counts: TermCounts,
  documents: readonly SearchDocument[],
  { isSiteLanguage, dates }: WriteIndexOptions,
): OutputFile[] {
  const { language, documentCount } = counts;
  const output: OutputFile[] = [];
  let wholeBytes = 0;
  /** Kind and hash of a file → the whole digest of what it holds. */
  const taken = new Map<string, string>();
  /** @returns the hash that the file is named by */
  const add = (kind: FileKind, payload: Uint8Array, isCoded: boolean): string => {
    const digest = createHash('sha256').update(payload).digest('hex');
    let at = 0;
    // Two files of one name would be one file: among 12,000 of a kind it happens on one site in sixty.
    while ((taken.get(kind + digest.slice(at, at + hashBytes * 2)) ?? digest) !== digest) at += hashBytes * 2;
    const hash = digest.slice(at, at + hashBytes * 2);
    if (taken.has(kind + hash)) return hash;
    taken.set(kind + hash, digest);
    const { file, deflatedLength } = containerFile(fileName(language, kind, hash), payload, isCoded);
    output.push(file);
    if (kind !== 'texts') wholeBytes += deflatedLength;
    return hash;
  };

  const terms = writeTerms(counts, add);
  const lengths =
    terms.common.length === 0
      ? ''
      : add(
          'lengths',
          writeLengths(
            {
              lengths: counts.fieldLengths,
              ...(counts.documentBoosts && { documentBoosts: counts.documentBoosts }),
            },
            documentCount,
          ),
          true,
        );
  const texts = writeTexts(documents, (payload) => add('texts', payload, false));
  const root: SearchRoot = {
    format: formatVersion,
    lunr: lunrVersion,
    language,
    isSiteLanguage,
    documentCount,
    termCount: counts.terms.length,
    fieldLengthSums: fieldLengthSums(counts),
    ...(dates && {
      dates: { months: dates.months, dateFormat: dates.dateFormat, yearOffset: dates.yearOffset },
    }),
    terms: {
      separators: terms.separators,
      hashes: base64OfHex(terms.hashes),
      common: Buffer.from(writeHashSet(terms.common)).toString('base64'),
    },
    lengths,
    filters: add('filters', writeFilters(filterColumns(documents), documentCount), true),
    dictionary: writeDictionary(counts, (payload) => add('dictionary', payload, true)),
    cards: writeCards(documents, texts, (payload) => add('cards', payload, false)),
    textsPerFile: textsPerFile(documentCount),
    wholeBytes,
  };
  output.push(containerFile(rootName(language), encodeJson(root), false).file);
  return output;
}

// ── terms ─────────────────────────────────────────────────────────────────────────────────────────────

function writeTerms(
  counts: TermCounts,
  add: (kind: FileKind, payload: Uint8Array, isCoded: boolean) => string,
): { separators: string[]; hashes: string[]; common: string[] } {
  const { sortedTerms, documentCount } = counts;
  const commonFrom = roundedCount(documentCount) / commonShare;
  const averages = averageFieldLengths(fieldLengthSums(counts), documentCount);
  const costs = Array.from(sortedTerms, (term) => costOf(counts, term, commonFrom));
  const starts = planShards(costs);
  const separators: string[] = [];
  const hashes: string[] = [];
  const common: string[] = [];
  starts.forEach((start, i) => {
    const entries: TermPostings[] = [];
    const positions: Uint32Array[] = [];
    for (let place = start; place < (starts[i + 1] ?? sortedTerms.length); place += 1) {
      const { entry, places } = postingsOf(counts, sortedTerms[place] as number, commonFrom, averages);
      entries.push(entry);
      positions.push(places);
      if (entry.lengths === undefined) common.push(entry.term);
    }
    const shard: TermShard = { positionsHash: '', terms: entries };
    const positionsHash = add('positions', writePositions(shard, positions), true);
    hashes.push(add('terms', writeShard({ ...shard, positionsHash }, documentCount), true));
    separators.push(i === 0 ? '' : separatorBetween(costs[start - 1]?.term ?? '', entries[0]?.term ?? ''));
  });
  return { separators, hashes, common };
}

function costOf({ terms, fields, documentCount }: TermCounts, index: number, commonFrom: number): TermCost {
  const term = terms[index] as string;
  let size = 0;
  for (const { offsets } of fields) {
    size = Math.max(size, (offsets[index + 1] as number) - (offsets[index] as number));
  }
  const gapBits = Math.log2(documentCount / Math.max(1, size)) + 1.4;
  return { term, bits: 40 + 3 * term.length + size * (gapBits + 2.2 + (size > commonFrom ? 0 : 9)) };
}

/** The postings of a term over all fields, merged by document. */
function postingsOf(
  counts: TermCounts,
  index: number,
  commonFrom: number,
  averages: readonly number[],
): { entry: TermPostings; places: Uint32Array } {
  const { fields, fieldLengths, documentCount, terms } = counts;
  const at = fields.map(({ offsets }) => offsets[index] as number);
  const ends = fields.map(({ offsets }) => offsets[index + 1] as number);
  let postings = 0;
  let placeCount = 0;
  fields.forEach(({ positionOffsets }, field) => {
    postings += (ends[field] as number) - (at[field] as number);
    placeCount +=
      (positionOffsets[ends[field] as number] as number) - (positionOffsets[at[field] as number] as number);
  });
  const documents = new Uint32Array(postings);
  const frequencies = new Uint32Array(postings * fieldCount);
  const lengths = new Uint32Array(postings * fieldCount);
  const places = new Uint32Array(placeCount);
  let size = 0;
  let placesAt = 0;
  for (;;) {
    let document = documentCount;
    for (let field = 0; field < fieldCount; field += 1) {
      if ((at[field] as number) >= (ends[field] as number)) continue;
      document = Math.min(document, fields[field]?.documents[at[field] as number] as number);
    }
    if (document === documentCount) break;
    documents[size] = document;
    for (let field = 0; field < fieldCount; field += 1) {
      const posting = at[field] as number;
      const column = fields[field];
      if (column === undefined || posting >= (ends[field] as number)) continue;
      if (column.documents[posting] !== document) continue;
      frequencies[size * fieldCount + field] = column.frequencies[posting] as number;
      lengths[size * fieldCount + field] = fieldLengths[field]?.[document] as number;
      const own = column.positions.subarray(
        column.positionOffsets[posting],
        column.positionOffsets[posting + 1],
      );
      places.set(own, placesAt);
      placesAt += own.length;
      at[field] = posting + 1;
    }
    size += 1;
  }
  const idf = inverseDocumentFrequency(postings, documentCount);
  // With boosts of documents every weight needs the lengths file, where they stand.
  const isCommon = size > commonFrom || counts.documentBoosts !== undefined;
  const entry: TermPostings = {
    term: terms[index] as string,
    index,
    ...(isNearAnEdge(
      counts.documentBoosts,
      averages,
      idf,
      documents.subarray(0, size),
      frequencies,
      lengths,
    ) && { exactIdf: idf }),
    documents: documents.slice(0, size),
    frequencies: frequencies.slice(0, size * fieldCount),
    ...(!isCommon && { lengths: lengths.slice(0, size * fieldCount) }),
  };
  return { entry, places };
}

/**
 * Whether a weight lies so near to where rounding changes (1e-9, some thousand times what two logarithms differ by)
 * that a browser's own logarithm might round it otherwise.
 */
function isNearAnEdge(
  documentBoosts: Float64Array | undefined,
  averages: readonly number[],
  idf: number,
  documents: Uint32Array,
  frequencies: Uint32Array,
  lengths: Uint32Array,
): boolean {
  for (let i = 0; i < documents.length; i += 1) {
    for (let field = 0; field < fieldCount; field += 1) {
      const frequency = frequencies[i * fieldCount + field] as number;
      if (frequency === 0) continue;
      const weight = unroundedWeight(
        idf,
        frequency,
        lengths[i * fieldCount + field] as number,
        averages[field] as number,
        fieldBoosts[field] as number,
        documentBoosts?.[documents[i] as number] ?? 1,
      );
      const thousandths = weight * 1000;
      if (Math.abs(thousandths - Math.floor(thousandths) - 0.5) < 1e-6) return true;
    }
  }
  return false;
}

/** Few files, each of at least a thousand terms; none holds terms of two lengths when one length has so many. */
function writeDictionary(
  { terms, sortedTerms }: TermCounts,
  add: (payload: Uint8Array) => string,
): SearchRoot['dictionary'] {
  const byLength = new Map<number, string[]>();
  for (const index of sortedTerms) {
    const term = terms[index] as string;
    const ofLength = byLength.get(term.length);
    if (ofLength) ofLength.push(term);
    else byLength.set(term.length, [term]);
  }
  const files: { upTo: number; hash: string }[] = [];
  let pending: string[] = [];
  const lengths = [...byLength.keys()].sort((a, b) => a - b);
  lengths.forEach((length, i) => {
    for (const term of byLength.get(length) ?? []) pending.push(term);
    if (pending.length < 1000 && i < lengths.length - 1) return;
    files.push({ upTo: length, hash: add(writeTermList(pending.sort(compareText))) });
    pending = [];
  });
  return files;
}

// ── what results show ─────────────────────────────────────────────────────────────────────────────────

/** @returns by document, the hash of its texts file */
function writeTexts(documents: readonly SearchDocument[], add: (payload: Uint8Array) => string): string[] {
  const hashes: string[] = [];
  const size = textsPerFile(documents.length);
  for (let start = 0; start < documents.length; start += size) {
    const block = documents.slice(start, start + size);
    const hash = add(encodeJson({ first: start, bodies: block.map(({ body }) => body) } satisfies TextBlock));
    for (const _ of block) hashes.push(hash);
  }
  return hashes;
}

function writeCards(
  documents: readonly SearchDocument[],
  texts: readonly string[],
  add: (payload: Uint8Array) => string,
): SearchRoot['cards'] {
  const perFile = cardsPerFile(documents.length);
  const hashes: string[] = [];
  for (let start = 0; start < documents.length; start += perFile) {
    const block = documents.slice(start, start + perFile);
    const cards: CardBlock = {
      first: start,
      urls: block.map(shortAddress),
      titles: block.map(({ title }) => title),
      dates: block.map(({ date }) => date ?? ''),
      summaries: block.map(({ summary }) => shorten(summary)),
      kinds: block.map(({ kind }) => searchKinds.indexOf(kind)),
      texts: base64OfHex(texts.slice(start, start + perFile)),
    };
    hashes.push(add(encodeJson(cards)));
  }
  return { perFile, hashes: base64OfHex(hashes) };
}

function shortAddress({ permalink, title }: SearchDocument): string {
  const own = titleInAddress(title);
  return own === '' || permalink.includes('*') ? permalink : permalink.replace(`/${own}`, '/*');
}

/** At a space, if one is near; never between the halves of a surrogate pair. */
function shorten(text: string): string {
  if (text.length <= summaryLength) return text;
  const cut = text.slice(0, summaryLength);
  const space = cut.lastIndexOf(' ');
  if (space > summaryLength / 2) return `${cut.slice(0, space)} …`;
  return `${cut.replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function filterColumns(documents: readonly SearchDocument[]) {
  const slugs = (key: 'countries' | 'topics') =>
    [...new Set(documents.flatMap((d) => d[key]))].sort(compareText);
  const countrySlugs = slugs('countries');
  const topicSlugs = slugs('topics');
  const placesIn = (list: readonly string[]) => {
    const places = new Map(list.map((slug, i) => [slug, i]));
    return (own: readonly string[]) => own.map((slug) => places.get(slug) ?? 0);
  };
  return {
    kinds: Uint8Array.from(documents, ({ kind }) => searchKinds.indexOf(kind)),
    years: Uint16Array.from(documents, ({ date }) => (date === undefined ? 0 : Number(date.slice(0, 4)))),
    countrySlugs,
    topicSlugs,
    countries: documents.map(({ countries }) => countries).map(placesIn(countrySlugs)),
    topics: documents.map(({ topics }) => topics).map(placesIn(topicSlugs)),
  };
}

// ── files ─────────────────────────────────────────────────────────────────────────────────────────────

function base64OfHex(hashes: readonly string[]): string {
  return Buffer.from(hashes.join(''), 'hex').toString('base64');
}

// JSON.stringify writes a lone surrogate as an escape, so it survives UTF-8.
function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @param isCoded such a payload does not get smaller: it is stored */
function containerFile(
  name: string,
  payload: Uint8Array,
  isCoded: boolean,
): { file: OutputFile; deflatedLength: number } {
  // The same bytes for one Node major, whose zlib is fixed; names do not depend on it, as the payload is hashed.
  const deflated = deflateSync(payload, {
    level: isCoded ? 0 : constants.Z_BEST_COMPRESSION,
    memLevel: 9,
  });
  const contents = printContainer({ name, byteLength: payload.length, base64: deflated.toString('base64') });
  return { file: { path: `search/${name}.js`, contents }, deflatedLength: deflated.length };
}
