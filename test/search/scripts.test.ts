// Search in every script, on real texts: what twenty exact words find, what their other forms find, and what is marked.
// Words are told apart by ICU's dictionaries, which the pipeline knows nothing of. Figures are printed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { loadPipelines } from '../../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { fold, knowOtherScripts } from '../../src/search/pipeline.ts';
import { knowStemmers } from '../../src/search/stemmers.ts';
import { clientOfTexts, refsOf, resultsOf } from '../search-client/indexed-texts.ts';
import { type Language, languages, readForms, readParagraphs, readText, readWords } from './real-texts.ts';

knowOtherScripts(otherScripts);
knowStemmers();

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A share in percent. */
function percent(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10;
}

/** Vowel marks are no part of a word's spelling, nor are the case and the dots of ё. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u064B-\u0652\u0640\u0591-\u05C7]/g, '');
}

/** Paragraphs where the word, or several, stand between borders of words. */
function holders(paragraphs: readonly string[], language: Language) {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const texts = paragraphs.map((paragraph) => {
    const text = plain(paragraph);
    return {
      text,
      borders: new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length),
    };
  });
  return (word: string): number[] => {
    const wanted = plain(word);
    return texts.flatMap(({ text, borders }, number) => {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        if (borders.has(at) && borders.has(at + wanted.length)) return [number];
      }
      return [];
    });
  };
}

/** In these, forms of a word find each other on purpose. */
const stemmed = ['ru', 'ar'] as const;
const isStemmed = (language: Language): language is 'ru' | 'ar' =>
  (stemmed as readonly string[]).includes(language);

/** The word itself or, of a stemmed language, its forms as they were put together by hand. */
function formsOf(word: string, language: Language): readonly string[] {
  if (!isStemmed(language)) return [word];
  const groups = readForms()[language].map((group) => group.split(' '));
  return groups.find((forms) => forms.map(plain).includes(plain(word))) ?? [word];
}

/**
 * Least precision in percent. Burmese and Khmer words stand in longer ones; Vietnamese words of several syllables are
 * looked for syllable by syllable, and tones fold; a stemmer takes some words for forms of others.
 */
const leastPrecision: Partial<Record<Language, number>> = { my: 85, km: 85, vi: 85, ru: 85, ar: 85 };

describe('twenty words of a real text', () => {
  it.each(languages)('in %s find every paragraph that holds them, and hardly another', async (language) => {
    const paragraphs = readParagraphs(language);
    const words = readWords()[language];
    expect(new Set(words).size).toBe(20);
    const holdersOf = holders(paragraphs, language);
    const client = clientOfTexts(paragraphs, language);
    let [right, there, found, fit] = [0, 0, 0, 0];
    for (const word of words) {
      const wanted = holdersOf(word);
      expect(wanted.length, word).toBeGreaterThan(0);
      const refs = await refsOf(client, word);
      const fitting = new Set(formsOf(word, language).flatMap(holdersOf));
      right += refs.filter((ref) => wanted.includes(ref)).length;
      there += wanted.length;
      found += refs.length;
      fit += refs.filter((ref) => fitting.has(ref)).length;
    }
    const recall = percent(right, there);
    const precision = percent(fit, found);
    const what = isStemmed(language) ? `its forms; ${percent(right, found)} % the very word` : 'the word';
    print(`${language}: recall ${recall} %, precision ${precision} % (found paragraphs with ${what})`);
    expect(recall).toBeGreaterThanOrEqual(99);
    expect(precision).toBeGreaterThanOrEqual(leastPrecision[language] ?? 95);
  });

  it.each(languages)('in %s are marked where they stand', async (language) => {
    const paragraphs = readParagraphs(language);
    const holdersOf = holders(paragraphs, language);
    const client = clientOfTexts(paragraphs, language);
    const { search } = loadPipelines(language);
    const termsOf = (text: string) => search.runString(text).join(' ');
    for (const word of readWords()[language]) {
      const wanted = holdersOf(word);
      const { results } = await resultsOf(client, word, { excerpts: true });
      for (const { ref, excerpt = [] } of results) {
        const marks = excerpt.filter(({ isMarked }) => isMarked).map(({ text }) => text);
        expect(marks.length, `${word} in ${ref}`).toBeGreaterThan(0);
        if (isStemmed(language)) {
          for (const mark of marks) expect(termsOf(mark.toLowerCase()), word).toBe(termsOf(word));
        } else if (wanted.includes(Number(ref)) && !word.includes(' ')) {
          for (const mark of marks)
            expect(fold(mark.toLowerCase()).replaceAll('\u200B', '')).toContain(fold(word));
        }
      }
    }
  });

  it('in Vietnamese that are several syllables find them side by side when quoted', async () => {
    const paragraphs = readParagraphs('vi');
    const holdersOf = holders(paragraphs, 'vi');
    const client = clientOfTexts(paragraphs, 'vi');
    let [right, there, found] = [0, 0, 0];
    for (const word of readWords().vi.filter((one) => one.includes(' '))) {
      const wanted = holdersOf(word);
      const refs = await refsOf(client, `"${word}"`);
      right += refs.filter((ref) => wanted.includes(ref)).length;
      there += wanted.length;
      found += refs.length;
    }
    print(`vi, quoted: recall ${percent(right, there)} %, precision ${percent(right, found)} %`);
    expect(right).toBe(there);
    expect(percent(right, found)).toBeGreaterThanOrEqual(97);
  });
});

describe('spellings that keyboards and texts mix', () => {
  it.each([
    ['ar', /[أإآ]/g, 'ا'],
    ['ar', /ة$/g, 'ه'],
    ['ar', /[يى]$/g, 'ى'],
    ['fa', /ی/g, 'ي'],
    ['fa', /ک/g, 'ك'],
    ['fa', /‌/g, ''],
    ['ru', /ё/g, 'е'],
  ] as const)('in %s: with %s as "%s" a word finds what it found', async (language, letter, other) => {
    const paragraphs = readParagraphs(language);
    const client = clientOfTexts(paragraphs, language);
    const words = new Set(
      readText(language)
        .toLowerCase()
        .match(/[\p{L}\p{M}\u200C]+/gu),
    );
    const changed = [...words].filter((word) => word.replace(letter, other) !== word).slice(0, 60);
    expect(changed.length).toBeGreaterThan(3);
    for (const word of changed) {
      expect(await refsOf(client, word.replace(letter, other)), word).toEqual(await refsOf(client, word));
    }
  });
});

// ── forms ─────────────────────────────────────────────────────────────────────────────────────────────

type Stem = (word: string) => string;

/** A stemmer of lunr-languages, in a realm of its own: some write into the global object. */
function lunrLanguagesStemmer(key: string): Stem {
  const { resolve } = createRequire(import.meta.url);
  const host = { Pipeline: { registerFunction() {} }, generateStopWordFilter() {}, wordcut: { init() {} } };
  const context = createContext({ lunr: host });
  for (const name of ['stemmer.support', key]) {
    runInContext(readFileSync(resolve(`lunr-languages/lunr.${name}.js`), 'utf8'), context);
  }
  const { stemmer } = (host as unknown as Record<string, { stemmer: Stem }>)[key]!;
  return stemmer;
}

function pipelineStem(language: string): Stem {
  const { search } = loadPipelines(language);
  return (word) => search.runString(word)[0] ?? '';
}

/** Each form of a word as a query among all words of its text: how many of the forms it finds, and of what else. */
function measureForms(text: 'ru' | 'ar' | 'ar-pages', stem: Stem): { recall: number; precision: number } {
  const words = new Set(plain(readText(text)).match(/[\p{L}\p{M}]+/gu));
  const byStem = new Map<string, string[]>();
  for (const word of words) {
    const own = stem(word);
    byStem.set(own, [...(byStem.get(own) ?? []), word]);
  }
  let [right, there, found] = [0, 0, 0];
  for (const group of readForms()[text]) {
    const forms = group.split(' ').map(plain);
    for (const form of forms) {
      expect(words.has(form), form).toBe(true);
      const others = byStem.get(stem(form)) ?? [];
      right += others.filter((other) => forms.includes(other)).length;
      there += forms.length;
      found += others.length;
    }
  }
  return { recall: percent(right, there), precision: percent(right, found) };
}

describe('forms of a word find each other', () => {
  const measured = (name: string, text: 'ru' | 'ar' | 'ar-pages', stem: Stem) => {
    const figures = measureForms(text, stem);
    print(`${text}, ${name}: recall ${figures.recall} %, precision ${figures.precision} % (forms)`);
    return figures;
  };

  it('in Russian, four of five where it was one, and few others', () => {
    expect(measured('no stemmer', 'ru', pipelineStem('uk')).recall).toBeLessThan(25);
    const { recall, precision } = measured('stemmer-ru', 'ru', pipelineStem('ru'));
    expect(recall).toBeGreaterThan(80);
    expect(precision).toBeGreaterThan(93);
  });

  it.each(['ar', 'ar-pages'] as const)(
    'in Arabic (%s) by our light stemmer, better than by lunr-languages’',
    (text) => {
      expect(measured('no stemmer', text, pipelineStem('fa')).recall).toBeLessThan(35);
      const theirs = measured('stemmer-ar', text, lunrLanguagesStemmer('ar'));
      const ours = measured('offprint-arabic', text, pipelineStem('ar'));
      expect(ours.recall).toBeGreaterThan(75);
      expect(ours.precision).toBeGreaterThan(97);
      expect(ours.recall).toBeGreaterThanOrEqual(theirs.recall);
      expect(ours.precision).toBeGreaterThan(theirs.precision);
    },
  );

  it.each(['hi', 'he'] as const)(
    'no more with the stemmer of lunr-languages for %s, which changes no word',
    (language) => {
      const stem = lunrLanguagesStemmer(language);
      const words = [...new Set(plain(readText(language)).match(/[\p{L}\p{M}]+/gu))];
      expect(words.length).toBeGreaterThan(500);
      const changed = words.filter((word) => (stem(word) ?? word) !== word);
      expect(changed).toEqual([]);
    },
  );

  it('in a search: one form asked for, another found and marked', async () => {
    const russian = clientOfTexts(['Документ о правах человека', 'Плагин', 'Право на жизнь'], 'ru');
    const { results } = await resultsOf(russian, 'право человеку', { excerpts: true });
    expect(results[0]?.excerpt?.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual([
      'правах',
      'человека',
    ]);
    const arabic = clientOfTexts(['ولكل فرد الحق في الحماية', 'وبحقوقهم المتساوية', 'المادة'], 'ar');
    const found = await resultsOf(arabic, 'حقوق', { excerpts: true });
    expect(found.results.map(({ excerpt }) => excerpt?.find(({ isMarked }) => isMarked)?.text)).toEqual([
      'وبحقوقهم',
    ]);
  });
});
