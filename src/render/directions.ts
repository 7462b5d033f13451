// Which way a text runs, told by its letters alone: a paragraph of Arabic within English (or the reverse) has `dir` of
// its own, or its full stop would stand at the wrong end. Unicode's rule, the first letter (UAX #9 P2), is wrong for the
// many paragraphs that begin with a foreign name; so most letters decide.
export type Direction = 'ltr' | 'rtl';

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const rightToLeftLetters = /[\u05D0-\u07FF\u0840-\u08C7\uFB1D-\uFDFD\uFE70-\uFEFC]/g;
const letters = /\p{L}/gu;

/** Whether any letter of the text runs from right to left: most texts are through with this question. */
export function hasRightToLeft(text: string): boolean {
  return rightToLeft.test(text);
}

/** @returns undefined for a text without letters */
export function directionOfText(text: string): Direction | undefined {
  const all = text.match(letters)?.length ?? 0;
  if (all === 0) return undefined;
  const rtl = text.match(rightToLeftLetters)?.length ?? 0;
  return rtl * 2 > all ? 'rtl' : 'ltr';
}
