import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
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

test('new without a title, with two, or of an unknown type is wrong usage', async () => {
  const outcomes = await Promise.all([
    runScript('new', []),
    runScript('new', ['Two', 'titles']),
    runScript('new', ['Title', '--type', 'post']),
    runScript('new', ['Title', '--site', 'x']),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([2, 2, 2, 2]);
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
