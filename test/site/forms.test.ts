// The forms of a freshly built site, in a real browser without JavaScript: filled in, sent, and thanked for.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { expectNoOverflow, expectNoViolation } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { watchedPage } from '../support/watched-page.ts';

const basePath = '/base';
let folder: string;
let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offprint-forms-'));
  const files: Record<string, string> = smallSiteInThreeLanguages();
  files['site.yaml'] += 'forms:\n  newsletter: netlify\n  inquiry: netlify\n  email: desk@lantern.example\n';
  for (const [name, title] of [
    ['contact.th', 'ติดต่อเรา'],
    ['contact.ar', 'اتصل بنا'],
    ['subscribe.th', 'รับข่าว'],
    ['subscribe.ar', 'المتابعة'],
  ])
    files[`pages/${name}.md`] = `---\ntitle: ${title}\n---\n\n${title}\n`;
  writeFiles(join(folder, 'content'), files);
  const args = ['--content', join(folder, 'content'), '--output', join(folder, 'site')];
  const { status, stderr } = await runScript('build', [...args, '--base-path', basePath]);
  expect(status, stderr).toBe(0);
  [browser, site] = await Promise.all([launchChromium(), serveSite(join(folder, 'site'))]);
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['en', ''],
  ['th', '/th'],
  ['ar', '/ar'],
])('in %s', (language, tree) => {
  test('an inquiry needs nothing but the message, and is thanked for', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(`${request.url()} ${request.postData()}`);
    });
    await page.goto(`${site.origin}${basePath}${tree}/contact/`);
    const button = page.locator('form button');
    // An empty message does not leave the page.
    await button.click();
    expect(sent).toEqual([]);
    await page.locator('textarea').fill('x & y');
    await button.click();
    await page.waitForURL(`**${tree}/contact/thanks/`);
    const address = `${site.origin}${basePath}${tree}/contact/thanks/`;
    expect(sent).toEqual([
      `${address} form-name=inquiry-${language}&bot-field=&message=x+%26+y&name=&email=`,
    ]);
    expect(await page.locator('main').textContent()).toContain('Lantern Test Desk');
    await context.close();
  });

  test.each(['/contact/', '/subscribe/', '/contact/thanks/', '/subscribe/thanks/'])(
    '%s is valid HTML, and axe finds no violation',
    async (path) => {
      const file = join(folder, 'site', tree, path, 'index.html');
      const { results } = await new HtmlValidate(new FileSystemConfigLoader()).validateFile(file);
      expect(results.flatMap(({ messages }) => messages)).toEqual([]);
      for (const colorScheme of ['light', 'dark'] as const) {
        const watched = await watchedPage(browser, { colorScheme, viewport: { width: 360, height: 740 } });
        await watched.page.goto(`${site.origin}${basePath}${tree}${path}`);
        await expectNoViolation(watched.page);
        await expectNoOverflow(watched.page);
        expect(watched.complaints).toEqual([]);
        await watched.close();
      }
    },
  );
});

test('thanks are in no sitemap and no index', () => {
  expect(readFileSync(join(folder, 'site/sitemap.xml'), 'utf8')).not.toContain('thanks');
});
