// Dates as other systems write them → the two forms of ours (docs/frontmatter.md), with what had to be guessed.
import { describeDateFault, isRealDay, parseDate } from '../validate/iso-date.ts';
import type { Note } from './report.ts';

export interface SourceDate {
  /** Undefined when nothing could be read. */
  readonly date?: string;
  /** It was written in another form of the same meaning. */
  readonly isRewritten: boolean;
  /** What is not certain: one clause. */
  readonly guess?: string;
}

/** @param offset of the site's clock, for a time that has none: `Z` or `+07:00` */
export function readSourceDate(written: string, offset = 'Z'): SourceDate {
  const text = written.trim().replace(/^["']|["']$/g, '');
  const parts = parseDate(text);
  if (parts !== undefined) return { date: text, isRewritten: text !== written };
  // WordPress writes this for "never".
  if (text === '' || /^0000-/.test(text)) return { isRewritten: false };
  const tidy = text
    .replace(/^(\d{4})-(\d{1,2})-(\d{1,2})t/i, '$1-$2-$3 ')
    .replace(/(\d)\s*Z$/i, '$1 Z')
    .replace(/\s*\((?:[A-Z]{2,5})\)$/, '');
  const { meant } = describeDateFault(tidy, offset);
  const valid = meant.filter((candidate) => parseDate(candidate) !== undefined);
  const date = valid[0];
  if (date === undefined) return { isRewritten: false };
  const guess = guessOf(tidy, text, date, valid);
  return { date, isRewritten: true, ...(guess === undefined ? {} : { guess }) };
}

function guessOf(text: string, written: string, date: string, meant: readonly string[]): string | undefined {
  if (meant.length > 1) return `"${written}" may be ${meant.join(' or ')}; the first was taken`;
  const ymd = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (ymd !== null && !isRealDay(Number(ymd[1]), Number(ymd[2]), Number(ymd[3])))
    return `"${written}" is no day that exists; ${date} was taken`;
  const hasTime = /\d:\d{2}/.test(text);
  if (hasTime && !date.includes('T')) return `the time of "${written}" could not be read; the day was taken`;
  if (hasTime && !/(?:z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)$/i.test(text.replace(/^\d{4}-\d{1,2}-\d{1,2}/, '')))
    return `"${written}" has no offset; the clock of the site was taken`;
  return undefined;
}

export interface DatedName {
  readonly date?: string;
  /** The name without its date and ending. */
  readonly name: string;
  /** What looks like a date and is no day that exists. */
  readonly unreal?: string;
}

export function unrealDayNote(written: string): Note {
  return {
    line: 1,
    column: 1,
    group: 'guessed',
    rule: 'date-unread',
    message: `${written} of the file's name is no day that exists, and was not taken as its date`,
  };
}

/** `2014-03-12-coming-soon.md` → its date and its name. @param fileName without folder */
export function readDatedName(fileName: string): DatedName {
  const base = fileName.replace(/\.[A-Za-z]+$/, '');
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})[-_ ](?=.)(.+)$/.exec(base);
  if (match === null) return { name: base };
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  if (!isRealDay(year, month, day)) return { name: base, unreal: `${match[1]}-${match[2]}-${match[3]}` };
  const date = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  return { date, name: match[4]! };
}
