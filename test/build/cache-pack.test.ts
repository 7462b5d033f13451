import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPack } from '../../src/build/cache-pack.ts';
import { temporaryFolder } from '../support/folder.ts';

const quiet = (sentence: string) => {
  throw new Error(`nothing was to be told: ${sentence}`);
};
const bytesOf = (text: string) => Buffer.from(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

function write(path: string, records: Readonly<Record<string, string>>, version = '1', used: string[] = []) {
  const pack = openPack(path, version, quiet);
  for (const key of used) expect(pack.get(key)).toBeDefined();
  for (const [key, text] of Object.entries(records)) pack.put(key, bytesOf(text));
  pack.finish();
}

function read(path: string, keys: readonly string[], version = '1') {
  const pack = openPack(path, version, quiet);
  return Object.fromEntries(keys.map((key) => [key, textOf(pack.get(key))]));
}

describe('a pack of cached records', () => {
  test('gives back what was put, over several runs, and the newest of a key', () => {
    const path = join(temporaryFolder(), 'deep', 'a.pack');
    write(path, { a: 'first', b: 'second', '': '', ['__proto__']: 'no prototype' });
    write(path, { b: 'other', c: 'ไทย' }, '1', ['a', '']);
    expect(read(path, ['__proto__'])).toEqual(Object.fromEntries([['__proto__', undefined]]));
    expect(read(path, ['a', 'b', 'c', '', 'd', 'toString'])).toEqual({
      a: 'first',
      b: 'other',
      c: 'ไทย',
      '': '',
      d: undefined,
      toString: undefined,
    });
    expect(readdirSync(dirname(path))).toEqual(['a.pack']);
  });

  test('without anything new the file stays as it is', () => {
    const path = join(temporaryFolder(), 'a.pack');
    write(path, { a: 'x', b: 'y' });
    const before = statSync(path, { bigint: true });
    write(path, {}, '1', ['a']);
    const after = statSync(path, { bigint: true });
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
  });

  test('one new record is added at the end; the file is made anew when half of it is unused', () => {
    const path = join(temporaryFolder(), 'a.pack');
    const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
    write(path, Object.fromEntries(keys.map((key) => [key, key.repeat(100)])));
    const whole = readFileSync(path);
    write(path, { new: 'n' }, '1', keys.slice(0, 60));
    const grown = readFileSync(path);
    expect(grown.subarray(0, whole.length).equals(whole)).toBe(true);
    expect(grown.length - whole.length).toBeLessThan(100);
    expect(read(path, ['k99', 'new'])).toEqual({ k99: 'k99'.repeat(100), new: 'n' });
    write(path, { newer: 'n' }, '1', [...keys.slice(0, 40), 'new']);
    expect(statSync(path).size).toBeLessThan(whole.length / 2);
    expect(read(path, ['k39', 'k40', 'new', 'newer'])).toEqual({
      k39: 'k39'.repeat(100),
      k40: undefined,
      new: 'n',
      newer: 'n',
    });
  });

  test('a file that many runs added to is made anew', () => {
    const path = join(temporaryFolder(), 'a.pack');
    write(path, { big: 'x'.repeat(10_000) });
    const inodes = new Set([statSync(path).ino]);
    for (let run = 0; run < 70; run += 1) {
      write(path, { [`k${run}`]: 'y' }, '1', ['big', ...(run > 0 ? [`k${run - 1}`] : [])]);
      inodes.add(statSync(path).ino);
    }
    expect(inodes.size).toBe(2);
    expect(read(path, ['big', 'k69'])).toEqual({ big: 'x'.repeat(10_000), k69: 'y' });
  });

  test('more than fits into memory at once goes to the disk as it comes', () => {
    const path = join(temporaryFolder(), 'a.pack');
    write(path, { old: 'o', gone: 'g' });
    const pack = openPack(path, '1', quiet);
    expect(textOf(pack.get('old'))).toBe('o');
    const megabyte = (index: number) => Buffer.alloc(1024 * 1024, index);
    for (let index = 0; index < 20; index += 1) pack.put(`k${index}`, megabyte(index));
    expect(readdirSync(dirname(path)).length).toBe(2);
    pack.finish();
    expect(readdirSync(dirname(path))).toEqual(['a.pack']);
    const again = openPack(path, '1', quiet);
    for (let index = 0; index < 20; index += 1) {
      expect(megabyte(index).equals(again.get(`k${index}`)!)).toBe(true);
    }
    expect(textOf(again.get('old'))).toBe('o');
    expect(again.get('gone')).toBeUndefined();
  });

  test('of another version it is as none', () => {
    const path = join(temporaryFolder(), 'a.pack');
    write(path, { a: 'one' }, '1');
    expect(read(path, ['a'], '2')).toEqual({ a: undefined });
    write(path, { a: 'two' }, '2');
    expect(read(path, ['a'], '1')).toEqual({ a: undefined });
    expect(read(path, ['a'], '2')).toEqual({ a: 'two' });
  });

  test('a segment of another version counts for nothing, wherever it came to stand', () => {
    const folder = temporaryFolder();
    write(join(folder, 'one.pack'), { a: 'one' }, '1');
    write(join(folder, 'two.pack'), { b: 'two' }, '2');
    appendFileSync(join(folder, 'one.pack'), readFileSync(join(folder, 'two.pack')).subarray(40));
    expect(read(join(folder, 'one.pack'), ['a', 'b'])).toEqual({ a: 'one', b: undefined });
  });

  test('cut short, changed or made longer, it gives what was put or nothing, and is mended by the next run', () => {
    const path = join(temporaryFolder(), 'a.pack');
    const records = { a: 'alpha', b: 'beta'.repeat(20), c: '' };
    write(path, { a: records.a, b: 'older' });
    write(path, { b: records.b, c: records.c }, '1', ['a']);
    const good = readFileSync(path);
    const wrong = (found: Record<string, string | undefined>) =>
      Object.entries(found).filter(
        ([key, text]) =>
          text !== undefined &&
          text !== records[key as keyof typeof records] &&
          !(key === 'b' && text === 'older'),
      );
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('cut', 'flip', 'grow', 'zero'),
        (at, bits, kind) => {
          const bad = Buffer.from(good);
          if (kind === 'flip') bad[at]! ^= bits;
          if (kind === 'zero') bad.fill(0, at);
          writeFileSync(
            path,
            kind === 'cut' ? bad.subarray(0, at) : kind === 'grow' ? Buffer.concat([bad, bad]) : bad,
          );
          expect(wrong(read(path, ['a', 'b', 'c']))).toEqual([]);
          write(path, records);
          expect(read(path, ['a', 'b', 'c'])).toEqual(records);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('rubbish is as none', () => {
    const path = join(temporaryFolder(), 'a.pack');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        writeFileSync(path, rubbish);
        expect(read(path, ['a'])).toEqual({ a: undefined });
      }),
    );
  });

  test('what cannot be read or written is told in one sentence, and does no harm', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a.pack'));
    const notes: string[] = [];
    const pack = openPack(join(folder, 'a.pack'), '1', (sentence) => notes.push(sentence));
    expect(pack.get('a')).toBeUndefined();
    pack.put('a', bytesOf('x'));
    pack.finish();
    expect(notes).toEqual([
      expect.stringMatching(/a\.pack cannot be read \(it is a folder\): it is made anew\.$/),
    ]);
    expect(readdirSync(folder)).toEqual(['a.pack']);

    notes.length = 0;
    writeFileSync(join(folder, 'file'), '');
    const below = openPack(join(folder, 'file', 'a.pack'), '1', (sentence) => notes.push(sentence));
    for (let index = 0; index < 20; index += 1) below.put(`k${index}`, Buffer.alloc(1024 * 1024));
    below.finish();
    expect(notes).toEqual([
      expect.stringMatching(/a\.pack cannot be written \(something else has its name\): the next run starts/),
    ]);
  });

  test('what a dead process left beside it is cleared away, what a living one writes is not', () => {
    const folder = temporaryFolder();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(folder, `a.pack.${dead}.tmp`), 'half');
    writeFileSync(join(folder, `a.pack.${process.ppid}.tmp`), 'half');
    write(join(folder, 'a.pack'), { a: 'x' });
    expect(readdirSync(folder).sort()).toEqual(['a.pack', `a.pack.${process.ppid}.tmp`]);
  });

  test('what is discarded was never put', () => {
    const path = join(temporaryFolder(), 'a.pack');
    const pack = openPack(path, '1', quiet);
    for (let index = 0; index < 20; index += 1) pack.put(`k${index}`, Buffer.alloc(1024 * 1024));
    pack.discard();
    pack.finish();
    expect(readdirSync(dirname(path))).toEqual([]);
  });
});
