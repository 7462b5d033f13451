// When a text may be read: draft, embargo and expiry under the names that other systems have for them. What cannot be read
// keeps a text back: shown too early, or for too long, it could endanger whom it speaks of.
import type { KeyReader } from './key-reader.ts';
import type { Value } from './read-frontmatter.ts';
import type { Note } from './report.ts';
import { noteAt } from './source-item.ts';

const draftKeys = ['draft', 'published', 'status'];
/** `published` is a word in Jekyll and Hexo, a date in Hugo. */
const publishKeys = ['publishdate', 'publish_date', 'pubdate', 'publish', 'embargo', 'published'];
const expiryKeys = [
  'expirydate',
  'expiry_date',
  'unpublishdate',
  'unpublish_date',
  'expires',
  'expiry',
  'expire',
  'expiredate',
  'expire_date',
  'expiration_date',
];

export const publicationKeys = [...draftKeys, ...publishKeys, ...expiryKeys, 'headless', 'build', '_build'];

export interface Publication {
  readonly isDraft: boolean;
  readonly publish?: string;
  readonly expires?: string;
}

export function readPublication(
  reader: KeyReader,
  options: { readonly isDraftFolder: boolean; readonly offset: string; readonly notes: Note[] },
): Publication {
  const { notes, offset } = options;
  const says = (key: string) =>
    String(reader.value(key) ?? '')
      .trim()
      .toLowerCase();
  let isDraft = options.isDraftFolder;
  if (
    /^(?:true|yes|1)$/.test(says('draft')) ||
    /^(?:false|no|0)$/.test(says('published')) ||
    /^(?:draft|pending|private)$/.test(says('status'))
  )
    isDraft = true;
  if (isDraft)
    notes.push(
      noteAt(reader.place(draftKeys), 'changed', 'draft', 'it was not published: it became a draft'),
    );

  const time = (keys: readonly string[], rule: string, what: string): string | undefined => {
    const written = keys.filter((key) => says(key) !== '' && !/^(?:true|false|yes|no|0|1)$/.test(says(key)));
    if (written.length === 0) return undefined;
    const place = reader.place(written);
    const date = reader.date(written, offset);
    if (date !== undefined) {
      notes.push(noteAt(place, 'changed', rule, `\`${written[0]}\` became \`${rule}\`: ${what} ${date}`));
      return date;
    }
    if (!isDraft)
      notes.push(
        noteAt(place, 'guessed', 'draft', `\`${written[0]}\` could not be read, so that it became a draft`),
      );
    isDraft = true;
    return undefined;
  };
  const publish = time(publishKeys, 'publish', 'it appears from');
  const expires = time(expiryKeys, 'expires', 'it appears until');
  return { isDraft, publish, expires };
}

/** The key that says that Hugo makes no page of a text (gohugo.io, "Build options" and "Headless bundles"). */
export function hugoSaysNoPage(reader: KeyReader): string | undefined {
  if (reader.text('headless') === 'true') return 'headless';
  for (const key of ['build', '_build']) {
    const value = reader.value(key);
    const render = value instanceof Map ? (value as ReadonlyMap<string, Value>).get('render') : undefined;
    if (render !== undefined && /^(?:never|false|link)$/.test(String(render))) return key;
  }
  return undefined;
}
