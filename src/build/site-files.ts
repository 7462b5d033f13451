// What stands beside the pages and is made of the whole plan: feeds and what else programs read, pages at old addresses,
// and the state that the next build compares with.
import { buildRobots } from '../feed/robots.ts';
import { buildSitemap } from '../feed/sitemap.ts';
import type { FolderFacts, OutputFile, SiteState } from '../model.ts';
import { siteAddresses } from '../render/addresses.ts';
import { aliasFiles } from '../render/alias-files.ts';
import { folderFacts } from '../render/folder-facts.ts';
import { siteStateOf } from '../validate/previous-state.ts';
import { countsOf } from './build-report.ts';
import { fingerprintOfMade } from './code-version.ts';
import { stateFile } from './last-output.ts';
import type { SitePlan } from './plan-site.ts';
import { archiveName } from './site-download.ts';
import { topEntries } from './write-output.ts';

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
export function factsOf({ options, publishedSite }: SitePlan): FolderFacts | undefined {
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
