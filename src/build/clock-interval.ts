// How long a build holds: nothing in it depends on the clock but whether an instant has come, so that until the next
// one another build of the same content would give the same bytes and say the same.
import type { Campaign, IsoDate, Item, SiteSettings } from '../model.ts';
import { endMs, startMs } from '../render/instants.ts';
import { instantIn } from '../validate/site-time.ts';

/** From the first to before the second, in milliseconds since the epoch. */
export interface ClockInterval {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** No zone is further from UTC, and a day that ends is one more. */
const twoDaysMs = 172_800_000;

/**
 * Never longer than it is true; shorter by some days at a date that is near.
 * @param items all of the content, those too that are hidden at `nowMs`
 */
export function clockInterval(items: readonly Item[], settings: SiteSettings, nowMs: number): ClockInterval {
  const { timezone } = settings;
  const instantOf = instantIn(timezone);
  const year = new Date(nowMs).getUTCFullYear();
  // Validation tells of years that lie far ahead of the build's.
  let [fromMs, untilMs] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const cut = (instantMs: number): void => {
    if (instantMs <= nowMs) fromMs = Math.max(fromMs, instantMs);
    else untilMs = Math.min(untilMs, instantMs);
  };
  const cutAt = (date: IsoDate): void => {
    // Nearly all dates are long past: no time zone needs to be asked for them.
    const aboutMs = Date.parse(date);
    if (aboutMs + twoDaysMs <= nowMs) cut(aboutMs + twoDaysMs);
    else if (aboutMs - twoDaysMs > nowMs) cut(aboutMs - twoDaysMs);
    else
      for (const instantMs of [instantOf(date), startMs(date, timezone), endMs(date, timezone)])
        cut(instantMs);
  };
  for (const item of items) {
    for (const date of [item.date, item.publish, item.expires]) if (date !== undefined) cutAt(date);
  }
  for (const campaign of campaignsOf(settings)) {
    for (const date of [campaign.starts, campaign.ends]) if (date !== undefined) cutAt(date);
  }
  return { fromMs, untilMs };
}

function campaignsOf({ campaign, editions }: SiteSettings): Campaign[] {
  return [campaign, ...Object.values(editions).map((edition) => edition.campaign)].filter(
    (one) => one !== undefined,
  );
}
