import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarize } from '../../src/render/summary.ts';

test('a short text stays as it is, on one line', () => {
  expect(summarize(' One\n two  three. ')).toBe('One two three.');
  expect(summarize('')).toBe('');
});

test('a long text is cut at a word and says so', () => {
  const words = 'word '.repeat(100);
  expect(summarize(words)).toBe(`${'word '.repeat(60).trim()}…`);
  expect(summarize(`${'a'.repeat(290)}, and more words`)).toBe(`${'a'.repeat(290)}, and…`);
  expect(summarize(`${'a'.repeat(295)}, and more words`)).toBe(`${'a'.repeat(295)}…`);
});

test.each([
  ['Thai', 'กำลังเก็บกู้ที่นี่'],
  ['Burmese', 'မြန်မာနိုင်ငံတော်သည်ဒုက္ခ'],
  ['Khmer', 'កម្ពុជាស្ត្រី'],
  ['Hindi', 'क्षत्रियस्त्रीहिन्दी'],
  ['Chinese', '人口販運是一種罪行𠮷'],
  ['emoji', '👩‍👩‍👧👍🏽🇹🇭e\u0301'],
])('a text without spaces in %s is cut between letters, never within one', (_script, unit) => {
  const boundaries = new Set(
    [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(unit.repeat(80))].map(
      ({ index }) => index,
    ),
  );
  for (let shift = 0; shift < unit.length; shift += 1) {
    const text = `${'x'.repeat(shift)}${unit.repeat(80)}`;
    const summary = summarize(text);
    expect(summary.endsWith('…')).toBe(true);
    expect(text.startsWith(summary.slice(0, -1))).toBe(true);
    expect(boundaries).toContain(summary.length - 1 - shift);
    expect(summary.length).toBeGreaterThan(270);
  }
});

test('no summary is longer than 300 characters or holds half a letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }), (text) => {
      const summary = summarize(text);
      expect(summary.length).toBeLessThanOrEqual(300);
      expect(summary).not.toMatch(/\p{Surrogate}/u);
    }),
  );
});
