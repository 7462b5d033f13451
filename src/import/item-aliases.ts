// Old addresses of imported items → their aliases, each at the one item it belongs to. What check would refuse is left
// out, with the reason in the report.
import { type AddressedItem, addressesInUse, foldersAbove, keyOf } from '../validate/addresses.ts';
import { documentTypes } from '../validate/attachments.ts';
import { aliasFault, aliasPermalink } from '../validate/permalink.ts';
import type { OldAddress } from './address-book.ts';
import type { SourceItem } from './source-item.ts';
import { noteAt } from './source-item.ts';

export interface AliasInput {
  /** In their order: who comes first has an address that two ask for. */
  readonly items: readonly { readonly source: SourceItem; readonly placed: AddressedItem }[];
  /** Of the content folder as it is and will be. */
  readonly others: readonly AddressedItem[];
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  readonly siteLanguage: AddressedItem['language'];
  /** Old addresses that other items have already, in the form of validate/addresses.ts. */
  readonly taken: Iterable<string>;
  oldAddress(item: SourceItem): OldAddress;
  /** Is an absolute address the old site's own? */
  isOwn(address: string): boolean;
  /** Of other addresses that do not begin with a slash: the folder that they start from. */
  folderOf(item: SourceItem): string;
}

export function itemAliases(input: AliasInput): Map<SourceItem, string[]> {
  const all = [...input.items.map(({ placed }) => placed), ...input.others];
  const slugs = (list: readonly string[]) => list.map((slug) => ({ slug }));
  const isInUse = addressesInUse({
    items: all,
    countries: slugs(input.countries),
    topics: slugs(input.topics),
    siteLanguage: input.siteLanguage,
    formKinds: ['newsletter', 'inquiry'],
  });
  const permalinks = new Set(all.map(({ permalink }) => keyOf(permalink)));
  const owners = new Map<string, SourceItem | undefined>();
  const folders = new Set<string>();
  const own = (key: string, item: SourceItem | undefined): void => {
    owners.set(key, item);
    for (const folder of foldersAbove(key)) folders.add(folder);
  };
  for (const key of input.taken) own(key, undefined);

  const found = new Map<SourceItem, string[]>(input.items.map(({ source }) => [source, []]));
  const old = input.items.map((item) => ({ ...item, ...input.oldAddress(item.source) }));
  const wishes = [
    // Where a text itself stood counts more than what another says of itself.
    ...old.map(({ address, ...item }) => ({ ...item, wish: address })),
    ...old.flatMap((item) => item.source.redirects.map((wish) => ({ ...item, wish, isGuessed: false }))),
  ];
  for (const { source: item, placed, wish, isGuessed } of wishes) {
    const leave = (why: string): void => {
      item.notes.push(
        noteAt({ line: 1, column: 1 }, 'left', 'alias-left', `the old address ${short(wish)} ${why}`),
      );
    };
    const isAbsolute = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(wish);
    if (isAbsolute && !input.isOwn(wish)) {
      leave('is one of another site, so it is no alias');
      continue;
    }
    const path = wish.replace(/^(?:https?:)?\/\/[^/?#]*/i, '') || '/';
    // The old site's front page answered by what stood behind the question mark; hosts redirect by the path alone.
    if (/[?#]/.test(path)) {
      leave('cannot be an alias: hosts redirect by the path alone, without `?` or `#`');
      continue;
    }
    const alias = aliasOf(path.startsWith('/') ? path : input.folderOf(item) + path);
    if (alias === undefined) {
      leave(`cannot be an alias: it ${aliasFault(path)?.reason ?? 'is no path'}`);
      continue;
    }
    const key = keyOf(alias);
    if (key === keyOf(placed.permalink)) continue;
    if (owners.has(key) && owners.get(key) === item) continue;
    const isFile = documentTypes.has(/\.(\w+)$/.exec(key)?.[1] ?? '');
    const above = foldersAbove(key);
    const clashes =
      key === '' ||
      isInUse(alias) ||
      owners.has(key) ||
      // A file beside an item may be published there.
      (isFile && above.some((folder) => permalinks.has(folder))) ||
      above.some((folder) => /\.html?$/.test(folder) && owners.has(folder)) ||
      (/\.html?$/.test(key) && folders.has(key));
    if (clashes) {
      leave('is in use, so it is no alias');
      continue;
    }
    own(key, item);
    found.get(item)!.push(alias);
    if (isGuessed)
      item.notes.push(
        noteAt(
          { line: 1, column: 1 },
          'guessed',
          'alias-guessed',
          `its old address is taken to be ${short(alias)}`,
        ),
      );
  }
  return found;
}

function aliasOf(path: string): string | undefined {
  const fault = aliasFault(path);
  const alias = fault === undefined ? path : fault.suggestion;
  return alias === undefined || aliasFault(alias) !== undefined ? undefined : aliasPermalink(alias);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
