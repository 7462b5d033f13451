import { describe, expect, test } from 'vitest';
import type { SiteState } from '../../src/model.ts';
import { compareWithPreviousState, parseSiteState, siteStateOf } from '../../src/validate/previous-state.ts';
import { smallSite } from '../small-site.ts';
import { checkContent, type Files } from './check-content.ts';

function siteOf(files: Files) {
  const { site, allItems, problems } = checkContent(files);
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  return { site: site!, allItems };
}

function stateOf(files: Files): SiteState {
  // Through its text, as the next build will read it.
  return parseSiteState(JSON.stringify(siteStateOf(siteOf(files).site, '', { items: 1 })))!;
}

function compare(before: Files, after: Files, allowDrop = false) {
  const { site, allItems } = siteOf(after);
  return compareWithPreviousState(site, allItems, stateOf(before), allowDrop, 'content');
}

const plain = smallSite();
const workshop = plain['news/2007/workshop.md']!;
const withId = { ...plain, 'news/2007/workshop.md': workshop.replace('---\n', '---\nid: urn:x:workshop\n') };

function without(files: Files, path: string): Files {
  const { [path]: _, ...rest } = files;
  return rest;
}

/** The small site without what links to the workshop: links are not checked here. */
const news = (title: string) => `---\ntitle: ${title}\ndate: 2011-01-01\n---\n\nText of ${title}.\n`;

test('nothing changed, nothing to say', () => {
  expect(compare(plain, plain)).toEqual([]);
});

test('an item that is deleted is no problem', () => {
  expect(compare(plain, without(plain, 'news/2009/no-country.md'))).toEqual([]);
});

describe('an item that moves', () => {
  test('with its id, is refused at its slug with the line to paste', () => {
    const moved = {
      ...withId,
      'news/2007/workshop.md': withId['news/2007/workshop.md'].replace('date:', 'slug: judges-meet\ndate:'),
    };
    expect(compare(withId, moved)).toMatchObject([
      {
        file: 'content/news/2007/workshop.md',
        line: 4,
        column: 7,
        rule: 'address-moved',
        severity: 'error',
        mend: expect.stringContaining('aliases: [/news/workshop/]'),
      },
    ]);
  });

  test('with its file, whose id was made from its address, is refused with both lines', () => {
    const moved = { ...without(plain, 'news/2007/workshop.md'), 'news/2007/judges.md': workshop };
    const id = siteOf(plain).site.items.find((item) => item.slug === 'workshop')!.id;
    const [problem, ...rest] = compare(plain, moved);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      file: 'content/news/2007/judges.md',
      line: 1,
      column: 1,
      rule: 'address-moved',
    });
    expect(problem?.mend).toContain('aliases: [/news/workshop/]');
    expect(problem?.mend).toContain(`id: ${id}`);
    // What the mend says, done.
    const mended = {
      ...moved,
      'news/2007/judges.md': workshop.replace('---\n', `---\naliases: [/news/workshop/]\nid: ${id}\n`),
    };
    expect(compare(plain, mended)).toEqual([]);
  });

  test('and gets another title is known by its date and text', () => {
    const moved = {
      ...without(plain, 'news/2007/workshop.md'),
      'news/2007/judges.md': workshop.replace('title: W', 'title: Another w'),
    };
    expect(compare(plain, moved)).toMatchObject([{ rule: 'address-moved' }]);
  });

  test('and gets another text is known by its title', () => {
    const moved = {
      ...without(plain, 'news/2007/workshop.md'),
      'news/2007/judges.md': workshop.replace('their laws', 'the law'),
    };
    expect(compare(plain, moved)).toMatchObject([{ rule: 'address-moved' }]);
  });

  test('with an alias is accepted', () => {
    const moved = {
      ...withId,
      'news/2007/workshop.md': withId['news/2007/workshop.md'].replace(
        'date:',
        'slug: judges-meet\naliases: [/news/workshop/]\ndate:',
      ),
    };
    expect(compare(withId, moved)).toEqual([]);
  });
});

test('an item that became a draft or expired is no item that moved', () => {
  for (const line of ['draft: true', 'expires: 2010-01-01']) {
    expect(
      compare(withId, {
        ...withId,
        'news/2007/workshop.md': withId['news/2007/workshop.md'].replace('date:', `${line}\ndate:`),
      }),
    ).toEqual([]);
  }
});

test('an id that changes at the same address is a warning', () => {
  expect(compare(plain, withId)).toMatchObject([
    { rule: 'id-changed', severity: 'warning', line: 2, column: 5 },
  ]);
});

test('a state holds no draft and no item under embargo', () => {
  const files = {
    ...plain,
    'news/2010/a.md': news('A').replace('date', 'draft: true\ndate'),
    'news/2010/b.md': news('B').replace('2011', '2999'),
  };
  expect(Object.values(stateOf(files).addresses)).not.toContain('/news/a/');
  expect(Object.values(stateOf(files).addresses)).not.toContain('/news/b/');
});

describe('a big drop', () => {
  const many = (count: number): Files => ({
    ...plain,
    ...Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`news/2011/n${n}.md`, news(`Number ${n}`)]),
    ),
  });

  test('of 30 % and ten items is refused at the folder', () => {
    expect(compare(many(23), many(13))).toMatchObject([
      {
        file: 'content',
        line: 1,
        column: 1,
        rule: 'big-drop',
        mend: expect.stringContaining('--allow-drop'),
      },
    ]);
  });

  test('is accepted when it is meant', () => {
    expect(compare(many(23), many(13), true)).toEqual([]);
  });

  test('is none below ten items, or below 30 %', () => {
    expect(compare(many(9), many(0))).toEqual([]);
    expect(compare(many(24), many(14))).toEqual([]);
  });
});

test('what is no state of ours is none', () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    '{"version":2}',
    '{"version":1,"basePath":"","counts":{},"addresses":{"a":1},"fingerprints":{}}',
    '{"version":1,"basePath":"","counts":{},"addresses":{},"fingerprints":{"a":{}}}',
  ]) {
    expect(parseSiteState(text)).toBeUndefined();
  }
});
