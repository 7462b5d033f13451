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
  IsoDate,
  Item,
  OutputFile,
  PlannedPage,
  RenderedItem,
  RenderedPage,
  Site,
  SiteState,
  SourceFile,
} from '../model.ts';
import { formatProblem, hasErrors, type Problem, sortProblems } from '../problem.ts';
import { siteAddresses } from '../render/addresses.ts';
import { aliasFiles } from '../render/alias-files.ts';
import { folderFacts, newestContentDate } from '../render/folder-facts.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { downloadLayout, noAssets, planPages } from '../render/plan-pages.ts';
import { buildSearch } from '../search/build-search.ts';
import { searchDocuments } from '../search/search-documents.ts';
import { checkAliasesOfFiles } from '../validate/addresses.ts';
import { checkInternalLinks } from '../validate/internal-links.ts';
import { sourceOf } from '../validate/item-source.ts';
import { compareWithPreviousState, parseSiteState, siteStateOf } from '../validate/previous-state.ts';
import { instantIn } from '../validate/site-time.ts';
import { slugFrom } from '../validate/slug.ts';
import { validateContent } from '../validate/validate-content.ts';
import { buildBrowserAssets, buildPipelineScript } from './browser-assets.ts';
import { type SiteAddress, UsageError } from './command-line.ts';
import type { RenderError } from './eleventy.ts';
import {
  findDamage,
  type ImageFault,
  type ImageState,
  isDrawing,
  isFault,
  planImages,
  publishImages,
} from './images.ts';
import { ItemCache, itemPackPath } from './item-cache.ts';
import {
  type ContentFolder,
  checkContentFolder,
  displayFolder,
  readContent,
  reason,
} from './read-content.ts';
import { packSite } from './site-archive.ts';
import { checkEntries, checkOutputFolder, openOutput, stateFile, topEntries } from './write-output.ts';

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
  /** What is known of items from before. Default: nothing, and nothing is kept. */
  readonly itemCache?: ItemCache;
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
  /** Total of the output, then by kind; `search` by language as a server would send it, gzipped. */
  readonly bytes: {
    readonly total: number;
    readonly pages: number;
    readonly feeds: number;
    readonly assetsCompressed: Readonly<Record<string, number>>;
    readonly searchCompressed: Readonly<Record<string, { readonly files: number; readonly bytes: number }>>;
  };
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
  /** Feeds and copies of images and documents. */
  readonly feeds: readonly OutputFile[];
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
 * @returns every problem of the content, sorted; the plan when site.yaml and vocabulary can be used at all. A plan
 *   beside an error is good for further checks, never for pages.
 */
export async function planSite(
  request: PlanRequest,
  assets: AssetPaths,
  clock: StageClock,
): Promise<{ problems: Problem[]; plan?: SitePlan }> {
  const { itemCache = new ItemCache() } = request;
  const folder = await clock.run('read', () => readContent(request.content));
  const { sources, problems: loadProblems } = await clock.run('load', () => loadFiles(folder, itemCache));
  const validate = (showDrafts: boolean) =>
    validateContent({
      contentFolder: folder.displayPath,
      files: folder.files,
      problems: [...folder.problems, ...loadProblems],
      sources,
      nowMs: request.nowMs,
      showDrafts,
      builtInTexts,
    });
  const { problems, site, allItems } = await clock.run('validate', () => validate(request.showDrafts));
  if (site === undefined) return { problems: sortProblems(problems) };

  const options = buildOptionsOf(site, request);
  const images = await clock.run('look at pictures', () =>
    planImages(site.files.values(), request.withImageSizes ?? true),
  );
  const findImage: FindImage = (item, name) => {
    const state = images.get(besideItem(item, name));
    return state === undefined || isFault(state) ? undefined : state.shown;
  };
  const publishedSite = request.showDrafts ? (validate(false).site ?? site) : site;
  const items = await clock.run('render texts', () =>
    site.items.map((item) => itemCache.render(item, options, findImage)),
  );
  // A feed reader keeps what it was given: a draft in a preview's feed could not be taken back, and has no mark there.
  const published = new Set<string>(publishedSite.items.map(({ permalink }) => permalink));
  const feedItems = request.showDrafts ? items.filter(({ item }) => published.has(item.permalink)) : items;
  const download = request.withArchive === true ? new LateDownload(site) : undefined;
  const { pages, feeds } = await clock.run('plan pages', () => ({
    pages: planPages({ site, items, options, assets, download, findImage }),
    feeds: buildFeeds(site, feedItems, siteAddresses(options)),
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
    checkImages(items, links.attachments, images),
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
    const loaded = /\.md$/i.test(file.path) ? itemCache.load(file) : loadYaml(file);
    problems.push(...loaded.problems);
    if (loaded.source !== undefined && !sources.has(file.path)) sources.set(file.path, loaded.source);
  }
  return { sources, problems };
}

function openItemCache(content: string, reporter: Reporter): ItemCache {
  return ItemCache.open(itemPackPath(content), (sentence) => reporter.note(sentence));
}

function openItemCacheToRead(content: string, reporter: Reporter): ItemCache {
  return ItemCache.openToRead(itemPackPath(content), (sentence) => reporter.note(sentence));
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
  for (const page of pages) known.set(page.permalink, new Set(page.anchors));
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
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const faults = new Map<string, ImageFault | undefined>();
  for (const { item, body } of items) {
    for (const { name, path } of [...item.attachments, ...(ofBodies.get(item.permalink) ?? [])]) {
      const state = images.get(path);
      if (state === undefined) continue;
      if (!faults.has(path)) faults.set(path, isFault(state) ? state : await findDamage(state));
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

/** Copies of every file that a published item names, once each, into the item's own folder. */
function copiesOf(site: Site, ofBodies: ReadonlyMap<string, readonly Attachment[]>): OutputFile[] {
  const copies = new Map<string, OutputFile>();
  for (const item of site.items) {
    for (const attachment of [...item.attachments, ...(ofBodies.get(item.permalink) ?? [])]) {
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
  const output = openOutput(request.output);
  const forget = reporter.onInterrupt(() => output.close());
  try {
    const previous = request.comparesWithPrevious
      ? readPreviousState(request.previous ?? request.output, request.previous !== undefined, reporter)
      : undefined;
    const assets = await clock.run('scripts and styles', buildBrowserAssets);
    const itemCache = request.itemCache ?? openItemCache(request.content, reporter);
    const planned = await planSite({ ...request, itemCache }, assets.paths, clock).catch((error) => {
      itemCache.discard();
      throw error;
    });
    const { plan } = planned;
    // Without a plan no text was rendered, and what the cache has of them would count as no longer used.
    if (plan === undefined) itemCache.discard();
    else await clock.run('keep items', () => itemCache.finish());
    const problems = [...planned.problems];
    if (plan !== undefined) problems.push(...comparePlan(plan, problems, previous, request));
    if (plan === undefined || hasErrors(problems)) return failed(request, problems, clock);

    // The page of the archive tells its checksum, so it comes after all that the archive holds.
    const [latePages, otherPages] = [plan.pages.filter(isLate), plan.pages.filter((page) => !isLate(page))];
    const render = async (pages: readonly PlannedPage[]) => {
      // Loaded here: it takes as long as a whole check, which has no need of it.
      const { renderPages } = await import('./eleventy.ts');
      return renderPages(pages);
    };
    const rendered = await clock.run('pages', () => render(otherPages));
    if (rendered.errors.length > 0)
      return failed(request, [...problems, ...layoutProblems(rendered.errors)], clock);

    const addresses = siteAddresses(plan.options);
    const feeds = [
      ...plan.feeds,
      ...buildSitemap(plan.pages, addresses),
      buildRobots(plan.options, addresses),
    ];
    const search = request.withSearch ? await clock.run('search', () => indexSite(plan, request)) : [];

    const attachments = await clock.run('pictures', () => publishImages(plan.attachments, plan.images));
    const counts = countsOf(plan);
    const folder = request.showDrafts
      ? undefined
      : folderFacts(plan.publishedSite, archiveName(plan.publishedSite), plan.options);
    const state: SiteState = siteStateOf(plan.publishedSite, plan.options.basePath, counts, folder);
    const made: OutputFile[] = [
      ...rendered.pages.map(outputOf),
      ...assets.files,
      ...feeds,
      ...search,
      ...attachments,
    ];
    const latePaths =
      plan.download === undefined
        ? []
        : [plan.download.path, ...latePages.map(({ permalink }) => outputPath(permalink))];
    made.push(
      ...aliasFiles(plan.site, plan.options, [...made.map(({ path }) => path), ...latePaths, stateFile]),
    );
    const entries = topEntries([...made.map(({ path }) => path), ...latePaths, stateFile]);
    if (!isKnownOurs) checkEntries(request.output, entries);
    const files: OutputFile[] = [
      ...made,
      { path: stateFile, contents: `${JSON.stringify({ ...state, entries }, null, 1)}\n` },
    ];
    const { download } = plan;
    let archive: BuildReport['archive'];
    if (download !== undefined && folder !== undefined) {
      const packed = await clock.run('archive', () =>
        packSite(files, { ...folder, basePath: plan.options.basePath }),
      );
      archive = { path: download.path, sizeBytes: packed.zip.length, sha256: packed.sha256 };
      download.know(archive);
      const late = await clock.run('archive page', () => render(latePages));
      if (late.errors.length > 0)
        return failed(request, [...problems, ...layoutProblems(late.errors)], clock);
      files.push(...late.pages.map(outputOf), { path: download.path, contents: packed.zip });
      rendered.pages.push(...late.pages);
    }
    const total = await clock.run('write', () => output.replaceWith(files));

    const itemsByLanguage: Record<string, number> = {};
    for (const { language } of plan.site.items)
      itemsByLanguage[language] = (itemsByLanguage[language] ?? 0) + 1;
    return {
      isBuilt: true,
      problems: sortProblems(problems),
      output: request.output,
      counts: { ...counts, files: files.length },
      itemsByLanguage,
      heldBack: heldBackOf(plan),
      bytes: {
        total,
        pages: rendered.pages.reduce((sum, { html }) => sum + Buffer.byteLength(html), 0),
        feeds: feeds.reduce((sum, file) => sum + sizeOf(file), 0),
        assetsCompressed: Object.fromEntries(assets.files.map((file) => [file.path, compressedSize(file)])),
        searchCompressed: searchSizes(search),
      },
      archive,
      stages: clock.stages,
    };
  } finally {
    output.close();
    forget();
  }
}

function isLate({ layout }: PlannedPage): boolean {
  return layout === downloadLayout;
}

function outputOf({ permalink, html }: RenderedPage): OutputFile {
  return { path: outputPath(permalink), contents: html };
}

async function indexSite(
  { site, items, pages, options }: SitePlan,
  { withFullIndex }: BuildRequest,
): Promise<OutputFile[]> {
  const permalinks = new Set<string>(pages.map(({ permalink }) => permalink));
  const documents = searchDocuments(site, items, {
    plainText: (markdown) => renderMarkdown(markdown, { basePath: options.basePath, firstLine: 1 }).plainText,
    hasPage: (permalink) => permalinks.has(permalink),
  });
  return buildSearch(documents, {
    siteLanguage: site.settings.language,
    dates: site.interfaceTexts,
    pipelineScript: withFullIndex === true ? await buildPipelineScript() : undefined,
  });
}

/**
 * The pages of a content folder, for Eleventy's own command.
 * @throws Error that tells the problems of the content
 */
export async function planForEleventy(content: string): Promise<readonly PlannedPage[]> {
  const assets = await buildBrowserAssets();
  const quiet: Reporter = { begin() {}, end() {}, note() {}, onInterrupt: () => () => {} };
  const request: PlanRequest = { content, nowMs: Date.now(), showDrafts: false };
  const { problems, plan } = await planSite(request, assets.paths, new StageClock(quiet));
  if (plan === undefined || hasErrors(problems))
    throw new Error(`\n${problems.map(formatProblem).join('\n')}`);
  return plan.pages;
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
    { ...request, itemCache: request.itemCache ?? openItemCacheToRead(request.content, reporter) },
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
    stages: clock.stages,
  };
}

/**
 * A layout that threw, named where it stands: once for each place, however many pages it spoilt.
 * @throws the first error that came from elsewhere than layouts/: a bug of ours
 */
function layoutProblems(errors: readonly RenderError[]): Problem[] {
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

/** `/news/x/` is the file `news/x/index.html`; `/404.html` is itself. */
export function outputPath(permalink: string): string {
  return permalink.endsWith('/') ? `${permalink.slice(1)}index.html` : permalink.slice(1);
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

function sizeOf(file: OutputFile): number {
  if (!('contents' in file)) return 'copyOf' in file ? file.copyOf.size : 0;
  return typeof file.contents === 'string' ? Buffer.byteLength(file.contents) : file.contents.length;
}

function compressedSize(file: OutputFile): number {
  return 'contents' in file ? gzipSync(file.contents).length : sizeOf(file);
}

function searchSizes(files: readonly OutputFile[]): Record<string, { files: number; bytes: number }> {
  const sizes: Record<string, { files: number; bytes: number }> = {};
  for (const file of files) {
    const [, language = '', below] = file.path.split('/');
    // No reader's browser asks for the proof.
    if (below === 'full') continue;
    const before = sizes[language] ?? { files: 0, bytes: 0 };
    sizes[language] = { files: before.files + 1, bytes: before.bytes + compressedSize(file) };
  }
  return sizes;
}
