import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { modulesFrom } from '../../src/build/code-version.ts';
import { temporaryFolder } from '../support/folder.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Changes each path in turn, and prints the version of the program and of a part before all and after each. */
const changing = `
  const { appendFileSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  const render = pathToFileURL('src/render/markdown.ts').href;
  const versions = [];
  for (const [step, path] of ['', '', ...process.argv.slice(1)].entries()) {
    if (path !== '') appendFileSync(path, '\\n');
    const { codeVersion, codeVersionOf } = await import('./src/build/code-version.ts?step=' + step);
    versions.push([codeVersion(), codeVersionOf(render)]);
  }
  console.log(JSON.stringify(versions));`;

describe('the version of the program', () => {
  test('changes with its sources, words and packages; that of a part with what the part imports alone', () => {
    const folder = temporaryFolder();
    for (const part of ['src', 'layouts', 'scripts', 'content/i18n', 'package.json', 'package-lock.json'])
      cpSync(join(repository, part), join(folder, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    const elsewhere = ['layouts/site.css', 'content/i18n/th.yaml', 'src/search/pipeline.ts', 'src/new.ts'];
    const within = ['src/render/heading-ids.ts', 'layouts/picture.ts', 'package-lock.json'];
    const run = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', changing, ...elsewhere, ...within],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    const [first, again, ...changed] = JSON.parse(run.stdout) as [string, string][];
    expect(again).toEqual(first);
    for (const version of first!) expect(version).toMatch(/^[0-9a-f]{64}$/);
    const wholes = [first!, ...changed].map(([whole]) => whole);
    expect(new Set(wholes).size).toBe(1 + elsewhere.length + within.length);
    const parts = [first!, ...changed].map(([, part]) => part);
    expect(new Set(parts.slice(0, 1 + elsewhere.length))).toEqual(new Set([first![1]]));
    expect(new Set(parts).size).toBe(1 + within.length);
  });

  test('stays while an editor keeps a file of its own beside an open source', () => {
    const folder = temporaryFolder();
    for (const part of ['src', 'layouts', 'scripts', 'content/i18n', 'package.json', 'package-lock.json'])
      cpSync(join(repository, part), join(folder, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    const beside = ['layouts/.document.ts.swp', 'content/i18n/en.yaml~'];
    const run = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', changing, ...beside],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    expect(new Set((JSON.parse(run.stdout) as [string, string][]).map(([whole]) => whole)).size).toBe(1);
  });

  test('finds what a module loads in whichever way', () => {
    const found = modulesFrom(join(repository, 'src/build/pipeline.ts'));
    for (const path of [
      'src/build/pipeline.ts',
      'src/load/yaml-values.ts',
      'src/render/markdown.ts',
      'layouts/picture.ts',
      'src/build/eleventy.ts',
    ])
      expect(found).toContain(path);
    expect([...found].filter((path) => path.startsWith('test/') || path.startsWith('..'))).toEqual([]);
  });
});
