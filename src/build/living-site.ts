// The site of a living process: after an edit only what changed is read, checked and rendered to words again, the pages
// are planned anew, and each file is made when somebody asks for it. What is served is, byte for byte, what a build of
// the same content would write; a content with errors leaves the last good site as it was.
import { readFile } from 'node:fs/promises';
import type { OutputFile, PlannedPage } from '../model.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { printPage } from '../render/plan-pages.ts';
import { ValidationMemory } from '../validate/validation-memory.ts';
import { type BrowserAssets, buildBrowserAssets } from './browser-assets.ts';
import type { SiteAddress } from './command-line.ts';
import { renderPages } from './eleventy.ts';
import { hashOf } from './fingerprint.ts';
import { ImageMemory, isDrawing, isFault, publishImages } from './images.ts';
import type { ItemCache } from './item-cache.ts';
import { layoutProblems } from './layout-problems.ts';
import { openItemCache, planSite, type SitePlan } from './plan-site.ts';
import { outputPath } from './put-pages.ts';
import {
  type ContentFolder,
  ContentMemory,
  checkContentFolder,
  readContent,
  rereadFiles,
} from './read-content.ts';
import { closingFiles, feedsOf } from './site-files.ts';
import { type Reporter, StageClock } from './stage-clock.ts';
import { buildStyleguideFiles, type StyleguideFiles } from './styleguide-files.ts';

export interface LivingRequest {
  /** Folder as the user gave it. */
  readonly content: string;
  readonly siteUrl: SiteAddress;
  /** The style guide is part of the site. Default false. */
  readonly withStyleguide?: boolean;
  /** Default: .cache beside the program. */
  readonly cacheFolder?: string;
}

export interface UpdateReport {
  /** False: the last good site stays. */
  readonly isBuilt: boolean;
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
}

/** A file of the site. */
export interface LivingFile {
  readonly contents: Uint8Array;
  /** Of a page: another text whenever something that it shows is another. */
  readonly version: string;
}

/** A page that its layout could not print. */
export class PageFault extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super('a page could not be rendered');
    this.name = 'PageFault';
    this.problems = problems;
  }
}

export class LivingSite {
  readonly #request: LivingRequest;
  readonly #reporter: Reporter;
  readonly #content = new ContentMemory();
  readonly #validation = new ValidationMemory();
  readonly #images = new ImageMemory();
  readonly #items: ItemCache;
  #assets: BrowserAssets | undefined;
  #styleguide: StyleguideFiles | undefined;
  #folder: ContentFolder | undefined;
  #site: PlannedSite | undefined;

  constructor(request: LivingRequest, reporter: Reporter) {
    this.#request = request;
    this.#reporter = reporter;
    this.#items = openItemCache({ ...request, nowMs: 0, showDrafts: true }, reporter);
  }

  /** Of the last good site. */
  get plan(): SitePlan | undefined {
    return this.#site?.plan;
  }

  /**
   * Takes up what changed in the content.
   * @param changed paths below the content folder that alone changed; undefined: all of it is looked at
   * @param shown paths of pages in the output that are on a screen: they are rendered first, and must be fit to be
   *   rendered before the site is another
   * @throws UsageError, SurroundingsError: the content folder cannot be read; the last good site stays
   */
  async update(
    nowMs: number,
    changed: readonly string[] | undefined,
    shown: readonly string[],
  ): Promise<UpdateReport> {
    const startMs = performance.now();
    const { content, siteUrl, withStyleguide = false } = this.#request;
    this.#assets ??= await buildBrowserAssets();
    if (withStyleguide) this.#styleguide ??= await buildStyleguideFiles(this.#assets);
    this.#folder = await this.#read(changed);
    const { plan, problems } = await planSite(
      {
        content,
        siteUrl,
        nowMs,
        showDrafts: true,
        withImageSizes: false,
        styleguide: this.#styleguide?.paths,
        itemCache: this.#items,
        validationMemory: this.#validation,
        imageMemory: this.#images,
      },
      this.#assets,
      new StageClock(this.#reporter),
      this.#folder,
    );
    const report = (isBuilt: boolean, told: readonly Problem[]): UpdateReport => ({
      isBuilt,
      problems: told,
      milliseconds: Math.round(performance.now() - startMs),
    });
    if (plan === undefined || hasErrors(problems)) return report(false, problems);
    this.#items.finish();
    const site = new PlannedSite(plan, this.#styleguide?.files ?? []);
    try {
      for (const path of shown) await site.read(path);
    } catch (error) {
      if (!(error instanceof PageFault)) throw error;
      return report(false, [...problems, ...error.problems]);
    }
    this.#site = site;
    return report(true, problems);
  }

  async #read(changed: readonly string[] | undefined): Promise<ContentFolder> {
    const { content } = this.#request;
    if (changed !== undefined && this.#folder !== undefined) {
      const root = await checkContentFolder(content);
      const folder = rereadFiles(this.#folder, changed, root, this.#content);
      if (folder !== undefined) return folder;
    }
    return readContent(content, this.#content);
  }

  /** Looks at the whole folder. @returns whether something is there that no update has taken up */
  async isStale(): Promise<boolean> {
    const known = this.#folder;
    try {
      const { files, problems } = await readContent(this.#request.content, this.#content);
      return (
        known === undefined ||
        files.length !== known.files.length ||
        files.some((file, place) => file !== known.files[place]) ||
        JSON.stringify(problems) !== JSON.stringify(known.problems)
      );
    } catch {
      // The next update tells what is wrong.
      return true;
    }
  }

  /**
   * @param path below the output, without a leading slash
   * @returns undefined when there is no such file, or no site yet
   * @throws PageFault
   */
  async read(path: string): Promise<LivingFile | undefined> {
    return this.#site?.read(path);
  }
}

/** Pages that were made since the last edit: those on screen, and where a reader went from there. */
const maxMade = 200;

/** What one plan gives: nothing of it is made before it is asked for. */
class PlannedSite {
  readonly plan: SitePlan;
  readonly #pages = new Map<string, PlannedPage>();
  readonly #files = new Map<string, OutputFile>();
  readonly #copies = new Set<OutputFile>();
  readonly #made = new Map<string, Promise<LivingFile>>();
  readonly #pictures: string;
  #late: ReadonlyMap<string, OutputFile> | undefined;
  /** One page after another: Eleventy is not made for several at once in one process. */
  #rendering: Promise<unknown> = Promise.resolve();

  constructor(plan: SitePlan, further: readonly OutputFile[]) {
    this.plan = plan;
    for (const page of plan.pages) this.#pages.set(outputPath(page.permalink), page);
    for (const file of [...plan.assets.files, ...further, ...plan.scripts, ...plan.feeds])
      this.#files.set(file.path, file);
    for (const file of plan.attachments) {
      this.#files.set(file.path, file);
      this.#copies.add(file);
    }
    // A picture has one address whatever it shows: with another in its place, pages are to be shown anew.
    const pictures = [...plan.images].map(([path, state]) => [
      path,
      isFault(state) ? state.rule : isDrawing(state) ? hashOf(state.svg) : state.hash,
    ]);
    this.#pictures = pictures.length === 0 ? '' : hashOf(JSON.stringify(pictures)).slice(0, 8);
  }

  async read(path: string): Promise<LivingFile | undefined> {
    const page = this.#pages.get(path);
    if (page !== undefined) return this.#page(path, page);
    const file = this.#files.get(path) ?? this.#lateFiles().get(path);
    if (file === undefined) return undefined;
    const contents = await this.#contentsOf(file);
    return { contents, version: path.endsWith('.html') ? this.#versionOf(contents) : '' };
  }

  #page(path: string, page: PlannedPage): Promise<LivingFile> {
    const known = this.#made.get(path);
    if (known !== undefined) return known;
    const made = this.#rendering.then(() => this.#render(page));
    this.#rendering = made.catch(() => {});
    if (this.#made.size >= maxMade) this.#made.delete(this.#made.keys().next().value!);
    this.#made.set(path, made);
    return made;
  }

  async #render(page: PlannedPage): Promise<LivingFile> {
    let html = '';
    const { permalink, layout } = page;
    const errors = await renderPages([{ permalink, layout, render: () => printPage(page) }], (made) => {
      html = made.html;
    });
    if (errors.length > 0) throw new PageFault(layoutProblems(errors));
    const contents = Buffer.from(html);
    return { contents, version: this.#versionOf(contents) };
  }

  #versionOf(contents: Uint8Array): string {
    return hashOf(contents).slice(0, 16) + this.#pictures;
  }

  /** What is made of all pages or has no page to lead to it: sitemap, robots.txt, pages at old addresses, the state. */
  #lateFiles(): ReadonlyMap<string, OutputFile> {
    if (this.#late === undefined) {
      const feeds = feedsOf(this.plan);
      const paths = [...this.#pages.keys(), ...this.#files.keys(), ...feeds.map(({ path }) => path)];
      const { files } = closingFiles(this.plan, paths);
      this.#late = new Map([...feeds, ...files].map((file) => [file.path, file]));
    }
    return this.#late;
  }

  async #contentsOf(file: OutputFile): Promise<Uint8Array> {
    if (this.#copies.has(file)) {
      const [published] = await publishImages([file], this.plan.images);
      if (published !== undefined && published !== file) return this.#contentsOf(published);
    }
    if ('copyOf' in file) return readFile(file.copyOf.diskPath);
    if ('chunks' in file) return Buffer.concat([...file.chunks()]);
    const contents = 'make' in file ? file.make() : file.contents;
    return typeof contents === 'string' ? Buffer.from(contents) : contents;
  }
}
