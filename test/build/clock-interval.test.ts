import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockInterval } from '../../src/build/clock-interval.ts';
import type { Campaign, IsoDate, Item, SiteSettings } from '../../src/model.ts';
import { endMs, startMs } from '../../src/render/instants.ts';
import { instantIn } from '../../src/validate/site-time.ts';

const dayMs = 86_400_000;
const zones = [
  'UTC',
  'Asia/Bangkok',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Sao_Paulo',
  'Europe/London',
];

function settingsIn(
  timezone: string,
  campaign?: Partial<Campaign>,
  edition?: Partial<Campaign>,
): SiteSettings {
  return {
    timezone,
    campaign,
    editions: edition === undefined ? {} : { th: { campaign: edition } },
  } as SiteSettings;
}

const itemWith = (dates: Partial<Record<'date' | 'publish' | 'expires', string>>) => dates as unknown as Item;

const day = fc
  .integer({ min: Date.UTC(2026, 0, 1) / dayMs, max: Date.UTC(2027, 11, 31) / dayMs })
  .map((days) => new Date(days * dayMs).toISOString().slice(0, 10));
const moment = fc
  .tuple(day, fc.constantFrom('00:00:00Z', '23:59:59+14:00', '12:30:00-11:00', '05:06:07+07:00'))
  .map(([date, time]) => `${date}T${time}`);
const date = fc.oneof(day, moment);

describe('the interval for which a build holds', () => {
  test('holds the build’s own time, and no date begins or ends within it', () => {
    fc.assert(
      fc.property(
        fc.array(date, { maxLength: 6 }),
        date,
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }),
        (dates, other, timezone, nowMs) => {
          const items = dates.map((one, i) => itemWith({ [['date', 'publish', 'expires'][i % 3]!]: one }));
          const settings = settingsIn(timezone, { starts: other as IsoDate }, { ends: other as IsoDate });
          const { fromMs, untilMs } = clockInterval(items, settings, nowMs);
          expect(fromMs).toBeLessThanOrEqual(nowMs);
          expect(untilMs).toBeGreaterThan(nowMs);
          const instantOf = instantIn(timezone);
          for (const one of [...dates, other]) {
            for (const instant of [
              instantOf(one),
              startMs(one as IsoDate, timezone),
              endMs(one as IsoDate, timezone),
            ]) {
              expect(instant > fromMs && instant < untilMs).toBe(false);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is the year when no date is near, since years far ahead of the build’s are told of', () => {
    const nowMs = Date.UTC(2026, 6, 1);
    const items = [itemWith({ date: '2007-08-17' }), itemWith({ date: '2009-01-01', expires: '2044-01-01' })];
    expect(clockInterval(items, settingsIn('Asia/Bangkok'), nowMs)).toEqual({
      fromMs: Date.UTC(2026, 0, 1),
      untilMs: Date.UTC(2027, 0, 1),
    });
  });

  test('ends at the very moment at which an embargo ends', () => {
    const embargo = itemWith({ publish: '2026-07-02T12:00:00+07:00' });
    const nowMs = Date.UTC(2026, 6, 2, 4, 59, 59);
    expect(clockInterval([embargo], settingsIn('UTC'), nowMs).untilMs).toBe(Date.UTC(2026, 6, 2, 5));
    expect(clockInterval([embargo], settingsIn('UTC'), Date.UTC(2026, 6, 2, 5)).fromMs).toBe(
      Date.UTC(2026, 6, 2, 5),
    );
  });
});
