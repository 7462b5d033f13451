import { describe, expect, test } from 'vitest';
import { html } from '../../layouts/html.ts';
import { directionOf, languageNameOf } from '../../layouts/languages.ts';
import { Wording } from '../../layouts/wording.ts';
import type { InterfaceTexts, IsoDate, LanguageTag } from '../../src/model.ts';

const english: InterfaceTexts = {
  language: 'en' as LanguageTag,
  direction: 'ltr',
  languageName: 'English',
  months: 'January February March April May June July August September October November December'.split(' '),
  dateFormat: '{month} {day}, {year}',
  monthFormat: '{month} {year}',
  yearOffset: 0,
  texts: {
    news: 'News & more',
    more: '{n} of {what}',
    'list.comma': ',',
    'size.bytes': '{n} bytes',
    'size.kb': '{n} kB',
    'size.mb': '{n} MB',
  },
};
const thai: InterfaceTexts = {
  ...english,
  language: 'th' as LanguageTag,
  languageName: 'ไทย',
  months: 'มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม'.split(' '),
  dateFormat: '{day} {month} {year}',
  yearOffset: 543,
  texts: { more: '{n} จาก {what}' },
};
const inEnglish = new Wording('en' as LanguageTag, english, english);
const inThai = new Wording('th' as LanguageTag, thai, english);
const inPersian = new Wording('fa' as LanguageTag, undefined, english);

describe('interface texts', () => {
  test('a text of the page’s own language carries no mark', () => {
    expect(inEnglish.text('news').html).toBe('News &amp; more');
  });

  test('a text that the language lacks is the site’s, marked with its language and direction', () => {
    expect(inThai.text('news').html).toBe('<span lang="en" dir="ltr">News &amp; more</span>');
    expect(inThai.languageOf('news')).toBe('en');
  });

  test('a language without texts runs in its own direction and speaks the site’s language', () => {
    expect(inPersian.direction).toBe('rtl');
    expect(inPersian.text('news').html).toBe('<span lang="en" dir="ltr">News &amp; more</span>');
  });

  test('values are escaped unless they are markup of ours, and what looks like a placeholder in them stays', () => {
    const values = { n: '<{what}>', what: html`<b>all</b>` };
    expect(inEnglish.text('more', values).html).toBe('&lt;{what}&gt; of <b>all</b>');
    expect(inEnglish.plain('more', { n: 2, what: '{n}' })).toBe('2 of {n}');
  });

  test('a text that no language has is a fault of ours, not an empty place', () => {
    expect(() => inThai.text('nowhere')).toThrow('nowhere');
    expect(() => inThai.text('constructor')).toThrow('constructor');
  });
});

describe('dates', () => {
  test('a date is written as its language writes it, with the years of its calendar', () => {
    expect(inEnglish.date('2007-08-17' as IsoDate).html).toBe(
      '<time datetime="2007-08-17">August 17, 2007</time>',
    );
    expect(inThai.date('2007-08-01' as IsoDate).html).toBe(
      '<time datetime="2007-08-01">1 สิงหาคม 2550</time>',
    );
  });

  test('a date with time shows the calendar date at its own offset', () => {
    const date = '2007-12-31T23:30:00-08:00' as IsoDate;
    expect(inEnglish.date(date).html).toBe(`<time datetime="${date}">December 31, 2007</time>`);
  });

  test('a date in the site’s language is marked as such', () => {
    expect(inPersian.date('2007-08-17' as IsoDate).html).toContain('lang="en"');
  });

  test('a source’s month or year is written without a day', () => {
    expect(inEnglish.plainDate('2007-08')).toBe('August 2007');
    expect(inThai.plainDate('2007')).toBe('2550');
  });
});

test('sizes are whole up to a megabyte, and have one decimal up to ten', () => {
  const sizes = [0, 999, 1_000, 999_499, 999_500, 1_250_000, 9_960_000, 25_400_000];
  expect(sizes.map((bytes) => inEnglish.size(bytes).html)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '999 kB',
    '1 MB',
    '1.3 MB',
    '10 MB',
    '25 MB',
  ]);
});

test('a name in another language is isolated and marked', () => {
  expect(inEnglish.inLanguage('الأردن', 'ar').html).toBe('<bdi lang="ar" dir="rtl">الأردن</bdi>');
  expect(inEnglish.inLanguage('Jordan', 'en').html).toBe('Jordan');
});

test('direction follows the language’s usual script, or the script that the tag names', () => {
  expect(['ar', 'fa-IR', 'he', 'pa-Arab', 'uz-Arab-AF'].map(directionOf)).toEqual(Array(5).fill('rtl'));
  expect(['en', 'th', 'ar-Latn', 'zh-Hant', 'pa'].map(directionOf)).toEqual(Array(5).fill('ltr'));
});

test('a language calls itself by its own name, or by its tag', () => {
  expect(['ms', 'zh-CN', 'es-MX', 'qaa'].map(languageNameOf)).toEqual([
    'Bahasa Melayu',
    '简体中文',
    'Español',
    'qaa',
  ]);
});
