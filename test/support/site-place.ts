// A site that is built again and again in one place, with a cache folder of its own; and the same content built clean,
// from nothing, to compare with.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildReport } from '../../src/build/build-report.ts';
import { type BuildRequest, buildSite } from '../../src/build/pipeline.ts';
import { silentReporter } from '../../src/build/progress.ts';

export interface SitePlace {
  readonly folder: string;
  readonly content: string;
  readonly output: string;
  readonly cache: string;
}

/** What `npm run build` is asked beside its folders. */
export type BuildChoice = Pick<
  BuildRequest,
  'nowMs' | 'showDrafts' | 'withArchive' | 'withSearch' | 'withFullIndex' | 'withImageSizes' | 'basePath'
>;

export function placeIn(folder: string): SitePlace {
  return {
    folder,
    content: join(folder, 'content'),
    output: join(folder, 'site'),
    cache: join(folder, 'cache'),
  };
}

/** @param previous folder with the state of an earlier build to compare with; default: the output */
export function buildIn(place: SitePlace, choice: BuildChoice, previous?: string): Promise<BuildReport> {
  const request: BuildRequest = {
    ...choice,
    cacheFolder: place.cache,
    content: place.content,
    output: place.output,
    allowDrop: true,
    comparesWithPrevious: true,
    previous,
  };
  return buildSite(request, silentReporter);
}

/**
 * The same content into a new output, with a new cache.
 * @param folder empty or absent
 */
export async function buildClean(
  content: string,
  choice: BuildChoice,
  folder: string,
  previous?: string,
): Promise<{ readonly report: BuildReport; readonly output: string }> {
  mkdirSync(folder, { recursive: true });
  const place = { ...placeIn(folder), content };
  if (existsSync(place.output) || existsSync(place.cache)) throw new Error(`${folder} is not empty`);
  return { report: await buildIn(place, choice, previous), output: place.output };
}

/** What a build says of the site, without what it says of its own work. */
export function toldOf({
  stages: _,
  output: __,
  changes: ___,
  ...told
}: BuildReport): Omit<BuildReport, 'stages' | 'output' | 'changes'> {
  return told;
}

/** Keeps what the last build remembers of its addresses. @returns undefined when there was no build */
export function keepState(output: string, folder: string): string | undefined {
  const state = join(output, 'site-state.json');
  if (!existsSync(state)) return undefined;
  mkdirSync(folder, { recursive: true });
  cpSync(state, join(folder, 'site-state.json'));
  return folder;
}
