// From the plan to the search index: the documents, what is told of them, and what an earlier index spares this one.
import type { LanguageTag, SearchDocument } from '../model.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { type BuildSearchOptions, buildSearch, type SearchFiles } from '../search/build-search.ts';
import { searchDocuments } from '../search/search-documents.ts';
import { stemmerScriptsOf } from '../search/stemmer-script.ts';
import { vocabularyNames } from '../search/synonyms.ts';
import { buildPipelineScript } from './browser-assets.ts';
import { contentPack, defaultCacheFolder } from './cache-folder.ts';
import { type CachePack, openOneOfPacks } from './cache-pack.ts';
import { codeVersionOf } from './code-version.ts';
import { readLunrLanguages } from './lunr-languages.ts';
import type { PlanRequest, SitePlan } from './plan-site.ts';
import type { Reporter } from './stage-clock.ts';

export async function indexSite(
  plan: SitePlan,
  { withFullIndex }: { readonly withFullIndex?: boolean },
  cache: CachePack | undefined,
): Promise<SearchFiles> {
  return buildSearch(documentsOf(plan), {
    ...searchOptionsOf(plan),
    cache,
    pipelineScript: withFullIndex === true ? await buildPipelineScript() : undefined,
  });
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
  items,
}: SitePlan): Required<
  Pick<BuildSearchOptions, 'siteLanguage' | 'dates' | 'synonyms' | 'stemmerScripts' | 'codeVersion'>
> {
  return {
    siteLanguage: site.settings.language,
    dates: site.interfaceTexts,
    synonyms: new Map(
      [...site.interfaceTexts.keys()].map((language) => [
        language,
        vocabularyNames(site, language as LanguageTag),
      ]),
    ),
    stemmerScripts: stemmerScriptsOf(
      [site.settings.language, ...items.map(({ item }) => item.language)],
      readLunrLanguages,
    ),
    codeVersion: searchVersion(),
  };
}

/** Of all that makes an index of documents: another layout leaves the index as it is. */
export function searchVersion(): string {
  return codeVersionOf(new URL('../search/build-search.ts', import.meta.url).href);
}

export function openSearchCache(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  reporter: Reporter,
): CachePack {
  const path = contentPack(cacheFolder, 'search', content);
  return openOneOfPacks(path, searchVersion(), (sentence) => reporter.note(sentence));
}
