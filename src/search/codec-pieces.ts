// What several coded files of the index are made of: texts, hashes, floats. Each is described once and walked in both
// directions, as src/search/range-coder.ts says; docs/search-format.md tells the same in words. No node:, no DOM.
import {
  type Coder,
  codeNumber,
  codeSymbol,
  createModel,
  createNumberModel,
  type Model,
} from './range-coder.ts';
import { hashBytes, searchFields } from './shard-format.ts';

export const fieldCount = searchFields.length;
/** In UTF-16 units. A body may be one word, and a body has at most so many. */
const maxTermLength = 2 ** 26;

export const stripes = (count: number, create: () => Model): Model[] => Array.from({ length: count }, create);

/** Refuses a size that no true file states, before memory is asked for. */
export function atMost(limit: number, size: number): number {
  if (size > limit) throw new RangeError(`${size} where at most ${limit} can be`);
  return size;
}

export interface TextModels {
  readonly shared: Model;
  readonly rest: Model;
  readonly high: Model;
  readonly low: readonly [Model, Model];
}

export function createTextModels(): TextModels {
  return {
    shared: createNumberModel(),
    rest: createNumberModel(),
    high: createModel(256),
    low: [createModel(256), createModel(256)],
  };
}

/** A text after a text that sorts before it: how many UTF-16 units they share, then the rest, unit by unit. */
export function codeText(coder: Coder, models: TextModels, before: string, text: string): string {
  let shared = 0;
  if (!coder.isReading) {
    while (shared < before.length && shared < text.length && before[shared] === text[shared]) shared += 1;
  }
  shared = codeNumber(coder, models.shared, shared);
  const rest = atMost(maxTermLength, codeNumber(coder, models.rest, text.length - shared));
  let result = before.slice(0, shared);
  for (let i = shared; i < shared + rest; i += 1) {
    const unit = coder.isReading ? 0 : text.charCodeAt(i);
    const high = codeSymbol(coder, models.high, 8, unit >>> 8);
    const low = codeSymbol(coder, models.low[high === 0 ? 0 : 1], 8, unit & 0xff);
    result += String.fromCharCode((high << 8) | low);
  }
  return result;
}

/** A name's hash, in hex. */
export function codeHash(coder: Coder, hash: string): string {
  let result = '';
  for (let i = 0; i < hashBytes; i += 1) {
    const byte = coder.direct(coder.isReading ? 0 : Number.parseInt(hash.slice(i * 2, i * 2 + 2), 16), 8);
    result += byte.toString(16).padStart(2, '0');
  }
  return result;
}

export function codeFloat(coder: Coder, value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  for (let i = 0; i < 8; i += 1) view.setUint8(i, coder.direct(view.getUint8(i), 8));
  return view.getFloat64(0);
}
