// A search's place in the address: after `#`, never after `?`, so that no server sees it.

/** What a search may be narrowed and sorted by, in the order in which the address has them. */
export const choiceNames = ['country', 'topic', 'year', 'kind', 'order'] as const;
export type ChoiceName = (typeof choiceNames)[number];
/** As texts, whatever an address may hold; what is not chosen is absent. */
export type Choices = Readonly<Partial<Record<ChoiceName, string>>>;

export interface SearchAddress {
  readonly query: string;
  readonly choices: Choices;
}

/** @returns `#q=…&country=…`, or an empty text when there is nothing to remember */
export function hashOfSearch({ query, choices }: SearchAddress): string {
  const further = choiceNames.map((name) => pair(name, choices[name] ?? ''));
  const pairs = [pair('q', query), ...further].filter((text) => text !== '');
  return pairs.length === 0 ? '' : `#${pairs.join('&')}`;
}

/** @returns `#q=…`, or an empty text for no query */
export function hashOfQuery(query: string): string {
  return query === '' ? '' : `#${pair('q', query)}`;
}

/** encodeURIComponent refuses half a surrogate pair; an array of code points tells it from a whole one. */
export function wellFormed(text: string): string {
  return Array.from(text, (character) => (/^[\uD800-\uDFFF]$/.test(character) ? '\uFFFD' : character)).join(
    '',
  );
}

/** @param hash of the address, with or without `#`; a broken escape is taken as it stands, and of two the first */
export function readHash(hash: string): SearchAddress {
  const choices: Partial<Record<ChoiceName, string>> = {};
  for (const name of choiceNames) {
    const value = valueIn(hash, name);
    if (value !== '') choices[name] = value;
  }
  return { query: valueIn(hash, 'q'), choices };
}

function pair(name: string, value: string): string {
  return value === '' ? '' : `${name}=${encodeURIComponent(wellFormed(value))}`;
}

function valueIn(hash: string, name: string): string {
  const start = `${name}=`;
  const found = hash
    .replace(/^#/, '')
    .split('&')
    .find((text) => text.startsWith(start));
  const encoded = found?.slice(start.length) ?? '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
