import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/build/command-line.ts';
import { ContentMemory, displayFolder, readContent } from '../../src/build/read-content.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

function contentOf(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'content');
  writeFiles(folder, files);
  return folder;
}

describe('reading the content folder', () => {
  test('files come in the order of code units, text with its bytes and others with their size', async () => {
    const folder = contentOf({
      'news/b.md': 'two',
      'news/B.md': 'one',
      'a.yaml': 'x: 1',
      'news/p.png': '12345',
    });
    const { files, displayPath, problems } = await readContent(folder);
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'news/B.md', 'news/b.md', 'news/p.png']);
    expect(files.map(({ bytes }) => bytes && Buffer.from(bytes).toString())).toEqual([
      'x: 1',
      'one',
      'two',
      undefined,
    ]);
    expect(files[3]).toMatchObject({ size: 5, displayPath: `${displayPath}/news/p.png` });
    expect(problems).toEqual([]);
  });

  test('what editors and systems leave behind is passed over', async () => {
    const folder = contentOf({
      'news/.a.md.swp': '',
      '.DS_Store': '',
      '.git/config': '',
      'Thumbs.db': '',
      'news/desktop.ini': '',
      'news/a.md~': '',
      'news/~$a.docx': '',
      'news/a.md': 'x',
    });
    expect((await readContent(folder)).files.map(({ path }) => path)).toEqual(['news/a.md']);
  });

  test('two names that are one after NFC are both seen', async () => {
    const folder = contentOf({ 'news/e\u0301.md': 'decomposed', 'news/\u00e9.md': 'composed' });
    const { files } = await readContent(folder);
    expect(files.map(({ path }) => path)).toEqual(['news/\u00e9.md', 'news/\u00e9.md']);
    expect(new Set(files.map(({ diskPath }) => diskPath)).size).toBe(2);
  });

  test('a symbolic link that leads outside is refused and not read', async () => {
    const folder = contentOf({ 'news/a.md': 'x' });
    writeFileSync(join(folder, '..', 'secret.md'), 'secret');
    symlinkSync('../../secret.md', join(folder, 'news/leak.md'));
    symlinkSync('/etc', join(folder, 'news/etc'));
    const { files, problems, displayPath } = await readContent(folder);
    expect(files.map(({ path }) => path)).toEqual(['news/a.md']);
    expect(problems.map(({ file, line, column, rule }) => ({ file, line, column, rule }))).toEqual([
      { file: `${displayPath}/news/etc`, line: 1, column: 1, rule: 'link-outside' },
      { file: `${displayPath}/news/leak.md`, line: 1, column: 1, rule: 'link-outside' },
    ]);
  });

  test('a folder beside the content with a name that begins alike is outside too', async () => {
    const folder = contentOf({ 'news/a.md': 'x' });
    mkdirSync(`${folder}-private`);
    writeFileSync(join(`${folder}-private`, 'x.md'), 'x');
    symlinkSync(join(`${folder}-private`, 'x.md'), join(folder, 'news/x.md'));
    expect((await readContent(folder)).problems.map(({ rule }) => rule)).toEqual(['link-outside']);
  });

  test('a link within the content is read, one to a folder or to nothing is refused', async () => {
    const folder = contentOf({ 'news/a.md': 'x' });
    symlinkSync('a.md', join(folder, 'news/b.md'));
    symlinkSync('gone.md', join(folder, 'news/c.md'));
    symlinkSync('.', join(folder, 'news/loop'));
    const { files, problems } = await readContent(folder);
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ['news/a.md', 1],
      ['news/b.md', 1],
    ]);
    expect(problems.map(({ rule }) => rule).sort()).toEqual(['link-broken', 'link-to-folder']);
  });

  test('a folder that is not there, and a file in its place, are wrong usage', async () => {
    const folder = contentOf({ 'a.md': 'x' });
    await expect(readContent(join(folder, 'nope'))).rejects.toBeInstanceOf(UsageError);
    await expect(readContent(join(folder, 'a.md'))).rejects.toBeInstanceOf(UsageError);
  });

  test('files that cannot be read are all named', async () => {
    const folder = contentOf({ 'a.md': 'x', 'b.md': 'x', 'c/d.md': 'x', 'e.md': 'x' });
    chmodSync(join(folder, '..'), 0o755);
    for (const path of ['a.md', 'b.md', 'c']) chmodSync(join(folder, path), 0);
    const script = fileURLToPath(new URL('./read-as-nobody.ts', import.meta.url));
    const outcome = spawnSync(process.execPath, ['--import', 'tsx', script, folder], { encoding: 'utf8' });
    chmodSync(join(folder, 'c'), 0o755);
    const named = ['a.md', 'b.md', 'c'].map((path) => `${folder}/${path} (permission denied)`).join(', ');
    expect(outcome.stdout).toBe(`SurroundingsError: cannot read ${named}`);
  });

  test('the folder is named as it was given', () => {
    expect(displayFolder('./content/')).toBe('content');
    expect(displayFolder('../x//')).toBe('../x');
    expect(displayFolder('/')).toBe('/');
    expect(displayFolder('.')).toBe('.');
  });
});

test('build refuses a link that leads outside, with status 1 and nothing written', async () => {
  const folder = contentOf({ 'news/a.md': 'x' });
  symlinkSync('/etc/passwd', join(folder, 'news/leak.md'));
  const outcome = await runScript('build', ['--content', folder, '--output', join(folder, '..', 'site')]);
  expect(outcome.status).toBe(1);
  expect(outcome.stderr).toContain('news/leak.md:1:1:');
});

describe('a living process', () => {
  test('is handed the same file for as long as it is the same on disk, and another when it was saved', async () => {
    const folder = contentOf({ 'a.md': 'one', 'b.md': 'two', 'c.png': 'three' });
    const memory = new ContentMemory();
    const clock = Date.now;
    const read = async (msLater: number) => {
      Date.now = () => clock() + msLater;
      try {
        return (await readContent(folder, memory)).files;
      } finally {
        Date.now = clock;
      }
    };
    const textOf = (files: Awaited<ReturnType<typeof read>>) =>
      files.map(({ bytes, size }) => [bytes && Buffer.from(bytes).toString(), size]);
    // Just written: another save within the same tick could not be told apart, so it is read again.
    const early = await read(0);
    writeFileSync(join(folder, 'b.md'), 'TWO');
    writeFileSync(join(folder, 'b.md'), 'two');
    const first = await read(10_000);
    expect(first[0]).toBe(early[0]);
    const again = await read(10_000);
    expect(again[0]).toBe(first[0]);
    expect(again[1]).toBe(first[1]);
    expect(textOf(again)).toEqual([
      ['one', 3],
      ['two', 3],
      [undefined, 5],
    ]);

    // The same size and time of change as before: ctime tells.
    const { atime, mtime } = statSync(join(folder, 'a.md'));
    writeFileSync(join(folder, 'a.md'), 'ONE');
    utimesSync(join(folder, 'a.md'), atime, mtime);
    const saved = await read(20_000);
    expect(textOf(saved)).toEqual([
      ['ONE', 3],
      ['two', 3],
      [undefined, 5],
    ]);
    expect(saved[1]).toBe(first[1]);

    rmSync(join(folder, 'a.md'));
    renameSync(join(folder, 'b.md'), join(folder, 'a.md'));
    expect(textOf(await read(30_000))).toEqual([
      ['two', 3],
      [undefined, 5],
    ]);
  });
});
