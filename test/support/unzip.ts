// A zip archive read by a library that shares no code with the one that wrote it; every entry's CRC-32 is checked.
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBuffer } from 'yauzl';

export interface UnzippedEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** General purpose bit flag, APPNOTE 4.4.4. */
  readonly flags: number;
  readonly mode: number;
  /** MS-DOS date and time, as they stand. */
  readonly dosTime: string;
}

/** Entries in the order of the central directory. */
export function unzipEntries(zip: Uint8Array): Promise<UnzippedEntry[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(zip), { lazyEntries: true, strictFileNames: true }, (error, file) => {
      if (error) return reject(error);
      const entries: UnzippedEntry[] = [];
      file.on('error', reject);
      file.on('end', () => resolve(entries));
      file.on('entry', (entry) => {
        file.openReadStream(entry, (openError, stream) => {
          if (openError) return reject(openError);
          buffer(stream).then((bytes) => {
            if (crc32(bytes) !== entry.crc32) return reject(new Error(`${entry.fileName}: wrong CRC-32`));
            entries.push({
              path: entry.fileName,
              bytes,
              flags: entry.generalPurposeBitFlag,
              mode: entry.externalFileAttributes >>> 16,
              dosTime: `${entry.lastModFileDate}/${entry.lastModFileTime}`,
            });
            file.readEntry();
          }, reject);
        });
      });
      file.readEntry();
    });
  });
}

/** Path → bytes. */
export async function unzip(zip: Uint8Array): Promise<Record<string, Uint8Array>> {
  return Object.fromEntries((await unzipEntries(zip)).map(({ path, bytes }) => [path, bytes]));
}
