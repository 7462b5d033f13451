// Payloads → containers as they are published (docs/search-format.md): zlib's format in base64 in a script.
import { Buffer } from 'node:buffer';
import { constants, deflateSync } from 'node:zlib';
import { printContainer } from './shard-format.ts';

/** A payload in zlib's format (RFC 1950). */
export interface Packed {
  readonly byteLength: number;
  readonly zlib: Uint8Array;
}

/** The same bytes for one Node major, whose zlib is fixed; names do not depend on it, as the payload is hashed. */
export function deflated(payload: Uint8Array): Packed {
  const zlib = deflateSync(payload, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
  // A copy: what zlib gives is a view into a chunk of 16 kB.
  return { byteLength: payload.length, zlib: Uint8Array.from(zlib) };
}

/** Bytes that a stored block holds at most (RFC 1951 §3.2.4). */
const storedBlock = 0xffff;
const blocksOf = (byteLength: number) => Math.max(1, Math.ceil(byteLength / storedBlock));

/** What `stored` makes of so many bytes: header and checksum, and five bytes a block. */
export function storedLength(byteLength: number): number {
  return byteLength + 6 + 5 * blocksOf(byteLength);
}

/** For a payload that deflate does not make smaller: as it is, in stored blocks, as zlib's level 0 writes them. */
export function stored(payload: Uint8Array): Packed {
  const zlib = Buffer.allocUnsafe(storedLength(payload.length));
  zlib.writeUInt16BE(0x7801, 0);
  const blocks = blocksOf(payload.length);
  let at = 2;
  for (let i = 0; i < blocks; i += 1) {
    const block = payload.subarray(i * storedBlock, (i + 1) * storedBlock);
    zlib[at] = i === blocks - 1 ? 1 : 0;
    zlib.writeUInt16LE(block.length, at + 1);
    zlib.writeUInt16LE(block.length ^ 0xffff, at + 3);
    zlib.set(block, at + 5);
    at += 5 + block.length;
  }
  zlib.writeUInt32BE(adler32(payload), at);
  return { byteLength: payload.length, zlib };
}

/** So few bytes that the larger sum stays below 2^31, where integers are fast. */
const summedAtOnce = 3600;

/** RFC 1950 §8.2 */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += summedAtOnce) {
    const end = Math.min(start + summedAtOnce, bytes.length);
    for (let i = start; i < end; i += 1) {
      low += bytes[i] as number;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

/** @param name address below search/ without `.js` */
export function printFile(name: string, { byteLength, zlib }: Packed): string {
  const { buffer, byteOffset, length } = zlib;
  return printContainer({
    name,
    byteLength,
    base64: Buffer.from(buffer, byteOffset, length).toString('base64'),
  });
}
