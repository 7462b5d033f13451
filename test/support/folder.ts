// Folders of a test's own: made fresh, filled from a map, read back as one hash.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that goes when the test ends. @param parent default: where the system keeps such things */
export function temporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'offprint-test-'));
  // A child of a process that a test ended may be writing its last. Not rmSync: it looks for files only once, and what
  // is written then stays in the way however often it tries.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** As temporaryFolder, in memory where the system has room there: for tests that write thousands of files. */
export function folderInMemory(): string {
  const place = '/dev/shm';
  if (!existsSync(place)) return temporaryFolder();
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize > 1 << 30 ? temporaryFolder(place) : temporaryFolder();
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, contents] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}

/** Every file below `folder`, sorted, `/` as separator. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** SHA-256 over every path and every byte. Two folders with one hash hold the same files. */
export function hashFolder(folder: string): string {
  const hash = createHash('sha256');
  for (const path of listFiles(folder)) {
    const bytes = readFileSync(join(folder, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * Where two folders differ: a line a path, the first ten. Empty when they hold the same files with the same bytes and
 * the same rights.
 */
export function differences(expected: string, found: string): string[] {
  const lines: string[] = [];
  const [wanted, there] = [new Set(listFiles(expected)), new Set(listFiles(found))];
  for (const path of wanted) if (!there.has(path)) lines.push(`${path} is missing`);
  for (const path of there) {
    if (!wanted.has(path)) {
      lines.push(`${path} should not be there`);
      continue;
    }
    const [a, b] = [join(expected, path), join(found, path)];
    const [right, wrong] = [readFileSync(a), readFileSync(b)];
    if (!right.equals(wrong)) lines.push(`${path} ${firstDifference(right, wrong)}`);
    const [mode, other] = [statSync(a).mode & 0o777, statSync(b).mode & 0o777];
    if (mode !== other) lines.push(`${path} has the mode ${other.toString(8)}, not ${mode.toString(8)}`);
  }
  return lines.length > 10 ? [...lines.slice(0, 10), `and ${lines.length - 10} more`] : lines;
}

function firstDifference(right: Buffer, wrong: Buffer): string {
  let at = 0;
  while (at < right.length && at < wrong.length && right[at] === wrong[at]) at += 1;
  const shown = (bytes: Buffer) =>
    JSON.stringify(bytes.subarray(Math.max(0, at - 30), at + 50).toString('utf8'));
  return `differs at byte ${at}: ${shown(wrong)} instead of ${shown(right)}`;
}
