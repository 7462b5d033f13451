import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import { countTerms } from '../../src/search/count-terms.ts';
import { lunrJson } from '../../src/search/lunr-json.ts';
import { documentFrequency, type TermCounts } from '../../src/search/term-counts.ts';
import { hasCorpus } from '../import/import-folder.ts';
import { documentOf } from '../search-client/indexed-texts.ts';
import { lunrsOwnIndex } from './lunr-oracle.ts';
import { realPosts } from './real-posts.ts';

const words = [
  'labour',
  'Trafficking',
  'trafficked,',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '3.11.1',
  '2024',
  'Éire',
  'ΟΔΟΣ',
  'İstanbul',
  'แรงงานต่างด้าว',
  'แรงงานต่างด้าวถูกหลอกลวงให้ทำงานบนเรือประมง'.repeat(8),
  'ถูก(หลอก)trafficked',
  'الإعلان',
  'اَلْعُمَّالِ',
  '人权宣言',
  '\ud800',
  'a\udc00b',
  '…',
  '-',
  'the',
  "They'd",
  'victims/survivors—and',
  "Burma's",
  "'s",
  'a1',
  'a11',
  '1',
  '11',
  '1e3',
  'supercalifragilisticexpialidocious',
  'https://example.org/a/very/long/address?that=nobody&repeats=ever#'.repeat(3),
];
const separators = [' ', ' ', ' ', '\n', '\u00a0', '-', ' - ', '\u2003\t', '\ufeff'];
const anyText = (maxLength: number) =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...words) },
          { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
          { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
        ),
        fc.constantFrom(...separators),
      ),
      { maxLength },
    )
    .map((parts) => parts.flat().join(''));
const anyDocuments = fc
  .array(
    fc.record({
      title: anyText(4),
      summary: anyText(4),
      body: anyText(30),
      boost: fc.constantFrom(undefined, undefined, 0, 0.001, 0.5, 1, 3, 1e9),
    }),
    { maxLength: 12 },
  )
  .map((parts) => parts.map(({ boost, ...part }, i) => withBoost(documentOf(part, i), boost)));

function withBoost(document: SearchDocument, boost: number | undefined): SearchDocument {
  return boost === undefined ? document : { ...document, boost };
}

function ourJson(documents: readonly SearchDocument[], language: string): string {
  return [...lunrJson(countTerms(documents, language))].join('');
}

/** By term: documents and places of one field. */
function placesIn(counts: TermCounts, field: number): Record<string, [number, number[]][]> {
  const columns = counts.fields[field]!;
  const result: [string, [number, number[]][]][] = counts.terms.map((term, index) => {
    const postings: [number, number[]][] = [];
    for (let at = columns.offsets[index]!; at < columns.offsets[index + 1]!; at += 1) {
      const places = [
        ...columns.positions.slice(columns.positionOffsets[at], columns.positionOffsets[at + 1]),
      ];
      expect(places).toHaveLength(columns.frequencies[at]!);
      postings.push([columns.documents[at]!, places]);
    }
    return [term, postings];
  });
  return Object.fromEntries(result.filter(([, postings]) => postings.length > 0));
}

describe('the counts, printed as JSON,', () => {
  it('are to the byte what lunr.Builder makes of the same documents and pipeline', () => {
    fc.assert(
      fc.property(anyDocuments, fc.constantFrom('en', 'th', 'ar'), (documents, language) => {
        expect(ourJson(documents, language)).toBe(JSON.stringify(lunrsOwnIndex(documents, language)));
      }),
      { numRuns: 150 },
    );
  });

  it('are so for some hundreds of real texts, in pieces that are small', () => {
    const documents = realPosts();
    expect(documents.length).toBeGreaterThanOrEqual(hasCorpus ? 500 : 50);
    const whole = JSON.stringify(lunrsOwnIndex(documents, 'en'));
    let at = 0;
    let longest = 0;
    for (const piece of lunrJson(countTerms(documents, 'en'))) {
      // Not toBe: a difference would be printed with megabytes around it.
      expect(whole.startsWith(piece, at), `piece at ${at}`).toBe(true);
      at += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect(at).toBe(whole.length);
    expect(longest).toBeLessThan(whole.length / 10);
  });

  it('are so for no document, and for documents without a word', () => {
    for (const documents of [[], [documentOf({}, 0)], [documentOf({ body: 'the' }, 0), documentOf({}, 1)]]) {
      expect(ourJson(documents, 'en')).toBe(JSON.stringify(lunrsOwnIndex(documents, 'en')));
    }
  });
});

describe('the columns', () => {
  it('name the place of each word, and a stop word has a place too', () => {
    const counts = countTerms(
      [documentOf({ body: 'The judges of Burma met — judges met.' }, 0), documentOf({ body: 'Met' }, 1)],
      'en',
    );
    expect(placesIn(counts, 2)).toEqual({
      judg: [[0, [1, 5]]],
      burma: [[0, [3]]],
      met: [
        [0, [4, 6]],
        [1, [0]],
      ],
    });
    expect(placesIn(counts, 0)).toEqual({});
    expect(counts.fieldLengths.map((lengths) => [...lengths])).toEqual([
      [0, 0],
      [0, 0],
      [5, 1],
    ]);
    expect(documentFrequency(counts, counts.terms.indexOf('met'))).toBe(2);
  });

  it('give the parts of one word, and the pairs of a run, places one after another', () => {
    const counts = countTerms([documentOf({ body: 'and/or กขค law/s (…) end' }, 0)], 'th');
    expect(placesIn(counts, 2)).toEqual({
      and: [[0, [0]]],
      or: [[0, [1]]],
      กข: [[0, [2]]],
      ขค: [[0, [3]]],
      ค: [[0, [4]]],
      law: [[0, [5]]],
      s: [[0, [6]]],
      end: [[0, [7]]],
    });
  });

  it('number terms in order of first occurrence, and sort them by UTF-16 units', () => {
    const documents = [documentOf({ title: 'zebra', body: '\uff5a \u{1d4b5} émigré apple' }, 0)];
    const counts = countTerms([...documents, documentOf({ title: 'ant' }, 1)], 'th');
    expect(counts.terms[0]).toBe('zebra');
    expect(counts.terms.at(-1)).toBe('ant');
    const sorted = [...counts.sortedTerms].map((index) => counts.terms[index]);
    expect(sorted).toEqual([...counts.terms].sort());
  });

  it('hold every word of a text that is nothing but different words', () => {
    const body = Array.from({ length: 120_000 }, (_, i) => `w${i.toString(36)}`).join(' ');
    const counts = countTerms([documentOf({ body }, 0), documentOf({ body: `${body} more` }, 1)], 'th');
    expect(counts.terms).toHaveLength(120_001);
    expect(counts.fields[2]!.documents).toHaveLength(240_001);
    expect(counts.fields[2]!.positions.at(-1)).toBe(120_000);
  });

  it('hold boosts of documents only where there are some', () => {
    expect(countTerms([documentOf({}, 0), withBoost(documentOf({}, 1), 1)], 'en').documentBoosts).toBe(
      undefined,
    );
    const boosted = countTerms([documentOf({}, 0), withBoost(documentOf({}, 1), 2.5)], 'en');
    expect(boosted.documentBoosts).toEqual(Float64Array.of(1, 2.5));
  });
});
