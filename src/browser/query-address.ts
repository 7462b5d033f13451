// A search's place in the address: after `#`, never after `?`, so that no server sees it.
import type { SearchKind } from '../search/shard-format.ts';
import type { ResultOrder } from '../search-client/narrow-hits.ts';

/** What a search may be narrowed and sorted by, in the order in which the address has them. */
export const choiceNames = ['country', 'topic', 'year', 'kind', 'order'] as const;
export type ChoiceName = (typeof choiceNames)[number];
/** As texts; what is not chosen is absent. Countries and topics are whatever an address may hold. */
export type Choices = Readonly<Partial<Record<ChoiceName, string>>>;

/** What counts as chosen: of anything else the engine would know nothing. */
const isKnown: Readonly<Partial<Record<ChoiceName, (value: string) => boolean>>> = {
  // 0 is for pages without a date.
  year: (value) => /^\d{1,4}$/.test(value),
  kind: isOneOf<SearchKind>({ news: 0, resource: 0, page: 0, country: 0, topic: 0 }),
  // The best match first is what is not chosen.
  order: isOneOf<Exclude<ResultOrder, 'relevance'>>({ newest: 0, oldest: 0 }),
};

/** @param values its keys: every one, and no other */
function isOneOf<Name extends string>(values: Readonly<Record<Name, 0>>): (value: string) => boolean {
  return (value) => Object.hasOwn(values, value);
}

export interface SearchAddress {
  readonly query: string;
  readonly choices: Choices;
  /** Whether the reader wants these very words. Default: false. */
  readonly asTyped?: boolean;
}

/** @returns `#q=…&exact=1&country=…`, or an empty text when there is nothing to remember */
export function hashOfSearch({ query, choices, asTyped = false }: SearchAddress): string {
  const further = choiceNames.map((name) => pair(name, choices[name] ?? ''));
  const exact = pair('exact', query !== '' && asTyped ? '1' : '');
  const pairs = [pair('q', query), exact, ...further].filter((text) => text !== '');
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
    if (value !== '' && (isKnown[name]?.(value) ?? true)) choices[name] = value;
  }
  const query = valueIn(hash, 'q');
  return { query, choices, ...(query !== '' && valueIn(hash, 'exact') === '1' && { asTyped: true }) };
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
