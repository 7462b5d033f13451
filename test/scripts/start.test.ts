// The start of a command: one file made of its sources, kept and used again, and never one of other sources.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runScript } from '../support/run.ts';
import { checkout } from './checkout.ts';

const help = /^Looks for problems in the content/;

function programsOf(folder: string): string[] {
  const programs = join(folder, '.cache/program');
  return existsSync(programs) ? readdirSync(programs).sort() : [];
}

/** A command that ends without a look at the content, so that what its sources say is told by what it prints. */
async function checkHelp(folder: string): Promise<string> {
  const { status, stdout, stderr } = await runScript('check', ['--help'], { cwd: folder });
  expect(status, stderr).toBe(0);
  expect(stderr).toBe('');
  return stdout;
}

function changeSource(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(
    join(folder, path),
    text.replace(from, () => to),
  );
}

function lineOf(folder: string, path: string, text: string): number {
  const lines = readFileSync(join(folder, path), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

test('a program is made once, found again, made anew when a source changes, and few are kept', async () => {
  const folder = checkout();
  expect(await checkHelp(folder)).toMatch(help);
  const [program = '', map, ...others] = programsOf(folder);
  expect(program).toMatch(/^check-[0-9a-f]{32}\.mjs$/);
  expect([map, ...others]).toEqual([`${program}.map`]);
  const { ino, mtimeMs } = statSync(join(folder, '.cache/program', program));

  expect(await checkHelp(folder)).toMatch(help);
  expect(statSync(join(folder, '.cache/program', program))).toMatchObject({ ino, mtimeMs });

  changeSource(folder, 'scripts/check.ts', 'Looks for problems', 'Looks hard for problems');
  expect(await checkHelp(folder)).toMatch(/^Looks hard for problems/);
  changeSource(folder, 'scripts/check.ts', 'Looks hard for problems', 'Looks for problems');
  expect(await checkHelp(folder)).toMatch(help);
  expect(programsOf(folder)).toHaveLength(4);
  expect(statSync(join(folder, '.cache/program', program))).toMatchObject({ ino, mtimeMs });

  appendFileSync(join(folder, 'src/problem.ts'), '// Another text.\n');
  await checkHelp(folder);
  expect(programsOf(folder)).toHaveLength(4);
}, 120_000);

test('two that start at once, and one after a spoilt file, each run', async () => {
  const folder = checkout();
  for (const text of await Promise.all([checkHelp(folder), checkHelp(folder)])) expect(text).toMatch(help);
  const [program = '', map = '', ...others] = programsOf(folder);
  expect(others).toEqual([]);
  const [path, mapPath] = [program, map].map((name) => join(folder, '.cache/program', name)) as [
    string,
    string,
  ];
  const [code, positions] = [readFileSync(path, 'utf8'), readFileSync(mapPath, 'utf8')];
  const spoilings: [string, string][] = [
    [path, code.replace('Looks for problems', 'Looks for pxoblems')],
    [mapPath, positions.slice(0, -10)],
  ];
  for (const [spoilt, contents] of spoilings) {
    writeFileSync(spoilt, contents);
    expect(await checkHelp(folder)).toMatch(help);
    expect(readFileSync(path, 'utf8')).toBe(code);
    expect(readFileSync(mapPath, 'utf8')).toBe(positions);
  }
}, 120_000);

test('where none can be kept, and of a source that does not parse, the sources are loaded as they are', async () => {
  const folder = checkout();
  writeFileSync(join(folder, '.cache'), 'no folder');
  expect(await checkHelp(folder)).toMatch(help);

  const other = checkout();
  mkdirSync(join(other, '.cache'));
  appendFileSync(join(other, 'scripts/check.ts'), '}}\n');
  const { status, stderr } = await runScript('check', ['--help'], { cwd: other });
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/scripts\/check\.ts:\d+:\d+: ERROR/);
  expect(programsOf(other)).toEqual([]);
}, 120_000);

test('a layout that fails is told at its line, and a bug by places in the sources', async () => {
  const folder = checkout();
  const [layout, first] = ['layouts/not-found-page.ts', '  const { wording } = tree;'];
  changeSource(
    folder,
    layout,
    first,
    `  if (Date.now() > 0) throw new Error('broken on purpose');\n${first}`,
  );
  const failed = await runScript('build', ['--no-search'], { cwd: folder });
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain(`${layout}:${lineOf(folder, layout, 'on purpose')}:29: The layout`);
  expect(failed.stderr).toContain('(layout-failed)');

  changeSource(
    folder,
    'src/build/pipeline.ts',
    'const clock = new StageClock(reporter);',
    "const clock = new StageClock(reporter);\n  if (Date.now() > 0) throw new TypeError('a bug');",
  );
  const died = await runScript('build', [], { cwd: folder });
  expect(died.status).not.toBe(0);
  const line = lineOf(folder, 'src/build/pipeline.ts', "'a bug'");
  expect(died.stderr).toMatch(new RegExp(`TypeError: a bug[^]*src/build/pipeline\\.ts:${line}:29`));
}, 120_000);

test.each([
  // Before the build asks for the first hash of the sources, and after all that it kept but the pages.
  ['as soon as it is loaded', 'scripts/build.ts', 'await runCommand(', ''],
  ['at a page', 'layouts/not-found-page.ts', '  const { wording } = tree;', '  '],
])(
  'a source that is saved while a build runs, %s: nothing is kept, nothing is published',
  async (_when, path, first, indent) => {
    const folder = checkout();
    const good = await runScript('build', [], { cwd: folder });
    expect(good.status, good.stderr).toBe(0);
    const state = readFileSync(join(folder, '_site/site-state.json'), 'utf8');
    // Another site name, so that every page is made; and a save by the program itself, once, at that very moment.
    changeSource(folder, 'content/site.yaml', 'Lantern Test News', 'Lantern Other News');
    const page = 'layouts/document.ts';
    const save = `if (!readFileSync('${page}', 'utf8').includes('saved')) writeFileSync('${page}', readFileSync('${page}', 'utf8').replace('<html ', '<html data-saved '));`;
    changeSource(folder, path, first, `${indent}${save}\n${first}`);
    const imports = "import { readFileSync, writeFileSync } from 'node:fs';\n";
    writeFileSync(join(folder, path), imports + readFileSync(join(folder, path), 'utf8'));

    const raced = await runScript('build', [], { cwd: folder });
    expect(raced.status, raced.stderr).toBe(3);
    expect(raced.stderr).toContain('was changed while it built the site');
    expect(readFileSync(join(folder, '_site/site-state.json'), 'utf8')).toBe(state);
    expect(readFileSync(join(folder, '_site/index.html'), 'utf8')).not.toContain('Lantern Other News');

    const next = await runScript('build', [], { cwd: folder });
    expect(next.status, next.stderr).toBe(0);
    for (const name of ['index.html', '404.html']) {
      const html = readFileSync(join(folder, '_site', name), 'utf8');
      expect(html).toContain('<html data-saved ');
      expect(html).toContain('Lantern Other News');
    }
  },
  240_000,
);

test('what an editor puts beside a source that is open is no source', async () => {
  const folder = checkout();
  await checkHelp(folder);
  const programs = programsOf(folder);
  for (const name of ['layouts/.document.ts.swp', 'src/build/.#pipeline.ts', 'scripts/build.ts~'])
    writeFileSync(join(folder, name), 'half a text');
  await checkHelp(folder);
  expect(programsOf(folder)).toEqual(programs);
}, 120_000);
