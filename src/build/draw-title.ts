// The picture that other sites show beside a link to an item (OpenGraph, ogp.me): its title as large as it may be, the
// site's name below, on paper of the site's own. Drawn as bytes of a small palette: text comes from Pango (sharp) as
// ink alone, which names a colour between paper and ink.
import { type Rgb, rgbOf } from '../colour.ts';
import { letterEnd } from '../render/summary.ts';
import { codeVersionOf } from './code-version.ts';
import { palettePng } from './palette-png.ts';
import { type TextMask, textMask } from './title-fonts.ts';

/** As colourForm has them. */
export interface TitleColours {
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
  readonly rule: string;
}

export interface TitleDesign {
  /** One line of plain text. */
  readonly title: string;
  readonly siteName: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly colours: TitleColours;
}

/** Raised whenever something below changes what is drawn: what asks for pictures by their addresses sees the new ones. */
export const designVersion = 1;

/** Of the code, the packages and Node: other ones may draw other bytes of the same design. */
export function drawingVersion(): string {
  return codeVersionOf(import.meta.url);
}

/** Pixels: what the large networks ask for (1.91 to 1). */
export const titleWidth = 1200;
export const titleHeight = 630;
const margin = 84;
const band = 20;
const titleTop = 92;
const titleRoom = { width: titleWidth - 2 * margin, height: 386 };
const ruleTop = 514;
const ruleHeight = 3;
const nameMiddle = 566;
const nameSizePx = 38;
/** From a headline of two words to one of a hundred; the last is read at half its size too. */
const titleSizesPx = [92, 82, 74, 66, 60, 54, 48, 42];
/** A line of letters without marks above and below needs less than fonts ask for. */
const tightLines = 0.87;
const tightScripts =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Common}]*$/u;

/** Bold, its round letters run full of ink. */
const thinScripts = /\p{Script=Myanmar}/u;

/** Colours from paper to ink, and from paper to accent: 16 with that of the rule, which are two to a byte. */
const inkSteps = 9;
const accentSteps = 6;
/** A role begins with the paper's own colour. */
const roles = {
  ink: { start: 0, steps: inkSteps },
  accent: { start: inkSteps, steps: accentSteps },
} as const;
type Role = (typeof roles)[keyof typeof roles];
const accentColour = inkSteps + accentSteps - 1;
const ruleColour = inkSteps + accentSteps;

/** @returns a PNG */
export async function drawTitle(design: TitleDesign): Promise<Buffer> {
  const [frame, mask] = await Promise.all([frameOf(design), fittedTitle(design)]);
  const pixels = frame.slice();
  put(pixels, mask, startOf(design, mask), titleTop, roles.ink);
  return palettePng(pixels, titleWidth, titleHeight, paletteOf(design.colours));
}

/** What all items of a language share, while pictures are drawn. */
const frames = new Map<string, Promise<Uint8Array>>();

function frameOf(design: TitleDesign): Promise<Uint8Array> {
  const key = JSON.stringify([design.siteName, design.language, design.direction]);
  let frame = frames.get(key);
  if (frame === undefined) {
    frame = drawFrame(design);
    frames.set(key, frame);
  }
  return frame;
}

async function drawFrame(design: TitleDesign): Promise<Uint8Array> {
  const pixels = new Uint8Array(titleWidth * titleHeight);
  pixels.fill(accentColour, 0, titleWidth * band);
  for (let y = ruleTop; y < ruleTop + ruleHeight; y += 1) {
    pixels.fill(ruleColour, y * titleWidth + margin, (y + 1) * titleWidth - margin);
  }
  const { siteName, language, direction } = design;
  const draw = (text: string) =>
    textMask(marked(text, direction), { language, sizePx: nameSizePx, weight: weightOf(siteName) });
  const name = await fitted(siteName, draw, ({ width }) => width <= titleRoom.width);
  put(pixels, name, startOf(design, name), Math.round(nameMiddle - name.height / 2), roles.accent);
  return pixels;
}

function startOf({ direction }: TitleDesign, mask: TextMask): number {
  return direction === 'rtl' ? titleWidth - margin - mask.width : margin;
}

/** Mixes ink into the pixels; what would stand beyond the edge is not seen. */
function put(pixels: Uint8Array, mask: TextMask, left: number, top: number, { start, steps }: Role): void {
  const firstRow = Math.max(0, -top);
  const lastRow = Math.min(mask.height, titleHeight - top);
  const firstColumn = Math.max(0, -left);
  const lastColumn = Math.min(mask.width, titleWidth - left);
  for (let y = firstRow; y < lastRow; y += 1) {
    for (let x = firstColumn; x < lastColumn; x += 1) {
      const step = Math.round((mask.data[y * mask.width + x]! * (steps - 1)) / 255);
      if (step > 0) pixels[(top + y) * titleWidth + left + x] = start + step;
    }
  }
}

// ── the title ─────────────────────────────────────────────────────────────────────────────────────────

/** As large as it fits, and cut where it would be too small to be read. */
async function fittedTitle({ title, language, direction }: TitleDesign): Promise<TextMask> {
  const lineHeight = tightScripts.test(title) ? tightLines : 1;
  const draw = (text: string, sizePx: number) =>
    textMask(marked(withBreaks(text), direction), {
      language,
      sizePx,
      widthPx: titleRoom.width,
      lineHeight,
      weight: weightOf(title),
    });
  const last = titleSizesPx.length - 1;
  for (let place = firstSize(title, lineHeight); place < last; ) {
    const sizePx = titleSizesPx[place]!;
    const mask = await draw(title, sizePx);
    if (isInRoom(mask)) return mask;
    // A text takes room by the square of its size: what is far from fitting is not tried.
    const most = sizePx * Math.sqrt((titleRoom.height * 1.1) / mask.height);
    do place += 1;
    while (place < last && titleSizesPx[place]! > most);
  }
  return fitted(title, (text) => draw(text, titleSizesPx[last]!), isInRoom);
}

function weightOf(text: string): 'normal' | undefined {
  return thinScripts.test(text) ? 'normal' : undefined;
}

function isInRoom({ width, height }: TextMask): boolean {
  return width <= titleRoom.width && height <= titleRoom.height;
}

/** Drawing costs most: sizes at which a title of so many letters cannot fit are not tried. */
function firstSize(title: string, lineHeight: number): number {
  const letters = title.replace(/\p{M}/gu, '').length;
  // Bold letters of serif fonts are about half as wide as high, those of Arabic a third; lines are 1.37 high or more.
  const letterWidth = /\p{Script=Arabic}/u.test(title) ? 0.36 : 0.47;
  const place = titleSizesPx.findIndex((sizePx) => {
    const lines = Math.floor(titleRoom.height / (sizePx * 1.3 * lineHeight) + 0.3);
    return letters * sizePx * letterWidth <= lines * titleRoom.width;
  });
  return place < 0 ? titleSizesPx.length - 1 : place;
}

/** @returns the whole text if it fits, else as much of it as does, with an ellipsis */
async function fitted(
  text: string,
  draw: (text: string) => Promise<TextMask>,
  fits: (mask: TextMask) => boolean,
): Promise<TextMask> {
  let best = await draw(text);
  if (fits(best)) return best;
  best = await draw('…');
  let [enough, tooMuch] = [0, text.length];
  while (tooMuch - enough > 1) {
    const middle = Math.floor((enough + tooMuch) / 2);
    const mask = await draw(cutTitle(text, middle));
    if (fits(mask)) [best, enough] = [mask, middle];
    else tooMuch = middle;
  }
  return best;
}

/** @returns at most `length` UTF-16 units of the title and an ellipsis; no letter is parted from its marks */
export function cutTitle(title: string, length: number): string {
  return `${title.slice(0, letterEnd(title, length)).trimEnd()}…`;
}

/** The paragraph's direction is its language's, whatever it begins with. */
function marked(text: string, direction: 'ltr' | 'rtl'): string {
  return `${direction === 'rtl' ? '\u200F' : '\u200E'}${text}`;
}

const spaceless = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
let segmenter: Intl.Segmenter | undefined;

/**
 * Words of scripts without spaces, parted by a space of no width: Pango in sharp has no dictionary. ICU's answers may
 * differ between machines, as pictures may; no page depends on them.
 */
function withBreaks(text: string): string {
  if (!spaceless.test(text)) return text;
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
  let parted = '';
  for (const { segment } of segmenter.segment(text)) {
    const isWord = spaceless.test(segment);
    parted += isWord && spaceless.test(parted.at(-1) ?? '') ? `\u200B${segment}` : segment;
  }
  return parted;
}

// ── colours ───────────────────────────────────────────────────────────────────────────────────────────

function paletteOf({ paper, ink, accent, rule }: TitleColours): Rgb[] {
  const between = (to: string, { steps }: Role): Rgb[] =>
    Array.from({ length: steps }, (_, step) => mixed(rgbOf(paper), rgbOf(to), step / (steps - 1)));
  return [...between(ink, roles.ink), ...between(accent, roles.accent), rgbOf(rule)];
}

function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const [red, green, blue] = from.map((value, place) => Math.round(value + (to[place]! - value) * part));
  return [red!, green!, blue!];
}
