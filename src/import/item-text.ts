// An imported item as the text of its file: the keys in the order of docs/frontmatter.md, then the body.
import { yamlScalar } from '../validate/explain-issue.ts';
import type { SourceCredit } from './source-item.ts';

export interface ItemText {
  readonly id: string;
  readonly title: string;
  readonly date?: string;
  readonly updated?: string;
  readonly summary?: string;
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  readonly credit?: SourceCredit;
  readonly authors: readonly string[];
  readonly image?: { readonly file: string; readonly alt: string; readonly caption?: string };
  readonly aliases: readonly string[];
  readonly isDraft: boolean;
  readonly publish?: string;
  readonly expires?: string;
  readonly licence?: string;
  readonly body: string;
}

/** @returns a whole Markdown file, LF line ends */
export function itemText(item: ItemText): string {
  const lines = ['---'];
  if (item.licence !== undefined) lines.push(`# Licence: ${item.licence.replace(/\s+/g, ' ').trim()}`);
  const put = (key: string, value: string | undefined, indent = ''): void => {
    if (value !== undefined && value !== '') lines.push(`${indent}${key}: ${yamlScalar(value)}`);
  };
  put('id', item.id);
  put('title', item.title);
  if (item.date !== undefined) lines.push(`date: ${item.date}`);
  if (item.updated !== undefined) lines.push(`updated: ${item.updated}`);
  put('summary', item.summary);
  if (item.countries.length > 0) lines.push(`countries: [${item.countries.join(', ')}]`);
  if (item.topics.length > 0)
    lines.push(`topics: [${item.topics.map((topic) => yamlScalar(topic, true)).join(', ')}]`);
  if (item.credit !== undefined) {
    lines.push('source:');
    put('title', item.credit.title, '  ');
    put('publisher', item.credit.publisher, '  ');
    if (item.credit.date !== undefined) lines.push(`  date: ${item.credit.date}`);
    put('relation', item.credit.relation, '  ');
  }
  if (item.authors.length > 0)
    lines.push(`authors: [${item.authors.map((author) => yamlScalar(author, true)).join(', ')}]`);
  if (item.image !== undefined) {
    lines.push('image:');
    put('file', item.image.file, '  ');
    put('alt', item.image.alt, '  ');
    put('caption', item.image.caption, '  ');
  }
  if (item.aliases.length > 0)
    lines.push('aliases:', ...item.aliases.map((alias) => `  - ${yamlScalar(alias)}`));
  if (item.isDraft) lines.push('draft: true');
  if (item.publish !== undefined) lines.push(`publish: ${item.publish}`);
  if (item.expires !== undefined) lines.push(`expires: ${item.expires}`);
  lines.push('---', '', item.body, '');
  return lines.join('\n');
}
