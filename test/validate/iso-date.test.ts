import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDateFault, isoDate, parseDate } from '../../src/validate/iso-date.ts';

describe('a date', () => {
  test.each([
    '2007-08-17',
    '2008-02-29',
    '2000-02-29',
    '1000-01-01',
    '9999-12-31',
    '2007-08-17T09:30:00+07:00',
    '2007-08-17T00:00:00Z',
    '2007-08-17T23:59:59-12:00',
    '2007-08-17T09:30:00.125+05:45',
    '2007-08-17T09:30:00-00:00',
  ])('may be %s', (text) => {
    expect(isoDate(text)).toBe(text);
  });

  test.each([
    '',
    '2026-02-30',
    '2026-13-45',
    '1900-02-29',
    '2100-02-29',
    '2007-02-29',
    '0999-12-31',
    '2026-00-10',
    '2026-01-00',
    '2026-05-01T24:00:00Z',
    '2026-05-01T10:60:00Z',
    '2026-05-01T10:00:60Z',
    '2026-05-01T10:00:00',
    '2026-05-01T10:00Z',
    '2026-05-01 10:00:00Z',
    '2026-05-01T10:00:00+15:00',
    '2026-05-01T10:00:00+0700',
    '2026-05-01t10:00:00z',
    ' 2026-05-01',
    '2026-05-01 ',
    '2026-5-1',
    '20260501',
    '٢٠٢٦-٠٥-٠١',
    '2026-05-01T10:00:00+07:60',
  ])('may not be %j', (text) => {
    expect(isoDate(text)).toBeUndefined();
  });

  test('with time is the moment that JavaScript reads, too', () => {
    for (const text of [
      '2007-08-17T09:30:00+07:00',
      '2007-08-17T09:30:00.125Z',
      '1000-01-01T00:00:00-03:30',
    ]) {
      expect(parseDate(text)?.instantMs).toBe(Date.parse(text));
    }
  });

  test('is every day that the calendar has, and none else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const real = new Date(Date.UTC(year, month - 1, day));
          const exists =
            real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          expect(parseDate(text) !== undefined).toBe(exists);
        },
      ),
    );
  });
});

describe('a date that is none', () => {
  test.each([
    ['03/04/2026', ['2026-04-03', '2026-03-04']],
    ['17/08/2007', ['2007-08-17']],
    ['08/17/2007', ['2007-08-17']],
    ['05.05.2026', ['2026-05-05']],
    ['2026-5-1', ['2026-05-01']],
    ['2026/05/01', ['2026-05-01']],
    ['20260501', ['2026-05-01']],
    ['August 17, 2007', ['2007-08-17']],
    ['17 August 2007', ['2007-08-17']],
    ['Friday, 17 Aug 2007', ['2007-08-17']],
    ['Aug. 3rd, 2007', ['2007-08-03']],
    ['2026-05-01 10:00', ['2026-05-01T10:00:00+07:00']],
    ['2026-05-01T10:00', ['2026-05-01T10:00:00+07:00']],
    ['2014-06-30 10:00:10 -0400', ['2014-06-30T10:00:10-04:00']],
    ['2014-06-30 10:00:10 -4', ['2014-06-30T10:00:10-04:00']],
    ['2014-06-30T10:00:10z', ['2014-06-30T10:00:10Z']],
    ['August 17, 2007 3:05 pm', ['2007-08-17T15:05:00+07:00']],
    ['2026-13-05', ['2026-05-13']],
    ['2026-02-30', ['2026-02-28']],
    ['2026-13-45', []],
    ['soon', []],
    ['2026-05-01T24:00:00Z', ['2026-05-01']],
  ])('%s may have meant %j', (text, meant) => {
    expect(describeDateFault(text, '+07:00').meant).toEqual(meant);
  });

  test('gives proposals that are dates, whatever it is', () => {
    const piece = fc.constantFrom(
      '2026',
      '12',
      '31',
      '3',
      '-',
      '/',
      '.',
      ' ',
      ':',
      'T',
      'Z',
      '+07:00',
      '-0400',
      'May',
      'pm',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        for (const meant of describeDateFault(text).meant) expect(isoDate(meant)).toBe(meant);
      }),
      { numRuns: 2000 },
    );
  });
});
