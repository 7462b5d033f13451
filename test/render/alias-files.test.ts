import fc from 'fast-check';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { readHostRules, redirectFor } from '../../src/build/host-rules.ts';
import { checkOutputPaths } from '../../src/build/verify-output.ts';
import type { AbsoluteUrl } from '../../src/model.ts';
import { aliasFiles } from '../../src/render/alias-files.ts';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { checkContent } from '../validate/check-content.ts';

const origin = 'https://lantern.example' as AbsoluteUrl;

/** Files of old addresses of the workshop, in English, Thai and Arabic, by path. */
function filesOf(
  aliases: Readonly<Record<string, readonly string[]>>,
  basePath = '',
  taken: readonly string[] = [],
): Map<string, string> {
  const files: Record<string, string> = smallSiteInThreeLanguages();
  for (const [name, list] of Object.entries(aliases)) {
    const path = `news/2007/${name}`;
    files[path] = files[path]!.replace('date:', `aliases: ${JSON.stringify(list)}\ndate:`);
  }
  const { site, problems } = checkContent(files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return new Map(
    aliasFiles(site!, { origin, basePath }, taken).map((file) => [
      file.path,
      'contents' in file ? String(file.contents) : '',
    ]),
  );
}

const refreshOf = (page: string) => /http-equiv="refresh" content="0; url=(.*?)"/.exec(page)![1]!;

describe.each([[''], ['/base']])('old addresses under the base path "%s"', (basePath) => {
  const files = filesOf(
    {
      'workshop.md': ['/old/page', '/2007/08/workshop.html', '/a.php', '/ก/ข/', "/it's/(1)/"],
      'workshop.th.md': ['/th/old/'],
      'workshop.ar.md': ['/ar/قديم.htm'],
    },
    basePath,
  );

  test('each is a line of _redirects, encoded, before the page at the same address', () => {
    const thai = ['ก', 'ข'].map(encodeURIComponent).join('/');
    expect(files.get('_redirects')).toBe(
      [
        `/2007/08/workshop.html ${basePath}/news/workshop/`,
        `/a.php ${basePath}/news/workshop/`,
        `/ar/${encodeURIComponent('قديم')}.htm ${basePath}/ar/news/workshop/`,
        `/it%27s/(1)/ ${basePath}/news/workshop/`,
        `/old/page/ ${basePath}/news/workshop/`,
        `/th/old/ ${basePath}/th/news/workshop/`,
        `/${thai}/ ${basePath}/news/workshop/`,
      ]
        .map((line) => `${basePath}${line} 301!\n`)
        .join(''),
    );
  });

  test('each has a page of its own, safe on every disk', () => {
    const paths = [...files.keys()];
    expect(paths).toEqual([
      '_redirects',
      '2007/08/workshop.html',
      'a.php/index.html',
      'ar/قديم.htm',
      "it's/(1)/index.html",
      'old/page/index.html',
      'th/old/index.html',
      'ก/ข/index.html',
    ]);
    expect(() => checkOutputPaths(paths)).not.toThrow();
  });

  test('the page leads on relative to itself, to the very file', () => {
    for (const [path, page] of files) {
      if (path === '_redirects') continue;
      const tree = /^(?:ar|th)\//.exec(path)?.[0] ?? '';
      const target = new URL(refreshOf(page), `file:///disk/${encodeURI(path)}`);
      expect(target.pathname).toBe(`/disk/${tree}news/workshop/index.html`);
      expect(page).toContain(`<link rel="canonical" href="${origin}${basePath}/${tree}news/workshop/">`);
      expect(page).toContain(`<a href="${basePath}/${tree}news/workshop/">`);
      expect(page).toContain('<meta name="robots" content="noindex">');
    }
  });

  test('the page speaks the language of its text and has the exit link', () => {
    expect(files.get('old/page/index.html')).toMatch(/<html lang="en" dir="ltr">[\s\S]*It is here now: <a /);
    expect(files.get('th/old/index.html')).toMatch(/<html lang="th" dir="ltr">[\s\S]*ที่อยู่ใหม่: <a /);
    expect(files.get('ar/قديم.htm')).toMatch(/<html lang="ar" dir="rtl">[\s\S]*تجدها الآن هنا: <a /);
    for (const [path, page] of files)
      if (path !== '_redirects') expect(page).toContain('data-exit href="https://www.bbc.com/weather"');
  });

  test('the page is valid HTML', async () => {
    const validator = new HtmlValidate(
      new StaticConfigLoader({ extends: ['html-validate:recommended'], elements: ['html5'] }),
    );
    for (const [path, page] of files) {
      if (path === '_redirects') continue;
      const { results } = await validator.validateString(page, path);
      expect(results.flatMap(({ messages }) => messages)).toEqual([]);
    }
  });
});

test('without an old address there is no file', () => {
  expect(filesOf({}).size).toBe(0);
});

test.each([
  ['/old/', '/old/index.html', 'old/index.html'],
  ['/old/', '/old/INDEX.HTML', 'old/index.html'],
  ['/a.html', '/A.html', 'A.html'],
  ['/Old', '/old', 'Old/index.html'],
])('%s and %s, two spellings of one file, are two lines and one page', (one, other, path) => {
  const files = filesOf({ 'workshop.md': [one, other] });
  expect([...files.keys()]).toEqual(['_redirects', path]);
  expect(files.get('_redirects')!.trim().split('\n')).toHaveLength(2);
});

test('a page goes into the folder that is there, however its name is spelt', () => {
  const taken = ['news/workshop/index.html', 'Old/index.html'];
  const paths = [
    ...filesOf(
      { 'workshop.md': ['/News/Past/one.html', '/news/past/two.html', '/OLD/x/'] },
      '',
      taken,
    ).keys(),
  ];
  expect(paths).toEqual(['_redirects', 'news/Past/one.html', 'Old/x/index.html', 'news/Past/two.html']);
  expect(() => checkOutputPaths([...taken, ...paths])).not.toThrow();
});

test('whatever alias is accepted, it is one line that leads from it and from nowhere else', () => {
  const piece = fc.constantFrom(
    '/',
    'a',
    'B',
    '.',
    '-',
    '%',
    '*',
    ':splat',
    ' ',
    '\n',
    '#',
    '!',
    'é',
    'ก',
    '&',
    '"',
    '~',
  );
  const files = smallSiteInThreeLanguages();
  const workshop = files['news/2007/workshop.md']!;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
      const alias = `/old/${pieces.join('')}`;
      const text = workshop.replace('date:', `aliases: [${JSON.stringify(alias)}]\ndate:`);
      const { site, problems } = checkContent({ ...files, 'news/2007/workshop.md': text });
      if (problems.some(({ severity }) => severity === 'error')) return;
      const [redirects] = aliasFiles(site!, { origin, basePath: '/base' }, []);
      const lines = redirects !== undefined && 'contents' in redirects ? String(redirects.contents) : '';
      expect(lines).toMatch(/^\/base\/old\/[!-~]+ \/base\/news\/workshop\/ 301!\n$/);
      expect(lines.split(' ')[0]).not.toMatch(/[*:?#]/);
      const rules = readHostRules('', lines);
      expect(redirectFor(rules, `/base${alias.normalize('NFC')}`)?.to).toBe('/base/news/workshop/');
      expect(redirectFor(rules, `/base${alias}x`)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
