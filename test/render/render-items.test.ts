import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HeadingIds } from '../../src/render/heading-ids.ts';
import { smallSite } from '../small-site.ts';
import { renderItems } from '../support/render-items.ts';
import { checkContent } from '../validate/check-content.ts';

function render(files: Readonly<Record<string, string>>) {
  const { site } = checkContent(files);
  return renderItems(site!, { basePath: '/base' });
}

test('items keep their order, and links their lines of the file', () => {
  const items = render(smallSite());
  expect(items.filter(({ item }) => item.type === 'news').map(({ item }) => item.slug)).toEqual([
    'workshop',
    'second-meeting',
    'no-country',
  ]);
  const workshop = items.find(({ item }) => item.slug === 'workshop')!;
  const { position } = workshop.body.links[0]!;
  const line = smallSite()['news/2007/workshop.md']!.split('\n')[position.line - 1]!;
  expect(line.slice(position.column - 1)).toBe('/news/second-meeting/).');
  expect(workshop.body.html.html).toContain('href="/base/news/second-meeting/"');
});

test('the author’s summary goes first; else the first paragraph of words, without markup', () => {
  const files: Record<string, string> = smallSite();
  files['news/2009/no-country.md'] =
    '---\ntitle: A\ndate: 2009-01-05\n---\n\n# Heading\n\n![map](map.png)\n\n> quoted\n\nFirst *words*\nand [more](/about/).\n\nSecond.\n';
  const items = render(files);
  const summaryOf = (slug: string) => items.find(({ item }) => item.slug === slug)?.summary;
  expect(summaryOf('workshop')).toBe('Judges from two countries met for a week.');
  expect(summaryOf('no-country')).toBe('First words and more.');
});

test('a text without a paragraph is summed up by its own words', () => {
  const files: Record<string, string> = smallSite();
  files['news/2009/no-country.md'] = '---\ntitle: A\ndate: 2009-01-05\n---\n\n# Heading\n\n- one\n- two\n';
  expect(render(files).find(({ item }) => item.slug === 'no-country')?.summary).toBe('Heading one two');
});

test('no heading of a text can take an anchor that a layout uses', () => {
  const folder = new URL('../../layouts/', import.meta.url);
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(
        /\bid="([^"$]+)"|\b[a-z]*[iI]d(?:: | = )'([^']+)'/g,
      ),
    ])
    .map(([, attribute, constant]) => attribute ?? constant!);
  expect(ids.length).toBeGreaterThan(5);
  for (const id of ids) expect(new HeadingIds().take(id)).not.toBe(id);
});
