// One build at a time for an output folder: a lock file beside it that tells who holds it. A lock whose process is
// gone is taken over; what that process left half done is then the new holder's to clean up (write-output.ts).
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { SurroundingsError } from './command-line.ts';
import { reason } from './read-content.ts';

/** What the lock file holds, as JSON. */
export interface LockHolder {
  readonly pid: number;
  /** Where known (Linux): boot id and start time of the process, since a pid alone may have been given anew. */
  readonly startedAt: string;
}

export interface HeldLock {
  release(): void;
}

/** @param output absolute path of the output folder */
export function lockPath(output: string): string {
  return `${output}.lock`;
}

/** Boot id and start time of a process, `` where the system does not tell. Field 22 of proc(5) /proc/pid/stat. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may hold spaces and parentheses itself.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** Of a process known by its pid alone, in doubt yes. */
export function isAlive(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = startOf(holder.pid);
  return holder.startedAt === '' || startedAt === '' || startedAt === holder.startedAt;
}

function readLock(output: string): { text: string; holder: LockHolder | undefined } | undefined {
  let text: string;
  try {
    text = readFileSync(lockPath(output), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<LockHolder>;
    const isHolder = Number.isSafeInteger(pid) && pid! > 0 && typeof startedAt === 'string';
    return { text, holder: isHolder ? { pid: pid!, startedAt } : undefined };
  } catch {
    return { text, holder: undefined };
  }
}

/** The process that is building into this folder now, if any. */
export function livingHolder(output: string): LockHolder | undefined {
  const holder = readLock(output)?.holder;
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** A lock file is there, whoever left it. */
export function hasLock(output: string): boolean {
  return readLock(output) !== undefined;
}

/**
 * Takes the lock of an output folder, or takes it over from a process that is gone.
 * @param output absolute path of the output folder
 * @throws SurroundingsError when a living process holds it (naming its pid), or the lock cannot be written
 */
export function takeLock(output: string): HeldLock {
  const path = lockPath(output);
  const text = `${JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) })}\n`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createLock(path, text)) {
      return {
        release: () => {
          // Only our own: after a takeover in error (a suspended machine) it would be somebody else's.
          if (readLock(output)?.text === text) unlinkSync(path);
        },
      };
    }
    const found = readLock(output);
    if (found === undefined) continue;
    if (found.holder === undefined) {
      throw new SurroundingsError(
        `${path} is in the way, and this program did not write it`,
        'If no build is running, delete it and run again.',
      );
    }
    if (isAlive(found.holder)) {
      throw new SurroundingsError(
        `another build (process ${found.holder.pid}) is writing ${output}`,
        'Wait until it is done, or name another folder: --output my-site',
      );
    }
    // Moved aside rather than deleted: of two processes that found the same stale lock one alone can move it, and
    // what was moved is looked at once more in case it was a fresh lock already.
    const aside = `${path}-stale-${process.pid}`;
    try {
      renameSync(path, aside);
    } catch {
      continue;
    }
    const moved = readFileSync(aside, 'utf8');
    unlinkSync(aside);
    if (moved !== found.text && !createLock(path, moved))
      throw new Error(`three builds took ${path} at once`);
  }
  throw new SurroundingsError(`${path} is taken again and again`, 'Wait until the other builds are done.');
}

/** Creates the lock with its contents in one step; false when there is one already. */
function createLock(path: string, text: string): boolean {
  const draft = `${path}-${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o644 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      // A disk without hard links (FAT, some network folders): exclusive creation, a moment without contents.
      writeFileSync(path, text, { mode: 0o644, flag: 'wx' });
    } finally {
      rmSync(draft, { force: true });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new SurroundingsError(
      `cannot write beside the output folder (${path}): ${reason(error)}`,
      'Give yourself the right to write there, or name another place: --output my-site',
      error,
    );
  }
}
