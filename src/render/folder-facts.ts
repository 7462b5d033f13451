// What a copy of the site says of itself: the name of its file, and the words for whoever finds it, in every
// language of the site. Both follow from the content alone, never from the day of the build.
import { Wording } from '../../layouts/wording.ts';
import type { BuildOptions, FolderFacts, IsoDate, LanguageTag, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { pageUrl } from './addresses.ts';

/** The newest calendar day on which anything was written or changed; undefined when nothing has a date. */
export function newestContentDate(site: Site): IsoDate | undefined {
  let newest = '';
  for (const { date, updated } of site.items) {
    for (const day of [date?.slice(0, 10), updated?.slice(0, 10)]) {
      if (day !== undefined && day > newest) newest = day;
    }
  }
  return newest === '' ? undefined : (newest as IsoDate);
}

/**
 * @param site as any reader may see it: without drafts
 * @param name for a file: the site's and its newest date
 */
export function folderFacts(site: Site, name: string, options: BuildOptions): FolderFacts {
  const date = newestContentDate(site);
  return {
    origin: options.origin,
    name,
    readme: languagesOf(site)
      .map((language) => readmeIn(language, site, date, options))
      .join(`\n${'-'.repeat(40)}\n\n`),
  };
}

/** The site's language, then the others that have items and words of their own. */
function languagesOf(site: Site): LanguageTag[] {
  const { language } = site.settings;
  const others = new Set(site.items.map((item) => item.language));
  others.delete(language);
  return [language, ...[...others].filter((tag) => site.interfaceTexts.has(tag)).sort(compareText)];
}

function readmeIn(
  language: LanguageTag,
  { settings, interfaceTexts }: Site,
  date: IsoDate | undefined,
  options: BuildOptions,
): string {
  const fallback = interfaceTexts.get(settings.language);
  if (fallback === undefined) throw new Error(`no interface texts for ${settings.language}`);
  const wording = new Wording(language, interfaceTexts.get(language), fallback);
  const site = settings.editions[language]?.name ?? settings.name;
  const home = language === settings.language ? '/' : `/${language}/`;
  return [
    wording.plain('folder.title', { site }),
    ...(date === undefined ? [] : [wording.plain('folder.date', { date: wording.plainDate(date) })]),
    '',
    wording.plain('folder.open'),
    wording.plain('folder.caution'),
    wording.plain('folder.online', { url: pageUrl(home, options) }),
    wording.plain('folder.check'),
    '',
  ].join('\n');
}
