// What a build made: its files by kind, with the entries of its lists, so that it can be judged whether generators made
// the like; and which files another build wrote.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const outputKinds = [
  'items',
  'news by time',
  'countries and topics',
  'countries and topics by year',
  'other pages',
  'RSS',
  'Atom and JSON feeds',
  'sitemap',
  'search',
  'other files',
] as const;
export type OutputKind = (typeof outputKinds)[number];

/** @param path below the output, as any of the generators names it */
export function kindOfPath(path: string): OutputKind {
  if (/^search\/(?!index\.html$)/.test(path)) return 'search';
  if (/(?:^|\/)feed\.xml$/.test(path)) return 'RSS';
  if (/(?:^|\/)(?:atom\.xml|feed\.json)$/.test(path)) return 'Atom and JSON feeds';
  if (/^sitemap[^/]*\.xml$/.test(path)) return 'sitemap';
  if (!path.endsWith('.html')) return 'other files';
  const [, section, below = ''] =
    /^(?:labelyears\/)?(news|countries|topics)\/(?:(.*)\/)?index\.html$/.exec(path) ?? [];
  if (section === undefined) return 'other pages';
  if (section === 'news') return /^(?:\d{4}(?:\/\d{2})?)?$/.test(below) ? 'news by time' : 'items';
  return /\/\d{4}$/.test(below) ? 'countries and topics by year' : 'countries and topics';
}

export interface KindCount {
  readonly kind: OutputKind;
  readonly files: number;
  readonly bytes: number;
  /** Items that its pages list with title, date and summary. */
  readonly entries: number;
}

/** @returns in the order of outputKinds; kinds without a file are left out */
export function countOutput(folder: string): KindCount[] {
  const counts = new Map<OutputKind, { files: number; bytes: number; entries: number }>();
  for (const path of filesBelow(folder)) {
    const kind = kindOfPath(path);
    const contents = readFileSync(join(folder, path), 'latin1');
    const count = counts.get(kind) ?? { files: 0, bytes: 0, entries: 0 };
    count.files += 1;
    count.bytes += contents.length;
    if (path.endsWith('.html')) count.entries += contents.split('class="entry-title"').length - 1;
    counts.set(kind, count);
  }
  return outputKinds.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : { kind, ...count };
  });
}

/** Paths below `folder`, in no order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Each file of a folder by its path. */
export type Snapshot = ReadonlyMap<string, FileState>;

interface FileState {
  /** Inode and time of last change: another after the file was written, whatever was written. */
  readonly identity: string;
  readonly hash: string;
}

export function snapshotOf(folder: string): Snapshot {
  return new Map(
    filesBelow(folder).map((path) => {
      const { ino, mtimeNs } = lstatSync(join(folder, path), { bigint: true });
      const hash = createHash('sha1')
        .update(readFileSync(join(folder, path)))
        .digest('base64');
      return [path, { identity: `${ino}:${mtimeNs}`, hash }];
    }),
  );
}

export interface WrittenFiles {
  /** Files that the build wrote, new ones among them. */
  readonly written: number;
  /** Of these, files whose bytes are others than before. */
  readonly changed: number;
  readonly removed: number;
  readonly all: number;
}

export function writtenBetween(before: Snapshot, after: Snapshot): WrittenFiles {
  let [written, changed] = [0, 0];
  for (const [path, state] of after) {
    const was = before.get(path);
    if (was?.identity !== state.identity) written += 1;
    if (was?.hash !== state.hash) changed += 1;
  }
  const removed = [...before.keys()].filter((path) => !after.has(path)).length;
  return { written, changed, removed, all: after.size };
}
