import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainFileName, slugFault, slugFrom } from '../../src/validate/slug.ts';

describe('a slug made from a title', () => {
  test.each([
    ['Burmese', 'မြန်မာ လူကုန်ကူးမှု', 'mrnma-lukunkumhu'],
    ['Thai', 'การประชุมเชิงปฏิบัติการ', 'karprachumechingptibatikar'],
    ['Khmer', 'ការជួញដូរមនុស្ស', 'karchuonhdourmnoss'],
    ['Lao', 'ການຄ້າມະນຸດ', 'kankhamanoud'],
    ['Chinese', '打击人口贩运', 'da-ji-ren-kou-fan-yun'],
    ['Arabic', 'مكافحة الاتجار بالبشر', 'mkfhh-ltjr-blbshr'],
    ['Amharic', 'የሰዎች ዝውውር', 'yesewoch-zwwr'],
    ['Vietnamese', 'Nạn buôn người', 'nan-buon-nguoi'],
    ['English', "Burma's Draft Plan: what's next?", 'burmas-draft-plan-whats-next'],
  ])('is readable in %s', (_script, title, slug) => {
    expect(slugFrom(title)).toBe(slug);
  });

  test('is the same for composed and decomposed letters', () => {
    expect(slugFrom('Caf\u00e9')).toBe(slugFrom('Cafe\u0301'));
  });

  test('is never empty, long, reserved or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const slug = slugFrom(title);
        expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(80);
        expect(slugFault(slug)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('of a title without a letter is made of its hash', () => {
    expect(slugFrom('?!')).toMatch(/^item-[0-9a-f]{8}$/);
    expect(slugFrom('?!')).not.toBe(slugFrom('!?'));
  });

  test('steps aside for what is reserved', () => {
    for (const title of ['Con', '1984', 'th', 'News', 'Search', 'AUX']) {
      expect(slugFrom(title)).toBe(`${title.toLowerCase()}-page`);
    }
  });

  test('is cut at a hyphen', () => {
    expect(slugFrom('word '.repeat(40))).toBe(Array(16).fill('word').join('-'));
  });
});

describe('a slug as written', () => {
  test.each(['plan-2007', 'เมียนมา', 'ခရစ်', 'café', '打击', 'a'])('may be %s', (slug) => {
    expect(slugFault(slug.normalize('NFC'))).toBeUndefined();
  });

  test.each([
    ['', 'slug-form'],
    ['A', 'slug-form'],
    ['a b', 'slug-form'],
    ['a_b', 'slug-form'],
    ['../a', 'slug-form'],
    ['a/b', 'slug-form'],
    ['-a', 'slug-form'],
    ['a\u202Eb', 'slug-form'],
    ['a\u200Bb', 'slug-form'],
    ['con', 'slug-reserved'],
    ['2007', 'slug-reserved'],
    ['resources', 'slug-reserved'],
    ['ar', 'slug-reserved'],
    ['a'.repeat(101), 'slug-too-long'],
    ['ก'.repeat(67), 'slug-too-long'],
  ])('may not be %j', (slug, rule) => {
    const fault = slugFault(slug);
    expect(fault?.rule).toBe(rule);
    expect(slugFault(fault?.suggestion ?? '')).toBeUndefined();
  });
});

test('a file’s name gives up ligatures and the dot that İ leaves, and keeps what its script needs', () => {
  expect(plainFileName('\uFB00').toLowerCase()).toBe('ff');
  expect(plainFileName('\uFF21\uFF11')).toBe('A1');
  for (const name of ['\u0130x', 'I\u0307x', 'i\u0307x'])
    expect(plainFileName(name).toLowerCase()).toBe('ix');
  // Thai and Lao AM, which NFKC would take apart.
  for (const name of ['\u0E04\u0E33', '\u0E81\u0EB3', 'café', '打击'])
    expect(plainFileName(name)).toBe(name.normalize('NFC'));
});
