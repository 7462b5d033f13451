// The road of the whole site as one function after another: read this first. Content is read, loaded, validated and
// rendered to a plan of pages; Eleventy renders the plan; feeds and the search index are made beside it; one place
// writes. Whatever is wrong in the content is gathered over the whole road and told together, before anything is made.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildFeeds } from '../feed/build-feeds.ts';
import { buildRobots } from '../feed/robots.ts';
import { buildSitemap } from '../feed/sitemap.ts';
import { loadYaml } from '../load/load-file.ts';
import type {
  AbsoluteUrl,
  ArchiveFacts,
  AssetPaths,
  Attachment,
  BuildOptions,
  FindImage,
  Fingerprint,
  FolderFacts,
  IsoDate,
  Item,
  OutputFile,
  PlannedPage,
  RenderedItem,
  SearchDocument,
  Site,
  SiteState,
  SourceFile,
} from '../model.ts';
import { compareText, formatProblem, hasErrors, type Problem, sortProblems } from '../problem.ts';
import { siteAddresses } from '../render/addresses.ts';
import { aliasFiles } from '../render/alias-files.ts';
import { folderFacts, newestContentDate } from '../render/folder-facts.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { downloadLayout, noAssets, planPages, printPage } from '../render/plan-pages.ts';
import { type BuildSearchOptions, buildSearch, type SearchFiles } from '../search/build-search.ts';
import { searchDocuments } from '../search/search-documents.ts';
import { checkAliasesOfFiles } from '../validate/addresses.ts';
import { checkInternalLinks } from '../validate/internal-links.ts';
import { sourceOf } from '../validate/item-source.ts';
import { compareWithPreviousState, parseSiteState, siteStateOf } from '../validate/previous-state.ts';
import { instantIn } from '../validate/site-time.ts';
import { slugFrom } from '../validate/slug.ts';
import { validateContent, withoutDrafts } from '../validate/validate-content.ts';
import type { ValidationMemory } from '../validate/validation-memory.ts';
import { buildBrowserAssets, buildPipelineScript } from './browser-assets.ts';
import { cachePart, contentPack, defaultCacheFolder } from './cache-folder.ts';
import { type CachePack, openPack } from './cache-pack.ts';
import { type ClockInterval, clockInterval } from './clock-interval.ts';
import { codeVersion, codeVersionOf } from './code-version.ts';
import { type SiteAddress, UsageError } from './command-line.ts';
import type { PageTask, RenderError } from './eleventy.ts';
import { fingerprintOf, hashOf } from './fingerprint.ts';
import {
  findDamage,
  type ImageFault,
  type ImageMemory,
  type ImageState,
  isDrawing,
  isFault,
  planImages,
  publishImages,
} from './images.ts';
import { ItemCache } from './item-cache.ts';
import {
  type BuildRecord,
  deleteBuildRecord,
  hashOfContent,
  readBuildRecord,
  writeBuildRecord,
} from './last-build.ts';
import { outputPath, putPages } from './put-pages.ts';
import {
  type ContentFolder,
  checkContentFolder,
  displayFolder,
  readContent,
  reason,
} from './read-content.ts';
import type { FolderSource, packSite } from './site-archive.ts';
import {
  checkEntries,
  checkOutputFolder,
  type OpenOutput,
  openOutput,
  type StagedOutput,
  stateFile,
  topEntries,
} from './write-output.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

// ── what is asked for, and what is told ───────────────────────────────────────────────────────────────

export interface PlanRequest {
  /** Folder as the user gave it. */
  readonly content: string;
  /** Where the site will stand; default: `url` of site.yaml. */
  readonly siteUrl?: SiteAddress;
  /** Instead of the path in siteUrl or site.yaml. */
  readonly basePath?: string;
  /** The clock, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Drafts and embargoed items appear, marked, and every page says noindex. */
  readonly showDrafts: boolean;
  /** The site offers an archive of itself. */
  readonly withArchive?: boolean;
  /** Pictures in several sizes and formats; without, each is cleaned and kept in its own. Default true. */
  readonly withImageSizes?: boolean;
  /** Where what spares the next build work is kept. Default: .cache beside the program. */
  readonly cacheFolder?: string;
  /** What is known of items from before. Default: nothing, and nothing is kept. */
  readonly itemCache?: ItemCache;
  /** What a living process knows of checks and pictures from before. */
  readonly validationMemory?: ValidationMemory;
  readonly imageMemory?: ImageMemory;
}

export interface BuildRequest extends PlanRequest {
  readonly output: string;
  readonly withSearch: boolean;
  /** lunr's whole index is published beside ours, with all that it takes to make it again. Default false. */
  readonly withFullIndex?: boolean;
  /** Folder of an earlier build to compare with; default: the output. */
  readonly previous?: string;
  readonly allowDrop: boolean;
  /** Addresses are compared with an earlier build's; dev does not. */
  readonly comparesWithPrevious: boolean;
  /** What the last build made is taken over where it would be the same, and this one's is kept. Default true. */
  readonly withCache?: boolean;
}

/** What one stage took. */
export interface StageReport {
  readonly name: string;
  readonly milliseconds: number;
  /** Resident memory of the process at the stage's end, and its peak until then, in bytes. */
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
}

/** Is told of every stage as it begins and ends; the stages themselves know no clock. */
export interface Reporter {
  begin(stage: string): void;
  end(stage: StageReport): void;
  note(sentence: string): void;
  /** As Terminal.onInterrupt. */
  onInterrupt(cleanUp: () => void): () => void;
}

export interface BuildReport {
  readonly isBuilt: boolean;
  readonly problems: readonly Problem[];
  readonly output: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Items by language tag. */
  readonly itemsByLanguage: Readonly<Record<string, number>>;
  /** Items that this build does not show, each counted once; `until` is the earliest date at which one appears. */
  readonly heldBack: {
    readonly drafts: number;
    readonly embargoed: number;
    readonly expired: number;
    readonly until?: string;
  };
  /** Total of the output, then by kind; search by language, its payloads compressed. */
  readonly bytes: {
    readonly total: number;
    readonly pages: number;
    readonly feeds: number;
    readonly assetsCompressed: Readonly<Record<string, number>>;
    readonly searchCompressed: Readonly<Record<string, { readonly files: number; readonly bytes: number }>>;
  };
  /** Files of the output: whose bytes are new, that stayed as they were, and that are gone. */
  readonly changes: { readonly written: number; readonly kept: number; readonly removed: number };
  /** Absent without --archive. */
  readonly archive?: ArchiveFacts & { readonly path: string };
  readonly stages: readonly StageReport[];
}

/** Runs stages one after another and keeps what each took. */
export class StageClock {
  readonly stages: StageReport[] = [];
  readonly reporter: Reporter;
  constructor(reporter: Reporter) {
    this.reporter = reporter;
  }
  async run<Value>(name: string, stage: () => Value | Promise<Value>): Promise<Value> {
    this.reporter.begin(name);
    const startMs = performance.now();
    const value = await stage();
    const report: StageReport = {
      name,
      milliseconds: Math.round(performance.now() - startMs),
      memoryBytes: process.memoryUsage.rss(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
    this.stages.push(report);
    this.reporter.end(report);
    return value;
  }
}

// ── from content to a plan ────────────────────────────────────────────────────────────────────────────

/** Everything that is known of the site before its pages are rendered. */
export interface SitePlan {
  readonly site: Site;
  readonly options: BuildOptions;
  readonly items: readonly RenderedItem[];
  readonly pages: readonly PlannedPage[];
  /** Late files. */
  readonly feeds: readonly OutputFile[];
  /** Copies of images and documents. */
  readonly attachments: readonly OutputFile[];
  /** By path below the content folder. */
  readonly images: ReadonlyMap<string, ImageState>;
  /** The site as any reader may see it: without drafts, even when `site` has them. */
  readonly publishedSite: Site;
  /** The archive that the site offers. */
  readonly download?: LateDownload;
  /** All items, hidden ones too. */
  readonly allItems: readonly Item[];
}

/** An archive whose page is planned before it is packed: it holds all the other pages. */
class LateDownload {
  readonly path: string;
  readonly date: IsoDate | undefined;
  #facts: ArchiveFacts | undefined;
  constructor(site: Site) {
    this.date = newestContentDate(site);
    this.path = `download/${archiveName(site)}.zip`;
  }
  know(facts: ArchiveFacts): void {
    this.#facts = facts;
  }
  facts(): ArchiveFacts {
    if (this.#facts === undefined)
      throw new Error('the page of the archive was rendered before it was packed');
    return this.#facts;
  }
}

function archiveName(site: Site): string {
  const date = newestContentDate(site);
  const slug = slugFrom(site.settings.name);
  return date === undefined ? slug : `${slug}-${date}`;
}

/**
 * @param known the content folder, when it was read already
 * @returns every problem of the content, sorted; the plan when site.yaml and vocabulary can be used at all. A plan
 *   beside an error is good for further checks, never for pages.
 */
export async function planSite(
  request: PlanRequest,
  assets: AssetPaths,
  clock: StageClock,
  known?: ContentFolder,
): Promise<{ problems: Problem[]; plan?: SitePlan }> {
  const { itemCache = new ItemCache() } = request;
  const folder = known ?? (await clock.run('read', () => readContent(request.content)));
  const { sources, problems: loadProblems } = await clock.run('load', () => loadFiles(folder, itemCache));
  const { problems, site, allItems } = await clock.run('validate', () =>
    validateContent({
      contentFolder: folder.displayPath,
      files: folder.files,
      problems: [...folder.problems, ...loadProblems],
      sources,
      nowMs: request.nowMs,
      showDrafts: request.showDrafts,
      builtInTexts,
      memory: request.validationMemory,
    }),
  );
  if (site === undefined) return { problems: sortProblems(problems) };

  const options = buildOptionsOf(site, request);
  const images = await clock.run('look at pictures', () =>
    planImages(site.files.values(), request.withImageSizes ?? true, request.imageMemory),
  );
  const findImage: FindImage = (item, name) => {
    const state = images.get(besideItem(item, name));
    return state === undefined || isFault(state) ? undefined : state.shown;
  };
  const publishedSite = request.showDrafts ? withoutDrafts(site, request.nowMs) : site;
  const items = await clock.run('render texts', () =>
    site.items.map((item) => itemCache.render(item, options, findImage)),
  );
  // A feed reader keeps what it was given: a draft in a preview's feed could not be taken back, and has no mark there.
  const published = new Set<string>(publishedSite.items.map(({ permalink }) => permalink));
  const feedItems = request.showDrafts ? items.filter(({ item }) => published.has(item.permalink)) : items;
  const download = request.withArchive === true ? new LateDownload(site) : undefined;
  const { pages, feeds } = await clock.run('plan pages', () => ({
    pages: planPages({ site, items, options, assets, download, findImage }),
    feeds: buildFeeds(site, feedItems, siteAddresses(options), fingerprintOfMade),
  }));
  const links = await clock.run('check links', () =>
    checkInternalLinks({
      items: items.map(({ item, body }) => ({ item, body })),
      knownAddresses: knownAddresses(folder, site, pages, feeds, problems),
      files: site.files,
      allItems,
      origin: options.origin,
      basePath: options.basePath,
    }),
  );
  const attachments = copiesOf(site, links.attachments);
  const aliases = checkAliasesOfFiles(
    site.items,
    attachments.map(({ path }) => `/${path}`),
  );
  const imageProblems = await clock.run('check pictures', () =>
    checkImages(items, links.attachments, images, request.imageMemory),
  );
  return {
    problems: sortProblems([...problems, ...links.problems, ...aliases, ...imageProblems]),
    plan: {
      site,
      options,
      items,
      pages,
      feeds,
      attachments,
      images,
      publishedSite,
      download,
      allItems,
    },
  };
}

/** The words that came with the program, of one language. */
function builtInTexts(language: string): Readonly<Record<string, string>> | undefined {
  const diskPath = join(repository, 'content', 'i18n', `${language}.yaml`);
  if (!existsSync(diskPath)) return undefined;
  const bytes = readFileSync(diskPath);
  const file = { path: `i18n/${language}.yaml`, displayPath: diskPath, diskPath, size: bytes.length, bytes };
  const texts = loadYaml(file).source?.frontmatter.texts;
  if (typeof texts !== 'object' || texts === null) return undefined;
  const words = Object.entries(texts).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(words);
}

function loadFiles(
  folder: ContentFolder,
  itemCache: ItemCache,
): { sources: Map<string, SourceFile>; problems: Problem[] } {
  const sources = new Map<string, SourceFile>();
  const problems: Problem[] = [];
  for (const file of folder.files) {
    if (file.bytes === undefined) continue;
    const loaded = /\.md$/i.test(file.path) ? itemCache.load(file) : itemCache.loadYaml(file);
    problems.push(...loaded.problems);
    if (loaded.source !== undefined && !sources.has(file.path)) sources.set(file.path, loaded.source);
  }
  return { sources, problems };
}

export function openItemCache(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): ItemCache {
  return ItemCache.open(contentPack(cacheFolder, 'items', content), (sentence) => reporter.note(sentence));
}

function openSearchCache(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): CachePack {
  return openPack(contentPack(cacheFolder, 'search', content), searchVersion(), (sentence) =>
    reporter.note(sentence),
  );
}

function openItemCacheToRead(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): ItemCache {
  return ItemCache.openToRead(contentPack(cacheFolder, 'items', content), (sentence) =>
    reporter.note(sentence),
  );
}

function buildOptionsOf(site: Site, request: PlanRequest): BuildOptions {
  const configured = new URL(site.settings.url);
  return {
    origin: (request.siteUrl?.origin ?? configured.origin) as AbsoluteUrl,
    basePath: request.basePath ?? request.siteUrl?.basePath ?? configured.pathname.replace(/\/+$/, ''),
    nowMs: request.nowMs,
    showDrafts: request.showDrafts,
    isPreview: request.showDrafts,
  };
}

/** Stands for the anchors of a page that could not be read: a link to any of them is not called dead. */
class AnyAnchor extends Set<string> {
  override has(): boolean {
    return true;
  }
}

/** Anchors of a page, listed when a link names one. */
class LateAnchors extends Set<string> {
  #page: PlannedPage | undefined;
  constructor(page: PlannedPage) {
    super();
    this.#page = page;
  }
  override has(anchor: string): boolean {
    this.#list();
    return super.has(anchor);
  }
  override [Symbol.iterator](): SetIterator<string> {
    this.#list();
    return super[Symbol.iterator]();
  }
  #list(): void {
    const page = this.#page;
    this.#page = undefined;
    for (const anchor of page?.anchors() ?? []) this.add(anchor);
  }
}

/** Permalink → anchors of everything that a link may lead to. */
function knownAddresses(
  folder: ContentFolder,
  site: Site,
  pages: readonly PlannedPage[],
  feeds: readonly OutputFile[],
  problems: readonly Problem[],
): Map<string, ReadonlySet<string>> {
  const none: ReadonlySet<string> = new Set();
  const known = new Map<string, ReadonlySet<string>>();
  // A file with a fault of its own has no item: the links to it are not at fault too.
  const faulty = new Set(problems.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  for (const { path, displayPath } of folder.files) {
    if (!faulty.has(displayPath) || !path.endsWith('.md')) continue;
    const name = path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
    const [, slug = name, language = ''] = /^(.+?)(?:\.([A-Za-z-]+))?$/.exec(name) ?? [];
    const section = path.startsWith('news/') ? 'news/' : path.startsWith('resources/') ? 'resources/' : '';
    known.set(`/${language === '' ? '' : `${language}/`}${section}${slug}/`, new AnyAnchor());
  }
  for (const page of pages) known.set(page.permalink, new LateAnchors(page));
  for (const file of feeds) known.set(`/${file.path}`, none);
  for (const path of ['/sitemap.xml', '/robots.txt']) known.set(path, none);
  for (const item of site.items) for (const { address } of item.attachments) known.set(address, none);
  return known;
}

/** Path below the content folder of a file that an item names as standing beside it. */
function besideItem(item: Item, name: string): string {
  const path = sourceOf(item)?.path ?? '';
  return path.slice(0, path.lastIndexOf('/') + 1) + plainName(name);
}

/** `./my%20photo.jpg` as the file is called. */
function plainName(written: string): string {
  const name = written
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/^(?:\.\/)+/, '');
  try {
    return decodeURIComponent(name).normalize('NFC');
  } catch {
    return name.normalize('NFC');
  }
}

/** Pictures that cannot be shown, each where a text names it. */
async function checkImages(
  items: readonly RenderedItem[],
  ofBodies: ReadonlyMap<string, readonly Attachment[]>,
  images: ReadonlyMap<string, ImageState>,
  imageMemory: ImageMemory | undefined,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const faults = new Map<string, ImageFault | undefined>();
  for (const { item, body } of items) {
    for (const { name, path } of attachmentsOf(item, ofBodies)) {
      const state = images.get(path);
      if (state === undefined) continue;
      if (!faults.has(path)) faults.set(path, isFault(state) ? state : await findDamage(state, imageMemory));
      const fault = faults.get(path);
      const removed = isDrawing(state) ? state.removed : [];
      if (fault === undefined && removed.length === 0) continue;
      const key = item.image?.file.path === path ? ['image', 'file'] : ['file'];
      const inBody = body.links.find(({ href }) => plainName(href) === name)?.position;
      const position = item.attachments.some((attachment) => attachment.path === path)
        ? sourceOf(item)?.positionOf(key)
        : inBody;
      problems.push({
        file: item.file,
        ...(position ?? { line: 1, column: 1 }),
        ...(fault === undefined
          ? {
              rule: 'svg-cleaned',
              severity: 'warning',
              message: `The picture “${name}” is shown without its ${listed(removed)}: a drawing here holds shapes and words alone.`,
              mend: 'Look at it on the page; if something is missing, save it as PNG and write that name here.',
            }
          : {
              rule: fault.rule,
              severity: 'error',
              message: `The picture “${name}” ${fault.message}`,
              mend: fault.mend,
            }),
      });
    }
  }
  return problems;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Those of the frontmatter, then those of the text. */
function attachmentsOf(
  item: Item,
  ofBodies: ReadonlyMap<string, readonly Attachment[]>,
): readonly Attachment[] {
  const ofBody = ofBodies.size === 0 ? undefined : ofBodies.get(item.permalink);
  return ofBody === undefined ? item.attachments : [...item.attachments, ...ofBody];
}

/** Copies of every file that a published item names, once each, into the item's own folder. */
function copiesOf(site: Site, ofBodies: ReadonlyMap<string, readonly Attachment[]>): OutputFile[] {
  const copies = new Map<string, OutputFile>();
  for (const item of site.items) {
    for (const attachment of attachmentsOf(item, ofBodies)) {
      const copyOf = site.files.get(attachment.path);
      if (copyOf === undefined)
        throw new Error(`${item.file} names ${attachment.path}, which is not in the content`);
      const path = attachment.address.replace(/^\//, '');
      copies.set(path, { path, copyOf });
    }
  }
  return [...copies.values()];
}

// ── from the plan to a site ───────────────────────────────────────────────────────────────────────────

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
    const outcome = await makeSite({ request, output, isKnownOurs, previous, folder }, clock);
    if (outcome.interval !== undefined && inputs !== undefined) {
      const { report, interval, files, lasting } = outcome;
      const record = {
        output: output.path,
        inputs,
        interval,
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
    itemCache: _itemCache,
    validationMemory: _validationMemory,
    imageMemory: _imageMemory,
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

/** The output is that of the last build, and what that build did holds now. */
function isStillThere(
  { interval, files }: BuildRecord<BuildReport>,
  output: OpenOutput,
  { nowMs }: BuildRequest,
): boolean {
  if (nowMs < interval.fromMs || nowMs >= interval.untilMs) return false;
  return files.every(([path, fingerprint]) => output.fingerprintOf(path) === fingerprint);
}

interface SiteInputs {
  readonly request: BuildRequest;
  readonly output: OpenOutput;
  readonly isKnownOurs: boolean;
  readonly previous: SiteState | undefined;
  readonly folder: ContentFolder;
}

interface MadeSite {
  readonly report: BuildReport;
  /** Problems that a second build of the same would find too. */
  readonly lasting: readonly Problem[];
  /** Of every file of the output. */
  readonly files: readonly (readonly [path: string, fingerprint: Fingerprint])[];
  /** For how long it holds; undefined when nothing was built, or a file has no fingerprint. */
  readonly interval?: ClockInterval;
}

/** Everything from the content to the swap, each file into the output as it is made. */
async function makeSite(
  { request, output, isKnownOurs, previous, folder }: SiteInputs,
  clock: StageClock,
): Promise<MadeSite> {
  const withCache = request.withCache !== false;
  const assets = await clock.run('scripts and styles', buildBrowserAssets);
  const itemCache =
    request.itemCache ?? (withCache ? openItemCache(request, clock.reporter) : new ItemCache());
  const { plan, problems: lasting } = await planSite(
    { ...request, itemCache },
    assets.paths,
    clock,
    folder,
  ).catch((error) => {
    itemCache.discard();
    throw error;
  });
  // Without a plan no text was rendered, and what the cache has of them would count as no longer used.
  if (plan === undefined) itemCache.discard();
  else if (withCache) await clock.run('keep items', () => itemCache.finish());
  const problems = [...lasting];
  if (plan !== undefined) problems.push(...comparePlan(plan, problems, previous, request));
  if (plan === undefined || hasErrors(problems)) return notMade(failed(request, problems, clock));

  const staged = output.begin();
  const files = new Map<string, Fingerprint | undefined>();
  const put = async (file: OutputFile): Promise<void> => {
    const known = withCache ? withFingerprint(file) : file;
    files.set(known.path, known.fingerprint);
    await staged.put(known);
  };
  // The page of the archive tells its checksum, so it comes after all that the archive holds.
  const [latePages, otherPages] = [plan.pages.filter(isLate), plan.pages.filter((page) => !isLate(page))];
  const putPlanned = (pages: readonly PlannedPage[]) =>
    putPages(
      pages,
      output,
      {
        put,
        keep: (path) => {
          files.set(path, output.fingerprintOf(path));
          staged.keep(path);
        },
      },
      withCache ? fingerprintOfMade : undefined,
    );
  const errors = await clock.run('pages', () => putPlanned(otherPages));
  if (errors.length > 0) return notMade(failed(request, [...problems, ...layoutProblems(errors)], clock));

  const feeds = feedsOf(plan);
  const searchCache = withCache && request.withSearch ? openSearchCache(request, clock.reporter) : undefined;
  const search = request.withSearch
    ? await clock.run('search', () => indexSite(plan, request, searchCache))
    : { files: [], sizes: {} };
  const attachments = await clock.run('pictures', () => publishImages(plan.attachments, plan.images));
  const counts = countsOf(plan);
  const facts = factsOf(plan);
  const others = [...assets.files, ...feeds, ...search.files, ...attachments];
  const paths = [
    ...plan.pages.map(({ permalink }) => outputPath(permalink)),
    ...others.map(({ path }) => path),
  ];
  if (plan.download !== undefined) paths.push(plan.download.path);
  const closing = closingFiles(plan, paths);
  if (!isKnownOurs) checkEntries(request.output, closing.entries);
  others.push(...closing.files);
  await clock.run('write', async () => {
    for (const file of others) await put(file);
  });
  searchCache?.finish();

  const { download } = plan;
  let archive: BuildReport['archive'];
  if (download !== undefined && facts !== undefined) {
    const source = { ...facts, basePath: plan.options.basePath };
    // Loaded here: most builds have no need of it.
    const { packSite: pack, sha256 } = await import('./site-archive.ts');
    await clock.run('archive', () =>
      put(archiveFile(download.path, [...files.keys()], staged, source, pack)),
    );
    const zip = staged.read(download.path);
    archive = { path: download.path, sizeBytes: zip.length, sha256: sha256(zip) };
    download.know(archive);
    const lateErrors = await clock.run('archive page', () => putPlanned(latePages));
    if (lateErrors.length > 0)
      return notMade(failed(request, [...problems, ...layoutProblems(lateErrors)], clock));
  }
  deleteBuildRecord(output.path, cachePart(request.cacheFolder ?? defaultCacheFolder, 'builds'));
  const { totalBytes, written, kept, removed } = await clock.run('swap', () => staged.finish());

  const itemsByLanguage: Record<string, number> = {};
  for (const { language } of plan.site.items)
    itemsByLanguage[language] = (itemsByLanguage[language] ?? 0) + 1;
  const sum = (list: Iterable<string>): number => {
    let bytes = 0;
    for (const path of list) bytes += staged.sizeOf(path);
    return bytes;
  };
  const report: BuildReport = {
    isBuilt: true,
    problems: sortProblems(problems),
    output: request.output,
    counts: { ...counts, files: files.size },
    itemsByLanguage,
    heldBack: heldBackOf(plan),
    bytes: {
      total: totalBytes,
      pages: sum(plan.pages.map(({ permalink }) => outputPath(permalink))),
      feeds: sum(feeds.map(({ path }) => path)),
      assetsCompressed: Object.fromEntries(assets.files.map((file) => [file.path, compressedSize(file)])),
      searchCompressed: search.sizes,
    },
    changes: { written: written.length, kept, removed: removed.length },
    archive,
    stages: clock.stages,
  };
  const known = [...files].flatMap(([path, fingerprint]) =>
    fingerprint === undefined ? [] : [[path, fingerprint] as const],
  );
  return {
    report,
    lasting: request.previous === undefined ? lasting : problems,
    files: known,
    interval:
      known.length < files.size ? undefined : clockInterval(plan.allItems, plan.site.settings, request.nowMs),
  };
}

/** Feeds and what else tells programs where the pages are. */
export function feedsOf(plan: SitePlan): OutputFile[] {
  const addresses = siteAddresses(plan.options);
  return [
    ...plan.feeds,
    ...buildSitemap(plan.pages, addresses, fingerprintOfMade),
    buildRobots(plan.options, addresses),
  ];
}

/** What a copy of the site would have to know; none of a preview. */
function factsOf({ options, publishedSite }: SitePlan): FolderFacts | undefined {
  return options.showDrafts ? undefined : folderFacts(publishedSite, archiveName(publishedSite), options);
}

/**
 * What can only be made when all else is known: pages at old addresses, and the state of the site.
 * @param paths of all other files
 * @returns with the names of all that stands at the top of the output
 */
export function closingFiles(
  plan: SitePlan,
  paths: readonly string[],
): { readonly files: OutputFile[]; readonly entries: string[] } {
  const aliases = aliasFiles(plan.site, plan.options, [...paths, stateFile]);
  const entries = topEntries([...paths, ...aliases.map(({ path }) => path), stateFile]);
  const state: SiteState = siteStateOf(
    plan.publishedSite,
    plan.options.basePath,
    countsOf(plan),
    factsOf(plan),
  );
  const contents = `${JSON.stringify({ ...state, entries }, null, 1)}\n`;
  return { files: [...aliases, { path: stateFile, contents }], entries };
}

function notMade(report: BuildReport): MadeSite {
  return { report, lasting: [], files: [] };
}

/** A file with the fingerprint of its own bytes, where it has no other. One that is made piece by piece stays without. */
function withFingerprint(file: OutputFile): OutputFile {
  if (file.fingerprint !== undefined) return file;
  if ('contents' in file) return { ...file, fingerprint: hashOf(file.contents) };
  if ('copyOf' in file && existsSync(file.copyOf.diskPath)) {
    return { ...file, fingerprint: hashOf(readFileSync(file.copyOf.diskPath)) };
  }
  return file;
}

/** The archive of what is in the output; packed only when something in it is new. */
function archiveFile(
  path: string,
  paths: readonly string[],
  staged: StagedOutput,
  source: FolderSource,
  pack: typeof packSite,
): OutputFile {
  const hashes = [...paths].sort(compareText).map((inside) => [inside, hashOf(staged.read(inside))]);
  return {
    path,
    fingerprint: fingerprintOfMade({ hashes, source }),
    make: () =>
      pack(
        paths.map((inside) => ({ path: inside, contents: staged.read(inside) })),
        source,
      ),
  };
}

/** Of something that this program makes: another version of it may make another thing of the same. */
function fingerprintOfMade(data: unknown): Fingerprint {
  return fingerprintOf([codeVersion(), data]);
}

function isLate({ layout }: PlannedPage): boolean {
  return layout === downloadLayout;
}

/** Of all that makes an index of documents: another layout leaves the index as it is. */
export function searchVersion(): string {
  return codeVersionOf(new URL('../search/build-search.ts', import.meta.url).href);
}

/** By language. */
export function documentsOf({
  site,
  items,
  pages,
  options,
}: SitePlan): ReadonlyMap<string, readonly SearchDocument[]> {
  const permalinks = new Set<string>(pages.map(({ permalink }) => permalink));
  return searchDocuments(site, items, {
    plainText: (markdown) => renderMarkdown(markdown, { basePath: options.basePath, firstLine: 1 }).plainText,
    hasPage: (permalink) => permalinks.has(permalink),
  });
}

/** Plain data. */
export function searchOptionsOf({
  site,
}: SitePlan): Required<Pick<BuildSearchOptions, 'siteLanguage' | 'dates' | 'codeVersion'>> {
  return {
    siteLanguage: site.settings.language,
    dates: site.interfaceTexts,
    codeVersion: searchVersion(),
  };
}

async function indexSite(
  plan: SitePlan,
  { withFullIndex }: BuildRequest,
  cache: CachePack | undefined,
): Promise<SearchFiles> {
  return buildSearch(documentsOf(plan), {
    ...searchOptionsOf(plan),
    ...(cache && { cache }),
    ...(withFullIndex === true && { pipelineScript: await buildPipelineScript() }),
  });
}

/**
 * The pages of a content folder, for Eleventy's own command.
 * @throws Error that tells the problems of the content
 */
export async function planForEleventy(content: string): Promise<readonly PageTask[]> {
  const assets = await buildBrowserAssets();
  const quiet: Reporter = { begin() {}, end() {}, note() {}, onInterrupt: () => () => {} };
  const request: PlanRequest = { content, nowMs: Date.now(), showDrafts: false };
  const { problems, plan } = await planSite(request, assets.paths, new StageClock(quiet));
  if (plan === undefined || hasErrors(problems))
    throw new Error(`\n${problems.map(formatProblem).join('\n')}`);
  return plan.pages.map((page) => ({ ...page, render: () => printPage(page) }));
}

/**
 * Problems of the content alone, the same as a build would find; nothing is written.
 * @param request `previous`: an earlier site to compare with; one that is named must be there, a default need not
 */
export async function checkSite(
  request: PlanRequest & { readonly previous?: { readonly folder: string; readonly isNamed: boolean } },
  reporter: Reporter,
): Promise<Problem[]> {
  await checkContentFolder(request.content);
  const { previous } = request;
  const state = previous && readPreviousState(previous.folder, previous.isNamed, reporter);
  const { problems, plan } = await planSite(
    { ...request, itemCache: request.itemCache ?? openItemCacheToRead(request, reporter) },
    noAssets,
    new StageClock(reporter),
  );
  if (plan === undefined) return problems;
  const compared = comparePlan(plan, problems, state, { ...request, allowDrop: false });
  return sortProblems([...problems, ...compared]);
}

/** Addresses that were lost since the last build; nothing when there was none. */
function comparePlan(
  plan: SitePlan,
  problems: readonly Problem[],
  state: SiteState | undefined,
  { content, allowDrop }: Pick<BuildRequest, 'content' | 'allowDrop'>,
): Problem[] {
  if (state === undefined) return [];
  // Items whose files have errors are missing from the plan, and are not gone for that.
  const isDropAllowed = allowDrop || hasErrors(problems);
  return compareWithPreviousState(
    plan.publishedSite,
    plan.allItems,
    state,
    isDropAllowed,
    displayFolder(content),
  );
}

function readPreviousState(folder: string, isGiven: boolean, reporter: Reporter): SiteState | undefined {
  const path = join(folder, stateFile);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isGiven) {
      throw new UsageError(
        `--previous ${folder} is no site that this program built: ${path} cannot be read, ${reason(error)}`,
        'Name the folder of an earlier build, or leave --previous out.',
      );
    }
    return undefined;
  }
  const state = parseSiteState(text);
  if (state === undefined) {
    if (isGiven)
      throw new UsageError(`${path} cannot be understood`, 'Leave --previous out, or build that site anew.');
    reporter.note(`${path} cannot be understood: addresses were not compared with the last build.`);
  }
  return state;
}

function failed(request: BuildRequest, problems: readonly Problem[], clock: StageClock): BuildReport {
  return {
    isBuilt: false,
    problems: sortProblems(problems),
    output: request.output,
    counts: {},
    itemsByLanguage: {},
    heldBack: { drafts: 0, embargoed: 0, expired: 0 },
    bytes: { total: 0, pages: 0, feeds: 0, assetsCompressed: {}, searchCompressed: {} },
    changes: { written: 0, kept: 0, removed: 0 },
    stages: clock.stages,
  };
}

/**
 * A layout that threw, named where it stands: once for each place, however many pages it spoilt.
 * @throws the first error that came from elsewhere than layouts/: a bug of ours
 */
export function layoutProblems(errors: readonly RenderError[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    const stack = error.cause instanceof Error ? (error.cause.stack ?? '') : '';
    const frames = [...stack.matchAll(/(?:\(|at |async )((?:file:\/\/)?[^\s()][^()\n]*?):(\d+):(\d+)\)?$/gm)];
    const frame = frames
      .map(([, file = '', line = '1', column = '1']) => {
        const path = file.startsWith('file://') ? fileURLToPath(file) : file;
        return {
          file: relative(repository, path).split(sep).join('/'),
          line: Number(line),
          column: Number(column),
        };
      })
      .find(({ file }) => file.startsWith('layouts/'));
    if (frame === undefined) throw error;
    const key = `${frame.file}:${frame.line}:${frame.column}`;
    if (problems.has(key)) continue;
    problems.set(key, {
      ...frame,
      rule: 'layout-failed',
      severity: 'error',
      message: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}`,
      mend: 'Mend the layout at this line; every page that uses it waits for it.',
    });
  }
  return [...problems.values()];
}

function countsOf(plan: SitePlan): Record<string, number> {
  const { items, countries, topics } = plan.site;
  const ofType = (type: Item['type']) => items.filter((item) => item.type === type).length;
  return {
    items: items.length,
    news: ofType('news'),
    resources: ofType('resource'),
    pageItems: ofType('page'),
    countries: countries.length,
    topics: topics.length,
    pages: plan.pages.length,
    attachments: plan.attachments.length,
  };
}

function heldBackOf({ site, allItems, options }: SitePlan): BuildReport['heldBack'] {
  const shown = new Set(site.items);
  const instantOf = instantIn(site.settings.timezone);
  let [drafts, embargoed, expired] = [0, 0, 0];
  let until: IsoDate | undefined;
  for (const item of allItems) {
    if (shown.has(item)) continue;
    if (item.expires !== undefined && instantOf(item.expires) <= options.nowMs) expired += 1;
    else if (item.isDraft) drafts += 1;
    else {
      embargoed += 1;
      for (const date of [item.date, item.publish]) {
        if (date === undefined || instantOf(date) <= options.nowMs) continue;
        // Of an item the later of the two counts, of all items the earliest.
        const other = date === item.date ? item.publish : item.date;
        if (other !== undefined && instantOf(other) > instantOf(date)) continue;
        if (until === undefined || instantOf(date) < instantOf(until)) until = date;
      }
    }
  }
  return { drafts, embargoed, expired, ...(until === undefined ? {} : { until }) };
}

function compressedSize(file: OutputFile): number {
  if ('copyOf' in file) return file.copyOf.size;
  if ('chunks' in file) return 0;
  return gzipSync('make' in file ? file.make() : file.contents).length;
}
