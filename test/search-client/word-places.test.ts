import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWords } from '../../src/browser/word-places.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';

/** The stretches of a text that are found. */
const found = (text: string, ...words: string[]): string[] =>
  findWords(words)(text).map(({ start, end }) => text.slice(start, end));

describe('words of a search in a text', () => {
  it('are found whole, whatever their case and accents', () => {
    expect(found('Trafficking, TRAFFICKING and trafficked: anti-trafficking', 'trafficking')).toEqual([
      'Trafficking',
      'TRAFFICKING',
      'trafficking',
    ]);
    expect(found('Víctimas y victimas, Vi\u0301ctimas', 'víctimas')).toEqual([
      'Víctimas',
      'victimas',
      'Vi\u0301ctimas',
    ]);
    expect(found('The plan was planned by planners', 'plan')).toEqual(['plan']);
    expect(found("Burma’s draft, Burma's plan, Burma", "burma's")).toEqual(['Burma’s', "Burma's"]);
    expect(found('nai\u00ADve naïve', 'naive')).toEqual(['nai\u00ADve', 'naïve']);
  });

  it('the longest first, and none twice', () => {
    expect(found('human rights, human', 'human', 'human rights')).toEqual(['human rights', 'human']);
    expect(found('aaa aa a', 'a', 'aa')).toEqual(['aa', 'a']);
  });

  it('in scripts without spaces wherever they stand, in others not within a word', () => {
    expect(found('การค้ามนุษย์เป็นอาชญากรรม', 'มนุษย์')).toEqual(['มนุษย์']);
    expect(found('禁止強迫勞動。', '強迫')).toEqual(['強迫']);
    expect(found('الحرية والحرية', 'الحرية')).toEqual(['الحرية']);
    expect(found('حُرّيّة', 'حرية')).toEqual(['حُرّيّة']);
  });

  it('are no patterns, and may be anything', () => {
    expect(found('a.b axb (c) [d]', 'a.b', '(c)', '.*', '[d]')).toEqual(['a.b', '(c)', '[d]']);
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 4 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (words, text) => {
          let end = 0;
          for (const span of findWords(words)(text)) {
            expect(span.start).toBeGreaterThanOrEqual(end);
            expect(span.end).toBeGreaterThan(span.start);
            end = span.end;
          }
          expect(end).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it('are every place that the engine takes for the same Latin word', () => {
    const letters = 'aàáâãäåçèéêëìíîïñòóôõöùúûüýÿAÀÉÎÕÜŠžőī';
    const { fold } = otherScripts;
    const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 8 }), (wanted, words) => {
        const same = words.filter((one) => fold(one.toLowerCase()) === fold(wanted.toLowerCase()));
        expect(found(words.join(', '), wanted)).toEqual(same);
      }),
    );
  });
});
