// `npm run dev` as an editor meets it: a page, a problem over it, and the problem gone when it is mended. Every step
// waits for what the server tells, never for a time.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/build/serve-site.ts';
import { smallSite } from '../small-site.ts';
import { follow, startDev } from '../support/dev.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { checkout } from './checkout.ts';

test('dev shows drafts, lays a problem over the page, takes it away when it is mended, and ends with Ctrl-C', async () => {
  const content = join(temporaryFolder(), 'content');
  writeFiles(content, {
    ...smallSite(),
    'news/2010/draft.md': '---\ntitle: Not yet\ndate: 2010-01-01\ndraft: true\n---\n\nDraft text.\n',
  });
  const dev = await startDev(['--content', content]);
  const next = await follow(dev.origin);
  const first = await next(({ build }) => build !== 'first');
  expect(first.problems).toEqual([]);

  const page = await fetch(`${dev.origin}/news/draft/`);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('Draft text.');
  expect(html).toMatch(
    /<script src="\/__offprint\/live.js" data-version="[0-9a-f]{16}" defer><\/script><\/head>/,
  );
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const script = await (await fetch(`${dev.origin}/__offprint/live.js`)).text();
  expect(script).toContain('EventSource');

  const path = join(content, 'news/2009/no-country.md');
  const good = readFileSync(path, 'utf8');
  writeFiles(content, { 'news/2009/no-country.md': good.replace('2009-01-05', '2009-02-30') });
  const broken = await next(({ problems }) => problems.length > 0);
  expect(broken.problems).toHaveLength(1);
  expect(broken.problems[0]).toContain(`${content}/news/2009/no-country.md:3:7: `);
  await dev.hears(/no-country\.md:3:7: [\s\S]*the last good site stays/);
  expect((await fetch(`${dev.origin}/news/no-country/`)).status).toBe(200);

  writeFiles(content, { 'news/2009/no-country.md': good.replace('A note that', 'A mended note that') });
  const mended = await next(({ problems }) => problems.length === 0);
  expect(mended.build).not.toBe(first.build);
  expect(await (await fetch(`${dev.origin}/news/no-country/`)).text()).toContain('A mended note that');
  expect(await dev.stop()).toBe(130);
}, 120_000);

test('a content folder that is moved away and put back is watched as before', async () => {
  const folder = temporaryFolder();
  const [content, aside] = [join(folder, 'content'), join(folder, 'aside')];
  writeFiles(content, smallSite());
  const dev = await startDev(['--content', content]);
  const next = await follow(dev.origin);
  await next(({ build }) => build !== 'first');

  renameSync(content, aside);
  const gone = await next(({ problems }) => problems.length > 0);
  expect(gone.problems.join()).toContain(`there is no content folder ${content}`);
  await dev.hears(/content is gone\. Put it back/);

  renameSync(aside, content);
  await next(({ problems }) => problems.length === 0);
  const path = join(content, 'news/2009/no-country.md');
  const good = readFileSync(path, 'utf8');
  writeFileSync(path, good.replace('2009-01-05', '2009-02-30'));
  const broken = await next(({ problems }) => problems.length > 0);
  expect(broken.problems[0]).toContain('no-country.md:3:7: ');
  writeFileSync(path, good);
  await next(({ problems }) => problems.length === 0);
}, 120_000);

test('dev takes up a change in layouts, and a layout that cannot be read is a problem until it is mended', async () => {
  const cwd = checkout();
  const path = join(cwd, 'layouts/not-found-page.ts');
  const good = readFileSync(path, 'utf8');
  const dev = await startDev([], cwd);
  const next = await follow(dev.origin);
  await next(({ build }) => build !== 'first');
  writeFileSync(path, `const = ;\n${good}`);
  const broken = await next(({ problems }) => problems.length > 0);
  expect(broken.problems[0]).toContain('not-found-page.ts:1:6');
  writeFileSync(path, good.replaceAll('h1>', 'h2>'));
  await next(({ problems }) => problems.length === 0);
  const page = await fetch(`${dev.origin}/nowhere/`);
  expect(page.status).toBe(404);
  expect(await page.text()).not.toContain('<h1>');
}, 120_000);

test('a builder that dies is told, and another takes its place', async () => {
  const content = join(temporaryFolder(), 'content');
  writeFiles(content, smallSite());
  const dev = await startDev(['--content', content]);
  const next = await follow(dev.origin);
  await next(({ build }) => build !== 'first');
  const processes = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(dev.pid)], { encoding: 'utf8' });
  const pid = Number(/^ *(\d+) .*dev-builder\.ts/m.exec(processes)?.[1]);
  process.kill(pid, 'SIGKILL');
  const lost = await next(({ problems }) => problems.length > 0);
  expect(lost.problems).toEqual(['The builder ended without a word.']);
  await next(({ problems }) => problems.length === 0);
  expect((await fetch(`${dev.origin}/news/no-country/`)).status).toBe(200);
}, 120_000);

test('a second dev of one content is told of the first, and where no cache can be kept dev goes without', async () => {
  const cwd = checkout();
  const dev = await startDev([], cwd);
  const second = await runScript('dev', ['--port', '0'], { cwd });
  expect(second.status).toBe(3);
  expect(second.stderr).toMatch(/^dev: npm run dev shows content already \(process \d+\)\n.*Ctrl-C/m);
  expect(await dev.stop()).toBe(130);

  rmSync(join(cwd, '.cache'), { recursive: true, force: true });
  writeFileSync(join(cwd, '.cache'), 'no folder');
  const without = await startDev([], cwd);
  const next = await follow(without.origin);
  await next(({ build, problems }) => build !== 'first' && problems.length === 0);
  expect((await fetch(`${without.origin}/news/no-country/`)).status).toBe(200);
}, 120_000);

test('a port that is asked for and taken is status 3, in a sentence', async () => {
  const blocker = createServer();
  const port = await listen(blocker, 0, false);
  onTestFinished(() => void blocker.close());
  const content = join(temporaryFolder(), 'content');
  writeFiles(content, smallSite());
  const { status, stderr } = await runScript('dev', ['--content', content, '--port', String(port)]);
  expect(status).toBe(3);
  expect(stderr).toContain(`dev: port ${port} is taken by another program\n`);
});
