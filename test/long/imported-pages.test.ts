// Every page of a real site of 509 posts, as an import brings it here: they were written for another style.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../import/import-folder.ts';
import { launchChromium } from '../support/chromium.ts';
import { startChoice } from '../support/edited-content.ts';
import { importedSite } from '../support/imported-site.ts';
import { htmlFaults, pagesOf, pagesTooWide } from '../support/page-rules.ts';
import { serveSite } from '../support/serve.ts';
import { buildIn, placeIn } from '../support/site-place.ts';

const limitMs = 900_000;

// Where there is no corpus beside the repository, import-folder.ts says so.
describe.skipIf(!hasCorpus)('every page of 18f-blog', () => {
  const place = placeIn(mkdtempSync(join(tmpdir(), 'offprint-test-')));
  let pages: string[];

  beforeAll(async () => {
    await importedSite(join(corpus, '18f-blog'), place.content);
    const { isBuilt, problems } = await buildIn(place, startChoice);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(isBuilt).toBe(true);
    pages = pagesOf(place.output);
  }, limitMs);
  afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

  test('is there', () => {
    expect(pages.length).toBeGreaterThan(600);
  });

  test(
    'is valid HTML',
    async () => {
      expect(await htmlFaults(place.output, pages)).toEqual([]);
    },
    limitMs,
  );

  test(
    'does not scroll sideways at 320 px',
    async () => {
      const [browser, site] = await Promise.all([launchChromium(), serveSite(place.output)]);
      try {
        expect(await pagesTooWide(browser, site, pages)).toEqual([]);
      } finally {
        await Promise.all([browser.close(), site.stop()]);
      }
    },
    limitMs,
  );
});
