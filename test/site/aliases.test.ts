// Old addresses of a freshly built site, as readers meet them: through `npm run serve`, and as files on a disk.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { serveSite } from '../support/serve.ts';

const oldAddresses = ['/2007/08/workshop.html', '/archive/workshop/', '/อบรม/', '/a.php'];

async function build(basePath: string): Promise<string> {
  const folder = temporaryFolder();
  const files: Record<string, string> = smallSiteInThreeLanguages();
  const path = 'news/2007/workshop.md';
  files[path] = files[path]!.replace('date:', `aliases: ${JSON.stringify(oldAddresses)}\ndate:`);
  // Neither published, so that nothing may lead to them.
  files['news/2009/draft.md'] =
    '---\ntitle: Draft\ndate: 2009-01-01\ndraft: true\naliases: [/old-draft/]\n---\n\nText.\n';
  writeFiles(join(folder, 'content'), files);
  const output = join(folder, 'site');
  const base = basePath === '' ? [] : ['--base-path', basePath];
  const args = ['--content', join(folder, 'content'), '--output', output, ...base];
  const { status, stderr } = await runScript('build', args);
  expect(status, stderr).toBe(0);
  return output;
}

test.each([[''], ['/base']])(
  'under the base path "%s" every old address leads to the text',
  async (basePath) => {
    const output = await build(basePath);
    const site = await serveSite(output);
    onTestFinished(() => site.stop());
    const target = `${basePath}/news/workshop/`;
    for (const address of [...oldAddresses, '/archive/workshop']) {
      const first = await fetch(site.origin + basePath + encodeURI(address), { redirect: 'manual' });
      expect([first.status, first.headers.get('location')]).toEqual([301, target]);
    }
    const landed = await fetch(`${site.origin}${basePath}${encodeURI(oldAddresses[2]!)}?x=1`);
    expect(landed.status).toBe(200);
    expect(landed.url).toBe(`${site.origin}${target}?x=1`);

    // The same without a host that knows redirects: the file at the old address names the file at the new one.
    for (const path of [
      '2007/08/workshop.html',
      'archive/workshop/index.html',
      'อบรม/index.html',
      'a.php/index.html',
    ]) {
      const page = readFileSync(join(output, path), 'utf8');
      const refresh = /content="0; url=(.*?)"/.exec(page)![1]!;
      const file = new URL(refresh, new URL(encodeURI(path), 'file:///x/')).pathname.slice('/x/'.length);
      expect(file).toBe('news/workshop/index.html');
      expect(readFileSync(join(output, file), 'utf8')).toContain('Workshop brings judges together');
    }

    const redirects = readFileSync(join(output, '_redirects'), 'utf8');
    expect(redirects.trim().split('\n')).toHaveLength(oldAddresses.length);
    for (const path of listFiles(output)) {
      const isList = /(?:sitemap.*|feed|atom)\.(?:xml|json)$|^search\//.test(path);
      if (isList)
        expect(readFileSync(join(output, path), 'utf8'), path).not.toMatch(/archive\/workshop|a\.php/);
      expect(path).not.toContain('old-draft');
    }
  },
);

test('an old address where a picture stands is refused at its place, though only the text names the picture', async () => {
  const folder = temporaryFolder();
  writeFiles(join(folder, 'content'), {
    ...smallSiteInThreeLanguages(),
    'news/2010/x.md': '---\ntitle: X\ndate: 2010-01-01\naliases: [/news/y/map.png]\n---\n\nText.\n',
    'news/2010/y.md': '---\ntitle: Y\ndate: 2010-01-01\n---\n\n![A map](map.png)\n',
    'news/2010/map.png': new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]),
  });
  const { status, stdout } = await runScript('check', ['--content', join(folder, 'content')]);
  expect(status).toBe(1);
  expect(stdout).toContain('news/2010/x.md:4:11: The old address /news/y/map.png is in use');
});

test('an old address works in the folder that is carried away', async () => {
  const folder = temporaryFolder();
  const files = smallSite();
  files['news/2009/no-country.md'] = files['news/2009/no-country.md']!.replace(
    '---\n',
    '---\naliases: [/old/place/, /older.html]\n',
  );
  writeFiles(join(folder, 'content'), files);
  const output = join(folder, 'site');
  const built = await runScript('build', ['--content', join(folder, 'content'), '--output', output]);
  expect(built.status, built.stderr).toBe(0);
  const kept = join(folder, 'kept');
  const carried = await runScript('archive', ['--folder', kept, '--output', output]);
  expect(carried.status, carried.stderr).toBe(0);
  for (const stub of ['old/place/index.html', 'older.html']) {
    const html = readFileSync(join(kept, stub), 'utf8');
    for (const pattern of [/http-equiv="refresh" content="0; url=([^"]+)"/, /<p>[^<]*<a href="([^"]+)"/]) {
      // The second is the link in the page's own words; the exit link stands before it.
      const addresses = [...html.matchAll(new RegExp(pattern, 'g'))].map(([, address]) => address!);
      const target = addresses.at(-1)!;
      expect(readFileSync(join(kept, dirname(stub), target), 'utf8')).toContain('A short note');
    }
  }
});
