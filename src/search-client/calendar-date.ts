// A date as the author wrote it → as the language prints it, from the root's own month names: no Intl, no zone.
import type { DateTexts } from '../search/shard-format.ts';

/** @param date `2007-08-17`, or with a time after it, or a year alone; anything else comes back as it is */
export function printDate(date: string, texts: DateTexts | undefined): string {
  if (texts && /^\d{4}$/.test(date)) return `${Number(date) + texts.yearOffset}`;
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  const month = texts?.months[Number(parts?.[2]) - 1];
  if (!parts || !texts || month === undefined) return date.slice(0, 10);
  return texts.dateFormat
    .replace('{day}', () => String(Number(parts[3])))
    .replace('{month}', () => month)
    .replace('{year}', () => String(Number(parts[1]) + texts.yearOffset));
}
