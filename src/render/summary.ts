// The beginning of a text, short enough for a list: cut at a word, or, in scripts that write no spaces, between what
// readers see as letters. By Unicode's own classes and not by Intl.Segmenter, whose answers differ between machines.

/** In UTF-16 units, so at most as many characters: as an author's own summary may have. */
const maxLength = 300;
/** How far back a space is looked for: a cut there loses little, and longer words are few. */
const maxWordLength = 60;

/** @returns at most 300 characters on one line; a text that was cut ends in `…` */
export function summarize(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  const space = line.lastIndexOf(' ', maxLength - 1);
  const end = space >= maxLength - maxWordLength ? space : letterEnd(line, maxLength - 1);
  // Sentence marks before an ellipsis would read as a slip; a closing quotation mark may stay.
  return `${line.slice(0, end).replace(/[\s,;:–—\-(“‘«¿¡、，；：،؛.]+$/u, '')}…`;
}

/** The last place at or before `end` that parts no letter from what belongs to it. */
export function letterEnd(line: string, end: number): number {
  let at = end;
  while (at > 0 && !isBoundary(line, at)) at -= 1;
  return at === 0 ? end : at;
}

function isBoundary(line: string, at: number): boolean {
  // Half of a surrogate pair, a mark (the am of Thai and Lao is one but in name), a joiner, a variation or skin tone
  // belongs to what stands before it.
  const next = line.slice(at, at + 2);
  if (/^(?:[\uDC00-\uDFFF]|\p{M}|\u200C|\u200D|\uFE0E|\uFE0F|\u0E33|\u0EB3|\p{Emoji_Modifier})/u.test(next))
    return false;
  const before = line.slice(Math.max(0, at - 2), at);
  // After a joiner, a stacking sign of Burmese, Khmer or Indic letters, or a vowel that Thai and Lao write first,
  // more is to come. Flags are pairs: never cut beside half of one.
  return !/[\u200D\u1039\u17D2\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u0E40-\u0E44\u0EC0-\u0EC4]$|\p{Regional_Indicator}$/u.test(
    before,
  );
}
