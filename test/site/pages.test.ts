// Every page of the demo site: valid HTML, and no link that leads nowhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoSite } from '../support/build-demo-site.ts';
import { listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { deadLinks } from '../support/site-links.ts';

const settings = parse(readFileSync('content/site.yaml', 'utf8')) as { url: string };
const pages = listFiles(demoSite).filter((path) => path.endsWith('.html'));

describe('the demo site', () => {
  test('has its pages', () => {
    expect(pages.length).toBeGreaterThan(150);
    expect(pages).toContain('index.html');
    expect(pages).toContain('404.html');
  });

  test('every page is valid HTML', async () => {
    const validator = new HtmlValidate(new FileSystemConfigLoader());
    const faults: string[] = [];
    for (const page of pages) {
      const report = await validator.validateFile(join(demoSite, page));
      for (const result of report.results)
        for (const message of result.messages)
          faults.push(`${page}:${message.line}:${message.column}: ${message.message} (${message.ruleId})`);
    }
    expect(faults).toEqual([]);
  }, 300_000);

  test('every internal link and anchor resolves', () => {
    expect(deadLinks(demoSite, new URL(settings.url).origin)).toEqual([]);
  });

  test('no page names a script, style sheet or image of another origin', () => {
    const foreign: string[] = [];
    for (const page of pages) {
      const html = readFileSync(join(demoSite, page), 'utf8');
      for (const [tag] of html.matchAll(
        /<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*>/g,
      )) {
        const isFetched =
          !tag.startsWith('<link') || /rel="?(?:stylesheet|icon|preload|modulepreload)/.test(tag);
        if (isFetched && /(?:src|href|srcset|data)="(?:https?:)?\/\//.test(tag))
          foreign.push(`${page}: ${tag}`);
      }
    }
    expect(foreign).toEqual([]);
  });
});

test('the link check sees a dead page, a dead anchor and a dead script', () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'index.html':
      '<a href="/a/#there">1</a><a href="/a/#gone">2</a><a href="/b/">3</a><script src="x.js"></script>',
    'a/index.html': '<h2 id="there">x</h2><a href="../">home</a>',
  });
  expect(deadLinks(folder, 'https://example.org')).toEqual([
    'index.html → /a/#gone',
    'index.html → /b/',
    'index.html → x.js',
  ]);
});
