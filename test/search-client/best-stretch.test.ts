import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestStretch, type Mark, wordBit } from '../../src/search-client/best-stretch.ts';

/** From the gaps between them and the words that they are. */
const anyMarks: fc.Arbitrary<Mark[]> = fc
  .array(
    fc.record({
      gap: fc.nat(30),
      length: fc.integer({ min: 1, max: 12 }),
      words: fc.integer({ min: 1, max: 15 }),
      isNext: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((list) => {
    const marks: Mark[] = [];
    let at = 0;
    for (const { gap, length, words, isNext } of list) {
      const start = at + gap;
      marks.push({ start, end: start + length, words, isNext });
      at = start + length;
    }
    return marks;
  });

/** Words of the query in marks `from` to `to`, and those that stand right behind the one that they follow. */
function scoreOf(marks: readonly Mark[], from: number, to: number, quoted: number) {
  const words = new Set<number>();
  const steps = new Set<number>();
  for (let i = from; i <= to; i += 1) {
    const mark = marks[i] as Mark;
    const before = i === from ? undefined : marks[i - 1];
    for (let word = 0; word < 4; word += 1) {
      if (!(mark.words & wordBit(word))) continue;
      words.add(word);
      if (before && mark.isNext && before.words & wordBit(word - 1) && word > 0) steps.add(word);
    }
  }
  const inPhrase = [...steps].filter((word) => quoted & wordBit(word)).length;
  const width = (marks[to]?.start ?? 0) - (marks[from]?.start ?? 0);
  return [words.size + 2 * inPhrase, steps.size, -width] as const;
}

describe('the best stretch', () => {
  it('is one that no other within reach is better than, and the first of equals', () => {
    fc.assert(
      fc.property(
        anyMarks,
        fc.integer({ min: 10, max: 120 }),
        fc.integer({ min: 0, max: 15 }),
        (marks, reach, quoted) => {
          const best = bestStretch(marks, reach, quoted);
          const all = marks.flatMap((first, from) =>
            marks.flatMap((last, to) =>
              to === from || (to > from && last.end <= first.start + reach)
                ? [{ start: first.start, end: last.end, score: scoreOf(marks, from, to, quoted) }]
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
      isNext: true,
    }));
    expect(bestStretch(marks, 1000, 0)).toEqual({ start: 0, end: 29 * 4 + 3 });
    expect(bestStretch([], 1000, 0)).toBeUndefined();
  });
});
