import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/build/serve-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { serveSite } from '../support/serve.ts';

function finishedSite(basePath = ''): string {
  const folder = join(temporaryFolder(), 'site');
  writeFiles(folder, {
    'index.html': '<title>Home</title>',
    'site-state.json': JSON.stringify({ version: 1, basePath, counts: {}, addresses: {}, fingerprints: {} }),
    _redirects: '/old/ /new/\n',
  });
  return folder;
}

test('serve mounts a site at its own base path, with the headers of netlify.toml and the redirects of the site', async () => {
  const site = await serveSite(finishedSite('/base'));
  onTestFinished(() => site.stop());
  const home = await fetch(`${site.origin}/base/`);
  expect(home.status).toBe(200);
  expect(home.headers.get('content-security-policy')).toContain("default-src 'none'");
  const old = await fetch(`${site.origin}/base/old/`, { redirect: 'manual' });
  expect([old.status, old.headers.get('location')]).toEqual([301, '/base/new/']);
});

test('a port that is taken is status 3, a folder without a site status 2, each in a sentence', async () => {
  const blocker = createServer();
  const port = await listen(blocker, 0, false);
  onTestFinished(() => void blocker.close());
  const [taken, absent] = await Promise.all([
    runScript('serve', ['--output', finishedSite(), '--port', String(port)]),
    runScript('serve', ['--output', join(temporaryFolder(), 'nothing')]),
  ]);
  expect([taken.status, taken.stdout]).toEqual([3, '']);
  expect(taken.stderr).toContain(`serve: port ${port} is taken by another program\n`);
  expect(absent.status).toBe(2);
  expect(absent.stderr).toContain('there is no finished site');
});
