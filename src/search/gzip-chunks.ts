// Pieces of text → pieces of one gzip file (RFC 1952), the whole never in memory. Each piece of some size is deflated
// by itself and joined at a byte's border (RFC 1951 §3.2.4), which costs less than 1 %; the header names neither
// time nor system, so that the same text gives the same bytes.
import { Buffer } from 'node:buffer';
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** Magic number, deflate, no flags, no time, no extra flags, unknown system. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
/** An empty last block. */
const lastBlock = Uint8Array.of(3, 0);
/** In UTF-16 units. */
const deflatedAtOnce = 1 << 20;

/** @param texts none of them cut inside a surrogate pair */
export function* gzipChunks(texts: Iterable<string>): Generator<Uint8Array> {
  let checksum = 0;
  let length = 0;
  const deflate = (text: string): Uint8Array => {
    const bytes = Buffer.from(text);
    checksum = crc32(bytes, checksum);
    length = (length + bytes.length) % 2 ** 32;
    return deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  };
  yield header;
  let waiting = '';
  for (const text of texts) {
    waiting += text;
    if (waiting.length < deflatedAtOnce) continue;
    yield deflate(waiting);
    waiting = '';
  }
  if (waiting !== '') yield deflate(waiting);
  yield lastBlock;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(length, 4);
  yield trailer;
}
