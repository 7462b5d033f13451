// What files of other systems hold in real life, one kind at a time (each was counted over thousands of real files).
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSourceDate } from '../../src/import/source-date.ts';
import { positionAt } from '../../src/load/decode-text.ts';
import { listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { type Imported, importFolder } from './import-folder.ts';

/** The smallest picture that a reader of pictures accepts. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

type Options = Parameters<typeof importFolder>[2];

async function importFiles(
  files: Record<string, string | Uint8Array>,
  options: Options = {},
): Promise<Imported> {
  const folder = temporaryFolder();
  writeFiles(join(folder, 'source'), files);
  return importFolder(join(folder, 'source'), join(folder, 'content'), options);
}

/** Imports one Jekyll post with a sound head. */
async function post(body: string, head = '', options: Options = {}): Promise<string> {
  const site = await importFiles(
    { '_posts/2020-01-02-a-post.md': `---\ntitle: A post\n${head}---\n\n${body}\n` },
    options,
  );
  return site.became('_posts/2020-01-02-a-post.md');
}

async function problemsOf(site: Imported): Promise<unknown> {
  const { stdout } = await runScript('check', ['--content', site.content, '--strict', '--format', 'json']);
  return JSON.parse(stdout);
}

const bodyOf = (text: string) => text.replace(/^---\n[\s\S]*?\n---\n\n/, '').trimEnd();
const key = (text: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];

describe('dates', () => {
  test.each([
    ['2014-06-30 10:00:10 -0400', '2014-06-30T10:00:10-04:00'],
    ['2014-06-30 10:00:10 -4', '2014-06-30T10:00:10-04:00'],
    ['2014-06-30T10:00:10+07:00', '2014-06-30T10:00:10+07:00'],
    ['2014-06-30 10:00', '2014-06-30T10:00:00Z'],
    ['2014/06/30', '2014-06-30'],
    ['2017-2-5', '2017-02-05'],
    ['August 17, 2007', '2007-08-17'],
    ['Mon, 30 Jun 2014 10:00:00 +0000', '2014-06-30T10:00:00+00:00'],
    ['13/04/2016', '2016-04-13'],
  ])('%s is %s', (written, date) => {
    expect(readSourceDate(written).date).toBe(date);
  });

  test('what can be read in two ways is said to be a guess', () => {
    expect(readSourceDate('03/04/2016').guess).toContain('2016-04-03 or 2016-03-04');
    expect(readSourceDate('2014-06-30 10:00').guess).toContain('no offset');
    expect(readSourceDate('2014-06-30 10:00:10 -0400').guess).toBeUndefined();
    expect(readSourceDate('2026-02-30').guess).toContain('no day that exists');
    expect(readSourceDate('<%= new Date() %>').date).toBeUndefined();
  });

  test('a key wins over the file’s name, and the difference is told at the key', async () => {
    const site = await importFiles({
      '_posts/2020-01-02-x-post.md': '---\ntitle: X\ndate: 2020-01-05\n---\nWords.\n',
    });
    expect(key(site.became('_posts/2020-01-02-x-post.md'), 'date')).toBe('2020-01-05');
    expect(site.notes('_posts/2020-01-02-x-post.md')).toContainEqual(
      expect.objectContaining({ line: 3, column: 1, rule: 'date-differs', group: 'guessed' }),
    );
  });

  test('a text without a date becomes a page, and news only when it is asked for and can be', async () => {
    const files = {
      'about.md': '---\ntitle: About us\n---\nWords.\n',
      '_posts/2020-01-02-b-post.md': '---\ntitle: B\n---\nWords.\n',
    };
    const site = await importFiles(files);
    expect(site.byPath.get('about.md')?.to).toBe('pages/about.md');
    const news = await importFiles(files, { type: 'news' });
    expect(news.byPath.get('about.md')).toMatchObject({ outcome: 'left-out' });
    const pages = await importFiles(files, { type: 'page' });
    expect(pages.byPath.get('_posts/2020-01-02-b-post.md')?.to).toBe('pages/b-post.md');
    expect(await problemsOf(pages)).toEqual([]);
  });
});

describe('heads', () => {
  test('TOML and JSON of Hugo, lines without fences and a comment are read as YAML is', async () => {
    const site = await importFiles({
      'content/posts/toml-post.md':
        '+++\ntitle = "Toml post"\ndate = 2020-05-06T07:08:09+07:00\ntags = ["One"]\ndraft = false\n+++\nWords.\n',
      'content/posts/json-post.md': '{\n  "title": "Json post",\n  "date": "2020-05-07"\n}\n\nWords.\n',
      'content/posts/line-post.md': 'Title: Line post\nDate: 2020-05-08\n\nWords.\n',
      'content/posts/comment-post.md': '<!--\n.. title: Comment post\n.. date: 2020-05-09\n-->\n\nWords.\n',
    });
    expect(site.report.kind).toBe('hugo');
    const dates = ['toml', 'json', 'line', 'comment'].map((name) => {
      const text = site.became(`content/posts/${name}-post.md`);
      return [key(text, 'title'), key(text, 'date'), bodyOf(text)];
    });
    expect(dates).toEqual([
      ['Toml post', '2020-05-06T07:08:09+07:00', 'Words.'],
      ['Json post', '2020-05-07', 'Words.'],
      ['Line post', '2020-05-08', 'Words.'],
      ['Comment post', '2020-05-09', 'Words.'],
    ]);
    expect(await problemsOf(site)).toEqual([]);
  });

  test('a second key of one name, `Title`, a colon in a title, a blank line before the fence: read, and told', async () => {
    const site = await importFiles({
      'odd-page.md': '\n---\nTitle: News: all of it\nlayout: post\nlayout: page\n---\nWords.\n',
    });
    expect(key(site.became('odd-page.md'), 'title')).toBe('"News: all of it"');
    expect(site.notes('odd-page.md').map(({ line, column, rule }) => `${line}:${column} ${rule}`)).toEqual(
      expect.arrayContaining(['1:1 blank-lines', '5:1 key-twice', '5:1 key-left']),
    );
  });

  test('a head that is never closed, or that names itself without end, is refused; tags of YAML make nothing', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`),
    ].join('\n');
    const site = await importFiles({
      'open-head.md': '---\ntitle: Open\n\nWords.\n',
      'bomb-head.md': `---\ntitle: Bomb\n${bomb}\n---\nWords.\n`,
      'tag-head.md': '---\ntitle: !!js/function "function () { return 1; }"\n---\nWords.\n',
      'proto-head.md': '---\ntitle: Proto\n__proto__:\n  polluted: true\nconstructor: x\n---\nWords.\n',
    });
    for (const name of ['open-head.md', 'bomb-head.md'])
      expect([name, site.byPath.get(name)?.outcome]).toEqual([name, 'left-out']);
    expect(site.became('tag-head.md')).toContain('title: "!!js/function \\"function () { return 1; }\\""');
    expect(site.byPath.get('proto-head.md')?.outcome).toBe('imported');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('no head: the title is the first heading, or the file’s name', async () => {
    const site = await importFiles({
      'first-one.md': '# A heading\n\nWords.\n',
      'second one.md': 'Only words.\n',
    });
    expect(site.became('first-one.md')).toMatch(/title: A heading\n[\s\S]*---\n\nWords\.\n$/);
    expect(key(site.became('second one.md'), 'title')).toBe('Second one');
    expect(site.byPath.get('second one.md')?.to).toBe('pages/second-one.md');
  });

  test('entities in a title become letters, emoji stay, tags as one text are split, mail addresses of authors go', async () => {
    const text = await post('Words.', '');
    expect(text).toContain('title: A post');
    const site = await importFiles({
      '_posts/2020-01-02-c-post.md':
        '---\ntitle: "Judges &amp; lawyers &#8211; 🎉 <em>today</em>"\ntags: law, human rights\nauthor: Mina Writer <mina@harbour.example> and B. Other\n---\nWords.\n',
      '_posts/2020-01-03-d-post.md': '---\ntitle: D\ntags: law training\n---\nWords.\n',
    });
    const first = site.became('_posts/2020-01-02-c-post.md');
    expect(key(first, 'title')).toBe('Judges & lawyers – 🎉 today');
    expect(key(first, 'topics')).toBe('[law, human-rights]');
    expect(key(first, 'authors')).toBe('[Mina Writer, B. Other]');
    expect(JSON.stringify(site.files)).not.toContain('mina@');
    expect(key(site.became('_posts/2020-01-03-d-post.md'), 'topics')).toBe('[law, training]');
    expect(await problemsOf(site)).toEqual([]);
  });

  test('what was not published becomes a draft', async () => {
    const site = await importFiles({
      '_posts/2020-01-02-e-post.md': '---\ntitle: E\npublished: false\n---\nWords.\n',
      '_posts/2020-01-02-f-post.md': '---\ntitle: F\ndraft: "true"\n---\nWords.\n',
      '_drafts/g-post.md': '---\ntitle: G\n---\nWords.\n',
      '_posts/2020-01-02-h-post.md': '---\ntitle: H\npublished: true\n---\nWords.\n',
    });
    const drafts = [...site.byPath.keys()].filter((path) => site.became(path).includes('\ndraft: true\n'));
    expect(drafts).toEqual([
      '_drafts/g-post.md',
      '_posts/2020-01-02-e-post.md',
      '_posts/2020-01-02-f-post.md',
    ]);
  });
});

describe('what the report must not pass over', () => {
  test('values of a form that their key cannot have, and days that do not exist', async () => {
    const site = await importFiles({
      '2020-02-30-bad-date.md':
        '---\ntitle: [a, b]\ndescription: {x: 1}\ntags: {a: b}\ncategories: [{c: d}, Law]\n---\nWords.\n',
      'local.md': '+++\ntitle = "Local"\ndate = 2021-05-07T10:00:00\n+++\nWords.\n',
    });
    const notes = site.notes('2020-02-30-bad-date.md');
    expect(
      notes
        .filter(({ rule }) => rule === 'value-left')
        .map(({ line, column }) => `${line}:${column}`)
        .sort(),
    ).toEqual(['2:1', '3:1', '4:1', '5:1']);
    expect(notes.find(({ rule }) => rule === 'date-unread')?.message).toContain('2020-02-30');
    expect(site.notes('local.md').find(({ rule }) => rule === 'date-guessed')?.message).toContain(
      '"2021-05-07T10:00:00"',
    );
  });

  test('a picture that is there and cannot be read is not called missing; a group of keys may name the picture', async () => {
    const site = await importFiles({
      '_posts/2020-01-02-a.md':
        '---\ntitle: A\nimage:\n  path: /img/good.png\n  alt: A table\n---\n![Words](/img/bad.png)\n',
      'img/good.png': onePixel,
      'img/bad.png': new Uint8Array([1, 2, 3]),
    });
    const missing = site.notes('_posts/2020-01-02-a.md').find(({ rule }) => rule === 'image-missing');
    expect(missing?.message).toContain('its file cannot be used (');
    expect(site.became('_posts/2020-01-02-a.md')).toContain('image:\n  file: good.png\n  alt: A table\n');
  });

  test.skipIf(process.platform === 'win32')(
    'a pipe among the files is told and never waited for',
    async () => {
      const folder = temporaryFolder();
      writeFiles(folder, { 'source/a.md': '# A\n\nWords.\n' });
      execFileSync('mkfifo', [join(folder, 'source', 'pipe.md')]);
      const site = await importFolder(join(folder, 'source'), join(folder, 'content'));
      expect(site.byPath.get('pipe.md')).toMatchObject({ outcome: 'passed-over' });
      expect(site.byPath.get('a.md')?.outcome).toBe('imported');
    },
  );
});

describe('embargo and expiry', () => {
  test('of Hugo come along, in YAML and TOML; what has ended or not begun is linked by no published text', async () => {
    const site = await importFiles({
      'hugo.toml': 'title = "Harbour"\n',
      'content/posts/later.md':
        '+++\ntitle = "Later"\ndate = 2020-01-02\npublishDate = 2031-05-01T08:00:00+07:00\n+++\nWords.\n',
      'content/posts/over.md': '---\ntitle: Over\ndate: 2020-01-02\nexpiryDate: 2021-01-01\n---\nWords.\n',
      'content/posts/undated.md': '---\ntitle: Undated\npublishDate: 2031-05-01\n---\nWords.\n',
      'content/posts/unread.md':
        '---\ntitle: Unread\ndate: 2020-01-02\nexpiryDate: when all is over\n---\nWords.\n',
      'content/posts/parts/index.md': '+++\ntitle = "Parts"\nheadless = true\n+++\nWords.\n',
      'content/posts/hidden.md':
        '---\ntitle: Hidden\ndate: 2020-01-02\nbuild:\n  render: never\n---\nWords.\n',
      'content/posts/linking.md':
        '---\ntitle: Linking\ndate: 2020-01-02\n---\n[a]({{< ref "later.md" >}}) [b]({{< ref "over.md" >}})\n',
    });
    const later = site.became('content/posts/later.md');
    expect(Date.parse(key(later, 'publish') ?? '')).toBe(Date.parse('2031-05-01T08:00:00+07:00'));
    expect(key(site.became('content/posts/over.md'), 'expires')).toBe('2021-01-01');
    expect(key(site.became('content/posts/undated.md'), 'date')).toBe('2031-05-01');
    expect(key(site.became('content/posts/unread.md'), 'draft')).toBe('true');
    expect(site.notes('content/posts/unread.md')).toContainEqual(
      expect.objectContaining({ line: 4, column: 1, rule: 'draft' }),
    );
    for (const path of ['content/posts/parts/index.md', 'content/posts/hidden.md'])
      expect([path, site.byPath.get(path)?.outcome]).toEqual([path, 'passed-over']);
    expect(bodyOf(site.became('content/posts/linking.md'))).toBe('a b');
    expect(await problemsOf(site)).toEqual([]);
  });

  test('other systems’ words for them are understood, and `published` is a word or a date', async () => {
    const site = await importFiles({
      '_posts/2020-01-02-a.md': '---\ntitle: A\npublished: false\nexpires: 2031-01-01\n---\nWords.\n',
      '_posts/2020-01-03-b.md': '---\ntitle: B\npublished: 2031-02-03\n---\nWords.\n',
    });
    const [a, b] = [site.became('_posts/2020-01-02-a.md'), site.became('_posts/2020-01-03-b.md')];
    expect([key(a, 'draft'), key(a, 'publish'), key(a, 'expires')]).toEqual([
      'true',
      undefined,
      '2031-01-01',
    ]);
    expect([key(b, 'draft'), key(b, 'publish')]).toEqual([undefined, '2031-02-03']);
  });
});

describe('bytes', () => {
  test('CRLF, a byte order mark, UTF-16, control characters and U+FEFF inside a text: cleaned, and told', async () => {
    const utf16 = Buffer.from('\uFEFF---\r\ntitle: Wide\r\n---\r\nWords.\r\n', 'utf16le');
    const site = await importFiles({
      'crlf-page.md': '\uFEFF---\r\ntitle: Crlf\r\n---\r\nOne.\r\n\r\nTwo.\r\n',
      'wide-page.md': utf16,
      'dirty-page.md': '---\ntitle: Dirty\n---\nA\u0007b and c\uFEFFd.\n',
    });
    expect(bodyOf(site.became('crlf-page.md'))).toBe('One.\n\nTwo.');
    expect(bodyOf(site.became('wide-page.md'))).toBe('Words.');
    expect(bodyOf(site.became('dirty-page.md'))).toBe('Ab and cd.');
    const removed = site.notes('dirty-page.md').filter(({ rule }) => rule === 'control-character');
    expect(removed.map(({ line, column }) => [line, column])).toEqual([
      [4, 2],
      [4, 10],
    ]);
    expect(await problemsOf(site)).toEqual([]);
  });

  test('bytes of no known encoding are refused at the first bad one; a page that names its encoding is read', async () => {
    const site = await importFiles({
      'old-page.md': Buffer.from('---\ntitle: Old\n---\nCaf\xe9\n', 'latin1'),
      'old.html': Buffer.from(
        '<html><head><meta charset="iso-8859-1"><title>Café</title></head><body><p>Caf\xe9</p></body></html>',
        'latin1',
      ),
    });
    expect(site.byPath.get('old-page.md')).toMatchObject({
      outcome: 'left-out',
      notes: [{ line: 4, column: 4, rule: 'encoding' }],
    });
    expect(bodyOf(site.became('old.html'))).toBe('Café');
  });

  test('an empty file and a head without a text are left out', async () => {
    const site = await importFiles({
      'empty.md': '',
      'blank.md': ' \n\n',
      'head.md': '---\ntitle: Head\n---\n\n',
      'markup.md': '---\ntitle: Markup\n---\n<div><!-- nothing --></div>\n',
      'words.md': 'Words.\n',
    });
    const left = [...site.byPath.values()]
      .filter(({ outcome }) => outcome === 'left-out')
      .map(({ path }) => path);
    expect(left).toEqual(['blank.md', 'empty.md', 'head.md', 'markup.md']);
  });
});

describe('addresses', () => {
  const site = {
    '_posts/2020-01-02-first-post.md': '---\ntitle: First\n---\n## Part one\n\nWords.\n',
    '_posts/2020-01-03-second-post.md': `---
title: Second
---
[a](/2020/01/02/first-post.html) [b]({% post_url 2020-01-02-first-post %}) [c]({% link _posts/2020-01-02-first-post.md %}#part-one)
[d](/2020/01/02/first-post.html#gone) [e](/old/page.html?x=1#y) [f](#none) [g](mailto:desk@harbour.example) [h](javascript:alert(1))
[i](https://harbour.example/2020/01/02/first-post.html) ![A picture](/img/gone.png) ![Here](/img/here.png) [j][ref] <a href="../page.html">k</a>

[ref]: /old/other.html
`,
    'img/here.png': onePixel,
    // A file that only pretends to be a picture is as good as missing.
    'img/gone.png': new Uint8Array([1, 2, 3]),
  };

  test('with an origin: to what was imported, else to the old site; missing pictures by their words', async () => {
    const result = await importFiles(site, { origin: 'https://harbour.example' });
    expect(bodyOf(result.became('_posts/2020-01-03-second-post.md'))).toBe(
      '[a](/news/first-post/) [b](/news/first-post/) [c](/news/first-post/#part-one) [d](/news/first-post/) ' +
        '[e](https://harbour.example/old/page.html?x=1#y) f [g](mailto:desk@harbour.example) h [i](/news/first-post/) ' +
        '[A picture](https://harbour.example/img/gone.png) ![Here](here.png) [j](https://harbour.example/old/other.html) ' +
        '[k](https://harbour.example/2020/01/page.html)\n\n[ref]: https://harbour.example/old/other.html',
    );
    expect(listFiles(join(result.content, 'news/2020'))).toContain('here.png');
    expect(await problemsOf(result)).toEqual([]);
  });

  test('a picture that is missing leaves a link even without words, and the report says what became of it', async () => {
    const source = {
      '_posts/2020-01-02-a.md': `---
title: A
---
![](/img/A%20table.png)

<a href="https://elsewhere.example/whole"><img src="/img/small_one.png" alt=""></a>

[![A view](/img/view.png)](https://elsewhere.example/view)

<img src="https://elsewhere.example/far.jpg"> <img src="https://count.example/p.gif" width="1" height="1"> Words.
`,
    };
    const path = '_posts/2020-01-02-a.md';
    const result = await importFiles(source, { origin: 'https://harbour.example' });
    expect(bodyOf(result.became(path))).toBe(
      '[A table.png](https://harbour.example/img/A%20table.png)\n\n' +
        '[small\\_one.png](https://elsewhere.example/whole)\n\n' +
        '[A view](https://elsewhere.example/view)\n\n' +
        '[far.jpg](https://elsewhere.example/far.jpg)  Words.',
    );
    const ends = (site: Imported) =>
      site
        .notes(path)
        .filter(({ rule }) => rule === 'image-missing')
        .map(({ line, message }) => `${line}: ${message.split('; ').at(-1)}`);
    expect(ends(result)).toEqual([
      '4: it leads to https://harbour.example/img/A%20table.png',
      '6: its words stay in the link round it',
      '8: its words stay in the link round it',
    ]);
    expect(await problemsOf(result)).toEqual([]);
    const without = await importFiles(source);
    expect(ends(without)[0]).toBe('4: it has no words, and nothing of it stays');
    expect(bodyOf(without.became(path))).not.toContain('table.png');
  });

  test('of a drawing that can be cleaned: it is copied; of another, its words stay, with the reason in the report', async () => {
    const result = await importFiles(
      {
        '_posts/2020-01-02-a.md': '---\ntitle: A\n---\n![Good](/img/good.svg) ![Bad](/img/bad.svg)\n',
        'img/good.svg':
          '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9" onclick="x()"/></svg>',
        'img/bad.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path></svg>',
      },
      { origin: 'https://harbour.example' },
    );
    expect(bodyOf(result.became('_posts/2020-01-02-a.md'))).toBe(
      '![Good](good.svg) [Bad](https://harbour.example/img/bad.svg)',
    );
    expect(result.notes('_posts/2020-01-02-a.md').map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['image-copied', 'image-missing']),
    );
    expect(JSON.stringify(result.report)).toContain('is no whole SVG: in its line 1');
    expect(await problemsOf(result)).toMatchObject([{ rule: 'svg-cleaned' }]);
  });

  test('without an origin the words stay', async () => {
    const result = await importFiles(site);
    const body = bodyOf(result.became('_posts/2020-01-03-second-post.md'));
    expect(body).toContain(' e f [g]');
    expect(body).toContain(' A picture ![Here](here.png) j k');
    expect(await problemsOf(result)).toEqual([]);
  });

  test('each address has its note at its own place', async () => {
    const result = await importFiles(site, { origin: 'https://harbour.example' });
    const notes = result.notes('_posts/2020-01-03-second-post.md');
    const text = site['_posts/2020-01-03-second-post.md'];
    const at = (address: string) => {
      const { line, column } = positionAt(text, text.indexOf(address));
      return notes.find((note) => note.line === line && note.column === column)?.rule;
    };
    expect(
      ['/2020/01/02/first-post.html', '{% link', '#none', '/img/gone.png', '/old/other.html'].map(at),
    ).toEqual(['link-imported', 'link-imported', 'link-anchor-dead', 'image-missing', 'link-absolute']);
  });

  test('old addresses become aliases; one that cannot be, or that is in use, is told', async () => {
    const result = await importFiles({
      '_posts/2020-01-02-one-post.md':
        '---\ntitle: One\npermalink: /in/one/\nredirect_from:\n  - /old/one.html\n  - /bad/*\n  - /news/two-post/\n---\nWords.\n',
      '_posts/2020-01-03-two-post.md': '---\ntitle: Two\nredirect_from: /old/one.html\n---\nWords.\n',
    });
    expect(result.became('_posts/2020-01-02-one-post.md')).toContain(
      'aliases:\n  - /in/one/\n  - /old/one.html\n---',
    );
    expect(
      result.notes('_posts/2020-01-02-one-post.md').filter(({ rule }) => rule === 'alias-left'),
    ).toHaveLength(2);
    expect(await problemsOf(result)).toEqual([]);
  });

  /** Every alias of every item, with what the report says of those that are none. */
  const aliasesOf = (result: Imported, path: string): string[] => {
    const [, list = ''] = /\naliases:\n((?: {2}- [^\n]*\n)*)/.exec(result.became(path)) ?? [];
    return list
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(4));
  };
  const leftOf = (result: Imported, path: string) =>
    result
      .notes(path)
      .filter(({ rule }) => rule === 'alias-left')
      .map(({ message }) => message);

  test('an address is in use only where something of the new site stands: what check accepts is an alias', async () => {
    const result = await importFiles({
      'about.md': '---\ntitle: About\n---\nWords.\n',
      'news.md': '---\ntitle: News\n---\nWords.\n',
      'search.md': '---\ntitle: Search\n---\nWords.\n',
      'download.md': '---\ntitle: Download\n---\nWords.\n',
      '_posts/2020-01-02-Foo_Bar.md': '---\ntitle: Foo\npermalink: /news/Foo_Bar/\n---\nWords.\n',
      '_posts/2020-01-03-other.md':
        '---\ntitle: Other\ntags: [Law]\npermalink: /topics/help/me/\nredirect_from: [/topics/law/, /topics/law/2020/, /news/2020/01/, /search/x/, /feed.xml/old/, /about/, /About.html]\n---\nWords.\n',
    });
    expect(aliasesOf(result, 'about.md')).toEqual(['/about.html']);
    expect(aliasesOf(result, 'news.md')).toEqual(['/news.html']);
    expect(aliasesOf(result, 'search.md')).toEqual(['/search.html']);
    expect(aliasesOf(result, 'download.md')).toEqual(['/download.html']);
    expect(aliasesOf(result, '_posts/2020-01-02-Foo_Bar.md')).toEqual(['/news/Foo_Bar/']);
    expect(aliasesOf(result, '_posts/2020-01-03-other.md')).toEqual(['/topics/help/me/']);
    expect(leftOf(result, '_posts/2020-01-03-other.md')).toHaveLength(7);
    expect(await problemsOf(result)).toEqual([]);
  });

  test('an old address of another site, or one that a question mark ends, is told and is no alias', async () => {
    const result = await importFiles(
      {
        '_posts/2020-01-02-a.md':
          '---\ntitle: A\nredirect_from: ["https://elsewhere.example/x", "/q?x=1", "https://harbour.example/old/a/"]\n---\nWords.\n',
      },
      { origin: 'https://harbour.example' },
    );
    expect(aliasesOf(result, '_posts/2020-01-02-a.md')).toEqual(['/2020/01/02/a.html', '/old/a/']);
    expect(leftOf(result, '_posts/2020-01-02-a.md')).toEqual([
      'the old address https://elsewhere.example/x is one of another site, so it is no alias',
      'the old address /q?x=1 cannot be an alias: hosts redirect by the path alone, without `?` or `#`',
    ]);
  });

  describe('of Hugo', () => {
    const files = {
      'content/posts/bundle/index.md':
        '+++\ntitle = "Bundle"\ndate = 2021-05-06\naliases = ["/old/bundle/", "beside"]\n+++\nWords.\n',
      'content/posts/bundle/index.th.md': '+++\ntitle = "ไทย"\ndate = 2021-05-06\n+++\nคำ\n',
      'content/posts/Local.md': '+++\ntitle = "Local"\ndate = 2021-05-07\n+++\nWords.\n',
      'content/posts/2021-05-08-dated.md': '+++\ntitle = "Dated"\n+++\nWords.\n',
      'content/posts/named.md': '+++\ntitle = "Named"\ndate = 2021-05-07\nslug = "other-name"\n+++\nWords.\n',
      'content/about/index.md': '---\ntitle: About\n---\nWords.\n',
    };

    test('texts stood below their section, bundles as their folder, translations in the tree of their language', async () => {
      const result = await importFiles({ 'hugo.toml': 'title = "Harbour"\n', ...files });
      expect(Object.fromEntries(Object.keys(files).map((path) => [path, aliasesOf(result, path)]))).toEqual({
        'content/posts/bundle/index.md': ['/posts/bundle/', '/old/bundle/', '/posts/beside/'],
        'content/posts/bundle/index.th.md': ['/th/posts/bundle/'],
        'content/posts/Local.md': ['/posts/local/'],
        'content/posts/2021-05-08-dated.md': ['/posts/2021-05-08-dated/'],
        'content/posts/named.md': ['/posts/other-name/'],
        // Its address is the new one.
        'content/about/index.md': [],
      });
      expect(await problemsOf(result)).toEqual([]);
    });

    test.each([
      ['[permalinks]\nposts = "/:year/:month/:slug/"\n', '/2021/05/local/', '/2021/05/other-name/'],
      ['[permalinks.page]\nposts = "/articles/:contentbasename/"\n', '/articles/local/', '/articles/named/'],
      ['uglyURLs = true\n', '/posts/local.html', '/posts/other-name.html'],
    ])('as the settings have it: %s', async (settings, local, named) => {
      const result = await importFiles({ 'hugo.toml': `title = "Harbour"\n${settings}`, ...files });
      expect(aliasesOf(result, 'content/posts/Local.md')).toEqual([local]);
      expect(aliasesOf(result, 'content/posts/named.md')).toEqual([named]);
    });
  });

  test('of saved pages: <base> counts, a canonical address does not move the file, the home page is told', async () => {
    const page = (head: string, body: string) =>
      `<html><head><title>${body.length} words</title>${head}</head><body>${body}</body></html>`;
    const result = await importFiles(
      {
        'index.html': page('', '<p>Home.</p>'),
        'nested/a.html': page(
          '<link rel="canonical" href="https://harbour.example/main/a/">',
          '<p>One <a href="b.html">b</a> <a href="../index.html">home</a> <a href="../c.html">c</a></p>',
        ),
        'nested/b.html': page('', '<p>Two.</p>'),
        'c.html': page(
          '<base href="/nested/">',
          '<p><a href="b.html">b</a> <a href="gone.html">gone</a> <a href="#x">x</a> <a href="https://elsewhere.example/">e</a></p>',
        ),
        'd.html': page('<base href="https://elsewhere.example/x/">', '<p><a href="y.html">y</a> words</p>'),
      },
      { origin: 'https://harbour.example' },
    );
    expect(aliasesOf(result, 'nested/a.html')).toEqual(['/main/a/', '/nested/a.html']);
    expect(bodyOf(result.became('nested/a.html'))).toBe('One [b](/b/) [home](/) [c](/c/)');
    expect(bodyOf(result.became('c.html'))).toBe(
      '[b](/b/) [gone](https://harbour.example/nested/gone.html) x [e](https://elsewhere.example/)',
    );
    expect(bodyOf(result.became('d.html'))).toBe('[y](https://elsewhere.example/x/y.html) words');
    expect(result.report.remarks.join()).toContain(
      'the words of the old home page, index.html, are not taken',
    );
    expect(await problemsOf(result)).toEqual([]);
  });

  test('two texts of one name get two addresses; a name without end is cut', async () => {
    const long = 'word-'.repeat(30);
    const result = await importFiles({
      '_posts/2020-01-02-same.md': '---\ntitle: Same\n---\nWords.\n',
      '_posts/2021-01-02-same.md': '---\ntitle: Same\n---\nWords.\n',
      [`_posts/2021-01-03-${long}x.md`]: `---\ntitle: ${'Long '.repeat(200)}\n---\nWords.\n`,
      '_posts/2021-01-04-2020.md': '---\ntitle: A year in four digits\n---\nWords.\n',
    });
    expect(result.byPath.get('_posts/2020-01-02-same.md')?.to).toBe('news/2020/same.md');
    expect(result.byPath.get('_posts/2021-01-02-same.md')?.to).toBe('news/2021/same-2021.md');
    expect(await problemsOf(result)).toEqual([]);
  });
});

describe('markup', () => {
  test('HTML in Markdown becomes Markdown; what is clean stays byte for byte', async () => {
    const clean =
      '* a list\n  - with another\n\n1. One\n2. Two\n\n> Quoted *words* with `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x = "<b>";\n```';
    expect(bodyOf(await post(clean))).toBe(clean);
    expect(bodyOf(await post('<div class="x">\n\nA **word** <b>here</b>.\n\n</div>'))).toBe(
      'A **word** **here**.',
    );
    expect(
      bodyOf(await post('<table><tr><th>A</th><th>B</th></tr><tr><td>1 | 2</td><td>3</td></tr></table>')),
    ).toBe('| A | B |\n| --- | --- |\n| 1 \\| 2 | 3 |');
    expect(bodyOf(await post('One<br>two, H<sub>2</sub>O and <kbd>Esc</kbd>.'))).toBe(
      'One  \ntwo, H2O and `Esc`.',
    );
    expect(bodyOf(await post('<dl><dt>Term</dt><dd>Meaning</dd></dl>'))).toBe('**Term**\n\nMeaning');
    expect(bodyOf(await post('<iframe src="https://www.youtube.com/embed/x" title="A film"></iframe>'))).toBe(
      '[A film](https://www.youtube.com/embed/x)',
    );
    expect(
      bodyOf(
        await post('Words <script>alert(1)</script>and <style>b{}</style>more <img src=x onerror=alert(1)>.'),
      ),
    ).toBe('Words and more .');
    expect(bodyOf(await post('Type `git push` or git push origin <branch-name> &lt;now&gt;.'))).toContain(
      '<branch-name>',
    );
  });

  test('template syntax that is not known stays as text and is told; it is run by nobody', async () => {
    const site = await importFiles({
      '_posts/2020-01-02-t-post.md':
        '---\ntitle: T\n---\n{{ 6*7 }} and {% foo %} and {{ "x" | team }}\n\n{% raw %}{{ kept }}{% endraw %}\n',
    });
    expect(bodyOf(site.became('_posts/2020-01-02-t-post.md'))).toBe(
      '{{ 6*7 }} and {% foo %} and {{ "x" | team }}\n\n{{ kept }}',
    );
    const kept = site.notes('_posts/2020-01-02-t-post.md').filter(({ rule }) => rule === 'tag-kept');
    expect(kept.map(({ line, column }) => [line, column])).toEqual([
      [4, 1],
      [4, 15],
      [4, 29],
    ]);
  });

  test('known tags of Jekyll and Hexo', async () => {
    const body = await post(
      '{% highlight ruby %}\nputs "{% x %}"\n{% endhighlight %}\n\n{% youtube abc %}\n\n{% comment %}gone{% endcomment %}Here.\n\n{% include figure.html src="/img/a.png" alt="A table" caption="The day" %}',
      '',
      { origin: 'https://harbour.example' },
    );
    expect(bodyOf(body)).toBe(
      '```ruby\nputs "{% x %}"\n```\n\n[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\nHere.\n\n[A table](https://harbour.example/img/a.png)\n\nThe day',
    );
    const hexo = await importFiles({
      'source/_posts/2020-01-02-n-post.md':
        '---\ntitle: N\n---\n{% note warn %}\nTake *care*.\n{% endnote %}\n\n{% codeblock lang:js %}\nx < 1\n{% endcodeblock %}\n\n{% post_link m-post The other %}\n',
      'source/_posts/2020-01-02-m-post.md': '---\ntitle: M\n---\nWords.\n',
    });
    expect(bodyOf(hexo.became('source/_posts/2020-01-02-n-post.md'))).toBe(
      '> Take _care_.\n\n```js\nx < 1\n```\n\n[The other](/news/m-post/)',
    );
  });

  test('known shortcodes of Hugo', async () => {
    const site = await importFiles({
      'hugo.toml': 'title = "Harbour"\nbaseURL = "https://harbour.example"\n',
      'content/posts/s-post.md':
        '+++\ntitle = "S"\ndate = 2020-01-02\n+++\n{{< figure src="/img/a.png" alt="A table" >}}\n\n[other]({{< ref "r-post.md" >}}) {{< youtube abc >}}\n\n{{< note >}}\nCare.\n{{< /note >}}\n\n{{</* shown */>}} {{< unknown x="1" >}}\n\n{{< highlight go >}}\nfunc main() {}\n{{< /highlight >}}\n',
      'content/posts/r-post.md': '+++\ntitle = "R"\ndate = 2020-01-03\n+++\nWords.\n',
      'static/img/a.png': onePixel,
    });
    expect(bodyOf(site.became('content/posts/s-post.md'))).toBe(
      '![A table](a.png)\n\n[other](/news/r-post/) [https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\n> Care.\n\n{{< shown >}} {{< unknown x="1" >}}\n\n```go\nfunc main() {}\n```',
    );
    expect(site.read('site.yaml')).toContain('name: Harbour\n');
  });

  test('footnotes and attribute lists, which are not read here, do no harm', async () => {
    expect(bodyOf(await post('A word.[^1] Another{:.x}\n{: .lead}\n\n[^1]: The *note*\n    goes on.'))).toBe(
      'A word.\\[1\\] Another{:.x}\n\n\\[1\\] The *note*\ngoes on.',
    );
  });
});

describe('what is out of all measure', () => {
  test('elements within elements without end: that file is left out with its place, the rest is imported', async () => {
    const deep = (many: number) => `${'<div>'.repeat(many)}words${'</div>'.repeat(many)}`;
    const site = await importFiles(
      {
        'deep.html': `<html><body>\n<p>One.</p>\n${deep(1500)}</body></html>`,
        'deep.md': `---\ntitle: Deep\n---\nOne.\n\n${deep(3000)}\n`,
        'quoted.html': `<body>${'<blockquote>'.repeat(95)}words</body>`,
        'layered.html': `<body><p>One.</p>${deep(300)}</body>`,
        'plain.html': '<body><p>Words.</p></body>',
        'linking.md': '---\ntitle: Linking\n---\n[To the deep one](deep.md)\n',
      },
      { from: 'jekyll' },
    );
    const placeOf = (path: string) => {
      const note = site.notes(path).at(-1);
      return `${site.byPath.get(path)?.outcome} ${note?.line}:${note?.column} ${note?.rule}`;
    };
    expect(placeOf('deep.html')).toBe('left-out 3:1991 nested-too-deep');
    expect(placeOf('deep.md')).toBe('left-out 6:1 nested-too-deep');
    expect(placeOf('quoted.html')).toContain('left-out 1:');
    expect(bodyOf(site.became('layered.html'))).toBe('One.\n\nwords');
    expect(bodyOf(site.became('plain.html'))).toBe('Words.');
    expect(bodyOf(site.became('linking.md'))).toBe('To the deep one');
    expect(await problemsOf(site)).toEqual([]);
  });
});

describe('addresses that stood in a folder of their host, or have a name of their own', () => {
  test('of Jekyll’s `baseurl`, with it and without it, under an origin with it or without', async () => {
    const files = {
      '_config.yml': 'title: Harbour\nbaseurl: /sub\n',
      '_posts/2020-01-02-a.md': '---\ntitle: A\n---\nWords.\n',
      '_posts/2020-01-03-b.md':
        '---\ntitle: B\n---\n[a](/sub/2020/01/02/a.html) [b](/2020/01/02/a.html) [c](/sub/gone.html) [d](/submarine/) [e](/sub)\n',
    };
    const bodyUnder = async (origin: string) =>
      bodyOf((await importFiles(files, { origin })).became('_posts/2020-01-03-b.md'));
    expect(await bodyUnder('https://harbour.example')).toBe(
      '[a](/news/a/) [b](/news/a/) [c](https://harbour.example/sub/gone.html) [d](https://harbour.example/submarine/) [e](/)',
    );
    expect(await bodyUnder('https://harbour.example/sub')).toContain(
      '[c](https://harbour.example/sub/gone.html)',
    );
  });

  test('a heading that its author named is found by that name', async () => {
    const body = await post(
      '[x](#custom) [y](#second)\n\n## A long heading {#custom}\n\n## Another one\n{: #second}\n\nWords.',
    );
    expect(bodyOf(body)).toContain('[x](#a-long-heading) [y](#another-one)');
  });
});

describe('what is no content', () => {
  test('plain texts with one note in Markdown are plain texts; a list of Hugo with a title alone is passed over', async () => {
    const texts = await importFiles({
      'a.txt': 'One\n\nWords.\n',
      'b.txt': 'Two\n\nWords.\n',
      'about these.md': 'Words on the texts.\n',
    });
    expect(texts.report.kind).toBe('text');
    expect(texts.itemCount).toBe(3);
    const hugo = await importFiles({
      'hugo.toml': 'title = "Harbour"\n',
      'content/posts/_index.md': '+++\ntitle = "Posts"\n+++\n',
      'content/posts/a.md': '+++\ntitle = "A"\n+++\nWords.\n',
    });
    expect(hugo.byPath.get('content/posts/_index.md')?.outcome).toBe('passed-over');
  });

  test('of nothing, nothing is made; the old site’s own folder is not written into', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'empty/data.json': '{}',
      'site/content/a.md': '+++\ntitle = "A"\n+++\nWords.\n',
      'site/hugo.toml': 'title = "Harbour"\n',
    });
    const run = (source: string, content: string) =>
      runScript('import', [
        join(folder, source),
        '--content',
        join(folder, content),
        '--report',
        join(folder, 'report.json'),
      ]);
    expect((await run('empty', 'made')).status).toBe(1);
    expect(listFiles(folder).filter((path) => path.startsWith('made'))).toEqual([]);
    const { status, stderr } = await run('site', 'site/content');
    expect(status).toBe(2);
    expect(stderr).toContain('would write into the old site');
    expect(listFiles(join(folder, 'site'))).toEqual(['content/a.md', 'hugo.toml']);
  });
});

describe('what is too long for a page', () => {
  test('is left out with its place: check would refuse the file', async () => {
    const site = await importFiles(
      {
        'long.txt': `Long\n\n${'Many words of one text.\n\n'.repeat(60_000)}`,
        'short.txt': 'Short\n\nWords.\n',
      },
      { from: 'text' },
    );
    expect(site.byPath.get('long.txt')).toMatchObject({ outcome: 'left-out' });
    expect(site.notes('long.txt').at(-1)).toMatchObject({ rule: 'body-too-long' });
    expect(site.byPath.get('short.txt')?.outcome).toBe('imported');
    expect(await problemsOf(site)).toEqual([]);
  });
});

describe('a content folder that is there already', () => {
  test('new topics are appended, nothing else changes, and words that are known are used', async () => {
    const folder = temporaryFolder();
    const topics = '# Ours\n- slug: law\n  name: { en: The Law }   # kept\n  aliases: [Legislation]\n';
    writeFiles(folder, {
      'source/_posts/2020-01-02-p-post.md':
        '---\ntitle: P\ntags: [legislation, Burma, New One]\n---\nWords.\n',
    });
    const first = await importFolder(join(folder, 'source'), join(folder, 'content'));
    writeFiles(folder, {
      'content/vocabulary/topics.yaml': topics,
      'content/vocabulary/countries.yaml': '- slug: burma\n  name: { en: Burma }\n',
      'content/news/2020/p-post.md': '---\ntitle: Our own\ndate: 2020-02-02\n---\n\nOurs.\n',
    });
    const again = await importFolder(join(folder, 'source'), join(folder, 'content'));
    expect(again.read('vocabulary/topics.yaml')).toBe(`${topics}- slug: new-one\n  name: { en: New One }\n`);
    expect(again.files.map(({ path }) => path)).toEqual([
      'news/2020/p-post-2020.md',
      'vocabulary/topics.yaml',
    ]);
    const text = again.became('_posts/2020-01-02-p-post.md');
    expect([key(text, 'countries'), key(text, 'topics')]).toEqual(['[burma]', '[law, new-one]']);
    expect(first.isNewFolder).toBe(true);
    expect(await problemsOf(again)).toEqual([]);
  });

  test('another text from the same address, of a second site, is left out and said; an origin tells the two apart', async () => {
    const folder = temporaryFolder();
    const path = '_posts/2020-01-02-a-post.md';
    writeFiles(folder, {
      [`one/${path}`]: '---\ntitle: The first\n---\nWords of the harbour and its boats.\n',
      [`two/${path}`]: '---\ntitle: A second\n---\nSomething else entirely, written elsewhere.\n',
      'two/other.md': '---\ntitle: Linking\n---\n[there]({% post_url 2020-01-02-a-post %})\n',
    });
    const content = join(folder, 'content');
    const first = await importFolder(join(folder, 'one'), content);
    const second = await importFolder(join(folder, 'two'), content);
    expect(second.byPath.get(path)?.outcome).toBe('left-out');
    expect(second.notes(path).at(-1)?.message).toContain('give --origin');
    expect(bodyOf(second.became('other.md'))).toBe('there');
    expect(second.read('news/2020/a-post.md')).toBe(first.became(path));
    const third = await importFolder(join(folder, 'two'), content, { origin: 'https://two.example' });
    expect(third.byPath.get(path)?.to).toBe('news/2020/a-post-2020.md');
    expect(await problemsOf(third)).toEqual([]);
    // The editor's own work on a text is none of this, even under another title.
    writeFiles(content, {
      'news/2020/a-post.md': first
        .became(path)
        .replace('The first', 'A better title')
        .replace('its boats', 'its many boats'),
    });
    expect((await importFolder(join(folder, 'one'), content)).byPath.get(path)?.outcome).toBe('edited');
  });

  test('an item that was edited since is left as it is', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'source/q-page.md': '---\ntitle: Q\n---\nWords.\n' });
    const first = await importFolder(join(folder, 'source'), join(folder, 'content'));
    const edited = first.read('pages/q-page.md').replace('Words.', 'Better words.');
    writeFiles(folder, { 'content/pages/q-page.md': edited });
    const again = await importFolder(join(folder, 'source'), join(folder, 'content'));
    expect(again.byPath.get('q-page.md')?.outcome).toBe('edited');
    expect(again.read('pages/q-page.md')).toBe(edited);
  });
});

test('the command says what was left out, with its place, and ends with status 1', async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'source/good-page.md': '# Good\n\nWords.\n',
    'source/bad.md': '---js\n{ title: process.exit(9) }\n---\nWords.\n',
  });
  const run = (...more: string[]) =>
    runScript('import', [
      join(folder, 'source'),
      '--content',
      join(folder, 'content'),
      '--report',
      join(folder, 'report.json'),
      ...more,
    ]);
  const { status, stderr, stdout } = await run();
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('bad.md:1:1: left out: the head is opened by `---js`');
  expect(stderr).toContain('Next: npm run check -- --content');
  expect((await run('--form', 'hugo')).stderr).toContain('Did you mean --from?');
  expect((await runScript('import', [join(folder, 'absent')])).status).toBe(2);
});
