// A site with forms, carried away: nothing can be sent from a copy, so it holds no form, says so, and tells how else the
// publisher is reached. The demo's content and that of a new site, in a real browser, from file://.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readYaml } from '../../src/load/yaml-values.ts';
import { launchChromium } from '../support/chromium.ts';
import { hashFolder, listFiles, writeFiles } from '../support/folder.ts';
import { type NetworkWatch, watchNetwork } from '../support/network-watch.ts';
import { runScript } from '../support/run.ts';
import { unzip } from '../support/unzip.ts';
import { watchedPage } from '../support/watched-page.ts';

const forms = 'forms:\n  newsletter: netlify\n  inquiry: netlify\n  email: desk@lantern.example\n';
let work: string;
let network: NetworkWatch;
let browser: Browser;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'offprint-forms-away-'));
  cpSync('content', join(work, 'demo/content'), { recursive: true });
  const made = await runScript('new', ['--site', join(work, 'new/content')]);
  expect(made.status, made.stderr).toBe(0);
  network = await watchNetwork();
  browser = await launchChromium([
    `--proxy-server=127.0.0.1:${network.port}`,
    '--proxy-bypass-list=<-loopback>',
  ]);
});

afterAll(async () => {
  await Promise.all([browser?.close(), network?.stop()]);
  rmSync(work, { recursive: true, force: true });
});

describe.each([
  [
    'demo',
    [
      ['en', ''],
      ['th', 'th/'],
      ['ar', 'ar/'],
    ],
  ],
  ['new', [['en', '']]],
])('the copy of the %s site', (name, trees) => {
  const below = (path: string) => join(work, name, path);
  const unpacked = () => below('unpacked');

  beforeAll(async () => {
    const settings = below('content/site.yaml');
    writeFileSync(settings, readFileSync(settings, 'utf8') + forms);
    const output = below('site');
    const built = await runScript('build', [
      ...['--content', below('content'), '--output', output],
      ...['--archive', '--no-search', '--no-images'],
    ]);
    expect(built.status, built.stderr).toBe(0);
    const [zip = ''] = readdirSync(join(output, 'download')).filter((file) => file.endsWith('.zip'));
    writeFiles(unpacked(), await unzip(readFileSync(join(output, 'download', zip))));
    const copied = await runScript('archive', ['--folder', below('folder'), '--output', output]);
    expect(copied.status, copied.stderr).toBe(0);
  }, 240_000);

  test('is one, packed or as a folder, and holds no form and no thanks for one', () => {
    expect(hashFolder(below('folder'))).toBe(hashFolder(unpacked()));
    const onTheWeb = listFiles(below('site'));
    expect(onTheWeb.filter((path) => path.endsWith('/thanks/index.html'))).toHaveLength(2 * trees.length);
    const files = listFiles(unpacked());
    expect(files.filter((path) => path.includes('thanks'))).toEqual([]);
    for (const path of files) {
      if (!path.endsWith('.html')) continue;
      expect(readFileSync(join(unpacked(), path), 'utf8'), path).not.toMatch(/<form|netlify/i);
    }
  });

  test.each(trees)(
    'in %s says that nothing can be sent, and how else the publisher is reached',
    async (language, root) => {
      const texts = readYaml(readFileSync(below(`content/i18n/${language}.yaml`), 'utf8')) as {
        texts: Record<string, string>;
      };
      for (const slug of ['contact', 'subscribe']) {
        const { page, complaints, close } = await watchedPage(browser);
        const address = (path: string) => pathToFileURL(join(unpacked(), path)).href;
        await page.goto(address(`${root}${slug}/index.html`));
        expect(await page.locator('form, textarea, main input:not(search *)').count()).toBe(0);
        const place = page.locator('main [data-form]');
        expect(await place.getByText(texts.texts['form.offline']!, { exact: true }).isVisible()).toBe(true);
        expect(await place.locator('a[href="mailto:desk@lantern.example"]').isVisible()).toBe(true);
        // Whoever must leave at once needs no network either.
        await page.locator('a.exit').click();
        expect(page.url()).toBe(address('12x12.html'));
        expect(complaints).toEqual([]);
        await close();
      }
      expect(network.requests).toEqual([]);
    },
  );
});
