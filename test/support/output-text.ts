// Reads an output as somebody who looks for a word in it would: index files of the search are unpacked first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { readFilters, readTermList } from '../../src/search/further-codec.ts';
import { readShard } from '../../src/search/index-codec.ts';
import { parseContainer, type SearchRoot } from '../../src/search/shard-format.ts';
import { listFiles } from './folder.ts';

/** Text of one file of the output; of a search file, the words that its container holds. */
export function outputText(folder: string, path: string): string {
  const file = /^search\/([^/]+)\/(root|([a-z]+)-[0-9a-f]+)\.js$/.exec(path);
  if (file === null) return readFileSync(join(folder, path), 'utf8');
  const [, language = '', , kind = 'root'] = file;
  const payload = payloadOf(folder, path);
  if (kind === 'positions' || kind === 'lengths') return '';
  if (kind === 'dictionary') return readTermList(payload).join('\n');
  if (kind === 'terms' || kind === 'filters') {
    const root = JSON.parse(payloadOf(folder, `search/${language}/root.js`).toString()) as SearchRoot;
    if (kind === 'terms') {
      return readShard(payload, root.documentCount)
        .terms.map(({ term }) => term)
        .join('\n');
    }
    const { countrySlugs, topicSlugs } = readFilters(payload, root.documentCount);
    return [...countrySlugs, ...topicSlugs].join('\n');
  }
  return payload.toString();
}

function payloadOf(folder: string, path: string): Buffer {
  const container = parseContainer(
    readFileSync(join(folder, path), 'latin1'),
    path.slice('search/'.length, -'.js'.length),
  );
  if (typeof container === 'string') throw new Error(`${path}: ${container}`);
  return inflateSync(Buffer.from(container.base64, 'base64'));
}

/** Paths of the files that hold `text`. */
export function filesHolding(folder: string, text: string): string[] {
  return listFiles(folder).filter((path) => outputText(folder, path).includes(text));
}
