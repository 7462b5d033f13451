// A date of the content as feeds want it. RSS 2.0: RFC 822 §5.1 with the four-digit year of RFC 1123 §5.2.14; names of
// days and months are fixed English, whatever the machine speaks. Atom and JSON Feed: RFC 3339. No time is moved to
// another zone.
import type { IsoDate } from '../model.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri, 17 Aug 2007 00:00:00 +0000` for a calendar date; a date with time keeps its own time and offset. */
export function rssDate(date: IsoDate): string {
  const [, year, month, day, time = '00:00:00', offset = 'Z'] =
    /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/.exec(date) ?? [];
  if (year === undefined) throw new Error(`not a checked date: ${date}`);
  const weekday = days[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];
  const zone = offset === 'Z' ? '+0000' : offset.replace(':', '');
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${time} ${zone}`;
}

/** `2007-08-17T00:00:00+00:00` for a calendar date; a date with time stays as it was written. */
export function rfc3339Date(date: IsoDate): string {
  return date.length === '2007-08-17'.length ? `${date}T00:00:00+00:00` : date;
}

/** The newest of some dates by instant, a calendar date at 00:00 UTC as feeds give it. Undefined for none. */
export function newestDate(dates: Iterable<IsoDate>): IsoDate | undefined {
  let newest: IsoDate | undefined;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const date of dates) {
    // Both forms name an instant without the machine's zone: a date alone is UTC (ECMA-262 §21.4.1.32).
    const ms = Date.parse(date);
    if (ms > newestMs) {
      newest = date;
      newestMs = ms;
    }
  }
  return newest;
}
