// Chance that falls the same way each time: mulberry32, a generator of 32 bits of state (Tommy Ettinger, public domain).
// Math.random has no seed, so no two runs would measure the same posts.

export interface Dice {
  /** From 0, below 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** Fails on an empty list. */
  pick<Value>(values: readonly Value[]): Value;
  /** A copy in another order (Fisher and Yates). */
  shuffled<Value>(values: readonly Value[]): Value[];
}

export function rollDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick(values) {
      if (values.length === 0) throw new Error('nothing to pick from');
      return values[between(0, values.length - 1)]!;
    },
    shuffled(values) {
      const copy = [...values];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = between(0, last);
        [copy[last], copy[other]] = [copy[other]!, copy[last]!];
      }
      return copy;
    },
  };
}
