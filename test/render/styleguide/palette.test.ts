import { expect, test } from 'vitest';
import { coloursOf, pairsOf, readTokens, tokensNamed } from '../../../src/render/styleguide/palette.ts';

const sheet = `/* :root{--ink:#f00} */:where(:root){--paper:#fff;--ink:#000;--size-small:.875rem}
@media (prefers-color-scheme:dark){:where(:root){--paper:#000;--ink:#ffffff}}
@media print{:root{--paper:#0f0}}`;

test('the palette is what the sheet sets on a screen, in both schemes', () => {
  expect(coloursOf(readTokens(sheet))).toEqual([
    { name: 'paper', light: '#fff', dark: '#000' },
    { name: 'ink', light: '#000', dark: '#ffffff' },
  ]);
  expect(tokensNamed(readTokens(sheet), 'size-')).toEqual([{ name: 'size-small', value: '.875rem' }]);
});

test('rules without specificity give way to those before them', () => {
  const own = ':root{--paper:#eee}@media (prefers-color-scheme:dark){:root{--paper:#111}}';
  expect(coloursOf(readTokens(own + sheet))[0]).toEqual({ name: 'paper', light: '#eee', dark: '#111' });
});

test('the contrast of a pair is WCAG’s, and unknown for colours in other forms', () => {
  const [pair] = pairsOf(readTokens(sheet));
  expect(pair?.schemes.map(({ ratio }) => ratio)).toEqual([21, 21]);
  const [named] = pairsOf(readTokens(':root{--paper:#fff;--ink:black}'));
  expect(named?.schemes[0]?.ratio).toBeUndefined();
});
