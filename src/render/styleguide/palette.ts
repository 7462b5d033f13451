// What layouts/styles/tokens.css sets, read from the finished style sheet, so that the style guide shows what readers get:
// colours in both schemes with their contrast (WCAG 2.2, "contrast ratio"), sizes of type, spaces.
import { colourForm, contrastOf } from '../../colour.ts';
import { textPairs } from '../../palette.ts';

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

/** Pairs that stand on some page; the last says what the first does, as contrast has no direction. */
const pairs: readonly (readonly [text: string, ground: string])[] = [...textPairs, ['paper', 'ink']];

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

/** @returns undefined when one of them has another form */
function contrast(first: string, second: string): number | undefined {
  return [first, second].every((colour) => colourForm.test(colour)) ? contrastOf(first, second) : undefined;
}
