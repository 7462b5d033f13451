import { describe, expect, test } from 'vitest';
import { instantIn, isTimeZone, offsetOn } from '../../src/validate/site-time.ts';

const begins = (date: string, zone: string): string => new Date(instantIn(zone)(date)).toISOString();

describe('a calendar date begins at 00:00 on the site’s clock', () => {
  test.each([
    ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01', 'Asia/Bangkok', '2025-12-31T17:00:00.000Z'],
    ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
    ['2026-01-01', 'America/Los_Angeles', '2026-01-01T08:00:00.000Z'],
    ['2026-07-01', 'America/Los_Angeles', '2026-07-01T07:00:00.000Z'],
    // The days on which the clocks change: at 02:00, so that the day begins by the old offset.
    ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'],
    ['2026-03-09', 'America/Los_Angeles', '2026-03-09T07:00:00.000Z'],
    ['2026-11-01', 'America/Los_Angeles', '2026-11-01T07:00:00.000Z'],
    ['2026-11-02', 'America/Los_Angeles', '2026-11-02T08:00:00.000Z'],
    // Midnight is skipped: the day begins at 01:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // Midnight comes twice, at 23:00 + 1: the day begins at the first.
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
    ['2022-11-06', 'America/Havana', '2022-11-06T04:00:00.000Z'],
    ['1000-01-01', 'UTC', '1000-01-01T00:00:00.000Z'],
  ])('%s in %s', (date, zone, instant) => {
    expect(begins(date, zone)).toBe(instant);
  });

  test('and a date with time is that moment everywhere', () => {
    expect(begins('2026-01-01T00:00:00+07:00', 'America/Los_Angeles')).toBe('2025-12-31T17:00:00.000Z');
  });
});

test('a time zone has a name of the IANA list', () => {
  for (const zone of ['UTC', 'Asia/Bangkok', 'America/Argentina/Buenos_Aires'])
    expect(isTimeZone(zone)).toBe(true);
  for (const zone of ['', 'Bangkok', '+07:00', 'Mars/Olympus', '../etc/passwd'])
    expect(isTimeZone(zone)).toBe(false);
});

test('the offset that is proposed is the one of that day', () => {
  expect(offsetOn('2026-01-01', 'Asia/Kathmandu')).toBe('+05:45');
  expect(offsetOn('2026-01-01', 'America/Los_Angeles')).toBe('-08:00');
  expect(offsetOn('2026-07-01', 'America/Los_Angeles')).toBe('-07:00');
  expect(offsetOn('2026-07-01', 'UTC')).toBe('Z');
});
