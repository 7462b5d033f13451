import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { SurroundingsError, UsageError } from '../../src/build/command-line.ts';
import { lockPath } from '../../src/build/output-lock.ts';
import {
  checkEntries,
  checkOutputFolder,
  type OpenOutput,
  openOutput,
  recoverOutput,
  topEntries,
} from '../../src/build/write-output.ts';
import type { OutputFile } from '../../src/model.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { makeReadOnly, mountSmallDisk } from '../support/small-disk.ts';

function site(letter: string, count = 5): OutputFile[] {
  const pages = Array.from({ length: count }, (_, i) => ({
    path: `p/${i}/index.html`,
    contents: letter.repeat(1000),
  }));
  return [...pages, { path: 'site-state.json', contents: '{}\n' }];
}

const cacheFolder = mkdtempSync(join(tmpdir(), 'offprint-test-'));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

function open(output: string): OpenOutput {
  return openOutput(output, { cacheFolder });
}

/** Writes a site as a build would, and closes. */
async function write(output: string, files: readonly OutputFile[]): Promise<number> {
  const opened = open(output);
  try {
    return await opened.replaceWith(files);
  } finally {
    opened.close();
  }
}

function beside(output: string): string[] {
  return readdirSync(dirname(output)).filter((name) => name !== basename(output));
}

/** Pid of a process that is gone. */
function deadPid(): number {
  return spawnSync('true').pid;
}

function leaveLock(output: string, pid: number, startedAt = ''): void {
  writeFileSync(lockPath(output), JSON.stringify({ pid, startedAt }));
}

function refusal(run: () => unknown): Error & { mend?: string } {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was accepted');
}

describe('writing the output', () => {
  test('the folder holds exactly the new files, and nothing is left beside it', async () => {
    const output = join(temporaryFolder(), 'deep', 'site');
    expect(await write(output, site('a', 9))).toBe(9003);
    await write(output, site('b', 2));
    expect(listFiles(output)).toEqual(['p/0/index.html', 'p/1/index.html', 'site-state.json']);
    expect(readFileSync(join(output, 'p/0/index.html'), 'utf8')).toBe('b'.repeat(1000));
    expect(beside(output)).toEqual([]);
  });

  test('modes do not depend on the umask or on the mode of a source', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    writeFileSync(join(folder, 'image.png'), 'png', { mode: 0o600 });
    const copyOf = { path: 'x.png', displayPath: 'x.png', diskPath: join(folder, 'image.png'), size: 3 };
    const before = process.umask(0o077);
    onTestFinished(() => {
      process.umask(before);
    });
    await write(output, [...site('a'), { path: 'p/image.png', copyOf }]);
    expect(process.umask()).toBe(0o077);
    const modes = ['', 'p', 'p/0', 'p/0/index.html', 'p/image.png'].map(
      (path) => statSync(join(output, path)).mode & 0o777,
    );
    expect(modes).toEqual([0o755, 0o755, 0o755, 0o644, 0o644]);
  });

  test('a file may be made piece by piece while it is written, and what goes wrong there harms nothing', async () => {
    const output = join(temporaryFolder(), 'site');
    const big = Buffer.alloc(200_000, 'big');
    const pieces = (times: number) => Array.from({ length: times }, () => big);
    expect(await write(output, [...site('a'), { path: 'full/big', chunks: () => pieces(50) }])).toBe(
      5003 + 50 * big.length,
    );
    expect(readFileSync(join(output, 'full/big')).equals(Buffer.concat(pieces(50)))).toBe(true);
    expect(statSync(join(output, 'full/big')).mode & 0o777).toBe(0o644);
    const hash = hashFolder(output);

    function* broken() {
      yield big;
      throw new Error('it broke');
    }
    await expect(write(output, [...site('b'), { path: 'full/big', chunks: broken }])).rejects.toThrow(
      'it broke',
    );
    const opened = open(output);
    function* closedMeanwhile() {
      yield big;
      opened.close();
      yield big;
    }
    await expect(
      opened.replaceWith([...site('b'), { path: 'big', chunks: closedMeanwhile }]),
    ).rejects.toThrow('the build was stopped');
    expect(hashFolder(output)).toBe(hash);
    expect(beside(output)).toEqual([]);
  });

  test('a path that is not safe writes nothing', async () => {
    const output = join(temporaryFolder(), 'site');
    await write(output, site('a'));
    const hash = hashFolder(output);
    await expect(write(output, [{ path: '../x', contents: '' }])).rejects.toThrow('not safe');
    expect(hashFolder(output)).toBe(hash);
    expect(beside(output)).toEqual([]);
  });

  test('a source that changed while it was read leaves the last good output', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    await write(output, site('a'));
    const hash = hashFolder(output);
    writeFileSync(join(folder, 'x.pdf'), 'longer now');
    const copyOf = { path: 'x.pdf', displayPath: 'content/x.pdf', diskPath: join(folder, 'x.pdf'), size: 3 };
    await expect(write(output, [{ path: 'x.pdf', copyOf }])).rejects.toThrow('content/x.pdf was changed');
    expect(hashFolder(output)).toBe(hash);
  });

  test('a link to a folder is written through, and stays a link', async () => {
    const folder = temporaryFolder();
    await write(join(folder, 'real'), site('a'));
    symlinkSync('real', join(folder, 'link'));
    await write(join(folder, 'link'), site('b', 1));
    expect(listFiles(join(folder, 'real'))).toHaveLength(2);
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
  });
});

describe('folders that are not ours', () => {
  const state = (entries?: unknown) =>
    JSON.stringify({ version: 1, basePath: '', counts: {}, addresses: {}, fingerprints: {}, entries });
  const keepOut = (folder: string) => ({
    content: join(folder, 'content'),
    repository: join(folder, 'repo'),
  });

  test('one with files and no state is refused', () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'photos/a.jpg': 'x',
      'site/site-state.json': state(['site-state.json', 'x']),
      'site/x': '',
    });
    mkdirSync(join(folder, 'empty'));
    const refused = refusal(() => checkOutputFolder(join(folder, 'photos'), keepOut(folder)));
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused.message).toContain('site-state.json');
    for (const name of ['site', 'empty', 'absent']) {
      expect(() => checkOutputFolder(join(folder, name), keepOut(folder))).not.toThrow();
    }
  });

  test('what the last build did not make is named and kept; what a desktop leaves behind is no obstacle', () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    const made = ['index.html', 'news', 'site-state.json'];
    writeFiles(output, { 'site-state.json': state(made), 'news/a': '', '.DS_Store': '' });
    expect(checkOutputFolder(output, keepOut(folder))).toEqual({ isKnownOurs: true });
    writeFiles(output, { '.git/HEAD': '', 'thesis.docx': 'x' });
    const refused = refusal(() => checkOutputFolder(output, keepOut(folder)));
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused.message).toContain('.git, thesis.docx');
    expect(refused.mend).toContain('--output my-site');
  });

  test('a state without a list vouches for nothing: the names of the new build decide', () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    writeFiles(output, { 'site-state.json': state(), 'news/a': '', 'thesis.docx': 'x' });
    expect(checkOutputFolder(output, keepOut(folder))).toEqual({ isKnownOurs: false });
    const made = topEntries(['site-state.json', 'news/b/index.html', 'news/index.html']);
    expect(made).toEqual(['news', 'site-state.json']);
    expect(refusal(() => checkEntries(output, made)).message).toMatch(/would lose it: thesis\.docx$/);
    expect(() => checkEntries(output, [...made, 'thesis.docx'])).not.toThrow();
    expect(() => checkEntries(join(folder, 'absent'), made)).not.toThrow();
  });

  test.each(['', '{"version":1', '{}', '[]', state('news'), state([1])])(
    'the state %j is no proof that a folder is ours',
    (text) => {
      const folder = temporaryFolder();
      writeFiles(folder, { 'site/site-state.json': text });
      const refused = refusal(() => checkOutputFolder(join(folder, 'site'), keepOut(folder)));
      expect(refused).toBeInstanceOf(UsageError);
      expect(refused.message).toContain('cannot be understood');
      expect(refused.mend).toContain('delete it');
    },
  );

  test.each(['content', 'content/news', '.', 'repo'])('%s is refused', (name) => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'content/news/a.md': 'x', 'repo/package.json': '', 'site-state.json': '{}' });
    expect(refusal(() => checkOutputFolder(join(folder, name), keepOut(folder)))).toBeInstanceOf(UsageError);
  });

  test('the content folder behind a link is refused', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'content'));
    symlinkSync('content', join(folder, 'link'));
    expect(refusal(() => checkOutputFolder(join(folder, 'link'), keepOut(folder)))).toBeInstanceOf(
      UsageError,
    );
  });

  test('a file is refused', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'site'), '');
    expect(refusal(() => checkOutputFolder(join(folder, 'site'), keepOut(folder))).message).toContain(
      'is a file',
    );
  });
});

describe('one build at a time', () => {
  test('a second build is refused, naming the process of the first', async () => {
    const output = join(temporaryFolder(), 'site');
    const first = open(output);
    const refused = refusal(() => open(output));
    expect(refused).toBeInstanceOf(SurroundingsError);
    expect(refused.message).toContain(`process ${process.pid}`);
    first.close();
    open(output).close();
    expect(beside(output)).toEqual([]);
  });

  test('closing twice does not take away the lock of the next', () => {
    const output = join(temporaryFolder(), 'site');
    const first = open(output);
    first.close();
    const second = open(output);
    first.close();
    expect(existsSync(lockPath(output))).toBe(true);
    second.close();
  });

  test('the lock of a process that is gone is taken over', () => {
    const output = join(temporaryFolder(), 'site');
    leaveLock(output, deadPid());
    open(output).close();
    expect(beside(output)).toEqual([]);
  });

  test.runIf(existsSync('/proc/self/stat'))(
    'the lock of another process that had this pid is taken over',
    () => {
      const output = join(temporaryFolder(), 'site');
      leaveLock(output, process.pid, 'another boot 1');
      open(output).close();
      expect(beside(output)).toEqual([]);
    },
  );

  test('a lock file that we did not write stays, and is named', () => {
    const output = join(temporaryFolder(), 'site');
    writeFileSync(lockPath(output), 'mine');
    expect(refusal(() => open(output)).message).toContain(lockPath(output));
    expect(readFileSync(lockPath(output), 'utf8')).toBe('mine');
  });

  test('of many processes that find one stale lock, one at a time holds it', async () => {
    const output = join(temporaryFolder(), 'site');
    leaveLock(output, deadPid());
    const script = fileURLToPath(new URL('./swap-forever.ts', import.meta.url));
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, ['--import', 'tsx', script, output, '3', cacheFolder], {
          stdio: 'pipe',
        });
        let said = '';
        child.stdout.on('data', (chunk) => {
          said += chunk;
        });
        child.stderr.on('data', (chunk) => {
          said += chunk;
        });
        return new Promise<{ status: number | null; said: string }>((resolve) =>
          child.on('close', (status) => resolve({ status, said })),
        );
      }),
    );
    const good = outcomes.filter(({ status }) => status === 0);
    const refused = outcomes.filter(({ status }) => status === 3);
    expect(good.length).toBeGreaterThan(0);
    expect(good.length + refused.length).toBe(4);
    for (const { said } of refused) expect(said).toMatch(/another build \(process \d+\)|taken again/);
    expect(
      new Set(
        listFiles(output)
          .filter((path) => path.endsWith('.html'))
          .map((path) => readFileSync(join(output, path), 'utf8').charAt(0)),
      ).size,
    ).toBe(1);
    expect(beside(output)).toEqual([]);
  }, 60_000);
});

describe('a build that was killed', () => {
  async function afterCrash(left: { hasOutput: boolean; hasOld: boolean; hasNew: boolean }): Promise<string> {
    const output = join(temporaryFolder(), 'site');
    const pid = deadPid();
    if (left.hasOutput) await write(output, site('o'));
    if (left.hasOld) await write(`${output}.old-${pid}`, site('l'));
    if (left.hasNew) writeFiles(`${output}.new-${pid}`, { 'p/0/index.html': 'half' });
    leaveLock(output, pid);
    return output;
  }
  const letterIn = (output: string) => readFileSync(join(output, 'p/0/index.html'), 'utf8').charAt(0);

  test('while it was writing: the last good output stays', async () => {
    const output = await afterCrash({ hasOutput: true, hasOld: false, hasNew: true });
    recoverOutput(output);
    expect(letterIn(output)).toBe('o');
    expect(beside(output)).toEqual([]);
  });

  test('between its two renames: any command puts the last good output back', async () => {
    const output = await afterCrash({ hasOutput: false, hasOld: true, hasNew: true });
    recoverOutput(output);
    expect(letterIn(output)).toBe('l');
    expect(beside(output)).toEqual([]);
  });

  test('after its second rename: the new output stays and the old goes', async () => {
    const output = await afterCrash({ hasOutput: true, hasOld: true, hasNew: false });
    recoverOutput(output);
    expect(letterIn(output)).toBe('o');
    expect(beside(output)).toEqual([]);
  });

  test('and its lock deleted by hand: the last good output still comes back', async () => {
    const output = await afterCrash({ hasOutput: false, hasOld: true, hasNew: false });
    spawnSync('rm', [lockPath(output)]);
    recoverOutput(output);
    expect(letterIn(output)).toBe('l');
  });

  test('on its first run: nothing is left, and the next build works', async () => {
    const output = await afterCrash({ hasOutput: false, hasOld: false, hasNew: true });
    await write(output, site('n'));
    expect(letterIn(output)).toBe('n');
    expect(beside(output)).toEqual([]);
  });

  test('folders of other names are never taken for leftovers', async () => {
    const output = await afterCrash({ hasOutput: true, hasOld: false, hasNew: false });
    const kept = ['site.old', 'site.new', 'site.old-copy', 'site2.old-12', 'site.lock-notes'];
    for (const name of kept) writeFiles(join(dirname(output), name), { x: '' });
    await write(output, site('n'));
    expect(beside(output).sort()).toEqual([...kept].sort());
  });

  test('while another build runs, nothing is tidied', async () => {
    const output = join(temporaryFolder(), 'site');
    const opened = open(output);
    mkdirSync(`${output}.new-${process.pid}`);
    recoverOutput(output);
    expect(existsSync(`${output}.new-${process.pid}`)).toBe(true);
    opened.close();
  });

  test('at any moment: one site is there whole, never a mix', async () => {
    const output = join(temporaryFolder(), 'site');
    await write(output, site('a', 60));
    const script = fileURLToPath(new URL('./swap-forever.ts', import.meta.url));
    for (let round = 0; round < 6; round += 1) {
      const child: ChildProcess = spawn(
        process.execPath,
        ['--import', 'tsx', script, output, '1000000', cacheFolder],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const ended = new Promise((resolve) => child.on('close', resolve));
      // Killed as soon as it has told of a swap: its next one is then anywhere on its way.
      let swaps = 0;
      child.stdout!.on('data', (chunk: Buffer) => {
        swaps += chunk.length;
        if (swaps > 3 + round * 7) child.kill('SIGKILL');
      });
      await ended;
      recoverOutput(output);
      const pages = listFiles(output).filter((path) => path.endsWith('.html'));
      const letters = new Set(pages.map((path) => readFileSync(join(output, path), 'utf8')));
      expect(pages).toHaveLength(60);
      expect(letters.size).toBe(1);
      expect([...letters][0]).toHaveLength(1000);
      open(output).close();
      expect(beside(output)).toEqual([]);
    }
  }, 60_000);
});

describe('a disk that refuses', () => {
  test('full: the last good output is intact and the error says so', async (context) => {
    const mountPoint = temporaryFolder();
    mountSmallDisk(mountPoint, '256k', context);
    const output = join(mountPoint, 'site');
    await write(output, site('a', 20));
    const hash = hashFolder(output);
    const error: unknown = await write(output, site('b', 400)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SurroundingsError);
    expect((error as Error).message).toMatch(/cannot write the site to .*: the disk is full/);
    expect(hashFolder(output)).toBe(hash);
    expect(beside(output)).toEqual([]);
    await write(output, site('c', 20));
  });

  test('read-only: status 3 names the place', async (context) => {
    const mountPoint = temporaryFolder();
    mountSmallDisk(mountPoint, '256k', context);
    const output = join(mountPoint, 'site');
    await write(output, site('a'));
    const hash = hashFolder(output);
    makeReadOnly(mountPoint);
    const refused = refusal(() => open(output));
    expect(refused).toBeInstanceOf(SurroundingsError);
    expect(refused.message).toContain(output);
    expect(refused.message).toContain('read-only');
    expect(hashFolder(output)).toBe(hash);
    // A finished site can be served from there all the same.
    recoverOutput(output);
  });

  test.skipIf(process.getuid?.() === 0)('without permission: status 3 names the place', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    const refused = refusal(() => open(join(folder, 'site')));
    chmodSync(folder, 0o755);
    expect(refused).toBeInstanceOf(SurroundingsError);
    expect(refused.message).toContain('permission denied');
  });
});
