// What layouts/styles/tokens.css sets, read from the finished style sheet, so that the style guide shows what readers get:
// colours in both schemes with their contrast (WCAG 2.2, "contrast ratio"), sizes of type, spaces.

/** Custom properties by name, without their dashes. */
export interface Tokens {
  readonly light: ReadonlyMap<string, string>;
  /** The light ones where the dark scheme sets none. */
  readonly dark: ReadonlyMap<string, string>;
}

export interface ColourView {
  readonly name: string;
  /** As CSS has it. */
  readonly light: string;
  readonly dark: string;
}

export interface PairView {
  /** Of the text, and of what it stands on. */
  readonly text: string;
  readonly ground: string;
  readonly schemes: readonly {
    readonly text: string;
    readonly ground: string;
    /** 1 to 21; undefined for colours that are not written as `#rgb` or `#rrggbb`. */
    readonly ratio?: number;
  }[];
}

export interface TokenView {
  readonly name: string;
  readonly value: string;
}

/** Pairs that stand on some page. */
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ['ink', 'paper'],
  ['ink', 'surface'],
  ['soft', 'paper'],
  ['soft', 'surface'],
  ['accent', 'paper'],
  ['accent', 'surface'],
  ['accent-deep', 'paper'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-deep'],
  ['ink', 'mark'],
  ['warn', 'paper'],
  ['warn', 'surface'],
  ['paper', 'ink'],
];

// What stands in a block of its own kind of screen comes before `:root` with a brace.
const blocks = (root: string) => ({
  light: new RegExp(String.raw`(?:^|\})\s*${root}\s*\{([^}]*)\}`, 'g'),
  dark: new RegExp(String.raw`@media\s*\(prefers-color-scheme:\s*dark\)\s*\{\s*${root}\s*\{([^}]*)\}`, 'g'),
});
/** By weight: rules without specificity give way to others, wherever they stand. */
const layers = [blocks(String.raw`:where\(:root\)`), blocks(':root')];

/** @param css of the whole site, as it is published */
export function readTokens(css: string): Tokens {
  const plain = css.replaceAll(/\/\*.*?\*\//gs, '');
  const light = new Map<string, string>();
  const dark = new Map<string, string>();
  for (const layer of layers) {
    for (const [, rules = ''] of plain.matchAll(layer.light)) {
      declare(light, rules);
      declare(dark, rules);
    }
    for (const [, rules = ''] of plain.matchAll(layer.dark)) declare(dark, rules);
  }
  return { light, dark };
}

function declare(tokens: Map<string, string>, rules: string): void {
  for (const [, name = '', value = ''] of rules.matchAll(/--([\w-]+)\s*:\s*([^;]+)/g)) {
    tokens.set(name, value.trim());
  }
}

export function coloursOf({ light, dark }: Tokens): ColourView[] {
  return [...light]
    .filter(([, value]) => /^#[0-9a-f]{3,8}$/i.test(value))
    .map(([name, value]) => ({ name, light: value, dark: dark.get(name) ?? value }));
}

/** @param start of their names: `size-` */
export function tokensNamed({ light }: Tokens, start: string): TokenView[] {
  return [...light].filter(([name]) => name.startsWith(start)).map(([name, value]) => ({ name, value }));
}

export function pairsOf({ light, dark }: Tokens): PairView[] {
  return pairs.flatMap(([text, ground]) => {
    const schemes = [light, dark].flatMap((tokens) => {
      const [textColour, groundColour] = [tokens.get(text), tokens.get(ground)];
      if (textColour === undefined || groundColour === undefined) return [];
      return [{ text: textColour, ground: groundColour, ratio: contrast(textColour, groundColour) }];
    });
    return schemes.length === 0 ? [] : [{ text, ground, schemes }];
  });
}

/** 1 to 21. */
function contrast(first: string, second: string): number | undefined {
  const [one, other] = [luminance(first), luminance(second)];
  if (one === undefined || other === undefined) return undefined;
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** 0 to 1. */
function luminance(colour: string): number | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  const digits = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1);
  if (digits === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
