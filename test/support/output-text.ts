// Reads an output as somebody who looks for a word in it would: index files of the search are unpacked first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { listFiles } from './folder.ts';

/** Text of one file of the output; of a search file, what its container holds. */
export function outputText(folder: string, path: string): string {
  const bytes = readFileSync(join(folder, path));
  if (!/^search\/.*\.js$/.test(path)) return bytes.toString('utf8');
  const base64 = /^offprintIndex\("[^"]+",\d+,"([A-Za-z0-9+/=]+)"\);\n$/.exec(bytes.toString('latin1'))?.[1];
  if (base64 === undefined) throw new Error(`${path} is no container`);
  return inflateRawSync(Buffer.from(base64, 'base64')).toString('utf8');
}

/** Paths of the files that hold `text`. */
export function filesHolding(folder: string, text: string): string[] {
  return listFiles(folder).filter((path) => outputText(folder, path).includes(text));
}
