// Three projects, cheapest first: `unit` needs nothing, `site` needs the built demo site and a browser, and so does
// `calm`, whose tests look at the clock of a page: its files run when nothing else does. `long` is of
// `npm run test:long` alone.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './support/longest-first.ts';

const root = new URL('..', import.meta.url).pathname;
const onCalmMachine = ['test/browser/typing.test.ts', 'test/browser/search-typing.test.ts'];
const needsSite = ['test/site/**/*.test.ts', 'test/browser/**/*.test.ts'];
const ofSite = {
  globalSetup: ['test/support/build-demo-site.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  root,
  test: {
    // A core is left for vitest itself otherwise, which does next to nothing: of two cores one would rest.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...needsSite, 'test/long/**'],
          testTimeout: 60_000,
        },
      },
      { root, test: { ...ofSite, name: 'site', include: needsSite, exclude: onCalmMachine } },
      { root, test: { ...ofSite, name: 'calm', include: onCalmMachine, maxWorkers: 1 } },
      { root, test: { name: 'long', include: ['test/long/**/*.test.ts'] } },
    ],
  },
});
