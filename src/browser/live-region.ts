// What a screen reader is told: through one region, politely, and not at each key.

/** A reader who types on is not spoken to. */
const quietMs = 1000;

export interface LiveRegion {
  /** @param isAsked the reader waits for it; else it is told once the keys are quiet */
  say(text: string, isAsked: boolean): void;
  /** What was not told yet is not told any more. */
  hush(): void;
}

export function liveRegion(region: HTMLElement): LiveRegion {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hush = (): void => clearTimeout(timer);
  return {
    hush,
    say(text, isAsked) {
      hush();
      timer = setTimeout(
        () => {
          // A region that does not change is not read out again.
          if (region.textContent !== text) region.textContent = text;
        },
        isAsked ? 0 : quietMs,
      );
    },
  };
}
