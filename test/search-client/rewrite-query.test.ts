import fc from 'fast-check';
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { knowOtherScripts } from '../../src/search/pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import { rewriteQuery } from '../../src/search-client/rewrite-query.ts';

knowOtherScripts(otherScripts);

const fields = ['title', 'summary', 'body'];
const english = createAnalyser('en');
const rewrite = (text: string, analyser = english) => rewriteQuery(text, fields, analyser);

interface Clause {
  readonly term: string;
  readonly presence: number;
}

/** Throws what lunr throws. */
function parse(text: string): readonly Clause[] {
  const { QueryParser } = lunr as unknown as {
    QueryParser: new (text: string, query: lunr.Query) => { parse(): void };
  };
  const query = new lunr.Query(fields);
  new QueryParser(text, query).parse();
  return query.clauses as unknown as readonly Clause[];
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'title:',
          'note:',
          '\\',
          '\\\\',
          ':',
          '~',
          '^',
          '~9',
          '^2',
          '+',
          '-',
          '*',
          '"',
          '“',
          '”',
          ' ',
          ' ',
          '\u00A0',
        ],
        ...[
          'word',
          'the',
          'ยา',
          'แรงงาน',
          '人权',
          'é',
          '<img src=x>',
          'constructor',
          '__proto__',
          'a:b',
          "c'",
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('a plain text', () => {
  it('never gives a query that lunr cannot parse, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'th'), (text, language) => {
        const { isLunr, lunrQuery, relaxedQuery, words } = rewrite(text, createAnalyser(language));
        if (isLunr) return;
        const clauses = parse(lunrQuery);
        expect(clauses.every(({ presence }) => presence === 2)).toBe(true);
        const count = new Set(words.flatMap((word) => word.clauses)).size;
        expect(clauses.length).toBe(count);
        if (relaxedQuery !== undefined) expect(parse(relaxedQuery).length).toBe(count);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same query each time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect({ ...rewrite(text), placeOf: null }).toEqual({ ...rewrite(text), placeOf: null });
      }),
    );
  });

  it.each([
    ['forced labour', '+forced +labour'],
    ['The rights of the victims', '+rights +victims'],
    ['self-help', '+self +help'],
    ['labour, labour; LABOUR', '+labour'],
    ['Éire', '+eire'],
    ['a:b c^d e~f', '+a\\:b +c\\^d +e\\~f'],
    ['Burma - Thailand', '+burma +thailand'],
    ['summary: none', '+summary +none'],
    ['note:7', '+note\\:7'],
    ['C++ \\o/', '+c +o'],
    ['"><img src=x onerror=alert(1)>', '+img +src +x +onerror +alert +1'],
    ['…', ''],
    ['   ', ''],
  ])('%s asks lunr for %s', (text, expected) => {
    expect(rewrite(text)).toMatchObject({ isLunr: false, lunrQuery: expected });
  });

  it('requires every pair of a run, the last as a prefix, and every part of a mixed word', () => {
    expect(rewrite('แรงงาน', createAnalyser('th')).lunrQuery).toBe('+แรง +งงา +งาน*');
    expect(rewrite('ยา', createAnalyser('th')).lunrQuery).toBe('+ยา*');
    expect(rewrite('GLPแรง๖๗', createAnalyser('th')).lunrQuery).toBe('+glp +แรง* +67');
  });

  it('is relaxed to any of its words when it has two or more', () => {
    expect(rewrite('forced labour').relaxedQuery).toBe('forced labour');
    expect(rewrite('the labour').relaxedQuery).toBeUndefined();
    expect(rewrite('แรงงาน', createAnalyser('th')).relaxedQuery).toBeUndefined();
  });

  it('keeps its phrases as filters, in straight and curly quotes', () => {
    const { lunrQuery, phrases } = rewrite('“National Plan of Action” 2007');
    expect(lunrQuery).toBe('+national +plan +action +2007');
    const places = [
      { offset: 0, term: 'nation', isPrefix: false },
      { offset: 1, term: 'plan', isPrefix: false },
      { offset: 3, term: 'action', isPrefix: false },
    ];
    expect(phrases).toEqual([{ places, isExcluded: false }]);
  });

  it('takes a quote that is never closed for a character', () => {
    expect(rewrite('5" pipe')).toMatchObject({ lunrQuery: '+5 +pipe', phrases: [] });
  });
});

describe('lunr’s own language', () => {
  it.each(['+labour', '-labour', 'title:labour', 'lab*', '*', 'labour~1', 'labour^10', '~99', 'a +b', '--x'])(
    'is known in %s and left untouched',
    (text) => {
      expect(rewrite(text)).toMatchObject({ isLunr: true, lunrQuery: text });
    },
  );

  it('is not looked for inside quotes', () => {
    expect(rewrite('"+labour* title:x"')).toMatchObject({ isLunr: false });
  });

  it('gives the words of a phrase escaped, with the sign and field before it', () => {
    expect(rewrite('+"plan: of action" burma')).toMatchObject({
      lunrQuery: '+plan +action burma',
      phrases: [{ places: [{ term: 'plan' }, { offset: 2, term: 'action' }], isExcluded: false }],
    });
    expect(rewrite('title:"plan of labour"')).toMatchObject({
      lunrQuery: 'title:plan title:labour',
      phrases: [{ fields: ['title'], isExcluded: false }],
    });
  });

  it('gives lunr nothing of a phrase that is excluded', () => {
    expect(rewrite('labour -"plan of action"')).toMatchObject({
      lunrQuery: 'labour ',
      phrases: [{ isExcluded: true }],
    });
  });

  it('knows where a place of its query stands in the text', () => {
    const text = '-"plan of action" labour~x';
    const { lunrQuery, placeOf } = rewrite(`${text} foo*`);
    expect(text.slice(placeOf(lunrQuery.indexOf('~x')))).toBe('~x');
  });
});
