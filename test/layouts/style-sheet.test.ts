import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { contrastOf } from '../../src/colour.ts';
import { defaultPalettes, textPairs } from '../../src/palette.ts';
import { minContrast } from '../../src/validate/contrast.ts';

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
  ['light', /:where\(:root\) \{(.*?)\n\}/s],
  ['dark', /prefers-color-scheme: dark\) \{\s*:where\(:root\) \{(.*?)\n {2}\}/s],
] as const)('colours, %s', (scheme, block) => {
  test('are those that a site’s own are checked with', () => {
    const said = [...(block.exec(css)?.[1] ?? '').matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)];
    expect(Object.fromEntries(said.map(([, name, value]) => [name, value]))).toEqual(defaultPalettes[scheme]);
  });

  test.each(textPairs)('%s on %s has a contrast of at least 4.5', (text, ground) => {
    expect(contrastOf(defaultPalettes[scheme][text], defaultPalettes[scheme][ground])).toBeGreaterThanOrEqual(
      minContrast,
    );
  });
});
