// `npm run bench NAME`: measures one thing beside its peers in one run, prints tables and writes one JSON file a size.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

const benchNames = ['search'] as const;
const parts = ['build', 'query', 'speed', 'heap'] as const;
const repository = fileURLToPath(new URL('../', import.meta.url));
const benchmarksDocument = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

function parseSizes(text: string, optionName: string): number[] {
  return text.split(',').map((size) => parseCount(size.trim(), optionName));
}

function parseParts(text: string, optionName: string): (typeof parts)[number][] {
  return text.split(',').map((word) => {
    const found = parts.find((part) => part === word.trim());
    if (found !== undefined) return found;
    throw new UsageError(
      `${optionName} ${text}: there is no part ${word.trim()}; parts are ${parts.join(', ')}`,
      `For example: ${optionName} ${nearest(word.trim(), parts) ?? parts[0]}`,
    );
  });
}

/** The peers are no dependencies of the product: they come when they are first needed. */
function installPeers(tell: (text: string) => void): void {
  if (existsSync(`${repository}bench/node_modules`)) return;
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

await runCommand(
  {
    name: 'bench',
    about: `Measures one thing beside its peers, on posts made of real texts. NAME is one of: ${benchNames.join(', ')}.`,
    options: {
      posts: value('N,N', 'how many posts, one run for each number (1000,10000)', parseSizes),
      queries: value('N', 'ask only N of the 200 queries', parseCount),
      runs: value('N', 'build each index N times, report medians (3; from 50000 posts on 1)', parseCount),
      quick: flag('300 posts, 20 queries, one build: to see that it works'),
      parts: value('A,B', `only these parts: ${parts.join(', ')}`, parseParts),
      'no-peers': flag('measure ours alone'),
      corpus: value('DIR', 'folder of the real texts (../shared/corpus)', parsePath),
      docs: flag('put the tables into docs/benchmarks.md'),
    },
    words: { name: 'NAME', help: 'what to measure', least: 1, most: 1 },
  },
  async ({ options, words: [name = ''] }, terminal) => {
    if (!benchNames.some((known) => known === name)) {
      const near = nearest(name, benchNames);
      throw new UsageError(
        `there is no bench ${name}`,
        near === undefined ? `There are: ${benchNames.join(', ')}` : `Did you mean ${near}?`,
      );
    }
    // Read first: without texts there is nothing to measure, and nothing to install for it.
    const { readCorpus, defaultCorpus } = await import('../bench/corpus.ts');
    const corpus = options.corpus ?? defaultCorpus;
    readCorpus(corpus);
    installPeers(terminal.tell);
    const { benchSearch, describeSearchReport, writeSearchReport } = await import('../bench/search.ts');
    const { replaceSection } = await import('../bench/report.ts');
    for (const posts of options.posts ?? (options.quick ? [300] : [1000, 10_000])) {
      const report = await benchSearch({
        posts,
        queries: options.queries ?? (options.quick ? 20 : 200),
        runs: options.runs ?? (options.quick || posts >= 50_000 ? 1 : 3),
        parts: options.parts ?? parts,
        withPeers: !options['no-peers'],
        corpus,
        workFolder: '.cache/bench',
        tell: (sentence) => terminal.tell(`${sentence}\n`),
      });
      const tables = describeSearchReport(report);
      const file = `bench/results/search-${posts}.json`;
      writeSearchReport(report, file);
      terminal.print(`${tables}\n\n`);
      terminal.tell(`Written to ${file}\n`);
      if (options.docs) {
        const document = readFileSync(benchmarksDocument, 'utf8');
        writeFileSync(benchmarksDocument, replaceSection(document, `search at ${posts} posts`, tables));
      }
    }
    return exitStatus.success;
  },
);
