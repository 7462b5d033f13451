// The same content gives the same bytes: in any time zone, checkout folder and umask.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demoSite } from '../support/build-demo-site.ts';
import { hashFolder, temporaryFolder } from '../support/folder.ts';
import { repository, runScript } from '../support/run.ts';

async function buildHash(options: Parameters<typeof runScript>[2]): Promise<string> {
  const output = join(temporaryFolder(), 'site');
  const outcome = await runScript('build', ['--output', output], options);
  expect(outcome.stderr).not.toMatch(/\(bug\)/);
  expect(outcome.status).toBe(0);
  return hashFolder(output);
}

/** This work tree, uncommitted changes included, at another path; dependencies are linked. */
function secondCheckout(): string {
  const folder = join(temporaryFolder(), 'other', 'place with spaces');
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const paths = listed.stdout.split('\0').filter((path) => path !== '' && !path.startsWith('test/'));
  expect(paths.length).toBeGreaterThan(50);
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repository, path), join(folder, path));
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('the same content gives the same bytes', () => {
  const expected = hashFolder(demoSite);

  test.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])('in the time zone %s', async (zone) => {
    expect(await buildHash({ env: { TZ: zone } })).toBe(expected);
  });

  test('with another locale and umask 077', async () => {
    expect(await buildHash({ env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, umask: '077' })).toBe(
      expected,
    );
  });

  test('from another checkout path', async () => {
    expect(await buildHash({ cwd: secondCheckout() })).toBe(expected);
  });
});
