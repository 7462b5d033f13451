// A checkout of its own for commands that write into content/ or watch layouts/: our code, and the small site as content.
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallSite } from '../small-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository } from '../support/run.ts';

/** Of the repository's own, by name. */
export const copied = [
  ...['scripts', 'src', 'layouts'],
  ...['netlify.toml', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/**
 * @returns its folder, to run a command in; it goes when the test ends
 * @param ofFile is told the folder, and removes it at the end of the test file; for a checkout of many tests
 */
export function checkout(ofFile?: (folder: string) => void): string {
  const folder = ofFile === undefined ? temporaryFolder() : mkdtempSync(join(tmpdir(), 'offprint-test-'));
  ofFile?.(folder);
  for (const name of copied) cpSync(join(repository, name), join(folder, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFiles(join(folder, 'content'), smallSite());
  return folder;
}
