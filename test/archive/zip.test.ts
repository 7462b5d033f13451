// The archive's bytes: the same on any machine, and fit for any system that unpacks them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packZip, type ZipEntry } from '../../src/archive/zip.ts';
import { checkOutputPaths } from '../../src/build/verify-output.ts';
import { repository } from '../support/run.ts';
import { unzip, unzipEntries } from '../support/unzip.ts';

const entry = (path: string, text = path): ZipEntry => ({ path, bytes: Buffer.from(text) });
const pack = (...entries: ZipEntry[]) => packZip(entries, checkOutputPaths);

describe('packZip', () => {
  test('what is unpacked is what was packed', async () => {
    // Names of Windows' devices are refused, and the dice do throw them.
    const name = fc
      .stringMatching(/^[a-z0-9ก-ฮà-ÿ-]{1,12}\.(html|png)$/)
      .filter((path) => !/^(?:con|prn|aux|nul|(?:com|lpt)\d)\./.test(path));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 2000 })), {
          selector: ([path]) => path.normalize('NFC').toLowerCase(),
        }),
        async (files) => {
          const entries = files.map(([path, bytes]) => ({ path: path.normalize('NFC'), bytes }));
          const unpacked = await unzip(pack(...entries));
          expect(Object.keys(unpacked)).toEqual(entries.map(({ path }) => path).sort());
          for (const { path, bytes } of entries)
            expect(Buffer.from(unpacked[path]!)).toEqual(Buffer.from(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the order in which files come leaves no trace', () => {
    const files = [entry('b.html'), entry('a/c.html'), entry('a.png')];
    expect(pack(...files)).toEqual(pack(...files.toReversed()));
  });

  test('every entry is a plain file of one time and mode, its name marked as UTF-8 where it is not ASCII', async () => {
    const entries = await unzipEntries(
      pack(entry('ข่าว/index.html'), entry('index.html'), entry('a/b/c.pdf')),
    );
    expect(entries.map(({ mode }) => mode.toString(8))).toEqual(['100644', '100644', '100644']);
    // 1980-01-01, 12:00.
    expect(entries.map(({ dosTime }) => dosTime)).toEqual(['33/24576', '33/24576', '33/24576']);
    expect(entries.map(({ path, flags }) => [path, flags & 0x800])).toEqual([
      ['a/b/c.pdf', 0],
      ['index.html', 0],
      ['ข่าว/index.html', 0x800],
    ]);
  });

  test.each(['UTC', 'Asia/Kathmandu', 'America/Los_Angeles', 'Pacific/Apia'])('is the same in %s', (zone) => {
    const program = `
      import { createHash } from 'node:crypto';
      import { packZip } from './src/archive/zip.ts';
      const bytes = new TextEncoder().encode('a text that is packed. '.repeat(500));
      const zip = packZip([{ path: 'b.html', bytes }, { path: 'a/x.png', bytes }], () => {});
      console.log(createHash('sha256').update(zip).digest('hex'));`;
    const outcome = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: repository,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    const bytes = new TextEncoder().encode('a text that is packed. '.repeat(500));
    const here = pack({ path: 'b.html', bytes }, { path: 'a/x.png', bytes });
    expect(outcome.stdout.trim(), outcome.stderr).toBe(createHash('sha256').update(here).digest('hex'));
  });

  test.each([
    '../x',
    '/x',
    'C:x',
    'a//b',
    'a/../b',
    'con.html',
    'aux',
    'a:b?',
    'a.',
    'a ',
    'a\\b',
    '',
    'e\u0301.html',
    'x'.repeat(256),
  ])('refuses the name %j', (path) => {
    expect(() => pack(entry('index.html'), entry(path))).toThrow(/not safe/);
  });

  test('refuses two names that are one where case is ignored, of files or of folders', () => {
    expect(() => pack(entry('News/a.html'), entry('news/a.html'))).toThrow(/clash/);
    expect(() => pack(entry('news/A.html'), entry('news/a.html'))).toThrow(/clash/);
    expect(() => pack(entry('news/a.html'), entry('News/b.html'))).toThrow(/clash/);
  });

  test('refuses what old unpackers could not read', () => {
    const huge = { length: 2 ** 32 } as Uint8Array;
    expect(() => pack({ path: 'a.pdf', bytes: huge })).toThrow(/bytes/);
    const many = Array.from({ length: 65_536 }, (_, number) => ({
      path: `${number}.txt`,
      bytes: new Uint8Array(),
    }));
    expect(() => packZip(many, () => {})).toThrow('65536 files');
  });
});
