// What a build tells when it is over: what was made and how much of it, what is held back, what was wrong.
// build-summary.ts makes words of it.
import { gzipSync } from 'node:zlib';
import type { ArchiveFacts, IsoDate, Item, OutputFile } from '../model.ts';
import { type Problem, sortProblems } from '../problem.ts';
import { instantIn } from '../validate/site-time.ts';
import type { SitePlan } from './plan-site.ts';
import type { StageReport } from './stage-clock.ts';

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

/** Of a build that wrote nothing. */
export function failedReport(
  output: string,
  problems: readonly Problem[],
  stages: readonly StageReport[],
): BuildReport {
  return {
    isBuilt: false,
    problems: sortProblems(problems),
    output,
    counts: {},
    itemsByLanguage: {},
    heldBack: { drafts: 0, embargoed: 0, expired: 0 },
    bytes: { total: 0, pages: 0, feeds: 0, assetsCompressed: {}, searchCompressed: {} },
    changes: { written: 0, kept: 0, removed: 0 },
    stages,
  };
}

export function countsOf(plan: SitePlan): Record<string, number> {
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

export function itemsByLanguageOf({ site }: SitePlan): BuildReport['itemsByLanguage'] {
  const itemsByLanguage: Record<string, number> = {};
  for (const { language } of site.items) itemsByLanguage[language] = (itemsByLanguage[language] ?? 0) + 1;
  return itemsByLanguage;
}

export function heldBackOf({ site, allItems, options }: SitePlan): BuildReport['heldBack'] {
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

/**
 * @param files pages by their paths in the output
 * @param sizeOf bytes of a file of the output, by its path
 */
export function sizesOf(
  files: {
    readonly pages: readonly string[];
    readonly feeds: readonly OutputFile[];
    readonly assets: readonly OutputFile[];
  },
  sizeOf: (path: string) => number,
): Pick<BuildReport['bytes'], 'pages' | 'feeds' | 'assetsCompressed'> {
  const sum = (paths: readonly string[]) => paths.reduce((bytes, path) => bytes + sizeOf(path), 0);
  return {
    pages: sum(files.pages),
    feeds: sum(files.feeds.map(({ path }) => path)),
    assetsCompressed: Object.fromEntries(files.assets.map((file) => [file.path, compressedSize(file)])),
  };
}

function compressedSize(file: OutputFile): number {
  if ('copyOf' in file) return file.copyOf.size;
  if ('chunks' in file) return 0;
  return gzipSync('make' in file ? file.make() : file.contents).length;
}
