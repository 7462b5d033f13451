// `npm run bench NAME`: measures one thing beside its peers in one run, prints tables and writes one JSON file a size.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BuildPart } from '../bench/builds.ts';
import type { PeerGenerator } from '../bench/generators.ts';
import type { PeerName } from '../bench/peer-sites.ts';
import type { SearchPart } from '../bench/search.ts';
import {
  exitStatus,
  flag,
  nearest,
  parseCount,
  parsePath,
  runCommand,
  SurroundingsError,
  UsageError,
  value,
} from '../src/build/command-line.ts';

const benchNames = ['search', 'build', 'relevance', 'face'] as const;
type BenchName = (typeof benchNames)[number];
// Named here, since the benches take long to load; what they know is checked by their types.
const partsOf = {
  search: ['build', 'query', 'speed', 'heap'],
  build: ['full', 'save'],
} as const satisfies { search: readonly SearchPart[]; build: readonly BuildPart[] };
const peersOf = {
  search: ['pagefind', 'minisearch', 'lunr'],
  build: ['hugo', 'eleventy', 'astro'],
} as const satisfies { search: readonly PeerName[]; build: readonly PeerGenerator[] };
const workFolder = '.cache/bench';
const repository = fileURLToPath(new URL('../', import.meta.url));
const benchmarksDocument = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

function parseSizes(text: string, optionName: string): number[] {
  return text.split(',').map((size) => parseCount(size.trim(), optionName));
}

function parseWords(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** @throws UsageError for a word that is none of `known` */
function chosen<const Known extends string>(
  words: readonly string[],
  known: readonly Known[],
  optionName: string,
): Known[] {
  return words.map((word) => {
    const found = known.find((candidate) => candidate === word);
    if (found !== undefined) return found;
    throw new UsageError(
      `${optionName} ${word} is not known here; there are ${known.join(', ')}`,
      `For example: ${optionName} ${nearest(word, known) ?? known[0] ?? ''}`,
    );
  });
}

/** The peers are no dependencies of the product: they come when they are first needed, or when others are wanted. */
function installPeers(tell: (text: string) => void): void {
  const read = (path: string) => JSON.parse(readFileSync(`${repository}bench/${path}`, 'utf8')) as object;
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  const isThere = ([name, version]: [string, string]): boolean => {
    const path = `node_modules/${name}/package.json`;
    return (
      existsSync(`${repository}bench/${path}`) && (read(path) as { version: string }).version === version
    );
  };
  if (Object.entries(dependencies).every(isThere)) return;
  tell('Installing the programs to compare with (bench/package.json).\n');
  const outcome = spawnSync('npm', ['ci', '--prefix', 'bench'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (outcome.status === 0) return;
  throw new SurroundingsError(
    'the programs to compare with could not be installed',
    'Look at what npm says above; npm ci --prefix bench tries it again',
  );
}

interface Choice {
  readonly name: BenchName;
  readonly sizes: readonly number[];
  readonly isQuick: boolean;
  readonly queries: number;
  readonly runs?: number;
  readonly saves: number;
  readonly parts?: readonly string[];
  readonly peers?: readonly string[];
  readonly corpus: string;
  tell(sentence: string): void;
}

/** One measured size, or what several of them tell together. */
interface Result {
  /** Of its place in docs/benchmarks.md. */
  readonly section: string;
  readonly tables: string;
  /** Kept as JSON under this name; several sizes together are not. */
  readonly report?: { readonly name: string; readonly value: object };
}

function peersOfBuildAlone(): UsageError {
  return new UsageError(
    '--peers chooses among the peers of bench build alone',
    'Leave it out, or write --no-peers',
  );
}

/** @throws UsageError at once, before anything is read or installed */
function planSearch(choice: Choice): () => AsyncGenerator<Result> {
  const parts = choice.parts && chosen(choice.parts, partsOf.search, '--parts');
  const peers = choice.peers && chosen(choice.peers, peersOf.search, '--peers');
  if (peers !== undefined && peers.length > 0) throw peersOfBuildAlone();
  return async function* () {
    const { benchSearch, describeSearchReport } = await import('../bench/search.ts');
    for (const posts of choice.sizes) {
      const report = await benchSearch({
        posts,
        queries: choice.queries,
        runs: choice.runs ?? (choice.isQuick || posts >= 50_000 ? 1 : 3),
        parts: parts ?? partsOf.search,
        withPeers: peers === undefined,
        corpus: choice.corpus,
        workFolder,
        tell: choice.tell,
      });
      yield {
        section: `search at ${posts} posts`,
        tables: describeSearchReport(report),
        report: { name: `search-${posts}`, value: report },
      };
    }
  };
}

/** From here on plain Eleventy and Astro take too long. */
const manyPosts = 50_000;
/** At this size, unless --parts says otherwise, it is measured what an author waits for. */
const postsOfSaves = 10_000;

/** @throws UsageError at once, before anything is read or installed */
function planBuilds(choice: Choice): () => AsyncGenerator<Result> {
  const parts = choice.parts && chosen(choice.parts, partsOf.build, '--parts');
  const peers = choice.peers && chosen(choice.peers, peersOf.build, '--peers');
  return async function* () {
    const { benchBuilds } = await import('../bench/builds.ts');
    const { describeBuildReport, describeGrowth } = await import('../bench/builds-report.ts');
    const reports = [];
    for (const posts of choice.sizes) {
      const isMany = posts >= manyPosts;
      const hasSaves = choice.isQuick || posts === postsOfSaves;
      const report = await benchBuilds({
        posts,
        runs: choice.runs ?? (choice.isQuick ? 1 : isMany ? 3 : 5),
        saves: choice.saves,
        parts: parts ?? (hasSaves ? partsOf.build : ['full']),
        peers: peers ?? (isMany ? ['hugo'] : peersOf.build),
        corpus: choice.corpus,
        workFolder,
        tell: choice.tell,
      });
      reports.push(report);
      yield {
        section: `builds at ${posts} posts`,
        tables: describeBuildReport(report),
        report: { name: `build-${posts}`, value: report },
      };
    }
    const growth = describeGrowth(reports);
    if (growth !== undefined) yield { section: 'growth of builds', tables: growth };
  };
}

/** @throws UsageError at once, before anything is read or installed */
function planRelevance({ parts, peers, tell }: Choice): () => AsyncGenerator<Result> {
  if (parts !== undefined) throw new UsageError('bench relevance has no parts', 'Leave --parts out');
  if (peers !== undefined && peers.length > 0) throw peersOfBuildAlone();
  return async function* () {
    const { benchRelevance, describeRelevanceReport } = await import('../bench/relevance.ts');
    const report = await benchRelevance({ withPeers: peers === undefined, workFolder, tell });
    yield {
      section: 'relevance',
      tables: describeRelevanceReport(report),
      report: { name: 'relevance', value: report },
    };
  };
}

/** @throws UsageError at once, before anything is read or installed */
function planFace({ parts, peers, runs, isQuick, tell }: Choice): () => AsyncGenerator<Result> {
  if (parts !== undefined) throw new UsageError('bench face has no parts', 'Leave --parts out');
  if (peers !== undefined) {
    throw new UsageError('bench face measures our pages alone', 'Leave --peers and --no-peers out');
  }
  return async function* () {
    const { benchFace, describeFaceReport } = await import('../bench/face.ts');
    const report = await benchFace({ runs: runs ?? (isQuick ? 1 : 5), workFolder, tell });
    yield { section: 'face', tables: describeFaceReport(report), report: { name: 'face', value: report } };
  };
}

const planBy = { search: planSearch, build: planBuilds, relevance: planRelevance, face: planFace };

await runCommand(
  {
    name: 'bench',
    about: `Measures one thing beside its peers, on posts made of real texts, or (relevance, face) on the demonstration site. NAME is one of: ${benchNames.join(', ')}.`,
    options: {
      posts: value('N,N', 'how many posts, one run for each number (1000,10000)', parseSizes),
      queries: value('N', 'search: ask only N of the 200 queries', parseCount),
      runs: value(
        'N',
        'build, or with face visit, each N times, report medians (search 3, from 50000 posts on 1; build 5 and 3; face 5)',
        parseCount,
      ),
      saves: value('N', 'build: save N posts before each server (20)', parseCount),
      quick: flag('300 posts, 20 queries, one build or visit, 3 saves: to see that it works'),
      parts: value(
        'A,B',
        `only these parts: ${partsOf.search.join(', ')} of search; ${partsOf.build.join(', ')} of build (save at 10000 posts alone)`,
        parseWords,
      ),
      peers: value('A,B', `build: only these peers: ${peersOf.build.join(', ')}`, parseWords),
      'no-peers': flag('measure ours alone'),
      corpus: value('DIR', 'folder of the real texts (../shared/corpus)', parsePath),
      docs: flag('put the tables into docs/benchmarks.md'),
      json: flag('print one JSON value a size, instead of tables'),
    },
    words: { name: 'NAME', help: 'what to measure', least: 1, most: 1 },
  },
  async ({ options, words: [given = ''] }, terminal) => {
    const name = benchNames.find((known) => known === given);
    if (name === undefined) {
      const near = nearest(given, benchNames);
      throw new UsageError(
        `there is no bench ${given}`,
        near === undefined ? `There are: ${benchNames.join(', ')}` : `Did you mean ${near}?`,
      );
    }
    if (options.peers !== undefined && options['no-peers']) {
      throw new UsageError('--peers and --no-peers contradict each other', 'Leave one of the two out');
    }
    const { readCorpus, defaultCorpus } = await import('../bench/corpus.ts');
    const corpus = options.corpus ?? defaultCorpus;
    const measure = planBy[name]({
      name,
      sizes: options.posts ?? (options.quick ? [300] : [1000, 10_000]),
      isQuick: options.quick,
      queries: options.queries ?? (options.quick ? 20 : 200),
      runs: options.runs,
      saves: options.saves ?? (options.quick ? 3 : 20),
      parts: options.parts,
      peers: options['no-peers'] ? [] : options.peers,
      corpus,
      tell: (sentence) => terminal.tell(`${sentence}\n`),
    });
    // Read first: without texts there is nothing to measure, and nothing to install for it.
    const needsTexts = name !== 'relevance' && name !== 'face';
    if (needsTexts) readCorpus(corpus);
    if (needsTexts || !options['no-peers']) installPeers(terminal.tell);
    const { replaceSection } = await import('../bench/report.ts');
    for await (const { section, tables, report } of measure()) {
      if (!options.json) terminal.print(`${tables}\n\n`);
      if (report !== undefined) {
        const json = `${JSON.stringify(report.value, null, 1)}\n`;
        if (options.json) terminal.print(json);
        const file = `bench/results/${report.name}.json`;
        mkdirSync('bench/results', { recursive: true });
        writeFileSync(file, json);
        terminal.tell(`Written to ${file}\n`);
      }
      if (options.docs) {
        const document = readFileSync(benchmarksDocument, 'utf8');
        writeFileSync(benchmarksDocument, replaceSection(document, section, tables));
      }
    }
    return exitStatus.success;
  },
);
