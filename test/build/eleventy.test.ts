import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type PageTask, renderPages } from '../../src/build/eleventy.ts';
import { planForEleventy } from '../../src/build/pipeline.ts';
import { outputPath } from '../../src/build/put-pages.ts';
import type { Permalink, RenderedPage } from '../../src/model.ts';
import { listFiles } from '../support/folder.ts';
import { repository } from '../support/run.ts';

function planned(permalink: string, render: () => string): PageTask {
  return { permalink: permalink as Permalink, layout: 'demo', render };
}

async function renderAll(tasks: readonly PageTask[]) {
  const pages: RenderedPage[] = [];
  const errors = await renderPages(tasks, (page, index) => {
    expect(index).toBe(pages.length);
    pages.push(page);
  });
  return { pages, errors };
}

describe('Eleventy', () => {
  test('gives back every page at its address, its text untouched', async () => {
    const text = '<p>{{ 6*7 }} {% foo %} <%= x %> ---\n---\n &amp; ไทย \u2028</p>\r\n';
    const permalinks = [
      '/',
      '/404.html',
      '/news/2007/08/',
      '/th/news/ข่าว/',
      '/zh-CN/news/x/',
      '/news/2007-08-17-title/',
    ];
    const { pages, errors } = await renderAll(
      permalinks.map((permalink, i) => planned(permalink, () => `${i}${text}`)),
    );
    expect(pages).toEqual(permalinks.map((permalink, i) => ({ permalink, html: `${i}${text}` })));
    expect(errors).toEqual([]);
  });

  test('renders each page once', async () => {
    const rendered: string[] = [];
    const page = (permalink: string) =>
      planned(permalink, () => {
        rendered.push(permalink);
        return permalink;
      });
    await renderAll([page('/a/'), page('/b/')]);
    expect(rendered).toEqual(['/a/', '/b/']);
  });

  test('says nothing of its own, however slow the machine', async () => {
    let clockMs = performance.now();
    const said: unknown[] = [];
    const spies = [
      // What Eleventy measures of functions that it was given takes seconds.
      vi.spyOn(performance, 'now').mockImplementation(() => {
        if (new Error().stack?.includes('BenchmarkGroup') === true) clockMs += 2000;
        return clockMs;
      }),
      ...(['log', 'warn', 'error'] as const).map((level) =>
        vi.spyOn(console, level).mockImplementation((...words) => void said.push(words)),
      ),
    ];
    try {
      await renderAll(['/a/', '/b/'].map((permalink) => planned(permalink, () => 'a page')));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(said).toEqual([]);
  });

  test('tells of every page whose layout threw, and hands over none', async () => {
    const bad = (permalink: string) =>
      planned(permalink, () => {
        throw new TypeError(`no such thing in ${permalink}`);
      });
    const { pages, errors } = await renderAll([bad('/a/'), planned('/b/', () => 'b'), bad('/c/')]);
    expect(pages).toEqual([]);
    expect(errors.map(({ message }) => message)).toEqual([
      'the layout "demo" failed on the page /a/: no such thing in /a/',
      'the layout "demo" failed on the page /c/: no such thing in /c/',
    ]);
  });

  test('more pages than go at once come in their order, none twice', async () => {
    const permalinks = Array.from({ length: 2_001 }, (_, i) => `/news/${i}/`);
    const { pages } = await renderAll(permalinks.map((permalink) => planned(permalink, () => permalink)));
    expect(pages).toEqual(permalinks.map((permalink) => ({ permalink, html: permalink })));
  });

  test('an empty plan gives no page', async () => {
    expect(await renderAll([])).toEqual({ pages: [], errors: [] });
  });

  test('by its own command with --config=.eleventy.ts it builds the pages that the build makes', async () => {
    const folder = join(repository, '.cache/eleventy');
    rmSync(folder, { recursive: true, force: true });
    const outcome = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'node_modules/@11ty/eleventy/cmd.cjs', '--config=.eleventy.ts'],
      { cwd: repository, encoding: 'utf8' },
    );
    expect(outcome.stderr).toBe('');
    expect(outcome.status).toBe(0);
    const { pages } = await renderAll(await planForEleventy('content'));
    expect(listFiles(folder)).toEqual(pages.map(({ permalink }) => outputPath(permalink)).sort());
    for (const { permalink, html } of pages) {
      expect(readFileSync(join(folder, outputPath(permalink)), 'utf8')).toBe(html);
    }
  });
});
