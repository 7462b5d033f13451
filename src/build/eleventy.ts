// The only file that imports Eleventy (3.x). Eleventy paginates one template of ours over the numbers of the planned
// pages, one a page: it renders and routes every page, and never sees a content file, so that no template engine and
// no data cascade stands between content and page (and 3,000 pages take half a second, not ten).
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from '@11ty/eleventy';
import type { PlannedPage, RenderedPage } from '../model.ts';

/** Empty but for a file that git needs: Eleventy wants an input folder, and finds nothing in this one. */
const inputFolder = new URL('./eleventy-input/', import.meta.url);
/** Where `eleventy --config=.eleventy.ts` writes; the site itself is written by write-output.ts. */
const ownOutput = '.cache/eleventy';

/**
 * Pages that one Eleventy renders: it holds the HTML of all of them until the last is done. A thousand would take 5 %
 * less time and 100 MB more.
 */
const pagesInOneGo = 250;

/** A page as it is given to Eleventy. */
export interface PageTask extends Pick<PlannedPage, 'permalink' | 'layout'> {
  render(): string;
}

/** A layout threw: which page, which layout, and where in the layout. */
export class RenderError extends Error {
  readonly page: PageTask;
  constructor(page: PageTask, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`the layout "${page.layout}" failed on the page ${page.permalink}: ${what}`, { cause });
    this.name = 'RenderError';
    this.page = page;
  }
}

/** Eleventy splits paths at `/` and takes them relative to the working directory. */
function inputPath(): string {
  return relative(process.cwd(), fileURLToPath(inputFolder)).replaceAll('\\', '/');
}

/** Gives Eleventy our pages as one paginated template, and turns off whatever would look for others. */
function addPages(
  config: UserConfig,
  pages: readonly PageTask[],
  onFault: (error: RenderError) => void,
): void {
  config.setUseGitIgnore(false);
  // This group is there before quietMode is heard of, and on a busy machine would tell what Eleventy's own parts took.
  config.benchmarkManager.get('Configuration').setIsVerbose(false);
  config.setTemplateFormats(['11ty.js']);
  // A class, since Eleventy copies plain data deeply for each page and leaves functions alone.
  class Pages {
    data() {
      return {
        numbers: pages.map((_, number) => number),
        pagination: { data: 'numbers', size: 1, alias: 'number' },
        permalink: ({ number }: { number: number }) => pages[number]!.permalink,
        eleventyExcludeFromCollections: true,
      };
    }
    render({ number }: { number: number }): string {
      const page = pages[number]!;
      try {
        return page.render();
      } catch (error) {
        onFault(new RenderError(page, error));
        return '';
      }
    }
  }
  config.addTemplate(`${inputPath()}/pages.11ty.js`, Pages);
}

/**
 * Renders pages, some hundreds at a time.
 * @param take is given each page as it is made, in the order of the tasks; no further one once a page failed
 * @returns an error for each page that could not be rendered
 */
export async function renderPages(
  tasks: readonly PageTask[],
  take: (page: RenderedPage, index: number) => void | Promise<void>,
): Promise<RenderError[]> {
  const errors: RenderError[] = [];
  for (let start = 0; start < tasks.length; start += pagesInOneGo) {
    const some = tasks.slice(start, start + pagesInOneGo);
    const rendered = await renderAtOnce(some, errors);
    for (const [index, page] of rendered.entries()) {
      if (errors.length > 0) break;
      await take(page, start + index);
    }
  }
  return errors;
}

async function renderAtOnce(tasks: readonly PageTask[], errors: RenderError[]): Promise<RenderedPage[]> {
  // Eleventy's way to read a changed module of a site's own anew. There are none here, and it takes a thread.
  process.env.ELEVENTY_SKIP_ESM_RESOLVER ??= '1';
  // Loaded here: it takes as long as a whole check, which has no need of it.
  const { Eleventy } = await import('@11ty/eleventy');
  const eleventy = new Eleventy(inputPath(), ownOutput, {
    quietMode: true,
    // Neither .eleventy.ts nor any other configuration file: what Eleventy is told stands above.
    configPath: '',
    config: (config) => addPages(config, tasks, (error) => errors.push(error)),
  });
  eleventy.disableLogger();
  const rendered = await eleventy.toJSON();
  if (rendered.length !== tasks.length) {
    throw new Error(`Eleventy gave ${rendered.length} pages for the ${tasks.length} planned`);
  }
  return tasks.map(({ permalink }, index) => {
    const { url, content } = rendered[index]!;
    if (url !== permalink) throw new Error(`Eleventy gave ${String(url)} where ${permalink} was planned`);
    return { permalink, html: content };
  });
}

/** For .eleventy.ts: the same pages through Eleventy's own command, into a folder that is never the site's. */
export function configureEleventy(config: UserConfig, plan: readonly PageTask[]): void {
  config.setInputDirectory(inputPath());
  config.setOutputDirectory(ownOutput);
  config.setQuietMode(true);
  addPages(config, plan, (error) => {
    throw error;
  });
}
