// Where words stand in a text, compared as the engine compares them as far as Latin letters go: case, accents and
// invisible characters do not count (src/search/other-scripts.ts folds more, and these words come from the text itself).

/** In UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const ignored = // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these is removed by itself
  /[\u00AD\u0300-\u036F\u0591-\u05BD\u05BF-\u05C2\u05C4\u05C5\u05C7\u061C\u0640\u064B-\u0652\u0670\u200C-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;
const beyondAscii = /[^\x00-\x7f]/;
const ofWord = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that put no spaces between words: there a word ends wherever it ends. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function foldCharacter(character: string): string {
  return character.normalize('NFKD').toLowerCase().replace(ignored, '').replace('’', "'");
}

function fold(text: string): string {
  return beyondAscii.test(text) ? Array.from(text, foldCharacter).join('') : text.toLowerCase();
}

/** @returns for any text: where whole words of `words` stand in it, in order and without overlaps */
export function findWords(words: readonly string[]): (text: string) => Span[] {
  const wanted = [...new Set(words.map(fold))].filter((word) => word.trim() !== '');
  if (wanted.length === 0) return () => [];
  // The longest first, as the first that fits is taken.
  const pattern = new RegExp(
    wanted
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
      .join('|'),
    'g',
  );
  return (text) => {
    const { folded, places } = foldWithPlaces(text);
    const spans: Span[] = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(folded); match; match = pattern.exec(folded)) {
      const end = match.index + match[0].length;
      if (isBorder(folded, match.index) && isBorder(folded, end)) {
        const start = places ? (places[match.index] ?? 0) : match.index;
        spans.push({ start, end: places ? (places[end] ?? text.length) : end });
      } else {
        // A shorter word may begin at the next letter.
        pattern.lastIndex = match.index + 1;
      }
    }
    return spans;
  };
}

/** `places`: for each unit of the folded text, and its end, where its character begins; absent when it is the same. */
function foldWithPlaces(text: string): { folded: string; places?: readonly number[] } {
  if (!beyondAscii.test(text)) return { folded: text.toLowerCase() };
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const added = foldCharacter(character);
    // What leaves nothing belongs to the letter before it.
    for (let i = 0; i < added.length; i += 1) places.push(at);
    folded += added;
    at += character.length;
  }
  places.push(at);
  return { folded, places };
}

/** Whether no word goes on across this place. */
function isBorder(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  const after = text.slice(at, at + 2);
  return (
    !ofWord.test(before) ||
    !ofWord.test(firstOf(after)) ||
    unspaced.test(before) ||
    unspaced.test(firstOf(after))
  );
}

function firstOf(text: string): string {
  const codePoint = text.codePointAt(0);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  return text.slice(unit >= 0xdc00 && unit <= 0xdfff ? at - 2 : at - 1, at);
}
