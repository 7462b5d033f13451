// How Lighthouse judges four kinds of page of the demonstration site, as a reader with a middling phone on a slow line
// gets them: its mobile settings as they are (Moto G Power, slow 4G and a slower processor, both simulated), the site
// served as its host does, with compression and headers. Each visit has a Chromium of its own, with nothing kept.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { itemAddress } from '../test/support/build-demo-site.ts';
import { ensureChromium } from '../test/support/chromium.ts';
import { serveSite } from '../test/support/serve.ts';
import { runMeasured } from './measured-process.ts';
import { escapeHtml, versionOfPackage } from './peer-sites.ts';
import { type Machine, markdownTable, median, thisMachine } from './report.ts';

export interface FaceBenchRequest {
  /** Visits to each page; medians are reported. */
  readonly runs: number;
  /** Folder for the site and Lighthouse's own reports. */
  readonly workFolder: string;
  tell(sentence: string): void;
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
type Category = (typeof categories)[number];

interface Visit {
  /** 0 to 100. */
  readonly scores: Readonly<Record<Category, number>>;
  readonly layoutShift: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly blockingMs: number;
  /** All that came over the line, with headers. */
  readonly bytes: number;
  readonly requests: number;
  /** Audits that have a score and not the best one. */
  readonly faults: readonly Fault[];
}

interface Fault {
  readonly audit: string;
  readonly title: string;
  /** 0 to 1. */
  readonly score: number;
  /** Share of its category's score; 0 for those that only advise. */
  readonly weight: number;
  /** What Lighthouse shows of it: a figure, and the first things that it names. */
  readonly shown: string;
}

export interface FaceReport {
  readonly date: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly pages: readonly { readonly name: string; readonly address: string; readonly visits: Visit[] }[];
}

const repository = fileURLToPath(new URL('../', import.meta.url));
const program = fileURLToPath(new URL('./node_modules/lighthouse/cli/index.js', import.meta.url));
const timeoutMs = 10 * 60_000;

const pages = [
  { name: 'home', address: '/' },
  { name: 'item', address: itemAddress },
  { name: 'country', address: '/countries/burma/' },
  { name: 'search', address: '/search/' },
] as const;

export async function benchFace({ runs, workFolder, tell }: FaceBenchRequest): Promise<FaceReport> {
  const chromium = ensureChromium();
  if (chromium === undefined) throw new Error('no Chromium');
  const folder = join(workFolder, 'face');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  tell('building the demonstration site');
  const site = join(folder, 'site');
  await runMeasured('npm', ['run', '-s', 'build', '--', '--output', site], { cwd: repository, timeoutMs });

  const visits = new Map<string, Visit[]>(pages.map(({ address }) => [address, []]));
  let browser = '';
  const served = await serveSite(site);
  try {
    // One page after the other, again and again: what the machine does meanwhile falls on all of them.
    for (let run = 1; run <= runs; run += 1) {
      for (const { name, address } of pages) {
        tell(`${name}, visit ${run} of ${runs}`);
        const report = join(folder, `${name}-${run}.json`);
        await visit(chromium, `${served.origin}${address}`, report);
        const result = readLighthouse(report);
        browser = /Chrome\/[\d.]+/.exec(result.environment.hostUserAgent)?.[0].replace('/', ' ') ?? browser;
        visits.get(address)!.push(toVisit(result));
      }
    }
  } finally {
    await served.stop();
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), chromium: browser },
    versions: { Lighthouse: versionOfPackage('lighthouse', 'bench') },
    pages: pages.map(({ name, address }) => ({ name, address, visits: visits.get(address)! })),
  };
}

/** Tries again where Lighthouse lost its own recording, as it does now and then (its NO_NAVSTART and like errors). */
async function visit(chromium: string, url: string, report: string): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    try {
      return await visitOnce(chromium, url, report);
    } catch (error) {
      const isLost = error instanceof Error && /Runtime error encountered/.test(error.message);
      if (!isLost || tries === 1) throw error;
    }
  }
}

async function visitOnce(chromium: string, url: string, report: string): Promise<void> {
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  // Not watched as other programs are: that would take from the time that the page's scripts are given.
  await promisify(execFile)(
    process.execPath,
    [
      ...[program, url, '--quiet', '--no-enable-error-reporting'],
      ...['--output=json', `--output-path=${report}`, `--chrome-flags=${flags.join(' ')}`],
      `--only-categories=${categories.join(',')}`,
    ],
    // Where its launcher takes the browser from.
    { timeout: timeoutMs, env: { ...process.env, NODE_OPTIONS: '', CHROME_PATH: chromium } },
  );
}

// ── Lighthouse's report, as much of it as is read here ────────────────────────────────────────────────

interface LighthouseAudit {
  readonly id: string;
  readonly title: string;
  /** Null where it only informs or does not apply. */
  readonly score: number | null;
  readonly numericValue?: number;
  readonly displayValue?: string;
  readonly explanation?: string;
  readonly errorMessage?: string;
  readonly details?: { readonly items?: readonly unknown[] };
}

interface LighthouseReport {
  readonly environment: { readonly hostUserAgent: string };
  readonly runtimeError?: { readonly message: string };
  readonly categories: Readonly<
    Record<
      Category,
      { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }
    >
  >;
  readonly audits: Readonly<Record<string, LighthouseAudit>>;
}

function readLighthouse(path: string): LighthouseReport {
  const report = JSON.parse(readFileSync(path, 'utf8')) as LighthouseReport;
  if (report.runtimeError)
    throw new Error(`Lighthouse could not judge the page: ${report.runtimeError.message}`);
  return report;
}

function toVisit({ categories: judged, audits }: LighthouseReport): Visit {
  const figure = (id: string): number => {
    const value = audits[id]?.numericValue;
    if (value === undefined) throw new Error(`Lighthouse gives no ${id}: ${audits[id]?.errorMessage ?? ''}`);
    return value;
  };
  const scores = Object.fromEntries(
    categories.map((name) => {
      const { score } = judged[name];
      if (score === null) throw new Error(`Lighthouse gives no score for ${name}`);
      return [name, Math.round(score * 100)];
    }),
  ) as Record<Category, number>;
  return {
    scores,
    layoutShift: figure('cumulative-layout-shift'),
    firstPaintMs: figure('first-contentful-paint'),
    largestPaintMs: figure('largest-contentful-paint'),
    blockingMs: figure('total-blocking-time'),
    bytes: figure('total-byte-weight'),
    requests: audits['network-requests']?.details?.items?.length ?? 0,
    faults: categories.flatMap((name) => {
      const all = judged[name].auditRefs.reduce((sum, { weight }) => sum + weight, 0);
      return judged[name].auditRefs.flatMap(({ id, weight }) => {
        const audit = audits[id];
        return audit === undefined || audit.score === null || audit.score >= 1
          ? []
          : [toFault(audit, all === 0 ? 0 : weight / all)];
      });
    }),
  };
}

/** A thing that an audit names: an element by its tag, a file by its path. */
function nameOf(item: unknown): string {
  const fields = Object.values(item as Record<string, unknown>);
  const inside = fields.filter((value): value is Record<string, unknown> => typeof value === 'object');
  const [snippet] = inside.flatMap((value) => (typeof value?.snippet === 'string' ? [value.snippet] : []));
  const [text = ''] = fields.filter((value) => typeof value === 'string');
  return snippet ?? text.replace(/^https?:\/\/[^/]+/, '');
}

/** Things named of one audit; more would tell the same. */
const mostNamed = 3;

function toFault(audit: LighthouseAudit, weight: number): Fault {
  const named = (audit.details?.items ?? []).slice(0, mostNamed).map(nameOf);
  const shown = [audit.displayValue, audit.explanation, audit.errorMessage, ...named];
  return {
    audit: audit.id,
    title: audit.title,
    score: audit.score ?? 0,
    weight,
    shown: shown.filter((text) => text !== undefined && text !== '').join('; '),
  };
}

// ── tables ────────────────────────────────────────────────────────────────────────────────────────────

export function describeFaceReport({ date, machine, versions, pages: judged }: FaceReport): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const runs = judged[0]?.visits.length ?? 0;
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  const scores = markdownTable(
    ['', 'performance', 'least–most', 'accessibility', 'best practices', 'SEO'],
    judged.map(({ name, visits }) => {
      const of = (category: Category) => visits.map(({ scores }) => scores[category]);
      const [fast, ...others] = categories.map((category) => median(of(category)));
      return [
        name,
        fast,
        [Math.min(...of('performance')), Math.max(...of('performance'))].join('–'),
        ...others,
      ];
    }),
  );
  const figures = markdownTable(
    ['', 'first paint', 'largest paint', 'blocked', 'layout shift', 'bytes', 'requests'],
    judged.map(({ name, visits }) => {
      const of = (
        key: 'firstPaintMs' | 'largestPaintMs' | 'blockingMs' | 'layoutShift' | 'bytes' | 'requests',
      ) => median(visits.map((visit) => visit[key]));
      return [
        ...[name, seconds(of('firstPaintMs')), seconds(of('largestPaintMs'))],
        `${Math.round(of('blockingMs'))} ms`,
        // A shift that rounds to nothing is one all the same.
        of('layoutShift') === 0 ? 0 : of('layoutShift').toPrecision(2),
        `${(of('bytes') / 1000).toFixed(1)} kB`,
        of('requests'),
      ];
    }),
  );
  const faults = faultRows(judged);
  return [
    '### Four pages, judged by Lighthouse',
    `${date}, ${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${machine.chromium}; ${named.join(', ')}.`,
    `**Scores** of 100, medians of ${runs === 1 ? 'one visit' : `${runs} visits`}`,
    scores,
    '**Figures**, medians; times as simulated for a phone on a slow line',
    figures,
    faults.length === 0 ? 'No audit has less than its best score.' : '**Audits below their best score**',
    ...(faults.length === 0
      ? []
      : [
          markdownTable(['audit', 'pages', 'score', 'share of the category', 'what Lighthouse says'], faults),
        ]),
  ].join('\n\n');
}

/** One row for each audit that more than half of the visits to a page found wanting. */
function faultRows(judged: FaceReport['pages']): string[][] {
  const byAudit = new Map<string, { fault: Fault; pages: string[]; scores: number[] }>();
  for (const { name, visits } of judged) {
    const ids = new Set(visits.flatMap(({ faults }) => faults.map(({ audit }) => audit)));
    for (const id of ids) {
      const found = visits.flatMap(({ faults }) => faults.find(({ audit }) => audit === id) ?? []);
      if (found.length * 2 <= visits.length) continue;
      const row = byAudit.get(id) ?? { fault: found[0]!, pages: [], scores: [] };
      row.pages.push(name);
      row.scores.push(median(found.map(({ score }) => score)));
      byAudit.set(id, row);
    }
  }
  return [...byAudit.values()].map(({ fault, pages: names, scores }) => [
    fault.audit,
    names.join(', '),
    [...new Set([Math.min(...scores), Math.max(...scores)])].map((score) => score.toFixed(2)).join('–'),
    fault.weight === 0 ? 'none' : `${Math.round(fault.weight * 100)} %`,
    escapeHtml(`${fault.title}: ${fault.shown}`).replaceAll('|', '\\|'),
  ]);
}
