// What a second build does to an output: what is the same stays, what was tampered with is made good, and the folder
// that becomes the next output never shares a byte that changes with the one that is shown.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { UsageError } from '../../src/build/command-line.ts';
import type { OutputChanges } from '../../src/build/staged-output.ts';
import { type OpenOutput, openOutput, recoverOutput } from '../../src/build/write-output.ts';
import type { OutputFile } from '../../src/model.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { makeReadOnly, mountSmallDisk } from '../support/small-disk.ts';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, linkSync: vi.fn(fs.linkSync) };
});
afterEach(() => {
  vi.mocked(linkSync).mockClear();
});

type Files = Readonly<Record<string, string>>;

/** An output folder with a cache of its own, both new. */
class Site {
  readonly folder = temporaryFolder();
  readonly output = join(this.folder, 'site');
  cacheFolder: string | undefined = join(this.folder, 'cache');

  open(): OpenOutput {
    return openOutput(this.output, { cacheFolder: this.cacheFolder });
  }

  /** @param fingerprint of every file; without, bytes decide */
  async build(files: Files, fingerprint?: (path: string) => string): Promise<OutputChanges> {
    const made = Object.entries(files).map(
      ([path, contents]): OutputFile =>
        fingerprint === undefined
          ? { path, contents }
          : { path, fingerprint: fingerprint(path), make: () => contents },
    );
    const opened = this.open();
    try {
      const staged = opened.begin();
      for (const file of made) await staged.put(file);
      return await staged.finish();
    } finally {
      opened.close();
    }
  }

  /** The one folder that the cache has for this output. */
  get cache(): string {
    return join(this.cacheFolder!, readdirSync(this.cacheFolder!)[0]!);
  }

  get spare(): string {
    return join(this.cache, 'spare');
  }

  /** All was made long ago, and the manifest knows: folders are not read again. */
  async age(files: Files, fingerprint?: (path: string) => string): Promise<void> {
    for (const path of ['.', ...readdirSync(this.output, { recursive: true, encoding: 'utf8' })]) {
      utimesSync(join(this.output, path), 1e9, 1e9);
    }
    await this.build(files, fingerprint);
  }

  contents(): Files {
    return contentsOf(this.output);
  }

  /** Inode and time of change of every file and folder. */
  states(): Record<string, string> {
    const states: Record<string, string> = {};
    for (const path of ['.', ...readdirSync(this.output, { recursive: true, encoding: 'utf8' })]) {
      const stats = statSync(join(this.output, path), { bigint: true });
      states[path] = `${stats.ino} ${stats.mtimeNs} ${stats.mode}`;
    }
    return states;
  }
}

function contentsOf(folder: string): Files {
  return Object.fromEntries(
    listFiles(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

const pages: Files = {
  'index.html': 'home',
  'news/a/index.html': 'text a',
  'news/b/index.html': 'text b',
  'news/c/index.html': 'text c',
  'search/en/root.js': 'root',
  'site-state.json': '{}\n',
};
const edited: Files = { ...pages, 'news/a/index.html': 'text A' };
const inodeOf = (folder: string, path: string) => statSync(join(folder, path)).ino;

describe('a second build', () => {
  test.each([true, false])('of the same files touches nothing (cache: %s)', async (hasCache) => {
    const site = new Site();
    if (!hasCache) site.cacheFolder = undefined;
    const first = await site.build(pages);
    expect(first).toEqual({
      totalBytes: 29,
      written: Object.keys(pages).sort(),
      removed: [],
      kept: 0,
    });
    const before = site.states();
    expect(await site.build(pages)).toEqual({ totalBytes: 29, written: [], removed: [], kept: 6 });
    expect(site.states()).toEqual(before);
  });

  test('writes what changed, and leaves inode and time of the rest', async () => {
    const site = new Site();
    await site.build(pages);
    for (let round = 0; round < 5; round += 1) {
      const before = site.states();
      const contents = { ...pages, 'news/a/index.html': `text ${round}`, [`new/${round}`]: 'x' };
      const { written, removed, kept } = await site.build(contents);
      expect(written).toEqual([`new/${round}`, 'news/a/index.html']);
      expect(removed).toEqual(round === 0 ? [] : [`new/${round - 1}`]);
      expect(kept).toBe(5);
      expect(site.contents()).toEqual(contents);
      const after = site.states();
      for (const path of ['index.html', 'news/b/index.html', 'search/en/root.js']) {
        expect(after[path]).toBe(before[path]);
      }
    }
  });

  test('asks for the fingerprint alone, and makes nothing that has it', async () => {
    const site = new Site();
    await site.build(pages, () => 'v1');
    const opened = site.open();
    expect(opened.fingerprintOf('index.html')).toBe('v1');
    expect(opened.fingerprintOf('absent')).toBeUndefined();
    const staged = opened.begin();
    const make = () => {
      throw new Error('made');
    };
    for (const path of Object.keys(pages)) {
      if (path === 'index.html') staged.keep(path);
      else await staged.put({ path, fingerprint: 'v1', make });
    }
    expect(Buffer.from(staged.read('index.html')).toString()).toBe('home');
    expect((await staged.finish()).kept).toBe(6);
    opened.close();

    // Another fingerprint, the same bytes: kept, and known by the new fingerprint.
    const before = site.states();
    expect((await site.build(pages, () => 'v2')).written).toEqual([]);
    expect(site.states()).toEqual(before);
    const again = site.open();
    expect(again.fingerprintOf('news/b/index.html')).toBe('v2');
    expect(() => again.begin().keep('absent')).toThrow('no absent that can be kept');
    again.close();
  });

  test('of copies and of files made piece by piece keeps them too', async () => {
    const site = new Site();
    const source = join(site.folder, 'x.pdf');
    writeFileSync(source, 'document');
    const files: OutputFile[] = [
      { path: 'x.pdf', copyOf: { path: 'x.pdf', displayPath: 'x.pdf', diskPath: source, size: 8 } },
      { path: 'full.js', chunks: () => [Buffer.from('one'), Buffer.from('two')] },
      { path: 'site-state.json', contents: '{}' },
    ];
    const write = async () => {
      const opened = site.open();
      await opened.replaceWith(files);
      opened.close();
    };
    await write();
    const before = site.states();
    await write();
    expect(site.states()).toEqual(before);
    expect(site.contents()).toEqual({ 'x.pdf': 'document', 'full.js': 'onetwo', 'site-state.json': '{}' });
  });

  test('reads back what it wrote and what it kept', async () => {
    const site = new Site();
    await site.build(pages);
    const opened = site.open();
    const staged = opened.begin();
    for (const [path, contents] of Object.entries(edited)) await staged.put({ path, contents });
    for (const [path, contents] of Object.entries(edited)) {
      expect(Buffer.from(staged.read(path)).toString()).toBe(contents);
    }
    expect(() => staged.read('absent')).toThrow('no absent');
    expect(() => staged.put({ path: 'index.html', contents: 'twice' })).toThrow('two files');
    opened.close();
    expect(site.contents()).toEqual(pages);
  });

  test('turns files into folders and folders into files', async () => {
    const site = new Site();
    const one = { a: '1', 'b/c/d': '2', 'site-state.json': '{}' };
    const two = { 'a/x/y': '1', b: '2', 'site-state.json': '{}' };
    for (const files of [one, two, one, two, two, one]) {
      await site.build(files);
      expect(site.contents()).toEqual(files);
    }
  });
});

describe('what somebody changed in the output', () => {
  const inPlace: Record<string, (path: string) => void> = {
    'other bytes of the same length': (path) => writeFileSync(path, 'TEXT B'),
    'bytes appended': (path) => writeFileSync(path, '!', { flag: 'a' }),
    'cut short': (path) => truncateSync(path, 2),
    'another file in its place, of the same time': (path) => {
      const { mtime } = statSync(path);
      rmSync(path);
      writeFileSync(path, 'text X');
      utimesSync(path, mtime, mtime);
    },
    'a link in its place': (path) => {
      rmSync(path);
      symlinkSync('../a/index.html', path);
    },
    'a folder in its place': (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    deleted: (path) => rmSync(path),
    'its folder deleted': (path) => rmSync(dirname(path), { recursive: true }),
    'its mode': (path) => chmodSync(path, 0o600),
    'the mode of its folder': (path) => chmodSync(dirname(path), 0o700),
    'an empty folder beside it': (path) => mkdirSync(join(dirname(path), 'empty')),
  };
  test.each(Object.keys(inPlace))('%s: made good', async (name) => {
    const clean = new Site();
    await clean.build(pages, (path) => path);
    for (const [hasFingerprints, isOld] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const site = new Site();
      const fingerprint = hasFingerprints ? (path: string) => path : undefined;
      await site.build(edited, fingerprint && ((path) => `${path} before`));
      await site.build(pages, fingerprint);
      if (isOld) await site.age(pages, fingerprint);
      const hash = hashFolder(site.output);
      inPlace[name]!(join(site.output, 'news/b/index.html'));
      await site.build(pages, fingerprint);
      expect(site.contents()).toEqual(pages);
      expect(hashFolder(site.output)).toBe(hash);
      expect(statSync(join(site.output, 'news/b/index.html')).mode & 0o777).toBe(0o644);
      expect(statSync(join(site.output, 'news/b')).mode & 0o777).toBe(0o755);
      expect(readdirSync(join(site.output, 'news/b'))).toEqual(['index.html']);
    }
  });

  test('new times alone: the bytes are looked at, and the file stays', async () => {
    const site = new Site();
    await site.build(pages, () => 'v1');
    for (const path of listFiles(site.output)) utimesSync(join(site.output, path), 1e9, 1e9);
    const before = site.states();
    const opened = site.open();
    expect(opened.fingerprintOf('news/a/index.html')).toBe('v1');
    opened.close();
    expect((await site.build(pages, () => 'v1')).kept).toBe(6);
    expect(site.states()).toEqual(before);
  });

  test('restored by a host from its cache, with new inodes: every fingerprint still holds', async () => {
    const site = new Site();
    await site.build(pages, () => 'v1');
    await site.build(edited, (path) => edited[path]!);
    for (const folder of [site.output, site.cacheFolder!]) {
      renameSync(folder, `${folder}.kept`);
      spawnSync('cp', ['-r', `${folder}.kept`, folder]);
      rmSync(`${folder}.kept`, { recursive: true });
    }
    const opened = site.open();
    expect(opened.fingerprintOf('news/a/index.html')).toBe('text A');
    opened.close();
    expect((await site.build(pages, (path) => pages[path]!)).written).toEqual(['news/a/index.html']);
    expect(site.contents()).toEqual(pages);
  });

  test('a file of somebody else below a folder is named and kept; what a desktop leaves is no obstacle', async () => {
    const site = new Site();
    await site.build(pages);
    await site.build(edited);
    writeFiles(site.output, { 'news/a/.DS_Store': '' });
    await site.build(pages);
    writeFiles(site.output, { 'news/a/thesis.docx': 'x' });
    const refused = await site.build(edited).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message).toMatch(/would lose it: news\/a\/thesis\.docx$/);
    expect(readFileSync(join(site.output, 'news/a/thesis.docx'), 'utf8')).toBe('x');
    expect(readdirSync(site.folder).sort()).toEqual(['cache', 'site']);
    rmSync(join(site.output, 'news/a/thesis.docx'));
    await site.build(edited);
    expect(site.contents()).toEqual(edited);
  });
});

describe('the folder aside', () => {
  test('never changes a byte of the output that is shown, before the swap', async () => {
    const site = new Site();
    await site.build(pages);
    await site.build(edited);
    await site.build(pages);
    const before = site.states();
    const opened = site.open();
    const staged = opened.begin();
    for (const path of Object.keys(pages)) {
      await staged.put({ path, contents: `all new: ${path}` });
      expect(site.contents()).toEqual(pages);
      expect(site.states()).toEqual(before);
    }
    opened.close();
    expect(site.contents()).toEqual(pages);
    expect(site.states()).toEqual(before);
  });

  test('is the output before the last, brought up to date', async () => {
    const site = new Site();
    await site.build(pages);
    const first = inodeOf(site.folder, 'site');
    const news = inodeOf(site.output, 'news');
    await site.build(edited);
    expect(inodeOf(site.folder, 'site')).not.toBe(first);
    expect(inodeOf(site.cache, 'spare')).toBe(first);
    await site.build({ ...edited, 'news/c/index.html': 'text C' });
    expect(inodeOf(site.folder, 'site')).toBe(first);
    expect(inodeOf(site.output, 'news')).toBe(news);
    expect(contentsOf(site.spare)).toEqual(edited);
  });

  test.each<[string, (folder: string) => void, string]>([
    [
      'cut short',
      (folder) => truncateSync(join(folder, 'news/a/index.html'), 3),
      'news/a/index.html has 3 bytes',
    ],
    ['gone', (folder) => rmSync(join(folder, 'news/a/index.html')), 'news/a has 0 names, not 1'],
    ['not alone', (folder) => writeFiles(folder, { 'news/a/x': '' }), 'news/a/x was not expected'],
  ])(
    'a file written there is %s: the build fails and the last good output stays',
    async (_, spoil, message) => {
      for (const hasSpare of [false, true]) {
        const site = new Site();
        await site.build(pages);
        if (!hasSpare) rmSync(site.spare, { recursive: true });
        const before = site.states();
        const opened = site.open();
        const staged = opened.begin();
        for (const [path, contents] of Object.entries(edited)) await staged.put({ path, contents });
        spoil(site.spare);
        await expect(staged.finish()).rejects.toThrow(message);
        opened.close();
        expect(site.states()).toEqual(before);
        await site.build(edited);
        expect(site.contents()).toEqual(edited);
      }
    },
  );

  test('is level with the output after a first build, by links; a disk without links has none', async () => {
    const site = new Site();
    await site.build(pages);
    expect(contentsOf(site.spare)).toEqual(pages);
    const shared = Object.keys(pages).filter(
      (path) => inodeOf(site.spare, path) === inodeOf(site.output, path),
    );
    expect(shared).toEqual(Object.keys(pages).filter((path) => path !== 'site-state.json'));

    vi.mocked(linkSync).mockImplementation(() => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    });
    onTestFinished(() => {
      vi.mocked(linkSync).mockReset();
    });
    const other = new Site();
    await other.build(pages);
    expect(other.contents()).toEqual(pages);
    expect(existsSync(other.spare)).toBe(false);
  });

  test('shares no bytes of what says whose the output is, also after a build that keeps it', async () => {
    const site = new Site();
    await site.build(pages);
    await site.build(edited);
    for (const path of Object.keys(contentsOf(site.spare))) writeFileSync(join(site.spare, path), 'spoilt');
    expect(site.contents()['site-state.json']).toBe(pages['site-state.json']);
    await site.build(pages);
    expect(site.contents()).toEqual(pages);
  });

  test('is level again after a change of very many files', async () => {
    const site = new Site();
    const many = (text: string) =>
      Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`p/${i % 40}/${i}.html`, text]));
    await site.build({ ...many('one'), ...pages });
    await site.build({ ...many('two'), ...pages });
    expect(contentsOf(site.spare)).toEqual({ ...many('two'), ...pages });
    const linked = vi.mocked(linkSync).mock.calls.length;
    await site.build({ ...many('two'), ...edited });
    // Beside the lock nothing had to be linked.
    expect(vi.mocked(linkSync).mock.calls.length).toBe(linked + 1);
    expect(site.contents()).toEqual({ ...many('two'), ...edited });
  });

  const tampering: Record<string, (spare: string) => void> = {
    'rubbish added': (spare) => writeFiles(spare, { 'rubbish/x': '1', 'news/a/x': '2', y: '3' }),
    'a file deleted': (spare) => rmSync(join(spare, 'news/b/index.html')),
    'a folder deleted': (spare) => rmSync(join(spare, 'news'), { recursive: true }),
    'a file written over by another': (spare) => {
      rmSync(join(spare, 'index.html'));
      writeFileSync(join(spare, 'index.html'), 'evil');
    },
    'files exchanged': (spare) => {
      renameSync(join(spare, 'news/b'), join(spare, 'news/x'));
      renameSync(join(spare, 'news/c'), join(spare, 'news/b'));
      renameSync(join(spare, 'news/x'), join(spare, 'news/c'));
    },
    'a folder made a link to elsewhere': (spare) => {
      rmSync(join(spare, 'news'), { recursive: true });
      symlinkSync('../../../elsewhere', join(spare, 'news'));
    },
    'made a link to elsewhere': (spare) => {
      rmSync(spare, { recursive: true });
      symlinkSync('../../elsewhere', spare);
    },
    'made a file': (spare) => {
      rmSync(spare, { recursive: true });
      writeFileSync(spare, 'x');
    },
    emptied: (spare) => {
      rmSync(spare, { recursive: true });
      mkdirSync(spare, { mode: 0o700 });
    },
    closed: (spare) => chmodSync(join(spare, 'news'), 0o500),
    gone: (spare) => rmSync(spare, { recursive: true }),
    'without its manifest': (spare) => rmSync(join(dirname(spare), 'spare-manifest')),
    'with the manifest of another folder': (spare) =>
      writeFileSync(join(dirname(spare), 'spare-manifest'), readFileSync(join(dirname(spare), 'manifest'))),
  };
  const ages = Object.keys(tampering).flatMap((name) => [false, true].map((isOld) => ({ name, isOld })));
  test.each(ages)('$name (old: $isOld): the next output is right all the same', async ({ name, isOld }) => {
    const site = new Site();
    writeFiles(site.folder, { 'elsewhere/a/index.html': 'precious', 'elsewhere/mine': 'precious' });
    await site.build(pages);
    if (isOld) await site.age(pages);
    await site.build(edited);
    tampering[name]!(site.spare);
    const next = { ...edited, 'news/c/index.html': 'text C' };
    expect((await site.build(next)).written).toEqual(['news/c/index.html']);
    expect(site.contents()).toEqual(next);
    expect(statSync(join(site.output, 'news')).mode & 0o777).toBe(0o755);
    await site.build(pages);
    expect(site.contents()).toEqual(pages);
    expect(contentsOf(join(site.folder, 'elsewhere'))).toEqual({
      'a/index.html': 'precious',
      mine: 'precious',
    });
  });

  test.each(['EPERM', 'EMLINK', 'EXDEV', 'ENOTSUP'])(
    'a disk that refuses links (%s): files are copied',
    async (code) => {
      const site = new Site();
      await site.build(pages);
      vi.mocked(linkSync).mockImplementation(() => {
        throw Object.assign(new Error(code), { code });
      });
      onTestFinished(() => {
        vi.mocked(linkSync).mockReset();
      });
      const before = statSync(join(site.output, 'index.html')).mtimeMs;
      for (const files of [edited, pages, edited]) {
        expect((await site.build(files)).written).toEqual(['news/a/index.html']);
        expect(site.contents()).toEqual(files);
        expect(Math.abs(statSync(join(site.output, 'index.html')).mtimeMs - before)).toBeLessThan(1);
        expect(statSync(join(site.output, 'index.html')).mode & 0o777).toBe(0o644);
      }
      expect(readdirSync(site.folder).sort()).toEqual(['cache', 'site']);
    },
  );

  test('a cache on another disk: manifest there, the new folder beside the output', async (context) => {
    const site = new Site();
    site.cacheFolder = temporaryFolder();
    mountSmallDisk(site.cacheFolder, '1m', context);
    await site.build(pages, (path) => pages[path]!);
    const before = site.states();
    const { written } = await site.build(edited, (path) => edited[path]!);
    expect(written).toEqual(['news/a/index.html']);
    expect(site.contents()).toEqual(edited);
    expect(site.states()['news/b/index.html']).toBe(before['news/b/index.html']);
    expect(existsSync(site.spare)).toBe(false);

    makeReadOnly(site.cacheFolder);
    for (const files of [pages, pages, edited]) {
      await site.build(files, (path) => files[path]!);
      expect(site.contents()).toEqual(files);
    }
    expect(readdirSync(site.folder)).toEqual(['site']);
  });

  test('the caches of outputs that are gone go with the first build of another', async () => {
    const site = new Site();
    const cacheFolder = site.cacheFolder!;
    const build = async (name: string) => {
      const opened = openOutput(join(site.folder, name), { cacheFolder });
      await opened.replaceWith([{ path: 'site-state.json', contents: name }]);
      opened.close();
    };
    await build('one');
    await build('two');
    expect(readdirSync(cacheFolder)).toHaveLength(2);
    rmSync(join(site.folder, 'one'), { recursive: true });
    await build('three');
    expect(readdirSync(cacheFolder)).toHaveLength(2);
  });
});

describe('the manifest', () => {
  const spoil: Record<string, (path: string) => void> = {
    deleted: (path) => rmSync(path),
    cut: (path) => truncateSync(path, statSync(path).size - 10),
    empty: (path) => truncateSync(path, 0),
    'one byte changed': (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('news/b/index.html', 'news/B/index.html')),
    rubbish: (path) => writeFileSync(path, Buffer.alloc(5000, 0xfe)),
    'of another version': (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('offprint-output 1 ', 'offprint-output 9 ')),
    'a folder': (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  };
  test.each(Object.keys(spoil))('%s: counts as none', async (name) => {
    const site = new Site();
    await site.build(pages, () => 'v1');
    await site.build(edited, () => 'v2');
    spoil[name]!(join(site.cache, 'manifest'));
    const opened = site.open();
    expect(opened.fingerprintOf('index.html')).toBeUndefined();
    opened.close();
    const before = site.states();
    // No fingerprint is believed: everything is made, and what has the same bytes stays.
    const { written } = await site.build({ ...edited, 'index.html': 'HOME' }, () => 'v2');
    expect(written).toEqual(['index.html']);
    expect(site.contents()).toEqual({ ...edited, 'index.html': 'HOME' });
    expect(site.states()['news/b/index.html']).toBe(before['news/b/index.html']);
  });

  test('of an older output is believed of the files alone that are as it has them', async () => {
    const site = new Site();
    await site.build(pages, (path) => pages[path]!);
    const old = readFileSync(join(site.cache, 'manifest'));
    await site.build({ ...edited, 'added/x': 'x' }, (path) => edited[path] ?? 'x');
    writeFileSync(join(site.cache, 'manifest'), old);
    const opened = site.open();
    expect(opened.fingerprintOf('news/a/index.html')).toBeUndefined();
    expect(opened.fingerprintOf('news/b/index.html')).toBe('text b');
    expect(opened.fingerprintOf('added/x')).toBeUndefined();
    opened.close();
  });
});

describe('builds that are killed', () => {
  test('leave a spare that the next build mends', async () => {
    const site = new Site();
    const script = fileURLToPath(new URL('./swap-forever.ts', import.meta.url));
    await site.build(pages);
    for (let round = 0; round < 4; round += 1) {
      const args = ['--import', 'tsx', script, site.output, '1000000', site.cacheFolder!];
      const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.on('close', resolve));
      let swaps = 0;
      child.stdout!.on('data', (chunk: Buffer) => {
        swaps += chunk.length;
        if (swaps > 2 + round * 5) child.kill('SIGKILL');
      });
      await ended;
      recoverOutput(site.output);
      const shown = listFiles(site.output).filter((path) => path.endsWith('.html'));
      expect(new Set(shown.map((path) => readFileSync(join(site.output, path), 'utf8'))).size).toBe(1);
      await site.build(round % 2 === 0 ? edited : pages, () => `round ${round}`);
      expect(site.contents()).toEqual(round % 2 === 0 ? edited : pages);
      expect(readdirSync(site.folder).sort()).toEqual(['cache', 'site']);
    }
  }, 60_000);

  const path = fc.constantFrom(
    'a',
    'b',
    'a/x',
    'a/y',
    'b/x/index.html',
    'b/y',
    'c/d/e/f',
    'c/d',
    'c',
    'd/index.html',
  );
  const text = fc.constantFrom('one', 'two', 'three');
  /** Paths that do not clash: no file where another has a folder. */
  const fileSet = fc
    .dictionary(path, text, { maxKeys: 8 })
    .map((files) =>
      Object.fromEntries(
        Object.entries({ ...files, 'site-state.json': '{}' }).filter(
          ([name], _, all) => !all.some(([other]) => other.startsWith(`${name}/`)),
        ),
      ),
    );
  const step = fc.record({
    files: fileSet,
    /** Of the files put before the build gives up; undefined: it finishes. */
    stopsAfter: fc.option(fc.nat(6), { nil: undefined, freq: 4 }),
    tampers: fc.constantFrom(
      'no',
      'no',
      'no',
      'bytes',
      'delete',
      'manifest',
      'spare-manifest',
      'spare',
      'cache',
      'age',
    ),
    hasFingerprints: fc.boolean(),
  });

  test('whatever the order of sites, stops and tampering: the folder is the last site, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const site = new Site();
        let shown: Files | undefined;
        for (const { files, stopsAfter, tampers, hasFingerprints } of steps) {
          const put = Object.entries(files).map(
            ([name, contents]): OutputFile =>
              hasFingerprints
                ? { path: name, fingerprint: `of ${contents}`, make: () => contents }
                : { path: name, contents },
          );
          const opened = site.open();
          const staged = opened.begin();
          for (const file of put.slice(0, stopsAfter)) await staged.put(file);
          if (stopsAfter === undefined) {
            await staged.finish();
            shown = files;
          }
          opened.close();
          if (shown === undefined) continue;
          expect(site.contents()).toEqual(shown);
          const victim = join(site.output, Object.keys(shown)[0]!);
          if (tampers === 'bytes') writeFileSync(victim, 'ONE');
          else if (tampers === 'delete') rmSync(victim);
          else if (tampers === 'cache') rmSync(site.cacheFolder!, { recursive: true, force: true });
          else if (tampers === 'age') {
            await site.age(shown, hasFingerprints ? (name) => `of ${shown![name]}` : undefined);
          } else if (tampers !== 'no' && existsSync(site.cacheFolder!))
            rmSync(join(site.cache, tampers), { recursive: true, force: true });
          if (tampers === 'bytes' || tampers === 'delete') {
            await site.build(shown, hasFingerprints ? (name) => `of ${shown![name]}` : undefined);
            expect(site.contents()).toEqual(shown);
          }
        }
        rmSync(site.folder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
