import fc from 'fast-check';
import lunr from 'lunr';
import russian from 'lunr-languages/lunr.ru.js';
import support from 'lunr-languages/lunr.stemmer.support.js';
import { describe, expect, it } from 'vitest';
import { loadPipelines } from '../../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';
import {
  clustersOf,
  fold,
  knowOtherScripts,
  pairsOf,
  piecesOf,
  registerPipeline,
  trim,
  wordBounds,
} from '../../src/search/pipeline.ts';
import { knowStemmers } from '../../src/search/stemmers.ts';
import { readText } from './real-texts.ts';

knowOtherScripts(otherScripts);
knowStemmers();

/** The terms that the index gets from a text, through lunr's own tokenizer and pipeline. */
function indexTerms(text: string, language = 'en'): string[] {
  const { index } = loadPipelines(language);
  const { run } = index as unknown as { run(tokens: unknown[]): { toString(): string }[] };
  return run.call(index, lunr.tokenizer(text) as unknown as unknown[]).map(String);
}

function clusters(text: string): string[] {
  return piecesOf(fold(text)).flatMap((piece) => clustersOf(piece.text));
}

/** Strings of every kind of character: any code point, lone surrogates, and characters of the scripts we treat. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.string({
    unit: fc.constantFrom(...'aé-+:~^*"\\/. \u200B\u00A0แเำ้กขງາែ្កမ်းာ္日ーアﾞｶَـا١๕5\'’́'),
  }),
);

describe('what counts as part of a word', () => {
  it('is every letter, mark and number of Unicode, as this engine knows them', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(character)) continue;
      const [start, end] = wordBounds(character);
      if (end > start !== /[\p{L}\p{M}\p{N}]/u.test(character)) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('is trimmed at both ends and kept inside, as lunr does', () => {
    expect(trim('“(3.11.1)”,')).toBe('3.11.1');
    expect(trim('«Éire»')).toBe('Éire');
    expect(trim('…')).toBe('');
    expect(trim('😀a😀')).toBe('a');
  });

  it('is found in time that grows with the length alone', () => {
    const text = `a${'.'.repeat(200_000)}b`;
    const before = performance.now();
    expect(trim(text)).toBe(text);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('folding', () => {
  it.each([
    ['éire', 'eire'],
    ['e\u0301', 'e'],
    ['łódź', 'lodz'],
    ['nguyễn', 'nguyen'],
    ['straße', 'strasse'],
    ['ελλάς', 'ελλασ'],
    ['ёлка', 'елка'],
    ['ﬁn', 'fin'],
    ['ｆｕｌｌ', 'full'],
    ['don’t', "don't"],
    ['soft\u00ADhyphen', 'softhyphen'],
  ])('takes the accents off %s', (written, folded) => {
    expect(fold(written)).toBe(folded);
  });

  it('strips Arabic vowel marks and tatweel, and keeps the hamza that is a letter of its own', () => {
    expect(fold('الإِعْلَانُ')).toBe('الاعلان');
    expect(fold('كـــتاب')).toBe('كتاب');
    expect(fold('هٰذَا')).toBe('هذا');
    for (const word of ['شيء', 'سؤال', 'هيئات', 'مسئول']) expect(fold(word)).toBe(word);
  });

  it.each([
    ['أمم إلى آخر ٱلحق', 'امم الي اخر الحق'],
    ['زندگی کار', 'زندگي كار'],
    ['كلیهٔ كلیۀ', 'كليه كليه'],
    ['حرية على', 'حريه علي'],
    ['بهره‌مند', 'بهرهمند'],
  ])('reads %s by the letter, however a keyboard or a text spells it', (written, folded) => {
    expect(fold(written)).toBe(folded);
  });

  it('keeps й, a letter by which stemmers know endings, and takes the stress off', () => {
    expect(fold('мой')).toBe('мой');
    expect(fold('мои\u0306')).toBe('мой');
    expect(fold('за\u0301мок')).toBe('замок');
  });

  it('keeps the marks of Thai, Khmer, Burmese, Devanagari and Bengali', () => {
    for (const word of ['ค้ามนุษย์', 'ភាសាខ្មែរ', 'မြန်မာ', 'हिन्दी', 'বাংলা']) {
      expect(fold(word).normalize('NFC')).toBe(word.normalize('NFC'));
    }
  });

  it('reads digits of other scripts as plain ones', () => {
    expect(fold('๒๕๖๗')).toBe('2567');
    expect(fold('١٩٤٨')).toBe('1948');
    expect(fold('۱۳۲۷')).toBe('1327');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = fold(text.toLowerCase());
        expect(fold(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('clusters', () => {
  it.each([
    ['แรงงาน', ['แร', 'ง', 'งา', 'น']],
    ['เกาะน้ำ', ['เกาะ', 'น้ำ']],
    ['ວຽກເດັກ', ['ວຽ', 'ກ', 'ເດັ', 'ກ']],
    ['កម្ពុជា', ['ក', 'ម្ពុ', 'ជា']],
    ['မြန်မာ', ['မြ', 'န်', 'မာ']],
    ['人权', ['人', '权']],
    ['がぎ', ['が', 'ぎ']],
    ['か\u3099', ['が']],
  ])('of %s never part a letter from its marks', (word, expected) => {
    expect(clusters(word)).toEqual(expected);
  });

  it('join to the run they came from', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const piece of piecesOf(fold(text.toLowerCase())))
          expect(clustersOf(piece.text).join('')).toBe(piece.text);
      }),
    );
  });

  it('of one sign stay themselves, and of more become overlapping pairs', () => {
    expect(pairsOf(['ยา'])).toEqual(['ยา']);
    expect(pairsOf(['a', 'b', 'c'])).toEqual(['ab', 'bc']);
  });
});

describe('terms of the index', () => {
  it('are cut where the script changes', () => {
    expect(indexTerms('GLPแรงงาน2567', 'th')).toEqual(['glp', 'แรง', 'งงา', 'งาน', 'น', '2567']);
  });

  it('are the same with and without zero-width spaces inside a run', () => {
    expect(indexTerms('แรง\u200Bงาน', 'th')).toEqual(indexTerms('แรงงาน', 'th'));
    expect(indexTerms('two\u200Bwords', 'th')).toEqual(['two', 'words']);
  });

  it('are parted by a no-break space', () => {
    expect(indexTerms('ค้า\u00A0มนุษย์', 'th')).toEqual([
      ...indexTerms('ค้า', 'th'),
      ...indexTerms('มนุษย์', 'th'),
    ]);
  });

  it('are words, though dashes, slashes and brackets join them', () => {
    expect(indexTerms('labour—including debt/bondage(s)', 'ms')).toEqual([
      'labour',
      'including',
      'debt',
      'bondage',
      's',
    ]);
    expect(indexTerms('你好，世界。', 'zh')).toEqual(['你好', '好', '世界', '界']);
  });

  it('have no English stop words and stems in English alone', () => {
    expect(indexTerms('The victims’ rights in Burma’s courts')).toEqual([
      'victim',
      'right',
      'burma',
      'court',
    ]);
    expect(indexTerms('the rights', 'id')).toEqual(['the', 'rights']);
  });

  it('are never empty', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'th', 'ru', 'ar'), (text, language) => {
        expect(indexTerms(text, language)).not.toContain('');
      }),
    );
  });
});

describe('stemming', () => {
  it('is done in Russian and Arabic, whatever the region, and in no other language but English', () => {
    expect(indexTerms('Файлы файлов файлу', 'ru-RU')).toEqual(['файл', 'файл', 'файл']);
    expect(indexTerms('الحقوق وحقوق بحقوقهم', 'ar-EG')).toEqual(['حقوق', 'حقوق', 'حقوق']);
    expect(indexTerms('حقوق الحقوق', 'fa')).toEqual(['حقوق', 'الحقوق']);
    expect(indexTerms('файлы', 'uk')).toEqual(['файлы']);
    expect(indexTerms('файлы', 'rup')).toEqual(['файлы']);
  });

  it('leaves words of other scripts and short ones as they are', () => {
    expect(indexTerms('Hexo GitHub 2567 แรงงาน', 'ru')).toEqual(indexTerms('Hexo GitHub 2567 แรงงาน', 'id'));
    expect(indexTerms('Hexo GitHub 2567 แรงงาน', 'ar')).toEqual(indexTerms('Hexo GitHub 2567 แรงงาน', 'id'));
    for (const word of ['ال', 'ها', 'وله', 'بلد', 'الا'])
      expect(indexTerms(word, 'ar')).toEqual([fold(word)]);
  });

  it('in Russian is what lunr-languages does, in the file that people read and in the one that browsers get', () => {
    const host = { Pipeline: { registerFunction() {} }, generateStopWordFilter() {} };
    support(host);
    russian(host);
    const { stemmer } = (host as unknown as { ru: { stemmer(word: string): string } }).ru;
    const words =
      readText('ru')
        .toLowerCase()
        .match(/[а-яё]+/g) ?? [];
    expect(words.length).toBeGreaterThan(4000);
    for (const word of new Set(words)) {
      expect(indexTerms(word, 'ru')).toEqual([stemmer(fold(word))]);
    }
  });
});

describe('terms of a query', () => {
  it('are at least one for every token, as lunr fails on a required clause without any', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'th', 'ru', 'ar'), (text, language) => {
        const { search } = loadPipelines(language);
        for (const token of lunr.tokenizer(text))
          expect(search.runString(String(token)).length).toBeGreaterThan(0);
      }),
    );
  });
});

it('may be registered twice without a warning', () => {
  const registered: Record<string, unknown> = {};
  registerPipeline({ Pipeline: { registeredFunctions: registered } });
  const first = { ...registered };
  registerPipeline({ Pipeline: { registeredFunctions: registered } });
  expect(registered).toEqual(first);
  expect(Object.keys(first)).toContain('offprint-fold');
});
