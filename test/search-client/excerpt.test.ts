import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { knowOtherScripts } from '../../src/search/pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import { cutExcerpt, findMarks, markText } from '../../src/search-client/excerpt.ts';

knowOtherScripts(otherScripts);

const english = createAnalyser('en');
const thai = createAnalyser('th');
const targets = (terms: string[], runs: string[] = []) => ({ terms: new Set(terms), runs });
const textOf = (parts: readonly { text: string }[] = []) => parts.map(({ text }) => text).join('');

describe('marks', () => {
  it('stand where the words stand, whatever their case, accents and invisible signs', () => {
    const text = 'The CAFÉ, a ca\u00ADfe; İstanbul café!';
    const found = findMarks(text, targets([english.termOf('cafe')]), english);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['CAFÉ', 'ca\u00ADfe', 'café']);
  });

  it('join where pairs overlap, and never cut a sign from its marks', () => {
    const text = 'ต้านการค้ามนุษย์';
    const found = findMarks(text, targets(['ค้าม', 'มนุ']), thai);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['ค้ามนุ']);
  });

  it('leave the text as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOf(markText(text, targets(['a', 'b'], ['ก']), thai))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an excerpt', () => {
  const filler = 'Nothing to see in these words at all. '.repeat(40);

  it('is cut around the place with most of the query’s words', () => {
    const text = `${filler}labour here. ${filler}forced labour at sea. ${filler}`;
    const parts = cutExcerpt(text, targets(['forc', 'labour']), english);
    expect(textOf(parts)).toContain('forced labour at sea');
    expect(textOf(parts).length).toBeLessThan(260);
    expect(textOf(parts)).toMatch(/^… .* …$/);
  });

  it('is cut between signs where a script has no spaces', () => {
    const text = `${'น้ำ'.repeat(300)}ค้ามนุษย์${'ที่'.repeat(300)}`;
    const shown = textOf(cutExcerpt(text, targets([], ['ค้ามนุษย์']), thai)).replace(/^… | …$/g, '');
    expect(shown).toMatch(/^(น้ำ)+ค้ามนุษย์(ที่)+$/);
  });

  it('is nothing when no word stands in the text', () => {
    expect(cutExcerpt(filler, targets(['absent']), english)).toBeUndefined();
  });

  it('of a very long text with very many marks takes little time', () => {
    const text = 'labour '.repeat(100_000);
    const start = performance.now();
    expect(cutExcerpt(text, targets(['labour']), english)).toBeDefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
