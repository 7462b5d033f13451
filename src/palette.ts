// The colours of a site by name, as layouts/styles/tokens.css sets them for both schemes; site.yaml may give others. A
// test holds that the two tables agree.

/** What each is for stands in docs/frontmatter.md. */
export const colourNames = [
  'paper',
  'surface',
  'ink',
  'soft',
  'rule',
  'accent',
  'accent-deep',
  'on-accent',
  'mark',
  'warn',
] as const;
export type ColourName = (typeof colourNames)[number];

/** `#rrggbb` or `#rgb`, in small letters. */
export type Palette = Readonly<Record<ColourName, string>>;

/** Every pair that carries text: the text's colour, then the ground's. */
export const textPairs: readonly (readonly [text: ColourName, ground: ColourName])[] = [
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
];

export const schemes = ['light', 'dark'] as const;
export type Palettes = Readonly<Record<(typeof schemes)[number], Palette>>;

export const defaultPalettes: Palettes = {
  light: {
    paper: '#fbf8f2',
    surface: '#f3eee4',
    ink: '#1f1b16',
    soft: '#5f574b',
    rule: '#d9d0c1',
    accent: '#0b5a63',
    'accent-deep': '#083f46',
    'on-accent': '#fff',
    mark: '#ffe58a',
    warn: '#9a2f14',
  },
  dark: {
    paper: '#161412',
    surface: '#221f1b',
    ink: '#ede6da',
    soft: '#b5aa9a',
    rule: '#3d372f',
    accent: '#7fcbd2',
    'accent-deep': '#a9e0e5',
    'on-accent': '#0c2225',
    mark: '#6d5a12',
    warn: '#ffa48c',
  },
};
