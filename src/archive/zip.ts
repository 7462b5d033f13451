// Files → one zip archive (PKWARE APPNOTE 6.3), the same bytes for the same files on any machine: entries sorted, one
// time, one mode, names in UTF-8. Compressed by fflate, whose deflate is JavaScript alone: zlib's output differs
// between versions of Node and kinds of processor.
import { type Zippable, zipSync } from 'fflate';
import { compareText } from '../problem.ts';

export interface ZipEntry {
  /** Relative, `/` as separator. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** APPNOTE 4.4: sizes and offsets of 32 bits, a count of 16; what is larger needs ZIP64, which old systems cannot read. */
const maxArchiveBytes = 0xffff_ffff;
const maxEntries = 0xffff;
/** Local header, central directory and their copies of the name: 30 + 46 bytes and the name twice. */
const headerBytes = 76;
/** `-rw-r--r--` of Unix in the upper half of "external file attributes" (APPNOTE 4.4.15). */
const fileAttributes = 0o100644 * 0x10000;
const unixSystem = 3;
/** Compressed already: a second time gains nothing. */
const compressedTypes =
  /\.(?:png|jpe?g|gif|webp|avif|pdf|epub|docx|odt|xlsx|ods|pptx|odp|zip|mp3|m4a|ogg|opus|mp4|webm)$/i;

/** An archive that would need ZIP64: with so much in it, it is of no use on a stick. */
export class ArchiveTooLarge extends Error {}

/**
 * @param checkPaths throws at a path that is not safe on every system, or at two that are one when case is ignored
 * @throws ArchiveTooLarge above 4 GiB or 65,535 files
 */
export function packZip(
  entries: readonly ZipEntry[],
  checkPaths: (paths: readonly string[]) => void,
): Uint8Array {
  const sorted = [...entries].sort((a, b) => compareText(a.path, b.path));
  checkPaths(sorted.map(({ path }) => path));
  if (sorted.length > maxEntries) throw new ArchiveTooLarge(`${sorted.length} files`);
  let bytes = 0;
  for (const { path, bytes: contents } of sorted) {
    bytes += contents.length + headerBytes + 2 * Buffer.byteLength(path);
  }
  if (bytes > maxArchiveBytes) throw new ArchiveTooLarge(`${bytes} bytes`);

  const zippable: Zippable = Object.create(null) as Zippable;
  for (const { path, bytes: contents } of sorted) {
    zippable[path] = [contents, { level: compressedTypes.test(path) ? 0 : 6 }];
  }
  return zipSync(zippable, {
    // The clock of the archive is the local one of whoever packs it, and begins in 1980: noon is noon everywhere.
    mtime: new Date(1980, 0, 1, 12),
    os: unixSystem,
    attrs: fileAttributes,
  });
}
