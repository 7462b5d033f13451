import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import matter from 'gray-matter';
import { describe, expect, test } from 'vitest';
import { loadMarkdown, loadYaml } from '../../src/load/load-file.ts';
import { readYamlTree } from '../../src/load/yaml-tree.ts';
import { readYaml } from '../../src/load/yaml-values.ts';
import type { ContentFile } from '../../src/model.ts';
import { smallSite } from '../small-site.ts';

function file(contents: string | Uint8Array, path = 'news/x.md'): ContentFile {
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  return { path, displayPath: `content/${path}`, diskPath: '', size: bytes.length, bytes };
}

const places = (contents: string | Uint8Array): string[] =>
  loadMarkdown(file(contents)).problems.map(({ line, column, rule }) => `${line}:${column} ${rule}`);

describe('a Markdown file', () => {
  test('is split into values and body, with the line on which the body begins', () => {
    const { source, problems } = loadMarkdown(file('---\ntitle: x\nlist: [a, b]\n---\n\nBody\n'));
    expect(problems).toEqual([]);
    expect(source?.frontmatter).toEqual({ title: 'x', list: ['a', 'b'] });
    expect(source?.body).toBe('\nBody\n');
    expect(source?.bodyLine).toBe(5);
  });

  test('keeps `---` in its body', () => {
    const { source } = loadMarkdown(file('---\ntitle: x\n---\nOne\n\n---\n\nTwo\n---js\n'));
    expect(source?.body).toBe('One\n\n---\n\nTwo\n---js\n');
  });

  test('may have spaces after its fences, and no line end at its end', () => {
    const { source } = loadMarkdown(file('---  \ntitle: x\n---\t\nBody'));
    expect(source?.body).toBe('Body');
    expect(source?.bodyLine).toBe(4);
    expect(loadMarkdown(file('---\ntitle: x\n---')).source?.body).toBe('');
  });

  test('reads the same with a byte order mark, CRLF and CR', () => {
    const text = '---\ntitle: "Ä: x"\nsummary: |\n  One\n  two\n---\n\nBody\n\nMore\n';
    const wanted = loadMarkdown(file(text)).source;
    for (const variant of [
      `\uFEFF${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    ]) {
      const { source, problems } = loadMarkdown(file(variant));
      expect(problems).toEqual([]);
      expect(source?.frontmatter).toEqual(wanted?.frontmatter);
      expect(source?.body).toBe(wanted?.body);
      expect(source?.bodyLine).toBe(wanted?.bodyLine);
      expect(source?.positionOf(['summary'])).toEqual(wanted?.positionOf(['summary']));
    }
  });

  test('leaves dates, yes and no, and odd numbers as text', () => {
    const { source } = loadMarkdown(
      file(
        '---\na: 2007-08-17\nb: no\nc: Yes\nd: 0o14\ne: 1_000\nf: .nan\ng: 0123\nh: 12:30\ni: 1e3\nj: 12345678901234567890\nk: 5\nl: -1.5\nm: true\nn: null\no: ~\np:\nq: True\nr: 0x1F\n---\nx',
      ),
    );
    expect(source?.frontmatter).toEqual({
      a: '2007-08-17',
      b: 'no',
      c: 'Yes',
      d: '0o14',
      e: '1_000',
      f: '.nan',
      g: '0123',
      h: '12:30',
      i: '1e3',
      j: '12345678901234567890',
      k: 5,
      l: -1.5,
      m: true,
      n: null,
      o: null,
      p: null,
      q: 'True',
      r: '0x1F',
    });
  });

  test('gives each file values of its own', () => {
    const [one, two] = [loadMarkdown(file('---\na: [x]\n---\nx')), loadMarkdown(file('---\na: [x]\n---\nx'))];
    expect(one.source?.frontmatter).not.toBe(two.source?.frontmatter);
  });

  test('is never longer than 1 MiB', () => {
    expect(places(`---\ntitle: x\n---\n${'a'.repeat(1024 * 1024)}`)).toEqual(['1:1 body-too-long']);
    expect(places(`---\ntitle: ${'a'.repeat(65 * 1024)}\n---\nx`)).toEqual(['1:1 frontmatter-too-long']);
  });
});

describe('a position', () => {
  const { source } = loadMarkdown(
    file(
      '---\ntitle: "ä𝒳"\nsource:\n  title: T\n  url:   https://x.example\ncountries: [a, b]\nlist:\n  - one\n  - two: 2\nempty:\nsummary: >\n  x\n? [a, b]\n? { c: d }\n---\nBody',
    ),
  );
  test.each([
    [['title'], 'value', '2:8'],
    [['title'], 'key', '2:1'],
    [['source', 'url'], 'value', '5:10'],
    [['source', 'url'], 'key', '5:3'],
    [['countries', 1], 'value', '6:16'],
    [['list', 1, 'two'], 'value', '9:10'],
    [['empty'], 'value', '10:1'],
    [['summary'], 'value', '11:10'],
    [['a,b'], 'key', '13:3'],
    [['[object Object]'], 'key', '14:3'],
    [['missing'], 'value', '1:1'],
    [['countries', 7], 'value', '1:1'],
    [['title', 'deeper'], 'value', '1:1'],
  ] as const)('of %j (%s) is %s', (path, at, place) => {
    const { line, column } = source!.positionOf(path, at);
    expect(`${line}:${column}`).toBe(place);
  });

  test('in a list of a YAML file counts from its first line', () => {
    const { source: list } = loadYaml(
      file('- slug: a\n- slug: b\n  name: { en: B }\n', 'vocabulary/topics.yaml'),
    );
    expect(list?.frontmatter.list).toEqual([{ slug: 'a' }, { slug: 'b', name: { en: 'B' } }]);
    expect(list?.positionOf(['list', 1, 'name', 'en'])).toEqual({ line: 3, column: 15 });
  });

  test('of a fault counts columns in UTF-16 units', () => {
    expect(places('---\ntitle: x\n---\n𝒳ä\u0001')).toEqual(['4:4 control-character']);
    expect(places(Uint8Array.from([...new TextEncoder().encode('---\r\ntitle: 𝒳'), 0xe9]))).toEqual([
      '2:10 text-encoding',
    ]);
  });
});

describe('nothing in a file is run', () => {
  test('gray-matter has no engines left', () => {
    expect((matter as unknown as { engines: object }).engines).toEqual({});
  });

  test('code behind every fence that gray-matter knows stays text', () => {
    for (const name of [
      'js',
      'javascript',
      'JS',
      'Javascript',
      'jsLegacy',
      'coffee',
      'cson',
      'json',
      'toml',
      'constructor',
      ' js',
      '\tjs',
    ]) {
      (globalThis as Record<string, unknown>).wasRun = false;
      const code = '(globalThis.wasRun = true, { title: "x" })';
      expect(places(`---${name}\n${code}\n---\nx`)).toEqual(['1:1 fence-opening']);
      expect((globalThis as Record<string, unknown>).wasRun).toBe(false);
    }
  });

  test('a tag makes no object', () => {
    for (const tag of [
      '!!js/function',
      '!!js/regexp',
      '!!python/object',
      '!<tag:yaml.org,2002:js/function>',
      '!x',
      '!!binary',
      '!!set',
    ]) {
      expect(places(`---\na: ${tag} "function () {}"\n---\nx`)).toEqual(['2:4 yaml-tag']);
    }
  });
});

describe('what js-yaml would accept and content may not hold', () => {
  test.each([
    ['a: &b c', '2:4 yaml-anchor'],
    ['a: {b: &c d}', '2:8 yaml-anchor'],
    ['&a b: c', '2:1 yaml-anchor'],
    ['a: [*b]', '2:5 yaml-anchor'],
    ['a: *b', '2:4 yaml-anchor'],
    ['- &a b', '2:3 yaml-anchor'],
    ['a: {"b":&c d}', '2:9 yaml-anchor'],
    ['? &a b\n: c', '2:3 yaml-anchor'],
    ['a: ! b', '2:4 yaml-tag'],
    ['%YAML 1.2', '2:1 yaml-directive'],
    ['<<: {a: b}', '2:1 yaml-merge'],
    ['a: {<<: {b: c}}', '2:5 yaml-merge'],
  ])('%j', (yaml, place) => {
    expect(places(`---\n${yaml}\n---\nx`)).toEqual([place]);
  });

  test.each([
    'a: b & c',
    'a: b &c',
    'a: "&b"',
    "a: '*b'",
    'a: b *c* !',
    'a: |\n  &b\n  *c\n  !d',
    'a: x # &b',
    'a: AT&T',
    'a: Stop!',
    'a: <<b>>',
  ])('but not %j', (yaml) => {
    expect(places(`---\n${yaml}\n---\nx`)).toEqual([]);
  });

  test('several documents in a YAML file', () => {
    const at = (text: string) =>
      loadYaml(file(text, 'site.yaml')).problems.map(({ line, rule }) => `${line} ${rule}`);
    expect(at('---\nname: x\n')).toEqual([]);
    expect(at('name: x\n---\nname: y\n')).toEqual(['2 yaml-several']);
    expect(at('name: x\n...\n')).toEqual(['2 yaml-several']);
  });

  test('nesting without end', () => {
    for (const yaml of [
      `a: ${'['.repeat(30_000)}`,
      `a: ${'{b: '.repeat(10_000)}`,
      `${'- '.repeat(20_000)}x`,
    ]) {
      const start = performance.now();
      expect(loadMarkdown(file(`---\n${yaml}\n---\nx`)).problems).toHaveLength(1);
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});

describe('a # after a value', () => {
  test('warns when it hides words', () => {
    const { source, problems } = loadMarkdown(file('---\ntitle: Number #1\n---\nx'));
    expect(source?.frontmatter.title).toBe('Number');
    expect(problems).toMatchObject([{ line: 2, column: 15, rule: 'comment-in-value', severity: 'warning' }]);
  });

  test.each([
    'title: "Number #1"',
    'date: x # a comment',
    'title: "x" # a comment',
    'title: # a comment\n  x',
    'title: x\n# a comment',
    'title: x#1',
    'title: |\n  Number #1',
    '#title: x\ntitle: y',
  ])('says nothing of %j', (yaml) => {
    expect(places(`---\n${yaml}\n---\nx`)).toEqual([]);
  });
});

describe('a mend', () => {
  const mended = (yaml: string): string => {
    const [problem] = loadMarkdown(file(`---\n${yaml}\n---\nx`)).problems;
    return problem?.mend.replace(/^[^:]*: {2}/, '') ?? '';
  };
  test.each([
    'title: A: b',
    'title: "A',
    'title: "A" b',
    "title: 'it's'",
    'title: [A] b',
    'title: {A} b',
    'title: @a',
    'title: `a`',
    'title: %a',
    'title: - a',
    'title: a: "b" \\ c',
  ])('of %j is a line that can be read', (line) => {
    const { source, problems } = loadMarkdown(file(`---\n${mended(line)}\n---\nx`));
    expect(problems).toEqual([]);
    expect(typeof source?.frontmatter.title).toBe('string');
  });

  test.each([
    ['title: *Urgent* call', 'title: "*Urgent* call"'],
    ['title: &more news', 'title: "&more news"'],
    ['title: !!! "Help"', 'title: \'!!! "Help"\''],
    ['authors:\n  - *A* B', '- "*A* B"'],
    ['title: Prize # one', 'title: "Prize # one"'],
    ['summary: Prize  #1', 'summary: "Prize #1"'],
    ['source:\n  title: One\n    two # three\n', undefined],
    ['source:\n  title: Prize # one', 'title: "Prize # one"'],
    ['title: *Urgent*\n  call', undefined],
    ['title = "x"', 'title: "x"'],
    ['title = "x"\ndate = 2010-01-02', 'title: "x"'],
    ['title = Number 1', 'title: "Number 1"'],
    ['title: x\ndate = 2010-01-02', 'date: 2010-01-02'],
  ])('of %j quotes the line to paste', (yaml, line) => {
    const [problem] = loadMarkdown(file(`---\n${yaml}\n---\nx`)).problems;
    expect(problem?.mend.split(/: {2}/)[1]).toBe(line);
  });

  test('is given for several faults of one file', () => {
    expect(places('---\ntitle: A: b\ndate: 2010-01-01\nsummary: C: d\n---\nx')).toEqual([
      '2:8 yaml-colon',
      '4:10 yaml-colon',
    ]);
    expect(places('---\ntitle: @a\nsummary: C: d\n---\nx')).toEqual([
      '2:8 yaml-special-character',
      '3:10 yaml-colon',
    ]);
  });
});

describe('a vocabulary', () => {
  const load = (text: string, path = 'vocabulary/countries.yaml') => loadYaml(file(text, path));

  test('with all its entries behind # is an empty list; a file of nothing, or of settings, is refused', () => {
    const { source, problems } = load('# Take the marks away:\n# - slug: a\n');
    expect([source?.frontmatter, problems]).toEqual([{ list: [] }, []]);
    expect(source?.positionOf(['list', 0])).toEqual({ line: 1, column: 1 });
    for (const loaded of [load('\n \n'), load('# name: x\n', 'site.yaml')])
      expect(loaded.problems.map(({ rule }) => rule)).toEqual(['file-empty']);
  });

  test.each([
    ['# Countries\n- slug: a\n  name: { en: A }\n[]\n', 4],
    ['[]\n- slug: a\n  name: { en: A }\n', 1],
    ['[ ]  \n# Countries\n\n\n\n- slug: a\n  name: { en: A }\n', 1],
  ])('is told of the [] that was left when its first entry was written: %j', (text, line) => {
    const { problems } = load(text);
    expect(problems).toMatchObject([{ line, column: 1, rule: 'yaml-syntax' }]);
    expect(problems[0]!.message).toContain('says that the list is empty');
    expect(problems[0]!.mend).toMatch(/^Delete the line: {2}\[ ?\]$/);
    expect(load(text.replace(/^\[.*\n/m, '')).problems).toEqual([]);
  });
});

test('rubbish is refused or read within a second, and never thrown', () => {
  const piece = fc.constantFrom(
    '---\n',
    'title: ',
    'a',
    ': ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '- ',
    '\n',
    '\t',
    '  ',
    '#',
    '&a',
    '*a',
    '!t',
    '|',
    '>',
    '%',
    '...',
    '\u0000',
    '\uFEFF',
    '\\u',
    ',',
    '? ',
    '<<: ',
    '__proto__: ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const start = performance.now();
      for (const { source, problems } of [
        loadMarkdown(file(text)),
        loadMarkdown(file(`---\n${text}\n---\nx`)),
        loadYaml(file(text, 'site.yaml')),
      ]) {
        expect(source === undefined).toBe(problems.some((problem) => problem.severity === 'error'));
        for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }
      expect(performance.now() - start).toBeLessThan(1000);
    }),
    { numRuns: 1000 },
  );
});

describe('both YAML readers give the same values', () => {
  const same = (yaml: string): void => {
    let values: unknown;
    try {
      values = readYaml(yaml);
    } catch {
      return;
    }
    expect(readYamlTree(yaml).values()).toEqual(values);
  };

  test('for the small site', () => {
    for (const [path, text] of Object.entries(smallSite())) {
      same(path.endsWith('.yaml') ? text : text.slice(4, text.indexOf('\n---', 3) + 1));
    }
  });

  test('for scalars of every kind', () => {
    const scalar = fc.oneof(
      fc.constantFrom(
        '',
        '~',
        'null',
        'Null',
        'true',
        'True',
        'no',
        '0o14',
        '0x1F',
        '1_000',
        '.nan',
        '.inf',
        '-0',
        '0',
        '007',
        '1.0',
        '1.',
        '.5',
        '+1',
        '1e3',
        '12:30:45',
        '2007-08-17',
        '2007-08-17T09:30:00Z',
        '=',
        '"\\x41"',
        "'a''b'",
        '|\n  a\n  b',
        '>\n  a\n  b',
      ),
      fc.stringMatching(/^[-+.0-9eE_xo:]{1,8}$/),
      fc.stringMatching(/^[a-zé中 ]{1,10}$/),
    );
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 5 }), (scalars) =>
        same(scalars.map((text, n) => `k${n}: ${text}\n`).join('')),
      ),
      { numRuns: 1000 },
    );
  });

  const content = new URL('../../content/', import.meta.url).pathname;
  test.runIf(existsSync(content))('for the content of the demo site', () => {
    for (const name of readdirSync(content, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:md|yaml)$/.test(name)) continue;
      const text = readFileSync(content + name, 'utf8');
      same(name.endsWith('.yaml') ? text : text.slice(4, text.indexOf('\n---', 3) + 1));
    }
  });
});

const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname;
test.runIf(existsSync(corpus))('real files of other sites are read or refused at a place', () => {
  let count = 0;
  for (const folder of ['18f-blog', 'jekyll-fixtures', 'graymatter-fixtures']) {
    for (const entry of readdirSync(corpus + folder, { recursive: true, withFileTypes: true })) {
      const name = `${entry.parentPath}/${entry.name}`;
      if (!entry.isFile() || !/\.(?:md|markdown|textile)$/.test(name)) continue;
      count += 1;
      const { source, problems } = loadMarkdown(file(readFileSync(name)));
      expect(source === undefined, name).toBe(problems.some((problem) => problem.severity === 'error'));
    }
  }
  expect(count).toBeGreaterThan(500);
});
