import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflated, printFile, stored, storedLength } from '../../src/search/container-file.ts';
import { parseContainer } from '../../src/search/shard-format.ts';

/** Bytes in which both sums of the checksum grow as fast as they can, or no faster than chance. */
const anyPayload = fc
  .record({
    length: fc.oneof(
      fc.nat({ max: 300 }),
      fc.constantFrom(0xffff - 1, 0xffff, 0xffff + 1, 2 * 0xffff, 200_000),
    ),
    byte: fc.oneof(fc.constant(255), fc.nat({ max: 255 })),
    step: fc.oneof(fc.constant(0), fc.nat({ max: 255 })),
  })
  .map(({ length, byte, step }) => Uint8Array.from({ length }, (_, i) => byte + i * step));

describe('a stored payload', () => {
  it('is what zlib unpacks, checksum included, in as many bytes as were foretold', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        const { zlib, byteLength } = stored(payload);
        expect(byteLength).toBe(payload.length);
        expect(zlib.length).toBe(storedLength(payload.length));
        expect(Buffer.compare(inflateSync(zlib), payload)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('is what zlib writes at level 0', () => {
    for (const length of [0, 1, 4000, 0xffff, 0xffff + 1]) {
      const payload = Uint8Array.from({ length }, (_, i) => (i * 7919) >>> 3);
      expect(Buffer.compare(stored(payload).zlib, deflateSync(payload, { level: 0, memLevel: 9 }))).toBe(0);
    }
  });
});

describe('a deflated payload', () => {
  it('holds no more memory than its bytes', () => {
    const { zlib } = deflated(new TextEncoder().encode('a text'));
    expect(zlib.buffer.byteLength).toBe(zlib.length);
  });

  it('is printed as a container that gives it back', () => {
    const payload = new TextEncoder().encode('{"first":0,"bodies":["a text"]}');
    const container = parseContainer(printFile('en/texts-00', deflated(payload)), 'en/texts-00');
    if (typeof container === 'string') throw new Error(container);
    expect(container.byteLength).toBe(payload.length);
    expect(Buffer.compare(inflateSync(Buffer.from(container.base64, 'base64')), payload)).toBe(0);
  });
});
