// A program with all it starts, measured as a whole: wall time, user and system time (POSIX `times`), and the peak of
// the sum of its processes' resident memory, read from /proc twenty times a second (Linux).
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly wallSeconds: number;
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly peakBytes: number;
  readonly stdout: string;
}

const pollMs = 50;
const pageBytes = 4096;
/** USER_HZ, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

export class ProgramFailed extends Error {}

/** @throws ProgramFailed with the end of what it said, when it ends badly or takes longer than `timeoutMs` */
export function runMeasured(
  program: string,
  args: readonly string[],
  {
    cwd,
    timeoutMs,
    env,
  }: {
    readonly cwd?: string;
    readonly timeoutMs?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Measured> {
  const startMs = performance.now();
  // `times` prints the shell's own times, then those of all its children, as the last two lines of standard error.
  const child = spawn(
    '/bin/sh',
    ['-c', '"$@"; status=$?; echo >&2; times >&2; exit $status', 'sh', program, ...args],
    {
      cwd,
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '', LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  };
  let isTooLong = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isTooLong = true;
          killAll();
        }, timeoutMs);
  process.once('exit', killAll);
  let peakBytes = 0;
  const poll = setInterval(() => {
    if (child.pid !== undefined) peakBytes = Math.max(peakBytes, usageOfGroup(child.pid).residentBytes);
  }, pollMs);

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      clearInterval(poll);
      clearTimeout(timer);
      process.off('exit', killAll);
      const said = Buffer.concat(stderr).toString();
      if (isTooLong) {
        reject(new ProgramFailed(`took longer than ${Math.round(timeoutMs! / 60_000)} minutes`));
      } else if (status !== 0) {
        reject(
          new ProgramFailed(
            `${program} ${args.join(' ')} ended with status ${status}:\n${said.slice(-2000)}`,
          ),
        );
      } else {
        const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(said)?.slice(1).map(Number) ?? [];
        const [userMinutes = 0, userRest = 0, systemMinutes = 0, systemRest = 0] = times;
        resolve({
          wallSeconds: (performance.now() - startMs) / 1000,
          userSeconds: userMinutes * 60 + userRest,
          systemSeconds: systemMinutes * 60 + systemRest,
          peakBytes,
          stdout: Buffer.concat(stdout).toString(),
        });
      }
    });
  });
}

/** The processes of one group as they are now; those that have ended are not among them. */
export interface GroupUsage {
  readonly residentBytes: number;
  /** User and system time, in seconds, to a hundredth. */
  readonly cpuSeconds: number;
}

/** Of all processes in the group that `leader` leads. */
export function usageOfGroup(leader: number): GroupUsage {
  let [residentBytes, ticks] = [0, 0];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // pid (name) state ppid pgrp …; utime and stime are the 14th and 15th field, resident pages the 24th. A name may
      // hold spaces.
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(fields[2]) !== leader) continue;
      ticks += Number(fields[11]) + Number(fields[12]);
      residentBytes += Number(fields[21]) * pageBytes;
    } catch {
      // It ended between the two reads.
    }
  }
  return { residentBytes, cpuSeconds: ticks / ticksPerSecond };
}
