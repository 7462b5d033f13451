// The bench of builds: peers are given the same posts, what was made and written is counted right, and tables say so.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BuildReport, describeBuildReport, describeGrowth } from '../../bench/builds-report.ts';
import { countOutput, kindOfPath, snapshotOf, writtenBetween } from '../../bench/built-output.ts';
import { hugoFiles, printPeerPost, usedVocabulary } from '../../bench/generators.ts';
import { ProgramFailed, runMeasured } from '../../bench/measured-process.ts';
import type { Post } from '../../bench/posts.ts';
import { replaceSection } from '../../bench/report.ts';
import { readYaml } from '../../src/load/yaml-values.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

const paragraph = {
  markdown: 'A *first* sentence.',
  plainText: 'A first sentence.',
  wordCount: 3,
};

function post(number: number, more: Partial<Post> = {}): Post {
  return {
    slug: `post-${number}`,
    title: `Post "${number}"`,
    date: '2009-05-17',
    countries: ['burma'],
    topics: ['prevention'],
    paragraphs: [paragraph],
    ...more,
  };
}

describe('posts of the peers', () => {
  test('are those of ours, with the summary that ours makes where there is none', () => {
    const [, head = '', body] = printPeerPost(post(1)).split('---\n');
    expect(readYaml(head)).toEqual({
      title: 'Post "1"',
      date: '2009-05-17',
      summary: 'A first sentence.',
      countries: ['burma'],
      topics: ['prevention'],
    });
    expect(body).toBe('\nA *first* sentence.\n');
    expect(printPeerPost(post(1, { summary: 'Given: so', countries: [] }))).toMatch(
      /summary: "Given: so"\ntopics:/,
    );
  });

  test('name countries and topics by the names of ours, and only those that a post has', () => {
    const { countries, topics } = usedVocabulary([post(1), post(2, { countries: ['thailand'] })]);
    expect(countries).toEqual([
      { slug: 'burma', name: 'Burma' },
      { slug: 'thailand', name: 'Thailand' },
    ]);
    expect(topics).toEqual([{ slug: 'prevention', name: 'Prevention' }]);
  });

  test('of Hugo say by which years a country is cut, from 31 posts on, as ours', () => {
    const files = (count: number) => {
      const posts = Array.from({ length: count }, (_, number) => post(number, { topics: [`t${number}`] }));
      return new Map(hugoFiles(posts, { countries: [{ slug: 'burma', name: 'Burma' }], topics: [] }));
    };
    expect([...files(30).values()].join('')).not.toMatch('labelyears: ');
    const many = files(31);
    expect(many.get('content/news/2009/05/post-0.md')).toContain('labelyears: ["countries/burma/2009"]');
    expect(JSON.parse(many.get('content/countries/burma/_index.md') ?? '')).toMatchObject({
      title: 'Burma',
      outputs: ['HTML', 'RSS'],
    });
    expect(JSON.parse(many.get('content/news/2009/05/_index.md') ?? '')).toMatchObject({
      title: 'News of May 2009',
    });
  });
});

describe('what a build made', () => {
  test.each([
    ['news/2010-in-figures/index.html', 'items'],
    ['news/2010/index.html', 'news by time'],
    ['news/2010/05/index.html', 'news by time'],
    ['news/index.html', 'news by time'],
    ['countries/index.html', 'countries and topics'],
    ['topics/prevention/index.html', 'countries and topics'],
    ['topics/prevention/2010/index.html', 'countries and topics by year'],
    ['labelyears/countries/burma/2010/index.html', 'countries and topics by year'],
    ['countries/burma/feed.xml', 'RSS'],
    ['atom.xml', 'Atom and JSON feeds'],
    ['topics/prevention/feed.json', 'Atom and JSON feeds'],
    ['sitemap-0.xml', 'sitemap'],
    ['search/en/root.js', 'search'],
    ['search/index.html', 'other pages'],
    ['404.html', 'other pages'],
    ['assets/site.css', 'other files'],
  ])('%s is of the kind %s', (path, kind) => {
    expect(kindOfPath(path)).toBe(kind);
  });

  test('is counted by kind, with the entries of its lists', () => {
    const folder = temporaryFolder();
    const entry = '<h3 class="entry-title">';
    writeFiles(folder, {
      'news/a/index.html': 'café',
      'news/2010/index.html': entry + entry,
      'news/index.html': entry,
      'feed.xml': entry,
    });
    expect(countOutput(folder)).toEqual([
      { kind: 'items', files: 1, bytes: 5, entries: 0 },
      { kind: 'news by time', files: 2, bytes: 3 * entry.length, entries: 3 },
      { kind: 'RSS', files: 1, bytes: entry.length, entries: 0 },
    ]);
  });

  test('tells files written with the same bytes from those left alone', () => {
    const folder = temporaryFolder();
    writeFiles(folder, { kept: 'kept', same: 'same', changed: 'before', gone: 'gone' });
    const before = snapshotOf(folder);
    // Written aside and renamed, so that a clock that has not moved cannot hide it.
    const write = (path: string, text: string) => {
      writeFileSync(join(folder, 'aside'), text);
      renameSync(join(folder, 'aside'), join(folder, path));
    };
    write('same', 'same');
    write('changed', 'after');
    write('new', 'new');
    rmSync(join(folder, 'gone'));
    expect(writtenBetween(before, snapshotOf(folder))).toEqual({
      written: 3,
      changed: 2,
      removed: 1,
      all: 4,
    });
    expect(writtenBetween(before, before)).toEqual({ written: 0, changed: 0, removed: 0, all: 4 });
  });
});

test('a program that takes too long is killed with all that it started, and is reported so', async () => {
  // The outputs close when the last process that holds them has ended: one that lived on would hold the test up.
  const run = runMeasured('/bin/sh', ['-c', 'sleep 600 & wait'], { timeoutMs: 200 });
  await expect(run).rejects.toThrow(ProgramFailed);
  await expect(run).rejects.toThrow('took longer than');
});

test('a program gets the surroundings that it is given', async () => {
  const { stdout } = await runMeasured('/bin/sh', ['-c', 'echo "$BENCH_WORD"'], {
    env: { BENCH_WORD: 'given' },
  });
  expect(stdout).toBe('given\n');
});

// ── tables ────────────────────────────────────────────────────────────────────────────────────────────

function report(posts: number, factor: number): BuildReport {
  const figures = (userSeconds: number) => ({
    userSeconds,
    systemSeconds: 1,
    wallSeconds: userSeconds * 2,
    peakBytes: 1e8 * factor,
  });
  return {
    date: '2026-11-27',
    machine: { processor: 'A processor', cores: 2, memoryBytes: 8e9, node: 'v20.0.0' },
    posts,
    seed: 1,
    versions: { ours: '0.1.0', hugo: '0.111.3' },
    missing: { astro: 'Node 24 could not be had' },
    rows: [
      { name: 'hugo', figures: [5, 4, 9].map((seconds) => figures(seconds * factor)), written: [] },
      { name: 'ours', figures: [figures(2 * factor)], written: [] },
      { name: 'eleventy', failed: 'took longer than 15 minutes\nand | said so' },
      {
        name: 'ours-unchanged',
        figures: [figures(1)],
        written: [
          { written: 0, changed: 0, removed: 0, all: 7 },
          { written: 3, changed: 1, removed: 0, all: 7 },
        ],
      },
    ],
    outputs: {
      ours: [{ kind: 'items', files: posts, bytes: 2e6, entries: 0 }],
      hugo: [
        { kind: 'items', files: posts, bytes: 1e6, entries: 0 },
        { kind: 'news by time', files: 3, bytes: 1e6, entries: 40 },
      ],
    },
    saves: {
      ours: { readySeconds: 3, browser: [0.5, 0.4, 0.6], http: [0.2], search: [1] },
      eleventy: { failed: 'the browser does not come to show the change' },
    },
  };
}

/** The cells of the row whose first cell begins with `title`, in the table below `heading`. */
function row(tables: string, heading: string, title: string): string[] {
  const table = tables.split(/\n\n(?=\*\*)/).find((part) => part.startsWith(`**${heading}`));
  const line = table?.split('\n').find((candidate) => candidate.startsWith(`| ${title}`));
  return (line ?? '').split('|').map((cell) => cell.trim());
}

describe('tables of builds', () => {
  const tables = describeBuildReport(report(1000, 1));

  test('give medians and the range, ours first, and a failure in its row', () => {
    expect(row(tables, 'Building', 'Hugo').slice(2, 8)).toEqual([
      '5.00',
      '4.00–9.00',
      '1.00',
      '10.00',
      '100 MB',
      '3',
    ]);
    expect(row(tables, 'Building', 'Eleventy')[2]).toBe('took longer than 15 minutes');
    expect(tables.indexOf('| Offprint, without search')).toBeLessThan(tables.indexOf('| Hugo'));
    expect(tables).toContain('Not measured: Node 24 could not be had.');
  });

  test('set ours against each peer that was measured', () => {
    expect(row(tables, 'Our user time', 'Offprint, without search').slice(2, 7)).toEqual([
      '0.40',
      '–',
      '–',
      '–',
      '–',
    ]);
  });

  test('say how many files were written at the most, and what each generator made', () => {
    expect(row(tables, 'Files that a build', 'Offprint, nothing changed').slice(2, 6)).toEqual([
      '3',
      '1',
      '0',
      '7',
    ]);
    expect(row(tables, 'What each made', 'news by time').slice(2, 4)).toEqual([
      '–',
      '3, 1.00 MB, 40 entries',
    ]);
    expect(row(tables, 'What each made', 'all').slice(2, 4)).toEqual([
      '1000, 2.00 MB',
      '1003, 2.00 MB, 40 entries',
    ]);
  });

  test('say how long an author waits', () => {
    expect(row(tables, 'From saving', 'Offprint').slice(2, 7)).toEqual([
      '0.50 / 0.60 / 0.60',
      '0.20 / 0.20 / 0.20',
      '1.00 / 1.00 / 1.00',
      '3',
      '3.00',
    ]);
  });

  test('say how figures grow, in the order of sizes', () => {
    const growth = describeGrowth([report(10_000, 12), report(1000, 1)]) ?? '';
    const cells = growth.split('\n').find((line) => line.startsWith('| Hugo')) ?? '';
    expect(cells.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'Hugo',
      '5.00 s, 100 MB',
      '60.00 s, 1200 MB',
      '× 12.0',
      '× 12.0',
      '',
    ]);
    expect(describeGrowth([report(1000, 1)])).toBeUndefined();
  });

  test('stand beside those of search in the document, whichever is written later', () => {
    const document = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');
    const searchFirst = replaceSection(
      replaceSection(document, 'search at 1000 posts', 'S'),
      'builds at 1000 posts',
      'B',
    );
    const buildsFirst = replaceSection(
      replaceSection(document, 'builds at 1000 posts', 'B'),
      'search at 1000 posts',
      'S',
    );
    expect(searchFirst).toBe(buildsFirst);
    expect(searchFirst).toContain('builds at 1000 posts: written by npm run bench -->\nB\n<!--');
    // A place for each, in the chapter that is about it.
    expect(searchFirst.indexOf('\nS\n')).toBeGreaterThan(searchFirst.indexOf('## Search'));
    expect(searchFirst.indexOf('\nB\n')).toBeGreaterThan(searchFirst.indexOf('## Builds'));
  });
});

describe('npm run bench', () => {
  // Told before the texts are looked for, which a checkout alone has not.
  test.each([
    [['build', '--parts', 'query'], '--parts query is not known here; there are full, save'],
    [['search', '--parts', 'save'], '--parts save is not known here'],
    [['build', '--peers', 'hugp'], 'For example: --peers hugo'],
    [['search', '--peers', 'lunr'], '--peers chooses among the peers of bench build alone'],
    [['build', '--peers', 'hugo', '--no-peers'], 'contradict each other'],
    [['relevance', '--parts', 'query'], 'bench relevance has no parts'],
    [['relevance', '--peers', 'pagefind'], '--peers chooses among the peers of bench build alone'],
    [['face', '--parts', 'query'], 'bench face has no parts'],
    [['face', '--no-peers'], 'bench face measures our pages alone'],
    [['relevanec'], 'Did you mean relevance?'],
  ])('%j is a wrong call', async (args, message) => {
    const outcome = await runScript('bench', [...args, '--corpus', temporaryFolder()]);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain(message);
  });
});
