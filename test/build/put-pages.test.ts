import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import { outputPath, putPages } from '../../src/build/put-pages.ts';
import type { Fingerprint, LanguageTag, OutputFile, Permalink, PlannedPage } from '../../src/model.ts';

function page(permalink: string, view: unknown, layout = 'item'): PlannedPage {
  return {
    permalink: permalink as Permalink,
    language: 'en' as LanguageTag,
    layout,
    isListed: true,
    lastModified: () => undefined,
    anchors: () => [],
    makeView: () => view,
    print: (shown) => `<p>${JSON.stringify(shown)}</p>`,
  };
}

class Folder {
  readonly put = new Map<string, OutputFile>();
  readonly kept: string[] = [];
  readonly staged = {
    put: (file: OutputFile) => {
      this.put.set(file.path, file);
      return undefined;
    },
    keep: (path: string) => this.kept.push(path),
  };
}

async function putAll(
  pages: readonly PlannedPage[],
  last: ReadonlyMap<string, Fingerprint> = new Map(),
  fingerprint: ((data: unknown) => Fingerprint) | undefined = fingerprintOf,
) {
  const folder = new Folder();
  const before = { fingerprintOf: (path: string) => last.get(path) };
  const errors = await putPages(pages, before, folder.staged, fingerprint);
  const fingerprints = new Map([...folder.put].map(([path, file]) => [path, file.fingerprint ?? '']));
  return { ...folder, errors, fingerprints };
}

test('what the last output has under the same fingerprint is kept, and only the rest is printed', async () => {
  const pages = [page('/', { n: 1 }), page('/news/x/', { n: 2 }), page('/404.html', { n: 3 })];
  const first = await putAll(pages);
  expect([...first.put.keys()]).toEqual(['index.html', 'news/x/index.html', '404.html']);
  expect(first.put.get('404.html')).toMatchObject({ contents: '<p>{"n":3}</p>' });
  const again = await putAll(pages, first.fingerprints);
  expect([again.kept.length, again.put.size]).toEqual([3, 0]);
  const next = await putAll([pages[0]!, page('/news/x/', { n: 4 }), pages[2]!], first.fingerprints);
  expect(next.kept).toEqual(['index.html', '404.html']);
  expect(next.put.get('news/x/index.html')).toMatchObject({ contents: '<p>{"n":4}</p>' });
});

test('another layout or another program makes another page of the same view', async () => {
  const first = await putAll([page('/', { n: 1 })]);
  const layout = await putAll([page('/', { n: 1 }, 'home')], first.fingerprints);
  expect(layout.kept).toEqual([]);
  const program = await putAll([page('/', { n: 1 })], first.fingerprints, (data) =>
    fingerprintOf(['2', data]),
  );
  expect(program.kept).toEqual([]);
});

test('without fingerprints every page is printed, whatever the last output has', async () => {
  const first = await putAll([page('/', { n: 1 })]);
  const folder = new Folder();
  const before = { fingerprintOf: (path: string) => first.fingerprints.get(path) };
  await putPages([page('/', { n: 1 })], before, folder.staged, undefined);
  expect(folder.kept).toEqual([]);
  expect(folder.put.get('index.html')).toEqual({
    path: 'index.html',
    contents: '<p>{"n":1}</p>',
    fingerprint: undefined,
  });
});

test('a page that is known needs no view, unless the last output has it otherwise', async () => {
  const first = await putAll([page('/', { n: 1 }), page('/x/', { n: 2 })]);
  const made: string[] = [];
  const watched = (permalink: string, n: number): PlannedPage => ({
    ...page(permalink, undefined),
    makeView: () => {
      made.push(permalink);
      return { n };
    },
  });
  const before = new Map(first.fingerprints);
  const learnt: unknown[] = [];
  const known = {
    fingerprintOf: ({ permalink }: PlannedPage) => first.fingerprints.get(outputPath(permalink)),
    learn: ({ permalink }: PlannedPage, fingerprint: Fingerprint) => learnt.push([permalink, fingerprint]),
  };
  const pages = [watched('/', 1), watched('/x/', 2)];
  const put = async () => {
    const folder = new Folder();
    const last = { fingerprintOf: (path: string) => before.get(path) };
    await putPages(pages, last, folder.staged, fingerprintOf, known);
    return folder;
  };
  expect((await put()).kept).toEqual(['index.html', 'x/index.html']);
  expect(made).toEqual([]);
  expect(learnt).toEqual([
    ['/', before.get('index.html')],
    ['/x/', before.get('x/index.html')],
  ]);

  before.set('x/index.html', 'another');
  const folder = await put();
  expect(folder.kept).toEqual(['index.html']);
  expect(new Set(made)).toEqual(new Set(['/x/']));
  expect(folder.put.get('x/index.html')?.fingerprint).toBe(first.fingerprints.get('x/index.html'));
});

test('a permalink is a folder with an index, or names its file', () => {
  expect(['/', '/th/news/ข่าว/', '/404.html'].map(outputPath)).toEqual([
    'index.html',
    'th/news/ข่าว/index.html',
    '404.html',
  ]);
});
