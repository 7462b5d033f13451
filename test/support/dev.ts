// `npm run dev` as a test runs it, and the channel that its pages listen to.
import { spawn } from 'node:child_process';
import { expect, onTestFinished } from 'vitest';
import type { LiveState } from '../../src/build/dev-client.ts';
import { repository } from './run.ts';

export interface Dev {
  origin: string;
  pid: number;
  said(): string;
  /** Resolves when standard output or error holds this. */
  hears(pattern: RegExp): Promise<void>;
  stop(): Promise<number | null>;
}

export async function startDev(args: readonly string[], cwd = repository): Promise<Dev> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev.ts', ...args, '--port', '0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const look of waiting) look();
    });
  }
  const hears = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`dev ended:\n${text}`)));
    });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  onTestFinished(async () => {
    await stop();
  });
  await hears(/http:\/\/127\.0\.0\.1:\d+\//);
  return {
    origin: /http:\/\/127\.0\.0\.1:\d+/.exec(text)![0],
    pid: child.pid!,
    said: () => text,
    hears,
    stop,
  };
}

/** Follows the channel that the page's own script follows. */
export async function follow(
  origin: string,
): Promise<(isIt: (state: LiveState) => boolean) => Promise<LiveState>> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${origin}/__offprint/events`, { signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return async (isIt) => {
    for (;;) {
      for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
        const state = JSON.parse(rest.slice('data: '.length, end)) as LiveState;
        rest = rest.slice(end + 2);
        if (isIt(state)) return state;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the channel closed');
      rest += value;
    }
  };
}
