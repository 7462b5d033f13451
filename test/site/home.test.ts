// What the home pages of the demo site weigh: they are what most readers on a slow line wait for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { demoSite } from '../support/build-demo-site.ts';
import { listFiles } from '../support/folder.ts';

const maxHomeBytes = 40 * 1024;
const maxMapBytes = 8_000;
const homes = listFiles(demoSite).filter((path) => /^([a-z-]{2,5}\/)?index\.html$/i.test(path));

function compressed(contents: string | Uint8Array): number {
  return gzipSync(contents, { level: 9 }).length;
}

function readHome(path: string): string {
  return readFileSync(join(demoSite, path), 'utf8');
}

/** All that a browser fetches before the reader does anything. */
function fetchedWith(html: string): string[] {
  const tags = html.matchAll(
    /<(?:link rel="(?:stylesheet|icon)" href|script src|img\b[^>]* src)="\/([^"]+)"/g,
  );
  return [...tags].map(([, path]) => path ?? '');
}

/** The worker of the search comes when the page is at rest. */
function workerOf(html: string): string {
  return / data-worker="\/([^"]+)"/.exec(html)?.[1] ?? '';
}

const mapOf = (page: string): string => /<figure class="map">.*?<\/figure>/s.exec(page)?.[0] ?? '';

describe.each(homes)('%s', (path) => {
  test('is at most 40 KiB with its styles and scripts, compressed', () => {
    const html = readHome(path);
    const files = [...fetchedWith(html), workerOf(html)];
    expect(files.filter((file) => file.endsWith('.css'))).toHaveLength(1);
    expect(files.filter((file) => file.endsWith('.js'))).toHaveLength(2);
    const bytes = files.map((file) => compressed(readFileSync(join(demoSite, file))));
    expect(bytes.reduce((sum, size) => sum + size, compressed(html))).toBeLessThanOrEqual(maxHomeBytes);
  });

  test('has a map of at most 8 KB compressed, without a style of its own', () => {
    const map = mapOf(readHome(path));
    expect(compressed(map)).toBeLessThanOrEqual(maxMapBytes);
    expect(map).not.toMatch(/\sstyle=|<style/);
  });
});

test('the demo site has maps where it has countries', () => {
  const withMap = homes.filter((path) => mapOf(readHome(path)) !== '');
  expect(withMap).toEqual(expect.arrayContaining(['index.html', 'th/index.html']));
  for (const path of withMap)
    expect(mapOf(readHome(path))).toMatch(/<svg[^>]* role="group" aria-label="[^"]+"/);
});
