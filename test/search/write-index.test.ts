import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import { buildSearch, type SearchFiles } from '../../src/search/build-search.ts';
import { countTerms } from '../../src/search/count-terms.ts';
import { readFilters, readPositions, readTermList } from '../../src/search/further-codec.ts';
import {
  mayHold,
  readHashSet,
  readLengths,
  readShard,
  type TermShard,
  writeHashSet,
} from '../../src/search/index-codec.ts';
import { planShards, separatorBetween } from '../../src/search/plan-shards.ts';
import {
  type CardBlock,
  type Container,
  fileName,
  hashBytes,
  parseContainer,
  type SearchRoot,
  searchFields,
  type TextBlock,
  titleInAddress,
} from '../../src/search/shard-format.ts';
import {
  documentFrequency,
  fieldLengthSums,
  type TermCounts,
  unroundedWeight,
} from '../../src/search/term-counts.ts';
import { writeIndex } from '../../src/search/write-index.ts';
import { documentOf, textOf } from '../search-client/indexed-texts.ts';

const words = [
  'labour',
  'trafficking',
  'constructor',
  '__proto__',
  '3.11.1',
  'Éire',
  'แรงงานต่างด้าว',
  'الإعلان',
  '人权',
  '\ud800',
  'the',
  'victims',
  'a1',
  'a11',
  '😀',
];

/** Reads every file back as a client would. */
class WrittenIndex {
  readonly files = new Map<string, string>();
  readonly root: SearchRoot;

  constructor({ files }: Pick<SearchFiles, 'files'>, language = 'en') {
    for (const file of files) {
      expect(this.files.has(file.path)).toBe(false);
      this.files.set(file.path, textOf(file));
    }
    this.root = JSON.parse(this.payload(`${language}/root`).toString()) as SearchRoot;
  }

  payload(name: string): Buffer {
    const container = parseContainer(this.files.get(`search/${name}.js`) ?? '', name) as Container;
    const payload = inflateSync(Buffer.from(container.base64, 'base64'));
    expect(payload.length).toBe(container.byteLength);
    return payload;
  }

  get shards(): TermShard[] {
    return hashesOf(this.root.terms.hashes).map((hash) =>
      readShard(this.payload(fileName('en', 'terms', hash)), this.root.documentCount),
    );
  }

  get cards(): CardBlock[] {
    return hashesOf(this.root.cards.hashes).map(
      (hash) => JSON.parse(this.payload(fileName('en', 'cards', hash)).toString()) as CardBlock,
    );
  }
}

function hashesOf(base64: string): string[] {
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return hex.match(new RegExp(`.{${hashBytes * 2}}`, 'g')) ?? [];
}

/** Every posting of the counts and of the shards as one comparable list. */
function postingsOfCounts({ terms, sortedTerms, fields, fieldLengths }: TermCounts): unknown[] {
  return Array.from(sortedTerms, (index) => ({
    term: terms[index],
    index,
    postings: fields.flatMap((column, field) => {
      const list: unknown[] = [];
      for (let i = column.offsets[index] ?? 0; i < (column.offsets[index + 1] ?? 0); i += 1) {
        const document = column.documents[i] ?? -1;
        list.push({
          field,
          document,
          frequency: column.frequencies[i],
          length: fieldLengths[field]?.[document],
          places: [...column.positions.subarray(column.positionOffsets[i], column.positionOffsets[i + 1])],
        });
      }
      return list;
    }),
  }));
}

function postingsOfShards(index: WrittenIndex): unknown[] {
  const { documentCount, lengths: lengthsHash } = index.root;
  const held = lengthsHash
    ? readLengths(index.payload(fileName('en', 'lengths', lengthsHash)), documentCount)
    : undefined;
  return index.shards.flatMap((shard) => {
    const positions = readPositions(index.payload(fileName('en', 'positions', shard.positionsHash)), shard);
    return shard.terms.map(({ term, index: termIndex, documents, frequencies, lengths }, i) => {
      const byField: unknown[][] = searchFields.map(() => []);
      let at = 0;
      documents.forEach((document, j) => {
        byField.forEach((list, field) => {
          const frequency = frequencies[j * searchFields.length + field] ?? 0;
          if (frequency === 0) return;
          const length = lengths
            ? lengths[j * searchFields.length + field]
            : held?.lengths[field]?.[document];
          list.push({
            field,
            document,
            frequency,
            length,
            places: [...(positions[i]?.subarray(at, at + frequency) ?? [])],
          });
          at += frequency;
        });
      });
      return { term, index: termIndex, postings: byField.flat() };
    });
  });
}

function write(documents: readonly SearchDocument[], language = 'en'): WrittenIndex {
  return new WrittenIndex(
    writeIndex(countTerms(documents, language), documents, { isSiteLanguage: true }),
    language,
  );
}

const anyText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, fc.string()), { maxLength: 12 })
  .map((list) => list.join(' '));
const anyDocuments = fc
  .array(fc.record({ title: anyText, summary: anyText, body: anyText }), { maxLength: 40 })
  .map((parts) => parts.map((part, i) => documentOf(part, i)));

describe('the files of a split index', () => {
  it('hold every posting, length and place of the counts', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const counts = countTerms(documents, 'en');
        const index = new WrittenIndex(writeIndex(counts, documents, { isSiteLanguage: true }));
        expect(postingsOfShards(index)).toEqual(postingsOfCounts(counts));
      }),
      { numRuns: 60 },
    );
  });

  it('hold cards, texts and filters of every document', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const index = write(documents);
        const { cards } = index;
        expect(
          cards.flatMap(({ urls, titles }) =>
            urls.map((url, i) => url.replace('*', () => titleInAddress(titles[i] ?? ''))),
          ),
        ).toEqual(documents.map(({ permalink }) => permalink));
        expect(cards.flatMap(({ titles }) => titles)).toEqual(documents.map(({ title }) => title));
        const texts = cards.flatMap((block) => hashesOf(block.texts));
        const bodies = texts.flatMap(
          (hash, i) =>
            (JSON.parse(index.payload(fileName('en', 'texts', hash)).toString()) as TextBlock).bodies[
              i % index.root.textsPerFile
            ],
        );
        expect(bodies).toEqual(documents.map(({ body }) => body));
      }),
      { numRuns: 30 },
    );
    const documents = [
      documentOf({ kind: 'page' }),
      documentOf({ kind: 'topic', date: '2004-05-06', countries: ['laos', 'burma'] }),
      documentOf({ date: '2004-05-07T08:00:00+07:00', countries: ['burma'], topics: ['law'] }),
    ];
    const { root, payload } = withPayload(write(documents));
    expect(readFilters(payload(fileName('en', 'filters', root.filters)), 3)).toEqual({
      kinds: Uint8Array.from([2, 4, 0]),
      years: Uint16Array.from([0, 2004, 2004]),
      countrySlugs: ['burma', 'laos'],
      topicSlugs: ['law'],
      countries: [[], [1, 0], [0]],
      topics: [[], [], [0]],
    });
  });

  it('hold the sections of long texts, and of others nothing', () => {
    const textsOf = (index: WrittenIndex) =>
      [...index.files.keys()]
        .filter((path) => path.includes('/texts-'))
        .map(
          (path) =>
            JSON.parse(index.payload(path.slice('search/'.length, -'.js'.length)).toString()) as TextBlock,
        )
        .sort((a, b) => a.first - b.first);
    const sections = [
      { start: 0, anchor: 'one' },
      { start: 8, anchor: 'two' },
    ];
    const index = write([documentOf({ body: 'Short' }), documentOf({ body: 'One\nand\nTwo', sections }, 1)]);
    expect(textsOf(index)).toEqual([
      { first: 0, bodies: ['Short'] },
      { first: 1, bodies: ['One\nand\nTwo'], sections: [{ starts: [0, 8], anchors: ['one', 'two'] }] },
    ]);
    // Where a file holds several texts, they keep their places.
    const many = Array.from({ length: 12_001 }, (_, i) =>
      documentOf({ body: 'x', ...(i === 7001 && { sections }) }, i),
    );
    const holding = textsOf(write(many)).filter((block) => block.sections !== undefined);
    expect(holding).toMatchObject([
      { first: 7000, sections: [null, { starts: [0, 8], anchors: ['one', 'two'] }] },
    ]);
  });

  it('hold the whole dictionary, cut by the length of the terms', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const counts = countTerms(documents, 'en');
        const index = new WrittenIndex(writeIndex(counts, documents, { isSiteLanguage: true }));
        let from = 0;
        const all: string[] = [];
        for (const { upTo, hash } of index.root.dictionary) {
          const terms = readTermList(index.payload(fileName('en', 'dictionary', hash)));
          expect(terms.every(({ length }) => length >= from && length <= upTo)).toBe(true);
          expect([...terms].sort()).toEqual(terms);
          all.push(...terms);
          from = upTo + 1;
        }
        expect(all.sort()).toEqual([...counts.terms].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('are found by the separators: a term is in the last shard whose separator it does not precede', () => {
    // Enough distinct words for many shards.
    const documents = Array.from({ length: 300 }, (_, i) =>
      documentOf(
        { body: Array.from({ length: 60 }, (_, j) => `w${(i * 7919 + j * 104729) % 9973}x`).join(' ') },
        i,
      ),
    );
    const index = write(documents);
    const { separators } = index.root.terms;
    expect(separators.length).toBeGreaterThan(8);
    index.shards.forEach(({ terms }, i) => {
      for (const { term } of terms) {
        expect(separators.findLastIndex((separator) => separator <= term)).toBe(i);
      }
    });
    const common = readHashSet(Buffer.from(index.root.terms.common, 'base64'));
    for (const { terms } of index.shards) {
      for (const { term, lengths } of terms) if (!lengths) expect(mayHold(common, term)).toBe(true);
    }
  });

  it('are named by the hash of what they hold, and are the same bytes each time', () => {
    const documents = words.map((body, i) => documentOf({ title: 'One', body }, i));
    const index = write(documents);
    for (const path of index.files.keys()) {
      const name = path.slice('search/'.length, -'.js'.length);
      if (name === 'en/root') continue;
      const digest = createHash('sha256').update(index.payload(name)).digest('hex');
      expect(name.slice(name.lastIndexOf('-') + 1)).toBe(digest.slice(0, hashBytes * 2));
    }
    expect([...write(documents).files]).toEqual([...index.files]);
  });

  it('keep their names but the root when only another language changes', () => {
    const documents = [documentOf({ title: 'One' }), documentOf({ title: 'Two' }, 1)];
    const before = buildSearch(new Map([['en', documents]]));
    const after = buildSearch(
      new Map([
        ['th', [documentOf({ title: 'สาม' })]],
        ['en', documents],
      ]),
    );
    expect(after.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(before.files.map(({ path }) => path)),
    );
    const root = new WrittenIndex(after, 'th').root;
    expect(root).toMatchObject({ format: 3, lunr: lunr.version, language: 'th', documentCount: 1 });
  });

  it('change little when a document is added: shards without its terms keep their names', () => {
    const documents = Array.from({ length: 400 }, (_, i) =>
      documentOf(
        { body: Array.from({ length: 40 }, (_, j) => `w${(i * 7919 + j * 104729) % 9973}x`).join(' ') },
        i,
      ),
    );
    const before = new Set(write(documents).files.keys());
    const after = [...write([...documents, documentOf({ body: 'w5x w6x freshly' }, 400)]).files.keys()];
    const shards = after.filter((path) => path.includes('/terms-'));
    expect(shards.filter((path) => !before.has(path)).length).toBeLessThan(shards.length / 2);
  });
});

describe('a term', () => {
  it('keeps its exact idf where another logarithm might round a weight otherwise', () => {
    const documents = Array.from({ length: 30 }, (_, i) =>
      documentOf({ body: `${words[i % 15]} filler` }, i),
    );
    const counts = countTerms(documents, 'en');
    const term = counts.terms.indexOf('labour');
    const df = documentFrequency(counts, term);
    const idf = Math.log(1 + Math.abs((30 - df + 0.5) / (df + 0.5)));
    const average = (fieldLengthSums(counts)[2] ?? 0) / 30;
    const weight = unroundedWeight(idf, 1, counts.fieldLengths[2]?.[0] ?? 0, average, 1, 1);
    // A boost that puts the weight of this one term in the first document where rounding changes.
    const documentBoosts = new Float64Array(30).fill(1);
    documentBoosts[0] = (Math.floor(weight * 1000) + 0.5) / 1000 / weight;
    const exactIdfs = (given: TermCounts) =>
      new WrittenIndex(writeIndex(given, documents, { isSiteLanguage: true })).shards
        .flatMap(({ terms }) => terms)
        .filter(({ exactIdf }) => exactIdf !== undefined)
        .map((entry) => [entry.term, entry.exactIdf]);
    expect(exactIdfs(counts)).toEqual([]);
    expect(exactIdfs({ ...counts, documentBoosts })).toEqual([['labour', idf]]);
  });
});

describe('shards', () => {
  it('are cut by the terms themselves, so that a new term moves only the cuts beside it', () => {
    const costs = Array.from({ length: 5000 }, (_, i) => ({ term: `t${i * 7919}`, bits: 300 }));
    const termsOf = (list: typeof costs) => planShards(list).map((start) => list[start]?.term);
    const before = new Set(termsOf(costs));
    const after = termsOf([...costs.slice(0, 2500), { term: 'new', bits: 300 }, ...costs.slice(2500)]);
    expect(after.filter((term) => !before.has(term)).length).toBeLessThan(8);
    expect(after.length).toBeGreaterThan(40);
  });

  it('may hold a single term that is larger than a shard should be', () => {
    const costs = Array.from({ length: 9 }, (_, i) => ({ term: `t${i}`, bits: 10_000_000 }));
    expect(planShards(costs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(planShards([])).toEqual([]);
  });

  it('are parted by the shortest text that does it', () => {
    expect(separatorBetween('traffic', 'trafficking')).toBe('traffick');
    expect(separatorBetween('', 'abc')).toBe('a');
  });
});

describe('a set of hashes', () => {
  it('holds all that was put in, and few others', () => {
    const terms = Array.from({ length: 1000 }, (_, i) => `term${i}`);
    const set = readHashSet(writeHashSet(terms));
    expect(terms.every((term) => mayHold(set, term))).toBe(true);
    const others = Array.from({ length: 1000 }, (_, i) => `other${i}`);
    expect(others.filter((term) => mayHold(set, term)).length).toBeLessThan(120);
    expect(mayHold(readHashSet(writeHashSet([])), 'any')).toBe(false);
  });
});

function withPayload(index: WrittenIndex): { root: SearchRoot; payload: (name: string) => Buffer } {
  return { root: index.root, payload: (name) => index.payload(name) };
}
