// What a date may look like: a calendar date of ISO 8601 (`2007-08-17`), or date and time with offset of RFC 3339
// §5.6 (`2007-08-17T09:30:00+07:00`), years 1000 to 9999, proleptic Gregorian. Own arithmetic: `new Date` would turn
// 30 February into 2 March.
import type { IsoDate } from '../model.ts';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?$/;
/** The widest offsets of any place on earth are -12:00 and +14:00. */
const maxOffsetMinutes = 14 * 60;
const firstYear = 1000;

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Milliseconds since the epoch for a date with time; undefined for a calendar date. */
  readonly instantMs?: number;
}

/** @returns undefined when `text` is not a date that exists, in one of the two forms */
export function parseDate(text: string): DateParts | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isRealDay(year, month, day)) return undefined;
  const offset = match[8];
  if (offset === undefined) return { year, month, day };
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const minutes = offsetMinutes(offset);
  if (minutes === undefined) return undefined;
  const fraction = Math.trunc(Number(match[7] ?? 0) * 1000);
  const instantMs = Date.UTC(year, month - 1, day, hour, minute, second, fraction) - minutes * 60_000;
  return { year, month, day, instantMs };
}

export function isoDate(text: string): IsoDate | undefined {
  return parseDate(text) === undefined ? undefined : (text as IsoDate);
}

export function isRealDay(year: number, month: number, day: number): boolean {
  return (
    year >= firstYear &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (minutes > 59 || hours * 60 + minutes > maxOffsetMinutes) return undefined;
  return (offset[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

export interface DateFault {
  /** Continues "`2026-02-30` ". */
  readonly reason: string;
  /** Right forms that the text may have meant, most likely first; empty when nothing can be guessed. */
  readonly meant: readonly string[];
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Why `text` is no date, and what it may have meant.
 * @param offset the offset to propose for a time that has none, `+07:00` or `Z`
 */
export function describeDateFault(text: string, offset = 'Z'): DateFault {
  const trimmed = text.trim();
  const days = guessDays(trimmed);
  const reasonForDay = 'is not a date that can be sorted';
  const strict = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(trimmed);
  if (strict !== null) {
    const [year, month, day] = strict.slice(1, 4).map(Number) as [number, number, number];
    if (!isRealDay(year, month, day))
      return { reason: reasonOfUnrealDay(year, month, day), meant: unrealDayMeant(year, month, day) };
  }
  const time =
    /(?:^|[T\s,])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)?\s*$/i.exec(
      trimmed,
    );
  if (time === null || days.length === 0) {
    const isDayOnly = days.length > 0;
    return {
      reason: isDayOnly && days.length > 1 ? 'can be read as two different days' : reasonForDay,
      meant: days,
    };
  }
  const [, hourText = '', minuteText = '', secondText = '00', half, zone] = time;
  let hour = Number(hourText);
  if (half !== undefined) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  if (hour > 23 || Number(minuteText) > 59 || Number(secondText) > 59) {
    return { reason: 'has a time that no clock shows; a day has the hours 00 to 23', meant: days };
  }
  const normalOffset = zone === undefined ? offset : normaliseOffset(zone);
  if (normalOffset === undefined) return { reason: 'has an offset that no place has', meant: days };
  const clock = `${String(hour).padStart(2, '0')}:${minuteText}:${secondText.padStart(2, '0')}`;
  return {
    reason: zone === undefined ? 'has a time without an offset, so nobody can tell when it is' : reasonForDay,
    meant: days.flatMap((day) => [`${day}T${clock}${normalOffset}`]),
  };
}

function reasonOfUnrealDay(year: number, month: number, day: number): string {
  if (year < firstYear) return `has a year before ${firstYear}`;
  if (month < 1 || month > 12) return `is not a date: there is no month ${String(month).padStart(2, '0')}`;
  return `is not a date: ${capitalised(monthNames[month - 1]!)} ${year} has ${daysInMonth(year, month)} days, not ${day}`;
}

function unrealDayMeant(year: number, month: number, day: number): string[] {
  // 29 February of a Buddhist year, which is leap when the year 543 before it is.
  if (year > 2443 && year < 2643 && isRealDay(year - 543, month, day))
    return [formatDay(year - 543, month, day)];
  if (isRealDay(year, day, month)) return [formatDay(year, day, month)];
  if (year >= firstYear && month >= 1 && month <= 12 && day > 0)
    return [formatDay(year, month, daysInMonth(year, month))];
  return [];
}

function normaliseOffset(zone: string): string | undefined {
  if (/^(?:z|utc|gmt)$/i.test(zone)) return 'Z';
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (match === null) return undefined;
  const offset = `${match[1]}${match[2]!.padStart(2, '0')}:${match[3] ?? '00'}`;
  return offsetMinutes(offset) === undefined ? undefined : offset;
}

/** Every real day that the beginning or the whole of `text` may name. */
function guessDays(text: string): string[] {
  const found: string[] = [];
  const add = (year: number, month: number, day: number): void => {
    const formatted = formatDay(year, month, day);
    if (isRealDay(year, month, day) && !found.includes(formatted)) found.push(formatted);
  };
  const ymd =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(text);
  if (ymd !== null) add(Number(ymd[1]), Number(ymd[2]), Number(ymd[3]));
  const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/.exec(text);
  if (numeric !== null) {
    // 03/04/2026 is 3 April for most of the world and 4 March for some: both are offered.
    add(Number(numeric[3]), Number(numeric[2]), Number(numeric[1]));
    add(Number(numeric[3]), Number(numeric[1]), Number(numeric[2]));
  }
  const words =
    /^(?:[a-z]+,\s+)?(?:([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})|(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4}))(?!\d)/i.exec(
      text,
    );
  if (words !== null) {
    const name = (words[1] ?? words[5] ?? '').toLowerCase();
    const month = monthNames.findIndex((full) => full.startsWith(name)) + 1;
    if (month > 0) add(Number(words[3] ?? words[6]), month, Number(words[2] ?? words[4]));
  }
  return found;
}

function formatDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function capitalised(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
