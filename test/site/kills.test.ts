// Row 42: a build that is killed (SIGKILL) at any moment leaves the last good output or the new one, whole, and the
// next build cleans up after it. Five kills; `npm run test:long` tries fifty. OFFPRINT_TEST_SEED=N chooses other moments.
import { cpSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rollDice } from '../../bench/random.ts';
import { recoverOutput } from '../../src/build/write-output.ts';
import { buildCommand, checkoutPlace, forgetBuilds, leftovers } from '../support/checkout-build.ts';
import { differences, hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { importedSite } from '../support/imported-site.ts';
import { longRun, testSeed } from '../support/long-run.ts';

const kills = longRun ? 50 : 5;
const seed = testSeed(42);

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return listFiles(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}

test(
  `row 42: ${kills} kills at random moments: one site whole, and a run makes all good`,
  async () => {
    const place = checkoutPlace();
    rmSync(place.content, { recursive: true });
    await importedSite(join('test', 'fixtures', 'edits', '18f'), place.content);
    const read = (path: string) => readFileSync(join(place.content, path), 'utf8');
    // Two versions of the content: the name stands on every page, and one item is there in one alone.
    const files = {
      a: { 'site.yaml': read('site.yaml'), 'news/2009/no-country.md': read('news/2009/no-country.md') },
      b: {
        'site.yaml': read('site.yaml').replace(/^name: .*$/m, 'name: Another name'),
        'news/2007/workshop.md': `${read('news/2007/workshop.md')}\nOne more paragraph.\n`,
      },
    };
    const texts = { ...files.a, 'news/2007/workshop.md': read('news/2007/workshop.md') };
    type Version = keyof typeof files;
    const turnTo = (version: Version) => {
      writeFiles(place.content, { ...texts, ...files[version] });
      if (version === 'b') rmSync(join(place.content, 'news/2009/no-country.md'));
    };

    const good = { a: join(temporaryFolder(), 'a'), b: join(temporaryFolder(), 'b') };
    for (const version of ['a', 'b'] as const) {
      turnTo(version);
      forgetBuilds(place);
      const { status, stderr } = await buildCommand(place);
      expect(status, stderr).toBe(0);
      cpSync(place.output, good[version], { recursive: true });
    }
    const hashes = { a: hashFolder(good.a), b: hashFolder(good.b) };
    expect(hashes.a).not.toBe(hashes.b);

    // Warm in both directions; how long each stage takes is known from here.
    turnTo('a');
    const startedMs = performance.now();
    const { linesAtMs } = await buildCommand(place);
    const gaps = [...linesAtMs, performance.now() - startedMs].map((at, i, all) => at - (all[i - 1] ?? 0));
    const cacheBytes = sizeOf(place.cache);

    const dice = rollDice(seed);
    let shown: Version = 'a';
    let killed = 0;
    for (let tries = 0; killed < kills; tries += 1) {
      expect(tries, 'builds that ended before they were killed').toBeLessThan(kills * 6);
      const wanted: Version = shown === 'a' ? 'b' : 'a';
      turnTo(wanted);
      // Every second kill falls into the last stage, which writes.
      const afterLines = tries % 2 === 0 ? linesAtMs.length - 1 : dice.between(0, linesAtMs.length);
      const afterMs = dice.next() * gaps[afterLines]!;
      const moment = `seed ${seed}: killed ${Math.round(afterMs)} ms after ${afterLines} lines, from ${shown} to ${wanted}`;
      const end = await buildCommand(place, { kill: { afterLines, afterMs } });
      if (end.signal === null) {
        expect(end.status, moment + end.stderr).toBe(0);
        expect(differences(good[wanted], place.output).join('\n'), moment).toBe('');
        shown = wanted;
        continue;
      }
      killed += 1;
      // Every command that reads an output begins so.
      recoverOutput(place.output);
      expect(Object.values(hashes), moment).toContain(hashFolder(place.output));
      expect(leftovers(place), moment).toEqual([]);

      shown = dice.pick(['a', 'b'] as const);
      turnTo(shown);
      const again = await buildCommand(place);
      expect(again.status, `${moment}, then built ${shown}: ${again.stderr}`).toBe(0);
      expect(differences(good[shown], place.output).join('\n'), `${moment}, then built ${shown}`).toBe('');
      expect(leftovers(place), moment).toEqual([]);
      if (longRun && killed % 10 === 0) process.stderr.write(`${killed} kills\n`);
    }
    // What the killed left half done in the cache does not pile up there.
    expect(sizeOf(place.cache)).toBeLessThan(2 * cacheBytes + 1_000_000);
  },
  kills * 120_000,
);
