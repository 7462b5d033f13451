import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, hashOf } from '../../src/build/fingerprint.ts';
import { fingerprintedAs } from '../../src/model.ts';

/** Plain data with everything that an encoding could mix up: look-alike strings, gaps, halves of pairs, long texts. */
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    '',
    's1:a',
    '#',
    '[0:',
    '{0:',
    't',
    'u',
    'n1;',
    '1',
    '\ud800',
    '\udc00',
    '\ufffd',
    '0'.repeat(200),
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const data = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'html', '1', 's1:a', '\ud800', '\udbff'), tie('node'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).node;

/** The same data with no object in common. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)]));
}

/** Written in another way than the fingerprint: kinds told, keys without a value left out, order of keys kept. */
function asJson(value: unknown): unknown {
  if (value === undefined) return ['undefined'];
  if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
  if (Array.isArray(value)) return ['array', ...Array.from(value, asJson)];
  if (typeof value !== 'object' || value === null) return ['value', value];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return ['object', members.map(([key, member]) => [key, asJson(member)])];
}

describe('a fingerprint of data', () => {
  test('is the same where data is, whoever shares a part of it', () => {
    fc.assert(
      fc.property(data, (value) => {
        const fingerprint = fingerprintOf(value);
        expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
        expect(fingerprintOf(value)).toBe(fingerprint);
        expect(fingerprintOf(copied(value))).toBe(fingerprint);
        expect(fingerprintOf([value, value])).toBe(fingerprintOf([copied(value), copied(value)]));
      }),
      { numRuns: 500 },
    );
  });

  test('differs where data differs', () => {
    fc.assert(
      fc.property(data, data, (one, other) => {
        const isSame = JSON.stringify(asJson(one)) === JSON.stringify(asJson(other));
        expect(fingerprintOf(one) === fingerprintOf(other)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  test('differs when one leaf of it is another', () => {
    fc.assert(
      fc.property(data, leaf, leaf, (rest, one, other) => {
        fc.pre(JSON.stringify(asJson(one)) !== JSON.stringify(asJson(other)));
        const around = (value: unknown) => ({ rest, deep: [{ list: [rest, { value }] }, rest] });
        // An object's key without a value is as one that is absent, and so is never equal to one with a value.
        expect(fingerprintOf(around([one]))).not.toBe(fingerprintOf(around([other])));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [[['a'], 'b'], [['a', 'b']]],
    [[[], []], [[[]]]],
    [{ a: 'b' }, ['a', 'b']],
    [{ a: { b: 1 } }, { a: {}, b: 1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    ['1', 1],
    [0, -0],
    [null, undefined],
    [[undefined], []],
    ['\ud800', '\udbff'],
    ['\ud800', '\ufffd'],
    [false, 'f'],
    [[], {}],
    [{ html: 'x'.repeat(500) }, 'x'.repeat(500)],
    [{ list: ['x'.repeat(500)] }, { list: [fingerprintOf(['x'.repeat(500)])] }],
  ])('keeps %j and %j apart', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  test('takes a key without a value as no key', () => {
    expect(fingerprintOf({ a: undefined, b: 1 })).toBe(fingerprintOf({ b: 1 }));
  });

  test('takes of an object what it gives in its place, and nothing that it remembers', () => {
    class Texts {
      readonly language: string;
      readonly memory = new Map<string, string>();
      constructor(language: string) {
        this.language = language;
      }
      get [fingerprintedAs](): unknown {
        return { language: this.language };
      }
    }
    const texts = new Texts('en');
    const before = fingerprintOf([texts]);
    texts.memory.set('a', 'b');
    expect(fingerprintOf([texts])).toBe(before);
    expect(fingerprintOf([new Texts('en')])).toBe(before);
    expect(fingerprintOf([new Texts('th')])).not.toBe(before);
    expect(fingerprintOf([{ language: 'en' }])).not.toBe(before);
  });

  test.each([
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['a Date', new Date(0)],
    ['bytes', new Uint8Array(2)],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a large number', 1n],
  ])('refuses %s', (_, value) => {
    expect(() => fingerprintOf({ value })).toThrow(TypeError);
  });

  test('refuses data that holds itself', () => {
    const list: unknown[] = [];
    list.push(list);
    expect(() => fingerprintOf(list)).toThrow(RangeError);
  });

  test('of bytes is that of the text which they are', () => {
    expect(hashOf(new TextEncoder().encode('ข่าว'))).toBe(hashOf('ข่าว'));
    expect(hashOf('a')).not.toBe(hashOf('b'));
  });
});
