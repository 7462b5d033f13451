// The last part of an address. Safe in a URL, on Windows, on a USB stick (FAT), and to the eye.
import { createHash } from 'node:crypto';
import anyAscii from 'any-ascii';
import { isTwoLetterLanguage } from './language-tag.ts';

/** Longest slug that is proposed, in characters; an author's own may have 100. */
const maxProposedLength = 80;
export const maxSlugLength = 100;
/** File systems allow 255 bytes for a name; a translation or a year may be added. */
export const maxSlugBytes = 200;

/** Names that Windows keeps for devices, with or without an ending (Microsoft, Naming Files, Paths, and Namespaces). */
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** The first part of addresses that the site makes itself, now or in a later version. */
const sections = new Set([
  'news',
  'countries',
  'topics',
  'resources',
  'search',
  '404',
  'assets',
  'download',
  'styleguide',
  'index',
  'pages',
]);
/** U+061C, U+200E/F, U+202A-E, U+2066-9 turn text round; U+200B-D and U+2060 are invisible. */
export const invisibleInNames = /[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\u00AD]|[\uFE00-\uFE0F]/;

export function isWindowsDevice(name: string): boolean {
  return windowsDevice.test(name);
}

export interface SlugFault {
  readonly rule: 'slug-form' | 'slug-reserved' | 'slug-too-long';
  /** Continues "The slug `x` ". */
  readonly reason: string;
  readonly suggestion: string;
}

/**
 * @param slug as the author wrote it, or the file's name
 * @returns what stands against it; undefined when it may stand in an address
 */
export function slugFault(slug: string): SlugFault | undefined {
  const form = (reason: string): SlugFault => ({ rule: 'slug-form', reason, suggestion: slugFrom(slug) });
  if (slug === '') return form('is empty');
  if (invisibleInNames.test(slug)) return form('holds an invisible character');
  if (/[/\\:%]|\.\./.test(slug)) return form('holds a character that would lead to another address');
  if (slug !== slug.normalize('NFC').toLowerCase())
    return form('holds capital letters; a slug is all small letters');
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(slug)) return form('may hold only letters, digits and hyphens');
  if (/^[-\p{M}]|-$/u.test(slug)) return form('begins or ends with a hyphen');
  if ([...slug].length > maxSlugLength || isLongerThan(slug, maxSlugBytes)) {
    return {
      rule: 'slug-too-long',
      reason: `is too long; ${maxSlugLength} characters and ${maxSlugBytes} bytes are the most`,
      suggestion: slugFrom(slug),
    };
  }
  const reserved = reservedReason(slug);
  return reserved === undefined
    ? undefined
    : { rule: 'slug-reserved', reason: reserved, suggestion: notReserved(slug) };
}

/**
 * Letters that are other letters in another dress: ligatures, presentation forms, full and half width, mathematical
 * alphabets. Not all of NFKC: it would take the Thai and Lao vowel AM apart.
 */
const dressedLetters = /[\uFB00-\uFB4F\uFB50-\uFDFF\uFE70-\uFEFC\uFF01-\uFFEE\u{1D400}-\u{1D7FF}]+/gu;

/** The name of a file as an address may begin from it: NFC, `ﬀ` is ff, and the small letter of `İ` is a plain i. */
export function plainFileName(stem: string): string {
  return stem
    .replace(dressedLetters, (letters) => letters.normalize('NFKC'))
    .normalize('NFC')
    .replace(/\u0130/g, 'I')
    .replace(/i\u0307/g, 'i');
}

function reservedReason(slug: string): string | undefined {
  if (isWindowsDevice(slug)) return 'is the name of a device on Windows';
  if (/^\d{4}$/.test(slug)) return 'is a year, and years have lists of their own';
  if (sections.has(slug)) return 'is the name of a section of the site';
  if (isTwoLetterLanguage(slug)) return 'is the tag of a language, and languages have parts of their own';
  return undefined;
}

function notReserved(slug: string): string {
  return `${slug}-page`;
}

/**
 * A readable address for a title in any script: transliterated letter by letter (any-ascii), stable for all time.
 * @returns 1 to 80 characters of a-z, 0-9 and single hyphens, never reserved; a title without any letter or digit gives
 *   `item-` and eight digits of its SHA-256
 */
export function slugFrom(title: string): string {
  const words = title
    .normalize('NFC')
    // Emoji would become the word that names them.
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    // Apostrophes belong to their word: `Burma's` is burmas.
    .replace(/['’ʼ]/g, '')
    // Han is written without spaces; any-ascii gives a syllable for each character.
    .replace(/\p{Script=Han}/gu, ' $& ');
  const ascii = anyAscii(words)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const short = cutAtHyphen(ascii);
  if (short === '')
    return `item-${createHash('sha256').update(title.normalize('NFC')).digest('hex').slice(0, 8)}`;
  return reservedReason(short) === undefined ? short : notReserved(short);
}

function cutAtHyphen(slug: string): string {
  if (slug.length <= maxProposedLength) return slug;
  const cut = slug.slice(0, maxProposedLength);
  const hyphen = slug[maxProposedLength] === '-' ? maxProposedLength : cut.lastIndexOf('-');
  return cut.slice(0, hyphen > maxProposedLength / 2 ? hyphen : maxProposedLength);
}

/** In UTF-8 bytes, of which a UTF-16 unit has at most three. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).length > maxBytes;
}
