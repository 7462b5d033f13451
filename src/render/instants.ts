// When a date of the content begins and ends, as an instant: a calendar date begins at 00:00 in the site's time zone
// and ends where the next one begins; a date with time is that instant.
import type { IsoDate } from '../model.ts';

const dayMs = 86_400_000;

/** Milliseconds since the epoch at which `date` begins. */
export function startMs(date: IsoDate, timezone: string): number {
  return date.length > 10 ? Date.parse(date) : midnightMs(Date.parse(`${date}T00:00:00Z`), timezone);
}

/** Milliseconds since the epoch at which `date` is over: the end of a calendar date, the instant of a date with time. */
export function endMs(date: IsoDate, timezone: string): number {
  return date.length > 10 ? Date.parse(date) : midnightMs(Date.parse(`${date}T00:00:00Z`) + dayMs, timezone);
}

/** The instant at which clocks in `timezone` show what `wallClockMs` shows in UTC. */
function midnightMs(wallClockMs: number, timezone: string): number {
  // The offset is that of the instant sought, unknown yet: the second look settles days on which clocks change.
  const guess = wallClockMs - offsetMs(wallClockMs, timezone);
  return wallClockMs - offsetMs(guess, timezone);
}

/** How far clocks in `timezone` are ahead of UTC. Intl serves as the time zone table alone: nothing of it is printed. */
function offsetMs(instantMs: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs);
  const number = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(
      number('year'),
      number('month') - 1,
      number('day'),
      number('hour'),
      number('minute'),
      number('second'),
    ) - instantMs
  );
}
