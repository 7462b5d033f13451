// The cache is never trusted: deleted, cut short, filled with rubbish, of another version, of another site or not to be
// written to, the output has the same bytes and the status is 0. Nothing here knows what is in it: whatever files lie
// below the cache folder are spoilt.
import {
  appendFileSync,
  chmodSync,
  cpSync,
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
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Dice, rollDice } from '../../bench/random.ts';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { buildCommand, checkoutPlace, forgetBuilds, leftovers } from '../support/checkout-build.ts';
import { differences, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { longRun, testSeed } from '../support/long-run.ts';
import type { SitePlace } from '../support/site-place.ts';
import { makeReadOnly, mountSmallDisk } from '../support/small-disk.ts';

const seed = testSeed(6);
const rounds = longRun ? 20 : 1;

type Files = Record<string, string | Uint8Array>;

/** Two versions of a small site with pictures and a document: an item more, a name that stands on every page. */
async function versions(): Promise<{ a: Files; b: Files }> {
  const photo = (background: string, width: number) =>
    sharp({ create: { width, height: 300, channels: 3, background } });
  const hall = await photo('#204060', 900).jpeg().toBuffer();
  const door = await photo('#604020', 500).png().toBuffer();
  // As large as the last: one put in place of the other in the cache is told by its name alone.
  const window = await photo('#206040', 500).png().toBuffer();
  const small: Files = smallSiteInThreeLanguages();
  const withPictures = `---
title: Pictures
date: 2010-01-02
image: { file: hall.jpg, alt: A hall }
topics: [training]
---

![A door](door.png) and ![a window](window.png), and [a paper](paper.pdf).
`;
  const a: Files = {
    ...small,
    ...{ 'news/2010/hall.jpg': hall, 'news/2010/door.png': door, 'news/2010/window.png': window },
    'news/2010/paper.pdf': '%PDF-1.4 a paper',
    'news/2010/pictures.md': withPictures,
    'news/2010/only-here.md': '---\ntitle: Only here\ndate: 2010-01-03\n---\n\nNot in the other.\n',
  };
  const { 'news/2010/only-here.md': _, ...rest } = a;
  const b: Files = {
    ...rest,
    'site.yaml': (rest['site.yaml'] as string).replace('Lantern Test News', 'Lantern Other News'),
    'news/2009/no-country.md': '---\ntitle: A short note\ndate: 2009-01-05\n---\n\nAnother note.\n',
  };
  return { a, b };
}

/** One checkout for all faults: each begins with the cache that the last build left, whole again. */
let place: SitePlace;
let good: string;
let content: Awaited<ReturnType<typeof versions>>;
let shown: 'a' | 'b' = 'a';

function turnTo(version: 'a' | 'b'): void {
  shown = version;
  rmSync(place.content, { recursive: true, force: true });
  writeFiles(place.content, content[version]);
}

/** Builds both versions, so that the cache is full; the clean output of each is put aside. */
beforeAll(async () => {
  content = await versions();
  const removals: (() => void)[] = [];
  const folderOfFile = (folder: string) =>
    removals.push(() => rmSync(folder, { recursive: true, force: true }));
  place = checkoutPlace({}, folderOfFile);
  good = mkdtempSync(join(tmpdir(), 'offprint-test-'));
  folderOfFile(good);
  for (const version of ['a', 'b'] as const) {
    turnTo(version);
    forgetBuilds(place);
    const { status, stderr } = await buildCommand(place);
    expect(status, stderr).toBe(0);
    cpSync(place.output, join(good, version), { recursive: true });
  }
  await buildsWell('other', 'before any fault');
  return () => {
    for (const remove of removals) remove();
  };
}, 600_000);

/** Builds the version that is there, or the other one, and compares. */
async function buildsWell(version: 'same' | 'other', what: string): Promise<void> {
  turnTo(version === 'same' ? shown : shown === 'a' ? 'b' : 'a');
  const { status, stderr } = await buildCommand(place);
  expect(status, `${what}: ${stderr}`).toBe(0);
  expect(differences(join(good, shown), place.output).join('\n'), what).toBe('');
  expect(leftovers(place)).toEqual([]);
}

/** What a build cannot use it may leave as it lies: then the next fault begins with a new cache. */
async function warmUp(): Promise<void> {
  const isFolder = existsSync(place.cache) && statSync(place.cache).isDirectory();
  if (isFolder && cacheFiles(place).length > 0) return;
  rmSync(place.cache, { recursive: true, force: true });
  for (const version of ['other', 'other'] as const) await buildsWell(version, 'a new cache');
}

/** Paths of whatever the cache holds. */
function cacheFiles({ cache }: SitePlace): string[] {
  return listFiles(cache).map((path) => join(cache, path));
}

function eachFile(spoil: (path: string, bytes: Buffer, dice: Dice) => void) {
  return (place: SitePlace, dice: Dice) => {
    const paths = cacheFiles(place);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) spoil(path, readFileSync(path), dice);
  };
}

/** Unlinked first: a file of the cache may share its bytes with the output by a hard link. */
function replace(path: string, bytes: Uint8Array): void {
  rmSync(path);
  writeFileSync(path, bytes);
}

const spoilings: Readonly<Record<string, (place: SitePlace, dice: Dice) => void>> = {
  deleted: ({ cache }) => rmSync(cache, { recursive: true }),
  'with some files deleted': eachFile((path, _, dice) => {
    if (dice.next() < 0.5) rmSync(path);
  }),
  'with every file cut short': eachFile((path, bytes, dice) =>
    replace(path, bytes.subarray(0, Math.floor(dice.next() * bytes.length))),
  ),
  'with every file empty': eachFile((path) => replace(path, new Uint8Array())),
  'filled with rubbish': eachFile((path, bytes, dice) =>
    replace(
      path,
      Uint8Array.from(bytes, () => dice.between(0, 255)),
    ),
  ),
  'overwritten in place, where it shares bytes with the output by hard links too': eachFile(
    (path, bytes, dice) =>
      writeFileSync(
        path,
        Uint8Array.from(bytes, () => dice.between(0, 255)),
      ),
  ),
  'with one bit of every file flipped': eachFile((path, bytes, dice) => {
    if (bytes.length === 0) return;
    const spoilt = Buffer.from(bytes);
    const at = dice.between(0, spoilt.length - 1);
    spoilt[at] = spoilt[at]! ^ (1 << dice.between(0, 7));
    replace(path, spoilt);
  }),
  'with something more at the end of every file': eachFile((path, bytes) => {
    replace(path, bytes);
    appendFileSync(path, bytes.subarray(0, 100));
  }),
  'of another version': eachFile((path, bytes) => {
    // A version stands at the beginning, in whatever form: every byte there is another.
    const other = Buffer.from(bytes);
    for (let at = 0; at < Math.min(8, other.length); at += 1) other[at] = other[at]! ^ 1;
    replace(path, other);
  }),
  'with another version number in every file': eachFile((path, bytes) => {
    const at = bytes.subarray(0, 200).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
    if (at === -1) return;
    const other = Buffer.from(bytes);
    other[at] = other[at] === 0x39 ? 0x38 : other[at]! + 1;
    replace(path, other);
  }),
  'with the bytes of each file in the next': (place) => {
    const paths = cacheFiles(place);
    const contents = paths.map((path) => readFileSync(path));
    for (const [index, path] of paths.entries()) replace(path, contents[(index + 1) % contents.length]!);
  },
  'with a folder in place of each file': eachFile((path) => {
    rmSync(path);
    mkdirSync(path);
  }),
  'that is a file itself': ({ cache }) => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'not a folder');
  },
};

const isOfChance = /cut|bit|some|rubbish/;

for (const [name, spoil] of Object.entries(spoilings)) {
  const times = isOfChance.test(name) ? rounds : 1;
  test(
    `a cache ${name}: the same output`,
    async () => {
      const dice = rollDice(seed);
      for (let round = 0; round < times; round += 1) {
        for (const version of ['same', 'other'] as const) {
          await warmUp();
          spoil(place, dice);
          await buildsWell(version, `${name}, round ${round} of seed ${seed}, then ${version} content`);
        }
      }
    },
    120_000 * times,
  );
}

test('a cache of an earlier output, and an output of an earlier cache: the same output', async () => {
  await warmUp();
  const kept = temporaryFolder();
  const keep = (name: string) => {
    for (const [folder, of] of [
      [place.cache, 'cache'],
      [place.output, 'output'],
    ] as const) {
      cpSync(folder, join(kept, name, of), { recursive: true, preserveTimestamps: true });
    }
  };
  const putBack = (name: string, of: 'cache' | 'output') => {
    const folder = place[of];
    rmSync(folder, { recursive: true });
    cpSync(join(kept, name, of), folder, { recursive: true, preserveTimestamps: true });
  };
  keep('a');
  await buildsWell('other', 'without fault');
  keep('b');
  putBack('a', 'cache');
  await buildsWell('same', 'the cache of a, the output of b');
  putBack('a', 'output');
  await buildsWell('same', 'the output of a, content b');
  putBack('b', 'cache');
  putBack('a', 'output');
  await buildsWell('other', 'the cache of b, the output of a, content a');
});

test('an output that was carried here, with more in it than was built: the same output', async () => {
  await warmUp();
  const aside = join(temporaryFolder(), 'output');
  const strays: ((output: string) => void)[] = [
    (output) => writeFiles(output, { 'news/stray/index.html': 'nobody built this' }),
    (output) => mkdirSync(join(output, 'news/empty')),
    (output) => symlinkSync('/', join(output, 'news/link')),
  ];
  for (const stray of strays) {
    // Another folder of the same name: the cache does not know what was made of it.
    cpSync(place.output, aside, { recursive: true, preserveTimestamps: true });
    rmSync(place.output, { recursive: true });
    cpSync(aside, place.output, { recursive: true, preserveTimestamps: true });
    rmSync(aside, { recursive: true });
    stray(place.output);
    await buildsWell('same', String(stray));
    expect(readdirSync(join(place.output, 'news'))).toEqual(readdirSync(join(good, shown, 'news')));
  }
});

test('a cache that cannot be written to: the same output', async (context) => {
  await warmUp();
  if (process.getuid?.() === 0) {
    // Root may write anywhere but on a disk that is read-only.
    const aside = join(temporaryFolder(), 'cache');
    cpSync(place.cache, aside, { recursive: true, preserveTimestamps: true });
    mountSmallDisk(place.cache, '64m', context);
    cpSync(aside, place.cache, { recursive: true, preserveTimestamps: true });
    makeReadOnly(place.cache);
  } else {
    const all = [
      place.cache,
      ...readdirSync(place.cache, { recursive: true, encoding: 'utf8' }).map((name) =>
        join(place.cache, name),
      ),
    ];
    const setMode = (mode: number) => {
      for (const path of all) if (existsSync(path)) chmodSync(path, mode);
    };
    setMode(0o555);
    onTestFinished(() => setMode(0o755));
  }
  for (const version of ['same', 'other', 'other'] as const) await buildsWell(version, 'read-only');
});
