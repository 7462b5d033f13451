// When a date begins on the site's clock. Only comparisons with the build's time use it (embargo, expiry): no byte of
// the output depends on a time zone database, which differs between machines.
import { parseDate } from './iso-date.ts';

export function isTimeZone(name: string): boolean {
  // An offset such as `+07:00` is no place: it has no name to show and no summer time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds since the epoch at which a date begins. */
export type InstantOf = (date: string) => number;

/**
 * A calendar date begins at 00:00 in `timezone`, or at the first moment of that day where summer time skips midnight.
 * A date with time is that moment.
 * @param timezone IANA name; must be one (isTimeZone)
 */
export function instantIn(timezone: string): InstantOf {
  const offsetAt = offsetReader(timezone);
  const known = new Map<string, number>();
  return (date) => {
    const remembered = known.get(date);
    if (remembered !== undefined) return remembered;
    const parts = parseDate(date);
    if (parts === undefined) throw new Error(`not a checked date: ${JSON.stringify(date)}`);
    const instant = parts.instantMs ?? startOfDay(Date.UTC(parts.year, parts.month - 1, parts.day), offsetAt);
    known.set(date, instant);
    return instant;
  };
}

const hourMs = 3_600_000;

function startOfDay(utcMidnight: number, offsetAt: (instant: number) => number): number {
  // The clock may change near midnight: try the offset of the day before and of the day after.
  const before = offsetAt(utcMidnight - 24 * hourMs);
  const after = offsetAt(utcMidnight + 24 * hourMs);
  const candidates = before >= after ? [before, after] : [after, before];
  // The larger offset gives the earlier moment; where midnight happens twice, the day begins at the first.
  for (const offset of candidates) {
    const instant = utcMidnight - offset;
    if (offsetAt(instant) === offset) return instant;
  }
  // Midnight is skipped: the clock jumps, at the moment that would have been midnight by the old offset.
  return utcMidnight - before;
}

/** Milliseconds that local time is ahead of UTC at an instant. */
function offsetReader(timezone: string): (instant: number) => number {
  if (timezone === 'UTC' || timezone === 'Etc/UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    return local - Math.floor(instant / 1000) * 1000;
  };
}

/** The offset of the site's clock at noon of a day, `+07:00` or `Z`: proposed for a time that was written without one. */
export function offsetOn(day: string, timezone: string): string {
  const parts = parseDate(day);
  if (parts === undefined) return 'Z';
  const minutes = Math.round(
    offsetReader(timezone)(Date.UTC(parts.year, parts.month - 1, parts.day, 12)) / 60_000,
  );
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
