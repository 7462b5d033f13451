import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import { buildIndex } from '../../src/search/build-index.ts';
import { buildSearch } from '../../src/search/build-search.ts';
import { loadPipelines } from '../../src/search/lunr-with-pipeline.ts';
import {
  type Container,
  parseContainer,
  printContainer,
  type SearchRoot,
} from '../../src/search/shard-format.ts';
import { documentOf, filesOf } from '../search-client/indexed-texts.ts';

const words = [
  'labour',
  'trafficking',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  '3.11.1',
  '2024',
  'Éire',
  'แรงงานต่างด้าว',
  'الإعلان',
  '人权',
  '\ud800',
  '…',
  'the',
  'victims',
  "Burma's",
  'a1',
  'a11',
  '1',
  '11',
];
const anyDocuments = fc.array(
  fc.record({
    title: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((list) => list.join(' ')),
    summary: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((list) => list.join(' ')),
    body: fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 30 })
      .map((list) => list.join(' ')),
  }),
  { maxLength: 8 },
);

/** lunr.Builder as a reader of the documentation would use it. */
function lunrsOwnIndex(documents: readonly SearchDocument[], language: string): object {
  const pipelines = loadPipelines(language);
  (lunr.TokenSet as unknown as { _nextId: number })._nextId = 1e9;
  const builder = new lunr.Builder();
  builder.pipeline = pipelines.index as never;
  builder.searchPipeline = pipelines.search as never;
  builder.ref('id');
  builder.field('title', { boost: 6 });
  builder.field('summary', { boost: 2 });
  builder.field('body');
  documents.forEach((document, number) => {
    builder.add({ ...document, id: `${number}` });
  });
  return builder.build().toJSON();
}

function payloadOf(text: string, name: string): string {
  const container = parseContainer(text, name) as Container;
  const payload = inflateRawSync(Buffer.from(container.base64, 'base64'));
  expect(payload.length).toBe(container.byteLength);
  return payload.toString('utf8');
}

describe('the index', () => {
  it('is what lunr.Builder makes of the same documents and pipeline', () => {
    fc.assert(
      fc.property(anyDocuments, fc.constantFrom('en', 'th'), (parts, language) => {
        const documents = parts.map((part, i) => documentOf(part, i));
        const ours = JSON.stringify(buildIndex(documents, language));
        expect(ours).toBe(JSON.stringify(lunrsOwnIndex(documents, language)));
      }),
      { numRuns: 60 },
    );
  });

  it('is published as the very JSON that lunr serialises', () => {
    const documents = words.map((body, i) => documentOf({ title: 'Lone \ud800 surrogate', body }, i));
    const files = filesOf(documents);
    const root = JSON.parse(payloadOf(files.get('search/en/root.js') ?? '', 'en/root')) as SearchRoot;
    const { name } = root.files.index;
    const published = payloadOf(files.get(`search/${name}.js`) ?? '', name);
    expect(published).toBe(JSON.stringify(lunrsOwnIndex(documents, 'en')));
  });
});

describe('the files', () => {
  const documents = [documentOf({ title: 'One' }, 0), documentOf({ title: 'Two' }, 1)];

  it('are a root of fixed name, and files named by the hash of what they hold', () => {
    const files = filesOf(documents);
    const root = JSON.parse(payloadOf(files.get('search/en/root.js') ?? '', 'en/root')) as SearchRoot;
    expect(root).toMatchObject({
      format: 1,
      lunr: lunr.version,
      language: 'en',
      documentCount: 2,
      isSiteLanguage: true,
    });
    expect([...files.keys()].sort()).toEqual(
      ['search/en/root.js', ...Object.values(root.files).map(({ name }) => `search/${name}.js`)].sort(),
    );
    for (const { name, byteLength } of Object.values(root.files)) {
      const payload = payloadOf(files.get(`search/${name}.js`) ?? '', name);
      expect(Buffer.byteLength(payload)).toBe(byteLength);
      expect(name.slice(name.lastIndexOf('-') + 1)).toBe(
        createHash('sha256').update(payload).digest('hex').slice(0, 16),
      );
    }
  });

  it('are the same bytes each time, whatever the order of the languages', () => {
    const one = buildSearch(
      new Map([
        ['en', documents],
        ['th', documents],
      ]),
    );
    const two = buildSearch(
      new Map([
        ['th', documents],
        ['en', documents],
      ]),
    );
    expect(two).toEqual(one);
  });

  it('keep their names but the root when only another language changes', () => {
    const before = filesOf(documents);
    const after = buildSearch(
      new Map([
        ['en', documents],
        ['th', [documentOf({ title: 'สาม' })]],
      ]),
      { siteLanguage: 'en' },
    );
    expect(after.map(({ path }) => path)).toEqual(expect.arrayContaining([...before.keys()]));
  });
});

describe('a container', () => {
  const text = printContainer({ name: 'en/root', byteLength: 12, base64: 'YWJj' });

  it('reads back as it was written', () => {
    expect(parseContainer(text, 'en/root')).toEqual({ name: 'en/root', byteLength: 12, base64: 'YWJj' });
  });

  it('runs as a classic script that calls one global', () => {
    const calls: unknown[][] = [];
    new Function('offprintIndex', text)((...args: unknown[]) => calls.push(args));
    expect(calls).toEqual([['en/root', 12, 'YWJj']]);
  });

  it('that was cut short at any place is told from a whole one', () => {
    for (let length = 0; length < text.trimEnd().length; length += 1) {
      expect(parseContainer(text.slice(0, length), 'en/root')).toBe('cut-short');
    }
  });

  it('of another name, or another file altogether, is foreign', () => {
    expect(parseContainer(text, 'th/root')).toBe('foreign');
    expect(parseContainer('<!doctype html><title>Not found</title>', 'en/root')).toBe('foreign');
    expect(parseContainer('offprintIndex("en/root",12e9,"YWJj");', 'en/root')).toBe('foreign');
  });
});
