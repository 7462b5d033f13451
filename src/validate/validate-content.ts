// The whole content → a checked Site, or every problem at once. Read this first: it strings together what each of its
// neighbours checks.

import {
  type ContentFile,
  formPageSlugs,
  type Item,
  type LanguageTag,
  type Site,
  type SiteSettings,
  type SourceFile,
} from '../model.ts';
import { defaultPalettes } from '../palette.ts';
import { compareText, type Problem, sortProblems } from '../problem.ts';
import { type AddressBook, checkAddresses } from './addresses.ts';
import { checkMark, fileFinder, isKnownFileType } from './attachments.ts';
import { problemAt, show } from './explain-issue.ts';
import { type BuiltInTexts, readInterfaceTexts } from './interface-texts.ts';
import { parseDate } from './iso-date.ts';
import { itemFolders, itemTypeOf } from './item-type.ts';
import { languageTag } from './language-tag.ts';
import { nearest } from './nearest.ts';
import type { RuleId } from './rules.ts';
import { readSettings } from './settings.ts';
import { type InstantOf, instantIn } from './site-time.ts';
import { ValidationMemory } from './validation-memory.ts';
import { readCountries, readTopics } from './vocabulary.ts';

export interface ValidateInput {
  /** As displayed, `/`-separated. */
  readonly contentFolder: string;
  readonly files: readonly ContentFile[];
  /** Found while reading the folder and its files: they are returned with the rest. */
  readonly problems?: readonly Problem[];
  /** What could be loaded, by path: Markdown and YAML. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly nowMs: number;
  /** Drafts and items under embargo are published too; expired ones are not. */
  readonly showDrafts: boolean;
  /** The product's own words of the interface, for what a site's file lacks. */
  readonly builtInTexts?: BuiltInTexts;
  /** Of a living process: what did not change is not checked again, and is found the same. */
  readonly memory?: ValidationMemory;
}

export interface ValidateResult {
  /** Sorted. */
  readonly problems: Problem[];
  /** Undefined only when settings, vocabulary or interface texts cannot be used. */
  readonly site?: Site;
  /** Every item without an error, drafts, embargoed and expired ones too; oldest first. */
  readonly allItems: readonly Item[];
}

const settingsPath = 'site.yaml';
const countriesPath = 'vocabulary/countries.yaml';
const topicsPath = 'vocabulary/topics.yaml';
const textsPath = /^i18n\/([^/]+)\.yaml$/;

export function validateContent(input: ValidateInput): ValidateResult {
  const problems: Problem[] = [...(input.problems ?? [])];
  const done = (result: Omit<ValidateResult, 'problems'>): ValidateResult => ({
    ...result,
    problems: sortProblems(problems),
  });
  const folderProblem = (path: string, rule: RuleId, message: string, mend: string): void => {
    problems.push({
      file: path === '' ? input.contentFolder : `${input.contentFolder}/${path}`,
      line: 1,
      column: 1,
      rule,
      severity: 'error',
      message,
      mend,
    });
  };

  const files = input.files.filter((file) => !isHidden(file.path));
  const paths = new Set(files.map((file) => file.path));
  const itemFiles = files.filter((file) => itemTypeOf(file.path) !== undefined);
  if (itemFiles.length === 0) {
    folderProblem(
      '',
      'content-empty',
      'There is no news item, resource or page in this folder, so the site would be empty.',
      'Name the right folder with --content, or write a first item:  npm run -s new -- "Title"',
    );
    if (files.length === 0) return done({ allItems: [] });
  }
  checkFiles(files, problems);

  const settingsSource = input.sources.get(settingsPath);
  if (!paths.has(settingsPath))
    folderProblem(
      settingsPath,
      'settings-missing',
      'There is no site.yaml, which says what the site is called and where it is published.',
      'Write one with the keys name, tagline, description, url, language, publisher and exit; docs/frontmatter.md shows them.',
    );
  const memory = input.memory ?? new ValidationMemory();
  const settings =
    settingsSource === undefined
      ? undefined
      : memory.settings.of([settingsSource], problems, (found) => readSettings(settingsSource, found));
  // Items are checked all the same, as a site in English on UTC: an editor wants to see everything at once.
  const assumed = settings ?? assumedSettings(settingsSource);

  const { language, timezone } = assumed;
  const countriesInput = [input.sources.get(countriesPath), !paths.has(countriesPath)] as const;
  const countries = memory.countries.of([...countriesInput, language, timezone], problems, (found) =>
    readCountries(...countriesInput, { language, timezone, problems: found }),
  );
  const topicsInput = [input.sources.get(topicsPath), !paths.has(topicsPath)] as const;
  const topics = memory.topics.of([...topicsInput, language, timezone], problems, (found) =>
    readTopics(...topicsInput, { language, timezone, problems: found }),
  );
  const interfaceTexts = readInterfaceTexts(
    textSources(input.sources),
    assumed.language,
    problems,
    input.builtInTexts,
  );
  const ownTexts = `i18n/${assumed.language}.yaml`;
  if (settings !== undefined && !paths.has(ownTexts))
    folderProblem(
      ownTexts,
      'texts-missing',
      `There is no ${ownTexts}, which holds the words of the interface in the site’s language.`,
      'Copy content/i18n/en.yaml of Offprint to that name and translate it, or correct `language` in site.yaml.',
    );

  const others = otherFiles(files);
  const nowYear = new Date(input.nowMs).getUTCFullYear();
  const knownLanguages = new Set<string>([...interfaceTexts.keys(), language]);
  // All that the check of an item looks at beside its own file: the same of these, and it finds the same.
  const context = memory.context.of(
    [
      settings ?? settingsSource,
      countries,
      topics,
      nowYear,
      [...knownLanguages].join(' '),
      ...others.values(),
    ],
    problems,
    () => ({
      settings: assumed,
      countries,
      topics,
      finder: fileFinder(others),
      instantOf: instantIn(timezone),
      nowYear,
      knownLanguages,
    }),
  );
  const { instantOf } = context;
  const allItems: Item[] = [];
  for (const file of [...itemFiles].sort((a, b) => compareText(a.path, b.path))) {
    const source = input.sources.get(file.path);
    const type = itemTypeOf(file.path);
    if (source === undefined || type === undefined) continue;
    const item = memory.readItem(type, source, context, problems);
    if (item !== undefined) allItems.push(item);
  }
  sortItems(allItems, memory.sortKeys);

  const book = checkAddresses({
    items: allItems,
    countries: countries.entries,
    topics: topics.entries,
    siteLanguage: assumed.language,
    formKinds: assumed.forms?.kinds ?? [],
  });
  problems.push(...book.problems);
  if (
    settings === undefined ||
    !countries.isComplete ||
    !topics.isComplete ||
    !interfaceTexts.has(settings.language)
  )
    return done({ allItems });

  const isPublished = publishedAt(input.nowMs, input.showDrafts, instantOf);
  const items = allItems.filter((item) => !book.displaced.has(item) && isPublished(item));
  checkMark(settingsSource!, context.finder, problems);
  // With an item missing, a link to it would be called dead on top of the item's own problem.
  if (allItems.length === itemFiles.length) {
    checkSettingsLinks(settings, settingsSource!, items, allItems, book, problems);
    checkFormPages(settings, settingsSource!, items, problems);
  }
  return done({
    allItems,
    site: {
      settings,
      countries: countries.entries,
      topics: topics.entries,
      interfaceTexts,
      items,
      files: others,
    },
  });
}

/** The same site as readers see it at that time: without drafts, and without what is under embargo. */
export function withoutDrafts(site: Site, nowMs: number): Site {
  const instantOf = instantIn(site.settings.timezone);
  return { ...site, items: site.items.filter(publishedAt(nowMs, false, instantOf)) };
}

/** An item appears from the later of `date` and `publish`, until `expires`; drafts and embargoed ones when they are asked for. */
function publishedAt(nowMs: number, showDrafts: boolean, instantOf: InstantOf): (item: Item) => boolean {
  // Nearly all dates are long past: no time zone needs to be asked for them.
  const longPast = new Date(nowMs - 2 * dayMs).toISOString().slice(0, 10);
  const hasBegun = (date: string | undefined): boolean =>
    date === undefined || date < longPast || instantOf(date) <= nowMs;
  return (item) => {
    if (item.expires !== undefined && hasBegun(item.expires)) return false;
    return showDrafts || (!item.isDraft && hasBegun(item.date) && hasBegun(item.publish));
  };
}
const dayMs = 86_400_000;

/**
 * Oldest first, by date, then permalink. Calendar dates count from 00:00 UTC here, whatever the site's time zone: the
 * order is part of the output, which may not depend on a time zone database. A year is its first day; no date comes first.
 */
function sortItems(items: Item[], sortKeys: WeakMap<Item, number>): void {
  const keyOf = (item: Item): number => {
    let key = sortKeys.get(item);
    if (key === undefined) {
      key = sortKeyOf(item);
      sortKeys.set(item, key);
    }
    return key;
  };
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => a.key - b.key || compareText(a.item.permalink, b.item.permalink));
  for (const [place, { item }] of keyed.entries()) items[place] = item;
}

function sortKeyOf(item: Item): number {
  if (item.date !== undefined) {
    const { year, month, day, instantMs } = parseDate(item.date)!;
    return instantMs ?? Date.UTC(year, month - 1, day);
  }
  return item.type === 'resource' && item.year !== undefined ? Date.UTC(item.year, 0, 1) : -8.64e15;
}

/** What systems leave behind, and what begins with a dot. */
function isHidden(path: string): boolean {
  return /(?:^|\/)(?:\.|Thumbs\.db$|desktop\.ini$)|~$/i.test(path);
}

function otherFiles(files: readonly ContentFile[]): Map<string, ContentFile> {
  return new Map(files.filter((file) => !/\.(?:md|yaml)$/.test(file.path)).map((file) => [file.path, file]));
}

function textSources(sources: ReadonlyMap<string, SourceFile>): Map<LanguageTag, SourceFile> {
  const byTag = new Map<LanguageTag, SourceFile>();
  for (const [path, source] of sources) {
    const name = textsPath.exec(path)?.[1];
    const tag = name === undefined ? undefined : languageTag(name);
    if (tag !== undefined && tag === name) byTag.set(tag, source);
  }
  return byTag;
}

const knownFolders = ['news', 'resources', 'pages', 'vocabulary', 'i18n'];

/** Every file has a place: what lies elsewhere would be forgotten without a word. */
function checkFiles(files: readonly ContentFile[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const { path, displayPath } of files) {
    const refuse = (rule: RuleId, message: string, mend: string): void => {
      problems.push(problemAt({ displayPath }, { line: 1, column: 1 }, rule, message, mend));
    };
    if (seen.has(path)) {
      refuse(
        'file-twice',
        'Two files have this name, once with composed and once with decomposed letters (NFC and NFD).',
        'Delete or rename one of the two.',
      );
    }
    seen.add(path);
    if (
      path === settingsPath ||
      path === countriesPath ||
      path === topicsPath ||
      itemTypeOf(path) !== undefined
    )
      continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
    const texts = textsPath.exec(path)?.[1];
    if (texts !== undefined) {
      if (languageTag(texts) !== texts)
        refuse(
          'language-unknown',
          `\`${texts}\` is not the tag of a language.`,
          `Rename the file, such as  i18n/${languageTag(texts) ?? 'th'}.yaml`,
        );
      continue;
    }
    if (/\.ya?ml$/i.test(name)) {
      const places = [settingsPath, countriesPath, topicsPath, 'i18n/en.yaml'];
      const near = nearest(path.replace(/\.yml$/i, '.yaml'), places);
      refuse(
        'file-place',
        `${show(path)} is not a file that the site reads.`,
        near === undefined
          ? `The files with settings are ${places.join(', ')}: rename it or delete it.`
          : `Did you mean  ${near}`,
      );
    } else if (/\.(?:md|markdown|mdown|mkd|mdx)$/i.test(name)) {
      refuseMarkdown(path, folder, name, refuse);
    } else if (!isKnownFileType(path) && name !== 'LICENSE' && name !== 'LICENCE') {
      refuse(
        'file-type',
        `${show(name)} is not a kind of file that a site may hold.`,
        'Write texts as Markdown files that end in .md; documents may be PDF, CSV, Word and the like; delete the rest.',
      );
    }
  }
}

function refuseMarkdown(
  path: string,
  folder: string,
  name: string,
  refuse: (rule: RuleId, message: string, mend: string) => void,
): void {
  const inPlace = Object.hasOwn(itemFolders, folder);
  if (inPlace) {
    refuse(
      'file-name',
      `${show(name)} does not end in \`.md\`, so it would not be read.`,
      `Rename it:  ${path.replace(/\.[^.]*$/, '.md')}`,
    );
    return;
  }
  const near = folder === '' ? undefined : nearest(folder, knownFolders.slice(0, 3));
  refuse(
    'file-place',
    `${show(path)} lies in none of the folders news, resources and pages, so it would not be read.`,
    near === undefined
      ? `Move it, such as to  pages/${name.replace(/\.[^.]*$/, '')}.md`
      : `Did you mean the folder  ${near}/`,
  );
}

/** Enough to check items when site.yaml cannot be used. */
function assumedSettings(source: SourceFile | undefined): SiteSettings {
  const said = source?.frontmatter.language;
  const language = (typeof said === 'string' ? languageTag(said) : undefined) ?? ('en' as LanguageTag);
  const url = 'https://site.invalid' as SiteSettings['url'];
  return {
    name: '',
    tagline: '',
    description: '',
    url,
    idBase: url,
    language,
    timezone: 'UTC',
    publisher: { name: '' },
    navigation: [],
    exit: { url },
    feedItems: 30,
    footer: '',
    palettes: defaultPalettes,
    editions: {},
  };
}

/** Links that site.yaml itself holds: navigation and campaign, of every edition. */
function checkSettingsLinks(
  settings: SiteSettings,
  source: SourceFile,
  items: readonly Item[],
  allItems: readonly Item[],
  book: AddressBook,
  problems: Problem[],
): void {
  const check = (url: string, path: readonly (string | number)[]): void => {
    if (!url.startsWith('/')) return;
    const address = url.replace(/[?#].*$/, '').normalize('NFC');
    const isAt = ({ permalink }: Item): boolean => permalink === address;
    const isHidden = !items.some(isAt) && allItems.some(isAt);
    if (book.has(address) && !isHidden) return;
    const near = nearest(address, new Set<string>(items.map((item) => item.permalink)));
    const why = isHidden ? 'is not published (a draft, under embargo, or expired)' : 'does not exist';
    problems.push(
      problemAt(
        source,
        source.positionOf(path),
        'link-dead',
        `The page ${address} ${why}.`,
        near === undefined ? 'Write the page, or correct the address.' : `Did you mean  url: ${near}`,
      ),
    );
  };
  const checkPart = (
    part: Pick<SiteSettings, 'navigation' | 'campaign'> | SiteSettings['editions'][string],
    path: readonly (string | number)[],
  ): void => {
    for (const [index, entry] of (part.navigation ?? []).entries())
      check(entry.url, [...path, 'navigation', index, 'url']);
    if (part.campaign !== undefined) check(part.campaign.url, [...path, 'campaign', 'url']);
  };
  checkPart(settings, []);
  for (const [tag, edition] of Object.entries(settings.editions)) checkPart(edition, ['editions', tag]);
}

/** A form stands on a page that an editor wrote; a language without that page leads to the site's own. */
function checkFormPages(
  settings: SiteSettings,
  source: SourceFile,
  items: readonly Item[],
  problems: Problem[],
): void {
  for (const kind of settings.forms?.kinds ?? []) {
    const slugs = formPageSlugs[kind];
    const hasPage = items.some(
      ({ type, language, slug }) => type === 'page' && language === settings.language && slugs.includes(slug),
    );
    if (hasPage) continue;
    problems.push(
      problemAt(
        source,
        source.positionOf(['forms', kind]),
        'form-page',
        `There is no published page ${slugs.map((slug) => `/${slug}/`).join(' or ')} for this form to stand on.`,
        `Write  pages/${slugs[0]}.md  or turn the form off:  ${kind}: none`,
      ),
    );
  }
}
