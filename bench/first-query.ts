// What a reader's first query costs, in real Chromium over its own throttling: bytes, requests, dependent rounds, and
// the time from Enter until results are painted. It looks at a page from outside alone (input[name=q],
// [data-results] > li, mark, data-shown), so that it measures any search page that has these, ours and those of peers.
import { type Browser, type CDPSession, launch, type Page } from 'puppeteer-core';
import { ensureChromium } from '../test/support/chromium.ts';

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms. Puppeteer counts in bytes a second. */
export const slow4G = { download: 1_600_000 / 8, upload: 750_000 / 8, latency: 150 };
/** Results whose painting ends the measurement: a first screenful. */
const wantedResults = 5;
/** The page is at rest when nothing was on its way for so long. */
const restMs = 400;

/** One file that came over the network. Instants in milliseconds since the epoch. */
export interface Transfer {
  /** Path of its address. */
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number;
  /** With the response's headers, as the browser counts them. */
  readonly wireBytes: number;
  /** The body alone, compressed as it came. */
  readonly bodyBytes: number;
}

/** What had come when something was painted. */
export interface Cost {
  /** From Enter. */
  readonly milliseconds: number;
  readonly requests: number;
  readonly wireBytes: number;
  readonly bodyBytes: number;
  /** Requests in each round after Enter; its length is the number of dependent rounds. */
  readonly rounds: readonly number[];
}

export interface FirstQuery {
  readonly query: string;
  /** Results on the page, at most as many as one screenful shows. */
  readonly shown: number;
  /** First results painted: title, date and summary. Absent when nothing was found. */
  readonly results?: Cost;
  /** The same results with marked excerpts. Absent on pages that mark nothing. */
  readonly excerpts?: Cost;
}

export interface VisitOptions {
  /** The box gets the focus first and the page comes to rest again: what it loads then counts as bytes, not as time. */
  readonly focusFirst: boolean;
  readonly isThrottled?: boolean;
  readonly timeoutMs?: number;
}

export async function launchMeasuringBrowser(): Promise<Browser> {
  const executablePath = ensureChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  return launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
    ],
    protocolTimeout: 600_000,
  });
}

/** Asks `query` in a new context, whose cache is empty. @param url of the search page */
export async function measureFirstQuery(
  browser: Browser,
  url: string,
  query: string,
  { focusFirst, isThrottled = true, timeoutMs = 300_000 }: VisitOptions,
): Promise<FirstQuery> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const network = await NetworkRecord.of(page);
    await page.emulateFocusedPage(true);
    // esbuild, which tsx runs, gives functions their names by a helper that a page does not have.
    await page.evaluateOnNewDocument('globalThis.__name ??= (named) => named');
    // Opening the page is not timed: only what follows needs the slow network.
    await page.goto(url);
    await page.waitForSelector('input[name=q]:enabled');
    await network.untilAtRest(timeoutMs);
    if (isThrottled) await page.emulateNetworkConditions(slow4G);
    if (focusFirst) {
      await page.focus('input[name=q]');
      await network.untilAtRest(timeoutMs);
    }
    await page.evaluate(askAndWatch, query, wantedResults);
    await page.waitForFunction(
      () => (globalThis as unknown as { benchWatch: { isOver: boolean } }).benchWatch.isOver,
      { timeout: timeoutMs, polling: 100 },
    );
    // Nothing is open any more, but word of it may still be on its way to us.
    await network.untilAtRest(timeoutMs);
    const watch = await page.evaluate(
      () => (globalThis as unknown as { benchWatch: WatchRecord }).benchWatch,
    );
    if (watch.failure !== undefined) throw new Error(`the page cannot answer "${query}": ${watch.failure}`);
    const transfers = network.transfers();
    const costAt = (paintedMs: number | undefined): Cost | undefined =>
      paintedMs === undefined ? undefined : costUntil(transfers, watch.enterMs, paintedMs);
    return {
      query,
      shown: watch.shown,
      results: costAt(watch.resultsMs),
      excerpts: costAt(watch.excerptsMs),
    };
  } finally {
    await context.close();
  }
}

// ── in the page ───────────────────────────────────────────────────────────────────────────────────────

interface WatchRecord {
  /** Milliseconds since the epoch, as all below. */
  enterMs: number;
  resultsMs?: number;
  /** When the page said that excerpts are shown; absent when it marks nothing. */
  excerptsMs?: number;
  shown: number;
  /** All that the page will show is painted, if only that nothing was found. */
  isOver: boolean;
  /** What the page says instead of results when it fails. */
  failure?: string;
}

/**
 * Runs in the page: sets the text in one go, presses Enter, and notes when results are painted. All of it in one
 * task, so that nothing is asked for before Enter. Stands alone: it is sent to the page as source.
 */
function askAndWatch(query: string, wanted: number): void {
  const input = document.querySelector<HTMLInputElement>('input[name=q]')!;
  const list = document.querySelector<HTMLElement>('[data-results]')!;
  const now = () => performance.timeOrigin + performance.now();
  const record: WatchRecord = { enterMs: 0, shown: 0, isOver: false };
  (globalThis as unknown as { benchWatch: WatchRecord }).benchWatch = record;

  // After the frame in which it changed was handed on to be drawn.
  const afterPaint = (note: (atMs: number) => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => note(now());
      channel.port2.postMessage(0);
    });
  };
  // A page about a country has neither date nor summary; what has a date has a summary too.
  const isWhole = (item: Element): boolean =>
    (item.querySelector('a')?.textContent ?? '') !== '' &&
    (item.querySelector('time') === null ||
      [...item.querySelectorAll('p')].some((part) => !part.querySelector('time') && part.textContent !== ''));

  let isNoted = false;
  const look = (): void => {
    const error = document.querySelector<HTMLElement>('[data-error]');
    if (error && !error.hidden && error.textContent !== '') {
      record.failure = error.textContent ?? '';
      record.isOver = true;
    }
    const items = [...list.children].slice(0, wanted);
    // Fewer results than wanted are all there is, once the page says that they are shown.
    const isAll = items.length === wanted || (list.dataset.shown !== undefined && items.length > 0);
    if (!isNoted && isAll && items.every(isWhole)) {
      isNoted = true;
      afterPaint((atMs) => {
        record.resultsMs = atMs;
        record.shown = items.length;
      });
    }
    // The last step is over: nothing more will change, whether or not there is an excerpt to mark.
    if (list.dataset.shown === 'excerpts') {
      afterPaint((atMs) => {
        // A word that stands in titles alone leaves excerpts without a mark; they had to be looked at all the same.
        if (list.querySelector('mark')) record.excerptsMs ??= atMs;
        record.isOver = true;
      });
    }
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-shown', 'hidden'],
  });

  record.enterMs = now();
  input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
}

// ── the network ───────────────────────────────────────────────────────────────────────────────────────

interface OpenTransfer {
  path: string;
  isCounted: boolean;
  startMs: number;
  endMs: number;
  encodedBytes: number;
  contentLength: number;
}

/** Scripts and data of the search; pages, style sheets, pictures and fonts are no part of it. */
function isCounted(type: string | undefined, path: string): boolean {
  if (type === 'Document' || type === 'Stylesheet' || type === 'Image' || type === 'Font') return false;
  return !/\.(?:css|svg|ico|png)$/.test(path);
}

/** Everything that a page and its workers ask for, as the DevTools protocol tells it. */
export class NetworkRecord {
  readonly #byId = new Map<string, OpenTransfer>();
  readonly #open = new Set<string>();
  /** From the protocol's clock to milliseconds since the epoch. */
  #wallOffsetMs = 0;
  #quietSinceMs = Date.now();

  static async of(page: Page): Promise<NetworkRecord> {
    const record = new NetworkRecord();
    const session = await page.createCDPSession();
    record.#listen(session);
    page.on('workercreated', (worker) => record.#listen(worker.client));
    await session.send('Network.enable');
    return record;
  }

  #listen(session: CDPSession): void {
    session.on('Network.requestWillBeSent', ({ requestId, request, type, timestamp, wallTime }) => {
      if (!request.url.startsWith('http')) return;
      this.#wallOffsetMs = (wallTime - timestamp) * 1000;
      const path = new URL(request.url).pathname;
      this.#byId.set(requestId, {
        path,
        isCounted: isCounted(type, path),
        startMs: wallTime * 1000,
        endMs: Number.POSITIVE_INFINITY,
        encodedBytes: 0,
        contentLength: 0,
      });
      this.#open.add(requestId);
    });
    session.on('Network.responseReceived', ({ requestId, response }) => {
      const transfer = this.#byId.get(requestId);
      if (!transfer) return;
      const length = Object.entries(response.headers).find(
        ([name]) => name.toLowerCase() === 'content-length',
      );
      if (length !== undefined && !response.fromDiskCache) transfer.contentLength = Number(length[1]);
    });
    session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
      const transfer = this.#byId.get(requestId);
      if (!transfer) return;
      transfer.endMs = timestamp * 1000 + this.#wallOffsetMs;
      transfer.encodedBytes = encodedDataLength;
      this.#close(requestId);
    });
    session.on('Network.loadingFailed', ({ requestId }) => this.#close(requestId));
  }

  #close(requestId: string): void {
    this.#open.delete(requestId);
    if (this.#open.size === 0) this.#quietSinceMs = Date.now();
  }

  async untilAtRest(timeoutMs: number): Promise<void> {
    const endMs = Date.now() + timeoutMs;
    this.#quietSinceMs = Date.now();
    while (this.#open.size > 0 || Date.now() - this.#quietSinceMs < restMs) {
      if (Date.now() > endMs) throw new Error('the page does not come to rest');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  transfers(): Transfer[] {
    return [...this.#byId.values()]
      .filter((transfer) => transfer.isCounted && Number.isFinite(transfer.endMs))
      .map(({ path, startMs, endMs, encodedBytes, contentLength }) => ({
        path,
        startMs,
        endMs,
        // Of a worker's script the browser counts the headers alone.
        wireBytes: encodedBytes < contentLength ? encodedBytes + contentLength : encodedBytes,
        bodyBytes: contentLength,
      }))
      .sort((a, b) => a.startMs - b.startMs);
  }
}

/**
 * @param transfers in order of their start
 * @param paintedMs what ended later was not needed for what is painted, and is not counted
 */
function costUntil(transfers: readonly Transfer[], enterMs: number, paintedMs: number): Cost {
  const needed = transfers.filter(({ endMs }) => endMs <= paintedMs);
  return {
    milliseconds: Math.round(paintedMs - enterMs),
    requests: needed.length,
    wireBytes: needed.reduce((sum, { wireBytes }) => sum + wireBytes, 0),
    bodyBytes: needed.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0),
    rounds: dependentRounds(needed.filter(({ startMs }) => startMs >= enterMs)),
  };
}

/**
 * Which requests waited for which cannot be seen from outside. A request can only have waited for one that had ended,
 * so one that starts before any request of the running round has ended belongs to that round, and one that starts
 * later begins the next. A request that waits for nothing but happens to start late counts as a round too many,
 * never too few.
 * @param transfers in order of their start
 * @returns requests in each round
 */
export function dependentRounds(transfers: readonly Pick<Transfer, 'startMs' | 'endMs'>[]): number[] {
  const rounds: number[] = [];
  let firstEndMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of transfers) {
    if (startMs >= firstEndMs) {
      rounds.push(1);
      firstEndMs = endMs;
    } else {
      rounds[rounds.length - 1]! += 1;
      firstEndMs = Math.min(firstEndMs, endMs);
    }
  }
  return rounds;
}
