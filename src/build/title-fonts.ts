// Which fonts write a title into a picture, and whether this machine has them. Pango (in sharp) takes for each character
// the first family of a list that has it, then any other font; where none has it, it draws a box. The box is how a
// missing font is found: what fontconfig tells (fc-list) is not there on every host, and a name says little.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { escapeHtml } from '../../layouts/html.ts';
import { compareText } from '../problem.ts';
import { hashOf } from './fingerprint.ts';
import { keep, readKept } from './picture-cache.ts';

interface ScriptFonts {
  /** For people: “no font for … characters”. */
  readonly name: string;
  readonly characters: RegExp;
  /** The best first. Names differ between systems: Noto's, then those of Windows and of macOS. */
  readonly families: readonly string[];
  /** Package of Debian and Ubuntu. */
  readonly package: string;
}

const cjk = 'fonts-noto-cjk';

/** @param script as Unicode calls it */
function inCore(name: string, families: readonly string[], script = name): ScriptFonts {
  return { name, characters: new RegExp(`\\p{Script=${script}}`, 'u'), families, package: 'fonts-noto-core' };
}

const scripts: readonly ScriptFonts[] = [
  inCore('Latin', ['Noto Serif', 'Charter', 'Georgia', 'Liberation Serif', 'DejaVu Serif']),
  inCore('Greek', []),
  inCore('Cyrillic', []),
  inCore('Thai', ['Noto Serif Thai', 'Noto Looped Thai', 'Thonburi', 'Leelawadee UI', 'Noto Sans Thai']),
  inCore('Lao', ['Noto Serif Lao', 'Noto Looped Lao', 'Lao Sangam MN', 'Leelawadee UI']),
  inCore('Khmer', ['Noto Serif Khmer', 'Khmer OS', 'Khmer Sangam MN', 'Leelawadee UI']),
  inCore('Burmese', ['Noto Serif Myanmar', 'Padauk', 'Myanmar MN', 'Myanmar Text'], 'Myanmar'),
  inCore('Arabic', ['Noto Naskh Arabic', 'Geeza Pro', 'Sakkal Majalla', 'Segoe UI']),
  inCore('Hebrew', ['Noto Serif Hebrew', 'Times New Roman']),
  inCore('Devanagari', ['Noto Serif Devanagari', 'Kohinoor Devanagari', 'Nirmala UI']),
  inCore('Bengali', ['Noto Serif Bengali', 'Bangla MN', 'Nirmala UI']),
  {
    name: 'Chinese or Japanese',
    characters: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Bopomofo}/u,
    families: ['Noto Serif CJK SC', 'Noto Serif CJK JP', 'Songti SC', 'SimSun', 'Hiragino Mincho ProN'],
    package: cjk,
  },
  {
    name: 'Korean',
    characters: /\p{Script=Hangul}/u,
    families: ['Noto Serif CJK KR', 'AppleMyungjo', 'Batang'],
    package: cjk,
  },
  {
    name: 'emoji',
    characters: /\p{Extended_Pictographic}/u,
    families: [],
    package: 'fonts-noto-color-emoji',
  },
];
/** Digits, marks, and what is rare. */
export const otherScript = { name: 'other', package: 'fonts-noto-core fonts-noto-extra' };

/** What a language writes otherwise than its script's first choice: these come first. */
const familiesOfLanguage: Readonly<Record<string, readonly string[]>> = {
  ur: ['Noto Nastaliq Urdu', 'Jameel Noori Nastaleeq'],
  ja: ['Noto Serif CJK JP', 'Hiragino Mincho ProN'],
  'zh-TW': ['Noto Serif CJK TC'],
  'zh-HK': ['Noto Serif CJK HK'],
  'zh-Hant': ['Noto Serif CJK TC'],
};

/** @returns those of a language, then those of every script: Pango passes over families that lack a character */
export function fontFamilies(language: string): string {
  const own = familiesOfLanguage[language] ?? familiesOfLanguage[language.split('-')[0]!] ?? [];
  const all = [...(scripts[0]?.families ?? []), ...own, ...scripts.flatMap(({ families }) => families)];
  return [...new Set([...all, 'serif'])].join(',');
}

/** The script of a character that no font has, and what to install. */
export function scriptOf(character: string): { readonly name: string; readonly package: string } {
  return scripts.find(({ characters }) => characters.test(character)) ?? otherScript;
}

/** Ink of a text: one byte a pixel, 0 to 255, row by row. */
export interface TextMask {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  /** Of the text. */
  readonly language: string;
  readonly sizePx: number;
  /** Of the lines; default: one line, as long as the text. */
  readonly widthPx?: number;
  /** In parts of what the font asks for. Default 1. */
  readonly lineHeight?: number;
  /** Default: bold. */
  readonly weight?: 'normal';
}

/** @param text one paragraph of any characters but control characters */
export async function textMask(text: string, style: TextStyle): Promise<TextMask> {
  const { default: sharp } = await import('sharp');
  const { language, sizePx, widthPx, lineHeight = 1, weight = 'bold' } = style;
  const attributes = {
    font_family: fontFamilies(language),
    // In 1024ths of a point, which is a pixel at 72 dpi.
    size: String(sizePx * 1024),
    weight,
    lang: language,
    line_height: String(lineHeight),
    // A word that is cut because it is longer than a line may be an address.
    insert_hyphens: 'false',
  };
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  // Pango's markup has the entities of XML, which are all that are written here.
  const markup = `<span${written.join('')}>${escapeHtml(text)}</span>`;
  const image = sharp({
    text: { text: markup, dpi: 72, wrap: 'word-char', ...(widthPx === undefined ? {} : { width: widthPx }) },
  });
  try {
    const { data, info } = await image.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    // A blank of Braille, say: a character like others, and nothing to be seen.
    if (error instanceof Error && /no text to render/.test(error.message)) return noInk;
    throw error;
  }
}

const noInk: TextMask = { data: new Uint8Array(), width: 0, height: 0 };

// ── what is missing ───────────────────────────────────────────────────────────────────────────────────

/** No font has these: unassigned, and private use at the end of Unicode; boxes hold four digits and six. */
const boxed = ['\u0378', '\u{10FFF0}'] as const;
const probeSizePx = 24;
const probesAtOnce = 8;
/** Never drawn, so never missing. */
const unseen = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** Fonts of this machine, as far as titles need them. */
export class TitleFonts {
  /** Another one when fonts were added or taken away. */
  readonly stamp: string;
  /** Name of what is kept of them. */
  readonly keptName: string;
  readonly #folder: string | undefined;
  readonly #present: Set<string>;
  readonly #missing: Set<string>;

  /**
   * @param folder where what was found is kept, so that the next build need not load a font; undefined: nowhere
   * @param version of the code that looks
   */
  constructor(folder: string | undefined, version: string) {
    this.stamp = fontStamp();
    this.keptName = `fonts-${hashOf(`${this.stamp} ${version}`)}.json`;
    this.#folder = folder;
    const kept = folder === undefined ? undefined : readKept(folder, this.keptName);
    const [present = '', missing = ''] =
      kept === undefined ? [] : (JSON.parse(new TextDecoder().decode(kept)) as string[]);
    this.#present = new Set(present);
    this.#missing = new Set(missing);
  }

  /** @returns those characters of the texts that no font has */
  async missingIn(texts: Iterable<string>): Promise<ReadonlySet<string>> {
    const unknown = new Set<string>();
    const missing = new Set<string>();
    for (const text of texts) {
      for (const character of text) {
        if (this.#present.has(character)) continue;
        if (this.#missing.has(character)) missing.add(character);
        else unknown.add(character);
      }
    }
    const looked = [...unknown].filter((character) => !unseen.test(character));
    for (const character of unknown) if (unseen.test(character)) this.#present.add(character);
    for (let start = 0; start < looked.length; start += probesAtOnce) {
      const some = looked.slice(start, start + probesAtOnce);
      const boxes = await Promise.all(some.map(isBoxed));
      for (const [place, character] of some.entries()) {
        if (boxes[place]) missing.add(character);
        (boxes[place] ? this.#missing : this.#present).add(character);
      }
    }
    if (unknown.size > 0 && this.#folder !== undefined) {
      const found = [this.#present, this.#missing].map((set) => [...set].sort(compareText).join(''));
      keep(this.#folder, this.keptName, Buffer.from(JSON.stringify(found)));
    }
    return missing;
  }
}

const boxes = new Map<string, Promise<TextMask>>();

async function isBoxed(character: string): Promise<boolean> {
  const reference = boxed[character.length - 1] ?? boxed[1];
  let box = boxes.get(reference);
  if (box === undefined) {
    box = probe(reference);
    boxes.set(reference, box);
  }
  const [drawn, expected] = await Promise.all([probe(character), box]);
  return hasSameFrame(drawn, expected);
}

function probe(character: string): Promise<TextMask> {
  return textMask(character, { language: 'en', sizePx: probeSizePx });
}

/** The digits in a box differ, its frame does not. */
function hasSameFrame(one: TextMask, other: TextMask): boolean {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return false;
  for (let y = 0; y < height; y += 1) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      if (one.data[y * width + x] !== other.data[y * width + x]) return false;
    }
  }
  return true;
}

// ── which fonts there are ─────────────────────────────────────────────────────────────────────────────

/** Where fonts lie on Linux and on macOS, beside what fontconfig's own settings name. */
const usualFolders = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  '~/.fonts',
  '~/.local/share/fonts',
  '/System/Library/Fonts',
  '/Library/Fonts',
  '~/Library/Fonts',
];
const settingNames = ['FONTCONFIG_FILE', 'FONTCONFIG_PATH', 'FONTCONFIG_SYSROOT', 'XDG_DATA_HOME', 'HOME'];
const maxDepth = 8;

/** Hash of the folders of fonts and of fontconfig's settings, by their times, as fontconfig's own cache goes by them. */
export function fontStamp(): string {
  const { FONTCONFIG_FILE: file, FONTCONFIG_PATH: path = '/etc/fonts', XDG_DATA_HOME: data } = process.env;
  const settings = resolve(path, file ?? 'fonts.conf');
  const folders = new Set([...usualFolders, path, join(dirname(settings), 'conf.d')]);
  if (data !== undefined) folders.add(join(data, 'fonts'));
  let written = '';
  try {
    written = readFileSync(settings, 'utf8');
  } catch {
    // fontconfig falls back to settings of its own, and so to the usual folders.
  }
  for (const [, folder = ''] of written.matchAll(/<dir[^>]*>([^<]+)<\/dir>/g)) folders.add(folder.trim());
  const parts = settingNames.map((name) => `${name}=${process.env[name] ?? ''}`);
  parts.push(written);
  for (const folder of folders) look(folder.replace(/^~/, homedir()), maxDepth, parts);
  return hashOf(parts.join('\0'));
}

function look(folder: string, depth: number, parts: string[]): void {
  try {
    parts.push(`${folder} ${statSync(folder).mtimeMs}`);
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
      if (entry.isDirectory() && depth > 0) look(join(folder, entry.name), depth - 1, parts);
    }
  } catch {
    // Not every system has each of them.
  }
}
