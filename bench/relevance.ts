// Whether readers find what they look for: the relevance set of the demonstration site, asked of ours and of Pagefind
// over the same texts.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentsOf } from '../src/build/index-site.ts';
import { planSite, type SitePlan } from '../src/build/plan-site.ts';
import { silentReporter } from '../src/build/progress.ts';
import { StageClock } from '../src/build/stage-clock.ts';
import type { SearchDocument } from '../src/model.ts';
import { noAssets } from '../src/render/plan-pages.ts';
import {
  askBuiltSite,
  describeQuery,
  placeOfRight,
  type RelevanceGroup,
  type RelevanceQuery,
  readersPatience,
  readRelevanceSet,
  relevanceGroups,
} from '../test/support/relevance.ts';
import { launchMeasuringBrowser } from './first-query.ts';
import { runMeasured } from './measured-process.ts';
import {
  escapeHtml,
  paragraphsOf,
  runPagefind,
  serveFolder,
  versionOfPackage,
  writePage,
} from './peer-sites.ts';
import { type Cell, markdownTable } from './report.ts';

export interface RelevanceBenchRequest {
  readonly withPeers: boolean;
  /** Folder for sites and indexes. */
  readonly workFolder: string;
  tell(sentence: string): void;
}

interface AskedQuery extends RelevanceQuery {
  /** Place of the first right page among the first ten results, from 1; absent when none is there. */
  readonly places: Readonly<Partial<Record<EngineName, number>>>;
}

export interface RelevanceReport {
  readonly date: string;
  readonly pagefindVersion?: string;
  readonly engines: readonly EngineName[];
  readonly queries: readonly AskedQuery[];
}

type EngineName = 'ours' | 'pagefind';

const repository = fileURLToPath(new URL('../', import.meta.url));
const timeoutMs = 10 * 60_000;
/** Results looked at; a right page further down is told as not found. */
const askedResults = 10;

export async function benchRelevance({
  withPeers,
  workFolder,
  tell,
}: RelevanceBenchRequest): Promise<RelevanceReport> {
  const queries = readRelevanceSet();
  const folder = join(workFolder, 'relevance');
  rmSync(folder, { recursive: true, force: true });

  tell('building the demonstration site');
  const site = join(folder, 'site');
  await runMeasured('npm', ['run', '-s', 'build', '--', '--output', site, '--no-images'], {
    cwd: repository,
    timeoutMs,
  });
  const found: [EngineName, string[][]][] = [['ours', await askBuiltSite(site, queries, askedResults)]];
  if (withPeers) {
    tell('indexing the same texts with Pagefind');
    const pages = join(folder, 'pages');
    writePages(pages, await planDemoSite());
    const peerSite = join(folder, 'pagefind');
    for (const language of new Set(queries.map(({ language }) => language)))
      writePage(peerSite, `/${language}/`, `<!doctype html><html lang="${language}"><title>Search</title>`);
    await runPagefind(pages, peerSite, timeoutMs);
    tell('asking Pagefind');
    found.push(['pagefind', await askPagefind(peerSite, queries)]);
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    ...(withPeers && { pagefindVersion: versionOfPackage('pagefind', 'bench') }),
    engines: found.map(([engine]) => engine),
    queries: queries.map((query, number) => ({
      ...query,
      places: Object.fromEntries(
        found.map(([engine, answers]) => [engine, placeOfRight(query, answers[number]!)]),
      ),
    })),
  };
}

// ── Pagefind ──────────────────────────────────────────────────────────────────────────────────────────

async function planDemoSite(): Promise<SitePlan> {
  const { plan } = await planSite(
    { content: join(repository, 'content'), nowMs: Date.now(), showDrafts: false },
    { paths: noAssets, files: [] },
    new StageClock(silentReporter),
  );
  // The build before would have failed.
  if (plan === undefined) throw new Error('the demonstration site has no plan');
  return plan;
}

/** One page for each document that our index has, with the headings, lists and tables of the real page. */
function writePages(folder: string, plan: SitePlan): void {
  const bodies = new Map<string, string>(
    plan.items.map(({ item, body }) => [item.permalink, body.html.html]),
  );
  for (const document of [...documentsOf(plan).values()].flat())
    writePage(folder, document.permalink, pageOf(document, bodies.get(document.permalink)));
}

/**
 * As Pagefind's documentation has it: the text marked as body, what results may be narrowed by as filters in the head.
 * The summary weighs twice the body, as in ours; the title keeps Pagefind's own weight of a first heading, seven.
 * @param html of the body; a country or topic has none and shows its paragraphs
 */
function pageOf(document: SearchDocument, html: string | undefined): string {
  const { language, title, summary, body, date, countries, topics, kind } = document;
  const filters = [
    ...countries.map((slug) => ['country', slug]),
    ...topics.map((slug) => ['topic', slug]),
    ...(date === undefined ? [] : [['year', date.slice(0, 4)]]),
    ['kind', kind],
  ];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
${filters.map(([name, value]) => `<meta data-pagefind-filter="${name}[content]" content="${value}">`).join('\n')}
</head><body><main data-pagefind-body>
<h1>${escapeHtml(title)}</h1>
<p data-pagefind-weight="2">${escapeHtml(summary)}</p>
${html ?? paragraphsOf(body)}
</main></body></html>
`;
}

/** Runs in a page: everything that Pagefind's own interface does to get the addresses of results. Sent as source. */
const askInPage = `async (questions, limit) => {
  const pagefind = await import('/pagefind/pagefind.js');
  await pagefind.init();
  const found = [];
  for (const { query, filters } of questions) {
    const { results } = await pagefind.search(query, { filters });
    const first = await Promise.all(results.slice(0, limit).map((result) => result.data()));
    found.push(first.map(({ url }) => url));
  }
  return found;
}`;

/** In Chromium, from a page in the language of the query, by which Pagefind chooses its index. */
async function askPagefind(site: string, queries: readonly RelevanceQuery[]): Promise<string[][]> {
  const found: string[][] = queries.map(() => []);
  const server = await serveFolder(site);
  try {
    const browser = await launchMeasuringBrowser();
    try {
      for (const language of new Set(queries.map(({ language }) => language))) {
        const numbers = queries.flatMap((query, number) => (query.language === language ? [number] : []));
        const questions = numbers.map((number) => {
          const { query, filters } = queries[number]!;
          const values = Object.entries(filters).map(([name, value]) => [name, String(value)]);
          return { query, filters: Object.fromEntries(values) as Record<string, string> };
        });
        const page = await browser.newPage();
        await page.goto(`${server.origin}/${language}/`);
        const answers = (await page.evaluate(
          `(${askInPage})(${JSON.stringify(questions)}, ${askedResults})`,
        )) as string[][];
        answers.forEach((addresses, i) => {
          found[numbers[i]!] = addresses;
        });
        await page.close();
      }
    } finally {
      await browser.close();
    }
  } finally {
    server.stop();
  }
  return found;
}

// ── tables ────────────────────────────────────────────────────────────────────────────────────────────

const engineTitles: Readonly<Record<EngineName, string>> = { ours: 'Offprint', pagefind: 'Pagefind' };
const groupTitles: Readonly<Record<RelevanceGroup, string>> = {
  plain: 'plain words',
  mistyped: 'one letter mistyped',
  phrase: 'phrases',
  filtered: 'with a filter',
  script: 'other languages and scripts',
};

/** Markdown: hits by group, and every query that an engine missed. */
export function describeRelevanceReport({
  date,
  pagefindVersion,
  engines,
  queries,
}: RelevanceReport): string {
  const isWithin = (query: AskedQuery, engine: EngineName, most: number): boolean =>
    (query.places[engine] ?? Number.POSITIVE_INFINITY) <= most;
  const countsOf = (some: readonly AskedQuery[], most: number): Cell[] =>
    engines.map((engine) => some.filter((query) => isWithin(query, engine, most)).length);
  const row = (title: string, some: readonly AskedQuery[]): Cell[] => [
    title,
    some.length,
    ...countsOf(some, readersPatience),
    ...countsOf(some, 1),
  ];
  const groups = (Object.keys(relevanceGroups) as RelevanceGroup[]).map((name) =>
    row(
      groupTitles[name],
      queries.filter(({ group }) => group === name),
    ),
  );
  const head = [
    '',
    'queries',
    ...engines.map((engine) => `${engineTitles[engine]}, first three`),
    ...engines.map((engine) => `${engineTitles[engine]}, first`),
  ];
  const missed = queries.filter((query) =>
    engines.some((engine) => !isWithin(query, engine, readersPatience)),
  );
  const misses = missed.map((query): Cell[] => [
    describeQuery(query),
    query.right[0],
    ...engines.map((engine) => query.places[engine]),
  ]);
  return [
    '### The relevance set',
    `${date}${pagefindVersion === undefined ? '' : `; Pagefind ${pagefindVersion}`}.`,
    `**Queries with a right page among the first three results, and as the very first**\n\n${markdownTable(head, [...groups, row('all', queries)])}`,
    ...(misses.length === 0
      ? []
      : [
          `**What was missed**, with the place of the first right page among ten\n\n${markdownTable(['query', 'right', ...engines.map((engine) => engineTitles[engine])], misses)}`,
        ]),
  ].join('\n\n');
}
