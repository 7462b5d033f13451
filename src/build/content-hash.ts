// Of a file of the content, the hash of its bytes, made once: the record of the last build asks for it, and so does
// what is kept of each item.
import { hash } from 'node:crypto';
import type { ContentFile } from '../model.ts';

const known = new WeakMap<ContentFile, string>();

/** SHA-256 in hexadecimal digits; undefined for a file that was not read. */
export function hashOfFile(file: ContentFile): string | undefined {
  if (file.bytes === undefined) return undefined;
  let made = known.get(file);
  if (made === undefined) {
    made = hash('sha256', file.bytes, 'hex');
    known.set(file, made);
  }
  return made;
}
