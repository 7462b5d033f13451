import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, temporaryFolder } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { checkContent } from '../validate/check-content.ts';
import { checkout } from './checkout.ts';

test('new writes items that check accepts, prints their paths, and overwrites none', async () => {
  const cwd = checkout();
  const before = listFiles(join(cwd, 'content'));
  const title = 'Women’s "shelter": opens — #1';
  const printed: string[] = [];
  for (const type of ['news', 'resource', 'page']) {
    const { status, stdout } = await runScript('new', [title, '--type', type], { cwd });
    expect(status).toBe(0);
    printed.push(stdout.trimEnd());
  }
  const paths = [
    /^content\/news\/\d{4}\/womens-shelter-opens-1\.md$/,
    /^content\/resources\//,
    /^content\/pages\//,
  ];
  for (const [index, path] of paths.entries()) expect(printed[index]).toMatch(path);
  const added = listFiles(join(cwd, 'content')).filter((path) => !before.includes(path));
  expect(added.map((path) => `content/${path}`)).toEqual([...printed].sort());
  const text = readFileSync(join(cwd, printed[0]!), 'utf8');
  expect(text).toMatch(/^id: urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4/m);
  expect(text).toContain('draft: true');

  const check = await runScript('check', [], { cwd });
  expect([check.stdout, check.status]).toEqual(['', 0]);

  const again = await runScript('new', [title], { cwd });
  expect([again.status, again.stdout]).toEqual([2, '']);
  expect(again.stderr).toContain(`${printed[0]} is there already`);
  expect(readFileSync(join(cwd, printed[0]!), 'utf8')).toBe(text);
});

test('new --site writes a site that check accepts and build builds, with nothing of the demo in it', async () => {
  const folder = join(temporaryFolder(), 'a new site');
  const written = await runScript('new', ['--site', folder]);
  expect([written.status, written.stdout]).toEqual([0, `${folder}\n`]);
  const check = await runScript('check', ['--content', folder, '--strict']);
  expect([check.status, check.stdout]).toEqual([0, '']);
  const output = `${folder} built`;
  expect((await runScript('build', ['--content', folder, '--output', output])).status).toBe(0);
  const pages = listFiles(output).filter((path) => path.endsWith('index.html'));
  for (const path of ['about', 'contact', 'subscribe', 'privacy-and-disclaimer', 'news/a-sample-item'])
    expect(pages).toContain(`${path}/index.html`);

  // The words of the interface are the product's; every other sentence and name of the demo stays behind.
  const own = listFiles(folder)
    .filter((path) => !path.startsWith('i18n/'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .join('\n');
  expect(own).not.toMatch(/waymark/i);
  let sentences = 0;
  for (const path of listFiles('content')) {
    if (!path.endsWith('.md')) continue;
    const [, , body = ''] = readFileSync(join('content', path), 'utf8').split(/^---$/m);
    for (const sentence of body.split(/(?<=[.!?:])\s|\n/)) {
      if (sentence.trim().length < 30) continue;
      sentences += 1;
      expect(own.includes(sentence.trim()), `${path}: ${sentence}`).toBe(false);
    }
  }
  expect(sentences).toBeGreaterThan(1000);

  const again = await runScript('new', ['--site', folder]);
  expect([again.status, again.stdout]).toEqual([2, '']);
  expect(again.stderr).toContain('is not empty');
});

test('the forms of a new site are one change away', async () => {
  const folder = temporaryFolder();
  expect((await runScript('new', ['--site', folder])).status).toBe(0);
  const settings = join(folder, 'site.yaml');
  const text = readFileSync(settings, 'utf8');
  writeFileSync(settings, text.replace(/^# (forms:| {2}.*: netlify| {2}email: .*)$/gm, '$1'));
  const { site, problems } = checkContent(
    Object.fromEntries(listFiles(folder).map((path) => [path, readFileSync(join(folder, path))])),
  );
  expect(problems).toEqual([]);
  expect(site!.settings.forms).toEqual({ kinds: ['newsletter', 'inquiry'], email: 'desk@new-site.example' });
});

test('the first country of a new site is as many marks away as its file says', async () => {
  const folder = temporaryFolder();
  expect((await runScript('new', ['--site', folder])).status).toBe(0);
  const countries = join(folder, 'vocabulary/countries.yaml');
  const found = () =>
    checkContent(
      Object.fromEntries(listFiles(folder).map((path) => [path, readFileSync(join(folder, path))])),
    );
  expect([found().problems, found().site!.countries]).toEqual([[], []]);
  // The first line says what to do and stays.
  const [first, ...rest] = readFileSync(countries, 'utf8').split('\n');
  writeFileSync(countries, [first, ...rest.map((line) => line.replace(/^# /, ''))].join('\n'));
  expect([found().problems, found().site!.countries.map(({ slug }) => slug)]).toEqual([[], ['some-country']]);
});

test('new without a title, with two, or of an unknown type is wrong usage', async () => {
  const outcomes = await Promise.all([
    runScript('new', []),
    runScript('new', ['Two', 'titles']),
    runScript('new', ['Title', '--type', 'post']),
    runScript('new', ['Title', '--site', 'x']),
    runScript('new', ['--site', 'package.json']),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2]);
  expect(outcomes[1]?.stderr).toContain('npm run new -- "Two titles"');
});

test('new refuses a title that check would refuse', async () => {
  const cwd = checkout();
  const before = listFiles(join(cwd, 'content'));
  const long = await runScript('new', ['x'.repeat(501)], { cwd });
  expect([long.status, long.stdout]).toEqual([2, '']);
  expect(long.stderr).toContain('the title has 501 characters; 500 are the most');
  expect((await runScript('new', ['a\u0001b'], { cwd })).status).toBe(2);
  expect(listFiles(join(cwd, 'content'))).toEqual(before);
});
