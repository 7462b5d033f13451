// Which files are sources. Plain JavaScript, since scripts/start.mjs asks before it can load anything else;
// code-version.ts, which asks once more while a site is built, must get the same answer.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Every file below, but for what an editor puts beside one that is open.
 * @param {string} repository absolute
 * @param {string} folder below the repository
 * @returns {string[]} paths from the repository on, with `/`, in no order
 */
export function sourcesBelow(repository, folder) {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('~'))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
