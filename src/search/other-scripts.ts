// What the pipeline knows of texts that are not plain ASCII: which characters are no part of a word, which scripts put
// no spaces between words, and how spellings are made alike. Apart from pipeline.ts and importing nothing, so that a
// browser loads it only for a query or a text that needs it. No DOM, no Intl, no \p{…}: every range is written out
// (Unicode 17), because engines know different Unicode versions and an index made by one must be searched by another.
import type { OtherScripts } from './pipeline.ts';

// ── ranges ────────────────────────────────────────────────────────────────────────────────────────────

// What is neither letter, mark nor number in Unicode 17: gap and width of each range, base 36. Code points that
// are not assigned yet count as letters, so that a later Unicode version moves no border. test/search/pipeline.test.ts
// compares the table with the engine's own.
const notWordTable =
  '0 1b b 6 r 5 r 1a 2 6 3 0 2 2 3 0 4 0 o 0 w 0 cr 3 d d 6 6 2 0 2 g 3a 0 9 0 6 1 2 0 33 0 3w 0 60 5 16 6 1b 0 2 0 3 0 3 0 19 s c 4 23 3 2v 0 9 1 b 0 k 1 2 f 6f 3 5 1 1d e w 0 16 0 8 1 29 0 3m 1 b 0 3m 1 7 1 2 0 3d 0 3e 1 3j 0 3n 7 3h 0 8 0 5 0 5n 0 16 0 3f 0 23 0 g 0 b 1 4m m 3 5 l 0 2 0 2 0 2 3 20 0 1l 7 2 j 34 5 27 1 2k 0 h1 8 14 9 2v 0 h9 1 i 0 r 1 27 2 20 1 4e 2 2 3 11 a 4 0 8i 5 49 x v 1 3l 6 2 5 4h 1 b g a b 3h 3 1o 4 1r 1 1t 7 c 0 kq 0 2 2 c 2 e 2 e 2 e 36 b 4 c 4 i x 1r 1 2 3 2 1 b 0 2 2 6 5 2 0 2 0 2 0 5 0 c 1 5 4 6 3 2 0 1n jk 2a 25 n hh v vf 6e 5 f 3 2 1 35 0 40 1a 2 d0 4 o g 0 6 1 6 2 2k 1 4 0 2j 0 45 1 5 9 x 1b h u c t 9 0 g v b 12 g 8v 535 1r h3l 1i 1k 1 7i 2 2s 0 b 0 38 10 a 1 2w 1 4e 3 b 3 1n 3 2f 1 15 2 2 0 1e 1 1c 0 2q c h 1 3h 3 o 2 2t 1 h 1 2y 0 f 1 3k 0 fni 0 3t w a4 h 1t 1 1j 7 19 3 h 9 n 1n 44 g b 6 r 5 r a 3f t 77 2 1h 8 1m g 3 34 bn 0 1d 0 bj 0 ko 0 w 1 4n 0 w 0 7l 8 13 0 21 0 14 6 1v 6 2i 3 cy 0 w 1 7y 0 z 8 3h 4 19 3 5a 6 32 6 c 0 37 3 1d 1 28 3 5 0 e 0 2 2 2h 5 30 0 8b 4 37 4 b 3 2x 0 6z m 2y 2 t c 25 0 3n 3 70 0 7d 2 4c 0 2l 7 2c 2 2 4 2m 9 60 0 2o 4 17 1 hy 1 23 c 3q 16 vl 4 29p 1 u6 f apb 1 3q 0 1u 8 5 1 fc 2 88 3 94 0 f5m 0 3 380 b dy 2o es 6 2 7 7 9 1 8 t 5 43 4 0 57 2e ob 0 q 0 w 0 q 0 w 0 q 0 w 0 q 0 w 0 q 0 1p e7 1k 3 1f 7 2 d 2 6 1c4 0 c0 0 lc 0 nz 1 nh 0 4 0 3i 0 ci ed o 25e b 0 gvlz 3i';

function parseRanges(table: string): [number, number][] {
  const numbers = table.split(' ').map((digits) => Number.parseInt(digits, 36));
  const ranges: [number, number][] = [];
  let end = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const start = end + (numbers[i] ?? 0);
    end = start + (numbers[i + 1] ?? 0);
    ranges.push([start, end]);
  }
  return ranges;
}

function escapeCodePoint(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`;
}

function characterClass(ranges: readonly (readonly [number, number])[]): string {
  return ranges.map(([start, end]) => `${escapeCodePoint(start)}-${escapeCodePoint(end)}`).join('');
}

// Scripts without spaces, each a group of its own; their digits and punctuation are not in it, so those are borders.
const runGroups = [
  '\\u0E01-\\u0E3A\\u0E40-\\u0E4E', // Thai
  '\\u0E81-\\u0EBD\\u0EC0-\\u0ECE\\u0EDC-\\u0EDF', // Lao
  '\\u1780-\\u17D3\\u17D7\\u17DC\\u17DD', // Khmer
  '\\u1000-\\u103F\\u1050-\\u108F\\u109A-\\u109D\\uA9E0-\\uA9EF\\uA9FA-\\uA9FE\\uAA60-\\uAA76\\uAA7A-\\uAA7F', // Burmese
  // Han, Hiragana and Katakana together, as Japanese words mix them
  '\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u303B\\u303C\\u3041-\\u3096\\u3099\\u309A\\u309D-\\u309F\\u30A1-\\u30FA\\u30FC-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\uFF66-\\uFF9F\\u{1B000}-\\u{1B16F}\\u{20000}-\\u{3FFFD}',
];
// What leans on the character before it: vowels and marks after a consonant, final signs, subscript signs.
const follower = new RegExp(
  '[\\u0E30-\\u0E3A\\u0E45\\u0E47-\\u0E4E\\u0EB0-\\u0EBD\\u0EC8-\\u0ECE\\u17B4-\\u17D3\\u17DD' +
    '\\u102B-\\u103E\\u1056-\\u1059\\u105E-\\u1060\\u1062-\\u1064\\u1067-\\u106D\\u1071-\\u1074\\u1082-\\u108D\\u108F\\u109A-\\u109D' +
    '\\uA9E5\\uAA7B-\\uAA7D\\u3099\\u309A\\uFF9E\\uFF9F]',
  'u',
);
// What the next character leans on: Thai and Lao vowels written first, the Khmer coeng, the Burmese virama.
const joiner = /[\u0E40-\u0E44\u0EC0-\u0EC4\u17D2\u1039]/u;

const notWordRanges = parseRanges(notWordTable);
const notWord = new RegExp(`^[${characterClass(notWordRanges)}]$`, 'u');

// Marks that part words even without a space ("trafficking—including", "and/or", "你好，世界"). lunr keeps all inner
// punctuation; so do we with ASCII's, but for brackets, quotes, slashes and the wildcard, and with the apostrophe
// and the middle dot, which stand inside words. Invisible characters are left to fold().
const asciiSplitters = '/\\\\|()\\[\\]{}<>";*=';
const keptInside = new Set([0xad, 0xb7, 0x2019, 0x2027, 0x61c, 0xfeff, 0xff07, 0x180e]);
function isInvisible(codePoint: number): boolean {
  return (
    keptInside.has(codePoint) ||
    (codePoint >= 0x200c && codePoint <= 0x200f) ||
    (codePoint >= 0x202a && codePoint <= 0x202e) ||
    (codePoint >= 0x2060 && codePoint <= 0x206f) ||
    codePoint >= 0xe0000
  );
}
function splitterRanges(): [number, number][] {
  const kept: [number, number][] = [];
  for (const [start, end] of notWordRanges) {
    if (end < 0x80 || start >= 0xe0000) continue;
    for (let codePoint = Math.max(start, 0x80); codePoint <= end; codePoint += 1) {
      if (isInvisible(codePoint)) continue;
      const last = kept[kept.length - 1];
      if (last !== undefined && last[1] === codePoint - 1) last[1] = codePoint;
      else kept.push([codePoint, codePoint]);
    }
  }
  return kept;
}
const splitters = asciiSplitters + characterClass(splitterRanges());
const runPattern = runGroups.map((group) => `[${group}][${group}\\u200B]*`).join('|');
const piecePattern = new RegExp(`(${runPattern})|[^${splitters}\\s\\-${runGroups.join('')}]+`, 'gu');
const needsSplitting = new RegExp(`[${splitters}\\s\\-${runGroups.join('')}]`, 'u');

// ── fold ──────────────────────────────────────────────────────────────────────────────────────────────

// Ligatures and presentation forms of letters, half and full width: the plain letters.
const compatibilityForm = /[\uFB00-\uFB06\uFB13-\uFB17\uFB1D-\uFDFF\uFE70-\uFEFC\uFF01-\uFFEE]/g;
const accentedLetter =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: ranges of marks, after decomposition
  /([A-Za-z\u00C0-\u02AF\u0370-\u03FF\u0400-\u052F\u1C80-\u1C8F\u1D00-\u1DBF\u1E00-\u1FFF\u2C60-\u2C7F\uA640-\uA69F\uA720-\uA7FF\uAB30-\uAB6F])[\u0300-\u036F\u0483-\u0487\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]+/g;
const undecomposed: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  ſ: 's',
  ς: 'σ',
  '’': "'",
};
const undecomposedLetter = /[ßæœøðđþħıłŧſς’]/g;
// Vowel marks: Arabic harakat, Quranic signs and tatweel (hamza and madda are letters and stay), Hebrew points.
const vowelMark =
  /[\u0610-\u061A\u0640\u064B-\u0652\u0656-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08D3-\u08E1\u08E3-\u08FF\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7]/g;
// Cyrillic й is a letter and no accented и: stemmers know endings by it.
const shortI = /[\u0418\u0438]\u0306/g;
// Spellings of one Arabic letter that texts and keyboards mix, as measured in docs/decisions/012-stemmers.md: alef with
// hamza or madda, heh with the ezafe's hamza, Persian yeh and kaf, alef maksura, teh marbuta. Hamza on waw and yeh, and
// by itself, stays: no text of ours mixes those.
const hamzaOfAlef = /([\u0627\u0647\u06D5])[\u0653-\u0655]+/g;
const arabicVariant = /[\u0629\u0649\u0671\u06A9\u06CC]/g;
const arabicLetter: Readonly<Record<string, string>> = {
  '\u06D5': '\u0647',
  '\u0629': '\u0647',
  '\u0649': '\u064A',
  '\u0671': '\u0627',
  '\u06A9': '\u0643',
  '\u06CC': '\u064A',
};
// Soft hyphen, joiners, direction controls, variation selectors. The zero-width space stays: it may part words.
const invisible =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these is removed by itself
  /[\u00AD\u034F\u061C\u180B-\u180E\u200C-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]|\uDB40[\uDC00-\uDFFF]/g;
const whitespace = /\s+/g;
// The zero of each script's decimal digits; those of Thai, Arabic, Persian and the others read as 0-9.
const digitZeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
  0xf20, 0x1040, 0x1090, 0x17e0, 0x1810,
];
const foreignDigit = new RegExp(
  `[${digitZeros.map((zero) => `${escapeCodePoint(zero)}-${escapeCodePoint(zero + 9)}`).join('')}]`,
  'gu',
);

function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  const zero = digitZeros.find((first) => codePoint >= first && codePoint <= first + 9) ?? codePoint;
  return String(codePoint - zero);
}

/** Text that is not plain ASCII: see fold() of pipeline.ts. */
function fold(text: string): string {
  return text
    .replace(compatibilityForm, (form) => form.normalize('NFKC').toLowerCase().replace(whitespace, ''))
    .replace(invisible, '')
    .normalize('NFD')
    .replace(vowelMark, '') // first, as one may stand between a letter and its accent
    .replace(shortI, (letter) => letter.normalize('NFC'))
    .replace(accentedLetter, '$1')
    .replace(hamzaOfAlef, (_, letter: string) => arabicLetter[letter] ?? letter)
    .replace(arabicVariant, (letter) => arabicLetter[letter] ?? letter)
    .replace(undecomposedLetter, (letter) => undecomposed[letter] ?? letter)
    .normalize('NFC')
    .replace(foreignDigit, asciiDigit)
    .replace(/\u0E40\u0E40/g, '\u0E41') // Thai sara ae typed as two sara e
    .replace(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33') // sara am typed as nikhahit and sara aa
    .replace(/\u0EC0\u0EC0/g, '\u0EC1') // the same in Lao
    .replace(/\u0ECD([\u0EC8-\u0ECB]?)\u0EB2/g, '$1\u0EB3')
    .replace(/\u0EDC/g, '\u0EAB\u0E99')
    .replace(/\u0EDD/g, '\u0EAB\u0EA1');
}

// ── Arabic ────────────────────────────────────────────────────────────────────────────────────────────

// Written together with a word, the longest first: the article with and without a particle, particles, endings of
// number, case and possession. Written after folding.
const articles = ['وال', 'بال', 'كال', 'فال', 'ولل', 'ال', 'لل', 'و'];
const particles = ['و', 'ب', 'ل'];
const endings = ['اته', 'ته', 'ات', 'ها', 'هم', 'ا', 'ه'];
/** Letters that stay at least. */
const shortestStem = 3;

/** Light stemming after Larkey, Ballesteros and Connell (2002), with fewer endings: see docs/decisions/012-stemmers.md. */
function stemArabic(word: string): string {
  let stem = word;
  for (const group of [articles, particles]) {
    const prefix = group.find((one) => stem.startsWith(one) && stem.length - one.length >= shortestStem);
    if (prefix !== undefined) stem = stem.slice(prefix.length);
  }
  const ending = endings.find((one) => stem.endsWith(one) && stem.length - one.length >= shortestStem);
  return ending === undefined ? stem : stem.slice(0, -ending.length);
}

export const otherScripts: OtherScripts = {
  notWord,
  piecePattern,
  needsSplitting,
  follower,
  joiner,
  fold,
  stemArabic,
};
