// Which words an opened page marks, and where it begins: after `#`, never after `?`, so that no server sees it.
import { wellFormed } from './query-address.ts';

export interface MarkAddress {
  /** As the text has them, lower case. */
  readonly words: readonly string[];
  /** Id of the heading to begin at; empty for the page's start. */
  readonly section: string;
}

/** More than an index gives; an address may be anyone's. */
const maxWords = 24;
const maxWordLength = 100;

/** @returns `#mark=word,word&at=section`; without words `#section`, and an empty text for neither */
export function hashOfMarks({ words, section }: MarkAddress): string {
  const encode = (text: string): string => encodeURIComponent(wellFormed(text));
  if (words.length === 0) return section === '' ? '' : `#${encode(section)}`;
  return `#mark=${words.map(encode).join(',')}${section === '' ? '' : `&at=${encode(section)}`}`;
}

/** @returns undefined when the hash speaks of no words; a broken escape is taken as it stands */
export function marksOfHash(hash: string): MarkAddress | undefined {
  if (!hash.startsWith('#mark=')) return undefined;
  const [words = '', ...rest] = hash.slice('#mark='.length).split('&');
  return {
    words: words
      .split(',')
      .map(decode)
      .filter((word) => word.trim() !== '' && word.length <= maxWordLength)
      .slice(0, maxWords),
    section: decode(rest.find((pair) => pair.startsWith('at='))?.slice('at='.length) ?? ''),
  };
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
