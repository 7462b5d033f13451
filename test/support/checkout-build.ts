// The build command in a checkout of its own, so that `.cache` is the test's: run to its end, or killed on its way.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, copied } from '../scripts/checkout.ts';
import { writeFiles } from './folder.ts';
import { type Outcome, started } from './run.ts';
import type { SitePlace } from './site-place.ts';

/** What the checkout holds from the start. */
const ofCheckout = new Set([...copied, 'node_modules', 'content']);

/** `npm run build` without a choice: content/ into _site/, cache in .cache/. It goes as checkout() says. */
export function checkoutPlace(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  ofFile?: (folder: string) => void,
): SitePlace {
  const folder = checkout(ofFile);
  // Another user than root shall be able to read it.
  chmodSync(folder, 0o755);
  const place = {
    folder,
    content: join(folder, 'content'),
    output: join(folder, '_site'),
    cache: join(folder, '.cache'),
  };
  writeFiles(place.content, files);
  return place;
}

/** The clock of every build of these tests. */
export const now = ['--now', '2026-06-01T00:00:00Z'];

export interface BuildEnd extends Outcome {
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the start to each line of progress. */
  readonly linesAtMs: readonly number[];
}

export interface BuildOptions {
  readonly args?: readonly string[];
  /** Of the user that builds; default: ours. */
  readonly uid?: number;
  /** Killed (SIGKILL) so many milliseconds after so many lines of progress. */
  readonly kill?: { readonly afterLines: number; readonly afterMs: number };
  /** Standard output is closed before anything is written. */
  readonly closesOutput?: boolean;
}

/** Starts `npm run build` and waits for its end, however it comes. */
export function buildCommand(place: SitePlace, options: BuildOptions = {}): Promise<BuildEnd> {
  const args = [...started('build'), ...now, ...(options.args ?? [])];
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: place.folder,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const linesAtMs: number[] = [];
    let timer: NodeJS.Timeout | undefined;
    const { kill } = options;
    const lookForKill = () => {
      if (kill === undefined || timer !== undefined || linesAtMs.length < kill.afterLines) return;
      timer = setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
    };
    if (options.closesOutput) child.stdout.destroy();
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk.toString());
      for (const letter of chunk.toString()) {
        if (letter === '\n') linesAtMs.push(performance.now() - startedMs);
      }
      lookForKill();
    });
    lookForKill();
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, stdout: stdout.join(''), stderr: stderr.join(''), linesAtMs });
    });
  });
}

/** What stands in the checkout beside its code, the content, the output and the cache: nothing, after a build. */
export function leftovers(place: SitePlace): string[] {
  return readdirSync(place.folder)
    .filter((name) => !ofCheckout.has(name))
    .filter((name) => ![place.output, place.cache].includes(join(place.folder, name)))
    .sort();
}

/** Whatever builds keep for one another; the program that starts them stays (test/scripts/start.test.ts is about that). */
export function forgetCache({ cache }: SitePlace): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    if (name !== 'program') rmSync(join(cache, name), { recursive: true });
  }
}

/** As if nothing had ever been built in it. */
export function forgetBuilds(place: SitePlace): void {
  for (const folder of [place.output, place.cache]) {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }
}
