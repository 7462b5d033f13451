import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfQuery, queryOfHash } from '../../src/browser/query-address.ts';
import { createScriptPolicy } from '../../src/browser/script-policy.ts';
import { printDate } from '../../src/search-client/calendar-date.ts';

describe('the query in the address', () => {
  it('reads back as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (query) => {
        expect(queryOfHash(hashOfQuery(query))).toBe(query);
      }),
    );
  });

  it('loses nothing but half of a surrogate pair, which an address cannot hold', () => {
    expect(queryOfHash(hashOfQuery('a\ud800b\u{1F600}\udc00'))).toBe('a\ufffdb\u{1F600}\ufffd');
  });

  it('of a broken escape is taken as it stands, and of another hash is none', () => {
    expect(queryOfHash('#q=%E0%A4')).toBe('%E0%A4');
    expect(queryOfHash('#main')).toBe('');
    expect(queryOfHash('')).toBe('');
    expect(hashOfQuery('')).toBe('');
  });
});

describe('the script policy', () => {
  const pass = createScriptPolicy('file:///site/search/en/', ['file:///site/assets/search-engine-1a2b.js']);

  it('lets the engine and the files of the index pass', () => {
    for (const url of [
      'file:///site/assets/search-engine-1a2b.js',
      'file:///site/search/en/root.js',
      'file:///site/search/en/terms-01234567.js',
    ]) {
      expect(pass(url)).toBe(url);
    }
  });

  it.each([
    'https://other.example/search/en/root.js',
    'file:///site/search/en/../../evil.js',
    'file:///site/search/en/root.js?x',
    'file:///site/search/en/terms-01234567.js#x',
    'file:///site/search/th/root.js',
    'data:text/javascript,1',
    '',
  ])('stops %s', (url) => {
    expect(() => pass(url)).toThrow(TypeError);
  });
});

describe('a date', () => {
  const thai = {
    months: [
      'มกราคม',
      'กุมภาพันธ์',
      'มีนาคม',
      'เมษายน',
      'พฤษภาคม',
      'มิถุนายน',
      'กรกฎาคม',
      'สิงหาคม',
      'กันยายน',
      'ตุลาคม',
      'พฤศจิกายน',
      'ธันวาคม',
    ],
    dateFormat: '{day} {month} {year}',
    yearOffset: 543,
  };

  it('is printed in the language’s own words and era, whatever time stands after it', () => {
    expect(printDate('2007-08-17', thai)).toBe('17 สิงหาคม 2550');
    expect(printDate('2007-08-17T23:59:59-11:00', thai)).toBe('17 สิงหาคม 2550');
  });

  it('is a year in that era where the author gave no more', () => {
    expect(printDate('2023', thai)).toBe('2566');
    expect(printDate('2023', undefined)).toBe('2023');
  });

  it('stays as the author wrote it without them, and empty without a date', () => {
    expect(printDate('2007-08-17', undefined)).toBe('2007-08-17');
    expect(printDate('', thai)).toBe('');
  });
});
