// The text of a new item, valid but for what the author still has to write: for `npm run new`.
import type { ItemType } from '../model.ts';
import { yamlScalar } from './explain-issue.ts';

export interface NewItem {
  readonly type: ItemType;
  readonly title: string;
  /** An absolute URI; `new` draws a random `urn:uuid:`. */
  readonly id: string;
  /** Calendar date, `2026-05-01`. A page gets none. */
  readonly date: string;
}

/** @returns a whole Markdown file with LF line ends, accepted as it is */
export function newItemText({ type, title, id, date }: NewItem): string {
  const lines = ['---', `id: ${id}`, `title: ${yamlScalar(title.replace(/\s+/g, ' ').trim())}`];
  if (type !== 'page') lines.push(`date: ${date}`);
  if (type === 'resource') lines.push('kind: report');
  if (type !== 'page') lines.push('countries: []', 'topics: []');
  lines.push(
    'draft: true',
    '---',
    '',
    'Write the text here; delete the line `draft: true` when it is ready.',
    '',
  );
  return lines.join('\n');
}
