// The language of a file as its path says it: a folder at the top, `en/` and `th/`, or a mark in its name, `about.th.md`.
import { languageTag } from '../validate/language-tag.ts';
import type { SourceKind } from './address-book.ts';
import type { SourceLayout } from './source-kind.ts';

/** Folders at the top that are named by a language and hold a text that stands elsewhere under the same path. */
export function languageFolders(paths: readonly string[], layout: SourceLayout): Set<string> {
  const below = paths
    .filter((path) => path.startsWith(layout.root))
    .map((path) => path.slice(layout.root.length));
  const known = new Set(below);
  const byFolder = new Map<string, string[]>();
  for (const path of below) {
    const slash = path.indexOf('/');
    const folder = slash === -1 ? '' : path.slice(0, slash);
    if (folder === '' || languageTag(folder) === undefined || /^[a-z]{3}$/i.test(folder)) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.slice(slash + 1)]);
  }
  const folders = [...byFolder.keys()];
  return new Set(
    folders.filter((folder) =>
      byFolder
        .get(folder)!
        .some(
          (rest) =>
            known.has(rest) || folders.some((other) => other !== folder && known.has(`${other}/${rest}`)),
        ),
    ),
  );
}

export function languageOfPath(
  below: string,
  folders: ReadonlySet<string>,
  kind: SourceKind,
): { language?: string; key: string } {
  const slash = below.indexOf('/');
  const folder = slash === -1 ? '' : below.slice(0, slash);
  if (folders.has(folder))
    return { language: languageTag(folder), key: below.slice(slash + 1).replace(/\.\w+$/, '') };
  const suffix = /^(.+)\.([a-z]{2}(?:-[A-Za-z]{2,4})?)\.\w+$/.exec(below);
  if (suffix !== null && (kind === 'hugo' || kind === 'jekyll')) {
    const tag = languageTag(suffix[2]!);
    if (tag !== undefined) return { language: tag, key: suffix[1]! };
  }
  return { key: below.replace(/\.\w+$/, '') };
}
