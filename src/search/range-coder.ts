// Numbers ⇄ bytes by adaptive binary range coding: the coder is that of the LZMA specification (Igor Pavlov,
// lzma-specification.txt, 2015, "Range Decoder"), with 12-bit probabilities that learn fast at first. A writer and a
// reader have one interface, so that a layout is described once and walked in both directions. No node:, no DOM.
// docs/search-format.md tells every step.

/**
 * Walks a layout. A writer takes the value and gives it back; a reader ignores it and gives what was written.
 * The same calls in the same order, with models in the same state, are needed on both sides.
 */
export interface Coder {
  readonly isReading: boolean;
  /** One bit, by what the model has seen at this place before. */
  bit(model: Model, place: number, value: number): number;
  /** `width` bits that nothing is known of, at most 30. */
  direct(value: number, width: number): number;
}

/** By place: the probability of a 0 in 4096ths times 16, plus how often it was seen, at most 15. */
export type Model = Uint16Array;

const unseen = 2048 << 4;
/** By how often a place was seen: which part of the way to the bit its probability goes, in 65536ths. */
const rates = Uint16Array.from({ length: 16 }, (_, seen) =>
  Math.floor(65536 / (seen < 15 ? seen + 1.6 : 24)),
);
const leastProbability = 24;
/** Bits that are coded at once when nothing is known of them: the range has at least 24. */
const directStep = 12;

export function createModel(places: number): Model {
  return new Uint16Array(places).fill(unseen);
}

/** Without a branch on the bit, which no processor foresees. */
function learn(model: Model, place: number, bit: number): void {
  const state = model[place] as number;
  const seen = state & 15;
  const probability = state >>> 4;
  // All ones for a 1, which goes down.
  const down = -bit;
  const way = ((4096 - leastProbability - probability) & ~down) | ((probability - leastProbability) & down);
  const step = Math.imul(way, rates[seen] as number) >>> 16;
  model[place] = ((probability + ((step ^ down) - down)) << 4) | (seen < 15 ? seen + 1 : seen);
}

/** A step of a writer: twice the probability of a 0, and the bit; or, from here on, up to 12 direct bits behind a 1. */
const directFrom = 0x2000;

/**
 * What is written is first gathered as steps, then coded in one go: the arithmetic, which every bit waits for, stays
 * in registers, and all of it is on 32 bits.
 */
export class RangeWriter implements Coder {
  readonly isReading = false;
  private steps = new Uint16Array(1 << 16);
  private count = 0;

  bit(model: Model, place: number, value: number): number {
    if (this.count === this.steps.length) this.grow();
    this.steps[this.count] = (((model[place] as number) >>> 4) << 1) | value;
    this.count += 1;
    learn(model, place, value);
    return value;
  }

  direct(value: number, width: number): number {
    for (let left = width; left > 0; ) {
      const step = Math.min(left, directStep);
      left -= step;
      if (this.count === this.steps.length) this.grow();
      this.steps[this.count] = directFrom + ((1 << step) | ((value >>> left) & ((1 << step) - 1)));
      this.count += 1;
    }
    return value;
  }

  /** The bytes written; the writer is empty after. Up to four zeros at the end are left out: a reader sees them anyway. */
  finish(): Uint8Array {
    const bytes = codeSteps(this.steps, this.count);
    this.count = 0;
    return bytes;
  }

  private grow(): void {
    const grown = new Uint16Array(this.steps.length * 2);
    grown.set(this.steps);
    this.steps = grown;
  }
}

/** The specification's encoder, but that a carry is added to bytes already written instead of to bytes held back. */
function codeSteps(steps: Uint16Array, count: number): Uint8Array {
  // A step writes at most two bytes, the end four.
  const bytes = new Uint8Array(count * 2 + 4);
  let length = 0;
  let low = 0;
  let range = 0xffffffff;
  for (let i = 0; i < count; i += 1) {
    const step = steps[i] as number;
    let added = 0;
    if (step < directFrom) {
      const bound = Math.imul(range >>> 12, step >>> 1) >>> 0;
      if ((step & 1) === 0) range = bound;
      else {
        added = bound;
        range = (range - bound) >>> 0;
      }
    } else {
      const marked = step - directFrom;
      const width = 31 - Math.clz32(marked);
      range >>>= width;
      added = Math.imul(range, marked - (1 << width)) >>> 0;
    }
    const sum = (low + added) >>> 0;
    if (sum < low) carry(bytes, length);
    low = sum;
    while (range < 0x1000000) {
      bytes[length] = low >>> 24;
      length += 1;
      low = (low << 8) >>> 0;
      range = (range << 8) >>> 0;
    }
  }
  for (let i = 0; i < 4; i += 1) {
    bytes[length] = low >>> 24;
    length += 1;
    low = (low << 8) >>> 0;
  }
  for (let i = 0; i < 4 && bytes[length - 1] === 0; i += 1) length -= 1;
  return bytes.slice(0, length);
}

function carry(bytes: Uint8Array, length: number): void {
  let at = length - 1;
  while (bytes[at] === 0xff) {
    bytes[at] = 0;
    at -= 1;
  }
  bytes[at] = (bytes[at] as number) + 1;
}

/** Kept for the next file: its memory has grown to what files take. */
let idleWriter: RangeWriter | undefined;

/** @returns the bytes of whatever `walk` writes */
export function written(walk: (writer: Coder) => void): Uint8Array {
  const writer = idleWriter ?? new RangeWriter();
  // A walk that throws leaves its writer half full: it is not used again.
  idleWriter = undefined;
  walk(writer);
  const bytes = writer.finish();
  idleWriter = writer;
  return bytes;
}

export class RangeReader implements Coder {
  readonly isReading = true;
  private readonly bytes: Uint8Array;
  private at: number;
  private range = 0xffffffff;
  private code = 0;

  /** @param start where the coded bytes begin */
  constructor(bytes: Uint8Array, start = 0) {
    this.bytes = bytes;
    this.at = start;
    for (let i = 0; i < 4; i += 1) this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  bit(model: Model, place: number): number {
    const bound = (this.range >>> 12) * ((model[place] as number) >>> 4);
    let value = 0;
    if (this.code < bound) this.range = bound;
    else {
      this.code -= bound;
      this.range -= bound;
      value = 1;
    }
    learn(model, place, value);
    this.normalise();
    return value;
  }

  direct(_value: number, width: number): number {
    let value = 0;
    for (let left = width; left > 0; ) {
      const step = Math.min(left, directStep);
      left -= step;
      this.range >>>= step;
      const part = Math.min(Math.floor(this.code / this.range), (1 << step) - 1);
      this.code -= part * this.range;
      value = value * (1 << step) + part;
      this.normalise();
    }
    return value;
  }

  private normalise(): void {
    while (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.code = ((this.code << 8) | this.next()) >>> 0;
    }
  }

  private next(): number {
    // A writer leaves out at most the four last bytes: whoever reads on reads what no writer wrote.
    if (this.at > this.bytes.length + 8) throw new RangeError('read beyond the end');
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }
}

// ── numbers ───────────────────────────────────────────────────────────────────────────────────────────

const learntBits = 3;
/** Place 0 tells a zero from all else, places 1 to 31 are the tree of widths. */
const placesForWidth = 32;
const placesAfterWidth = 1 << learntBits;

/** A model for whole numbers from 0 to 2^31 - 2, of any distribution. */
export function createNumberModel(): Model {
  return createModel(placesForWidth + placesForWidth * placesAfterWidth);
}

/**
 * A number from 0 to 2^31 - 2, after Exp-Golomb of order 0: one bit whether it is 0; then the width of n + 1 in bits
 * less one, as five bits of a tree that learns; then the bits of n + 1 below the highest: the first three learn for
 * each width, the rest are direct.
 */
export function codeNumber(coder: Coder, model: Model, value: number): number {
  if (coder.bit(model, 0, value === 0 ? 0 : 1) === 0) return 0;
  let width = 31 - Math.clz32(value + 1);
  let node = 1;
  for (let i = 4; i >= 0; i -= 1) node = (node << 1) | coder.bit(model, node, (width >>> i) & 1);
  width = node - 32;
  // Unsigned: bytes that no writer wrote may tell of a width of 31.
  const least = (1 << width) >>> 0;
  const mantissa = value + 1 - least;
  const learnt = Math.min(width, learntBits);
  const start = placesForWidth + width * placesAfterWidth;
  node = 1;
  for (let i = 1; i <= learnt; i += 1) {
    node = (node << 1) | coder.bit(model, start + node, (mantissa >>> (width - i)) & 1);
  }
  const rest = width - learnt;
  const high = node - (1 << learnt);
  if (rest === 0) return high + least - 1;
  return ((high << rest) >>> 0) + coder.direct(mantissa & ((1 << rest) - 1), rest) + least - 1;
}

/** A number of `width` bits, at most 16, as a tree that learns. */
export function codeSymbol(coder: Coder, model: Model, width: number, value: number): number {
  let node = 1;
  for (let i = width - 1; i >= 0; i -= 1) node = (node << 1) | coder.bit(model, node, (value >>> i) & 1);
  return node - (1 << width);
}
