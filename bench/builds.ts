// What building costs, ours beside Hugo, plain Eleventy and Astro on the same posts and like output in one run: from
// nothing, with nothing or one post changed, and what an author waits for after saving a post.
import { spawnSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { launchChromium } from '../test/support/chromium.ts';
import type { BuildReport, BuildRow, Figures, RowName } from './builds-report.ts';
import {
  countOutput,
  type KindCount,
  snapshotOf,
  type WrittenFiles,
  writtenBetween,
} from './built-output.ts';
import { readCorpus } from './corpus.ts';
import {
  type Command,
  GeneratorMissing,
  type GeneratorName,
  type GeneratorSite,
  type OurSite,
  type PeerGenerator,
  prepareOurs,
  preparePeer,
} from './generators.ts';
import { ProgramFailed, runMeasured } from './measured-process.ts';
import { defaultSeed, demoVocabulary, generatePosts, type Post } from './posts.ts';
import { thisMachine } from './report.ts';
import { measureSaves, type SaveFigures } from './saves.ts';

export type BuildPart = 'full' | 'save';

export interface BuildBenchRequest {
  readonly posts: number;
  /** Times that each is built; Astro once. */
  readonly runs: number;
  /** Posts that are saved before each kind of watcher. */
  readonly saves: number;
  readonly parts: readonly BuildPart[];
  readonly peers: readonly PeerGenerator[];
  /** Folder of the real texts. */
  readonly corpus: string;
  readonly workFolder: string;
  tell(sentence: string): void;
}

interface Failure {
  readonly failed: string;
}

/** A program that takes longer is killed and reported as such. */
const timeoutMs = 15 * 60_000;
const searchRoot = 'search/en/root.js';

export async function benchBuilds(request: BuildBenchRequest): Promise<BuildReport> {
  const { workFolder, parts } = request;
  const tell = (sentence: string) => request.tell(`${request.posts} posts: ${sentence}`);
  const corpus = readCorpus(request.corpus);
  tell('writing');
  const posts = [...generatePosts(request.posts, corpus, demoVocabulary())];
  const ours = prepareOurs(workFolder, request.posts, corpus);
  const sites = new Map<GeneratorName, GeneratorSite>([['ours', ours]]);
  const missing: Record<string, string> = {};
  for (const name of request.peers) {
    try {
      sites.set(name, preparePeer(name, workFolder, posts));
    } catch (error) {
      if (!(error instanceof GeneratorMissing)) throw error;
      missing[name] = error.message;
      tell(error.message);
    }
  }
  const full = parts.includes('full') ? await buildAll(request, ours, sites, posts, tell) : undefined;
  const saves = parts.includes('save') ? await saveAll(request, sites, posts, tell) : undefined;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    posts: request.posts,
    seed: defaultSeed,
    versions: Object.fromEntries([...sites.values()].map(({ name, version }) => [name, version])),
    missing,
    ...(full ?? {}),
    ...(saves === undefined ? {} : { saves }),
  };
}

// ── builds ────────────────────────────────────────────────────────────────────────────────────────────

async function buildAll(
  request: BuildBenchRequest,
  ours: OurSite,
  sites: ReadonlyMap<GeneratorName, GeneratorSite>,
  posts: readonly Post[],
  tell: (sentence: string) => void,
): Promise<Pick<BuildReport, 'rows' | 'outputs'>> {
  const rows = new Map<RowName, { figures: Figures[]; written: WrittenFiles[]; failed?: string }>();
  const outputs: Record<string, KindCount[]> = {};

  /** Measures one build; one that failed once is not tried again. @returns whether it went well */
  const measure = async (name: RowName, run: number, command: Command): Promise<boolean> => {
    const row = rows.get(name) ?? { figures: [], written: [] };
    rows.set(name, row);
    if (row.failed !== undefined) return false;
    // What earlier builds left to be written to the disk must not slow this one.
    spawnSync('sync');
    const outcome = await orFailure(() => runCommand(command));
    if ('failed' in outcome) row.failed = outcome.failed;
    else row.figures.push(outcome);
    tell(
      `run ${run + 1} of ${request.runs}, ${name}: ${
        'failed' in outcome
          ? outcome.failed
          : `${outcome.userSeconds.toFixed(1)} s user, ${outcome.wallSeconds.toFixed(1)} s wall`
      }`,
    );
    return !('failed' in outcome);
  };
  const measureWritten = async (name: RowName, run: number, command: Command): Promise<void> => {
    if (rows.get(name)?.failed !== undefined) return;
    const before = snapshotOf(ours.output);
    if (await measure(name, run, command)) {
      rows.get(name)!.written.push(writtenBetween(before, snapshotOf(ours.output)));
    }
  };
  const count = (name: string, run: number, { output }: GeneratorSite): void => {
    if (run > 0) return;
    outputs[name] = countOutput(output);
    const items = outputs[name].find(({ kind }) => kind === 'items')?.files;
    if (items !== posts.length) throw new Error(`${name} made ${items} pages of ${posts.length} posts`);
  };
  const measurePeer = async (name: PeerGenerator, run: number): Promise<void> => {
    const site = sites.get(name);
    if (site === undefined) return;
    forget(site);
    if (await measure(name, run, site.build)) count(name, run, site);
    // Space on the disk: at most one output beside ours.
    forget(site);
  };

  const withSearch = ours.buildWith();
  for (let run = 0; run < request.runs; run += 1) {
    forget(ours);
    if (await measure('ours', run, ours.build)) count('ours', run, ours);
    await measurePeer('hugo', run);
    await measurePeer('eleventy', run);
    forget(ours);
    if (await measure('ours-search', run, withSearch)) {
      count('ours-search', run, ours);
      await measureWritten('ours-unchanged', run, withSearch);
      appendFileSync(ours.fileOf(posts[Math.floor(posts.length / 2)]!), `\nChanged before run ${run + 1}.\n`);
      await measureWritten('ours-one-body', run, withSearch);
      ours.changeLayout();
      await measureWritten('ours-layout', run, withSearch);
    }
    if (run === 0) await measurePeer('astro', run);
  }
  forget(ours);
  return {
    rows: [...rows].map(
      ([name, { figures, written, failed }]): BuildRow =>
        failed === undefined ? { name, figures, written } : { name, failed },
    ),
    outputs,
  };
}

/** Removes what earlier builds left. */
function forget({ traces }: GeneratorSite): void {
  for (const path of traces) rmSync(path, { recursive: true, force: true });
}

async function runCommand({ program, args, cwd, env }: Command): Promise<Figures> {
  const { wallSeconds, userSeconds, systemSeconds, peakBytes } = await runMeasured(program, args, {
    cwd,
    env,
    timeoutMs,
  });
  return { wallSeconds, userSeconds, systemSeconds, peakBytes };
}

async function orFailure<Value>(run: () => Promise<Value>): Promise<Value | Failure> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    return { failed: error.message.slice(0, 2000) };
  }
}

// ── saves ─────────────────────────────────────────────────────────────────────────────────────────────

async function saveAll(
  request: BuildBenchRequest,
  sites: ReadonlyMap<GeneratorName, GeneratorSite>,
  posts: readonly Post[],
  tell: (sentence: string) => void,
): Promise<Record<string, SaveFigures | Failure>> {
  const saved = Array.from(
    { length: request.saves },
    (_, index) => posts[Math.floor(((index + 0.5) * posts.length) / request.saves)]!,
  );
  const figures: Record<string, SaveFigures | Failure> = {};
  for (const site of sites.values()) {
    if (site.serve === undefined) continue;
    const browser = await launchChromium();
    try {
      figures[site.name] = await orFailure(() =>
        measureSaves({
          site,
          posts: saved,
          browser,
          searchRoot: site.name === 'ours' ? searchRoot : undefined,
          tell,
        }),
      );
    } finally {
      await browser.close();
    }
    const outcome = figures[site.name]!;
    if ('failed' in outcome) tell(`${site.name}: ${outcome.failed}`);
  }
  return figures;
}
