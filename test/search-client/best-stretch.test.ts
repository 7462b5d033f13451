import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestStretch, type Mark, maxWords, wordBit } from '../../src/search-client/best-stretch.ts';

/** From the gaps between them and the words that they are. */
const anyMarks: fc.Arbitrary<Mark[]> = fc
  .array(
    fc.record({
      gap: fc.nat(30),
      length: fc.integer({ min: 1, max: 12 }),
      words: fc.integer({ min: 1, max: 15 }),
      apart: fc.nat(2),
    }),
    { maxLength: 25 },
  )
  .map((list) => {
    const marks: Mark[] = [];
    let [at, place] = [0, 0];
    for (const { gap, length, words, apart } of list) {
      const start = at + gap;
      place += 1 + apart;
      marks.push({ start, end: start + length, words, place });
      at = start + length;
    }
    return marks;
  });
const bits = (value: number): number => value.toString(2).replaceAll('0', '').length;
const noPhrases = new Array<number>(maxWords).fill(0);

/** Words of the query in marks `from` to `to`, and those that stand right behind the one that they follow. */
function scoreOf(marks: readonly Mark[], from: number, to: number, follows: readonly number[]) {
  let [words, steps, inPhrase] = [0, 0, 0];
  for (let i = from; i <= to; i += 1) {
    const mark = marks[i] as Mark;
    const before = marks[i - 1];
    words |= mark.words;
    if (i === from || before?.place !== mark.place - 1) continue;
    for (let word = 0; word < maxWords; word += 1) {
      if (!(before.words & (1 << word))) continue;
      inPhrase |= (follows[word] ?? 0) & mark.words;
      steps |= ((1 << (word + 1)) | (follows[word] ?? 0)) & mark.words;
    }
  }
  const width = (marks[to]?.start ?? 0) - (marks[from]?.start ?? 0);
  return [bits(words) + 2 * bits(inPhrase), bits(steps), -width] as const;
}

describe('the best stretch', () => {
  it('is one that no other within reach is better than, and the first of equals', () => {
    fc.assert(
      fc.property(
        anyMarks,
        fc.integer({ min: 10, max: 120 }),
        fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 4, maxLength: 4 }),
        (marks, reach, ofPhrases) => {
          const follows = noPhrases.map((none, i) => ofPhrases[i] ?? none);
          const best = bestStretch(marks, reach, follows);
          const all = marks.flatMap((first, from) =>
            marks.flatMap((last, to) =>
              to === from || (to > from && last.end <= first.start + reach)
                ? [{ start: first.start, end: last.end, score: scoreOf(marks, from, to, follows) }]
                : [],
            ),
          );
          const [expected] = all.sort(
            (a, b) =>
              b.score[0] - a.score[0] ||
              b.score[1] - a.score[1] ||
              b.score[2] - a.score[2] ||
              a.start - b.start,
          );
          expect(best).toEqual(expected && { start: expected.start, end: expected.end });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of more words than there are bits is still one', () => {
    const marks = Array.from({ length: 60 }, (_, i) => ({
      start: i * 4,
      end: i * 4 + 3,
      words: wordBit(i),
      place: i,
    }));
    expect(bestStretch(marks, 1000, noPhrases)).toEqual({ start: 0, end: 29 * 4 + 3 });
    expect(bestStretch([], 1000, noPhrases)).toBeUndefined();
  });
});
