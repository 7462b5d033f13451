// `npm run archive` and `build --archive` as users run them.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { unzip } from '../support/unzip.ts';

const work = '.cache/test/archive-command';
const site = `${work}/site`;
const args = ['--content', `${work}/content`, '--output', site, '--now', '2010-01-01T00:00:00Z'];
const secret = 'quokkasecret';

beforeAll(async () => {
  writeFiles(`${work}/content`, {
    ...smallSiteInThreeLanguages(),
    'news/2009/draft.md': `---\ntitle: ${secret}\ndate: 2009-02-01\ndraft: true\n---\n\n${secret}\n`,
    'news/2009/later.md': `---\ntitle: ${secret} later\ndate: 2030-02-01\n---\n\n${secret}\n`,
  });
  const outcome = await runScript('build', [...args, '--archive', '--base-path', '/base']);
  expect(outcome.status, outcome.stderr).toBe(0);
}, 60_000);

describe('build --archive', () => {
  test('names the archive after the site and its newest content, and packs the folder that archive writes', async () => {
    expect(readdirSync(`${site}/download`).sort()).toEqual([
      'index.html',
      'lantern-test-news-2009-01-05.zip',
    ]);
    const unpacked = join(temporaryFolder(), 'unpacked');
    writeFiles(unpacked, await unzip(readFileSync(`${site}/download/lantern-test-news-2009-01-05.zip`)));
    const folder = join(temporaryFolder(), 'folder');
    const outcome = await runScript('archive', ['--folder', folder, '--output', site]);
    expect(outcome.status, outcome.stderr).toBe(0);
    expect(hashFolder(folder)).toBe(hashFolder(unpacked));
    expect(readFileSync(join(folder, 'news/workshop/index.html'), 'utf8')).not.toContain('="/');
    // A second time over its own folder.
    expect((await runScript('archive', ['--folder', folder, '--output', site])).status).toBe(0);
  });

  test('no word of a draft or an embargoed item is in it', async () => {
    const files = await unzip(readFileSync(`${site}/download/lantern-test-news-2009-01-05.zip`));
    for (const [path, bytes] of Object.entries(files)) {
      expect(path).not.toContain('draft');
      expect(Buffer.from(bytes).includes(secret), path).toBe(false);
    }
  });

  test('README.txt says in every language what to do, with line ends for any editor', async () => {
    const files = await unzip(readFileSync(`${site}/download/lantern-test-news-2009-01-05.zip`));
    const readme = Buffer.from(files['README.txt']!).toString();
    expect(readme.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(readme).toContain('Newest content: January 5, 2009');
    expect(readme).toContain('https://lantern.example/base/');
    expect(readme.match(/index\.html/g)?.length).toBe(3);
  });

  test('is refused together with drafts', async () => {
    const outcome = await runScript('build', [...args, '--archive', '--drafts']);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain('--archive and --drafts do not go together');
  });

  test('packs old addresses that differ in case alone, and is refused two such files, both named by check', async () => {
    const content = join(temporaryFolder(), 'content');
    const output = `${content}-site`;
    const files = smallSiteInThreeLanguages();
    const path = 'news/2009/no-country.md';
    const note = files[path]!;
    const run = (changed: Record<string, string>) => {
      writeFiles(content, { ...files, ...changed });
      const shared = ['--content', content, '--now', '2010-01-01T00:00:00Z'];
      return Promise.all([
        runScript('check', shared),
        runScript('build', [...shared, '--output', output, '--archive', '--no-search']),
      ]);
    };
    const [aliases, built] = await run({
      [path]: note.replace('date:', 'aliases: [/a.html, /A.html]\ndate:'),
    });
    expect([aliases.status, built.status]).toEqual([0, 0]);
    expect(aliases.stdout).toMatch(/no-country\.md:3:20: .*\(listed-twice\)/);
    const [checked, refused] = await run({
      [path]: `${note}\n[P](P.pdf), [p](p.pdf)\n`,
      'news/2009/P.pdf': '1',
      'news/2009/p.pdf': '2',
    });
    expect([checked.status, refused.status]).toEqual([1, 1]);
    for (const { stdout, stderr } of [checked, refused])
      expect(stdout + stderr).toMatch(/no-country\.md:\d+:17: “p\.pdf” and “P\.pdf” .*\(file-twice\)/);
  });

  test('without it there is no page of an archive, and no link to one', async () => {
    const output = join(temporaryFolder(), 'site');
    const outcome = await runScript('build', [
      '--content',
      `${work}/content`,
      '--output',
      output,
      '--no-search',
    ]);
    expect(outcome.status).toBe(0);
    expect(listFiles(output).filter((path) => path.includes('download'))).toEqual([]);
    expect(readFileSync(join(output, 'index.html'), 'utf8')).not.toContain('/download/');
  });
});

test('archive refuses a foreign folder at its first file, however much lies in it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'b.txt'), 'mine');
  // What a walk through all of it would stop at.
  mkdirSync(join(folder, 'a'));
  symlinkSync('/', join(folder, 'a/disk'));
  symlinkSync('/', join(folder, 'disk'));
  const outcome = await runScript('archive', ['--folder', folder, '--output', site]);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain('did not make (b.txt)');
  expect(listFiles(folder)).toEqual(['b.txt']);
});

describe('archive refuses', () => {
  test.each([
    ['to guess where to write', [], 'needs to know where to write'],
    ['a folder without a site', ['--folder', `${work}/x`, '--output', `${work}/content`], 'no finished site'],
    ['to write into the site', ['--folder', `${site}/copy`, '--output', site], 'other files are there'],
    [
      'to write over the folder that holds the site',
      ['--folder', work, '--output', site],
      'other files are there',
    ],
  ])('%s', async (_, given, words) => {
    const outcome = await runScript('archive', given);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain(words);
  });

  test('a folder with a file that is not its own', async () => {
    const folder = join(temporaryFolder(), 'folder');
    expect((await runScript('archive', ['--folder', folder, '--output', site])).status).toBe(0);
    mkdirSync(join(folder, 'news/mine'));
    writeFileSync(join(folder, 'news/mine/letter.txt'), 'mine');
    const outcome = await runScript('archive', ['--folder', folder, '--output', site]);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain('news/mine/letter.txt');
    expect(readFileSync(join(folder, 'news/mine/letter.txt'), 'utf8')).toBe('mine');
  });
});
