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
const rates = Uint32Array.from({ length: 16 }, (_, seen) =>
  Math.floor(65536 / (seen < 15 ? seen + 1.6 : 24)),
);
const leastProbability = 24;
/** Bits that are coded at once when nothing is known of them: the range has at least 24. */
const directStep = 12;

export function createModel(places: number): Model {
  return new Uint16Array(places).fill(unseen);
}

function learn(model: Model, place: number, bit: number): void {
  const state = model[place] as number;
  const seen = state & 15;
  const rate = rates[seen] as number;
  let probability = state >>> 4;
  if (bit === 0) probability += ((4096 - leastProbability - probability) * rate) >>> 16;
  else probability -= ((probability - leastProbability) * rate) >>> 16;
  model[place] = (probability << 4) | (seen < 15 ? seen + 1 : seen);
}

export class RangeWriter implements Coder {
  readonly isReading = false;
  private bytes = new Uint8Array(1024);
  private length = 0;
  private low = 0;
  private range = 0xffffffff;
  private cache = 0;
  private pending = 0;
  private isFirst = true;

  bit(model: Model, place: number, value: number): number {
    const bound = (this.range >>> 12) * ((model[place] as number) >>> 4);
    if (value === 0) this.range = bound;
    else {
      this.low += bound;
      this.range -= bound;
    }
    learn(model, place, value);
    this.normalise();
    return value;
  }

  direct(value: number, width: number): number {
    for (let left = width; left > 0; ) {
      const step = Math.min(left, directStep);
      left -= step;
      this.range >>>= step;
      this.low += this.range * ((value >>> left) & ((1 << step) - 1));
      this.normalise();
    }
    return value;
  }

  /** The bytes written; the writer is of no use after. Up to four zeros at the end are left out: a reader sees them anyway. */
  finish(): Uint8Array {
    for (let i = 0; i < 5; i += 1) this.shiftLow();
    for (let i = 0; i < 4 && this.bytes[this.length - 1] === 0; i += 1) this.length -= 1;
    return this.bytes.slice(0, this.length);
  }

  private normalise(): void {
    while (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.shiftLow();
    }
  }

  // `low` has up to 33 bits, which a double holds; a carry runs through the bytes that wait.
  private shiftLow(): void {
    if (this.low < 0xff000000 || this.low > 0xffffffff) {
      const carry = this.low > 0xffffffff ? 1 : 0;
      // The first byte is always 0: the specification writes it, we do not.
      if (this.isFirst) this.isFirst = false;
      else this.put(this.cache + carry);
      for (; this.pending > 0; this.pending -= 1) this.put(0xff + carry);
      this.cache = Math.floor(this.low / 0x1000000) & 0xff;
    } else this.pending += 1;
    this.low = (this.low % 0x1000000) * 0x100;
  }

  private put(byte: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length] = byte & 0xff;
    this.length += 1;
  }
}

/** @returns the bytes of whatever `walk` writes */
export function written(walk: (writer: Coder) => void): Uint8Array {
  const writer = new RangeWriter();
  walk(writer);
  return writer.finish();
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
  const mantissa = value + 1 - 2 ** width;
  const learnt = Math.min(width, learntBits);
  const start = placesForWidth + width * placesAfterWidth;
  node = 1;
  for (let i = 1; i <= learnt; i += 1) {
    node = (node << 1) | coder.bit(model, start + node, (mantissa >>> (width - i)) & 1);
  }
  const rest = width - learnt;
  const high = node - (1 << learnt);
  if (rest === 0) return high + 2 ** width - 1;
  return high * 2 ** rest + coder.direct(mantissa & (2 ** rest - 1), rest) + 2 ** width - 1;
}

/** A number of `width` bits, at most 16, as a tree that learns. */
export function codeSymbol(coder: Coder, model: Model, width: number, value: number): number {
  let node = 1;
  for (let i = width - 1; i >= 0; i -= 1) node = (node << 1) | coder.bit(model, node, (value >>> i) & 1);
  return node - (1 << width);
}
