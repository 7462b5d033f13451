import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeNumber,
  codeSymbol,
  createModel,
  createNumberModel,
  RangeReader,
  RangeWriter,
} from '../../src/search/range-coder.ts';

type Step =
  | { kind: 'bit'; place: number; value: number }
  | { kind: 'direct'; width: number; value: number }
  | { kind: 'number'; value: number }
  | { kind: 'symbol'; value: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('bit' as const),
    place: fc.nat({ max: 3 }),
    value: fc.nat({ max: 1 }),
  }),
  fc.integer({ min: 1, max: 24 }).chain((width) =>
    fc.record({
      kind: fc.constant('direct' as const),
      width: fc.constant(width),
      value: fc.nat({ max: 2 ** width - 1 }),
    }),
  ),
  fc.record({
    kind: fc.constant('number' as const),
    value: fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2 ** 31 - 2 })),
  }),
  fc.record({ kind: fc.constant('symbol' as const), value: fc.nat({ max: 255 }) }),
);

function walk(coder: RangeWriter | RangeReader, steps: readonly Step[], isReading: boolean): number[] {
  const bits = createModel(4);
  const numbers = createNumberModel();
  const symbols = createModel(256);
  return steps.map((step) => {
    const value = isReading ? 0 : step.value;
    if (step.kind === 'bit') return coder.bit(bits, step.place, value);
    if (step.kind === 'direct') return coder.direct(value, step.width);
    if (step.kind === 'number') return codeNumber(coder, numbers, value);
    return codeSymbol(coder, symbols, 8, value);
  });
}

describe('the range coder', () => {
  it('gives back whatever was written, in any order of bits, numbers and symbols', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 400 }), (steps) => {
        const writer = new RangeWriter();
        walk(writer, steps, false);
        const bytes = writer.finish();
        expect(walk(new RangeReader(bytes), steps, true)).toEqual(steps.map(({ value }) => value));
      }),
      { numRuns: 300 },
    );
  });

  it('lets a carry run through bytes of 255', () => {
    // A bit that never comes makes the range creep to its upper end; the rare other one makes it overflow.
    for (let length = 1; length < 400; length += 7) {
      const steps: Step[] = Array.from({ length }, (_, i) => ({
        kind: 'bit',
        place: 0,
        value: i % 97 === 96 || i === length - 1 ? 0 : 1,
      }));
      const writer = new RangeWriter();
      walk(writer, steps, false);
      expect(walk(new RangeReader(writer.finish()), steps, true)).toEqual(steps.map(({ value }) => value));
    }
  });

  it('writes what is likely in few bytes', () => {
    const writer = new RangeWriter();
    const model = createModel(1);
    for (let i = 0; i < 8000; i += 1) writer.bit(model, 0, i % 50 === 0 ? 1 : 0);
    // The entropy of one in fifty is 0.141 bits: 141 bytes; learning costs the rest.
    expect(writer.finish().length).toBeLessThan(175);
  });

  it('reads the bytes that the documentation shows', () => {
    const writer = new RangeWriter();
    const model = createNumberModel();
    for (const value of [0, 1, 2, 300, 70000]) codeNumber(writer, model, value);
    const bytes = writer.finish();
    expect(Buffer.from(bytes).toString('hex')).toBe('6891228693d807f2');
  });

  it('never runs on for ever over bytes that no writer wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const reader = new RangeReader(bytes);
        const model = createNumberModel();
        try {
          for (let i = 0; i < 200; i += 1) {
            const value = codeNumber(reader, model, 0);
            expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
          }
        } catch (error) {
          expect(error).toMatchObject({ name: 'RangeError', message: 'read beyond the end' });
        }
      }),
    );
  });

  it('stops soon after the end of the bytes, whatever is asked of it', () => {
    const reader = new RangeReader(Uint8Array.of(1, 2, 3));
    const model = createNumberModel();
    expect(() => {
      for (;;) codeNumber(reader, model, 0);
    }).toThrow('read beyond the end');
  });
});
