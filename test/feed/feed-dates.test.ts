import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestDate, rssDate } from '../../src/feed/feed-dates.ts';
import type { IsoDate } from '../../src/model.ts';

test.each([
  ['2007-08-17', 'Fri, 17 Aug 2007 00:00:00 +0000'],
  ['2008-02-29T09:30:00+07:00', 'Fri, 29 Feb 2008 09:30:00 +0700'],
  ['2020-01-01T00:00:00Z', 'Wed, 01 Jan 2020 00:00:00 +0000'],
  ['2019-12-31T23:59:59.999-11:30', 'Tue, 31 Dec 2019 23:59:59 -1130'],
  ['1999-12-31T00:05:00+14:00', 'Fri, 31 Dec 1999 00:05:00 +1400'],
])('%s is written as %s', (date, expected) => {
  expect(rssDate(date as IsoDate)).toBe(expected);
});

test('row 23: every date read back is the same instant, and no hour is 24', () => {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = fc
    .tuple(
      fc.date({
        min: new Date('1000-01-01T00:00:00Z'),
        max: new Date('9999-12-30T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.integer({ min: -12 * 60, max: 14 * 60 }),
      fc.boolean(),
    )
    .map(([day, offset, isCalendar]) => {
      const text = day.toISOString();
      if (isCalendar) return text.slice(0, 10);
      const minutes = Math.abs(offset);
      return `${text.slice(0, 19)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    });
  fc.assert(
    fc.property(date, (text) => {
      const written = rssDate(text as IsoDate);
      expect(Date.parse(written)).toBe(Date.parse(text));
      expect(written).toMatch(
        /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} (?:[01]\d|2[0-3]):\d\d:\d\d [+-]\d{4}$/,
      );
      expect(written.slice(0, 3)).toBe(new Date(`${text.slice(0, 10)}T00:00:00Z`).toUTCString().slice(0, 3));
    }),
  );
});

test('the newest date is the latest instant', () => {
  const dates = ['2020-01-01', '2020-01-01T06:00:00+07:00', '2019-12-31T23:30:00-01:00'] as IsoDate[];
  expect(newestDate(dates)).toBe('2019-12-31T23:30:00-01:00');
  expect(newestDate([])).toBeUndefined();
});
