// What one item's file may say: bodies that would be blank, dates far ahead, names that become addresses, and mends that
// are not refused again.
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/problem.ts';
import { smallSite } from '../small-site.ts';
import { checkContent } from './check-content.ts';

const path = 'news/x.md';
const check = (lines: string, body = 'Text.\n', name = path) =>
  checkContent({ ...smallSite(), [name]: `---\n${lines}\n---\n${body}` });
const problemsOf = (lines: string, body?: string): Problem[] =>
  check(lines, body).problems.filter(({ file }) => file === `content/${path}`);
const sound = 'title: T\ndate: 2010-01-02';

describe('a body', () => {
  test.each([
    '[a]: /x',
    '[a]: /x "A title"\n\n[b]:\n  <https://x.example/y>\n',
    '[a]: /x\n"A\ntitle"\n***',
    '\u200B',
    '\u00AD \u2060\u200D\n\u3164',
    '***',
    '\n* * *\n\n___\n---\n',
    '#\n\n>\n\n-\n',
    '&nbsp;\n',
  ])('of %j is blank', (body) => {
    expect(problemsOf(sound, body).map(({ rule }) => rule)).toEqual(['body-missing']);
  });

  test.each([
    'x',
    '***\n\nx',
    '[a]: /x\n\n[a]',
    '[a]: one two',
    '[a](/about/)',
    '![A lamp](lamp.png)',
    'ပ',
    '\u200Bကို',
    '12',
    '# A',
  ])('of %j is none', (body) => {
    expect(problemsOf(sound, body).map(({ rule }) => rule)).not.toContain('body-missing');
  });

  test('of a megabyte that says nothing is read in no time', () => {
    const start = performance.now();
    for (const unit of ['[a]: /x\n', '* * *\n', '[a]: "', '[a', ' ', '\u200B', '&nbsp;'])
      problemsOf(sound, unit.repeat(Math.floor(200_000 / unit.length)));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('a year far ahead', () => {
  test.each([
    ['title: T\ndate: 2567-01-02', '3:7', 'date: 2024-01-02'],
    ['title: T\ndate: 2567-01-02T09:30:00+07:00', '3:7', 'date: 2024-01-02T09:30:00+07:00'],
    [`${sound}\nupdated: 2567-03-04`, '4:10', 'updated: 2024-03-04'],
    [`${sound}\nsource:\n  title: S\n  date: 2567-03`, '6:9', 'date: 2024-03'],
    [`${sound}\nsource:\n  title: S\n  date: 2567`, '6:9', 'date: 2024'],
    ['title: T\ndate: 2107-01-02', '3:7', undefined],
  ])('in %j is a warning', (lines, place, paste) => {
    const { problems } = checkContent(
      { ...smallSite(), [path]: `---\n${lines}\n---\nText.\n` },
      { nowMs: Date.UTC(2026, 0, 1) },
    );
    expect(
      problems.map(({ line, column, rule, severity }) => `${line}:${column} ${rule} ${severity}`),
    ).toEqual([`${place} date-far-future warning`]);
    expect(problems[0]?.mend.split(/: {2}/)[1]).toBe(paste);
  });

  test('may stand in expires, and ten years are not far', () => {
    expect(problemsOf(`${sound}\nexpires: 9999-12-31`)).toEqual([]);
    expect(problemsOf('title: T\ndate: 2030-12-31')).toEqual([]);
    expect(problemsOf('title: T\ndate: 2031-01-01')).toHaveLength(1);
  });

  test('with a leap day of the Buddhist era is offered the right one', () => {
    expect(problemsOf('title: T\ndate: 2567-02-29')[0]?.mend).toContain('date: 2024-02-29');
  });
});

test.each([
  ['\u0130x.md', '/news/ix/'],
  ['e\uFB00ect.md', '/news/effect/'],
  ['\uFF21\uFF22\uFF23.md', '/news/abc/'],
  ['\u0E04\u0E33.md', '/news/\u0E04\u0E33/'],
])('the file %s has the address %s', (name, permalink) => {
  const { site, problems } = check(sound, 'Text.\n', `news/${name}`);
  expect(problems).toEqual([]);
  expect(site?.items.map((item) => item.permalink as string)).toContain(permalink);
});

describe('an id', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'https:x', 'file:///x', 'x'])(
    'may not be %s',
    (id) => {
      expect(problemsOf(`${sound}\nid: "${id}"`)).toMatchObject([
        { line: 4, column: 5, rule: 'id-form', mend: expect.stringContaining('delete the line') },
      ]);
    },
  );

  test.each(['urn:isbn:0451450523', 'tag:x.example,2010:y', 'http://x.example/?p=1', 'HTTPS://x.example/'])(
    'may be %s',
    (id) => {
      expect(problemsOf(`${sound}\nid: "${id}"`)).toEqual([]);
    },
  );
});

describe('a mend that is followed', () => {
  test.each([
    ['date: 1262390400', 'date: 2007-08-17'],
    ['date: 2010', 'date: 2007-08-17'],
    ['date: 2010-01-02\npermalink: /x/', 'slug: x'],
    ['date: 2010-01-02\npermalink: /2010/Über uns.html', 'slug: uber-uns'],
    ['date: 2010-01-02\nauthor: Jane Doe', 'authors: [Jane Doe]'],
    ['date: 2010-01-02\ntags: training, labour', 'topics: [training, labour]'],
    ['date: 2010-01-02\npublished: false', 'draft: true'],
    ['date: 2010-01-02\nlastmod: 5 May 2010', 'updated: 2010-05-05'],
    ['date: 2010-01-02\nredirect_from: /old/x.html', 'aliases: [/old/x.html]'],
  ])('for %j leaves nothing to mend', (lines, paste) => {
    const [problem, ...others] = problemsOf(`title: T\n${lines}`);
    expect(others).toEqual([]);
    expect(problem?.mend).toBe(`Write it as:  ${paste}`);
    const mended = lines.replace(/[^\n]*$/, paste);
    expect(problemsOf(`title: T\n${mended}`)).toEqual([]);
  });

  test('names no id that would be another item’s', () => {
    expect(problemsOf(`${sound}\nid: 5`)[0]?.mend).toMatch(/^Delete the line/);
    expect(problemsOf(`${sound}\nguid: 5`)[0]?.mend).toMatch(/^Delete the line/);
  });
});

test('a list as a key is reported in its line', () => {
  expect(problemsOf(`${sound}\n? [a]`)).toMatchObject([{ line: 4, column: 3, rule: 'key-unknown' }]);
});
