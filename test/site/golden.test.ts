// Every page and feed of a tiny site, to the byte. `npm run golden:update` rewrites them when a change is meant.
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { buildGolden, goldenFolder, readTexts } from '../support/golden.ts';

test('the golden site becomes what it became before', async () => {
  const expected = readTexts(goldenFolder);
  expect(Object.keys(expected).length).toBeGreaterThan(40);
  const built = await buildGolden(temporaryFolder());
  expect(Object.keys(built)).toEqual(Object.keys(expected));
  for (const [path, text] of Object.entries(built)) expect(text, path).toBe(expected[path]);
});
