// Rows 40, 41, 43, 44 and 45 of the table of faults, by the command itself: with the cache of an earlier build and
// without any. Row 42 is in kills.test.ts; the parts of the writer alone are tried in test/build/write-output.test.ts.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { rollDice } from '../../bench/random.ts';
import { lockPath } from '../../src/build/output-lock.ts';
import { smallSite } from '../small-site.ts';
import {
  type BuildOptions,
  buildCommand,
  checkoutPlace,
  forgetCache,
  leftovers,
  now,
} from '../support/checkout-build.ts';
import { startChoice } from '../support/edited-content.ts';
import { differences, hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { filesHolding } from '../support/output-text.ts';
import { buildClean, type SitePlace } from '../support/site-place.ts';
import { makeReadOnly, mountSmallDisk } from '../support/small-disk.ts';

const isRoot = process.getuid?.() === 0;
/** Somebody without rights: root may read and write everything. */
const nobody = 65_534;

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Leaves so many bytes of a disk. */
function fill(folder: string, leftBytes: number): void {
  writeFileSync(join(folder, 'filler'), new Uint8Array(Math.max(0, freeBytes(folder) - leftBytes)));
}

/** Bytes that no disk can make smaller, the same in every run. */
function noise(bytes: number): Uint8Array {
  const dice = rollDice(1);
  return Uint8Array.from({ length: bytes }, () => dice.between(0, 255));
}

const withPaper = (bytes: number) => ({
  'news/2010/paper.pdf': noise(bytes),
  'news/2010/x.md': '---\ntitle: A paper\ndate: 2010-01-02\n---\n\nSee [the paper](paper.pdf).\n',
});

describe.each(['with the cache of an earlier build', 'without a cache'])('%s', (kind) => {
  const isCold = kind === 'without a cache';
  const removals: (() => void)[] = [];
  afterAll(() => {
    for (const remove of removals) remove();
  });
  let shared: SitePlace | undefined;

  function freshPlace(): SitePlace {
    return checkoutPlace({}, (folder) =>
      removals.push(() => rmSync(folder, { recursive: true, force: true })),
    );
  }

  /** The small site as it was built; what is built next has the cache of many builds, or none. */
  async function builtPlace(isOwn = false): Promise<SitePlace & { hash: string }> {
    const known = isOwn ? undefined : shared;
    const place = known ?? freshPlace();
    rmSync(place.content, { recursive: true });
    writeFiles(place.content, smallSite());
    // At first twice, so that the cache has seen an output come and go.
    for (let round = known === undefined && !isCold ? 0 : 1; round < 2; round += 1) {
      const { status, stderr } = await buildCommand(place, { args: ['--allow-drop'] });
      expect(status, stderr).toBe(0);
    }
    if (!isOwn) shared = place;
    if (isCold) forgetCache(place);
    return { ...place, hash: hashFolder(place.output) };
  }

  /** The content as it is, built elsewhere from nothing. */
  async function cleanOutput(place: SitePlace): Promise<string> {
    const choice = { ...startChoice, nowMs: Date.parse(now[1]!) };
    const { report, output } = await buildClean(place.content, choice, join(temporaryFolder(), 'clean'));
    expect(report.isBuilt).toBe(true);
    return output;
  }

  async function expectGood(place: SitePlace, options: BuildOptions = {}): Promise<void> {
    const { status, stderr } = await buildCommand(place, options);
    expect(status, stderr).toBe(0);
    expect(differences(await cleanOutput(place), place.output).join('\n')).toBe('');
    expect(leftovers(place)).toEqual([]);
  }

  test('row 40: a deleted item is gone from every output', async () => {
    const place = await builtPlace();
    expect(filesHolding(place.output, 'A short note').length).toBeGreaterThan(3);
    rmSync(join(place.content, 'news/2009/no-country.md'));
    await expectGood(place);
    expect(listFiles(place.output)).not.toContain('news/no-country/index.html');
    for (const text of ['A short note', 'no-country']) expect(filesHolding(place.output, text)).toEqual([]);
  });

  test('row 40: an item that moved is refused without an alias; with it, the old address leads to the new', async () => {
    // Of its own: going back from there would be a move without an alias.
    const place = await builtPlace(true);
    const old = join(place.content, 'news/2009/no-country.md');
    const text = readFileSync(old, 'utf8');
    rmSync(old);
    writeFiles(place.content, { 'news/2009/renamed.md': text });
    const refused = await buildCommand(place);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /renamed\.md:1:1: .*\(address-moved\)\n {4}.*aliases: \[\/news\/no-country\/\]/,
    );
    expect(hashFolder(place.output)).toBe(place.hash);
    const id = /id: (urn:uuid:\S+)/.exec(refused.stderr)?.[1];
    writeFiles(place.content, {
      'news/2009/renamed.md': text.replace('---\n', `---\naliases: [/news/no-country/]\nid: ${id}\n`),
    });
    await expectGood(place);
    expect(readFileSync(join(place.output, '_redirects'), 'utf8')).toMatch(
      /\/news\/no-country\/ .*\/news\/renamed\//,
    );
  });

  test('row 41: the disk of the output is full: status 3, the last good output stays', async (context) => {
    const place = await builtPlace();
    const disk = join(temporaryFolder(), 'disk');
    mountSmallDisk(disk, '24m', context);
    const output = join(disk, 'site');
    const args = ['--output', output];
    expect((await buildCommand(place, { args })).status).toBe(0);
    if (isCold) forgetCache(place);
    const hash = hashFolder(output);
    fill(disk, 200_000);
    // More than an old output could make room for.
    writeFiles(place.content, withPaper(8_000_000));
    const full = await buildCommand(place, { args });
    expect(full.status, full.stderr).toBe(3);
    expect(full.stderr).toMatch(/cannot write the site to .*: the disk is full\n {4}\S/);
    expect(hashFolder(output)).toBe(hash);
    expect(listFiles(disk).filter((path) => !path.startsWith('site/'))).toEqual(['filler']);
    rmSync(join(disk, 'filler'));
    const { status, stderr } = await buildCommand(place, { args });
    expect(status, stderr).toBe(0);
    expect(differences(await cleanOutput(place), output).join('\n')).toBe('');
  });

  test('row 41: cache and output share a disk that is full: status 3, the last good output stays', async (context) => {
    const place = freshPlace();
    const disk = join(place.folder, 'disk');
    mountSmallDisk(disk, '24m', context);
    mkdirSync(join(disk, 'cache'));
    symlinkSync(join(disk, 'cache'), place.cache);
    const output = join(disk, 'site');
    const args = ['--output', output];
    for (let round = 0; round < 2; round += 1) expect((await buildCommand(place, { args })).status).toBe(0);
    if (isCold) {
      rmSync(join(disk, 'cache'), { recursive: true });
      mkdirSync(join(disk, 'cache'));
    }
    const hash = hashFolder(output);
    fill(disk, 200_000);
    writeFiles(place.content, withPaper(8_000_000));
    const full = await buildCommand(place, { args });
    expect(full.status, full.stderr).toBe(3);
    expect(full.stderr).toContain('the disk is full');
    expect(hashFolder(output)).toBe(hash);
    rmSync(join(disk, 'filler'));
    const { status, stderr } = await buildCommand(place, { args });
    expect(status, stderr).toBe(0);
    expect(differences(await cleanOutput(place), output).join('\n')).toBe('');
  });

  test.for([0, 100_000])(
    'row 41: %d bytes are left for the cache: the site is built all the same',
    async (left, context) => {
      const place = freshPlace();
      mountSmallDisk(place.cache, '32m', context);
      if (!isCold) {
        for (let round = 0; round < 2; round += 1) expect((await buildCommand(place)).status).toBe(0);
      }
      fill(place.cache, left);
      writeFiles(place.content, {
        ...withPaper(10_000),
        'site.yaml': smallSite()['site.yaml']!.replace('Lantern Test News', 'Lantern Other News'),
      });
      await expectGood(place);
      await expectGood(place);
    },
  );

  test('row 43: of two builds at once one is refused, or waits; the output is whole', async () => {
    const place = await builtPlace();
    writeFiles(place.content, withPaper(1000));
    const ends = await Promise.all([buildCommand(place), buildCommand(place)]);
    const good = ends.filter(({ status }) => status === 0);
    expect(good.length, ends.map(({ stderr }) => stderr).join('\n')).toBeGreaterThan(0);
    for (const { status, stderr } of ends) {
      if (status !== 0)
        expect([status, stderr]).toEqual([3, expect.stringMatching(/another build \(process \d+\)/)]);
    }
    expect(differences(await cleanOutput(place), place.output).join('\n')).toBe('');
    expect(leftovers(place)).toEqual([]);
  });

  test('row 43: two builds at once into two folders share the cache: both are right', async () => {
    const place = await builtPlace();
    writeFiles(place.content, withPaper(1000));
    const outputs = [place.output, join(temporaryFolder(), 'too')] as const;
    const ends = await Promise.all(
      outputs.map((output) => buildCommand(place, { args: ['--output', output] })),
    );
    const good = await cleanOutput(place);
    for (const [index, { status, stderr }] of ends.entries()) {
      expect(status, stderr).toBe(0);
      expect(differences(good, outputs[index]!).join('\n')).toBe('');
    }
  });

  test('row 43: the lock of a build that is gone is taken over', async () => {
    const place = await builtPlace();
    writeFileSync(lockPath(place.output), JSON.stringify({ pid: spawnSync('true').pid, startedAt: '' }));
    await expectGood(place);
  });

  test('row 44: standard output is closed: it ends quietly, with the status that it would have had', async () => {
    const place = await builtPlace();
    writeFiles(place.content, withPaper(1000));
    for (const args of [[], ['--json']]) {
      const { status, signal, stderr } = await buildCommand(place, { args, closesOutput: true });
      expect([status, signal], stderr).toEqual([0, null]);
      expect(stderr).not.toMatch(/EPIPE|bug of ours/);
    }
    expect(differences(await cleanOutput(place), place.output).join('\n')).toBe('');
    writeFiles(place.content, { 'news/2010/x.md': '---\ntitel: x\ndate: 2010-01-02\n---\n\nText.\n' });
    const failed = await buildCommand(place, { args: ['--json'], closesOutput: true });
    expect([failed.status, failed.signal]).toEqual([1, null]);
    expect(failed.stderr).toContain('x.md:2:1: ');
  });

  test('row 45: a place that cannot be written to: status 3 names it', async (context) => {
    const place = await builtPlace();
    const args: string[] = [];
    let output = place.output;
    if (isRoot) {
      // Root may write anywhere but on a disk that is read-only.
      const disk = join(temporaryFolder(), 'disk');
      mountSmallDisk(disk, '24m', context);
      output = join(disk, 'site');
      args.push('--output', output);
      const { status, stderr } = await buildCommand(place, { args });
      expect(status, stderr).toBe(0);
      makeReadOnly(disk);
    } else {
      chmodSync(place.folder, 0o555);
      onTestFinished(() => chmodSync(place.folder, 0o755));
    }
    writeFiles(place.content, { ...withPaper(1000) });
    const { status, stderr } = await buildCommand(place, { args });
    expect(status, stderr).toBe(3);
    expect(stderr).toContain(output);
    expect(stderr).toMatch(/read-only|permission denied/);
    expect(hashFolder(output)).toBe(place.hash);
  });

  test('row 45: a source file that cannot be read: status 3 names it', async () => {
    const place = await builtPlace();
    const path = join(place.content, 'news/2009/no-country.md');
    chmodSync(path, 0o000);
    // Somebody else than root writes elsewhere: what root built is not theirs to replace, and neither is the cache.
    const parent = temporaryFolder();
    chmodSync(parent, 0o777);
    const args = isRoot ? ['--output', join(parent, 'site')] : [];
    const { status, stderr } = await buildCommand(place, { args, ...(isRoot ? { uid: nobody } : {}) });
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(/cannot read .*no-country\.md \(permission denied\)\n {4}\S/);
    expect(hashFolder(place.output)).toBe(place.hash);
    expect(existsSync(join(parent, 'site'))).toBe(false);
    chmodSync(path, 0o644);
    await expectGood(place);
  });
});

describe('edits of the program', () => {
  test('a layout, a style, a stage that changes reaches every page, with a cache as without', async () => {
    const place = checkoutPlace();
    for (let round = 0; round < 2; round += 1) expect((await buildCommand(place)).status).toBe(0);
    const change = (path: string, from: RegExp, to: string) => {
      const file = join(place.folder, path);
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(from);
      writeFileSync(file, text.replace(from, to));
    };
    const builtClean = async () => {
      const good = temporaryFolder();
      cpSync(place.output, join(good, 'warm'), { recursive: true });
      for (const folder of [place.output, place.cache]) rmSync(folder, { recursive: true, force: true });
      expect((await buildCommand(place)).status).toBe(0);
      return differences(place.output, join(good, 'warm')).join('\n');
    };

    change('layouts/document.ts', /<\/body>/, '<p>everywhere-now</p></body>');
    expect((await buildCommand(place)).status).toBe(0);
    const pages = listFiles(place.output).filter((path) => path.endsWith('index.html'));
    expect(pages.length).toBeGreaterThan(10);
    expect(filesHolding(place.output, 'everywhere-now').length).toBeGreaterThanOrEqual(pages.length - 1);
    expect(await builtClean()).toBe('');

    // The style sheet's name holds its hash, and stands on every page.
    writeFileSync(
      join(place.folder, 'layouts/site.css'),
      `${readFileSync(join(place.folder, 'layouts/site.css'), 'utf8')}\n.everywhere-now { color: #123456; }\n`,
    );
    const before = listFiles(place.output).find((path) => /^assets\/site-.*\.css$/.test(path))!;
    expect((await buildCommand(place)).status).toBe(0);
    expect(listFiles(place.output)).not.toContain(before);
    expect(filesHolding(place.output, before)).toEqual([]);
    expect(await builtClean()).toBe('');

    change(
      'src/render/markdown.ts',
      /(md\.renderer\.render\(tokens, md\.options, env\))/,
      "$1.replace('Judges', 'Referees')",
    );
    expect((await buildCommand(place)).status).toBe(0);
    expect(readFileSync(join(place.output, 'news/workshop/index.html'), 'utf8')).toContain('Referees');
    expect(await builtClean()).toBe('');
  });
});
