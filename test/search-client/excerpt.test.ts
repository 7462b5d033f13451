import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { fold, forEachPiece, isAscii, knowOtherScripts } from '../../src/search/pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import {
  cutExcerpt,
  findMarks,
  markText,
  needsOtherScripts,
  plainText,
} from '../../src/search-client/excerpt.ts';

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

describe('a text in Latin letters', () => {
  const piecesOf = (text: string) => {
    const pieces: { text: string; isRun: boolean; start: number; end: number }[] = [];
    forEachPiece(text, (piece) => pieces.push({ ...piece, text: fold(piece.text) }));
    return pieces;
  };
  const plainCharacters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => !isAscii(character) && !needsOtherScripts(character),
  );

  it('needs nothing known of other scripts for the signs and accents that it is full of', () => {
    expect(needsOtherScripts('“Café” – the workers’ own … ÀÉ ñ €5')).toBe(false);
    for (const text of ['สวัสดี', 'ca\u00ADfe', 'cafe\u0301', 'straße', 'Łódź', '½', 'a·b', 'İ', '\u{1F600}']) {
      expect(needsOtherScripts(text), text).toBe(true);
    }
  });

  it('has the same words at the same places as when everything is known, whatever stands beside each sign', () => {
    expect(plainCharacters.length).toBeGreaterThan(80);
    const shapes = ['@', 'a@', '@b', 'a@b', 'a@ b', 'a @b', "a'@s", 'a.@', 'a@@b', '@1'];
    for (const character of plainCharacters) {
      const texts = shapes.map((shape) => shape.replaceAll('@', character).toLowerCase());
      for (const text of texts) expect(piecesOf(plainText(text)), text).toEqual(piecesOf(text));
    }
  });

  it('has the same words however its signs are mixed', () => {
    const unit = fc.constantFrom(...plainCharacters, ..."abCs.,-'/1 ");
    fc.assert(
      fc.property(fc.string({ unit }), (mixed) => {
        const text = mixed.toLowerCase();
        expect(isAscii(plainText(text))).toBe(true);
        expect(piecesOf(plainText(text))).toEqual(piecesOf(text));
      }),
    );
  });
});

describe('where nothing is known of other scripts', () => {
  it('a text in Latin letters is marked and cut as where it is', async () => {
    // Modules of their own, to which nobody has told anything.
    vi.resetModules();
    const fresh = await import('../../src/search-client/excerpt.ts');
    const analyser = (await import('../../src/search-client/analyser.ts')).createAnalyser('en');
    expect(() => analyser.fold('ก')).toThrow();
    const sought = targets(['cafe', 'worker', 'a']);
    const unit = fc.constantFrom(
      'café',
      'CAFÉ',
      'workers’',
      'a',
      'xyz',
      'é',
      '’',
      '“',
      ' – ',
      ' ',
      ' ',
      '…',
      '\u00A0',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 400 }), fc.nat(300), (end, padding) => {
        const text = 'ê'.repeat(padding) + end + 'ô'.repeat(padding);
        expect(fresh.markText(text, sought, analyser)).toEqual(markText(text, sought, english));
        expect(fresh.cutExcerpt(text, sought, analyser)).toEqual(cutExcerpt(text, sought, english));
      }),
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
