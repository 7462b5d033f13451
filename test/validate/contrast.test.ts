import { describe, expect, test } from 'vitest';
import { contrastOf } from '../../src/colour.ts';
import { colourNames, defaultPalettes, type Palette, schemes } from '../../src/palette.ts';
import { contrastFaults, minContrast } from '../../src/validate/contrast.ts';

const light = defaultPalettes.light;
const all = () => true;
const only =
  (...chosen: string[]) =>
  (name: string) =>
    chosen.includes(name);

describe('the contrast of two colours', () => {
  // Figures as WebAIM's checker gives them.
  test.each([
    ['#000', '#fff', 21],
    ['#ffffff', '#FFF', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#fff', 4.54],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffffff', 8.59],
  ])('%s on %s is %d', (a, b, ratio) => {
    expect(contrastOf(a, b)).toBeCloseTo(ratio, 1);
    expect(contrastOf(b, a)).toBe(contrastOf(a, b));
  });
});

describe('a palette', () => {
  test.each(schemes)('of ours, %s, has no fault', (scheme) => {
    expect(contrastFaults(defaultPalettes[scheme], all)).toEqual([]);
  });

  test('with a pale accent is told by its worst pair, once', () => {
    const [fault, ...others] = contrastFaults({ ...light, accent: '#5fb3bd' }, only('accent'));
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ name: 'accent', pair: ['accent', 'surface'] });
    expect(fault!.ratio).toBeCloseTo(contrastOf('#5fb3bd', light.surface), 10);
  });

  test('whose ground alone was chosen is told at the ground', () => {
    const faults = contrastFaults({ ...light, paper: '#777777' }, only('paper'));
    expect(faults.map(({ name }) => name)).toEqual(['paper']);
  });

  test('gets a colour of the same hue with which it has no fault, and not a much darker one than it needs', () => {
    for (const name of colourNames)
      for (const chosen of ['#5fb3bd', '#c33', '#888888', '#e8c468', '#b7d', '#123456', '#fafafa']) {
        const palette: Palette = { ...light, [name]: chosen };
        const [fault] = contrastFaults(palette, only(name));
        if (fault?.suggestion === undefined) continue;
        const mended = { ...palette, [name]: fault.suggestion };
        expect(contrastFaults(mended, only(name)), `${name} ${chosen}`).toEqual([]);
        expect(contrastOf(chosen, fault.suggestion)).toBeLessThan(minContrast * 2);
      }
    const [fault] = contrastFaults({ ...light, accent: '#5fb3bd' }, only('accent'));
    expect(contrastOf(fault!.suggestion!, light.surface)).toBeLessThan(minContrast + 0.1);
  });

  test('that no colour could mend is told without one', () => {
    const palette = { ...light, paper: '#777777', surface: '#000000', soft: '#777777' };
    expect(contrastFaults(palette, only('soft'))[0]).toMatchObject({ name: 'soft', suggestion: undefined });
  });
});
