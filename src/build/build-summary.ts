// What a build says when it is done: what was made, how large it is, how long each stage took, and where to look.
import { compareText } from '../problem.ts';
import type { BuildReport } from './build-report.ts';

/** Bytes for people: 1 kB is 1,000 bytes, as servers and browsers count what they send. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `1 file`, `2 files`. @param one the word for one thing, whose plural ends in `s` */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Several lines, for standard output. */
export function buildSummary(report: BuildReport): string {
  const { counts, bytes, stages, output } = report;
  const languages = Object.entries(report.itemsByLanguage)
    .sort(([a], [b]) => compareText(a, b))
    .map(([language, items]) => `${language} ${items}`);
  const search = Object.entries(bytes.searchCompressed)
    .sort(([a], [b]) => compareText(a, b))
    .map(
      ([language, { files, bytes: size }]) => `${language} ${formatBytes(size)} in ${counted(files, 'file')}`,
    );
  const assets = Object.entries(bytes.assetsCompressed)
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, size]) => `${path.replace(/^assets\/(.*)-[0-9a-f]+(\.\w+)$/, '$1$2')} ${formatBytes(size)}`);
  const totalMs = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const peak = Math.max(0, ...stages.map(({ peakMemoryBytes }) => peakMemoryBytes));
  const rows: readonly (readonly [string, string])[] = [
    ['pages', `${counts.pages} (${formatBytes(bytes.pages)})`],
    [
      'items',
      `${counts.items}: ${counts.news} news, ${counted(counts.resources ?? 0, 'resource')}, ${counted(counts.pageItems ?? 0, 'page')}; ${languages.join(', ')}`,
    ],
    ...heldBackRows(report.heldBack),
    ['feeds', formatBytes(bytes.feeds)],
    ...(search.length === 0 ? [] : [['search', `${search.join(', ')} (compressed)`] as const]),
    ['scripts, styles', `${assets.join(', ')} (gzipped)`],
    ...(report.archive === undefined
      ? []
      : [['archive', `${report.archive.path} (${formatBytes(report.archive.sizeBytes)})`] as const]),
    [
      'in all',
      `${counted(counts.files ?? 0, 'file')}, ${formatBytes(bytes.total)}; ${changed(report.changes)}`,
    ],
    [
      'time',
      `${totalMs} ms: ${stages.map(({ name, milliseconds }) => `${name} ${milliseconds}`).join(', ')}`,
    ],
    [
      'memory',
      `${formatBytes(peak)} at most; after each stage: ${stages.map(({ name, memoryBytes }) => `${name} ${formatBytes(memoryBytes)}`).join(', ')}`,
    ],
  ];
  const lines = rows.map(([name, text]) => `  ${name.padEnd(16)}${text}`);
  const serve = output === '_site' ? 'npm run serve' : `npm run serve -- --output ${quoted(output)}`;
  return `Built ${output}\n${lines.join('\n')}\nTo look at it: ${serve}\n`;
}

/** `3 new or changed, 1 gone`. */
function changed({ written, removed }: BuildReport['changes']): string {
  if (written + removed === 0) return 'as the last build left it';
  return `${written} new or changed${removed === 0 ? '' : `, ${removed} gone`}`;
}

/** `2: 1 draft, 1 until 2026-11-25`; no row when nothing is held back. */
function heldBackRows({
  drafts,
  embargoed,
  expired,
  until,
}: BuildReport['heldBack']): (readonly [string, string])[] {
  const parts = [
    ...(drafts === 0 ? [] : [counted(drafts, 'draft')]),
    ...(embargoed === 0
      ? []
      : [`${embargoed} until ${until?.slice(0, 10) ?? 'later'}${embargoed === 1 ? '' : ' or later'}`]),
    ...(expired === 0 ? [] : [`${expired} expired`]),
  ];
  return parts.length === 0 ? [] : [['held back', `${drafts + embargoed + expired}: ${parts.join(', ')}`]];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}
