// Pages into the output: those that the last output has under the same fingerprint stay, Eleventy renders the others.
import type { Fingerprint, PlannedPage } from '../model.ts';
import { type PageTask, type RenderError, renderPages } from './eleventy.ts';
import type { KnownPages } from './known-pages.ts';
import type { OpenOutput, StagedOutput } from './write-output.ts';

/** `/news/x/` is the file `news/x/index.html`; `/404.html` is itself. */
export function outputPath(permalink: string): string {
  return permalink.endsWith('/') ? `${permalink.slice(1)}index.html` : permalink.slice(1);
}

/**
 * @param fingerprintOf of plain data, the version of the program included; undefined: every page is rendered anew and
 *   put without a fingerprint
 * @param known spares views of pages that are as a build before had them, and learns what this one finds
 * @returns an error for each page that could not be rendered; the output must not be finished then
 */
export async function putPages(
  pages: readonly PlannedPage[],
  last: Pick<OpenOutput, 'fingerprintOf'>,
  staged: Pick<StagedOutput, 'put' | 'keep'>,
  fingerprintOf: ((data: unknown) => Fingerprint) | undefined,
  known?: Pick<KnownPages, 'fingerprintOf' | 'learn'>,
): Promise<RenderError[]> {
  const fingerprintOfView = (page: PlannedPage, view: unknown) => fingerprintOf?.([page.layout, view]);
  const changed: PlannedPage[] = [];
  const fingerprints: (Fingerprint | undefined)[] = [];
  for (const page of pages) {
    const path = outputPath(page.permalink);
    const before = fingerprintOf && last.fingerprintOf(path);
    const isKnown = before !== undefined && known?.fingerprintOf(page) === before;
    const now = before === undefined || isKnown ? before : fingerprintOfView(page, page.makeView());
    if (before !== undefined && before === now) {
      staged.keep(path);
      known?.learn(page, now);
      continue;
    }
    changed.push(page);
    fingerprints.push(now);
  }
  if (changed.length === 0) return [];
  const tasks = changed.map(
    (page, index): PageTask => ({
      permalink: page.permalink,
      layout: page.layout,
      render() {
        const view = page.makeView();
        fingerprints[index] ??= fingerprintOfView(page, view);
        return page.print(view);
      },
    }),
  );
  return renderPages(tasks, ({ permalink, html }, index) => {
    const fingerprint = fingerprints[index];
    if (fingerprint !== undefined) known?.learn(changed[index]!, fingerprint);
    return staged.put({ path: outputPath(permalink), contents: html, fingerprint });
  });
}
