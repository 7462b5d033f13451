// A whole site of real posts: an imported folder, with the pages, languages and countries that the small site has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { importFolder } from '../import/import-folder.ts';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { writeFiles } from './folder.ts';

/** @param content absent; becomes a content folder in English, with a little Thai */
export async function importedSite(source: string, content: string): Promise<void> {
  await importFolder(source, content, { origin: 'https://18f.gsa.gov' });
  const small = Object.fromEntries(
    Object.entries(smallSiteInThreeLanguages()).filter(([path]) => !/\bar\.(?:md|yaml)$/.test(path)),
  );
  const topics = parse(readFileSync(join(content, 'vocabulary/topics.yaml'), 'utf8')) as { slug: string }[];
  const known = new Set(topics.map(({ slug }) => slug));
  const further = [
    { slug: 'training', name: { en: 'Training' } },
    { slug: 'labour', name: { en: 'Labour' }, aliases: ['labor'] },
  ].filter(({ slug }) => !known.has(slug));
  writeFiles(content, {
    ...small,
    // Feeds are the larger part of an output; few items in them show the same.
    'site.yaml': `${small['site.yaml']!.replace(/feed-items: \d+/, 'feed-items: 5')}map: { west: 90, south: 5, east: 112, north: 29 }\n`,
    'vocabulary/topics.yaml': stringify([...topics, ...further]),
  });
}
