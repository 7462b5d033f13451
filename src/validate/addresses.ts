// What only the whole site can tell: two things with one address, one id, or an old address that is in use. Compared
// without case and in NFC, since disks of Windows and Macs compare so.
import {
  type Country,
  type FormKind,
  formPageSlugs,
  type Item,
  type LanguageTag,
  type Permalink,
  type Topic,
} from '../model.ts';
import type { Position, Problem } from '../problem.ts';
import { fold } from './fold.ts';
import { parseDate } from './iso-date.ts';
import { sourceOf } from './item-source.ts';

interface Occupant {
  readonly address: string;
  /** How a problem names it: a file with its place, or what the site makes there. */
  readonly name: string;
  readonly item?: Item;
  /** Nothing can stand below it. */
  readonly isFile?: boolean;
}

export interface AddressBook {
  /** Every address that a navigation entry may lead to. */
  has(address: string): boolean;
  /** Items whose address belongs to another item or page: reported, and no page can be planned for them. */
  readonly displaced: ReadonlySet<Item>;
  readonly problems: Problem[];
}

/** What an item's address, and those of the lists that it stands in, are made of. */
export type AddressedItem = Pick<Item, 'type' | 'slug' | 'permalink' | 'language' | 'date'>;

export interface AddressInput<Addressed extends AddressedItem = Item> {
  /** Every item, drafts and expired ones too: an address is kept for them. */
  readonly items: readonly Addressed[];
  readonly countries: readonly Pick<Country, 'slug'>[];
  readonly topics: readonly Pick<Topic, 'slug'>[];
  readonly siteLanguage: LanguageTag;
  /** Forms that the site has. */
  readonly formKinds: readonly FormKind[];
}

/** Files at the top of the output that are no pages. */
const rootFiles = [
  '404.html',
  'feed.xml',
  'atom.xml',
  'feed.json',
  'sitemap.xml',
  'robots.txt',
  'site-state.json',
  '_redirects',
  '_headers',
];
/** Files at the top of a copy that is carried away (src/archive/). */
const copyFiles = ['12x12.html', 'README.txt', 'SHA256SUMS'];
const sections = ['', 'news/', 'countries/', 'topics/', 'resources/', 'search/'];
/** Everything below these is the site's own, whatever it is named. */
const ownFolders = /^(?:\/[a-z]{2,3}(?:-[a-z0-9]+)*)?\/(?:assets|search|download)\//;

export function checkAddresses(input: AddressInput): AddressBook {
  const problems: Problem[] = [];
  const occupants = generatedAddresses(input);
  const ids = new Map<string, Item>();
  const displaced = new Set<Item>();
  for (const item of input.items) {
    const { id, key } = keysOf(item);
    const sameId = ids.get(id);
    if (sameId === undefined) ids.set(id, item);
    // Ids that were made from one address are not a second fault beside it.
    else if (hasOwnId(sameId) || hasOwnId(item)) reportBoth(sameId, item, 'id', problems);
    const occupant = occupants.get(key);
    if (occupant === undefined) {
      occupants.set(key, { address: item.permalink, name: item.file, item });
      continue;
    }
    displaced.add(item);
    if (occupant.item !== undefined) reportBoth(occupant.item, item, 'slug', problems);
    else problems.push(takenProblem(item, placeOf(item, ['slug']), item.permalink, occupant.name));
  }
  checkAliases(input.items, occupants, problems);
  return { has: (address) => occupants.has(keyOf(address)), displaced, problems };
}

const knownKeys = new WeakMap<Item, { readonly id: string; readonly key: string }>();

/** An item's id and address as they are compared. */
function keysOf(item: Item): { readonly id: string; readonly key: string } {
  let keys = knownKeys.get(item);
  if (keys === undefined) {
    keys = { id: fold(item.id), key: keyOf(item.permalink) };
    knownKeys.set(item, keys);
  }
  return keys;
}

function hasOwnId(item: Item): boolean {
  return sourceOf(item)?.frontmatter.id !== undefined;
}

/**
 * The same judgement for items that are only about to become files: may an old address of one of them not be used,
 * because something stands there or the site needs the place?
 */
export function addressesInUse(input: AddressInput<AddressedItem>): (address: string) => boolean {
  const occupants = generatedAddresses(input);
  for (const { permalink } of input.items)
    occupants.set(keyOf(permalink), { address: permalink, name: permalink });
  return (address) => {
    const key = keyOf(address);
    return (
      occupants.has(key) ||
      fileAbove(key, occupants) !== undefined ||
      ownFolders.test(`${key}/`) ||
      isPartOfList(key, occupants)
    );
  };
}

/** Addresses that are one file or one folder on disk are one: `/a`, `/a/`, `/a/index.html`. */
export function keyOf(address: string): string {
  return fold(address)
    .replace(/\/index\.html?$/, '/')
    .replace(/\/+$/, '');
}

function generatedAddresses(input: AddressInput<AddressedItem>): Map<string, Occupant> {
  const { items, countries, topics, siteLanguage } = input;
  const occupants = new Map<string, Occupant>();
  const add = (address: string, name: string, isFile = false): void => {
    occupants.set(keyOf(address), { address, name, isFile });
  };
  const languages = new Set<string>([siteLanguage, ...items.map((item) => item.language)]);
  for (const language of languages) {
    const root = language === siteLanguage ? '/' : `/${language}/`;
    for (const section of sections)
      add(root + section, `the page ${root}${section} that the site makes itself`);
    for (const file of rootFiles)
      add(root + file, `the file ${root}${file} that the site makes itself`, true);
    for (const { slug } of countries) add(`${root}countries/${slug}/`, `the page of the country \`${slug}\``);
    for (const { slug } of topics) add(`${root}topics/${slug}/`, `the page of the topic \`${slug}\``);
  }
  for (const file of copyFiles)
    add(`/${file}`, `the file ${file} of the copy that readers can carry away`, true);
  const formSlugs = new Set(input.formKinds.flatMap((kind) => formPageSlugs[kind]));
  const months = new Set<string>();
  for (const item of items) {
    if (item.type === 'page' && formSlugs.has(item.slug))
      add(`${item.permalink}thanks/`, `the page that thanks for what is sent from ${item.permalink}`);
    if (item.type !== 'news' || item.date === undefined) continue;
    const ofMonth = item.language + item.date.slice(0, 7);
    if (months.has(ofMonth)) continue;
    const root = item.language === siteLanguage ? '/' : `/${item.language}/`;
    const parts = parseDate(item.date);
    if (parts === undefined) continue;
    months.add(ofMonth);
    const month = String(parts.month).padStart(2, '0');
    add(`${root}news/${parts.year}/`, `the list of the year ${parts.year}`);
    add(`${root}news/${parts.year}/${month}/`, `the list of the month ${parts.year}-${month}`);
  }
  return occupants;
}

function placeOf(item: Item, keyPath: readonly (string | number)[]): Position {
  return sourceOf(item)?.positionOf(keyPath) ?? { line: 1, column: 1 };
}

function takenProblem(item: Item, at: Position, address: string, by: string): Problem {
  return {
    file: item.file,
    ...at,
    rule: 'address-taken',
    severity: 'error',
    message: `${address} is also the address of ${by}.`,
    mend: `Give the item another slug:  slug: ${item.slug}-2`,
  };
}

function reportBoth(first: Item, second: Item, key: 'id' | 'slug', problems: Problem[]): void {
  for (const [item, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const there = placeOf(other, [key]);
    const by = `${other.file}:${there.line}:${there.column}`;
    if (key === 'slug') {
      const suggestion = item.date === undefined ? `${item.slug}-2` : `${item.slug}-${item.date.slice(0, 4)}`;
      problems.push({
        ...takenProblem(item, placeOf(item, ['slug']), item.permalink, by),
        mend: `Give one of them another slug:  slug: ${suggestion}`,
      });
    } else {
      problems.push({
        file: item.file,
        ...placeOf(item, ['id']),
        rule: 'id-taken',
        severity: 'error',
        message: `The id ${item.id} is also that of ${by}; an id belongs to one item.`,
        mend: 'Delete the id of the newer item: it then gets one by itself.',
      });
    }
  }
}

function checkAliases(items: readonly Item[], occupants: Map<string, Occupant>, problems: Problem[]): void {
  const owners = new Map<string, { item: Item; alias: Permalink; report: (by: string) => void }>();
  for (const item of items) {
    if (item.aliases.length === 0) continue;
    for (const [index, alias] of item.aliases.entries()) {
      const key = keyOf(alias);
      const report = (by: string): void => {
        problems.push(takenAlias(item, index, alias, by));
      };
      const occupant = occupants.get(key) ?? fileAbove(key, occupants);
      if (occupant !== undefined) {
        if (occupant.item === item) report('the item’s own address');
        else report(occupant.item === undefined ? occupant.name : `the address of ${occupant.name}`);
        continue;
      }
      if (ownFolders.test(`${key}/`) || isPartOfList(key, occupants)) {
        report('a place that the site uses itself');
        continue;
      }
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, { item, alias, report });
      // An item may have `/old/` and `/old/index.html`: both lead to it.
      else if (owner.item !== item) report(`an old address of ${owner.item.file}, too`);
    }
  }
  for (const [key, { report }] of owners) {
    for (const above of foldersAbove(key)) {
      if (!/\.html?$/.test(above)) continue;
      const owner = owners.get(above);
      if (owner !== undefined)
        report(`below ${owner.alias}, a file for an old address of ${owner.item.file}`);
    }
  }
}

/**
 * Old addresses that are the address of a picture or document, which only the whole site can tell.
 * @param addresses of every file that is copied into the output, with a leading slash
 */
export function checkAliasesOfFiles(items: readonly Item[], addresses: Iterable<string>): Problem[] {
  const files = new Map<string, string>();
  for (const address of addresses) files.set(keyOf(address), address);
  const problems: Problem[] = [];
  for (const item of items) {
    if (item.aliases.length === 0) continue;
    for (const [index, alias] of item.aliases.entries()) {
      const key = keyOf(alias);
      const file = [key, ...foldersAbove(key)].map((above) => files.get(above)).find(Boolean);
      if (file !== undefined) problems.push(takenAlias(item, index, alias, `the file ${file}`));
    }
  }
  return problems;
}

/**
 * Old addresses where a build puts pages of its own only when it is asked to. (No item can stand there: see slug.ts.)
 * @param folder permalink of those pages' first
 */
export function checkAliasesBelow(items: readonly Item[], folder: string): Problem[] {
  const top = keyOf(folder);
  return items.flatMap((item) =>
    item.aliases.flatMap((alias, index) => {
      const key = keyOf(alias);
      if (key !== top && !key.startsWith(`${top}/`)) return [];
      return [takenAlias(item, index, alias, `below ${folder}, where this build puts pages of its own`)];
    }),
  );
}

function takenAlias(item: Item, index: number, alias: string, by: string): Problem {
  return {
    file: item.file,
    ...aliasPlace(item, index),
    rule: 'alias-taken',
    severity: 'error',
    message: `The old address ${alias} is in use: it is ${by}.`,
    mend: 'Delete it from the list of aliases.',
  };
}

/** The item's list may have been shortened by an alias that stood twice: the place is looked up by what is written. */
function aliasPlace(item: Item, index: number): Position {
  const source = sourceOf(item);
  const written = source?.frontmatter.aliases;
  if (source === undefined || !Array.isArray(written)) return { line: 1, column: 1 };
  const wanted = keyOf(item.aliases[index] ?? '');
  const found = written.findIndex((alias) => typeof alias === 'string' && keyOf(alias) === wanted);
  return source.positionOf(['aliases', found === -1 ? index : found]);
}

/** `/feed.xml/old/` would need a folder where a file stands. */
function fileAbove(key: string, occupants: ReadonlyMap<string, Occupant>): Occupant | undefined {
  for (const above of foldersAbove(key)) {
    const occupant = occupants.get(above);
    if (occupant?.isFile === true) return occupant;
  }
  return undefined;
}

/** `/a` and `/a/b` of `/a/b/c`. */
export function foldersAbove(key: string): string[] {
  const folders: string[] = [];
  for (let slash = key.indexOf('/', 1); slash !== -1; slash = key.indexOf('/', slash + 1))
    folders.push(key.slice(0, slash));
  return folders;
}

/** Below the page of a country or topic stand its feeds and, when its list is long, its years. */
function isPartOfList(key: string, occupants: ReadonlyMap<string, Occupant>): boolean {
  const match =
    /^(.*\/(?:countries|topics)\/[^/]+)\/(?:\d{4}(?:\/\d{2})?|feed\.xml|atom\.xml|feed\.json)(?:\/|$)/.exec(
      key,
    );
  return match !== null && occupants.has(match[1]!);
}
