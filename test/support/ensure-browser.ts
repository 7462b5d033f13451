// A browser of Debian's for the tests, installed through apt when it is missing: a browser of a test tool's own
// download is not reproducible and often not reachable.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** @returns the first of `paths` that is there; undefined when none could be installed (the reason is printed) */
export function ensureBrowser(
  name: string,
  paths: readonly string[],
  packages: readonly string[],
): string | undefined {
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (!existsSync('/usr/bin/apt-get')) {
    console.error(`No ${name} found and no apt-get to install it: install ${name}, then run again.`);
    return undefined;
  }
  const isRoot = process.getuid?.() === 0;
  const apt = (...args: string[]): boolean => {
    const [program, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(program!, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  console.log(`${name} is missing: installing it from Debian’s packages.`);
  if (!apt('update', '-qq') || !apt('install', '-y', '-qq', '--no-install-recommends', ...packages)) {
    console.error(`${name} could not be installed with apt-get: install it by hand, then run again.`);
    return undefined;
  }
  return paths.find((path) => existsSync(path));
}
