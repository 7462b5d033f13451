// The demo site's interface texts against what the layouts ask for.
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { resourceKinds } from '../../src/model.ts';

interface TextsFile {
  readonly months: string[];
  readonly texts: Record<string, string>;
}

function read(language: string): TextsFile {
  return load(readFileSync(`content/i18n/${language}.yaml`, 'utf8')) as TextsFile;
}

const english = read('en');

/** Keys that stand in our sources as they are; those put together from parts are named below. */
function keysInSources(): Set<string> {
  const keys = new Set<string>();
  for (const folder of ['layouts', 'src/render', 'src/feed']) {
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(`${folder}/${name}`, 'utf8');
      for (const [key] of source.matchAll(/(?<=')[a-z-]+(\.[a-z-]+)+(?=')/g)) keys.add(key);
      for (const [key] of source.matchAll(/(?<=\.(?:text|plain|languageOf)\(')[a-z]+(?=')/g)) keys.add(key);
    }
  }
  for (const ours of [...keys]) if (/\.(ts|html|css|svg|xml|json|txt)$/.test(ours)) keys.delete(ours);
  const sections = ['news', 'countries', 'topics', 'resources'];
  for (const kind of resourceKinds) keys.add(`kind.${kind}`).add(`kinds.${kind}`);
  for (const key of sections) keys.add(`section.${key}`).add(`home.all.${key}`).add(`search.by.${key}`);
  for (const key of sections.slice(1)) keys.add(`${key}.intro`);
  for (const key of ['adapted', 'excerpt', 'reprinted']) keys.add(`source.${key}`);
  return keys;
}

test('every text that a layout asks for is there, and every text that is there is asked for', () => {
  const asked = keysInSources();
  // Texts of the search are asked for by src/browser.
  const there = Object.keys(english.texts).filter((key) => !key.startsWith('search.') || asked.has(key));
  expect(there.sort()).toEqual([...asked].sort());
});

describe.each(['th', 'ar'])('%s', (language) => {
  const own = read(language);

  test('has every text that English has, and no other', () => {
    expect(Object.keys(own.texts).sort()).toEqual(Object.keys(english.texts).sort());
  });

  test('has the placeholders that English has', () => {
    const placeholders = (texts: Record<string, string>): [string, string[]][] =>
      Object.entries(texts).map(([key, text]) => [key, (text.match(/\{[a-z]+\}/g) ?? []).sort()]);
    expect(new Map(placeholders(own.texts))).toEqual(new Map(placeholders(english.texts)));
  });

  test('has a text of its own for each, in its own script', () => {
    const script = { th: /\p{Script=Thai}/u, ar: /\p{Script=Arabic}/u }[language]!;
    const wordless = new Set([
      'list.comma',
      'source.title',
      'source.title-ended',
      'source.part',
      'source.part-ended',
    ]);
    const foreign = Object.entries(own.texts).filter(
      ([key, text]) => !wordless.has(key) && !script.test(text),
    );
    expect(foreign).toEqual([]);
    expect(own.months.every((month) => script.test(month))).toBe(true);
    expect(new Set(own.months).size).toBe(12);
  });
});
