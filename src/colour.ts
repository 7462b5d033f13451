// Colours in hexadecimal digits (CSS Color 4 §5.2), and the contrast of two. Contrast ratio and relative luminance as WCAG
// 2.2 defines them (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance), which is sRGB of IEC
// 61966-2-1 with the threshold 0.04045.

/** `#rgb` or `#rrggbb`: every colour here is of this form. */
export const colourForm = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

export type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb`. */
export function sixDigits(colour: string): string {
  return colour.length === 4 ? colour.replaceAll(/[0-9a-f]/gi, '$&$&') : colour;
}

/**
 * @returns 0 to 255 each
 * @throws Error for what has another form
 */
export function rgbOf(colour: string): Rgb {
  if (!colourForm.test(colour)) throw new Error(`${colour} is no colour of three or six hexadecimal digits`);
  const digits = sixDigits(colour);
  const channel = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** @returns 1 (the same luminance) to 21 (black and white) */
export function contrastOf(a: string, b: string): number {
  const [light, dark] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = rgbOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
