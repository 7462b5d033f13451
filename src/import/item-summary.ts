// The summary of a foreign text → that of ours.
import { renderMarkdown } from '../render/markdown.ts';
import type { Note } from './report.ts';
import { noteAt, type SourceItem } from './source-item.ts';

/** Of the schema (validate/content-schema.ts). In characters. */
const maxSummary = 300;

/** Plain words in one line, at most as long as the schema has it; undefined when there are none. */
export function itemSummary(source: SourceItem, notes: Note[]): string | undefined {
  if (source.summary === undefined) return undefined;
  if (/\{[{%][\s\S]*?[}%]\}/.test(source.summary)) {
    notes.push(
      noteAt(
        { line: 1, column: 1 },
        'left',
        'summary-left',
        'the summary holds a tag and was left out; the first paragraph serves',
      ),
    );
    return undefined;
  }
  const plain = /[*_`[\]\\<&]/.test(source.summary)
    ? renderMarkdown(source.summary, { basePath: '', firstLine: 1 }).plainText
    : source.summary;
  const text = plain.replace(/\s+/g, ' ').trim();
  if (text.length <= maxSummary) return text === '' ? undefined : text;
  notes.push(
    noteAt(
      { line: 1, column: 1 },
      'guessed',
      'summary-cut',
      `the summary has ${text.length} characters; it was cut at ${maxSummary}`,
    ),
  );
  const cut = text.slice(0, maxSummary - 1);
  const space = cut.lastIndexOf(' ');
  return `${cut
    .slice(0, space > 200 ? space : cut.length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[\s,;:–-]+$/, '')}…`;
}
