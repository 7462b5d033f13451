// Pictures that were made, kept under names that tell all that decides them. A cache may be lost, never wrong: what is
// not there as it was put there is as none.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 in bytes: stands before every picture that is kept, over its name and its bytes. */
const checksumBytes = 32;

function checksumOf(name: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\0`).update(bytes).digest();
}

/** @returns undefined when nothing is kept under that name, or not as it was put there */
export function readKept(folder: string, name: string): Uint8Array | undefined {
  let kept: Buffer;
  try {
    kept = readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
  const bytes = kept.subarray(checksumBytes);
  return kept.subarray(0, checksumBytes).equals(checksumOf(name, bytes)) ? bytes : undefined;
}

/** Never throws: a cache that cannot be written costs time, nothing else. */
export function keep(folder: string, name: string, bytes: Uint8Array): void {
  const path = join(folder, name);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, Buffer.concat([checksumOf(name, bytes), bytes]));
    renameSync(draft, path);
  } catch {
    try {
      rmSync(draft, { force: true });
    } catch {}
  }
}

/**
 * Deletes what nobody asks for any more, the oldest first.
 * @param wanted names that stay in any case
 * @param others how many more may stay: those of another site, or of an edit that may be taken back
 */
export function forgetUnwanted(folder: string, wanted: ReadonlySet<string>, others: number): void {
  try {
    const unwanted = readdirSync(folder).filter((name) => !wanted.has(name));
    if (unwanted.length <= others) return;
    const byAge = unwanted
      .map((name) => ({ name, madeMs: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => a.madeMs - b.madeMs);
    for (const { name } of byAge.slice(0, unwanted.length - others))
      rmSync(join(folder, name), { force: true });
  } catch {
    // Another build may have been faster; the next one tries again.
  }
}
