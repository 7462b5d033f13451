import { describe, expect, test } from 'vitest';
import type { BrowserAssets } from '../../src/build/browser-assets.ts';
import type { ImageState } from '../../src/build/images.ts';
import { dressAssets, markProblems } from '../../src/build/site-look.ts';
import type { AssetPaths } from '../../src/model.ts';
import { defaultPalettes, type Palettes } from '../../src/palette.ts';
import { noAssets } from '../../src/render/plan-pages.ts';

const ours: BrowserAssets = {
  paths: { ...noAssets, styleSheet: 'assets/site-1.css', icon: 'assets/icon-1.svg' },
  files: [
    { path: 'assets/site-1.css', contents: Buffer.from('html{color:var(--ink)}') },
    { path: 'assets/icon-1.svg', contents: '<svg/>' },
  ],
};
const palettes: Palettes = {
  ...defaultPalettes,
  dark: { ...defaultPalettes.dark, accent: '#ffcc00' },
};
const drawing: ImageState = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  shown: { width: 40, height: 20, sources: [] },
  removed: [],
};
const textOf = ({ paths, files }: BrowserAssets, key: 'styleSheet' | 'icon'): string => {
  const file = files.find(({ path }) => path === paths[key]);
  return file !== undefined && 'contents' in file ? Buffer.from(file.contents).toString() : '';
};

describe('the assets of a site', () => {
  test('without a look of its own are ours', () => {
    expect(dressAssets(ours, { palettes: defaultPalettes }, new Map())).toEqual(ours);
  });

  test('with colours have them before the style sheet, in both schemes, under another name', () => {
    const dressed = dressAssets(ours, { palettes }, new Map());
    expect(textOf(dressed, 'styleSheet')).toBe(
      ':root{--accent:#0b5a63}@media (prefers-color-scheme:dark){:root{--accent:#ffcc00}}html{color:var(--ink)}',
    );
    expect(dressed.paths.styleSheet).toMatch(/^assets\/site-[0-9a-f]{12}\.css$/);
    expect(dressed.files).toHaveLength(2);
    expect(dressAssets(ours, { palettes }, new Map())).toEqual(dressed);
  });

  test('with a mark have it in place of our icon', () => {
    const settings = { palettes: defaultPalettes, mark: 'mark.svg' };
    const dressed = dressAssets(ours, settings, new Map([['mark.svg', drawing]]));
    expect(dressed.paths.icon).toMatch(/^assets\/mark-[0-9a-f]{12}\.svg$/);
    expect(dressed.paths.mark).toEqual({ width: 40, height: 20 });
    expect(textOf(dressed, 'icon')).toBe('<svg xmlns="http://www.w3.org/2000/svg"/>');
  });

  test('that are made for a check alone have no file, and need none', () => {
    const none = { paths: noAssets as AssetPaths, files: [] };
    expect(dressAssets(none, { palettes }, new Map()).files).toEqual([]);
  });
});

test('a mark that cannot be shown is told where site.yaml names it, one that lost a part too', () => {
  const told = (state: ImageState | undefined) =>
    markProblems(state, { displayPath: 'content/site.yaml' }, { line: 3, column: 7 }).map(
      ({ line, column, rule, severity }) => `${line}:${column} ${rule} ${severity}`,
    );
  expect(told({ rule: 'image-broken', message: 'is broken.', mend: 'Mend it.' })).toEqual([
    '3:7 image-broken error',
  ]);
  expect(told({ ...drawing, removed: ['scripts'] })).toEqual(['3:7 svg-cleaned warning']);
  expect(told(drawing)).toEqual([]);
  expect(told(undefined)).toEqual([]);
});
