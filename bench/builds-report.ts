// Figures of builds → Markdown tables: one section a size, and one on how the figures grow with the number of posts.
import { type KindCount, outputKinds, type WrittenFiles } from './built-output.ts';
import { type Cell, inMegabytes, type Machine, markdownTable, median, spread } from './report.ts';
import type { SaveFigures } from './saves.ts';

export const rowNames = [
  'ours',
  'hugo',
  'eleventy',
  'astro',
  'ours-search',
  'ours-unchanged',
  'ours-one-body',
  'ours-layout',
] as const;
export type RowName = (typeof rowNames)[number];

/** Of one build, of the program and all that it started. */
export interface Figures {
  readonly wallSeconds: number;
  readonly userSeconds: number;
  readonly systemSeconds: number;
  /** Peak of the sum. */
  readonly peakBytes: number;
}

export type BuildRow =
  | {
      readonly name: RowName;
      readonly figures: readonly Figures[];
      /** Of builds over an earlier output. */
      readonly written: readonly WrittenFiles[];
    }
  | { readonly name: RowName; readonly failed: string };

export interface BuildReport {
  readonly date: string;
  readonly machine: Machine;
  readonly posts: number;
  readonly seed: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Peers that are not here, with the reason. */
  readonly missing: Readonly<Record<string, string>>;
  readonly rows?: readonly BuildRow[];
  readonly outputs?: Readonly<Record<string, readonly KindCount[]>>;
  readonly saves?: Readonly<Record<string, SaveFigures | { readonly failed: string }>>;
}

const rowTitles: Readonly<Record<RowName, string>> = {
  ours: 'Offprint, without search',
  hugo: 'Hugo',
  eleventy: 'Eleventy, plain',
  astro: 'Astro',
  'ours-search': 'Offprint, with search',
  'ours-unchanged': 'Offprint, nothing changed',
  'ours-one-body': 'Offprint, one body changed',
  'ours-layout': 'Offprint, a layout changed',
};

const generatorTitles: Readonly<Record<string, string>> = {
  ours: 'Offprint',
  'ours-search': 'Offprint, with search',
  hugo: 'Hugo',
  eleventy: 'Eleventy',
  astro: 'Astro',
};

/** Medians of a row; undefined when there is none or it failed. */
export function medianFigures(rows: readonly BuildRow[], name: RowName): Figures | undefined {
  const row = rows.find((candidate) => candidate.name === name);
  if (row === undefined || 'failed' in row || row.figures.length === 0) return undefined;
  const of = (key: keyof Figures) => median(row.figures.map((figures) => figures[key]));
  return {
    wallSeconds: of('wallSeconds'),
    userSeconds: of('userSeconds'),
    systemSeconds: of('systemSeconds'),
    peakBytes: of('peakBytes'),
  };
}

/** Markdown with every table of one size. */
export function describeBuildReport(report: BuildReport): string {
  const { date, machine, posts, versions, missing, rows, outputs, saves } = report;
  const programs = Object.entries(versions)
    .filter(([name]) => name !== 'ours')
    .map(([name, version]) => `${generatorTitles[name] ?? name} ${version}`);
  const here = [
    `${date}, ${machine.processor}, ${machine.cores} cores, ${inMegabytes(machine.memoryBytes)}, Node ${machine.node}`,
    programs.join(', '),
    ...Object.values(missing).map((reason) => `Not measured: ${reason}`),
  ];
  return [
    `### Builds of ${posts.toLocaleString('en-US')} posts`,
    `${here.filter((part) => part !== '').join('; ')}.`,
    ...(rows === undefined ? [] : [costTable(rows), shareTable(rows), writtenTable(rows)]),
    ...(outputs === undefined ? [] : [outputTable(outputs)]),
    ...(saves === undefined ? [] : [saveTable(saves)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function inSeconds(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0);
}

function costTable(rows: readonly BuildRow[]): string {
  const cells = inOrder(rows).map((row): Cell[] => {
    const figures = medianFigures(rows, row.name);
    if ('failed' in row) return [rowTitles[row.name], failure(row.failed)];
    const users = row.figures.map(({ userSeconds }) => userSeconds);
    return [
      rowTitles[row.name],
      inSeconds(figures!.userSeconds),
      `${inSeconds(Math.min(...users))}–${inSeconds(Math.max(...users))}`,
      inSeconds(figures!.systemSeconds),
      inSeconds(figures!.wallSeconds),
      inMegabytes(figures!.peakBytes),
      row.figures.length,
    ];
  });
  const head = ['', 'user s', 'least–most', 'system s', 'wall s', 'peak memory', 'runs'];
  return `**Building**, medians\n\n${markdownTable(head, cells)}`;
}

function inOrder(rows: readonly BuildRow[]): BuildRow[] {
  return rowNames.flatMap((name) => rows.find((row) => row.name === name) ?? []);
}

/** The first line: the rest is what the program said, and stands in the JSON. */
function failure(reason: string): string {
  return reason.split('\n')[0]!.slice(0, 100).replaceAll('|', '/');
}

function shareTable(rows: readonly BuildRow[]): string {
  const cells = rowNames
    .filter((name) => name.startsWith('ours'))
    .flatMap((name): Cell[][] => {
      const mine = medianFigures(rows, name);
      if (mine === undefined) return [];
      const share = (of: RowName, key: 'userSeconds' | 'wallSeconds') => {
        const theirs = medianFigures(rows, of);
        return theirs === undefined ? undefined : (mine[key] / theirs[key]).toFixed(2);
      };
      return [
        [
          rowTitles[name],
          share('hugo', 'userSeconds'),
          share('eleventy', 'userSeconds'),
          share('astro', 'userSeconds'),
          share('ours-search', 'userSeconds'),
          share('ours-search', 'wallSeconds'),
        ],
      ];
    });
  if (cells.length === 0) return '';
  const head = ['', 'of Hugo', 'of Eleventy', 'of Astro', 'of ours with search', 'the same, wall'];
  return `**Our user time as shares of others'**\n\n${markdownTable(head, cells)}`;
}

function writtenTable(rows: readonly BuildRow[]): string {
  const cells = inOrder(rows).flatMap((row): Cell[][] => {
    if ('failed' in row || row.written.length === 0) return [];
    const most = (key: keyof WrittenFiles) => Math.max(...row.written.map((written) => written[key]));
    return [[rowTitles[row.name], most('written'), most('changed'), most('removed'), most('all')]];
  });
  if (cells.length === 0) return '';
  const head = ['', 'files written', 'of these with other bytes', 'removed', 'files in all'];
  return `**Files that a build over an earlier output wrote**, the most of all runs\n\n${markdownTable(head, cells)}`;
}

function outputTable(outputs: NonNullable<BuildReport['outputs']>): string {
  const names = ['ours', 'ours-search', 'hugo', 'eleventy', 'astro'].filter((name) => name in outputs);
  const print = ({ files, bytes, entries }: Omit<KindCount, 'kind'>): string =>
    `${files}, ${inMegabytes(bytes)}${entries === 0 ? '' : `, ${entries} entries`}`;
  const sum = (counts: readonly KindCount[], key: 'files' | 'bytes' | 'entries') =>
    counts.reduce((total, count) => total + count[key], 0);
  const cells: Cell[][] = outputKinds
    .filter((kind) => names.some((name) => outputs[name]!.some((count) => count.kind === kind)))
    .map((kind) => [
      kind,
      ...names.map((name) => {
        const count = outputs[name]!.find((candidate) => candidate.kind === kind);
        return count && print(count);
      }),
    ]);
  cells.push([
    'all',
    ...names.map((name) => {
      const counts = outputs[name]!;
      return print({
        files: sum(counts, 'files'),
        bytes: sum(counts, 'bytes'),
        entries: sum(counts, 'entries'),
      });
    }),
  ]);
  const head = ['', ...names.map((name) => generatorTitles[name] ?? name)];
  return `**What each made**: files, bytes, and items in lists\n\n${markdownTable(head, cells)}`;
}

function saveTable(saves: NonNullable<BuildReport['saves']>): string {
  const cells = Object.entries(saves).map(([name, figures]): Cell[] => {
    const title = generatorTitles[name] ?? name;
    if ('failed' in figures) return [title, failure(figures.failed)];
    return [
      title,
      spread(figures.browser, inSeconds),
      spread(figures.http, inSeconds),
      spread(figures.search, inSeconds),
      figures.browser.length,
      inSeconds(figures.readySeconds),
    ];
  });
  const head = ['', 'browser s', 'HTTP s', 'search s', 'saves', 'ready after s'];
  return `**From saving a post to the changed page** (median / 90th percentile / worst), by each one's own server\n\n${markdownTable(head, cells)}`;
}

/** How figures grow from each size to the next; undefined for fewer than two sizes. */
export function describeGrowth(reports: readonly BuildReport[]): string | undefined {
  const sizes = reports.filter(({ rows }) => rows !== undefined).sort((a, b) => a.posts - b.posts);
  if (sizes.length < 2) return undefined;
  const steps = sizes.slice(1).map((larger, index) => ({ smaller: sizes[index]!, larger }));
  const number = (posts: number) => posts.toLocaleString('en-US');
  const cells = rowNames.flatMap((name): Cell[][] => {
    const of = ({ rows = [] }: BuildReport) => medianFigures(rows, name);
    if (sizes.every((report) => of(report) === undefined)) return [];
    const growth = (key: 'userSeconds' | 'peakBytes') =>
      steps.map(({ smaller, larger }) => {
        const [before, after] = [of(smaller), of(larger)];
        return before && after && `× ${(after[key] / before[key]).toFixed(1)}`;
      });
    return [
      [
        rowTitles[name],
        ...sizes.map((report) => {
          const figures = of(report);
          return figures && `${inSeconds(figures.userSeconds)} s, ${inMegabytes(figures.peakBytes)}`;
        }),
        ...growth('userSeconds'),
        ...growth('peakBytes'),
      ],
    ];
  });
  const head = [
    '',
    ...sizes.map(({ posts }) => number(posts)),
    ...['user', 'memory'].flatMap((what) =>
      steps.map(({ smaller, larger }) => `${what}, ${number(smaller.posts)} → ${number(larger.posts)}`),
    ),
  ];
  return `### How builds grow\n\nUser time and peak memory, medians.\n\n${markdownTable(head, cells)}`;
}
