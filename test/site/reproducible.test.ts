// The same content gives the same bytes: in any time zone, checkout folder and umask.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallSite } from '../small-site.ts';
import { demoSite } from '../support/build-demo-site.ts';
import { hashFolder, temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository, runScript } from '../support/run.ts';

async function buildHash(options: Parameters<typeof runScript>[2]): Promise<string> {
  const output = join(temporaryFolder(), 'site');
  const outcome = await runScript('build', ['--archive', '--output', output], options);
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

test.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])(
  'row 20: a calendar date stays that date in %s',
  async (zone) => {
    const folder = temporaryFolder();
    writeFiles(join(folder, 'content'), {
      ...smallSite(),
      'news/2010/x.md': '---\ntitle: New Year\ndate: 2010-01-01\n---\n\nText.\n',
      'news/2010/y.md': '---\ntitle: Kiritimati\ndate: 2010-01-01T00:30:00+14:00\n---\n\nText.\n',
    });
    const args = ['--content', join(folder, 'content'), '--output', join(folder, 'site'), '--no-search'];
    const outcome = await runScript('build', args, { env: { TZ: zone } });
    expect(outcome.status, outcome.stderr).toBe(0);
    const html = readFileSync(join(folder, 'site/news/x/index.html'), 'utf8');
    expect(html).toContain('<time datetime="2010-01-01">January 1, 2010</time>');
    const feed = readFileSync(join(folder, 'site/feed.xml'), 'utf8');
    expect(feed).toContain('<pubDate>Fri, 01 Jan 2010 00:00:00 +0000</pubDate>');
    const timed = readFileSync(join(folder, 'site/news/y/index.html'), 'utf8');
    expect(timed).toContain('<time datetime="2010-01-01T00:30:00+14:00">January 1, 2010</time>');
    expect(feed).toContain('<pubDate>Fri, 01 Jan 2010 00:30:00 +1400</pubDate>');
  },
);

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
