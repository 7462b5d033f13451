// Whether texts can be read in the colours of a site: WCAG 2.2 SC 1.4.3 asks 4.5:1 of text that is not large.
import { contrastOf, type Rgb, rgbOf } from '../colour.ts';
import { type ColourName, colourNames, type Palette, textPairs } from '../palette.ts';

export const minContrast = 4.5;

export interface ContrastFault {
  /** The colour that was chosen and is to be another. */
  readonly name: ColourName;
  /** Of the pairs that it fails in, the worst. */
  readonly pair: readonly [text: ColourName, ground: ColourName];
  /** 1 to below 4.5. */
  readonly ratio: number;
  /** The nearest by lightness with which every pair of this colour passes; undefined when there is none. */
  readonly suggestion: string | undefined;
}

/**
 * @param isChosen whether a colour is the site's own: a fault is of one of these, of the text's before the ground's
 * @returns at most one for each colour, in the order of `colourNames`
 */
export function contrastFaults(palette: Palette, isChosen: (name: ColourName) => boolean): ContrastFault[] {
  const worst = new Map<ColourName, { readonly pair: (typeof textPairs)[number]; readonly ratio: number }>();
  for (const pair of textPairs) {
    const ratio = contrastOf(palette[pair[0]], palette[pair[1]]);
    const name = pair.find(isChosen);
    if (ratio >= minContrast || name === undefined) continue;
    if (ratio < (worst.get(name)?.ratio ?? minContrast)) worst.set(name, { pair, ratio });
  }
  return colourNames.flatMap((name) => {
    const found = worst.get(name);
    return found === undefined ? [] : { name, ...found, suggestion: passingColour(name, palette) };
  });
}

/** More than there are steps of a channel. */
const lightnessSteps = 512;

/** Hue and saturation stay; lightness (HSL, CSS Color 4 §7) goes to both sides in small steps. */
function passingColour(name: ColourName, palette: Palette): string | undefined {
  const pairs = textPairs.filter((pair) => pair.includes(name));
  const passes = (colour: string): boolean =>
    pairs.every(([text, ground]) => {
      const other = text === name ? ground : text;
      return contrastOf(colour, palette[other]) >= minContrast;
    });
  const { hue, saturation, lightness } = hslOf(rgbOf(palette[name]));
  for (let step = 1; step <= lightnessSteps; step += 1) {
    for (const tried of [lightness - step / lightnessSteps, lightness + step / lightnessSteps]) {
      if (tried < 0 || tried > 1) continue;
      const colour = hexOf(hue, saturation, tried);
      if (passes(colour)) return colour;
    }
  }
  return undefined;
}

function hslOf(rgb: Rgb): { hue: number; saturation: number; lightness: number } {
  const [red, green, blue] = rgb.map((value) => value / 255) as [number, number, number];
  const max = Math.max(red, green, blue);
  const min = Math.min(red, green, blue);
  const lightness = (max + min) / 2;
  const spread = max - min;
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = (max - lightness) / Math.min(lightness, 1 - lightness);
  const sixth =
    max === red
      ? (green - blue) / spread + 6
      : max === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4;
  return { hue: (sixth * 60) % 360, saturation, lightness };
}

function hexOf(hue: number, saturation: number, lightness: number): string {
  const strength = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const at = (offset + hue / 30) % 12;
    const share = lightness - strength * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(share * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
