// The road of the whole site as one function after another: read this first. Content is read, then loaded, validated and
// rendered to a plan of pages (plan-site.ts); Eleventy renders the plan; feeds and the search index are made beside it;
// one place writes. Whatever is wrong in the content is gathered over the whole road and told together, before anything
// is made.
import type { Fingerprint, PlannedPage, SiteState } from '../model.ts';
import { formatProblem, hasErrors, type Problem, sortProblems } from '../problem.ts';
import { downloadLayout, noAssets, printPage } from '../render/plan-pages.ts';
import { buildBrowserAssets } from './browser-assets.ts';
import {
  type BuildReport,
  countsOf,
  failedReport,
  heldBackOf,
  itemsByLanguageOf,
  sizesOf,
} from './build-report.ts';
import { cachePart, defaultCacheFolder } from './cache-folder.ts';
import { type ClockInterval, clockInterval } from './clock-interval.ts';
import { checkSourcesUnchanged, fingerprintOfMade } from './code-version.ts';
import { UsageError } from './command-line.ts';
import type { PageTask } from './eleventy.ts';
import { publishImages } from './images.ts';
import { indexSite, openSearchCache } from './index-site.ts';
import { ItemCache } from './item-cache.ts';
import { keptBrowserAssets, openAssetPack } from './kept-assets.ts';
import { type KnownPages, openKnownPages, siteFingerprint } from './known-pages.ts';
import {
  type BuildRecord,
  deleteBuildRecord,
  hashOfContent,
  readBuildRecord,
  writeBuildRecord,
} from './last-build.ts';
import { layoutProblems } from './layout-problems.ts';
import { openItemCache, openItemCacheToRead, type PlanRequest, planSite } from './plan-site.ts';
import { comparePlan, readPreviousState } from './previous-site.ts';
import { silentReporter } from './progress.ts';
import { outputPath, putPages } from './put-pages.ts';
import { type ContentFolder, checkContentFolder, readContent } from './read-content.ts';
import { repository } from './repository.ts';
import { archiveFile } from './site-download.ts';
import { closingFiles, factsOf, feedsOf } from './site-files.ts';
import { type Reporter, StageClock } from './stage-clock.ts';
import { buildStyleguideFiles } from './styleguide-files.ts';
import { fontStamp } from './title-fonts.ts';
import { openTitleFonts, publishTitles } from './title-pictures.ts';
import { checkEntries, checkOutputFolder, type OpenOutput, openOutput } from './write-output.ts';

/** What a living process knows from before has no place here: a build has the cache. */
type FreshRequest = Omit<
  PlanRequest,
  'itemCache' | 'validationMemory' | 'imageMemory' | 'openTitleFonts' | 'styleguide'
>;

export interface BuildRequest extends FreshRequest {
  readonly output: string;
  readonly withSearch: boolean;
  /** lunr's whole index is published beside ours, with all that it takes to make it again. Default false. */
  readonly withFullIndex?: boolean;
  /** Sample pages of every part and state are part of the site. Default false. */
  readonly withStyleguide?: boolean;
  /** Folder of an earlier build to compare with; default: the output. */
  readonly previous?: string;
  readonly allowDrop: boolean;
  /** Addresses are compared with an earlier build's. */
  readonly comparesWithPrevious: boolean;
  /** What the last build made is taken over where it would be the same, and this one's is kept. Default true. */
  readonly withCache?: boolean;
}

/**
 * Builds the whole site and swaps it in; with any error in the content nothing is written.
 * @throws UsageError, SurroundingsError: nothing is written either
 */
export async function buildSite(request: BuildRequest, reporter: Reporter): Promise<BuildReport> {
  const clock = new StageClock(reporter);
  if (request.withArchive && request.showDrafts) {
    throw new UsageError(
      '--archive and --drafts do not go together: a copy that is carried away cannot be called back',
      'Leave one of them out.',
    );
  }
  if (request.withFullIndex && !request.withSearch) {
    throw new UsageError(
      '--full-index and --no-search do not go together: the full index is of what search finds',
      'Leave one of them out.',
    );
  }
  // Folders come first: a wrong name is told before any work.
  await checkContentFolder(request.content);
  const { isKnownOurs } = checkOutputFolder(request.output, { content: request.content, repository });
  const { cacheFolder = defaultCacheFolder } = request;
  const output = openOutput(request.output, {
    cacheFolder: request.withCache === false ? undefined : cachePart(cacheFolder, 'outputs'),
  });
  const records = cachePart(cacheFolder, 'builds');
  const forget = reporter.onInterrupt(() => output.close());
  try {
    const previous = request.comparesWithPrevious
      ? readPreviousState(request.previous ?? request.output, request.previous !== undefined, reporter)
      : undefined;
    const folder = await clock.run('read', () => readContent(request.content));
    const inputs = await clock.run('compare', () => inputsOf(folder, request, previous));
    const last =
      inputs === undefined ? undefined : readBuildRecord<BuildReport>(output.path, inputs, records);
    if (last !== undefined && isStillThere(last, output, request)) {
      return {
        ...last.report,
        changes: { written: 0, kept: last.files.length, removed: 0 },
        stages: clock.stages,
      };
    }
    const outcome = await makeSite({ request, output, records, isKnownOurs, previous, folder }, clock);
    if (outcome.interval !== undefined && inputs !== undefined) {
      const { report, interval, fonts, files, lasting } = outcome;
      const record = {
        output: output.path,
        inputs,
        interval,
        fonts,
        files,
        report: { ...report, problems: lasting },
      };
      writeBuildRecord(record, records);
    }
    return outcome.report;
  } finally {
    output.close();
    forget();
  }
}

/** Fingerprint of all that a build is made of but the clock; undefined when nothing is to be kept. */
function inputsOf(
  folder: ContentFolder,
  {
    content: _,
    output,
    nowMs: _nowMs,
    withCache,
    allowDrop: _allowDrop,
    previous: named,
    cacheFolder: _cacheFolder,
    ...options
  }: BuildRequest,
  previous: SiteState | undefined,
): Fingerprint | undefined {
  if (withCache === false) return undefined;
  return fingerprintOfMade({
    content: hashOfContent(folder),
    options,
    output,
    // The output's own state is what this build leaves there.
    previous: named === undefined ? undefined : (previous ?? null),
  });
}

/** The output is that of the last build, nothing more, and what that build did holds now. */
function isStillThere(
  { interval, fonts, files }: BuildRecord<BuildReport>,
  output: OpenOutput,
  { nowMs }: BuildRequest,
): boolean {
  if (nowMs < interval.fromMs || nowMs >= interval.untilMs) return false;
  if (fonts !== undefined && fonts !== fontStamp()) return false;
  return (
    output.holdsOnly(files.map(([path]) => path)) &&
    files.every(([path, hash]) => output.hashOf(path) === hash)
  );
}

interface SiteInputs {
  readonly request: BuildRequest;
  readonly output: OpenOutput;
  /** Folder of the records of builds. */
  readonly records: string;
  readonly isKnownOurs: boolean;
  readonly previous: SiteState | undefined;
  readonly folder: ContentFolder;
}

interface MadeSite {
  readonly report: BuildReport;
  /** Problems that a second build of the same would find too. */
  readonly lasting: readonly Problem[];
  /** Every file of the output with its hash. */
  readonly files: readonly (readonly [path: string, hash: string])[];
  /** For how long it holds; undefined when nothing was built. */
  readonly interval?: ClockInterval;
  /** As BuildRecord.fonts. */
  readonly fonts?: string;
}

/** Everything from the content to the swap, each file into the output as it is made. */
async function makeSite(
  { request, output, records, isKnownOurs, previous, folder }: SiteInputs,
  clock: StageClock,
): Promise<MadeSite> {
  const withCache = request.withCache !== false;
  const assetPack = withCache ? openAssetPack(request.cacheFolder, clock.reporter) : undefined;
  const ours = await clock.run('scripts and styles', () =>
    assetPack === undefined ? buildBrowserAssets() : keptBrowserAssets(assetPack),
  );
  const styleguide = request.withStyleguide
    ? await clock.run('style guide', () => buildStyleguideFiles(ours))
    : undefined;
  const itemCache = withCache ? openItemCache(request, clock.reporter) : new ItemCache();
  const titleCache = withCache ? cachePart(request.cacheFolder ?? defaultCacheFolder, 'titles') : undefined;
  const { plan, problems: lasting } = await planSite(
    {
      ...request,
      itemCache,
      styleguide: styleguide?.paths,
      openTitleFonts: () => openTitleFonts(titleCache),
    },
    ours,
    clock,
    folder,
  ).catch((error) => {
    itemCache.discard();
    throw error;
  });
  // Without a plan no text was rendered, and what the cache has of them would count as no longer used.
  if (plan === undefined) itemCache.discard();
  else if (withCache) await clock.run('keep items', () => keepItems(itemCache));
  const problems = [...lasting];
  if (plan !== undefined) problems.push(...comparePlan(plan, problems, previous, request));
  if (plan === undefined || hasErrors(problems))
    return notMade(failedReport(request.output, problems, clock.stages));

  const { assets } = plan;
  const staged = output.begin();
  // The page of the archive tells its checksum, so it comes after all that the archive holds.
  const [latePages, otherPages] = [plan.pages.filter(isLate), plan.pages.filter((page) => !isLate(page))];
  const interval = clockInterval(plan.allItems, plan.site.settings, request.nowMs);
  const putPlanned = (pages: readonly PlannedPage[], known?: KnownPages) =>
    putPages(pages, output, staged, withCache ? fingerprintOfMade : undefined, known);
  const { known: knownPages, errors } = await clock.run('pages', async () => {
    const known = withCache
      ? openKnownPages(request, siteFingerprint(plan.planned, plan.images, interval), clock.reporter)
      : undefined;
    return { known, errors: await putPlanned(otherPages, known) };
  });
  if (errors.length > 0)
    return notMade(failedReport(request.output, [...problems, ...layoutProblems(errors)], clock.stages));

  const feeds = feedsOf(plan);
  const searchCache = withCache && request.withSearch ? openSearchCache(request, clock.reporter) : undefined;
  const search = request.withSearch
    ? await clock.run('search', () => indexSite(plan, request, searchCache))
    : { files: [], sizes: {} };
  const attachments = await clock.run('pictures', () => publishImages(plan.attachments, plan.images));
  const { titles } = plan;
  if (titles !== undefined) {
    await clock.run('title pictures', () => publishTitles(titles, output, staged, titleCache));
  }
  const facts = factsOf(plan);
  const others = [
    ...assets.files,
    ...(styleguide?.files ?? []),
    ...plan.scripts,
    ...feeds,
    ...search.files,
    ...attachments,
  ];
  const pagePaths = plan.pages.map(({ permalink }) => outputPath(permalink));
  const paths = [...pagePaths, ...others.map(({ path }) => path), ...(titles?.pictures.keys() ?? [])];
  if (plan.download !== undefined) paths.push(plan.download.path);
  const closing = closingFiles(plan, paths);
  if (!isKnownOurs) checkEntries(request.output, closing.entries);
  others.push(...closing.files);
  await clock.run('write', async () => {
    for (const file of others) await staged.put(file);
  });
  checkSourcesUnchanged();
  assetPack?.finish();
  knownPages?.finish();
  searchCache?.finish();

  const { download } = plan;
  let archive: BuildReport['archive'];
  if (download !== undefined && facts !== undefined) {
    const source = { ...facts, basePath: plan.options.basePath };
    // Loaded here: most builds have no need of it.
    const { packSite: pack } = await import('./site-archive.ts');
    await clock.run('archive', () => staged.put(archiveFile(download.path, staged, source, pack)));
    archive = {
      path: download.path,
      sizeBytes: staged.sizeOf(download.path),
      sha256: Buffer.from(staged.hashOf(download.path), 'base64url').toString('hex'),
    };
    download.know(archive);
    const lateErrors = await clock.run('archive page', () => putPlanned(latePages));
    checkSourcesUnchanged();
    if (lateErrors.length > 0)
      return notMade(
        failedReport(request.output, [...problems, ...layoutProblems(lateErrors)], clock.stages),
      );
  }
  deleteBuildRecord(output.path, records);
  const { totalBytes, written, kept, removed } = await clock.run('swap', () => staged.finish());

  const report: BuildReport = {
    isBuilt: true,
    problems: sortProblems(problems),
    output: request.output,
    counts: { ...countsOf(plan), files: staged.paths().length },
    itemsByLanguage: itemsByLanguageOf(plan),
    heldBack: heldBackOf(plan),
    bytes: {
      total: totalBytes,
      ...sizesOf({ pages: pagePaths, feeds, assets: assets.files }, (path) => staged.sizeOf(path)),
      searchCompressed: search.sizes,
    },
    changes: { written: written.length, kept, removed: removed.length },
    archive,
    stages: clock.stages,
  };
  return {
    report,
    lasting: request.previous === undefined ? lasting : problems,
    files: staged.paths().map((path) => [path, staged.hashOf(path)] as const),
    interval,
    fonts: titles?.fonts.stamp,
  };
}

function keepItems(itemCache: ItemCache): void {
  try {
    checkSourcesUnchanged();
  } catch (error) {
    itemCache.discard();
    throw error;
  }
  itemCache.finish();
}

function notMade(report: BuildReport): MadeSite {
  return { report, lasting: [], files: [] };
}

function isLate({ layout }: PlannedPage): boolean {
  return layout === downloadLayout;
}

/**
 * Problems of the content alone, the same as a build would find; nothing is written.
 * @param request `previous`: an earlier site to compare with; one that is named must be there, a default need not
 */
export async function checkSite(
  request: FreshRequest & { readonly previous?: { readonly folder: string; readonly isNamed: boolean } },
  reporter: Reporter,
): Promise<Problem[]> {
  await checkContentFolder(request.content);
  const { previous } = request;
  const state = previous && readPreviousState(previous.folder, previous.isNamed, reporter);
  const { problems, plan } = await planSite(
    // What the map shows is on no list of what can be wrong.
    { ...request, withMap: false, itemCache: openItemCacheToRead(request, reporter) },
    { paths: noAssets, files: [] },
    new StageClock(reporter),
  );
  if (plan === undefined) return problems;
  const compared = comparePlan(plan, problems, state, { ...request, allowDrop: false });
  return sortProblems([...problems, ...compared]);
}

/**
 * The pages of a content folder, for Eleventy's own command.
 * @throws Error that tells the problems of the content
 */
export async function planForEleventy(content: string): Promise<readonly PageTask[]> {
  const assets = await buildBrowserAssets();
  const request: PlanRequest = { content, nowMs: Date.now(), showDrafts: false };
  const { problems, plan } = await planSite(request, assets, new StageClock(silentReporter));
  if (plan === undefined || hasErrors(problems))
    throw new Error(`\n${problems.map(formatProblem).join('\n')}`);
  return plan.pages.map((page) => ({ ...page, render: () => printPage(page) }));
}
