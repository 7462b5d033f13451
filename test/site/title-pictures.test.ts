// Pictures of titles through whole builds: which items have one, what is drawn again, and what happens without fonts.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { TitleFonts } from '../../src/build/title-fonts.ts';
import { smallSite } from '../small-site.ts';
import { differences, folderInMemory, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { smallPictures } from '../support/pictures.ts';
import { runScript } from '../support/run.ts';
import { type BuildChoice, buildClean, buildIn, placeIn, type SitePlace } from '../support/site-place.ts';

const titles = {
  th: 'ผู้พิพากษาประชุมเรื่องการค้ามนุษย์',
  ar: 'تقرير جديد عن الاتجار بالبشر',
  my: 'လူကုန်ကူးမှု တိုက်ဖျက်ရေး',
  km: 'សិក្ខាសាលាស្តីពីការជួញដូរមនុស្ស',
};
const missing = await new TitleFonts(undefined, '').missingIn(['abc', ...Object.values(titles)]);
const choice: BuildChoice = {
  nowMs: Date.parse('2026-11-24T00:00:00Z'),
  showDrafts: false,
  withSearch: false,
};

function files(): Record<string, string> {
  const all = smallSite();
  all['site.yaml'] += 'title-pictures: true\n';
  for (const [language, title] of Object.entries(titles)) {
    all[`news/2008/meeting.${language}.md`] = `---\ntitle: ${title}\ndate: 2008-02-03\n---\n\n${title}\n`;
  }
  return all;
}

function placeWith(content: Record<string, string | Uint8Array>): SitePlace {
  const place = placeIn(folderInMemory());
  writeFiles(place.content, content);
  return place;
}

const picturesOf = (output: string) => listFiles(output).filter((path) => path.startsWith('assets/titles/'));
const headOf = (output: string, page: string) => readFileSync(join(output, page, 'index.html'), 'utf8');

describe.skipIf(missing.size > 0)('with fonts', () => {
  test('an item without a picture of its own has one of its title, in any script', async () => {
    const content: Record<string, string | Uint8Array> = files();
    content['news/2007/own.png'] = (await smallPictures())[0]!;
    content['news/2007/own.md'] =
      '---\ntitle: With a picture\ndate: 2007-01-01\nimage: { file: own.png, alt: Something }\n---\n\nText.\n';
    const place = placeWith(content);
    const report = await buildIn(place, { ...choice, withArchive: true });
    expect(report.problems.filter(({ rule }) => rule === 'title-font')).toEqual([]);
    for (const page of [
      'news/workshop',
      'how-you-can-help',
      ...Object.keys(titles).map((one) => `${one}/news/meeting`),
    ]) {
      const html = headOf(place.output, page);
      const [, path = ''] =
        /og:image" content="https:\/\/lantern\.example\/(assets\/titles\/[0-9a-f]{16}\.png)"/.exec(html) ??
        [];
      expect(html).toContain(
        '<meta property="og:image:width" content="1200">\n<meta property="og:image:height" content="630">',
      );
      expect(html).toContain('<meta name="twitter:card" content="summary_large_image">');
      const picture = readFileSync(join(place.output, path));
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    }
    expect(headOf(place.output, 'th/news/meeting')).toContain(
      `<meta property="og:image:alt" content="${titles.th}">`,
    );
    expect(headOf(place.output, 'news/own')).toContain(
      'og:image" content="https://lantern.example/news/own/own.png"',
    );
    expect(headOf(place.output, 'news/own')).not.toContain('twitter:card');
    expect(headOf(place.output, '')).not.toContain('og:image');
    // Of no use in a copy that is carried away.
    const archive = readFileSync(join(place.output, report.archive!.path), 'latin1');
    expect(archive).toContain('news/workshop/index.html');
    expect(archive).not.toContain('assets/titles');
  });

  test('is drawn once: not again for another output, and what nobody needs is gone', async () => {
    const place = placeWith(files());
    await buildIn(place, choice);
    const cache = join(place.cache, 'titles');
    const timesOf = () => readdirSync(cache).map((name) => [name, statSync(join(cache, name)).mtimeMs]);
    const before = timesOf();
    expect(before).toHaveLength(picturesOf(place.output).length + 1);
    rmSync(place.output, { recursive: true });
    rmSync(join(place.cache, 'outputs'), { recursive: true, force: true });
    await buildIn(place, choice);
    expect(timesOf()).toEqual(before);
    expect((await buildIn(place, choice)).changes).toMatchObject({ written: 0, removed: 0 });

    for (const withoutThem of [{ showDrafts: true }, { withImageSizes: false }]) {
      await buildIn(place, { ...choice, ...withoutThem });
      expect(picturesOf(place.output)).toEqual([]);
      expect(headOf(place.output, 'news/workshop')).not.toContain('og:image');
    }
  });

  test('after an edit the site is as one built from nothing', async () => {
    const place = placeWith(files());
    await buildIn(place, choice);
    const edits: [string, (text: string) => string][][] = [
      [
        ['news/2007/workshop.md', (text) => text.replace(/^title: .*/m, 'title: "Another <title> & more"')],
        ['news/2008/meeting.km.md', () => ''],
      ],
      [['site.yaml', (text) => text.replace(/^name: .*/m, 'name: Another Name')]],
      [['site.yaml', (text) => text.replace('title-pictures: true', 'title-pictures: false')]],
    ];
    const folder = folderInMemory();
    for (const [number, changes] of edits.entries()) {
      for (const [path, change] of changes) {
        const file = join(place.content, path);
        const text = change(readFileSync(file, 'utf8'));
        if (text === '') rmSync(file);
        else writeFileSync(file, text);
      }
      const before = picturesOf(place.output);
      const { isBuilt } = await buildIn(place, choice);
      expect(isBuilt).toBe(true);
      expect(picturesOf(place.output)).not.toEqual(before);
      const { output } = await buildClean(place.content, choice, join(folder, String(number)));
      expect(differences(output, place.output)).toEqual([]);
    }
    expect(picturesOf(place.output)).toEqual([]);
  });
});

test('without fonts the pages are whole, and one warning for each script names what to install', async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'no.conf': `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>${folder}/fonts</cachedir></fontconfig>`,
  });
  writeFiles(join(folder, 'content'), files());
  const outcome = await runScript(
    'build',
    ['--content', join(folder, 'content'), '--output', join(folder, 'site'), '--no-search', '--no-cache'],
    { env: { FONTCONFIG_FILE: join(folder, 'no.conf') } },
  );
  expect(outcome.status, outcome.stderr).toBe(0);
  const told = outcome.stderr.split('\n').filter((line) => line.includes('(title-font)'));
  expect(told.map((line) => /(\d+ items? ha\w+) .* (\w+) characters/.exec(line)?.slice(1))).toEqual([
    ['1 item has', 'Arabic'],
    ['1 item has', 'Burmese'],
    ['1 item has', 'Khmer'],
    ['1 item has', 'Thai'],
    [expect.stringMatching(/^\d+ items have$/), 'Latin'],
  ]);
  expect(told[0]).toMatch(/content\/site\.yaml:\d+:1: warning: /);
  expect(outcome.stderr).toContain('sudo apt-get install fonts-noto-core');
  expect(headOf(join(folder, 'site'), 'news/workshop')).not.toMatch(/og:image|twitter:/);
  expect(picturesOf(join(folder, 'site'))).toEqual([]);
});
