// One file of .cache that holds many records by key. It is read as one buffer, and a record is looked at only when it
// is asked for. Whatever is odd about the file (cut short, rubbish, of another version, not readable) makes it as none:
// a cache may be lost, never wrong. New records are added at the end; when half of the file is no longer used, or its
// end is spoilt, all of it is written anew beside and renamed.
//
//   file     "OFPACK1\n", SHA-256 of the version, then segments until the end
//   segment  header of 24 bytes, records one after another, index
//   header   CRC-32 of the file's first 40 bytes, the rest of this header and the index (u32), number of records (u32),
//            bytes of all records (f64), bytes of the index (u32), 0 (u32); all little-endian
//   index    for each record: bytes of its key (u16), bytes (u32), CRC-32 (u32), key in UTF-8
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isAlive } from './output-lock.ts';
import { reason } from './read-content.ts';

const magic = Buffer.from('OFPACK1\n', 'latin1');
const fileHeaderBytes = magic.length + 32;
const segmentHeaderBytes = 24;
const indexEntryBytes = 10;
/** New records are gathered up to here; with more of them the file is written anew. In bytes. */
const maxPendingBytes = 8 * 1024 * 1024;
/** Each run that changed something adds one. */
const maxSegments = 64;
/** Length of a key has 16 bits. */
const maxKeyBytes = 0xffff;
/** A pack for each content folder that was built lately: who builds many, as a test does, fills no disk. */
const maxPacks = 16;

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

export interface CachePack {
  /**
   * A view into the file as it was when it was opened; what is put later is not handed out. A record that nobody asks
   * for counts as no longer used.
   */
  get(key: string): Uint8Array | undefined;
  /**
   * Instead of the record that the key had.
   * @param key well-formed Unicode, as a hash in hex is
   * @param bytes are not copied: leave them as they are until finish
   */
  put(key: string, bytes: Uint8Array): void;
  /** Writes what is new, once; without anything new the file stays as it is. Never throws: a cache is optional. */
  finish(): void;
  /** Instead of finish: what was put is forgotten. */
  discard(): void;
}

/**
 * @param version everything but the key that decides what the records hold: a file of another version is as none
 * @param note is told once, in a sentence, when the file cannot be read or written
 */
export function openPack(path: string, version: string, note: (sentence: string) => void): CachePack {
  const head = Buffer.concat([magic, createHash('sha256').update(version).digest()]);
  let isNoted = false;
  const noteOnce = (sentence: string) => {
    if (!isNoted) note(sentence);
    isNoted = true;
  };
  const old = readPack(path, head, noteOnce);
  const used = new Set<string>();
  const writer = new PackWriter(path, head);
  let isOpen = true;
  return {
    get(key) {
      const place = old.places.get(key);
      if (place === undefined) return undefined;
      const bytes = old.bytes.subarray(place.offset, place.offset + place.length);
      if (crc32(bytes) !== place.checksum) return undefined;
      used.add(key);
      return bytes;
    },
    put(key, bytes) {
      if (!isOpen) throw new Error(`a record was put into ${path} after it was finished`);
      writer.put(key, bytes);
    },
    finish() {
      if (!isOpen) return;
      isOpen = false;
      try {
        writer.finish(old, used);
      } catch (error) {
        writer.discard();
        noteOnce(
          `${path} cannot be written (${reason(error)}): the next run starts without what this one made.`,
        );
      }
    },
    discard() {
      isOpen = false;
      writer.discard();
    },
  };
}

/** As openPack, of a folder of packs that holds those alone which were opened lately, this one among them. */
export function openOneOfPacks(path: string, version: string, note: (sentence: string) => void): CachePack {
  removeOldPacks(path);
  return openPack(path, version, note);
}

/** Those that were not opened for the longest time; the one at `path` counts as opened now. */
function removeOldPacks(path: string): void {
  const folder = dirname(path);
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // There is none yet, or nothing may be written: its age is of no weight then.
  }
  try {
    const packs = readdirSync(folder)
      .filter((name) => name.endsWith('.pack'))
      .map((name) => ({ path: join(folder, name), mtimeMs: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    for (const pack of packs.slice(maxPacks)) rmSync(pack.path, { force: true });
  } catch {
    // No folder yet, or another process was faster, or nothing may be deleted: a pack too many does no harm.
  }
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────────────

interface OldPack {
  readonly bytes: Buffer;
  readonly places: ReadonlyMap<string, Place>;
  readonly segments: number;
  /** The file is there, of this version, and whole to its end: records may be added. */
  readonly canGrow: boolean;
}

function readPack(path: string, head: Buffer, note: (sentence: string) => void): OldPack {
  const places = new Map<string, Place>();
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      note(`${path} cannot be read (${reason(error)}): it is made anew.`);
    return { bytes: Buffer.alloc(0), places, segments: 0, canGrow: false };
  }
  let segments = 0;
  let at = 0;
  if (bytes.length >= fileHeaderBytes && bytes.subarray(0, fileHeaderBytes).equals(head)) {
    at = fileHeaderBytes;
    for (let end = readSegment(bytes, at, places); end !== undefined; end = readSegment(bytes, at, places)) {
      at = end;
      segments += 1;
    }
  }
  return { bytes, places, segments, canGrow: segments > 0 && at === bytes.length };
}

/** @returns where the segment ends; undefined when none that is whole begins here */
function readSegment(bytes: Buffer, start: number, places: Map<string, Place>): number | undefined {
  if (start + segmentHeaderBytes > bytes.length) return undefined;
  const count = bytes.readUInt32LE(start + 4);
  const recordBytes = bytes.readDoubleLE(start + 8);
  const indexBytes = bytes.readUInt32LE(start + 16);
  const indexStart = start + segmentHeaderBytes + recordBytes;
  const end = indexStart + indexBytes;
  if (!Number.isSafeInteger(recordBytes) || recordBytes < 0 || end > bytes.length) return undefined;
  const index = bytes.subarray(indexStart, end);
  const header = bytes.subarray(start + 4, start + segmentHeaderBytes);
  if (bytes.readUInt32LE(start) !== segmentChecksum(bytes.subarray(0, fileHeaderBytes), header, index))
    return undefined;
  let offset = start + segmentHeaderBytes;
  for (let at = 0, left = count; left > 0; left -= 1) {
    const keyBytes = index.readUInt16LE(at);
    const length = index.readUInt32LE(at + 2);
    const checksum = index.readUInt32LE(at + 6);
    at += indexEntryBytes;
    places.set(index.toString('utf8', at, at + keyBytes), { offset, length, checksum });
    at += keyBytes;
    offset += length;
  }
  return end;
}

/** The version is in it: a segment that came to stand in a file of another version is none. */
function segmentChecksum(head: Buffer, header: Buffer, index: Buffer): number {
  return crc32(index, crc32(header, crc32(head)));
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────────────

class PackWriter {
  readonly #path: string;
  readonly #head: Buffer;
  /** Whole only until the first chunk went to the disk. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #recordBytes = 0;
  #index: Buffer[] = [];
  readonly #keys = new Set<string>();
  #temporary: string | undefined;
  #descriptor: number | undefined;
  /** The first error of a write; the rest is not tried. */
  #failure: unknown;

  constructor(path: string, head: Buffer) {
    this.#path = path;
    this.#head = head;
  }

  put(key: string, bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
    this.#keys.add(key);
    this.#add(key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), crc32(bytes));
  }

  #add(key: string, bytes: Buffer, checksum: number): void {
    const keyBytes = Buffer.byteLength(key);
    if (keyBytes > maxKeyBytes) throw new Error(`the key of a cached record is ${keyBytes} bytes long`);
    const entry = Buffer.allocUnsafe(indexEntryBytes + keyBytes);
    entry.writeUInt16LE(keyBytes, 0);
    entry.writeUInt32LE(bytes.length, 2);
    entry.writeUInt32LE(checksum, 6);
    entry.write(key, indexEntryBytes);
    this.#index.push(entry);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#recordBytes += bytes.length;
    if (this.#pendingBytes <= maxPendingBytes) return;
    try {
      this.#flush();
    } catch (error) {
      this.#failure = error;
      this.#pending = [];
      this.#index = [];
    }
  }

  finish(old: OldPack, used: ReadonlySet<string>): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#index.length === 0) return;
    const isWorthKeeping = (key: string) => used.has(key) && !this.#keys.has(key);
    let usedBytes = this.#recordBytes;
    for (const [key, { length }] of old.places) if (isWorthKeeping(key)) usedBytes += length;
    const isHalfUsed = usedBytes * 2 >= old.bytes.length + this.#recordBytes;
    if (
      old.canGrow &&
      isHalfUsed &&
      this.#descriptor === undefined &&
      old.segments < maxSegments &&
      // Another process may have written meanwhile. That O_APPEND would still find a good end is likely, not sure.
      statSync(this.#path).size === old.bytes.length
    ) {
      const index = Buffer.concat(this.#index);
      appendFileSync(this.#path, Buffer.concat([this.#segmentHeader(index), ...this.#pending, index]));
      return;
    }
    for (const [key, { offset, length, checksum }] of old.places) {
      if (isWorthKeeping(key)) this.#add(key, old.bytes.subarray(offset, offset + length), checksum);
    }
    if (this.#failure !== undefined) throw this.#failure;
    const index = Buffer.concat(this.#index);
    this.#pending.push(index);
    this.#flush();
    const header = this.#segmentHeader(index);
    writeAll(this.#descriptor!, header, fileHeaderBytes);
    closeSync(this.#descriptor!);
    this.#descriptor = undefined;
    renameSync(this.#temporary!, this.#path);
    this.#temporary = undefined;
  }

  discard(): void {
    this.#pending = [];
    this.#index = [];
    try {
      if (this.#descriptor !== undefined) closeSync(this.#descriptor);
      if (this.#temporary !== undefined) rmSync(this.#temporary, { force: true });
    } catch {
      // What is left lies in .cache and is cleared away by the next that writes here.
    }
    this.#descriptor = undefined;
    this.#temporary = undefined;
  }

  #segmentHeader(index: Buffer): Buffer {
    const header = Buffer.alloc(segmentHeaderBytes);
    header.writeUInt32LE(this.#index.length, 4);
    header.writeDoubleLE(this.#recordBytes, 8);
    header.writeUInt32LE(index.length, 16);
    header.writeUInt32LE(segmentChecksum(this.#head, header.subarray(4), index), 0);
    return header;
  }

  /** To the end of the new file, which has no valid header until it is whole. */
  #flush(): void {
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.#path), { recursive: true });
      removeLeftovers(this.#path);
      this.#temporary = `${this.#path}.${process.pid}.tmp`;
      this.#descriptor = openSync(this.#temporary, 'w');
      writeAll(this.#descriptor, Buffer.concat([this.#head, Buffer.alloc(segmentHeaderBytes)]));
    }
    writeAll(this.#descriptor, Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

function writeAll(descriptor: number, bytes: Buffer, position?: number): void {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(descriptor, bytes, at, bytes.length - at, position === undefined ? null : position + at);
  }
}

/** Of processes that died while they wrote here. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue;
    const pid = Number(name.slice(prefix.length, -'.tmp'.length));
    if (!Number.isSafeInteger(pid) || pid <= 0 || (pid !== process.pid && isAlive({ pid, startedAt: '' })))
      continue;
    rmSync(join(folder, name), { force: true });
  }
}
