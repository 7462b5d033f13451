// Which of many places in a text says most of what the reader asked for: the most different words of the query, then as
// they stand in the query, then close together, then early. Marks go through once, with what is in reach behind each.

/** In UTF-16 units of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word of the text that the query found. */
export interface Mark extends Span {
  /** Which of the query's words it is: bits, in the order of the query. */
  readonly words: number;
  /** Whether nothing but stop words stands between the mark before it and this one. */
  readonly isNext: boolean;
}

/** Words beyond this share the last bit: bit operations have 32, and no excerpt shows so many. */
const maxWords = 30;

/** The bit of the query's word of this number. */
export function wordBit(number: number): number {
  return 1 << Math.min(number, maxWords - 1);
}

/** A step of a phrase counts as much as two words: the reader put it in quotes. */
const phraseStep = 2;

/**
 * @param marks in order
 * @param reach longest stretch, in UTF-16 units; a mark longer than that is one by itself
 * @param quoted words that follow the one before them in a phrase, as bits
 * @returns from where the best stretch begins to where its last word ends; the first of equals
 */
export function bestStretch(marks: readonly Mark[], reach: number, quoted: number): Span | undefined {
  // From each mark to the next: words that stand right behind the one that they follow in the query.
  const steps = marks.map(({ words, isNext }, i) => (isNext ? ((marks[i - 1]?.words ?? 0) << 1) & words : 0));
  let best: Span | undefined;
  let [bestWords, bestSteps, bestWidth] = [0, 0, 0];
  marks.forEach((first, i) => {
    let last = first;
    let { words } = first;
    let inOrder = 0;
    for (let j = i + 1; j < marks.length; j += 1) {
      const mark = marks[j] as Mark;
      const step = steps[j] as number;
      if (mark.end > first.start + reach) break;
      if (((mark.words & ~words) | (step & ~inOrder)) === 0) continue;
      words |= mark.words;
      inOrder |= step;
      last = mark;
    }
    const wordCount = countBits(words) + phraseStep * countBits(inOrder & quoted);
    const stepCount = countBits(inOrder);
    // To where the last word begins: a short form is no better than a long one.
    const width = last.start - first.start;
    if (best && (wordCount - bestWords || stepCount - bestSteps || bestWidth - width) <= 0) return;
    best = { start: first.start, end: last.end };
    [bestWords, bestSteps, bestWidth] = [wordCount, stepCount, width];
  });
  return best;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
