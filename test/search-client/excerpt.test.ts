import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { fold, forEachPiece, isAscii, knowOtherScripts } from '../../src/search/pipeline.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import {
  excerptOf,
  findMarks,
  type MarkTargets,
  markText,
  needsOtherScripts,
  plainText,
} from '../../src/search-client/excerpt.ts';
import { exactPattern, prefixPattern } from '../../src/search-client/term-pattern.ts';

knowOtherScripts(otherScripts);

const english = createAnalyser('en');
const thai = createAnalyser('th');
/** A query for these terms, in this order, all of which are in the page. */
const targets = (terms: string[], runs: string[] = [], phrases: string[][] = []): MarkTargets => ({
  terms: new Set(terms),
  patterns: terms.map((term) => exactPattern(term, true)),
  runs,
  phrases: phrases.map((own) => ({
    places: own.map((term, offset) => ({ term, offset, isPrefix: false })),
  })),
});
const resultOf = (
  body: string,
  sought: MarkTargets,
  {
    analyser = english,
    ...page
  }: Partial<Parameters<typeof excerptOf>[0]> & { analyser?: typeof english } = {},
) => excerptOf({ title: '', summary: '', ...page, body }, sought, analyser);
const marksOf = (parts: readonly { text: string; isMarked: boolean }[]) =>
  parts.filter(({ isMarked }) => isMarked).map(({ text }) => text);
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
    const pipeline = await import('../../src/search/pipeline.ts');
    expect(() => pipeline.fold('ก')).toThrow();
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
        const page = { title: '', summary: '', body: text };
        expect(fresh.excerptOf(page, sought, analyser)).toEqual(excerptOf(page, sought, english));
      }),
    );
  });
});

describe('an excerpt', () => {
  const filler = 'Nothing to see in these words at all. '.repeat(40);

  it('is cut around the place with most of the query’s words', () => {
    const text = `${filler}labour here. ${filler}forced labour at sea. ${filler}`;
    const shown = textOf(resultOf(text, targets(['forc', 'labour'])).excerpt);
    expect(shown).toContain('forced labour at sea');
    expect(shown.length).toBeLessThan(260);
    expect(shown).toMatch(/^… .* …$/);
  });

  it('counts a word of the query once, however it is written', () => {
    const text = `${filler}Labour, labours, labouring and laboured. ${filler}forced labour at sea. ${filler}`;
    expect(textOf(resultOf(text, targets(['forc', 'labour'])).excerpt)).toContain('forced labour at sea');
    // A prefix is one word of the query, however many terms it finds.
    const sought = {
      ...targets(['labour', 'lab', 'labor', 'forc']),
      patterns: [exactPattern('forc'), prefixPattern('lab')],
    };
    // So it is when a word is asked for twice, as a whole and as a beginning.
    const twice = {
      ...sought,
      patterns: [prefixPattern('lab'), exactPattern('labour'), exactPattern('forc')],
    };
    const doubled = `${filler}Labour, lab. ${filler}forced labour at sea. ${filler}`;
    expect(textOf(resultOf(doubled, twice).excerpt)).toContain('forced labour at sea');
    const terms = `${filler}Lab, labor, labour. ${filler}forced labour at sea. ${filler}`;
    expect(textOf(resultOf(terms, sought).excerpt)).toContain('forced labour at sea');
  });

  it('prefers words that stand as in the query, then those that stand close together, then the first', () => {
    const places = {
      far: 'Labour laws say much of what is forced upon people who fish.',
      near: 'Labour that is forced.',
      asAsked: 'Of forced labour much is said.',
      again: 'Forced labour again.',
    };
    const shownOf = (...texts: string[]) =>
      textOf(resultOf(texts.map((text) => filler + text).join(' '), targets(['forc', 'labour'])).excerpt);
    expect(shownOf(places.far, places.near)).toContain(places.near);
    expect(shownOf(places.near, places.far, places.asAsked)).toContain(places.asAsked);
    expect(shownOf(places.asAsked, places.again)).toContain(places.asAsked);
  });

  it('passes over stop words: they stand in the query and in the text alike, and are not looked for', () => {
    const text = `${filler}An action of a plan. ${filler}The plan of action. ${filler}A plan with great action. ${filler}`;
    expect(textOf(resultOf(text, targets(['plan', 'action'])).excerpt)).toContain('The plan of action.');
  });

  it('prefers a phrase to more of the words elsewhere', () => {
    const text = `${filler}An action against a child was no plan. ${filler}A plan of action. ${filler}`;
    const words = ['plan', 'action', 'child'];
    expect(textOf(resultOf(text, targets(words)).excerpt)).toContain('against a child');
    const inQuotes = targets(words, [], [['plan', 'action']]);
    expect(textOf(resultOf(text, inQuotes).excerpt)).toContain('A plan of action.');
  });

  it('marks every word of the query that it shows, also the last one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('forced', 'labours', 'sea,', 'and', 'fishermen', 'of', 'the.', 'x'), {
          minLength: 1,
        }),
        fc.nat(20),
        (words, padding) => {
          const body = `${'pad '.repeat(padding * 8)}${words.join(' ')}${' pad'.repeat(padding * 5)}`;
          const sought = targets(['forc', 'labour', 'sea']);
          const { excerpt } = resultOf(body, sought);
          const shown = textOf(excerpt);
          expect(marksOf(excerpt)).toEqual(shown.match(/forced|labours|sea/g) ?? []);
          expect(shown.length).toBeLessThanOrEqual(240 + 4);
          // Cut between words.
          const whole = new Set([...words, 'pad', '…', '']);
          expect(shown.split(' ').filter((word) => !whole.has(word))).toEqual([]);
        },
      ),
    );
  });

  it('is as long at the end of a text as elsewhere', () => {
    const shown = textOf(resultOf(`${filler}Labour.`, targets(['labour'])).excerpt);
    expect(shown.length).toBeGreaterThan(200);
    expect(shown).toMatch(/^… .*Labour\.$/);
  });

  it('is cut between signs where a script has no spaces', () => {
    const text = `${'น้ำ'.repeat(300)}ค้ามนุษย์${'ที่'.repeat(300)}`;
    const { excerpt } = resultOf(text, targets([], ['ค้ามนุษย์']), { analyser: thai });
    expect(textOf(excerpt).replace(/^… | …$/g, '')).toMatch(/^(น้ำ)+ค้ามนุษย์(ที่)+$/);
  });

  it('is cut where most runs of the query stand', () => {
    const text = `แรงงาน ${'ที่ '.repeat(300)} แรงงานประมง ${'ที่ '.repeat(300)}`;
    const { excerpt } = resultOf(text, targets([], ['แรงงาน', 'ประมง']), { analyser: thai });
    expect(marksOf(excerpt)).toEqual(['แรงงานประมง']);
  });

  it('is the summary, or the beginning, when no word stands in the text', () => {
    expect(resultOf(filler, targets(['absent', 'summari']), { summary: 'A summary' })).toEqual({
      titleParts: [],
      excerpt: [
        { text: 'A ', isMarked: false },
        { text: 'summary', isMarked: true },
      ],
      forms: ['summary'],
    });
    const [part, ...rest] = resultOf(filler, targets(['absent'])).excerpt;
    expect(rest).toEqual([]);
    expect(part?.text).toMatch(/^Nothing to see .* …$/);
    expect(resultOf('', targets(['absent']))).toEqual({ titleParts: [], excerpt: [], forms: [] });
  });

  it('of a very long text with very many marks takes little time', () => {
    for (const text of ['labour '.repeat(100_000), 'a b '.repeat(100_000)]) {
      const start = performance.now();
      expect(resultOf(text, targets(['labour', 'a', 'b'])).excerpt.length).toBeGreaterThan(1);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});

describe('the section of a long text', () => {
  const filler = 'Nothing to see in these words at all. '.repeat(20);
  const blocks = [
    filler,
    'First part',
    `${filler}labour here ${filler}`,
    'Second part',
    'forced labour',
    'Of labour at sea',
  ];
  const body = blocks.join('\n');
  const sections = {
    starts: ['First part', 'Second part', 'Of labour'].map((words) => body.indexOf(words)),
    anchors: ['first-part', 'second-part', 'of-labour'],
  };
  const sectionOf = (...terms: string[]) => resultOf(body, targets(terms), { sections });

  it('is that of the last heading before the excerpt’s words', () => {
    expect(sectionOf('here').section).toEqual({ anchor: 'first-part', title: 'First part' });
    expect(sectionOf('forc', 'labour').section).toEqual({ anchor: 'second-part', title: 'Second part' });
  });

  it('is where a heading itself has the words', () => {
    expect(sectionOf('labour', 'sea')).toMatchObject({
      section: { anchor: 'of-labour', title: 'Of labour at sea' },
    });
  });

  it('is absent before the first heading, where nothing of the text matches, and of a text without', () => {
    for (const { section } of [
      resultOf(`labour ${body}`, targets(['labour']), {
        sections: { ...sections, starts: sections.starts.map((start) => start + 'labour '.length) },
      }),
      sectionOf('absent'),
      resultOf(body, targets(['labour'])),
    ]) {
      expect(section).toBeUndefined();
    }
  });

  it('is all that the excerpt shows, without its title', () => {
    expect(textOf(sectionOf('forc', 'labour').excerpt)).toBe('forced labour Of labour at sea');
    // In the middle of one, what stands before the words is cut as elsewhere.
    expect(textOf(sectionOf('here').excerpt)).toMatch(/^… .* …$/);
  });
});

describe('the forms of a page', () => {
  it('are its words that match as they are written, in lower case, the most frequent first', () => {
    const { forms } = resultOf(
      'Trafficked, trafficking. TRAFFICKING! Café traffic',
      targets(['traffick', 'cafe']),
      {
        title: 'Trafficking',
        summary: 'The traffickers’ cafés',
      },
    );
    // Traffic has a term of its own.
    expect(forms).toEqual(['trafficking', 'trafficked', 'café', 'traffickers', 'cafés']);
  });

  it('are runs where a script has no spaces', () => {
    const { forms } = resultOf('ต้านการค้ามนุษย์ และการค้ามนุษย์', targets([], ['ค้ามนุษย์']), { analyser: thai });
    expect(forms).toEqual(['ค้ามนุษย์']);
  });

  it('are at most twelve', () => {
    const text = Array.from({ length: 20 }, (_, i) => `w${i} `.repeat(i + 1)).join('');
    const { forms } = resultOf(text, targets(Array.from({ length: 20 }, (_, i) => `w${i}`)));
    expect(forms).toEqual(Array.from({ length: 12 }, (_, i) => `w${19 - i}`));
  });

  it('are just what is marked in the page', () => {
    const unit = fc.constantFrom(
      'CAFÉ',
      'cafés',
      'Labours',
      'labour',
      'x',
      'ค้ามนุษย์',
      'İstanbul',
      ' ',
      '-',
      '’s',
      '. ',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), fc.string({ unit, maxLength: 12 }), (title, body) => {
        const sought = targets(['cafe', 'labour', 'istanbul'], ['ค้า']);
        const { forms } = resultOf(body, sought, { title });
        const marked = [title, body].flatMap((text) => marksOf(markText(text, sought, english)));
        expect(new Set(forms)).toEqual(new Set(marked.map((text) => text.toLowerCase())));
      }),
    );
  });
});
