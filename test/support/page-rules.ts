// What every page of a built site owes, whatever stands on it: it is valid HTML, and a screen of 320 px shows all of it
// without scrolling sideways (WCAG 2.2, 1.4.10).
import { join } from 'node:path';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { listFiles } from './folder.ts';
import type { ServedSite } from './serve.ts';

const narrow = { width: 320, height: 640 };
/** Pages that are open at once: more do not make two cores faster. */
const tabs = 4;

/** Paths of all pages in the folder of a site. */
export function pagesOf(folder: string): string[] {
  return listFiles(folder).filter((path) => path.endsWith('.html'));
}

/** @returns a line for each fault, with its place; the rules are those of .htmlvalidate.json */
export async function htmlFaults(folder: string, pages: readonly string[]): Promise<string[]> {
  const validator = new HtmlValidate(new FileSystemConfigLoader());
  const faults: string[] = [];
  for (const page of pages) {
    const report = await validator.validateFile(join(folder, page));
    for (const { messages } of report.results)
      for (const { line, column, message, ruleId } of messages)
        faults.push(`${page}:${line}:${column}: ${message} (${ruleId})`);
  }
  return faults;
}

/**
 * Opens each page as it is without JavaScript, with all that can be folded out.
 * @returns a line for each page that is wider than the screen, with what reaches farthest out of it
 */
export async function pagesTooWide(
  browser: Browser,
  { origin }: ServedSite,
  pages: readonly string[],
): Promise<string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: narrow });
  const faults: string[] = [];
  const waiting = [...pages];
  const look = async (tab: Page): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      // As hosts name it.
      const response = await tab.goto(`${origin}/${encodeURI(path.replace(/(^|\/)index\.html$/, '$1'))}`);
      if (response === null || response.status() >= 400) throw new Error(`${path}: ${response?.status()}`);
      const found = await tab.evaluate(farthestOut, narrow.width);
      if (found !== undefined) faults.push(`${path}: ${found}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: tabs }, async () => look(await context.newPage())));
  } finally {
    await context.close();
  }
  return faults.sort();
}

/** Runs in the page, and stands alone. @returns undefined when nothing scrolls sideways */
function farthestOut(screenPx: number): string | undefined {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const root = document.documentElement;
  const pageWidth = root.scrollWidth;
  if (pageWidth <= screenPx) return undefined;
  // In a box that is cut or scrolls by itself.
  const isApart = ({ parentElement: box }: Element): boolean =>
    box !== null && box !== document.body && (getComputedStyle(box).overflowX !== 'visible' || isApart(box));
  let [farthest, most]: [Element | undefined, number] = [undefined, 0];
  for (const element of document.body.querySelectorAll('*')) {
    const { left, right, width } = element.getBoundingClientRect();
    // A text that cannot break reaches out of its box, and of all boxes around it.
    const reach = Math.max(width, element.scrollWidth);
    const out = root.dir === 'rtl' ? reach - right : left + reach - screenPx;
    // Of several that reach as far the innermost, which comes last, is the one that is too wide.
    if (out <= 0 || out < most - 1 || isApart(element)) continue;
    [farthest, most] = [element, out];
  }
  const path: string[] = [];
  for (let at = farthest; at && at !== document.body; at = at.parentElement ?? undefined)
    path.unshift([at.localName, ...at.classList].join('.'));
  return `${pageWidth} px wide; ${path.join(' > ')} reaches ${Math.ceil(most)} px out: ${farthest?.textContent?.trim().slice(0, 60)}`;
}
