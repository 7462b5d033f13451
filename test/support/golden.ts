// The golden site: a tiny content folder and every page, feed and list it should become. Scripts, styles and the search
// index are left out, and hashes in names are written as HASH: they have tests of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { listFiles, writeFiles } from './folder.ts';
import { runScript } from './run.ts';

export const goldenFolder = 'test/golden/three-languages';

/** Builds the golden content below `folder`. @returns output path → text */
export async function buildGolden(folder: string): Promise<Record<string, string>> {
  const content = join(folder, 'content');
  const output = join(folder, 'site');
  const files = smallSiteInThreeLanguages();
  files['site.yaml'] += 'map: { west: 90, south: 5, east: 112, north: 29 }\n';
  writeFiles(content, files);
  const now = '2020-01-01T00:00:00Z';
  const outcome = await runScript('build', [
    '--content',
    content,
    '--output',
    output,
    '--no-search',
    '--now',
    now,
  ]);
  if (outcome.status !== 0) throw new Error(`The golden site does not build:\n${outcome.stderr}`);
  return readTexts(output);
}

export function readTexts(folder: string): Record<string, string> {
  const paths = listFiles(folder).filter((path) => !path.startsWith('assets/'));
  return Object.fromEntries(
    paths.map((path) => [
      path,
      readFileSync(join(folder, path), 'utf8').replace(/(assets\/[a-z-]+)-[0-9a-f]{8,}\./g, '$1-HASH.'),
    ]),
  );
}
