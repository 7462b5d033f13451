import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LanguageTag } from '../../src/model.ts';
import { aliasFault, aliasPermalink, permalinkOf } from '../../src/validate/permalink.ts';

const [en, th] = ['en', 'th'] as LanguageTag[];

test('an address is made of language, section and slug', () => {
  expect(permalinkOf('news', 'x', en!, en!)).toBe('/news/x/');
  expect(permalinkOf('news', 'x', th!, en!)).toBe('/th/news/x/');
  expect(permalinkOf('resource', 'x', en!, en!)).toBe('/resources/x/');
  expect(permalinkOf('page', 'about', th!, en!)).toBe('/th/about/');
  expect(permalinkOf('news', 'cafe\u0301', en!, en!)).toBe('/news/caf\u00e9/');
});

describe('an old address', () => {
  test.each([
    ['/old/', '/old/'],
    ['/old', '/old/'],
    ['/2014/06/30/old.html', '/2014/06/30/old.html'],
    ['/Old_Page/it’s-here/', '/Old_Page/it’s-here/'],
    ['/ข่าว/', '/ข่าว/'],
    ['/index.php', '/index.php'],
  ])('may be %s', (alias, permalink) => {
    expect(aliasFault(alias)).toBeUndefined();
    expect(aliasPermalink(alias)).toBe(permalink);
  });

  test.each([
    ['old/', '/old/'],
    ['https://old.example/a/b.html', '/a/b.html'],
    ['/a b/', undefined],
    ['/a/ ', '/a/'],
    ['/a\n/b', undefined],
    ['/a/*', undefined],
    ['/a/:splat', undefined],
    ['/a?b=c', '/a'],
    ['/a#b', '/a'],
    ['/%e0%b8%82/', '/ข/'],
    ['/%2e%2e/', undefined],
    ['/%', undefined],
    ['/../a', undefined],
    ['/a/../b', undefined],
    ['/a/./b', undefined],
    ['/a//b', '/a/b'],
    ['//host/a', undefined],
    ['\\\\host\\a', undefined],
    ['/a\\b', undefined],
    ['C:\\a', undefined],
    ['/con/', undefined],
    ['/a./', undefined],
    ['/a\u202Eb/', undefined],
    ['/a\u2028/', undefined],
    ['', undefined],
    [`/${'a'.repeat(201)}/`, undefined],
    [`/${'a/'.repeat(600)}`, undefined],
  ])('may not be %j', (alias, suggestion) => {
    const fault = aliasFault(alias);
    expect(fault).toBeDefined();
    expect(fault?.suggestion).toBe(suggestion);
  });

  test('that is accepted leads to no other host, above no folder and holds no rule of _redirects', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      ':',
      '*',
      ' ',
      '\n',
      '\t',
      '%2e',
      '\\',
      '?',
      '#',
      'a',
      'con',
      'é',
      '\u202E',
      '~',
      '@',
      '&',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const alias = pieces.join('');
        if (aliasFault(alias) !== undefined) return;
        const permalink = aliasPermalink(alias);
        const url = new URL(permalink, 'https://site.example');
        expect(url.origin).toBe('https://site.example');
        expect(decodeURIComponent(url.pathname)).toBe(permalink);
        expect(permalink).not.toMatch(/[\s*:\\?#]/);
      }),
      { numRuns: 3000 },
    );
  });
});
