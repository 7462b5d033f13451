// Counts and documents of one language → the files of its split index (docs/search-format.md). What an earlier build
// kept spares coding and deflating again; hashes, and so names, are always made from what is written.
import { Buffer } from 'node:buffer';
import type { LateFile, SearchDocument } from '../model.ts';
import { compareText } from '../problem.ts';
import { deflated, type Packed, printFile, stored, storedLength } from './container-file.ts';
import { writeFilters, writePositions, writeTermList } from './further-codec.ts';
import { roundedCount, type TermShard, writeHashSet, writeLengths, writeShard } from './index-codec.ts';
import { KnownPayloads } from './known-payloads.ts';
import { commonFrom, type MergedTerms, postingsMerger } from './merge-postings.ts';
import { cardsPerFile, planShards, separatorBetween, type TermCost, textsPerFile } from './plan-shards.ts';
import { digestOf, type KeyedCache, type TextKeys } from './search-cache.ts';
import { printedDate } from './search-documents.ts';
import {
  type CardBlock,
  type DateTexts,
  type FileKind,
  fileName,
  formatVersion,
  hashBytes,
  lunrVersion,
  rootName,
  type SearchRoot,
  searchKinds,
  type TextBlock,
  titleInAddress,
} from './shard-format.ts';
import { type SynonymGroup, synonymsIn } from './synonyms.ts';
import { fieldLengthSums, type TermCounts } from './term-counts.ts';

export interface WriteIndexOptions {
  readonly isSiteLanguage: boolean;
  readonly dates?: DateTexts;
  /** Names of the same thing, from the vocabulary. */
  readonly synonyms?: readonly SynonymGroup[];
  /** Part of every file's fingerprint. */
  readonly codeVersion?: string;
  /** What an earlier build may have kept. */
  readonly kept?: KeyedCache;
}

export interface WrittenIndex {
  readonly files: readonly LateFile[];
  /** Of all payloads, in zlib's format: what a server sends but for its headers and some percent of base64. */
  readonly compressedBytes: number;
  /** Keys that were asked for in the cache, or put there. */
  readonly cacheKeys: readonly string[];
}

/** What a list of results shows of a summary, in UTF-16 units. */
const summaryLength = 160;

/** A file's payload before it has a name. */
interface Payload {
  /** SHA-256, in hex. */
  readonly digest: string;
  readonly compressedLength: number;
  readonly pack: () => Packed;
}
type AddFile = (kind: FileKind, payload: Payload) => string;

/** @param documents in the order in which they were counted */
export function writeIndex(
  counts: TermCounts,
  documents: readonly SearchDocument[],
  { isSiteLanguage, dates, synonyms = [], codeVersion = '', kept }: WriteIndexOptions,
): WrittenIndex {
  const { language, documentCount } = counts;
  const known = new KnownPayloads(language, kept?.cache);
  const version = digestOf(codeVersion).slice(0, 24);
  const files: LateFile[] = [];
  let wholeBytes = 0;
  let compressedBytes = 0;
  const addFile = (name: string, { digest, compressedLength, pack }: Payload): void => {
    files.push({
      path: `search/${name}.js`,
      fingerprint: digest.slice(0, 40) + version,
      make: () => printFile(name, pack()),
    });
    compressedBytes += compressedLength;
  };
  /** Kind and hash of a file → the whole digest of what it holds. */
  const taken = new Map<string, string>();
  /** @returns the hash that the file is named by */
  const add: AddFile = (kind, payload) => {
    const { digest } = payload;
    let at = 0;
    // Two files of one name would be one file: among 12,000 of a kind it happens on one site in sixty.
    while ((taken.get(kind + digest.slice(at, at + hashBytes * 2)) ?? digest) !== digest) at += hashBytes * 2;
    const hash = digest.slice(at, at + hashBytes * 2);
    if (taken.has(kind + hash)) return hash;
    taken.set(kind + hash, digest);
    addFile(fileName(language, kind, hash), payload);
    if (kind !== 'texts') wholeBytes += payload.compressedLength;
    return hash;
  };

  const terms = writeTerms(counts, known, add);
  const lengths =
    terms.common.length === 0
      ? ''
      : add(
          'lengths',
          coded(
            writeLengths(
              {
                lengths: counts.fieldLengths,
                ...(counts.documentBoosts && { documentBoosts: counts.documentBoosts }),
              },
              documentCount,
            ),
          ),
        );
  const texts = writeTexts(documents, kept?.keys, known, add);
  const alsoNamed = synonyms.length > 0 ? synonymsIn(synonyms, new Set(counts.terms), language) : [];
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
    filters: add('filters', coded(writeFilters(filterColumns(documents), documentCount))),
    dictionary: writeDictionary(counts, known, add),
    cards: writeCards(documents, texts, known, add),
    textsPerFile: textsPerFile(documentCount),
    ...(alsoNamed.length > 0 && { synonyms: alsoNamed }),
    wholeBytes,
  };
  addFile(rootName(language), plain(encodeJson(root)));
  known.finish();
  return { files, compressedBytes, cacheKeys: known.cacheKeys };
}

// ── terms ─────────────────────────────────────────────────────────────────────────────────────────────

function writeTerms(
  counts: TermCounts,
  known: KnownPayloads,
  add: AddFile,
): { separators: string[]; hashes: string[]; common: string[] } {
  const { sortedTerms, documentCount } = counts;
  const limit = commonFrom(documentCount);
  const costs = Array.from(sortedTerms, (term) => costOf(counts, term, limit));
  const starts = planShards(costs);
  const merge = postingsMerger(counts);
  const separators: string[] = [];
  const hashes: string[] = [];
  const common: string[] = [];
  starts.forEach((start, i) => {
    const merged = merge(start, starts[i + 1] ?? sortedTerms.length);
    hashes.push(writeStretch(merged));
    for (const { term, lengths } of merged.entries) if (lengths === undefined) common.push(term);
    separators.push(
      i === 0 ? '' : separatorBetween(costs[start - 1]?.term ?? '', merged.entries[0]?.term ?? ''),
    );
  });
  return { separators, hashes, common };

  /** The keys hold all that the coded bytes are made of. @returns the hash of the term shard */
  function writeStretch({ entries, places, columns }: MergedTerms): string {
    const shard: TermShard = { positionsHash: '', terms: entries };
    const positions = known.coded(
      'positions',
      () => [JSON.stringify(entries[0]?.term), columns.frequencies, columns.places],
      () => writePositions(shard, places),
    );
    const positionsHash = add('positions', coded(positions));
    const terms = known.coded(
      'terms',
      () => [
        JSON.stringify([
          // All that the coder takes of it.
          roundedCount(documentCount),
          positionsHash,
          entries.map(({ term, index, exactIdf, documents, lengths }) => {
            const isCommon = lengths === undefined;
            return [term, index, documents.length, isCommon, exactIdf];
          }),
        ]),
        columns.documents,
        columns.frequencies,
        columns.lengths,
      ],
      () => writeShard({ ...shard, positionsHash }, documentCount),
    );
    return add('terms', coded(terms));
  }
}

function costOf({ terms, fields, documentCount }: TermCounts, index: number, limit: number): TermCost {
  const term = terms[index] as string;
  let size = 0;
  for (const { offsets } of fields) {
    size = Math.max(size, (offsets[index + 1] as number) - (offsets[index] as number));
  }
  const gapBits = Math.log2(documentCount / Math.max(1, size)) + 1.4;
  return { term, bits: 40 + 3 * term.length + size * (gapBits + 2.2 + (size > limit ? 0 : 9)) };
}

/** Few files, each of at least a thousand terms; none holds terms of two lengths when one length has so many. */
function writeDictionary(
  { terms, sortedTerms }: TermCounts,
  known: KnownPayloads,
  add: AddFile,
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
    const list = pending.sort(compareText);
    const payload = known.coded(
      'dictionary',
      () => [JSON.stringify(list)],
      () => writeTermList(list),
    );
    files.push({ upTo: length, hash: add('dictionary', coded(payload)) });
    pending = [];
  });
  return files;
}

// ── what results show ─────────────────────────────────────────────────────────────────────────────────

/** @returns by document, the hash of its texts file */
function writeTexts(
  documents: readonly SearchDocument[],
  keys: readonly TextKeys[] | undefined,
  known: KnownPayloads,
  add: AddFile,
): string[] {
  const hashes: string[] = [];
  const size = textsPerFile(documents.length);
  for (let start = 0; start < documents.length; start += size) {
    const block = documents.slice(start, start + size);
    const sections = sectionsOf(block);
    const encode = () =>
      encodeJson({
        first: start,
        bodies: block.map(({ body }) => body),
        ...(sections && { sections }),
      } satisfies TextBlock);
    const key =
      keys &&
      digestOf(
        JSON.stringify([start, keys.slice(start, start + size).map(({ body }) => body), sections ?? null]),
      );
    const hash = add('texts', key === undefined ? plain(encode()) : knownPlain(known, key, encode));
    for (const _ of block) hashes.push(hash);
  }
  return hashes;
}

function sectionsOf(block: readonly SearchDocument[]): TextBlock['sections'] {
  if (block.every(({ sections }) => sections === undefined)) return undefined;
  return block.map(({ sections }) =>
    sections === undefined
      ? null
      : { starts: sections.map(({ start }) => start), anchors: sections.map(({ anchor }) => anchor) },
  );
}

function writeCards(
  documents: readonly SearchDocument[],
  texts: readonly string[],
  known: KnownPayloads,
  add: AddFile,
): SearchRoot['cards'] {
  const perFile = cardsPerFile(documents.length);
  const hashes: string[] = [];
  for (let start = 0; start < documents.length; start += perFile) {
    const block = documents.slice(start, start + perFile);
    const cards: CardBlock = {
      first: start,
      urls: block.map(shortAddress),
      titles: block.map(({ title }) => title),
      dates: block.map(printedDate),
      summaries: block.map(({ summary }) => shorten(summary)),
      kinds: block.map(({ kind }) => searchKinds.indexOf(kind)),
      texts: base64OfHex(texts.slice(start, start + perFile)),
    };
    const bytes = encodeJson(cards);
    hashes.push(
      add(
        'cards',
        knownPlain(known, digestOf(bytes), () => bytes),
      ),
    );
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
    years: Uint16Array.from(documents, (document) => Number(printedDate(document).slice(0, 4))),
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

/** Deflated at once: a file whose compressed length nobody knows is new, and will be written. */
function plain(bytes: Uint8Array): Payload {
  const packed = deflated(bytes);
  return { digest: digestOf(bytes), compressedLength: packed.zlib.length, pack: () => packed };
}

/** Deflated at once only when no earlier build has. @param key SHA-256 in hex over everything that the bytes are made of */
function knownPlain(known: KnownPayloads, key: string, encode: () => Uint8Array): Payload {
  const facts = known.factsOf(key);
  if (facts !== undefined) return { ...facts, pack: () => deflated(encode()) };
  const payload = plain(encode());
  known.learn(key, payload);
  return payload;
}

/** Range-coded: stored, as it does not get smaller. */
function coded(bytes: Uint8Array): Payload {
  return {
    digest: digestOf(bytes),
    compressedLength: storedLength(bytes.length),
    pack: () => stored(bytes),
  };
}
