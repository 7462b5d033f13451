// From the content to a plan: files are loaded, validated and rendered to words; every page of the site is planned, and
// none is made. `build`, `check` and `dev` share this part of the road. What is wrong is gathered, and told together.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFeeds } from '../feed/build-feeds.ts';
import { loadYaml } from '../load/load-file.ts';
import type {
  AbsoluteUrl,
  BuildOptions,
  FindImage,
  Item,
  OutputFile,
  PlannedPage,
  RenderedItem,
  Site,
  SourceFile,
} from '../model.ts';
import { type Problem, sortProblems } from '../problem.ts';
import { siteAddresses } from '../render/addresses.ts';
import { type PlanInput, planPages } from '../render/plan-pages.ts';
import { type GuideFiles, guidePath } from '../render/styleguide/sample-views.ts';
import { checkAliasesBelow, checkAliasesOfFiles } from '../validate/addresses.ts';
import { checkInternalLinks } from '../validate/internal-links.ts';
import { validateContent, withoutDrafts } from '../validate/validate-content.ts';
import type { ValidationMemory } from '../validate/validation-memory.ts';
import { besideItem, checkImages, copiesOf } from './attachments.ts';
import type { BrowserAssets } from './browser-assets.ts';
import { contentPack, defaultCacheFolder } from './cache-folder.ts';
import { fingerprintOfMade } from './code-version.ts';
import type { SiteAddress } from './command-line.ts';
import { type ImageMemory, type ImageState, isFault, planImages } from './images.ts';
import { ItemCache } from './item-cache.ts';
import { knownAddresses } from './known-addresses.ts';
import { type ContentFolder, readContent } from './read-content.ts';
import { regionMap } from './region-map.ts';
import { repository } from './repository.ts';
import { LateDownload } from './site-download.ts';
import { dressAssets, markProblems } from './site-look.ts';
import type { Reporter, StageClock } from './stage-clock.ts';
import { tokensOf } from './styleguide-files.ts';
import type { TitleFonts } from './title-fonts.ts';
import { planTitles, type TitlePlan } from './title-pictures.ts';

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
  /** The style guide is part of the site; its files lie there. */
  readonly styleguide?: GuideFiles;
  /** Pictures in several sizes and formats; without, each is cleaned and kept in its own. Default true. */
  readonly withImageSizes?: boolean;
  /** Where what spares the next build work is kept. Default: .cache beside the program. */
  readonly cacheFolder?: string;
  /** The map of home pages is drawn. Default true. */
  readonly withMap?: boolean;
  /** What is known of items from before. Default: nothing, and nothing is kept. */
  readonly itemCache?: ItemCache;
  /** What a living process knows of checks and pictures from before. */
  readonly validationMemory?: ValidationMemory;
  readonly imageMemory?: ImageMemory;
  /** With them, titles become pictures where the site asks for it, but in previews and without image sizes. */
  readonly openTitleFonts?: () => TitleFonts;
}

/** Everything that is known of the site before its pages are rendered. */
export interface SitePlan {
  readonly site: Site;
  readonly options: BuildOptions;
  readonly items: readonly RenderedItem[];
  readonly pages: readonly PlannedPage[];
  /** What the pages were planned from. */
  readonly planned: PlanInput;
  /** Scripts, style sheet and icon, in the site's own look. */
  readonly assets: BrowserAssets;
  /** Late files. */
  readonly feeds: readonly OutputFile[];
  /** Scripts that single pages bring. */
  readonly scripts: readonly OutputFile[];
  /** Copies of images and documents. */
  readonly attachments: readonly OutputFile[];
  /** By path below the content folder. */
  readonly images: ReadonlyMap<string, ImageState>;
  /** Pictures of titles, where there are any. */
  readonly titles?: TitlePlan;
  /** The site as any reader may see it: without drafts, even when `site` has them. */
  readonly publishedSite: Site;
  /** The archive that the site offers. */
  readonly download?: LateDownload;
  /** All items, hidden ones too. */
  readonly allItems: readonly Item[];
}

/**
 * @param ours before they get the site's own look
 * @param known the content folder, when it was read already
 * @returns every problem of the content, sorted; the plan when site.yaml and vocabulary can be used at all. A plan
 *   beside an error is good for further checks, never for pages.
 */
export async function planSite(
  request: PlanRequest,
  ours: BrowserAssets,
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
  const { mark } = site.settings;
  if (mark !== undefined) {
    const source = sources.get('site.yaml')!;
    problems.push(...markProblems(images.get(mark), source, source.positionOf(['mark'])));
  }
  const assets = dressAssets(ours, site.settings, images);
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
  const openFonts = titleFontsFor(site, request);
  const titles =
    openFonts &&
    (await clock.run('look at fonts', () => planTitles(site, openFonts(), sources.get('site.yaml')!)));
  const download = request.withArchive === true ? new LateDownload(site) : undefined;
  // The site's own look is in the sheet by now.
  const styleguide = request.styleguide && { files: request.styleguide, tokens: tokensOf(assets) };
  const guideProblems = styleguide === undefined ? [] : checkAliasesBelow(site.items, guidePath);
  const map =
    site.settings.map === undefined || request.withMap === false
      ? undefined
      : await clock.run('map', () => regionMap(site, itemCache));
  const planned: PlanInput = {
    site,
    items,
    options,
    assets: assets.paths,
    download,
    findImage,
    map,
    styleguide,
    findTitlePicture: titles?.find,
  };
  const { pages, feeds } = await clock.run('plan pages', () => ({
    pages: planPages(planned),
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
    problems: sortProblems([
      ...problems,
      ...links.problems,
      ...aliases,
      ...imageProblems,
      ...guideProblems,
      ...(titles?.problems ?? []),
    ]),
    plan: {
      site,
      options,
      items,
      pages,
      planned,
      assets,
      feeds,
      scripts: pages.flatMap(({ script }) => script ?? []),
      attachments,
      images,
      titles,
      publishedSite,
      download,
      allItems,
    },
  };
}

/** A preview is not to be shown around, and whoever wants no smaller pictures wants no more of them. */
function titleFontsFor({ settings }: Site, request: PlanRequest): (() => TitleFonts) | undefined {
  const { openTitleFonts, showDrafts, withImageSizes = true } = request;
  return settings.hasTitlePictures && withImageSizes && !showDrafts ? openTitleFonts : undefined;
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

export function openItemCache(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): ItemCache {
  return ItemCache.open(contentPack(cacheFolder, 'items', content), (sentence) => reporter.note(sentence));
}

export function openItemCacheToRead(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): ItemCache {
  return ItemCache.openToRead(contentPack(cacheFolder, 'items', content), (sentence) =>
    reporter.note(sentence),
  );
}
