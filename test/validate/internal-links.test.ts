import { describe, expect, test } from 'vitest';
import type { ContentFile, Item, RenderedBody } from '../../src/model.ts';
import type { Problem } from '../../src/problem.ts';
import { checkInternalLinks, type InternalLinksInput } from '../../src/validate/internal-links.ts';
import { smallSite } from '../small-site.ts';
import { renderItems } from '../support/render-items.ts';
import { checkContent } from './check-content.ts';

const head = (title: string, more = '') => `---\ntitle: ${title}\ndate: 2010-01-01\n${more}---\n`;
/** The line of the first line of a text below `head` without more. */
const firstLine = 5;

/** Checks a small site whose news item 2010/links.md has this text. */
function check(
  text: string,
  files: Readonly<Record<string, string>> = {},
  more: Partial<InternalLinksInput> = {},
) {
  const { site, allItems, problems } = checkContent({
    ...smallSite(),
    'news/2010/links.md': head('Links') + text,
    ...files,
  });
  if (!site) throw new Error(JSON.stringify(problems));
  const items: { item: Item; body: RenderedBody }[] = renderItems(site, { basePath: '/base' });
  const known = new Map<string, ReadonlySet<string>>(
    items.map(({ item, body }) => [item.permalink, new Set(body.headings.map(({ id }) => id))]),
  );
  for (const address of ['/', '/news/', '/search/', '/feed.xml', '/countries/burma/'])
    known.set(address, new Set());
  const filesByPath: ReadonlyMap<string, ContentFile> = site.files;
  return checkInternalLinks({ items, knownAddresses: known, files: filesByPath, allItems, ...more });
}

/** `line:column rule: mend` of each problem of links.md, lines counted from the first of the text. */
function problems(
  text: string,
  files: Readonly<Record<string, string>> = {},
  more: Partial<InternalLinksInput> = {},
) {
  return check(text, files, more).problems.map(({ file, line, column, rule, mend }) => {
    expect(file).toBe('content/news/2010/links.md');
    return `${line - firstLine + 1}:${column} ${rule}: ${mend}`;
  });
}

test('the small site itself has no dead link', () => {
  expect(check('Text.').problems).toEqual([]);
});

describe('what resolves is no problem', () => {
  test.each([
    ['/news/workshop/'],
    ['/news/workshop/#what-they-agreed'],
    ['../workshop/#what-they-agreed'],
    ['#here'],
    ['#top'],
    ['#'],
    ['/#:~:text=a'],
    ['/'],
    ['/feed.xml'],
    ['../../feed.xml'],
    ['/search/#q=wage%20theft'],
    ['/news/?x=1'],
    ['/%6Eews/'],
    ['https://e.org/news/none/'],
    ['//e.org/x'],
    ['mailto:a@e.org'],
    ['tel:123'],
  ])('%s', (address) => {
    expect(problems(`[a](${address})\n\n## Here`)).toEqual([]);
  });

  test('an anchor in percent-encoding or decomposed letters', () => {
    expect(problems('[a](#caf%C3%A9) [b](#cafe\u0301) [c](#cafe%CC%81)\n\n## Café')).toEqual([]);
  });
});

describe('a dead page', () => {
  test('stands at its own place, also the second of two equal links', () => {
    expect(
      problems('[a](/news/workshop/) and\n[b](/nowhere/at/all) [c](/nowhere/at/all)').map((p) =>
        p.split(':', 2).join(':'),
      ),
    ).toEqual(['2:5 link-dead', '2:26 link-dead']);
  });

  test.each([
    ['/news/workshp/', '/news/workshop/'],
    ['/news/workshop', '/news/workshop/'],
    ['../workshop', '/news/workshop/'],
    ['/news/workshop/index.html', '/news/workshop/'],
    ['/News/Workshop/', '/news/workshop/'],
    ['/2007/workshop/#what-they-agreed', '/news/workshop/#what-they-agreed'],
    ['/feed.xml/', '/feed.xml'],
    ['/base/about/', '/about/'],
    ['/old/place/', '/news/no-country/'],
  ])('%s: %s is proposed', (address, right) => {
    const files = {
      'news/2009/no-country.md': `${head('A short note', 'aliases: [/old/place/]\n')}\nText.\n`,
    };
    expect(problems(`[a](${address})`, files, { basePath: '/base' })).toEqual([
      `1:5 link-dead: Did you mean  […](${right})`,
    ]);
  });

  test('that is like nothing gets no proposal', () => {
    expect(problems('[a](/xyzzy-plugh-quux/)')).toEqual([
      '1:5 link-dead: Correct the address, or take the link away; its words may stay.',
    ]);
  });

  test('is said to differ in case when that is all', () => {
    expect(check('[a](/NEWS/)').problems[0]!.message).toMatch(/capital and small letters count/);
  });

  test('is found under the site’s own whole address too', () => {
    const own = { origin: 'https://lantern.example', basePath: '/base' };
    expect(
      problems('[a](https://lantern.example/base/news/workshop/) [b](https://lantern.example/base)', {}, own),
    ).toEqual([]);
    expect(problems('[a](https://lantern.example/base/news/workshp/)', {}, own)).toEqual([
      '1:5 link-dead: Did you mean  […](/news/workshop/)',
    ]);
    expect(
      problems('[a](https://lantern.example/elsewhere/) [b](https://lantern.example.org/x)', {}, own),
    ).toEqual([]);
  });

  test('without any address is one', () => {
    expect(problems('[a]()')[0]).toMatch(/^1:\d+ link-dead/);
  });
});

test('a link to what readers cannot see yet is told as such', () => {
  const files = {
    'news/2010/draft.md': `${head('Draft', 'draft: true\n')}\nText.\n`,
    'news/2029/later.md': '---\ntitle: Later\ndate: 2029-01-01\n---\n\nText.\n',
  };
  const found = check('[a](/news/draft/) [b](../later/#x)', files).problems;
  expect(found.map(({ rule, column }) => [rule, column])).toEqual([
    ['link-hidden', 5],
    ['link-hidden', 23],
  ]);
  expect(found[0]!.message).toContain('draft');
  expect(found[1]!.message).toContain('content/news/2029/later.md');
});

test('a dead anchor is told with the one that was meant', () => {
  expect(problems('[a](#her) [b](/news/workshop/#what-they-agree) [c](/news/#x)\n\n## Here')).toEqual([
    '1:5 link-anchor: Did you mean  […](#here)',
    '1:15 link-anchor: Did you mean  […](/news/workshop/#what-they-agreed)',
    '1:52 link-anchor: Take #x away, or write the words of a heading there: small letters, hyphens for spaces.',
  ]);
});

test('a link to a file of the content gets the address of its page', () => {
  expect(
    problems('[a](../2007/workshop.md#what-they-agreed) [b](/news/2007/workshop.md) [c](none.md)'),
  ).toEqual([
    '1:5 link-to-source: Write it as:  […](/news/workshop/#what-they-agreed)',
    '1:47 link-to-source: Write it as:  […](/news/workshop/)',
    '1:75 link-to-source: Write the address of the page, such as  /news/name-of-the-item/',
  ]);
});

describe('files beside the item', () => {
  const files = {
    'news/2010/map.png': 'png',
    'news/2010/parts/report one.pdf': 'pdf..',
    'news/2010/Caf\u00e9.jpg': 'j',
    'news/2007/elsewhere.png': 'png',
  };

  test('become attachments below its address, each once', () => {
    const { problems: found, attachments } = check(
      '![m](map.png) ![m](./map.png) [r](parts/report%20one.pdf) [r](<parts/report one.pdf#page=2>) ![c](Cafe\u0301.jpg)',
      files,
    );
    expect(found).toEqual([]);
    expect([...attachments]).toEqual([
      [
        '/news/links/',
        [
          { name: 'Café.jpg', path: 'news/2010/Café.jpg', address: '/news/links/Café.jpg', size: 1 },
          { name: 'map.png', path: 'news/2010/map.png', address: '/news/links/map.png', size: 3 },
          {
            name: 'parts/report one.pdf',
            path: 'news/2010/parts/report one.pdf',
            address: '/news/links/parts/report one.pdf',
            size: 5,
          },
        ],
      ],
    ]);
  });

  test('that are missing stand at their place, and the one that was meant is named', () => {
    expect(
      problems('![m](mapp.png)\n![m](Map.PNG) [r](parts/none.pdf) ![e](../2007/elsewhere.png)', files),
    ).toEqual([
      '1:6 file-missing: Did you mean  ![…](map.png)',
      '2:6 file-case: Write it as:  ![…](map.png)',
      '2:19 file-missing: Lay the file into content/news/2010/ or correct the name.',
      '2:40 file-missing: Lay the picture beside this file and write its name:  ![What it shows](picture.jpg)',
    ]);
  });

  test('that are one on a disk without capital letters are refused at the second', () => {
    const twins = {
      'news/2010/P.jpg': '1',
      'news/2010/p.jpg': '2',
      'news/2010/A/x.pdf': '3',
      'news/2010/a/y.pdf': '4',
      'pages/thanks/x.pdf': '5',
      'pages/Thanks/x.pdf': '6',
    };
    const mend = 'file-twice: Rename one of the two, and write its new name here.';
    expect(problems('![p](P.jpg) ![p](P.jpg)\n![p](p.jpg)\n[x](A/x.pdf) [y](a/y.pdf)', twins)).toEqual([
      `2:6 ${mend}`,
      `3:18 ${mend}`,
    ]);
    // One that another item shows lies elsewhere in the site.
    const other = { ...twins, 'news/2010/other.md': `${head('Other')}\n![p](p.jpg)\n` };
    expect(problems('![p](P.jpg)', other)).toEqual([]);
    const place = ({ file, line, column, rule }: Problem) => `${file}:${line}:${column} ${rule}`;
    const both = {
      ...twins,
      'resources/pic.md': `---\ntitle: T\nkind: report\nyear: 2008\nfile: p.jpg\nimage: { file: P.jpg, alt: x }\n---\nText.\n`,
      'resources/p.jpg': '1',
      'resources/P.jpg': '2',
    };
    expect(check('Text.', both).problems.map(place)).toEqual(['content/resources/pic.md:5:7 file-twice']);
    const contact = {
      ...twins,
      'pages/contact.md': '---\ntitle: C\n---\n[a](thanks/x.pdf) [b](Thanks/x.pdf)\n',
    };
    expect(check('Text.', contact).problems.map(place)).toEqual(['content/pages/contact.md:4:23 file-twice']);
  });

  test('of another item may be shown by their address on the site', () => {
    const other = { ...files, 'news/2007/other.md': `${head('Other')}\n![e](elsewhere.png)\n` };
    expect(problems('![e](/news/other/elsewhere.png) [e](../other/elsewhere.png)', other)).toEqual([]);
  });

  test('that a browser would run, or show as no picture, are refused', () => {
    const run = {
      'news/2010/page.html': '<script>',
      'news/2010/a.js': 'x',
      'news/2010/d.pdf': 'p',
    };
    const rules = check('[a](page.html) [b](a.js) ![d](d.pdf)', run).problems.map(({ rule }) => rule);
    expect(rules).toEqual(['file-type', 'file-type', 'file-type']);
  });

  test('never lie above the content folder or outside the item’s own', () => {
    const { problems: found, attachments } = check(
      '[a](../../../package.json) [b](../2007/elsewhere.png)',
      files,
    );
    expect(found).toHaveLength(2);
    expect(attachments.size).toBe(0);
  });
});

test('a picture of another site is refused, whose server would learn who reads the page', () => {
  expect(
    check('![a](https://e.org/a.png) ![b](//e.org/b.png)').problems.map(({ rule, severity, column }) => [
      rule,
      severity,
      column,
    ]),
  ).toEqual([
    ['remote-image', 'error', 6],
    ['remote-image', 'error', 32],
  ]);
});

test('a link that is not shown is told, without stopping the build', () => {
  const found = check(
    '[a](javascript:alert(1)) ![b](data:image/png;base64,x) [c](http:) <std:vector>',
  ).problems;
  expect(found.map(({ rule, severity, column }) => [rule, severity, column])).toEqual([
    ['link-scheme', 'warning', 5],
    ['link-scheme', 'warning', 31],
    ['link-scheme', 'warning', 60],
  ]);
});

test('thousands of dead links are told in bounded time', () => {
  const text = Array.from({ length: 3_000 }, (_, i) => `[a](/news/dead-${i}-${'x'.repeat(i % 40)}/)`).join(
    '\n',
  );
  const known = new Map<string, ReadonlySet<string>>(
    Array.from({ length: 10_000 }, (_, i) => [`/news/item-number-${i}/`, new Set<string>()]),
  );
  const start = performance.now();
  expect(check(text, {}, { knownAddresses: known }).problems.length).toBeGreaterThanOrEqual(3_000);
  expect(performance.now() - start).toBeLessThan(20_000);
});
