// Figures → Markdown tables: medians, 90th percentiles and worst cases, and their place in docs/benchmarks.md.
import { cpus, totalmem } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly chromium?: string;
}

export function thisMachine(): Omit<Machine, 'chromium'> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
}

/** The value below which `share` of the values lie, the next higher one taken (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `median / 90th percentile / worst` */
export function spread(values: readonly number[], print: (value: number) => string): string {
  if (values.length === 0) return '–';
  return [0.5, 0.9, 1].map((share) => print(percentile(values, share))).join(' / ');
}

export function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 2 : 0)} MB`;
}

export type Cell = string | number | undefined;

/** Columns as wide as their widest cell, so that the source reads as a table too. */
export function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => head.map((_, column) => String(row[column] ?? '–')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest.map(line)].join(
    '\n',
  );
}

/** Puts `section` between the marks of `name`, or at the end when there are none. */
export function replaceSection(document: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name}: written by npm run bench -->`, `<!-- ${name}: end -->`];
  const block = `${begin}\n${section.trim()}\n${end}`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${block}\n`;
  return document.slice(0, from) + block + document.slice(to + end.length);
}
