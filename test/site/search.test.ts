// Search over the demo site, through the command that runs the browser's own code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { smallSite } from '../small-site.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

interface Answer {
  readonly query: string;
  readonly relaxed: boolean;
  readonly total: number;
  readonly results: readonly { readonly url: string; readonly title: string; readonly score: number }[];
}

async function ask(language: string, query: string, extra: readonly string[] = []): Promise<Answer> {
  const outcome = await runScript('search', [
    ...['--output', demoSite, '--language', language, '--limit', '1000', '--json'],
    ...extra,
    query,
  ]);
  expect(outcome.stderr).toBe('');
  expect(outcome.status).toBe(0);
  return JSON.parse(outcome.stdout) as Answer;
}

// Chosen from the texts themselves: the item that a reader who typed these words is after.
const english: readonly (readonly [query: string, address: RegExp])[] = [
  ['naypyitaw workshop national plan of action', /^\/news\/workshop-to-review-burma/],
  ['UNIAP preamble annual workplans', /^\/news\/workshop-to-review-burma/],
  ['xinjiang forced labor', /^\/news\/.*xinjiang/],
  ['illegal unreported unregulated fishing', /^\/news\/.*fishing/],
  ['thailand alliance mekong', /^\/news\/.*thailand/],
  ['peonage', /^\/resources\/.*(title-18|peonage)/],
  ['universal declaration of human rights', /^\/resources\/universal-declaration/],
  ['what are child labor and forced labor', /^\/resources\/what-are-child-labor/],
  ['Burma', /^\/countries\/burma\/$/],
  ['Trafficking Victims Protection Act minimum standards', /^\/resources\/.*(title-22|victims-protection)/],
];

describe('English', () => {
  test.each(english)('%s finds its item first', async (query, address) => {
    const { results } = await ask('en', query);
    expect(results[0]?.url).toMatch(address);
  });

  test('a word typed with an accent finds the plain one', async () => {
    const [plain, accented] = await Promise.all([ask('en', 'victims'), ask('en', 'víctims')]);
    expect(plain.total).toBeGreaterThan(3);
    expect(accented.results).toEqual(plain.results);
  });

  test('é and e find each other', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    writeFiles(join(folder, 'content'), {
      ...smallSite(),
      'news/2010/a.md': '---\ntitle: At the café\ndate: 2010-01-01\n---\n\nText.\n',
      'news/2010/b.md': '---\ntitle: At the cafe\ndate: 2010-01-02\n---\n\nText.\n',
    });
    const outcome = await runScript('build', ['--content', join(folder, 'content'), '--output', output]);
    expect(outcome.status, outcome.stderr).toBe(0);
    for (const query of ['cafe', 'café', 'CAFÉ', 'cafe\u0301']) {
      const { stdout } = await runScript('search', ['--output', output, '--json', query]);
      const { results } = JSON.parse(stdout) as Answer;
      expect(results.map(({ url }) => url).sort(), query).toEqual(['/news/a/', '/news/b/']);
    }
  });

  test('a word that nothing has finds nothing, with status 0', async () => {
    expect((await ask('en', 'xyzzyplugh')).total).toBe(0);
  });
});

describe('a long text', () => {
  interface Found {
    readonly url: string;
    readonly section?: { readonly anchor: string; readonly title: string };
  }
  // Words of its own, and where they stand in it.
  const inside: readonly (readonly [language: string, query: string, url: string, section: string])[] = [
    [
      'en',
      'mandatory restitution traffickers',
      '/resources/us-code-title-18-chapter-77/',
      '§ 1593. Mandatory restitution',
    ],
    [
      'en',
      '"holds or returns any person"',
      '/resources/us-code-title-18-chapter-77/',
      '§ 1581. Peonage; obstructing enforcement',
    ],
    [
      'en',
      'everyone has the right to rest and leisure',
      '/resources/universal-declaration-of-human-rights/',
      'Article 24',
    ],
    ['th', 'สิทธิ การศึกษา', '/th/resources/universal-declaration-of-human-rights/', 'ข้อ 26'],
    ['ar', 'الراحة أوقات الفراغ', '/ar/resources/universal-declaration-of-human-rights/', 'المادة 24'],
  ];

  test.each(inside)('in %s is opened by %s where it says so', async (language, query, url, section) => {
    const { results } = await ask(language, query, ['--excerpts']);
    const found = results.find((result) => result.url === url) as Found | undefined;
    expect(found?.section?.title).toBe(section);
    const html = readFileSync(join(demoSite, url, 'index.html'), 'utf8');
    const heading = new RegExp(`<h\\d id="${found?.section?.anchor}">(.*?)</h\\d>`).exec(html)?.[1];
    expect(heading).toBe(section);
  });

  test('has a heading in its page for each section that any query leads to', async () => {
    const words = [
      'trafficking',
      'person',
      'right',
      'secretary',
      'penalty',
      'state',
      'labor',
      'report',
      'service',
    ];
    let sections = 0;
    for (const word of words) {
      for (const { url, section } of (await ask('en', word, ['--excerpts'])).results as readonly Found[]) {
        if (!section) continue;
        sections += 1;
        const html = readFileSync(join(demoSite, url, 'index.html'), 'utf8');
        expect(html).toMatch(new RegExp(`<h\\d id="${section.anchor}">`));
      }
    }
    expect(sections).toBeGreaterThan(words.length);
  });
});

describe('Thai', () => {
  interface ThaiText {
    readonly url: string;
    readonly text: string;
  }
  let texts: ThaiText[];

  beforeAll(() => {
    texts = listFiles('content/news')
      .filter((path) => path.endsWith('.th.md'))
      .map((path) => {
        const [, frontmatter, ...body] = readFileSync(`content/news/${path}`, 'utf8').split(/^---$/m);
        const { title, summary, slug } = parse(frontmatter!) as Record<string, string>;
        const name = slug ?? path.replace(/^.*\//, '').replace(/\.th\.md$/, '');
        return { url: `/th/news/${name}/`, text: `${title}\n${summary ?? ''}\n${body.join('---')}` };
      });
  });

  test.each(['ประมง', 'แรงงานบังคับ', 'กัมพูชา'])('%s finds exactly the items that hold it', async (word) => {
    expect(texts.length).toBeGreaterThanOrEqual(10);
    const expected = texts.filter(({ text }) => text.includes(word)).map(({ url }) => url);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(texts.length / 2);
    const { results } = await ask('th', word);
    const found = results.map(({ url }) => url).filter((url) => url.startsWith('/th/news/'));
    expect(found.sort()).toEqual(expected.sort());
  });
});

describe('Arabic', () => {
  const declaration = '/ar/resources/universal-declaration-of-human-rights/';

  test('a word typed without its vowel marks, with the comma beside it, finds the declaration', async () => {
    // The text has قدمًا with tanwin; a reader types it plain.
    for (const query of ['قدما', 'قدما،', 'الحرية،'])
      expect((await ask('ar', query)).results.map(({ url }) => url)).toContain(declaration);
  });

  test('a word that is not in it finds nothing', async () => {
    expect((await ask('ar', 'برتقالة')).total).toBe(0);
  });
});
