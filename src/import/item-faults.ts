// What stands against writing an imported item although it could be read: it is longer than a page may be, or the content
// folder holds another text in its place.
import { loadMarkdown, maxFrontmatterLength, maxMarkdownBytes } from '../load/load-file.ts';
import type { ContentFile } from '../model.ts';
import { foldWords } from '../validate/fold.ts';
import type { SourceItem } from './source-item.ts';

export interface ItemFault {
  readonly rule: string;
  readonly message: string;
}

/** @param body as it will be written */
export function lengthFault(item: SourceItem, body: string): ItemFault | undefined {
  const head = [...item.tags, ...item.authors, ...item.redirects].join('\n');
  if (head.length > maxFrontmatterLength / 2)
    return {
      rule: 'head-too-long',
      message: 'its tags, authors and old addresses are too many for one page',
    };
  const bytes = Buffer.byteLength(body);
  // What stands above the text counts, too.
  const most = maxMarkdownBytes - maxFrontmatterLength;
  return bytes <= most
    ? undefined
    : {
        rule: 'body-too-long',
        message: `the text has ${bytes} bytes, at most ${most} can be one page; cut it into several, or offer it as a file to download`,
      };
}

/**
 * Two sites may have had different texts at one address, which their ids are made of. That an editor worked on a text
 * since it was imported is no reason: then only a part of it is new.
 *
 * @param existing the file that has the item's id
 */
export function isAnotherText(existing: ContentFile, item: SourceItem, body: string): boolean {
  const { source } = loadMarkdown(existing);
  if (source === undefined) return false;
  const { title, date } = source.frontmatter;
  const isOtherTitle = typeof title !== 'string' || foldWords(title) !== foldWords(item.title);
  const isOtherDate = String(date ?? '').slice(0, 10) !== (item.date ?? '').slice(0, 10);
  return (isOtherTitle || isOtherDate) && shareOfWords(source.body, body) < 0.5;
}

/** Words of the shorter text that the other has, too: 0 to 1. */
function shareOfWords(one: string, other: string): number {
  const [a, b] = [one, other].map(
    (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []),
  ) as [Set<string>, Set<string>];
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 1;
  return [...small].filter((word) => large.has(word)).length / small.size;
}
