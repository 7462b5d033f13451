// The query's place in the address: after `#`, never after `?`, so that no server sees it.

/** @returns `#q=…`, or an empty text for no query */
export function hashOfQuery(query: string): string {
  return query === '' ? '' : `#q=${encodeURIComponent(wellFormed(query))}`;
}

/** encodeURIComponent refuses half a surrogate pair; an array of code points tells it from a whole one. */
export function wellFormed(text: string): string {
  return Array.from(text, (character) => (/^[\uD800-\uDFFF]$/.test(character) ? '\uFFFD' : character)).join(
    '',
  );
}

/** @param hash of the address, with or without `#`; a broken escape is taken as it stands */
export function queryOfHash(hash: string): string {
  for (const pair of hash.replace(/^#/, '').split('&')) {
    if (!pair.startsWith('q=')) continue;
    const encoded = pair.slice(2);
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  }
  return '';
}
