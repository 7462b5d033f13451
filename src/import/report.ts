// What an import did, file by file, as data: what was changed, guessed or left, each with its place in the source. Two
// writers print it: Markdown for people, JSON for programs.
import { compareText, type Position } from '../problem.ts';

/**
 * What became of a thing: `changed` was converted without loss; `guessed` is to be looked at; `left` stays as it was,
 * or was not taken over.
 */
export type NoteGroup = 'changed' | 'guessed' | 'left';

export interface Note extends Position {
  readonly group: NoteGroup;
  /** Kebab-case name of what happened; the report counts by it. */
  readonly rule: string;
  /** One sentence without full stop. */
  readonly message: string;
}

/** `left-out`: its content was refused. `passed-over`: it is no content (a licence, a template, data). */
export type Outcome = 'imported' | 'unchanged' | 'edited' | 'left-out' | 'passed-over';

export interface FileReport {
  /** Below SOURCE; for an export, the file and the number of the entry: `export.xml#12`. */
  readonly path: string;
  readonly outcome: Outcome;
  /** Below the content folder. */
  readonly to?: string;
  readonly notes: readonly Note[];
}

export interface ImportReport {
  readonly source: string;
  readonly kind: string;
  readonly content: string;
  readonly files: readonly FileReport[];
  /** Files of the content folder that are no items: settings, vocabulary, images. */
  readonly others: readonly { readonly path: string; readonly what: string }[];
  /** What concerns no single file. */
  readonly remarks: readonly string[];
}

export function countBy<Value>(
  values: Iterable<Value>,
  keyOf: (value: Value) => string,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

function sortedNotes(notes: readonly Note[]): Note[] {
  return [...notes].sort(
    (a, b) =>
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message),
  );
}

/** One JSON value: the report with its counts, notes in the order of the text. */
export function reportAsJson(report: ImportReport): string {
  const files = report.files.map((file) => ({ ...file, notes: sortedNotes(file.notes) }));
  return `${JSON.stringify({ ...report, files, counts: countsOf(report) }, null, 1)}\n`;
}

export interface ReportCounts {
  readonly files: Readonly<Record<string, number>>;
  readonly notes: Readonly<Record<string, number>>;
}

export function countsOf(report: ImportReport): ReportCounts {
  return {
    files: countBy(report.files, ({ outcome }) => outcome),
    notes: countBy(
      report.files.flatMap(({ notes }) => notes),
      ({ rule }) => rule,
    ),
  };
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  imported: 'imported',
  unchanged: 'here already, the same',
  edited: 'here already and edited since; left as it is',
  'left-out': 'left out',
  'passed-over': 'passed over: no content',
};
const groupWords: Readonly<Record<NoteGroup, string>> = {
  guessed: 'guessed, please look',
  left: 'left',
  changed: 'changed',
};

/** Text that Markdown must not read. */
function literal(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

export function reportAsMarkdown(report: ImportReport): string {
  const counts = countsOf(report);
  const lines = [
    '# Import report',
    '',
    `Source: ${literal(report.source)} (${report.kind}). Content folder: ${literal(report.content)}.`,
    '',
    '## Counts',
    '',
    '| files | |',
    '| --- | --- |',
    ...Object.entries(counts.files).map(([name, count]) => `| ${outcomeWords[name as Outcome]} | ${count} |`),
    '',
    '| what | how often |',
    '| --- | --- |',
    ...Object.entries(counts.notes).map(([name, count]) => `| ${name} | ${count} |`),
    '',
  ];
  if (report.remarks.length > 0)
    lines.push('## Remarks', '', ...report.remarks.map((remark) => `- ${literal(remark)}.`), '');
  if (report.others.length > 0) {
    lines.push('## Other files', '');
    for (const { path, what } of report.others) lines.push(`- ${literal(path)}: ${literal(what)}`);
    lines.push('');
  }
  lines.push('## Files', '');
  for (const file of report.files) {
    const to = file.to === undefined ? '' : ` → ${literal(file.to)}`;
    lines.push(`### ${literal(file.path)}`, '', `${outcomeWords[file.outcome]}${to}`, '');
    for (const note of sortedNotes(file.notes)) {
      const where = `${literal(file.path)}:${note.line}:${note.column}`;
      lines.push(`- ${where}: ${groupWords[note.group]}: ${literal(note.message)} (${note.rule})`);
    }
    if (file.notes.length > 0) lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
