import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOutputPaths, unsafePathReason } from '../../src/build/verify-output.ts';

describe('paths of the output', () => {
  test.each([
    'index.html',
    'news/2007/index.html',
    'th/ข่าว/index.html',
    'a b/c.pdf',
    '_redirects',
    '.well-known/x',
  ])('%j is safe', (path) => {
    expect(unsafePathReason(path)).toBeUndefined();
  });

  test.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/./b',
    'a//b',
    'a\\b',
    'C:/x',
    'a:b',
    'con',
    'news/AUX.html',
    'lpt1/index.html',
    'a./b',
    'a /b',
    'a\u0000b',
    'a\nb',
    'a?b',
    'a*b',
    'e\u0301.html',
    'a\u202eb',
    'a\ud800b',
    `${'x'.repeat(256)}`,
  ])('%j is refused', (path) => {
    expect(unsafePathReason(path)).toBeTypeOf('string');
    expect(() => checkOutputPaths([path])).toThrow('is not safe');
  });

  test.each([
    [['X/index.html', 'x/index.html']],
    [['a', 'a']],
    [['a', 'a/b']],
    [['a/b', 'A']],
    [['News/a.html', 'news/b.html']],
  ])('%j clash', (paths) => {
    expect(() => checkOutputPaths(paths)).toThrow('clash');
  });

  test('many files of one folder do not clash', () => {
    expect(() => checkOutputPaths(['a/b/1', 'a/b/2', 'a/3', 'a/b/c/4', '5'])).not.toThrow();
  });

  test('no accepted path leads out of the folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', ':', '\u0000', ' ') }), (path) => {
        if (unsafePathReason(path) !== undefined) return;
        const url = new URL(`file:///root/${encodeURI(path)}`);
        expect(url.pathname.startsWith('/root/')).toBe(true);
        expect(path).not.toMatch(/^\/|\\|:/);
      }),
    );
  });
});
