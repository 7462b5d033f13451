import { describe, expect, test } from 'vitest';
import { apa, bibtex, bibtexText, chicago } from '../../layouts/citation.ts';
import type { CitationView } from '../../layouts/views.ts';
import type { LanguageTag } from '../../src/model.ts';

const en = 'en' as LanguageTag;

const plain: CitationView = {
  authors: ['UNIAP China'],
  authorLanguage: en,
  title: 'A Workshop',
  language: en,
  date: '2007-08-17',
  siteName: 'Waymark',
  siteNameLanguage: en,
  url: 'https://waymark.example/news/a-workshop/',
  key: 'a-workshop-2007',
};

describe('APA', () => {
  const of = (view: Partial<CitationView>): string => apa({ ...plain, ...view }).html;

  test('names author, day, title, site and address', () => {
    expect(of({})).toBe(
      'UNIAP China. (2007, August 17). <i>A Workshop</i>. Waymark. https://waymark.example/news/a-workshop/',
    );
  });

  test('keeps a date with time, a year alone and no date at all as they are', () => {
    expect(of({ date: '2007-08-17T23:30:00+07:00' })).toContain('(2007, August 17).');
    expect(of({ date: '1948' })).toContain('(1948).');
    expect(of({ date: undefined })).toContain('(n.d.).');
  });

  test('joins names, and does not turn them round', () => {
    expect(of({ authors: ['Jane Doe', 'Ministry of Labour'] })).toMatch(
      /^Jane Doe, &amp; Ministry of Labour\. /,
    );
    expect(of({ authors: ['A. B.', 'C', 'D.'] })).toMatch(/^A\. B\., C, &amp; D\. \(/);
  });

  test('a site that is its own author is named once', () => {
    expect(of({ authors: ['Waymark'] }).match(/Waymark/g)).toHaveLength(1);
  });

  test('a title that ends in a mark of its own takes no full stop', () => {
    expect(of({ title: 'Why?' })).toContain('<i>Why?</i> Waymark.');
  });

  test('a title in another language is marked as one, and markup in it is text', () => {
    expect(of({ title: '<b>خبر</b>', language: 'ar' as LanguageTag })).toContain(
      '<i><span lang="ar" dir="rtl">&lt;b&gt;خبر&lt;/b&gt;</span></i>.',
    );
  });
});

describe('Chicago', () => {
  const of = (view: Partial<CitationView>): string => chicago({ ...plain, ...view }).html;

  test('puts the title in quotation marks and the date before the address', () => {
    expect(of({})).toBe(
      'UNIAP China. “A Workshop.” Waymark. August 17, 2007. https://waymark.example/news/a-workshop/.',
    );
  });

  test('quotation marks within the title become single ones', () => {
    expect(of({ title: 'The “new” plan' })).toContain('“The ‘new’ plan.”');
  });

  test('says a year alone, and nothing where there is no date', () => {
    expect(of({ date: '1948' })).toContain('Waymark. 1948. https://');
    expect(of({ date: undefined })).toContain('Waymark. https://');
  });
});

describe('BibTeX', () => {
  test('is one entry', () => {
    expect(bibtex(plain)).toBe(
      [
        '@misc{a-workshop-2007,',
        '  author = {{UNIAP China}},',
        '  title = {{A Workshop}},',
        '  howpublished = {Waymark},',
        '  year = {2007},',
        '  month = aug,',
        '  url = {https://waymark.example/news/a-workshop/},',
        '}',
      ].join('\n'),
    );
  });

  test.each([
    ['100 % & #1 a_b $5', '100 \\% \\& \\#1 a\\_b \\$5'],
    ['a\\b ~ ^', 'a\\textbackslash{}b \\textasciitilde{} \\textasciicircum{}'],
    ['ပြည် ไทย é', 'ပြည် ไทย é'],
    ['two\n lines', 'two lines'],
  ])('%j is %j', (text, escaped) => {
    expect(bibtexText(text)).toBe(escaped);
  });

  test.each([['}'], ['{'], ['}}, evil = {x'], ['\\{'], ['a } b { c']])(
    'a title of %j ends no field: braces stay balanced',
    (title) => {
      let depth = 0;
      for (const character of bibtex({ ...plain, title, authors: [title, 'B'] })) {
        if (character === '{') depth += 1;
        if (character === '}') depth -= 1;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    },
  );

  test('each author is kept whole, though the name holds "and"', () => {
    expect(bibtex({ ...plain, authors: ['Save and Serve', 'B'] })).toContain(
      'author = {{Save and Serve} and {B}},',
    );
  });
});
