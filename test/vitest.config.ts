// Two projects, cheapest first: `unit` needs nothing, `site` needs the built demo site and a browser. A third is of
// `npm run test:long` alone.
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const needsSite = ['test/site/**/*.test.ts', 'test/browser/**/*.test.ts'];

export default defineConfig({
  root,
  test: {
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
      {
        root,
        test: {
          name: 'site',
          include: needsSite,
          globalSetup: ['test/support/build-demo-site.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { root, test: { name: 'long', include: ['test/long/**/*.test.ts'] } },
    ],
  },
});
