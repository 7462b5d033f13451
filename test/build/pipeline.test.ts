import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildSummary } from '../../src/build/build-summary.ts';
import { exitStatus, UsageError } from '../../src/build/command-line.ts';
import { type BuildRequest, buildSite } from '../../src/build/pipeline.ts';
import { silentReporter } from '../../src/build/progress.ts';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';

const nowMs = Date.UTC(2026, 10, 24);

function requestFor(files: Record<string, string>, changes: Partial<BuildRequest> = {}): BuildRequest {
  const folder = temporaryFolder();
  writeFiles(join(folder, 'content'), files);
  return {
    content: join(folder, 'content'),
    output: join(folder, 'site'),
    nowMs,
    showDrafts: false,
    withSearch: true,
    allowDrop: false,
    comparesWithPrevious: true,
    ...changes,
  };
}

function read(request: BuildRequest, path: string): string {
  return readFileSync(join(request.output, path), 'utf8');
}

function grep(folder: string, text: string): string[] {
  return listFiles(folder).filter((path) => readFileSync(join(folder, path)).includes(text));
}

describe('a build', () => {
  test('makes pages, feed, sitemap, search, assets and state, and tells what each stage took', async () => {
    const request = requestFor(smallSite());
    const begun: string[] = [];
    const report = await buildSite(request, { ...silentReporter, begin: (stage) => begun.push(stage) });
    expect(report.problems).toEqual([]);
    expect(report.isBuilt).toBe(true);
    const files = listFiles(request.output);
    for (const path of [
      'index.html',
      '404.html',
      'feed.xml',
      'sitemap.xml',
      'robots.txt',
      'site-state.json',
    ]) {
      expect(files).toContain(path);
    }
    expect(files).toContain('news/workshop/index.html');
    expect(files).toContain('search/en/root.js');
    expect(
      files.filter((path) =>
        /^assets\/(site|every-page|search-page|search-tools|search-worker)-[0-9a-f]+\.(js|css)$/.test(path),
      ),
    ).toHaveLength(5);
    expect(report.counts).toMatchObject({
      items: 10,
      news: 3,
      resources: 1,
      pageItems: 6,
      files: files.length,
    });
    expect(report.itemsByLanguage).toEqual({ en: 10 });
    expect(report.stages.map(({ name }) => name)).toEqual(begun);
    for (const stage of report.stages) {
      expect(stage.milliseconds).toBeGreaterThanOrEqual(0);
      expect(stage.peakMemoryBytes).toBeGreaterThan(10_000_000);
    }
    const sizes = files.map((path) => readFileSync(join(request.output, path)).length);
    expect(report.bytes.total).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('twice gives the same bytes, and every language its tree', async () => {
    const files = smallSiteInThreeLanguages();
    const [first, second] = [
      requestFor(files),
      requestFor(Object.fromEntries(Object.entries(files).reverse())),
    ];
    await buildSite(first, silentReporter);
    await buildSite(second, silentReporter);
    expect(hashFolder(first.output)).toBe(hashFolder(second.output));
    expect(listFiles(first.output)).toContain('th/news/workshop/index.html');
  });

  test('shows an embargoed item from its time on, in no output before', async () => {
    const files = smallSite();
    files['news/2030/later.md'] =
      '---\ntitle: Quuxlater\ndate: 2030-05-01\n---\n\nText of the first of May.\n';
    const request = requestFor(files, { nowMs: Date.parse('2030-04-30T23:59:59Z') });
    await buildSite(request, silentReporter);
    expect(grep(request.output, 'uuxlater')).toEqual([]);
    await buildSite({ ...request, nowMs: Date.parse('2030-05-01T00:00:00Z') }, silentReporter);
    expect(listFiles(request.output)).toContain('news/later/index.html');
  });

  test('without search has no index', async () => {
    const request = requestFor(smallSite(), { withSearch: false });
    await buildSite(request, silentReporter);
    expect(listFiles(request.output).filter((path) => path.startsWith('search/'))).toEqual([
      'search/index.html',
    ]);
  });

  test('takes address and base path from the request before site.yaml', async () => {
    const request = requestFor(smallSite(), { siteUrl: { origin: 'https://other.example', basePath: '/a' } });
    await buildSite(request, silentReporter);
    expect(read(request, 'sitemap.xml')).toContain('https://other.example/a/news/workshop/');
    expect(read(request, 'index.html')).toMatch(/href="\/a\/assets\/site-/);
    expect(JSON.parse(read(request, 'site-state.json'))).toMatchObject({ basePath: '/a' });
  });

  test('copies files beside an item into its folder', async () => {
    const files = smallSite();
    files['news/2009/paper.pdf'] = '%PDF-1.4 test';
    files['news/2009/no-country.md'] += '\nSee [the paper](paper.pdf).\n';
    const request = requestFor(files);
    expect((await buildSite(request, silentReporter)).problems).toEqual([]);
    expect(read(request, 'news/no-country/paper.pdf')).toBe('%PDF-1.4 test');
  });
});

describe('drafts', () => {
  const withDraft = () => ({
    ...smallSite(),
    'news/2010/secret.md':
      '---\nid: urn:uuid:4e3c7a10-0000-4000-8000-000000000001\ntitle: Quuxword ahead\ndate: 2010-01-01\ndraft: true\n---\n\nQuuxword is a draft.\n',
  });

  test('are in no output at all', async () => {
    const request = requestFor(withDraft());
    await buildSite(request, silentReporter);
    expect(grep(request.output, 'uuxword')).toEqual([]);
  });

  test('appear with --drafts, in pages that ask not to be indexed, but never in the state', async () => {
    const request = requestFor(withDraft(), { showDrafts: true });
    await buildSite(request, silentReporter);
    expect(read(request, 'news/secret/index.html')).toContain('Quuxword');
    expect(read(request, 'news/secret/index.html')).toMatch(/<meta name="robots" content="noindex/);
    // Crawlers must be let in to see that.
    expect(read(request, 'robots.txt')).not.toContain('Disallow: /');
    expect(read(request, 'site-state.json')).not.toMatch(/4e3c7a10|secret/);
    expect(Object.keys(JSON.parse(read(request, 'site-state.json')).addresses)).toHaveLength(10);
  });
});

describe('what is held back', () => {
  const withHidden = (): Record<string, string> => ({
    ...smallSite(),
    'news/2010/secret.md': '---\ntitle: Quuxword ahead\ndate: 2010-01-01\ndraft: true\n---\n\nA draft.\n',
    'news/2026/soon.md': '---\ntitle: Quuxword soon\ndate: 2026-11-25\n---\n\nSoon.\n',
    'news/2026/later.md':
      '---\ntitle: Quuxword later\ndate: 2026-11-20\npublish: 2026-12-24\n---\n\nLater.\n',
    'news/2010/past.md':
      '---\ntitle: A call of the past\ndate: 2010-01-01\nexpires: 2011-01-01\n---\n\nPast.\n',
  });

  test('is counted, with the first date on which something appears', async () => {
    const report = await buildSite(requestFor(withHidden()), silentReporter);
    expect(report.problems).toEqual([]);
    expect(report.heldBack).toEqual({ drafts: 1, embargoed: 2, expired: 1, until: '2026-11-25' });
    expect(buildSummary(report)).toMatch(
      /^ {2}held back +4: 1 draft, 2 until 2026-11-25 or later, 1 expired$/m,
    );
    const { 'news/2010/past.md': _, 'news/2026/later.md': __, ...fewer } = withHidden();
    expect(buildSummary(await buildSite(requestFor(fewer), silentReporter))).toMatch(
      /^ {2}held back +2: 1 draft, 1 until 2026-11-25$/m,
    );
    const none = await buildSite(requestFor(smallSite()), silentReporter);
    expect(buildSummary(none)).not.toContain('held back');
    expect(buildSummary(none)).toMatch(/^ {2}items +\d+: 3 news, 1 resource, \d+ pages; /m);
    const one = { ...none, counts: { ...none.counts, resources: 2, pageItems: 1, files: 1 } };
    expect(buildSummary(one)).toMatch(/3 news, 2 resources, 1 page; [\s\S]*\n {2}in all +1 file, /);
  });

  test('is shown by --drafts in pages, but in no feed, and marked in the title', async () => {
    const files = withHidden();
    files['news/2010/secret.th.md'] = '---\ntitle: ร่าง\ndate: 2010-01-01\ndraft: true\n---\n\nร่าง\n';
    const request = requestFor(files, { showDrafts: true });
    const report = await buildSite(request, silentReporter);
    expect(report.heldBack).toEqual({ drafts: 0, embargoed: 0, expired: 1 });
    expect(grep(request.output, 'uuxword').filter((path) => path.endsWith('.xml'))).toEqual([]);
    expect(read(request, 'feed.xml')).toContain('/news/workshop/');
    for (const name of ['secret', 'soon', 'later']) {
      const html = read(request, `news/${name}/index.html`);
      expect(html).toMatch(/<title>Draft: Quuxword/);
      expect(html).not.toContain('ld+json');
    }
    const shown = read(request, 'news/workshop/index.html');
    expect(shown).toContain('ld+json');
    expect(shown).not.toContain('<title>Draft');
    // A tree whose news are all hidden has no feed, and leads to none.
    expect(listFiles(request.output)).toContain('th/news/secret/index.html');
    expect(listFiles(request.output)).not.toContain('th/feed.xml');
    expect(read(request, 'th/index.html')).not.toContain('feed.xml');
  });
});

describe('folders', () => {
  test('that are wrong are told before any work', async () => {
    const request = requestFor(smallSite());
    const begun: string[] = [];
    const reporter = { ...silentReporter, begin: (stage: string) => begun.push(stage) };
    const { content } = request;
    const nowhere = { ...request, content: join(content, 'nowhere') };
    await expect(buildSite(nowhere, reporter)).rejects.toThrow('there is no content folder');
    const previous = { ...request, previous: content };
    await expect(buildSite(previous, reporter)).rejects.toThrow('is no site that this program built');
    expect(begun).toEqual([]);
    expect(listFiles(join(content, '..')).every((path) => path.startsWith('content/'))).toBe(true);
  });

  test('a file that somebody put into the output is not lost, whatever built the output', async () => {
    const request = requestFor(smallSite());
    await buildSite(request, silentReporter);
    const state = JSON.parse(read(request, 'site-state.json')) as { entries?: string[] };
    expect(state.entries).toEqual(
      [...new Set(listFiles(request.output).map((path) => path.split('/')[0]))].sort(),
    );
    await buildSite(request, silentReporter);
    writeFiles(request.output, { 'mine.txt': 'x' });
    await expect(buildSite(request, silentReporter)).rejects.toThrow('mine.txt');
    const { entries: _, ...older } = state;
    writeFiles(request.output, { 'site-state.json': JSON.stringify(older) });
    await expect(buildSite(request, silentReporter)).rejects.toThrow('mine.txt');
    expect(read(request, 'mine.txt')).toBe('x');
    rmSync(join(request.output, 'mine.txt'));
    expect((await buildSite(request, silentReporter)).isBuilt).toBe(true);
  });
});

describe('problems', () => {
  test('of load, validate and links are told together and sorted, and the last good output stays', async () => {
    const request = requestFor(smallSite());
    await buildSite(request, silentReporter);
    const hash = hashFolder(request.output);
    writeFiles(request.content, {
      'news/2007/workshop.md': '---\ntitle: A: b\ndate: 2007-08-17\n---\n\nText.\n',
      'news/2009/no-country.md': '---\ntitle: A short note\ndate: 2009-02-30\n---\n\nText.\n',
      'pages/about.md':
        '---\ntitle: About\n---\n\nSee [nothing](/nowhere/) and [the first](/news/workshop/#any).\n',
    });
    const report = await buildSite(request, silentReporter);
    expect(report.isBuilt).toBe(false);
    const found = report.problems.map(
      ({ file, line }) => `${file.slice(request.content.length + 1)}:${line}`,
    );
    // The link to the item whose own file is at fault is not a second fault.
    expect(found).toEqual(['news/2007/workshop.md:2', 'news/2009/no-country.md:3', 'pages/about.md:5']);
    expect(hashFolder(request.output)).toBe(hash);
  });

  test('a layout that throws is named where it stands, once, and the last good output stays', async () => {
    const request = requestFor(smallSite());
    await buildSite(request, silentReporter);
    const hash = hashFolder(request.output);
    vi.doMock('../../src/render/plan-pages.ts', async (original) => {
      const real = await original<typeof import('../../src/render/plan-pages.ts')>();
      const { badLayout } = await import('./bad-layout.ts');
      return {
        ...real,
        planPages: (input: Parameters<typeof real.planPages>[0]) =>
          real.planPages(input).map((page) => ({ ...page, layout: 'item', print: badLayout })),
      };
    });
    onTestFinished(() => {
      vi.doUnmock('../../src/render/plan-pages.ts');
      vi.resetModules();
    });
    vi.resetModules();
    const fresh = await import('../../src/build/pipeline.ts');
    // In truth another layout is another program, and nothing of the last build is taken over.
    const report = await fresh.buildSite({ ...request, withCache: false }, silentReporter);
    expect(report.problems).toMatchObject([
      { file: 'layouts/bad-item.ts', line: 7, column: 9, rule: 'layout-failed', severity: 'error' },
    ]);
    expect(report.problems[0]?.message).toMatch(
      /^The layout "item" failed on the page \/.*: the title is missing$/,
    );
    expect(hashFolder(request.output)).toBe(hash);
  });

  test('an address that is gone since the last build is told, with --previous or without', async () => {
    const files = smallSite();
    const request = requestFor(files);
    await buildSite(request, silentReporter);
    const { 'news/2007/workshop.md': workshop, ...others } = files;
    others['news/2008/second-meeting.md'] = others['news/2008/second-meeting.md']!.replace(
      '/news/workshop/',
      '/news/training-week/',
    );
    const moved = { ...others, 'news/2007/training-week.md': workshop! };
    const next = requestFor(moved, { previous: request.output });
    const report = await buildSite(next, silentReporter);
    expect(report.isBuilt).toBe(false);
    expect(report.problems[0]?.mend).toContain('/news/workshop/');
    const free = await buildSite({ ...next, previous: undefined }, silentReporter);
    expect(free.problems).toEqual([]);
  });

  test('a --previous that is no site is wrong usage', async () => {
    const request = requestFor(smallSite());
    const previous = temporaryFolder();
    await expect(buildSite({ ...request, previous }, silentReporter)).rejects.toThrow(
      'is no site that this program built',
    );
    expect(exitStatus.usage).toBe(2);
  });

  test('a state that cannot be understood stops the build: what was published is not known', async () => {
    const request = requestFor(smallSite());
    await buildSite(request, silentReporter);
    writeFileSync(join(request.output, 'site-state.json'), '{"version":1');
    const hash = hashFolder(request.output);
    await expect(buildSite(request, silentReporter)).rejects.toThrow(UsageError);
    expect(hashFolder(request.output)).toBe(hash);
  });
});

describe('a build after another', () => {
  /** Builds `files` over what `request` built before, and anew elsewhere; the two must be equal. */
  async function rebuild(
    request: BuildRequest,
    files: Record<string, string>,
    changes: Partial<BuildRequest> = {},
  ) {
    rmSync(request.content, { recursive: true });
    writeFiles(request.content, files);
    const report = await buildSite({ ...request, ...changes }, silentReporter);
    expect(report.isBuilt).toBe(true);
    const clean = { ...request, ...changes, output: join(temporaryFolder(), 'site'), withCache: false };
    const cleanReport = await buildSite(clean, silentReporter);
    expect(hashFolder(request.output)).toBe(hashFolder(clean.output));
    expect(report.counts).toEqual(cleanReport.counts);
    expect(report.bytes).toEqual(cleanReport.bytes);
    expect(report.heldBack).toEqual(cleanReport.heldBack);
    return report;
  }

  test('of the same content does nothing and tells the same', async () => {
    const files = smallSiteInThreeLanguages();
    files['news/2031/odd.md'] = '---\ntitle: Odd\ndate: 2571-05-01\n---\n\nText.\n';
    const request = requestFor(files, { withArchive: true });
    const first = await buildSite(request, silentReporter);
    expect(first.problems.map(({ rule }) => rule)).toContain('date-far-future');
    expect(first.changes).toEqual({ written: first.counts.files, kept: 0, removed: 0 });
    const again = await buildSite(request, silentReporter);
    expect(again.stages.map(({ name }) => name)).toEqual(['read', 'compare']);
    expect({ ...again, stages: [] }).toEqual({
      ...first,
      changes: { written: 0, kept: first.counts.files, removed: 0 },
      stages: [],
    });
  });

  test('equals a clean one after each edit, and writes only what changed', async () => {
    const files: Record<string, string> = smallSiteInThreeLanguages();
    const request = requestFor(files, { withArchive: true });
    const first = await buildSite(request, silentReporter);
    const workshop = files['news/2007/workshop.md']!;
    const longer = { ...files, 'news/2007/workshop.md': `${workshop}\nOne more line.\n` };
    const body = await rebuild(request, longer);
    expect(body.changes.written).toBeLessThan(first.counts.files! / 3);
    await rebuild(request, {
      ...longer,
      'news/2007/workshop.md': workshop.replace('title: ', 'title: New '),
    });
    await rebuild(request, {
      ...longer,
      'news/2010/extra.md': '---\ntitle: Extra\ndate: 2010-03-04\n---\n\nText.\n',
    });
    await rebuild(request, {
      ...files,
      'site.yaml': files['site.yaml']!.replace('Lantern Test News', 'Other'),
    });
    const extra = '---\ntitle: Extra\ndate: 2010-03-04\naliases: [/old/]\n---\n\nText.\n';
    await rebuild(request, { ...files, 'news/2010/extra.md': extra });
    const dropped = await rebuild(request, files, { allowDrop: true });
    expect(dropped.changes.removed).toBeGreaterThan(2);
    await rebuild(request, files, { withArchive: false });
    await rebuild(request, files, { basePath: '/below', withSearch: false });
  }, 60_000);

  test('takes up another mark and other colours', async () => {
    const files: Record<string, string> = smallSite();
    const request = requestFor(files, { withSearch: false });
    await buildSite(request, silentReporter);
    const settings = `${files['site.yaml']}mark: mark.svg\ncolours: { dark: { accent: "#ffcc00" } }\n`;
    const mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><path d="M0 0h8v4z"/></svg>';
    await rebuild(request, { ...files, 'site.yaml': settings, 'mark.svg': mark });
    await rebuild(request, {
      ...files,
      'site.yaml': settings.replace('#ffcc00', '#ffdd00'),
      'mark.svg': mark.replace('h8', 'h7'),
    });
  }, 60_000);

  test('is not spared when a file of the output is gone or was changed, or the clock has passed a date', async () => {
    const files = smallSite();
    files['news/2030/later.md'] = '---\ntitle: Quuxlater\ndate: 2030-05-01\n---\n\nText.\n';
    const request = requestFor(files, { nowMs: Date.parse('2030-04-20T00:00:00Z') });
    await buildSite(request, silentReporter);
    rmSync(join(request.output, 'news/workshop/index.html'));
    expect((await rebuild(request, files)).changes.written).toBe(1);
    writeFileSync(join(request.output, 'feed.xml'), 'something else');
    expect((await rebuild(request, files)).changes.written).toBe(1);
    const sooner = await rebuild(request, files, { nowMs: Date.parse('2030-04-21T00:00:00Z') });
    expect(sooner.stages.map(({ name }) => name)).toEqual(['read', 'compare']);
    const later = await rebuild(request, files, { nowMs: Date.parse('2030-05-01T00:00:00Z') });
    expect(later.changes.written).toBeGreaterThan(5);
    await rebuild(request, files, { nowMs: Date.parse('2030-04-20T00:00:00Z'), allowDrop: true });
  }, 60_000);

  test('without a cache makes everything anew', async () => {
    const request = requestFor(smallSite(), { withCache: false });
    await buildSite(request, silentReporter);
    const hash = hashFolder(request.output);
    const again = await buildSite(request, silentReporter);
    expect(again.stages.map(({ name }) => name)).toContain('pages');
    expect(hashFolder(request.output)).toBe(hash);
  });
});
