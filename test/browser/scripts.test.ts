// Search in every script, in real browsers: the pipeline gives the terms there that it gives in Node, and a language's
// stemmer comes to readers of that language alone.
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import lunr from 'lunr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPipelineScript } from '../../src/build/browser-assets.ts';
import { readLunrLanguages } from '../../src/build/lunr-languages.ts';
import { loadPipelines } from '../../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { knowOtherScripts, pipelineLabels } from '../../src/search/pipeline.ts';
import { stemmerScriptsOf } from '../../src/search/stemmer-script.ts';
import { knowStemmers } from '../../src/search/stemmers.ts';
import { createSearchClient } from '../../src/search-client/client.ts';
import { createDiskLoader } from '../../src/search-client/loaders/disk-loader.ts';
import { languages, readParagraphs, readText, readWords } from '../search/real-texts.ts';
import { smallSite } from '../small-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { launchFirefox } from '../support/firefox.ts';
import { listFiles } from '../support/folder.ts';
import { buildContent, carryAway } from '../support/posts-site.ts';
import { askInPage } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { watchedPage } from '../support/watched-page.ts';

const work = '.cache/test/scripts';

let browser: Browser;
let output: string;
let site: ServedSite;

/** English, and forty posts in each of the two stemmed languages. */
function content(): Record<string, string> {
  const files = smallSite();
  for (const language of ['ru', 'ar'] as const) {
    files[`i18n/${language}.yaml`] = files['i18n/en.yaml'] ?? '';
    readParagraphs(language)
      .slice(0, 40)
      .forEach((paragraph, number) => {
        const day = String(1 + (number % 28)).padStart(2, '0');
        const title = `${language} ${number}`;
        files[`news/posts/${language}-${number}.${language}.md`] =
          `---\ntitle: ${title}\ndate: 2020-01-${day}\n---\n\n${paragraph.replace(/[*_<>[\]`\\]/g, ' ')}\n`;
      });
  }
  return files;
}

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  [browser, output] = await Promise.all([launchChromium(), buildContent(content(), work)]);
  site = await serveSite(output);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

// ── terms ─────────────────────────────────────────────────────────────────────────────────────────────

interface TermsRequest {
  readonly text: string;
  readonly labels: readonly string[];
}

/** Run in the page, where lunr and full/pipeline.js are. */
function termsInPage({ text, labels }: TermsRequest): string[] {
  const { lunr: own } = globalThis as unknown as { lunr: typeof lunr };
  const pipeline = own.Pipeline.load([...labels]);
  return pipeline.run(own.tokenizer(text) as never).map(String);
}

test('terms of real texts are the same in Node, Chromium and Firefox', async () => {
  knowOtherScripts(otherScripts);
  knowStemmers();
  const scripts = [
    readFileSync(createRequire(import.meta.url).resolve('lunr'), 'utf8'),
    ...Object.values(stemmerScriptsOf(['ru'], readLunrLanguages)),
    await buildPipelineScript(),
  ];
  const firefox = await launchFirefox({});
  try {
    const pages = [await browser.newPage(), await firefox.newPage()] as const;
    for (const content of scripts) for (const page of pages) await page.addScriptTag({ content });
    let count = 0;
    for (const language of languages) {
      const pipelines = loadPipelines(language);
      for (const kind of ['index', 'search'] as const) {
        // As written, and decomposed: composed forms are Unicode's own, of whichever version an engine has.
        for (const text of [readText(language), readText(language).normalize('NFD')]) {
          const tokens = lunr.tokenizer(text) as unknown as unknown[];
          const { run } = pipelines[kind] as unknown as { run(tokens: unknown[]): unknown[] };
          const expected = run.call(pipelines[kind], tokens).map(String);
          const request: TermsRequest = { text, labels: pipelineLabels(language)[kind] };
          for (const page of pages) {
            const terms = await (page as Page).evaluate(termsInPage, request);
            expect(terms.length, language).toBe(expected.length);
            expect(terms.findIndex((term, i) => term !== expected[i])).toBe(-1);
          }
          count += expected.length;
        }
      }
    }
    expect(count).toBeGreaterThan(100_000);
    process.stdout.write(`${count} terms are the same in Node, Chromium and Firefox\n`);
  } finally {
    await firefox.close();
  }
});

// ── stemmers ──────────────────────────────────────────────────────────────────────────────────────────

const stemmerFile = 'search/ru/stemmer.js';

/** Titles of the first five results, as the terminal gives them. */
async function expectedTitles(language: string, query: string): Promise<string[]> {
  const client = createSearchClient({
    language,
    load: createDiskLoader(join(output, 'search')),
    loadStemmer: async () => knowStemmers(),
  });
  const answer = await client.search(query, { limit: 5 });
  if ('error' in answer) throw new Error(answer.error.message);
  expect(answer.total, query).toBeGreaterThan(0);
  return answer.results.map(({ title }) => title);
}

describe('a stemmed language', () => {
  test('is searched in the browser as in the terminal, and its stemmer comes with the root', async () => {
    for (const language of ['ru', 'ar'] as const) {
      const watched = await watchedPage(browser);
      const { page } = watched;
      await page.goto(`${site.origin}/${language}/search/`);
      for (const query of readWords()[language].slice(0, 6)) {
        const { results } = await page.evaluate(askInPage, query);
        const titles = await expectedTitles(language, query);
        expect(results.length).toBe(titles.length);
        titles.forEach((title, i) => {
          expect(results[i]).toContain(`/ ${title}`);
        });
        expect(await page.locator('.result-text mark').count()).toBeGreaterThan(0);
      }
      // The worker answered, and nothing was refused.
      expect(watched.requests.filter((url) => url.includes('/search-engine-'))).toEqual([]);
      expect(watched.complaints).toEqual([]);
      const own = watched.requests.filter((url) => url.includes('/stemmer'));
      expect(own).toEqual(language === 'ru' ? [`${site.origin}/${stemmerFile}`] : []);
      if (language === 'ru') {
        const place = (name: string) => watched.requests.findIndex((url) => url.includes(name));
        expect(place('/stemmer.js')).toBeLessThan(place('/terms-'));
      }
      await watched.close();
    }
  });

  test('waits for its stemmer with the root, and says so when it cannot be had, until it can', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let isBroken = true;
    await page.route('**/stemmer.js', (route) => (isBroken ? route.abort() : route.continue()));
    await page.goto(`${site.origin}/ru/search/`);
    const { error, results } = await page.evaluate(askInPage, 'файлами');
    expect(error).not.toBe('');
    expect(results).toEqual([]);
    isBroken = false;
    const titles = await expectedTitles('ru', 'файлами');
    expect((await page.evaluate(askInPage, 'файлами')).results.length).toBe(titles.length);
    await context.close();
  });

  test('brings nothing to readers of another', async () => {
    const watched = await watchedPage(browser);
    await watched.page.goto(`${site.origin}/search/`);
    await watched.page.evaluate(askInPage, 'judges');
    expect(watched.requests.filter((url) => url.includes('stemmer'))).toEqual([]);
    await watched.close();
    // A script of that index, which must never be older than it, and one whose licence asks to say where its source is.
    const response = await fetch(`${site.origin}/${stemmerFile}`);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const script = await response.text();
    expect(script).toContain('https://github.com/MihaiValentin/lunr-languages');
    expect(gzipSync(script).length).toBeLessThan(5500);
    expect(listFiles(join(output, 'search')).filter((name) => name.includes('stemmer'))).toEqual([
      'ru/stemmer.js',
    ]);
  });

  test('is searched from file:// too', async () => {
    const folder = await carryAway(output, work);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, 'ru/search/index.html')).href);
    for (const query of readWords().ru.slice(0, 3)) {
      const { results } = await page.evaluate(askInPage, query);
      expect(results.length).toBe((await expectedTitles('ru', query)).length);
    }
    await context.close();
  });
});
