// `npm run golden:update`: rewrites what the golden site should become. The diff is the review.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../test/support/folder.ts';
import { buildGolden, goldenFolder } from '../test/support/golden.ts';

const folder = mkdtempSync(join(tmpdir(), 'offprint-golden-'));
try {
  const files = await buildGolden(folder);
  rmSync(goldenFolder, { recursive: true, force: true });
  writeFiles(goldenFolder, files);
  console.log(`${Object.keys(files).length} files in ${goldenFolder}: read the diff before you commit it.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
