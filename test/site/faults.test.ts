// The table of faults, end to end: each bad input through `npm run build`, as an editor meets it. What is refused ends
// with status 1 and its position, and leaves the last good output as it was; what is accepted ends with status 0 and
// the wanted bytes.
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildSite } from '../../src/build/pipeline.ts';
import { printProblems } from '../../src/build/problem-list.ts';
import { silentReporter } from '../../src/build/progress.ts';
import { type FaultFixture, faultFixtures } from '../fixtures-faults.ts';
import { smallSite } from '../small-site.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { filesHolding } from '../support/output-text.ts';
import { runScript } from '../support/run.ts';

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Site {
  readonly content: string;
  readonly output: string;
  /** As a process: `npm run build`. */
  build(...extra: string[]): Promise<Outcome>;
  /** The function behind the command, without a process's start-up. */
  buildHere(): Promise<Outcome>;
}

type Build = (site: Site) => Promise<Outcome>;
const asProcess: Build = (site) => site.build();
const here: Build = (site) => site.buildHere();

function siteAt(folder: string): Site {
  const content = join(folder, 'content');
  const output = join(folder, 'site');
  return {
    content,
    output,
    build: (...extra) => runScript('build', ['--content', content, '--output', output, ...extra]),
    buildHere: async () => {
      const request = {
        ...{ content, output, nowMs: Date.now(), showDrafts: false, withSearch: true, allowDrop: false },
        comparesWithPrevious: true,
      };
      const report = await buildSite(request, silentReporter);
      const text = printProblems(report.problems, 'text');
      return { status: report.isBuilt ? 0 : 1, stdout: '', stderr: text };
    },
  };
}

let goodOutput: string;
let goodHash: string;

beforeAll(async () => {
  const site = siteAt(temporaryFolderOfFile());
  writeFiles(site.content, smallSite());
  const outcome = await site.build();
  expect(outcome.stderr).not.toContain('problem');
  expect(outcome.status).toBe(0);
  goodOutput = site.output;
  goodHash = hashFolder(goodOutput);
  return () => rmSync(join(goodOutput, '..'), { recursive: true, force: true });
});

// beforeAll runs outside a test, where nothing ends by itself.
function temporaryFolderOfFile(): string {
  const folder = join('.cache/test', `faults-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

/** The small site with the fixture laid over it, beside the last good output of the small site. */
function siteWith(files: FaultFixture['files'], isWholeContent = false): Site {
  const site = siteAt(temporaryFolder());
  if (!isWholeContent) writeFiles(site.content, smallSite());
  writeFiles(site.content, { ...files });
  cpSync(goodOutput, site.output, { recursive: true });
  return site;
}

type Refusal = NonNullable<FaultFixture['refused']>;

async function expectRefused(
  site: Site,
  refusals: Refusal,
  build: Build = here,
  hash = goodHash,
): Promise<void> {
  const outcome = await build(site);
  const said = outcome.stdout + outcome.stderr;
  expect(outcome.status, said).toBe(1);
  for (const { file, line, column, rule, mend } of refusals) {
    const place = `${join(site.content, file)}:${line}:${column}: `;
    const lines = said.split('\n');
    const at = lines.findIndex((text) => text.startsWith(place) && text.endsWith(`(${rule})`));
    expect(at, `${place}… (${rule}) in:\n${said}`).toBeGreaterThanOrEqual(0);
    expect(lines[at + 1]).toMatch(/^ {4}\S/);
    if (mend !== undefined) expect(lines[at + 1]).toContain(mend);
  }
  expect(hashFolder(site.output)).toBe(hash);
}

async function expectAccepted(
  site: Site,
  accepted: NonNullable<FaultFixture['accepted']>,
  build: Build = here,
): Promise<void> {
  const outcome = await build(site);
  expect(outcome.status, outcome.stderr).toBe(0);
  const paths = listFiles(site.output);
  for (const [path, text] of accepted.contains ?? [])
    expect(readFileSync(join(site.output, path), 'utf8')).toContain(text);
  for (const path of accepted.missing ?? []) expect(paths).not.toContain(path);
  for (const text of accepted.nowhere ?? []) expect(filesHolding(site.output, text), text).toEqual([]);
}

describe('a fault of the table', () => {
  // The first of each row and kind goes through the command itself; the others through the function behind it.
  const seen = new Set<string>();
  for (const { row, name, files, isWholeContent, refused, accepted } of faultFixtures) {
    const kind = `${row} ${refused === undefined ? 'accepted' : 'refused'}`;
    const build = seen.has(kind) ? here : asProcess;
    seen.add(kind);
    test(`row ${row}: ${name}`, async () => {
      const site = siteWith(files, isWholeContent);
      if (refused !== undefined) await expectRefused(site, refused, build);
      if (accepted !== undefined) await expectAccepted(site, accepted, build);
    });
  }

  const at = (file: string, line: number, column: number, rule: string, mend?: string): Refusal => [
    { file, line, column, rule, ...(mend === undefined ? {} : { mend }) },
  ];
  const news = (body: string): FaultFixture['files'] => ({
    'news/2010/x.md': `---\ntitle: Something happened\ndate: 2010-01-02\n---\n\n${body}\n`,
  });

  test('row 6: a symbolic link that leads out of the content folder', async () => {
    const site = siteWith({});
    const outside = join(site.content, '..', 'secret.md');
    writeFileSync(outside, '---\ntitle: Secret\ndate: 2010-01-02\n---\n\nNot for you.\n');
    symlinkSync(outside, join(site.content, 'news/2009/leak.md'));
    await expectRefused(site, at('news/2009/leak.md', 1, 1, 'link-outside'), asProcess);
  });

  test('row 36: script, event handlers, dangerous links and frames in Markdown are text or gone', async () => {
    const site = siteWith(
      news(
        '<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n<iframe src="https://evil.example"></iframe>\n\n' +
          '[a](javascript:alert(3)) [b](data:text/html,x) [c](JaVaScRiPt:alert(4)) [d](&#106;avascript:alert(5))',
      ),
    );
    const outcome = await site.build();
    expect(outcome.status, outcome.stderr).toBe(0);
    const columns = [5, 30, 52, 77];
    const warned = [...outcome.stderr.matchAll(/x\.md:(\d+):(\d+): warning: .*\(link-scheme\)/g)];
    expect(warned.map(([, line, column]) => [Number(line), Number(column)])).toEqual(
      columns.map((column) => [12, column]),
    );
    for (const path of ['news/x/index.html', 'feed.xml']) {
      const html = readFileSync(join(site.output, path), 'utf8').replace(/&lt;.*?&gt;/g, '');
      expect(html).not.toMatch(/<script>|<iframe|<[^>]*\sonerror=|href="\s*(?:javascript|data):/i);
    }
    const page = readFileSync(join(site.output, 'news/x/index.html'), 'utf8');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('row 36: raw HTML alone is published as the text it is', async () => {
    await expectAccepted(siteWith(news('<script>alert(1)</script>\n\n<b onclick="x()">bold</b>')), {
      contains: [
        ['news/x/index.html', '&lt;script&gt;alert(1)&lt;/script&gt;'],
        ['news/x/index.html', '&lt;b onclick='],
      ],
    });
  });

  test.each([
    ['nested quotes', '>'.repeat(20_000)],
    ['open brackets', '['.repeat(50_000)],
    ['emphasis', '*a_'.repeat(40_000)],
    ['e-mail addresses', 'a@b.example '.repeat(128_000 / 12)],
    ['nested lists', Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['a ladder of backticks', Array.from({ length: 800 }, (_, n) => '`'.repeat(n + 1)).join(' ')],
    ['a table of 8,000 columns', `${'|a'.repeat(8_000)}|\n${'|-'.repeat(8_000)}|\n${'|b'.repeat(8_000)}|`],
    ['link definitions', Array.from({ length: 20_000 }, (_, n) => `[l${n}]: /about/`).join('\n')],
  ])(
    'row 37: Markdown made to be slow (%s) is published in bounded time',
    async (_name, body) => {
      await expectAccepted(siteWith(news(`First words.\n\n${body}`)), {
        contains: [['news/x/index.html', 'First words.']],
      });
    },
    20_000,
  );

  test('row 37: a body beyond the cap is refused', async () => {
    await expectRefused(
      siteWith(news('word '.repeat(1_000_000))),
      at('news/2010/x.md', 1, 1, 'body-too-long'),
    );
  });

  test('row 40: a deleted item is gone from every output', async () => {
    const site = siteWith({});
    rmSync(join(site.content, 'news/2009/no-country.md'));
    await expectAccepted(site, {
      missing: ['news/no-country/index.html'],
      nowhere: ['A short note', 'no-country'],
    });
  });

  test('row 40: an item that moved without an alias is refused, with the lines to paste', async () => {
    const site = siteWith({});
    const old = join(site.content, 'news/2009/no-country.md');
    const text = readFileSync(old, 'utf8');
    rmSync(old);
    writeFiles(site.content, { 'news/2009/renamed.md': text });
    const refusals = at('news/2009/renamed.md', 1, 1, 'address-moved', 'aliases: [/news/no-country/]');
    await expectRefused(site, refusals, asProcess);
    const id = /id: (urn:uuid:\S+)/.exec((await site.buildHere()).stderr)?.[1];
    const mended = text.replace('---\n', `---\naliases: [/news/no-country/]\nid: ${id}\n`);
    writeFiles(site.content, { 'news/2009/renamed.md': mended });
    await expectAccepted(site, { contains: [['news/renamed/index.html', 'A short note']] });
  });

  test('row 40: an item with an id of its own whose address changed without an alias is refused', async () => {
    const named = 'id: urn:uuid:6f3b4f0e-0000-4000-8000-000000000001';
    const site = siteWith({
      'news/2010/x.md': `---\ntitle: Something happened\ndate: 2010-01-02\n${named}\n---\n\nText.\n`,
    });
    expect((await site.buildHere()).status).toBe(0);
    const hash = hashFolder(site.output);
    const moved = `---\ntitle: Another title\ndate: 2010-01-03\n${named}\nslug: y\n---\n\nAnother text.\n`;
    writeFiles(site.content, { 'news/2010/x.md': moved });
    const refusals = at('news/2010/x.md', 5, 7, 'address-moved', 'aliases: [/news/x/]');
    await expectRefused(site, refusals, asProcess, hash);
    writeFiles(site.content, { 'news/2010/x.md': moved.replace('slug:', 'aliases: [/news/x/]\nslug:') });
    await expectAccepted(site, { contains: [['news/y/index.html', 'Another text']] });
  });

  test('row 39: many items gone at once need --allow-drop', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [
        `news/2011/n${n}.md`,
        `---\ntitle: Number ${n}\ndate: 2011-01-02\n---\n\nText ${n}.\n`,
      ]),
    );
    const site = siteWith(many);
    expect((await site.build()).status).toBe(0);
    const hash = hashFolder(site.output);
    for (const path of Object.keys(many).slice(5)) rmSync(join(site.content, path));
    const outcome = await site.build();
    expect(outcome.status).toBe(1);
    expect(outcome.stderr + outcome.stdout).toMatch(/:1:1: .*\(.*drop.*\)\n {4}.*--allow-drop/);
    expect(hashFolder(site.output)).toBe(hash);
    expect((await site.build('--allow-drop')).status).toBe(0);
  });

  test('row 46: a missing picture, and one named with other case', async () => {
    const files = {
      ...news('![The hall](hall.jpg)\n\n![The door](Door.jpg)'),
      'news/2010/door.jpg': Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    };
    const refusals = [
      ...at('news/2010/x.md', 6, 13, 'file-missing'),
      ...at('news/2010/x.md', 8, 13, 'file-case', 'door.jpg'),
    ];
    await expectRefused(siteWith(files), refusals, asProcess);
  });

  test('row 56: links to a page and to an anchor that do not exist', async () => {
    const refusals = [
      ...at('news/2010/x.md', 6, 11, 'link-anchor'),
      ...at('news/2010/x.md', 7, 7, 'link-dead', '/news/workshop/'),
    ];
    const site = siteWith(news('See [one](/news/workshop/#nowhere) and\n[two](/news/worksop/).'));
    await expectRefused(site, refusals, asProcess);
  });

  test('row 13: the same bytes, whatever the line ends and with a byte order mark', async () => {
    const text =
      '---\ntitle: Something happened\ndate: 2010-01-02\n---\n\nOne line\nand one more.\n\n    code\n\nEnd.\n';
    const variants = [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`];
    const hashes = [];
    for (const variant of variants) {
      const site = siteWith({ 'news/2010/x.md': variant });
      await expectAccepted(site, { contains: [['news/x/index.html', 'and one more.']] });
      hashes.push(hashFolder(site.output));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  test('row 17: the end of a CDATA section in title and text leaves the feed well-formed and the text whole', async () => {
    const site = siteWith({
      'news/2010/x.md': '---\ntitle: "a ]]> b"\ndate: 2010-01-02\n---\n\nBefore ]]> after.\n',
    });
    await expectAccepted(site, { contains: [['news/x/index.html', 'Before ]]&gt; after.']] });
    const xml = readFileSync(join(site.output, 'feed.xml'), 'utf8');
    const texts: string[] = [];
    const parser = new SaxesParser({ fragment: false });
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('text', (chunk) => texts.push(chunk));
    parser.write(xml).close();
    expect(texts).toContain('a ]]> b');
    expect(texts.join('')).toContain('Before ]]&gt; after.');
  });

  test('each row that content can show has a test', () => {
    // Rows that need something else than one bad file have their tests elsewhere.
    const elsewhere: Readonly<Record<number, string>> = {
      20: 'test/site/reproducible.test.ts',
      23: 'test/feed/feed-dates.test.ts',
      41: 'test/site/surroundings.test.ts',
      42: 'test/site/kills.test.ts',
      43: 'test/site/surroundings.test.ts',
      44: 'test/site/surroundings.test.ts',
      45: 'test/site/surroundings.test.ts',
    };
    for (const [row, path] of Object.entries(elsewhere))
      expect(readFileSync(path, 'utf8'), path).toMatch(new RegExp(`\\brow ${row}\\b`));
    const own = readFileSync('test/site/faults.test.ts', 'utf8');
    const rows = [...Array.from({ length: 46 }, (_, n) => n + 1), 56];
    const missing = rows.filter(
      (row) =>
        !(row in elsewhere) &&
        !faultFixtures.some((fixture) => fixture.row === row) &&
        !own.includes(`test('row ${row}: `) &&
        !own.includes(`('row ${row}: `),
    );
    expect(missing).toEqual([]);
  });

  test('all problems of a run are told together', async () => {
    const files = {
      ...news('See [two](/nowhere/).'),
      'news/2010/y.md': '---\ntitel: A\ndate: 2010-13-01\n---\n\nText.\n',
    };
    const site = siteWith(files);
    const said = (await site.build()).stderr;
    for (const place of ['x.md:6:11', 'y.md:2:1', 'y.md:3:7']) expect(said).toContain(place);
  });
});
