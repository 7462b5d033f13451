// Runs a command of ours as a user would: a process of its own, with its exit status and both outputs.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Commands that package.json starts as one file. */
const commandsOfOneFile = new Set(['archive', 'build', 'check', 'search']);

/** Node's arguments that start a command of ours as package.json does. */
export function started(name: string): string[] {
  return commandsOfOneFile.has(name)
    ? ['scripts/start.mjs', name]
    : ['--import', 'tsx', `scripts/${name}.ts`];
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `runScript('build', ['--output', dir])` is `npm run -s build -- --output dir`, without npm's start-up. */
export function runScript(
  name: string,
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; cwd?: string; umask?: string } = {},
): Promise<Outcome> {
  const cwd = options.cwd ?? repository;
  const node = [process.execPath, ...started(name), ...args];
  // A umask belongs to the process that starts us: a shell sets it, then becomes the command.
  const [program, ...rest] =
    options.umask === undefined
      ? node
      : ['/bin/sh', '-c', `umask ${options.umask}; exec "$@"`, 'sh', ...node];
  return new Promise((resolve, reject) => {
    const child = spawn(program!, rest, {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}
