// Names in the order in which readers look for them, without Intl, whose order differs between ICU versions: accents
// do not count in Latin, Greek and Cyrillic, and a Thai or Lao vowel written before its consonant is read after it.
import { compareText } from '../problem.ts';

/** The text by which a name is sorted. */
export function sortingKey(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll(/([\u0E40-\u0E44])([\u0E01-\u0E2E])/g, '$2$1')
    .replaceAll(/([\u0EC0-\u0EC4])([\u0E81-\u0EAE])/g, '$2$1')
    .normalize('NFC')
    .toLowerCase();
}

/** The letter that a name is listed under. */
export function firstLetter(name: string): string {
  const [letter = ''] = sortingKey(name).match(/\p{L}/u) ?? [];
  return letter.toUpperCase();
}

export function compareNames(a: string, b: string): number {
  return compareText(sortingKey(a), sortingKey(b)) || compareText(a, b);
}
