// Fast typing over a slow line: what is shown is never of an older query, hardly more is fetched than for the whole text
// at once, and no key waits. Looks from outside alone: at what the page asks its worker, what it is told, and its list.
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchMeasuringBrowser, NetworkRecord, slow4G } from '../../bench/first-query.ts';
import { rollDice } from '../../bench/random.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { calmest } from '../support/calmest.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';

/** Twenty keys, the last word unfinished. */
const text = 'forced labor in fish';
const timeoutMs = 60_000;

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchMeasuringBrowser(), serveSite(demoSite)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

// ── in the page ───────────────────────────────────────────────────────────────────────────────────────

interface Asked {
  readonly number: number;
  readonly query: string;
  /** All that decides which results there are. */
  readonly key: string;
  /** Addresses of the results, once the answer came. */
  addresses?: readonly string[];
}

interface TypingWatch {
  readonly asked: Asked[];
  /** What the list held after each change, and the newest question by then. */
  readonly lists: {
    readonly shown: readonly string[];
    readonly query: string;
    /** Absent while that question has no answer. */
    readonly answer?: readonly string[];
  }[];
  /** Of each key, when its event was handled. Milliseconds of the page. */
  readonly keysMs: number[];
  /** Tasks of the page's own thread that took longer than 50 ms. */
  readonly longTasks: { readonly startMs: number; readonly lastedMs: number }[];
}

/** Run before the page's own scripts. Stands alone: it is sent to the page as source. */
function watchTyping(): void {
  const watch: TypingWatch = { asked: [], lists: [], keysMs: [], longTasks: [] };
  (globalThis as unknown as { typingWatch: TypingWatch }).typingWatch = watch;

  interface Sent {
    readonly number: number;
    readonly question: {
      readonly kind: string;
      readonly query: string;
      readonly options?: Readonly<Record<string, unknown>>;
    };
  }
  interface Received {
    readonly number: number;
    readonly reply?: { readonly answer?: { readonly results?: readonly { readonly url: string }[] } };
  }
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      // Before any listener of the page: what it shows was noted as told.
      this.addEventListener('message', ({ data }: MessageEvent<Received>) => {
        const results = data.reply?.answer?.results;
        const question = watch.asked.find(({ number }) => number === data.number);
        if (question && results) question.addresses = results.map(({ url }) => url);
      });
    }
    override postMessage(message: unknown, transfer?: unknown): void {
      const { number, question } = message as Sent;
      // Counts alone, suggestions and further results change no list of ours.
      const { limit, offset = 0, fields, excerpts: _, facets: __, ...deciding } = question.options ?? {};
      if (question.kind === 'search' && limit !== 0 && offset === 0 && fields === undefined) {
        const key = JSON.stringify([question.query, deciding]);
        watch.asked.push({ number, query: question.query, key });
      }
      super.postMessage(message, transfer as Transferable[]);
    }
  };

  new PerformanceObserver((entries) => {
    for (const { startTime, duration } of entries.getEntries())
      watch.longTasks.push({ startMs: startTime, lastedMs: duration });
  }).observe({ type: 'longtask', buffered: true });

  addEventListener('DOMContentLoaded', () => {
    const list = document.querySelector<HTMLElement>('[data-results]')!;
    document
      .querySelector('main input[name=q]')!
      .addEventListener('input', () => watch.keysMs.push(performance.now()), { capture: true });
    new MutationObserver(() => {
      const shown = [...list.querySelectorAll<HTMLAnchorElement>('li a')].map(
        ({ href }) => new URL(href).pathname,
      );
      const newest = watch.asked.at(-1);
      const answer = watch.asked.findLast(
        ({ key, addresses }) => key === newest?.key && addresses !== undefined,
      )?.addresses;
      watch.lists.push({ shown, query: newest?.query ?? '', answer });
    }).observe(list, { childList: true, subtree: true, characterData: true });
  });
}

// ── from outside ──────────────────────────────────────────────────────────────────────────────────────

interface Typed extends TypingWatch {
  /** Scripts and index files asked for since the box was focused. */
  readonly requests: readonly string[];
  /** Of those, the fastest: throttled, none is faster than the line. */
  readonly leastMs: number;
}

/** @param write puts the text into the focused box */
async function typeInto(write: (page: Page) => Promise<void>): Promise<Typed> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const network = await NetworkRecord.of(page);
    await page.emulateFocusedPage(true);
    // esbuild, which vitest runs, gives functions their names by a helper that a page does not have.
    await page.evaluateOnNewDocument('globalThis.__name ??= (named) => named');
    await page.evaluateOnNewDocument(watchTyping);
    await page.goto(`${site.origin}/search/`);
    await page.waitForSelector('main input[name=q]:enabled');
    await network.untilAtRest(timeoutMs);
    await page.emulateNetworkConditions(slow4G);
    const focusedMs = Date.now();
    await page.focus('main input[name=q]');
    await write(page);
    await page.waitForFunction(
      (whole) => {
        const { asked } = (globalThis as unknown as { typingWatch: TypingWatch }).typingWatch;
        const list = document.querySelector<HTMLElement>('[data-results]')!;
        return asked.at(-1)?.query === whole && list.dataset.shown === 'excerpts';
      },
      { timeout: timeoutMs, polling: 50 },
      text,
    );
    await network.untilAtRest(timeoutMs);
    const watch = await page.evaluate(
      () => (globalThis as unknown as { typingWatch: TypingWatch }).typingWatch,
    );
    const transfers = network.transfers().filter(({ startMs }) => startMs >= focusedMs);
    return {
      ...watch,
      longTasks: watch.longTasks.filter(({ startMs, lastedMs }) => startMs + lastedMs >= watch.keysMs[0]!),
      requests: transfers.map(({ path }) => path),
      leastMs: Math.min(...transfers.map(({ startMs, endMs }) => endMs - startMs)),
    };
  } finally {
    await context.close();
  }
}

/** As hands do: 50 to 80 ms from key to key, and a longer thought after every so many. */
function typeKeys(keysBetweenPauses = Number.POSITIVE_INFINITY, pauseMs = 0) {
  const dice = rollDice(20);
  return async (page: Page): Promise<void> => {
    for (const [place, key] of [...text].entries()) {
      const isPause = place % keysBetweenPauses === keysBetweenPauses - 1;
      await page.keyboard.press(key as 'a', { delay: isPause ? pauseMs : dice.between(50, 80) });
    }
  };
}

/** Every change of the list left the results of the newest question there, or none. */
function expectNoneOlder({ lists }: Typed): void {
  const stale = lists.filter(({ shown, answer }) => shown.length > 0 && shown.join() !== answer?.join());
  expect(stale).toEqual([]);
}

const tell = ({ asked, lists, requests }: Typed) =>
  `${asked.length} questions, ${lists.length} changes of the list, ${requests.length} requests`;

describe('twenty keys on slow 4G', () => {
  let pasted: Typed;
  beforeAll(async () => {
    pasted = await typeInto((page) => page.keyboard.sendCharacter(text));
  });

  test('the text at once is one question, over a line that is slow', () => {
    expect(pasted.keysMs).toHaveLength(1);
    expect(new Set(pasted.asked.map(({ query }) => query))).toEqual(new Set([text]));
    expect(pasted.requests.length).toBeGreaterThan(3);
    expect(pasted.leastMs).toBeGreaterThanOrEqual(slow4G.latency);
    expect(pasted.lists.at(-1)!.shown.length).toBeGreaterThan(0);
    expectNoneOlder(pasted);
  });

  test.each([
    { name: 'in one go', write: typeKeys(), furtherRequests: 6 },
    // Longer than the page waits for the next key: each pause is a question, which on this line most often is overtaken,
    // and some need files that the whole text does not.
    { name: 'with a pause at every third key', write: typeKeys(3, 300), furtherRequests: 10 },
  ])('$name', async ({ write, furtherRequests }) => {
    const typed = await calmest(5, async () => {
      const run = await typeInto(write);
      // However busy the machine is.
      expect(run.keysMs, tell(run)).toHaveLength(text.length);
      expectNoneOlder(run);
      expect(run.lists.at(-1)!.shown, tell(run)).toEqual(pasted.lists.at(-1)!.shown);
      return run;
    });
    const further = typed.requests.length - pasted.requests.length;
    const told = `${tell(typed)} (${pasted.requests.length} pasted)`;
    expect(further, `${told}: ${typed.requests.join(' ')}`).toBeLessThanOrEqual(furtherRequests);
    expect(typed.longTasks, told).toEqual([]);
    console.info(told);
  });
});
