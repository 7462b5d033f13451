import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOfMarks, marksOfHash } from '../../src/browser/mark-address.ts';

test('words and section come back as they were, whatever they hold', () => {
  const word = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'grapheme' }),
      (words, section) => {
        const hash = hashOfMarks({ words, section });
        // As an address carries it: nothing in it could end the fragment or begin a query.
        expect(hash).toMatch(/^#mark=[\w.!~*'()%,&=-]+$/);
        expect(marksOfHash(hash)).toEqual({ words, section });
      },
    ),
  );
});

test('other fragments speak of no words, and a broken one is taken as it stands', () => {
  expect(marksOfHash('')).toBeUndefined();
  expect(marksOfHash('#section-2')).toBeUndefined();
  expect(marksOfHash('#q=forced')).toBeUndefined();
  expect(marksOfHash('#mark=%E0%A4,forced&at=%zz')).toEqual({ words: ['%E0%A4', 'forced'], section: '%zz' });
  expect(marksOfHash('#mark=,,&at=')).toEqual({ words: [], section: '' });
  expect(marksOfHash(`#mark=${'a'.repeat(500)},b`)?.words).toEqual(['b']);
  expect(marksOfHash(`#mark=${'a,'.repeat(500)}`)?.words.length).toBe(24);
});

test('without words only the section is named', () => {
  expect(hashOfMarks({ words: [], section: 'part-1' })).toBe('#part-1');
  expect(hashOfMarks({ words: [], section: '' })).toBe('');
  expect(hashOfMarks({ words: ['a,b', 'c&at=d'], section: '' })).toBe('#mark=a%2Cb,c%26at%3Dd');
});
