import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

const imports = readFileSync('layouts/site.css', 'utf8').matchAll(/@import "\.\/styles\/(.+?)";/g);
const parts = [...imports].map(([, name]) => name!);
const css = parts.map((name) => readFileSync(`layouts/styles/${name}`, 'utf8')).join('\n');

test('every part is in the sheet', () => {
  expect(readdirSync('layouts/styles').sort()).toEqual(parts.toSorted());
});

test('the sheet is at most 12 KiB as a server sends it', async () => {
  const { outputFiles } = await build({
    entryPoints: ['layouts/site.css'],
    bundle: true,
    minify: true,
    write: false,
  });
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(12 * 1024);
});

test('the sheet asks for no other file', () => {
  expect(css).not.toMatch(/@import|url\(|@font-face/);
});

test('only logical properties, so that right-to-left needs no rules of its own', () => {
  const physical =
    /(?<![a-z-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|float)\s*:|text-align:\s*(?:left|right)/g;
  expect(css.replaceAll(/\/\*.*?\*\//gs, '').match(physical)).toBeNull();
});

test('no letter spacing outside Latin: it breaks clusters of other scripts', () => {
  const rules = [...css.matchAll(/([^{}]+)\{[^{}]*letter-spacing[^{}]*\}/g)].map(([, selector]) =>
    selector!.trim(),
  );
  expect(rules.every((selector) => selector.includes('[lang|="en"]'))).toBe(true);
});

describe.each([
  ['light', /:root \{(.*?)\n\}/s],
  ['dark', /prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n {2}\}/s],
] as const)('colours, %s', (_, block) => {
  const colours = new Map(
    [...(block.exec(css)?.[1] ?? '').matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );

  // WCAG 2.2 SC 1.4.3 asks 4.5:1 of text.
  test.each([
    ['ink', 'paper'],
    ['ink', 'surface'],
    ['soft', 'paper'],
    ['soft', 'surface'],
    ['accent', 'paper'],
    ['accent', 'surface'],
    ['accent-deep', 'paper'],
    ['warn', 'paper'],
    ['warn', 'surface'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-deep'],
    ['ink', 'mark'],
  ])('%s on %s has a contrast of at least 4.5', (front, back) => {
    expect(contrast(colours.get(front)!, colours.get(back)!)).toBeGreaterThanOrEqual(4.5);
  });
});

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
