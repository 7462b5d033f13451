// site-state.json: what the last good build published, and what a new one must not lose by mistake. An address that
// moves without an alias is a dead link for everyone who kept it; an id that changes makes feed readers show old news.
import type { FolderFacts, Item, Site, SiteState } from '../model.ts';
import type { Position, Problem } from '../problem.ts';
import { compareText } from '../problem.ts';
import { bodyFactsOf, hashOfText, shortHash } from './body-facts.ts';
import { fold } from './fold.ts';
import { sourceOf } from './item-source.ts';

/** A drop is big when it is this share and this many items at least. */
const bigDropShare = 0.3;
const bigDropItems = 10;

type Fingerprint = SiteState['fingerprints'][string];

/** @param counts what the build made, by name: pages, items and so on; shown to people, compared with nothing */
export function siteStateOf(
  site: Site,
  basePath: string,
  counts: Readonly<Record<string, number>>,
  folder?: FolderFacts,
): SiteState {
  const items = [...site.items].sort((a, b) => compareText(a.id, b.id));
  return {
    version: 1,
    basePath,
    counts,
    ...(folder === undefined ? {} : { folder }),
    addresses: Object.fromEntries(items.map((item) => [item.id, item.permalink])),
    fingerprints: Object.fromEntries(items.map((item) => [item.id, fingerprintOf(item)])),
  };
}

function fingerprintOf(item: Item): Fingerprint {
  const { date = '' } = item;
  const source = sourceOf(item);
  const facts = source && bodyFactsOf(source);
  return {
    title: shortHash(item.title),
    text: facts?.date === date ? facts.textHash : hashOfText(date, item.body),
  };
}

/** @returns undefined when `text` is no state of this version: then there is nothing to compare with */
export function parseSiteState(text: string): SiteState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value.version !== 1 || typeof value.basePath !== 'string') return undefined;
  const { counts, addresses, fingerprints, folder } = value;
  const isFolder =
    isRecord(folder) && [folder.origin, folder.name, folder.readme].every((text) => typeof text === 'string');
  if (folder !== undefined && !isFolder) return undefined;
  if (!isRecord(counts) || !isRecord(addresses) || !isRecord(fingerprints)) return undefined;
  if (!Object.values(counts).every((count) => typeof count === 'number')) return undefined;
  if (!Object.values(addresses).every((address) => typeof address === 'string')) return undefined;
  for (const print of Object.values(fingerprints)) {
    if (!isRecord(print) || typeof print.title !== 'string' || typeof print.text !== 'string')
      return undefined;
  }
  return value as unknown as SiteState;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param allItems every item of the content, drafts too: an item that became a draft is not lost by mistake
 * @param allowDrop the editor said that many items are meant to go
 * @param contentFolder as problems name it
 */
export function compareWithPreviousState(
  site: Site,
  allItems: readonly Item[],
  previous: SiteState,
  allowDrop: boolean,
  contentFolder: string,
): Problem[] {
  const problems: Problem[] = [];
  const publishedBefore = Object.keys(previous.addresses).length;
  const lost = publishedBefore - site.items.length;
  if (!allowDrop && lost >= bigDropItems && lost >= publishedBefore * bigDropShare) {
    problems.push({
      file: contentFolder,
      line: 1,
      column: 1,
      rule: 'big-drop',
      severity: 'error',
      message: `The last build published ${publishedBefore} items, this one would publish ${site.items.length}: ${lost} fewer.`,
      mend: 'Bring the files back; if they are meant to go, run the command again with --allow-drop.',
    });
  }

  const idsNow = new Map(allItems.map((item) => [item.id, item]));
  const alive = new Set<string>();
  for (const item of allItems) {
    alive.add(fold(item.permalink));
    for (const alias of item.aliases) alive.add(fold(alias));
  }
  const newItems = site.items.filter((item) => !Object.hasOwn(previous.addresses, item.id));
  let byFingerprint: Map<string, Item> | undefined;
  for (const [id, address] of Object.entries(previous.addresses)) {
    const item = idsNow.get(id);
    if (item !== undefined) {
      if (item.permalink !== address && !item.aliases.some((alias) => fold(alias) === fold(address)))
        problems.push(movedProblem(item, address));
      continue;
    }
    if (alive.has(fold(address))) {
      const heir = newItems.find((candidate) => candidate.permalink === address);
      if (heir !== undefined) problems.push(newIdProblem(heir, id));
      continue;
    }
    const print = Object.hasOwn(previous.fingerprints, id) ? previous.fingerprints[id] : undefined;
    if (print === undefined || newItems.length === 0) continue;
    byFingerprint ??= new Map(
      newItems.toReversed().flatMap((candidate): [string, Item][] => {
        const own = fingerprintOf(candidate);
        return [
          [`title ${own.title}`, candidate],
          [`text ${own.text}`, candidate],
        ];
      }),
    );
    const heir = byFingerprint.get(`text ${print.text}`) ?? byFingerprint.get(`title ${print.title}`);
    if (heir !== undefined) problems.push(renamedProblem(heir, address, id));
  }
  return problems;
}

function placeOfSlug(item: Item): Position {
  return sourceOf(item)?.positionOf(['slug']) ?? { line: 1, column: 1 };
}

function aliasesLine(item: Item, address: string): string {
  return `aliases: [${[...item.aliases, address].join(', ')}]`;
}

function movedProblem(item: Item, address: string): Problem {
  return {
    file: item.file,
    ...placeOfSlug(item),
    rule: 'address-moved',
    severity: 'error',
    message: `This item was published at ${address} and would move to ${item.permalink}; links to the old address would break.`,
    mend: `Keep the old address alive with this line:  ${aliasesLine(item, address)}`,
  };
}

function renamedProblem(item: Item, address: string, id: string): Problem {
  return {
    file: item.file,
    ...placeOfSlug(item),
    rule: 'address-moved',
    severity: 'error',
    message: `${address} is gone, and this new item has its title, or its date and text: it seems to have moved.`,
    mend: `Keep the old address and the identity in feeds with these two lines:  ${aliasesLine(item, address)}  and  id: ${id}`,
  };
}

function newIdProblem(item: Item, id: string): Problem {
  return {
    file: item.file,
    ...(sourceOf(item)?.positionOf(['id']) ?? { line: 1, column: 1 }),
    rule: 'id-changed',
    severity: 'warning',
    message: `The id of ${item.permalink} was ${id} in the last build; with another one, feed readers show the item as new.`,
    mend: `If it is the same item, write:  id: ${id}`,
  };
}
