// Whatever editors do, in whatever order: a build that goes on from the last one gives the bytes of a build from
// nothing, and tells the same of them. `npm run test:long` tries 500 sequences over a whole site: OFFPRINT_TEST_SEQUENCES
// gives each of several runs, with seeds of their own, a part of them. OFFPRINT_TEST_SEED and OFFPRINT_TEST_PATH
// (fast-check tells both) repeat what failed.
import { cpSync, existsSync, readdirSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpus, hasCorpus } from '../import/import-folder.ts';
import { EditedContent } from '../support/edited-content.ts';
import { differences, folderInMemory, hashFolder, listFiles } from '../support/folder.ts';
import { importedSite } from '../support/imported-site.ts';
import { longRun, testSeed } from '../support/long-run.ts';
import { smallPictures } from '../support/pictures.ts';
import { buildClean, buildIn, keepState, placeIn, type SitePlace, toldOf } from '../support/site-place.ts';

const source = longRun && hasCorpus ? join(corpus, '18f-blog') : join('test', 'fixtures', 'edits', '18f');
const sequences = longRun ? Number(process.env.OFFPRINT_TEST_SEQUENCES ?? 500) : 10;
const limitMs = longRun ? 24 * 3_600_000 : 360_000;

interface Step {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
  /** The site is built after this edit; after the last it is built in any case. */
  readonly isBuilt: boolean;
}

const kinds = Object.keys(new EditedContent(new Map(), []).edits);
/** What editors do every day comes more often than the rest. */
const often = [
  'body',
  'body',
  'title',
  'add',
  'add',
  'delete',
  'move',
  'retag',
  'publish',
  'clock',
  'clock',
  'site',
  'map',
];
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds, ...often),
  a: fc.nat(100_000),
  b: fc.nat(100_000),
  isBuilt: fc.boolean(),
});

/** Numbers of the output's files, but its state: without that a folder is not known to be an output. */
function chosenFile(output: string, number: number): string | undefined {
  // An edit before this one may have removed it whole.
  if (!existsSync(output)) return undefined;
  const paths = listFiles(output).filter((path) => path !== 'site-state.json');
  const path = paths[number % Math.max(1, paths.length)];
  return path === undefined ? undefined : join(output, path);
}

function doOnDisk(edited: EditedContent, place: SitePlace): void {
  for (const edit of edited.disk) {
    if (edit.kind === 'touch') {
      const now = new Date();
      utimesSync(join(place.content, edit.path), now, now);
    } else if (edit.kind === 'remove-output') rmSync(place.output, { recursive: true, force: true });
    else if (edit.kind === 'remove-cache') rmSync(place.cache, { recursive: true, force: true });
    else if (edit.kind === 'copy-output') {
      for (const folder of readdirSync(place.folder).filter((name) => name !== 'content')) {
        const [from, aside] = [join(place.folder, folder), join(place.folder, `${folder}-aside`)];
        cpSync(from, aside, { recursive: true });
        rmSync(from, { recursive: true });
        cpSync(aside, from, { recursive: true });
        rmSync(aside, { recursive: true });
      }
    } else if ('number' in edit) {
      const path = chosenFile(place.output, edit.number);
      if (path === undefined) continue;
      // Unlinked first: what the output shares with a cache by hard links is not what is tried here.
      unlinkSync(path);
      if (edit.kind === 'spoil-output') writeFileSync(path, `nonsense ${edit.number}`);
    }
  }
  edited.disk = [];
}

test(
  `${sequences} sequences of edits: a build from the last one gives the bytes of a build from nothing`,
  async () => {
    if (longRun && !hasCorpus) console.warn('No corpus beside the repository: a hundred posts are edited.');
    const work = folderInMemory();
    const place = placeIn(join(work, 'place'));
    const base = join(work, 'base');
    const pictures = await smallPictures();
    await importedSite(source, place.content);
    const start = EditedContent.readFrom(place.content, pictures);
    const first = await buildIn(place, start.choice);
    expect(first.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    cpSync(place.folder, base, { recursive: true, preserveTimestamps: true });
    const startedMs = performance.now();
    const done = { sequences: 0, builds: 0, refused: 0 };

    const run = async (steps: readonly Step[]): Promise<void> => {
      const said: string[] = [];
      const say = (line: string) => said.push(`${said.length + 1}. ${line}`);
      try {
        rmSync(place.folder, { recursive: true, force: true });
        cpSync(base, place.folder, { recursive: true, preserveTimestamps: true });
        const edited = EditedContent.readFrom(place.content, pictures);
        let good = edited.snapshot();

        /** @returns the state of before, for a clean build to compare with */
        const build = async (): Promise<string | undefined> => {
          edited.writeTo(place.content);
          doOnDisk(edited, place);
          rmSync(join(work, 'state'), { recursive: true, force: true });
          const previous = keepState(place.output, join(work, 'state'));
          const before = previous === undefined ? undefined : hashFolder(place.output);
          say('build');
          const report = await buildIn(place, edited.choice);
          done.builds += 1;
          if (report.isBuilt) {
            good = edited.snapshot();
            return previous;
          }
          if (previous !== undefined) expect(hashFolder(place.output), 'the last good output').toBe(before);
          const clean = await cleanBuild(edited, previous);
          expect(toldOf(report)).toEqual(toldOf(clean.report));
          done.refused += 1;
          say(`refused (${report.problems.map(({ rule }) => rule).join(', ')}); go back to what was good`);
          edited.goBackTo(good);
          return build();
        };

        const cleanBuild = async (of: EditedContent, previous: string | undefined) => {
          rmSync(join(work, 'clean'), { recursive: true, force: true });
          return buildClean(place.content, of.choice, join(work, 'clean'), previous);
        };

        for (const [index, { kind, a, b, isBuilt }] of steps.entries()) {
          say(edited.edits[kind]!(a, b));
          if (isBuilt && index < steps.length - 1) await build();
        }
        const previous = await build();
        const clean = await cleanBuild(edited, previous);
        expect(differences(clean.output, place.output).join('\n')).toBe('');
        const last = await buildIn(place, edited.choice, previous);
        expect(toldOf(last), 'what a build tells that finds nothing to do').toEqual(toldOf(clean.report));
        expect(last.changes, 'what a build changes that finds nothing to do').toMatchObject({
          written: 0,
          removed: 0,
        });
        expect(differences(clean.output, place.output).join('\n')).toBe('');
        expect(
          readdirSync(place.folder).filter((name) => !['cache', 'content', 'site'].includes(name)),
        ).toEqual([]);
      } catch (error) {
        throw new Error(`After these edits:\n${said.join('\n')}\n\n${(error as Error).message}`, {
          cause: error,
        });
      } finally {
        done.sequences += 1;
        if (longRun && done.sequences % 10 === 0) {
          const seconds = Math.round((performance.now() - startedMs) / 1000);
          process.stderr.write(
            `${done.sequences} sequences, ${done.builds} builds (${done.refused} refused) in ${seconds} s\n`,
          );
        }
      }
    };

    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), run), {
      numRuns: sequences,
      seed: testSeed(5),
      ...(process.env.OFFPRINT_TEST_PATH === undefined ? {} : { path: process.env.OFFPRINT_TEST_PATH }),
      // Shrinking a counterexample may take its time, yet must be told before the test's own time is over.
      interruptAfterTimeLimit: limitMs * 0.9,
      markInterruptAsFailure: true,
    });
    expect(done.builds).toBeGreaterThan(sequences);
  },
  limitMs,
);
