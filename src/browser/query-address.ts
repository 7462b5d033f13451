// A search's place in the address: after `#`, never after `?`, so that no server sees it.

/** What a search may be narrowed and sorted by, in the order in which the address has them. */
export const choiceNames = ['country', 'topic', 'year', 'kind', 'order'] as const;
export type ChoiceName = (typeof choiceNames)[number];
/** As texts; what is not chosen is absent. Countries and topics are whatever an address may hold. */
export type Choices = Readonly<Partial<Record<ChoiceName, string>>>;

/** What counts as chosen: of anything else the engine would know nothing. */
const known: Readonly<Partial<Record<ChoiceName, RegExp>>> = {
  // 0 is for pages without a date.
  year: /^\d{1,4}$/,
  kind: /^(news|resource|page|country|topic)$/,
  // The best match first is what is not chosen.
  order: /^(newest|oldest)$/,
};

export interface SearchAddress {
  readonly query: string;
  readonly choices: Choices;
  /** Whether the reader wants these very words. Default: false. */
  readonly asTyped?: boolean;
}

/** @returns `#q=…&exact=1&country=…`, or an empty text when there is nothing to remember */
export function hashOfSearch({ query, choices, asTyped }: SearchAddress): string {
  const further = choiceNames.map((name) => pair(name, choices[name] ?? ''));
  const exact = pair('exact', query && asTyped ? '1' : '');
  const pairs = [pair('q', query), exact, ...further].filter((text) => text !== '');
  return pairs.length === 0 ? '' : `#${pairs.join('&')}`;
}

/** @returns `#q=…`, or an empty text for no query */
export function hashOfQuery(query: string): string {
  return query === '' ? '' : `#${pair('q', query)}`;
}

/** encodeURIComponent refuses half a surrogate pair; with `u` a whole one is no such character. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** @param hash of the address, with or without `#`; a broken escape is taken as it stands, and of two the first */
export function readHash(hash: string): SearchAddress {
  const choices: Partial<Record<ChoiceName, string>> = {};
  for (const name of choiceNames) {
    const value = valueIn(hash, name);
    if (value !== '' && (known[name]?.test(value) ?? true)) choices[name] = value;
  }
  const query = valueIn(hash, 'q');
  return { query, choices, ...(query && valueIn(hash, 'exact') === '1' && { asTyped: true }) };
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
