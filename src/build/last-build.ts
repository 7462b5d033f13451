// What is kept of the last build of an output beside the output itself: what went in, how long it holds, which files
// came out and what was told. When nothing went in that did not go in before, and every file is still there, the build
// is that one. Anything odd about the record, and there is none: then the build runs.
import { createHash, hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint } from '../model.ts';
import type { ClockInterval } from './clock-interval.ts';
import { hashOfFile } from './content-hash.ts';
import { hashOf } from './fingerprint.ts';
import type { ContentFolder } from './read-content.ts';

/** Changes when a record says another thing than before. */
const header = 'offprint build 2';
/** With more records than this, those of outputs that are gone are deleted. */
const maxRecords = 50;

export interface BuildRecord<Report> {
  /** The output's folder, absolute. */
  readonly output: string;
  /** Of all that went in but the clock. */
  readonly inputs: Fingerprint;
  readonly interval: ClockInterval;
  /** Fonts that it looked for, as TitleFonts.stamp; absent when it looked for none. */
  readonly fonts?: string;
  /** Path and hash of every file of the output, as OpenOutput.hashOf gives it. */
  readonly files: readonly (readonly [path: string, hash: string])[];
  readonly report: Report;
}

/** SHA-256 in hexadecimal digits over the names and bytes of all files of a content folder. @throws the disk's error */
export function hashOfContent({ displayPath, files }: ContentFolder): string {
  const all = createHash('sha256').update(`${displayPath}\0`);
  for (const file of files) {
    const ofBytes = hashOfFile(file) ?? hash('sha256', readFileSync(file.diskPath));
    all.update(`${file.path}\0${file.size}\0${ofBytes}\0`);
  }
  return all.digest('hex');
}

/**
 * @param inputs of a record of other inputs, the rest is not read
 * @returns undefined when there is none of these, or none that can be understood
 */
export function readBuildRecord<Report>(
  output: string,
  inputs: Fingerprint,
  folder: string,
): BuildRecord<Report> | undefined {
  try {
    const text = readFileSync(recordPath(output, folder), 'utf8');
    const end = text.indexOf('\n');
    if (!text.startsWith(startOf(output, inputs), end + 1)) return undefined;
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== `${header} ${hashOf(body)}`) return undefined;
    return JSON.parse(body) as BuildRecord<Report>;
  } catch {
    return undefined;
  }
}

/** How the JSON of a record begins. */
function startOf(output: string, inputs: Fingerprint): string {
  return JSON.stringify({ output, inputs }).slice(0, -1);
}

/** Where it cannot be written, the next build runs. */
export function writeBuildRecord<Report>(record: BuildRecord<Report>, folder: string): void {
  const { output, inputs, ...rest } = record;
  const body = JSON.stringify({ output, inputs, ...rest });
  const path = recordPath(record.output, folder);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, `${header} ${hashOf(body)}\n${body}`);
    renameSync(draft, path);
    forgetGoneOutputs(folder);
  } catch {
    forget(draft);
  }
}

/** Before an output changes: a build that is killed must not leave word of another. */
export function deleteBuildRecord(output: string, folder: string): void {
  forget(recordPath(output, folder));
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A folder that is read-only, or none: a record that stays is compared with the output file by file.
  }
}

function recordPath(output: string, folder: string): string {
  return join(folder, `${hashOf(output)}.json`);
}

function forgetGoneOutputs(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= maxRecords) return;
  for (const name of names) {
    const path = join(folder, name);
    const [, output] = /^[^\n]*\n\{"output":("(?:[^"\\]|\\.)*")/.exec(readFileSync(path, 'utf8')) ?? [];
    if (output === undefined || !existsSync(JSON.parse(output) as string)) rmSync(path, { force: true });
  }
}
