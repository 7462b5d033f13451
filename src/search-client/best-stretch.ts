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
  /** How many words stand before it, stop words left out: the next word's is one more. */
  readonly place: number;
}

/** Words beyond this share the last bit: bit operations have 32, and no excerpt shows so many. */
export const maxWords = 30;

/** The bit of the query's word of this number. */
export function wordBit(number: number): number {
  return 1 << Math.min(number, maxWords - 1);
}

/** A step of a phrase counts as much as two words: the reader put it in quotes. */
const phraseStep = 2;

/** From a mark to the next: words that stand behind the very word that they follow in the query. */
interface Step {
  readonly inQuery: number;
  /** In a phrase of it. */
  readonly inPhrase: number;
}

/**
 * @param marks in order
 * @param reach longest stretch, in UTF-16 units; a mark longer than that is one by itself
 * @param follows by number of a word: the words that follow it in a phrase, as bits
 * @returns from where the best stretch begins to where its last word ends; the first of equals
 */
export function bestStretch(
  marks: readonly Mark[],
  reach: number,
  follows: readonly number[],
): Span | undefined {
  const steps = marks.map((mark, i) => stepBetween(marks[i - 1], mark, follows));
  let best: Span | undefined;
  let [bestWords, bestSteps, bestWidth] = [0, 0, 0];
  marks.forEach((first, i) => {
    let last = first;
    let { words } = first;
    let [inQuery, inPhrase] = [0, 0];
    for (let j = i + 1; j < marks.length; j += 1) {
      const mark = marks[j] as Mark;
      const step = steps[j] as Step;
      if (mark.end > first.start + reach) break;
      const isNew = (mark.words & ~words) | (step.inQuery & ~inQuery) | (step.inPhrase & ~inPhrase);
      if (isNew === 0) continue;
      words |= mark.words;
      inQuery |= step.inQuery;
      inPhrase |= step.inPhrase;
      last = mark;
    }
    const wordCount = countBits(words) + phraseStep * countBits(inPhrase);
    const stepCount = countBits(inQuery);
    // To where the last word begins: a short form is no better than a long one.
    const width = last.start - first.start;
    const isBetter = wordCount - bestWords || stepCount - bestSteps || bestWidth - width;
    if (best && isBetter <= 0) return;
    best = { start: first.start, end: last.end };
    [bestWords, bestSteps, bestWidth] = [wordCount, stepCount, width];
  });
  return best;
}

function stepBetween(before: Mark | undefined, mark: Mark, follows: readonly number[]): Step {
  if (before === undefined || before.place + 1 !== mark.place) return { inQuery: 0, inPhrase: 0 };
  let inPhrase = 0;
  follows.forEach((bits, number) => {
    if (before.words & (1 << number)) inPhrase |= bits & mark.words;
  });
  return { inQuery: ((before.words << 1) & mark.words) | inPhrase, inPhrase };
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
