// Serves a built site with `npm run serve`, on a free port, for the time of a test file.
import { type ChildProcess, spawn } from 'node:child_process';
import { repository } from './run.ts';

export interface ServedSite {
  /** `http://localhost:NNNN`, no trailing slash. */
  readonly origin: string;
  stop(): Promise<void>;
}

export function serveSite(output: string, extra: readonly string[] = []): Promise<ServedSite> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/serve.ts', '--output', output, '--port', '0', ...extra],
    { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stopped = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const origin = /https?:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)?.[0];
      if (origin === undefined) return;
      resolve({
        origin,
        stop: () => {
          child.kill('SIGINT');
          return stopped;
        },
      });
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('close', (status) => reject(new Error(`serve ended with status ${status}:\n${said}`)));
  });
}
