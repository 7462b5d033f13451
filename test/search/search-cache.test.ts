// An index made with what earlier builds kept is the index made from nothing, byte for byte, and costs what changed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import { compareText } from '../../src/problem.ts';
import { buildSearch, type SearchFiles } from '../../src/search/build-search.ts';
import { digestOf, type SearchCache } from '../../src/search/search-cache.ts';
import { printedDate } from '../../src/search/search-documents.ts';
import { documentOf, textOf } from '../search-client/indexed-texts.ts';
import { realPosts } from './real-posts.ts';

/** What one build put is what the next one finds; `forgets` says which records are lost in between. */
class MemoryCache implements SearchCache {
  readonly #kept = new Map<string, Uint8Array>();
  #fresh = new Map<string, Uint8Array>();
  #asked = new Set<string>();
  put(key: string, bytes: Uint8Array): void {
    this.#fresh.set(key, bytes);
  }
  get(key: string): Uint8Array | undefined {
    this.#asked.add(key);
    return this.#kept.get(key);
  }
  /** As a pack does: what nobody asked for is dropped; copies, so that nobody changes what is kept. */
  nextBuild(forgets: (key: string) => boolean = () => false): { put: string[] } {
    for (const key of this.#kept.keys()) if (!this.#asked.has(key) || forgets(key)) this.#kept.delete(key);
    const put = [...this.#fresh.keys()];
    for (const [key, bytes] of this.#fresh) if (!forgets(key)) this.#kept.set(key, Uint8Array.from(bytes));
    this.#fresh = new Map();
    this.#asked = new Set();
    return { put };
  }
}

const dates = new Map([['en', { months: ['Jan'], dateFormat: '{day} {month}', yearOffset: 0 }]]);

function build(documents: readonly SearchDocument[], cache?: SearchCache): SearchFiles {
  const byLanguage = new Map<string, SearchDocument[]>();
  for (const document of documents) {
    byLanguage.set(document.language, [...(byLanguage.get(document.language) ?? []), document]);
  }
  return buildSearch(byLanguage, { siteLanguage: 'en', dates, codeVersion: 'abc', ...(cache && { cache }) });
}

function bytesOf({ files }: SearchFiles): Map<string, string> {
  return new Map(files.map((file) => [file.path, textOf(file)]));
}

/** Path and fingerprint of each file: those of the last output are not made again. */
function identities({ files }: SearchFiles): Set<string> {
  return new Set(files.map((file) => `${file.path} ${'make' in file ? file.fingerprint : ''}`));
}

function newFiles(before: SearchFiles, after: SearchFiles, kind = ''): string[] {
  const old = identities(before);
  return [...identities(after)].filter((identity) => !old.has(identity) && identity.includes(`/${kind}`));
}

const words = [
  'labour',
  'constructor',
  '__proto__',
  'toString',
  '3.11.1',
  'Éire',
  'แรงงานต่างด้าว',
  'الإعلان',
  '\ud800',
  '\udc00x',
  'the',
  'a1-b2',
  'and/or',
  '😀',
  '"],["',
  '',
];
const anyText = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, fc.string({ unit: 'binary' })), {
    maxLength: 8,
  })
  .map((list) => list.join(' '));
const anyDocument = fc
  .record({
    title: anyText,
    summary: anyText,
    body: anyText,
    language: fc.constantFrom('en', 'en', 'en', 'th'),
    day: fc.integer({ min: 1, max: 28 }),
    boost: fc.constantFrom(undefined, undefined, undefined, 1, 2.5),
    countries: fc.subarray(['laos', 'burma']),
    isKnown: fc.boolean(),
    sections: fc.constantFrom(undefined, undefined, [{ start: 0, anchor: 'a' }]),
    year: fc.constantFrom(undefined, undefined, undefined, 2024),
  })
  .map(({ day, isKnown, boost, sections, year, ...part }): SearchDocument => {
    const { language, ...rest } = part;
    return {
      ...documentOf({
        ...rest,
        ...(year === undefined ? { date: `2024-05-${String(day).padStart(2, '0')}` } : { year }),
      }),
      ...(sections && { sections }),
      language: language as SearchDocument['language'],
      ...(boost !== undefined && { boost }),
      ...(isKnown && { bodyFingerprint: digestOf(JSON.stringify(part.body)) }),
    };
  });
/** One thing that is otherwise in a document. */
const anyChange = fc.oneof(
  fc.record({ title: anyText }),
  fc.record({ summary: anyText }),
  anyDocument.map(({ body, bodyFingerprint }) => ({ body, bodyFingerprint })),
  fc.record({ boost: fc.constantFrom(1, 0.5) }),
  fc.record({ countries: fc.subarray(['laos', 'burma']) }),
  fc.record({ topics: fc.subarray(['law']) }),
  fc.record({ kind: fc.constantFrom('page' as const, 'resource' as const) }),
  fc.record({ date: fc.constantFrom('2024-05-02', '2024-05-27T08:00:00+07:00') }),
  fc.record({ permalink: fc.constant('/news/elsewhere/') }),
  fc.record({ date: fc.constant(undefined), year: fc.constantFrom(undefined, 2023, 2024) }),
  fc.record({
    sections: fc.constantFrom(
      undefined,
      [{ start: 0, anchor: 'b' }],
      [{ start: 3, anchor: 'a' }],
      [
        { start: 0, anchor: 'a' },
        { start: 9, anchor: 'a-2' },
      ],
    ),
  }),
) as fc.Arbitrary<Partial<SearchDocument>>;

interface Edit {
  /** From here on so many documents go, others come; and the document that then is here changes. */
  readonly at: number;
  readonly gone: number;
  readonly come: readonly SearchDocument[];
  readonly change: Partial<SearchDocument>;
}
const nothing = { gone: fc.constant(0), come: fc.constant([]), change: fc.constant({}) };
const at = fc.nat({ max: 30 });
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    ...{ ...nothing, at },
    gone: fc.nat({ max: 2 }),
    come: fc.array(anyDocument, { maxLength: 2 }),
  }),
  { weight: 2, arbitrary: fc.record({ ...nothing, at, change: anyChange }) },
);

function edited(documents: readonly SearchDocument[], { at, gone, come, change }: Edit): SearchDocument[] {
  const result = [...documents];
  const place = at % (documents.length + 1);
  result.splice(place, gone, ...come);
  const here = result[place];
  if (here !== undefined) result[place] = { ...here, ...change };
  return result
    .map((document, i) => ({ document, i }))
    .sort((a, b) => compareText(printedDate(a.document), printedDate(b.document)) || a.i - b.i)
    .map(({ document }) => document);
}

describe('an index made with what earlier builds kept', () => {
  it('is the index made from nothing, byte for byte, after any edits and with any records lost', () => {
    fc.assert(
      fc.property(
        fc.array(anyDocument, { maxLength: 25 }),
        fc.array(anyEdit, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...[0, 0, 3, 2]),
        (first, edits, lost) => {
          const cache = new MemoryCache();
          let documents = edited(first, { at: 0, gone: 0, come: [], change: {} });
          build(documents, cache);
          for (const [number, edit] of edits.entries()) {
            cache.nextBuild(
              (key) => lost > 0 && Number.parseInt(digestOf(`${number}${key}`).slice(0, 6), 16) % lost === 0,
            );
            documents = edited(documents, edit);
            const warm = build(documents, cache);
            const cold = build(documents);
            expect([...bytesOf(warm)]).toEqual([...bytesOf(cold)]);
            expect(identities(warm)).toEqual(identities(cold));
            expect(warm.sizes).toEqual(cold.sizes);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('is the same when files are dated anew and change their places', () => {
    const documents = realPosts().slice(0, 60);
    const cache = new MemoryCache();
    build(documents, cache);
    cache.nextBuild();
    const turned = [...documents.slice(30), ...documents.slice(0, 30)];
    expect([...bytesOf(build(turned, cache))]).toEqual([...bytesOf(build(turned))]);
  });
});

describe('what a build with kept records does', () => {
  const bodyOf = (number: number) =>
    Array.from({ length: 30 }, (_, i) => `w${(number * 7919 + i * 104729) % 4001}x`).join(' ');

  /** Notes whose body is read. */
  function watched(count: number, change: ReadonlyMap<number, string> = new Map()) {
    const read: number[] = [];
    const documents = Array.from({ length: count }, (_, i): SearchDocument => {
      const body = change.get(i) ?? bodyOf(i);
      return {
        ...documentOf({ title: `Title ${i}` }, i),
        bodyFingerprint: digestOf(body),
        get body() {
          read.push(i);
          return body;
        },
      };
    });
    return { documents, read };
  }

  it('is nothing at all when no document changed: no body is read, no record is put, every file is known', () => {
    const cache = new MemoryCache();
    const before = build(watched(300).documents, cache);
    expect(cache.nextBuild().put.length).toBeGreaterThan(10);
    const { documents, read } = watched(300);
    const after = build(documents, cache);
    expect(read).toEqual([]);
    expect(newFiles(before, after)).toEqual([]);
    expect(cache.nextBuild().put).toEqual([]);
    // And it stays so, as everything was asked for.
    build(documents, cache);
    expect(cache.nextBuild().put).toEqual([]);
    // A file that is wanted all the same is made.
    expect([...bytesOf(build(documents, cache))]).toEqual([...bytesOf(build(documents))]);
  });

  it('is one text, one block of cards and the shards of its terms when one document changed', () => {
    const cache = new MemoryCache();
    const before = build(watched(400).documents, cache);
    cache.nextBuild();
    // A word of the first document, so that no term is numbered anew: of the other terms, lengths alone change.
    const { documents, read } = watched(400, new Map([[200, `${bodyOf(200)} w0x`]]));
    const after = build(documents, cache);
    expect(new Set(read)).toEqual(new Set([200]));
    expect(newFiles(before, after, 'texts-')).toHaveLength(1);
    expect(newFiles(before, after, 'cards-')).toHaveLength(1);
    const newShards = newFiles(before, after, 'terms-').length;
    expect(newShards).toBeGreaterThan(0);
    const { put } = cache.nextBuild();
    const codedAnew = (kind: string) => put.filter((key) => key.startsWith(`coded/${kind}/`)).length;
    // What was coded is what is new: a shard whose bytes stayed was not coded again.
    expect(codedAnew('terms')).toBe(newShards);
    expect(codedAnew('positions')).toBe(newFiles(before, after, 'positions-').length);
    expect(put.filter((key) => key.startsWith('terms/'))).toEqual(['terms/en/recent']);
    // The other words stand where they stood.
    expect(codedAnew('positions')).toBe(1);
    expect([...bytesOf(after)]).toEqual([...bytesOf(build(documents))]);
  });

  it('is one text, without a term counted or a body but that one read, when headings got other anchors', () => {
    const cache = new MemoryCache();
    const withAnchor = (anchor: string) => {
      const { documents, read } = watched(300);
      const own = Object.defineProperties(
        {} as SearchDocument,
        Object.getOwnPropertyDescriptors(documents[200]),
      );
      documents[200] = Object.assign(own, { sections: [{ start: 0, anchor }] });
      return { documents, read };
    };
    const before = build(withAnchor('a').documents, cache);
    cache.nextBuild();
    const { documents, read } = withAnchor('b');
    const after = build(documents, cache);
    expect(new Set(read)).toEqual(new Set([200]));
    expect(newFiles(before, after, 'texts-')).toHaveLength(1);
    expect(newFiles(before, after, 'terms-')).toEqual([]);
    expect([...bytesOf(after)]).toEqual([...bytesOf(build(documents))]);
  });

  it('leaves the shards without its terms alone when a document is added at the end', () => {
    const cache = new MemoryCache();
    const before = build(watched(400).documents, cache);
    cache.nextBuild();
    const { documents, read } = watched(401, new Map([[400, 'w5x w6x']]));
    const after = build(documents, cache);
    expect(new Set(read)).toEqual(new Set([400]));
    const { put } = cache.nextBuild();
    expect(put.filter((key) => key.startsWith('coded/terms/'))).toHaveLength(
      newFiles(before, after, 'terms-').length,
    );
    expect(newFiles(before, after, 'terms-').length).toBeLessThan(10);
    expect([...bytesOf(after)]).toEqual([...bytesOf(build(documents))]);
  });

  it('makes one file anew where a file holds several texts', () => {
    const cache = new MemoryCache();
    const tiny = (change?: number) =>
      Array.from({ length: 12_001 }, (_, i) => documentOf({ body: i === change ? 'new' : `w${i % 900}` }, i));
    const before = build(tiny(), cache);
    cache.nextBuild();
    const after = build(tiny(7000), cache);
    expect(newFiles(before, after, 'texts-')).toHaveLength(1);
    expect(identities(after)).toEqual(identities(build(tiny(7000))));
  });
});
