// For tests: the real texts of test/fixtures/scripts, whose README.md says where they are from.
import { readFileSync } from 'node:fs';

const folder = new URL('../fixtures/scripts/', import.meta.url);

/** The languages that search is measured in, as their files are called. */
export const languages = [
  'th',
  'my',
  'km',
  'lo',
  'zh',
  'ja',
  'ar',
  'he',
  'fa',
  'hi',
  'vi',
  'ru',
  'id',
] as const;
export type Language = (typeof languages)[number];

export function readText(name: Language | 'ar-pages'): string {
  return readFileSync(new URL(`${name}.txt`, folder), 'utf8');
}

/** One paragraph a line. */
export function readParagraphs(name: Language | 'ar-pages'): string[] {
  return readText(name).trimEnd().split('\n');
}

/** Twenty words of each text, exactly as they stand in it. */
export function readWords(): Readonly<Record<Language, readonly string[]>> {
  return JSON.parse(readFileSync(new URL('words.json', folder), 'utf8'));
}

/** By text: forms of one word each, as they stand in it, by spaces. */
export function readForms(): Readonly<Record<'ru' | 'ar' | 'ar-pages', readonly string[]>> {
  return JSON.parse(readFileSync(new URL('forms.json', folder), 'utf8'));
}
