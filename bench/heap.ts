// Whether memory grows with the number of queries: the heap of the search page and its worker, after collection, when
// 200 and when 600 queries were asked.
import type { Browser, CDPSession, Page } from 'puppeteer-core';

export interface HeapReport {
  /** One reading after each pass over the queries, in bytes. */
  readonly passes: readonly HeapReading[];
}

export interface HeapReading {
  readonly queries: number;
  readonly pageBytes: number;
  readonly workerBytes: number;
}

/**
 * Asks all `queries` in order, `passes` times over, in one page at full speed of the network.
 * @param url of the search page
 */
export async function measureHeap(
  browser: Browser,
  url: string,
  queries: readonly string[],
  passes = 3,
): Promise<HeapReport> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const workers = new Set<CDPSession>();
    page.on('workercreated', ({ client }) => workers.add(client));
    page.on('workerdestroyed', ({ client }) => workers.delete(client));
    await page.emulateFocusedPage(true);
    await page.evaluateOnNewDocument('globalThis.__name ??= (named) => named');
    await page.goto(url);
    await page.waitForSelector('input[name=q]:enabled');
    const session = await page.createCDPSession();
    const readings: HeapReading[] = [];
    let asked = 0;
    for (let pass = 0; pass < passes; pass += 1) {
      for (const query of queries) {
        await ask(page, query);
        asked += 1;
      }
      const inWorkers = await Promise.all([...workers].map(heapAfterCollection));
      readings.push({
        queries: asked,
        pageBytes: await heapAfterCollection(session),
        workerBytes: inWorkers.reduce((sum, bytes) => sum + bytes, 0),
      });
    }
    return { passes: readings };
  } finally {
    await context.close();
  }
}

async function heapAfterCollection(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  // Twice: what a finalizer lets go in the first is collected in the second.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.send('HeapProfiler.disable');
  return usedSize;
}

/** Text in one go, Enter, and the answer awaited: the list says itself when its excerpts are shown. */
async function ask(page: Page, query: string): Promise<void> {
  await page.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        const input = document.querySelector<HTMLInputElement>('input[name=q]')!;
        const list = document.querySelector<HTMLElement>('[data-results]')!;
        const isAnswered = () =>
          list.getAttribute('aria-busy') !== 'true' && list.dataset.shown === 'excerpts';
        input.focus();
        input.value = text;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        if (isAnswered()) return resolve();
        const observer = new MutationObserver(() => {
          if (!isAnswered()) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve());
        });
        observer.observe(list, { attributes: true, attributeFilter: ['aria-busy', 'data-shown'] });
      }),
    query,
  );
}
