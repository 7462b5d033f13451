import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import { ItemCache, isJson } from '../../src/build/item-cache.ts';
import { loadMarkdown } from '../../src/load/load-file.ts';
import type { ContentFile, FindImage, Item, RenderedItem, SourceFile } from '../../src/model.ts';
import { renderItem } from '../../src/render/render-items.ts';
import { rememberSource } from '../../src/validate/item-source.ts';
import { listFiles, temporaryFolder } from '../support/folder.ts';

const noImage: FindImage = () => undefined;

function fileOf(path: string, text: string | Uint8Array): ContentFile {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { path, displayPath: `content/${path}`, diskPath: `/nowhere/${path}`, size: bytes.length, bytes };
}

/** As much of an item as its body needs. */
function itemOf(source: SourceFile): Item {
  const { summary } = source.frontmatter;
  const item = {
    file: source.displayPath,
    body: source.body,
    bodyLine: source.bodyLine,
    ...(typeof summary === 'string' ? { summary } : {}),
  } as unknown as Item;
  rememberSource(item, source);
  return item;
}

/** Everything that a rendered item says, laziness taken away. */
function said({ item: _, body, summary }: RenderedItem): unknown {
  const { headings, links, plainText } = body;
  return {
    html: body.html.html,
    headings,
    links,
    plainText,
    summary,
  };
}

function saidBySource(source: SourceFile | undefined): unknown {
  if (source === undefined) return undefined;
  const { path, displayPath, frontmatter, body, bodyLine } = source;
  const positions = Object.keys(frontmatter).flatMap((key) => [
    source.positionOf([key]),
    source.positionOf([key, 0], 'key'),
  ]);
  return { path, displayPath, frontmatter, body, bodyLine, positions };
}

function compare(file: ContentFile, pack: string, basePath = '', findImage = noImage): void {
  const fresh = loadMarkdown(file);
  const hashes = new Set<string>();
  for (let run = 0; run < 3; run += 1) {
    const cache = ItemCache.open(pack, () => {});
    const loaded = cache.load(file);
    expect(loaded.problems).toEqual(fresh.problems);
    expect(saidBySource(loaded.source)).toStrictEqual(saidBySource(fresh.source));
    if (loaded.source !== undefined) {
      const expected = said(renderItem(itemOf(fresh.source!), { basePath }, findImage));
      const rendered = cache.render(itemOf(loaded.source), { basePath }, findImage);
      expect(said(rendered)).toStrictEqual(expected);
      hashes.add(
        JSON.stringify([fingerprintOf(rendered.body), rendered.body.textHash, rendered.body.html.hash]),
      );
      expect(said(cache.render(itemOf(loaded.source), { basePath }, findImage))).toStrictEqual(expected);
    }
    cache.finish();
  }
  // Found or rendered, a body stands for itself by the same hashes.
  expect(hashes.size).toBe(fresh.source === undefined ? 0 : 1);
}

const markdown = `---\ntitle: A\n---\n\n# Head\n\nWords with [a link](/b/) and ![a picture](p.png).\n`;

describe('items from the cache', () => {
  test('are what a fresh parse gives: the whole demo content', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    const paths = listFiles('content').filter((path) => path.endsWith('.md'));
    expect(paths.length).toBeGreaterThan(20);
    const files = paths.map((path) => fileOf(path, readFileSync(`content/${path}`)));
    for (const _pass of ['cold', 'warm']) {
      const cache = ItemCache.open(pack, () => {});
      for (const file of files) {
        const loaded = cache.load(file);
        const fresh = loadMarkdown(file);
        expect(saidBySource(loaded.source)).toStrictEqual(saidBySource(fresh.source));
        const item = itemOf(loaded.source!);
        const rendered = cache.render(item, { basePath: '/b' }, noImage);
        expect(said(rendered)).toStrictEqual(
          said(renderItem(itemOf(fresh.source!), { basePath: '/b' }, noImage)),
        );
        // Bytes, whether they were made or found.
        expect(Object.hasOwn(rendered.body.html, 'html')).toBe(false);
      }
      cache.finish();
    }
  });

  test('are what a fresh parse gives: any frontmatter and text', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    const value = fc.constantFrom(
      ...[
        'a',
        '"\\uD800"',
        '"\\u0007"',
        '-0',
        '-0.0',
        '1e5',
        '0',
        '1.50',
        '~',
        'true',
        '2007-08-17',
        '[a, [b]]',
      ],
      ...[
        '{ __proto__: 1 }',
        '{ a: -0 }',
        '"__proto__"',
        '"\\t"',
        "''",
        '|\n  x\n  y',
        '& b',
        '!t b',
        'a #b',
        'ไทย',
      ],
    );
    const key = fc.constantFrom(
      'title',
      'summary',
      'b',
      '1',
      '__proto__',
      'constructor',
      'toString',
      '"a b"',
      'ก',
    );
    const piece = fc.constantFrom(
      ...[
        '\n',
        '\n\n',
        '# ',
        '[a](b "c")',
        '![x](y.png)',
        '<http://z>',
        '| a |\n|-|\n| [b](c) |\n',
        '&#xD800;',
        'w',
      ],
      ...['- ', '> ', '`', '*', '\r\n', '---\n', '[r]: /s\n', '[r]', '😀', '\u2028', '~~', 'ไทย '],
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value), { maxLength: 4 }),
        fc.array(piece, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (pairs, pieces, lineEnd, hasMark) => {
          const text = `---\n${pairs.map(([name, written]) => `${name}: ${written}\n`).join('')}---\n${pieces.join('')}`;
          const file = fileOf('news/a.md', (hasMark ? '\uFEFF' : '') + text.replaceAll('\n', lineEnd));
          compare(file, pack, '/b', (_item, name) =>
            name === 'y.png' ? { width: 1, height: 2, sources: [] } : undefined,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('follow bytes, path, base path and pictures', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    const picture =
      (width: number): FindImage =>
      () => ({ width, height: 1, sources: [] });
    compare(fileOf('news/a.md', markdown), pack);
    compare(fileOf('news/a.md', markdown.replace('Words', 'Other')), pack);
    compare(fileOf('news/b.md', markdown), pack);
    compare(fileOf('news/a.md', markdown), pack, '/below');
    compare(fileOf('news/a.md', markdown), pack, '', picture(1));
    compare(fileOf('news/a.md', markdown), pack, '', picture(2));
    compare(fileOf('news/a.md', markdown), pack);
  });

  test('with a problem are never kept, and with a warning told each time', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    compare(fileOf('news/a.md', '---\ntitle: A #b\nx: a #c\n---\ntext'), pack);
    compare(fileOf('news/b.md', '---\ntitle: [\n---\ntext'), pack);
    expect(readdirSync(join(pack, '..'))).toEqual([]);
  });

  test('when nothing changed, nothing is written', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    compare(fileOf('news/a.md', markdown), pack);
    const bytes = readFileSync(pack);
    const { ino } = statSync(pack);
    compare(fileOf('news/a.md', markdown), pack);
    expect(readFileSync(pack).equals(bytes)).toBe(true);
    expect(statSync(pack).ino).toBe(ino);
  });

  test('from a spoilt pack are made anew', () => {
    const pack = join(temporaryFolder(), 'items.pack');
    const file = fileOf('news/a.md', markdown);
    compare(file, pack);
    const good = readFileSync(pack);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(0x01, 0x20, 0xff), (at, bits) => {
        const bad = Buffer.from(good);
        bad[at]! ^= bits;
        writeFileSync(pack, bad);
        compare(file, pack);
        writeFileSync(pack, good.subarray(0, at));
        compare(file, pack);
      }),
      { numRuns: 50 },
    );
  });

  test('are remembered by a living process for as long as the file is the same', () => {
    const cache = new ItemCache();
    const file = fileOf('news/a.md', markdown);
    const { source } = cache.load(file);
    expect(cache.load(file).source).toBe(source);
    const { body } = cache.render(itemOf(source!), { basePath: '' }, noImage);
    expect(cache.render(itemOf(source!), { basePath: '' }, noImage).body).toBe(body);
    expect(cache.render(itemOf(source!), { basePath: '/b' }, noImage).body).not.toBe(body);
    expect(cache.load(fileOf('news/a.md', markdown)).source).not.toBe(source);
  });

  test('that are only looked up leave nothing behind', () => {
    const folder = temporaryFolder();
    const cache = ItemCache.openToRead(join(folder, 'items.pack'), () => {});
    const { source } = cache.load(fileOf('news/a.md', markdown));
    cache.render(itemOf(source!), { basePath: '' }, noImage);
    cache.finish();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('packs that nobody opened for long give way', () => {
    const folder = temporaryFolder();
    for (let index = 0; index < 20; index += 1) {
      const path = join(folder, `${index}.pack`);
      writeFileSync(path, '');
      utimesSync(path, 1000 + index, 1000 + index);
    }
    ItemCache.open(join(folder, '0.pack'), () => {});
    const left = readdirSync(folder);
    expect(left).toHaveLength(16);
    expect(left).toContain('0.pack');
    expect(left).not.toContain('1.pack');
  });
});

test('what JSON would change is not kept as JSON', () => {
  for (const value of [-0, Number.NaN, undefined, [undefined], { a: -0 }, new Date(0), Object.create(null)])
    expect(isJson(value)).toBe(false);
  expect(isJson(JSON.parse('{"__proto__": 1}'))).toBe(false);
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false }), (value) => {
      if (isJson(value)) expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
    }),
  );
});
