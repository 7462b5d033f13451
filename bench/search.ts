// What search costs, ours beside Pagefind, MiniSearch and plain lunr on the same posts in one run: index size, build
// time and memory, a reader's first query over a slow network, queries a second, and whether memory grows.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'puppeteer-core';
import { serveSite } from '../test/support/serve.ts';
import { filesBelow } from './built-output.ts';
import { readCorpus } from './corpus.ts';
import { type Cost, type FirstQuery, launchMeasuringBrowser, measureFirstQuery } from './first-query.ts';
import { type HeapReport, measureHeap } from './heap.ts';
import type { BuildMeasure, QueryMeasure, TermMeasure } from './index-child.ts';
import { type BenchQuery, takeQueries, wordClasses } from './make-queries.ts';
import { type Measured, ProgramFailed, runMeasured } from './measured-process.ts';
import {
  type PeerName,
  runPagefind,
  serveFolder,
  versionOfPackage,
  writePeerSite,
  writePostPages,
} from './peer-sites.ts';
import { benchDocuments, defaultSeed, writeContentFolder } from './posts.ts';
import {
  type Cell,
  inMegabytes,
  type Machine,
  markdownTable,
  median,
  spread,
  thisMachine,
} from './report.ts';

export type SearchPart = 'build' | 'query' | 'speed' | 'heap';

export interface SearchBenchRequest {
  readonly posts: number;
  /** How many of bench/queries.json. */
  readonly queries: number;
  /** Times that each index is built; medians are reported. */
  readonly runs: number;
  readonly parts: readonly SearchPart[];
  readonly withPeers: boolean;
  /** Folder of the real texts. */
  readonly corpus: string;
  /** Folder for contents, sites and indexes. */
  readonly workFolder: string;
  tell(sentence: string): void;
}

interface Failure {
  readonly failed: string;
}

interface SizeOfKind {
  readonly kind: string;
  readonly files: number;
  /** Each file by gzip -9, or as it is when that is smaller (Pagefind's are compressed already). */
  readonly bytes: number;
}

interface BuildFigures extends BuildMeasure {
  /** Present where a process of its own was measured from outside. */
  readonly systemSeconds?: number;
}

interface Visits {
  readonly cold: readonly FirstQuery[];
  /** The box had the focus first, and the page was at rest again. */
  readonly focused: readonly FirstQuery[];
}

export interface SearchReport {
  readonly date: string;
  readonly machine: Machine;
  readonly posts: number;
  readonly seed: number;
  readonly distinctTerms: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly queries: readonly BenchQuery[];
  /** `npm run build` as a whole, with search and with --no-search. */
  readonly siteBuild: { readonly withSearch: BuildFigures; readonly withoutSearch?: BuildFigures };
  readonly builds?: Readonly<Record<string, BuildFigures | Failure>>;
  readonly sizes: Readonly<Record<string, readonly SizeOfKind[]>>;
  /** Of the search page itself, uncompressed, in bytes. */
  readonly searchPageBytes: number;
  readonly firstQuery?: Readonly<Record<string, Visits | Failure>>;
  readonly queriesPerSecond?: Readonly<Record<string, number | Failure>>;
  readonly heap?: HeapReport;
}

const repository = fileURLToPath(new URL('../', import.meta.url));
const peerNames: readonly PeerName[] = ['pagefind', 'minisearch', 'lunr'];
/** A program that takes longer is reported as such. */
const timeoutMs = 30 * 60_000;
/** Engines that load one file for every query cost the same each time: a few queries tell it. */
const wholeIndexQueries = 3;
/** lunr's index as one string passes what V8 can hold somewhere above. */
const mostPostsOfLunr = 20_000;

export async function benchSearch(request: SearchBenchRequest): Promise<SearchReport> {
  const { posts, parts, withPeers, workFolder, tell } = request;
  const corpus = readCorpus(request.corpus);
  const runChild: RunChild = (task, engine, count, place = '') =>
    runIndexChild(task, engine, count, place, request.corpus);
  const folderOf = (name: string) => join(workFolder, `${name}-${posts}`);
  const queries = takeQueries(request.queries);
  const peers = withPeers ? peerNames.filter((peer) => peer !== 'lunr' || posts <= mostPostsOfLunr) : [];

  tell(`${posts} posts: writing`);
  const content = folderOf('content');
  rmSync(content, { recursive: true, force: true });
  writeContentFolder(content, posts, corpus);
  const { distinctTerms } = await runChild<TermMeasure>('terms', '-', posts);

  tell('building the site');
  const site = folderOf('site');
  const buildSite = (folder: string, ...more: string[]) =>
    runMeasured(
      'npm',
      ['run', '-s', 'build', '--', '--content', content, '--output', folder, '--no-images', ...more],
      {
        cwd: repository,
        timeoutMs,
      },
    ).then(buildFigures);
  rmSync(site, { recursive: true, force: true });
  const withSearch = await buildSite(site);
  let withoutSearch: BuildFigures | undefined;
  if (parts.includes('build')) {
    const folder = folderOf('site-without-search');
    rmSync(folder, { recursive: true, force: true });
    withoutSearch = await buildSite(folder, '--no-search');
    rmSync(folder, { recursive: true, force: true });
  }

  const peerFolders = new Map<PeerName, string>();
  for (const peer of peers) {
    const folder = folderOf(peer);
    await writePeerSite(peer, folder);
    peerFolders.set(peer, folder);
  }
  const pages = folderOf('pages');
  if (withPeers) {
    rmSync(pages, { recursive: true, force: true });
    writePostPages(pages, benchDocuments(posts, corpus));
  }

  // Indexes of peers are needed whatever is measured; only `build` measures them more than once.
  const engines = [...(parts.includes('build') ? ['nothing', 'ours', ...lunrTwin(peers)] : []), ...peers];
  const measured = new Map<string, (BuildFigures | Failure)[]>();
  for (let run = 0; run < (parts.includes('build') ? request.runs : 1); run += 1) {
    for (const engine of engines) {
      tell(`building the index of ${engine} (${run + 1})`);
      const figures = await orFailure(() =>
        engine === 'pagefind'
          ? runPagefind(pages, peerFolders.get('pagefind')!, timeoutMs, 'en').then(buildFigures)
          : runChild<BuildMeasure>('build', engine, posts, peerFolders.get(engine as PeerName) ?? ''),
      );
      measured.set(engine, [...(measured.get(engine) ?? []), figures]);
    }
  }
  const builds = Object.fromEntries([...measured].map(([engine, figures]) => [engine, medianBuild(figures)]));
  const works = peers.filter((peer) => !('failed' in (builds[peer] ?? {})));

  const sizes = {
    ours: sizesOf(join(site, 'search', 'en'), (path) => /^([a-z]+)/.exec(path)?.[1] ?? 'other'),
    ...Object.fromEntries(works.map((peer) => [peer, sizesOfPeer(peer, peerFolders.get(peer)!)])),
  };

  let firstQuery: Record<string, Visits | Failure> | undefined;
  let heap: HeapReport | undefined;
  let chromium: string | undefined;
  if (parts.includes('query') || parts.includes('heap')) {
    let browser = await launchMeasuringBrowser();
    chromium = await browser.version();
    const served = await serveSite(site);
    try {
      if (parts.includes('query')) {
        firstQuery = {};
        firstQuery.ours = await orFailure(() => visitAll(browser, served.origin, queries, 'ours', tell));
        for (const peer of works) {
          const folder = await serveFolder(peerFolders.get(peer)!);
          const asked = peer === 'pagefind' ? queries : likelyFound(queries).slice(0, wholeIndexQueries);
          firstQuery[peer] = await orFailure(() => visitAll(browser, folder.origin, asked, peer, tell));
          folder.stop();
          // What one engine left in the browser's processes must not slow the next.
          await browser.close();
          browser = await launchMeasuringBrowser();
        }
      }
      if (parts.includes('heap')) {
        tell('heap: the queries three times over');
        heap = await measureHeap(
          browser,
          `${served.origin}/search/`,
          queries.map(({ text }) => text),
        );
      }
    } finally {
      await browser.close();
      await served.stop();
    }
  }

  let queriesPerSecond: Record<string, number | Failure> | undefined;
  if (parts.includes('speed')) {
    queriesPerSecond = {};
    for (const engine of ['ours', ...works.filter((peer) => peer !== 'pagefind')]) {
      tell(`queries a second: ${engine}`);
      const place = engine === 'ours' ? site : peerFolders.get(engine as PeerName)!;
      const outcome = await orFailure(() => runChild<QueryMeasure>('ask', engine, queries.length, place));
      queriesPerSecond[engine] = 'failed' in outcome ? outcome : outcome.queriesPerSecond;
    }
  }

  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), ...(chromium === undefined ? {} : { chromium }) },
    posts,
    seed: defaultSeed,
    distinctTerms,
    versions: versionsOf(peers),
    queries,
    siteBuild: { withSearch, ...(withoutSearch === undefined ? {} : { withoutSearch }) },
    ...(parts.includes('build') ? { builds } : {}),
    sizes,
    searchPageBytes: readFileSync(join(site, 'search', 'index.html')).length,
    ...(firstQuery === undefined ? {} : { firstQuery }),
    ...(queriesPerSecond === undefined ? {} : { queriesPerSecond }),
    ...(heap === undefined ? {} : { heap }),
  };
}

/** Those with a common word come first: a rare one may be in no post of a small bench. */
function likelyFound(queries: readonly BenchQuery[]): BenchQuery[] {
  const hasCommon = ({ classes }: BenchQuery) => classes.includes('common');
  return [...queries.filter(hasCommon), ...queries.filter((query) => !hasCommon(query))];
}

/** lunr.Builder with our pipeline, whose index ours equals. */
function lunrTwin(peers: readonly PeerName[]): string[] {
  return peers.includes('lunr') ? ['lunr-same-index'] : [];
}

async function visitAll(
  browser: Browser,
  origin: string,
  queries: readonly BenchQuery[],
  engine: string,
  tell: (sentence: string) => void,
): Promise<Visits> {
  const visits = { cold: [] as FirstQuery[], focused: [] as FirstQuery[] };
  for (const [number, { text }] of queries.entries()) {
    if (number % 20 === 0) tell(`first query, ${engine}: ${number} of ${queries.length}`);
    visits.cold.push(await measureFirstQuery(browser, `${origin}/search/`, text, { focusFirst: false }));
    visits.focused.push(await measureFirstQuery(browser, `${origin}/search/`, text, { focusFirst: true }));
  }
  return visits;
}

type RunChild = <Value>(task: string, engine: string, count: number, place?: string) => Promise<Value>;

async function runIndexChild<Value>(
  task: string,
  engine: string,
  count: number,
  place: string,
  corpus: string,
): Promise<Value> {
  const { stdout } = await runMeasured(
    process.execPath,
    [
      '--max-old-space-size=12288',
      '--import',
      'tsx',
      'bench/index-child.ts',
      task,
      engine,
      String(count),
      place,
      corpus,
    ],
    { cwd: repository, timeoutMs },
  );
  return JSON.parse(stdout) as Value;
}

async function orFailure<Value>(run: () => Promise<Value>): Promise<Value | Failure> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isExpected = error instanceof ProgramFailed || error.name === 'TimeoutError';
    if (!isExpected) throw error;
    return { failed: error.message.slice(0, 500) };
  }
}

function buildFigures({ wallSeconds, userSeconds, systemSeconds, peakBytes }: Measured): BuildFigures {
  return { wallSeconds, userSeconds, systemSeconds, peakBytes };
}

function medianBuild(figures: readonly (BuildFigures | Failure)[]): BuildFigures | Failure {
  const done = figures.filter((figure): figure is BuildFigures => !('failed' in figure));
  if (done.length < figures.length) return figures.find((figure): figure is Failure => 'failed' in figure)!;
  return {
    wallSeconds: median(done.map(({ wallSeconds }) => wallSeconds)),
    userSeconds: median(done.map(({ userSeconds }) => userSeconds)),
    peakBytes: median(done.map(({ peakBytes }) => peakBytes)),
  };
}

function sizesOf(folder: string, kindOf: (path: string) => string | undefined): SizeOfKind[] {
  const kinds = new Map<string, { files: number; bytes: number }>();
  for (const path of filesBelow(folder)) {
    const kind = kindOf(path);
    if (kind === undefined) continue;
    const contents = readFileSync(join(folder, path));
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0 };
    sum.files += 1;
    sum.bytes += Math.min(contents.length, gzipSync(contents, { level: 9 }).length);
    kinds.set(kind, sum);
  }
  return [...kinds]
    .map(([kind, sum]) => ({ kind, ...sum }))
    .sort((a, b) => b.bytes - a.bytes || (a.kind < b.kind ? -1 : 1));
}

function sizesOfPeer(peer: PeerName, folder: string): SizeOfKind[] {
  if (peer !== 'pagefind') return sizesOf(folder, (path) => (path === 'index.json' ? 'index' : undefined));
  // Its ready-made interfaces lie beside the index, and our page uses none of them.
  return sizesOf(join(folder, 'pagefind'), (path) =>
    /-ui|modular|highlight|component|playground|\.css$/.test(path) ? undefined : /\.(\w+)$/.exec(path)?.[1],
  );
}

function versionsOf(peers: readonly PeerName[]): Record<string, string> {
  return {
    lunr: versionOfPackage('lunr', '.'),
    ...Object.fromEntries(
      peers.filter((peer) => peer !== 'lunr').map((peer) => [peer, versionOfPackage(peer, 'bench')]),
    ),
  };
}

// ── tables ────────────────────────────────────────────────────────────────────────────────────────────

const engineNames: Readonly<Record<string, string>> = {
  nothing: '(the documents alone)',
  ours: 'Offprint',
  'lunr-same-index': 'lunr.Builder, our pipeline',
  lunr: 'lunr',
  pagefind: 'Pagefind',
  minisearch: 'MiniSearch',
};

/** Markdown with every table of a run. */
export function describeSearchReport(report: SearchReport): string {
  const { machine, posts, versions } = report;
  const parts = [
    `### ${posts.toLocaleString('en-US')} posts`,
    `${report.date}, ${machine.processor}, ${machine.cores} cores, ${inMegabytes(machine.memoryBytes)}, Node ${machine.node}${machine.chromium === undefined ? '' : `, ${machine.chromium}`}; ${Object.entries(
      versions,
    )
      .map(([name, version]) => `${name} ${version}`)
      .join(
        ', ',
      )}. ${report.distinctTerms.toLocaleString('en-US')} distinct terms; ${report.queries.length} queries. The search page is ${report.searchPageBytes.toLocaleString('en-US')} bytes of HTML.`,
    ...(report.firstQuery ? firstQueryTables(report) : []),
    sizeTable(report),
    ...(report.builds ? [buildTable(report)] : []),
    ...(report.queriesPerSecond ? [speedTable(report.queriesPerSecond)] : []),
    ...(report.heap ? [heapTable(report.heap)] : []),
  ];
  return parts.join('\n\n');
}

/** Which queries a row is about. */
function queryGroups(queries: readonly BenchQuery[]): [string, (query: BenchQuery) => boolean][] {
  const isSingle = (query: BenchQuery) => query.classes.length === 1;
  const groups: [string, (query: BenchQuery) => boolean][] = [
    ['one word', isSingle],
    ...wordClasses.map((name): [string, (query: BenchQuery) => boolean] => [
      `one word, ${name}`,
      (query) => isSingle(query) && query.classes[0] === name,
    ]),
    ['three words', (query) => !isSingle(query)],
    ['all', () => true],
  ];
  return groups.filter(([, isIn]) => queries.some(isIn));
}

function firstQueryTables({ firstQuery = {}, queries }: SearchReport): string[] {
  const head = ['', 'queries', 'KB on the wire', 'KB of bodies', 'requests', 'rounds', 'seconds'];
  const byText = new Map(queries.map((query) => [query.text, query]));
  const tables: string[] = [];
  for (const [title, mode, stage] of [
    ['First query, cold, until 5 results are painted', 'cold', 'results'],
    ['The same until their excerpts are marked', 'cold', 'excerpts'],
    ['With the box focused first, until 5 results are painted', 'focused', 'results'],
    ['With the box focused first, until their excerpts are marked', 'focused', 'excerpts'],
  ] as const) {
    const rows: Cell[][] = [];
    for (const [engine, visits] of Object.entries(firstQuery)) {
      const name = engineNames[engine] ?? engine;
      if ('failed' in visits) {
        rows.push([`${name}: ${visits.failed}`]);
        continue;
      }
      const isWhole = engine === 'lunr' || engine === 'minisearch';
      for (const [group, isIn] of isWhole ? [['any', () => true] as const] : queryGroups(queries)) {
        const costs = visits[mode]
          .filter(({ query }) => isIn(byText.get(query)!))
          .map((visit) => visit[stage])
          .filter((cost): cost is Cost => cost !== undefined);
        if (costs.length > 0) rows.push([`${name}, ${group}`, ...costCells(costs)]);
      }
    }
    if (rows.length > 0) {
      tables.push(`**${title}** (median / 90th percentile / worst)\n\n${markdownTable(head, rows)}`);
    }
  }
  const none = Object.entries(firstQuery).flatMap(([engine, visits]) =>
    'failed' in visits
      ? []
      : [
          `${engineNames[engine] ?? engine}: ${visits.cold.filter(({ shown }) => shown === 0).length} without a result, ${visits.cold.filter(({ shown }) => shown > 0 && shown < 5).length} with fewer than five`,
        ],
  );
  return [...tables, ...againstPagefind(firstQuery, queries), `Queries: ${none.join('; ')}.`];
}

/** Our medians as shares of Pagefind's. */
function againstPagefind(
  { ours, pagefind }: Readonly<Record<string, Visits | Failure>>,
  queries: readonly BenchQuery[],
): string[] {
  if (!ours || !pagefind || 'failed' in ours || 'failed' in pagefind) return [];
  const rows: Cell[][] = [];
  for (const [group, isIn] of queryGroups(queries)) {
    const texts = new Set(queries.filter(isIn).map(({ text }) => text));
    const share = (stage: 'results' | 'excerpts', mode: keyof Visits, of: (cost: Cost) => number): string => {
      const [mine, theirs] = [ours, pagefind].map((visits) =>
        median(
          visits[mode].flatMap((visit) => {
            const cost = texts.has(visit.query) ? visit[stage] : undefined;
            return cost ? [of(cost)] : [];
          }),
        ),
      );
      const quotient = mine! / theirs!;
      return Number.isNaN(quotient) ? '–' : quotient.toFixed(2);
    };
    const bytes = ({ wireBytes }: Cost) => wireBytes;
    const time = ({ milliseconds }: Cost) => milliseconds;
    rows.push([
      group,
      share('results', 'cold', bytes),
      share('results', 'cold', time),
      share('excerpts', 'cold', bytes),
      share('excerpts', 'cold', time),
      share('results', 'focused', time),
    ]);
  }
  const head = ['', 'bytes', 'time', 'bytes, with excerpts', 'time, with excerpts', 'time, focused first'];
  return [
    `**Our medians as shares of Pagefind's**, whose results always have excerpts\n\n${markdownTable(head, rows)}`,
  ];
}

function costCells(costs: readonly Cost[]): Cell[] {
  const whole = (value: number) => String(value);
  const thousands = (value: number) => (value / 1000).toFixed(1);
  return [
    costs.length,
    spread(
      costs.map(({ wireBytes }) => wireBytes),
      thousands,
    ),
    spread(
      costs.map(({ bodyBytes }) => bodyBytes),
      thousands,
    ),
    spread(
      costs.map(({ requests }) => requests),
      whole,
    ),
    spread(
      costs.map(({ rounds }) => rounds.length),
      whole,
    ),
    spread(
      costs.map(({ milliseconds }) => milliseconds),
      (milliseconds) => (milliseconds / 1000).toFixed(2),
    ),
  ];
}

function sizeTable({ sizes }: SearchReport): string {
  const rows = Object.entries(sizes).flatMap(([engine, kinds]): Cell[][] => {
    const sum = (key: 'files' | 'bytes') => kinds.reduce((total, kind) => total + kind[key], 0);
    return [
      [engineNames[engine] ?? engine, 'all', sum('files'), inMegabytes(sum('bytes'))],
      ...(kinds.length < 2
        ? []
        : kinds.map(({ kind, files, bytes }) => ['', kind, files, inMegabytes(bytes)])),
    ];
  });
  return `**Index files**, each by gzip -9\n\n${markdownTable(['', 'kind', 'files', 'size'], rows)}`;
}

function buildTable({ builds = {}, siteBuild }: SearchReport): string {
  const row = (name: string, figures: BuildFigures | Failure | undefined): Cell[] => {
    if (figures === undefined) return [name];
    if ('failed' in figures) return [name, figures.failed];
    const { wallSeconds, userSeconds, peakBytes } = figures;
    return [name, `${wallSeconds.toFixed(2)} s`, `${userSeconds.toFixed(2)} s`, inMegabytes(peakBytes)];
  };
  const rows = [
    ...Object.entries(builds).map(([engine, figures]) => row(engineNames[engine] ?? engine, figures)),
    row('npm run build', siteBuild.withSearch),
    row('npm run build -- --no-search', siteBuild.withoutSearch),
  ];
  const [mine, twin] = [builds.ours, builds['lunr-same-index']];
  const against =
    mine && twin && !('failed' in mine) && !('failed' in twin)
      ? `\n\nAgainst lunr.Builder with the same pipeline: ${(mine.wallSeconds / twin.wallSeconds).toFixed(2)} of its time, ${(mine.userSeconds / twin.userSeconds).toFixed(2)} of its user time, ${(mine.peakBytes / twin.peakBytes).toFixed(2)} of its peak memory.`
      : '';
  return `**Building**: the index alone from texts in memory (Pagefind: from pages on disk), then the whole site; peak memory of the process\n\n${markdownTable(['', 'time', 'user time', 'peak memory'], rows)}${against}`;
}

function speedTable(speeds: Readonly<Record<string, number | Failure>>): string {
  const rows = Object.entries(speeds).map(([engine, speed]): Cell[] => [
    engineNames[engine] ?? engine,
    typeof speed === 'number' ? Math.round(speed) : speed.failed,
  ]);
  return `**Queries a second** in Node, index in memory\n\n${markdownTable(['', 'queries a second'], rows)}`;
}

function heapTable({ passes }: HeapReport): string {
  const rows = passes.map(({ queries, pageBytes, workerBytes }): Cell[] => [
    queries,
    inMegabytes(pageBytes),
    inMegabytes(workerBytes),
    inMegabytes(pageBytes + workerBytes),
  ]);
  return `**Heap after collection** in one page\n\n${markdownTable(['queries asked', 'page', 'worker', 'both'], rows)}`;
}
