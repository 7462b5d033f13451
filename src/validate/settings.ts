// content/site.yaml → SiteSettings.
import {
  type Campaign,
  type EditionSettings,
  type FormSettings,
  formKinds,
  type IsoDate,
  type LanguageTag,
  type MapRegion,
  type NavigationEntry,
  type SiteSettings,
  type SourceFile,
} from '../model.ts';
import {
  type ColourName,
  colourNames,
  defaultPalettes,
  type Palette,
  type Palettes,
  schemes,
} from '../palette.ts';
import type { Problem } from '../problem.ts';
import { asAbsoluteUrl, asSiteUrl } from './absolute-url.ts';
import { fileNameOf } from './attachments.ts';
import { type SiteData, siteSchema } from './content-schema.ts';
import { contrastFaults, minContrast } from './contrast.ts';
import { explainIssues, pasteLine, problemAt } from './explain-issue.ts';
import { languageTag } from './language-tag.ts';
import { isTimeZone } from './site-time.ts';
import { checkTags } from './vocabulary.ts';

const defaultFeedItems = 30;
const defaultTimezone = 'UTC';
const minMapDegrees = 1;

/** @returns undefined when problems were found; they are added to `problems` */
export function readSettings(source: SourceFile, problems: Problem[]): SiteSettings | undefined {
  const result = siteSchema.safeParse(source.frontmatter);
  if (!result.success) {
    const zone = source.frontmatter.timezone;
    const timezone = typeof zone === 'string' && isTimeZone(zone) ? zone : defaultTimezone;
    problems.push(...explainIssues(result.error.issues, siteSchema, source.frontmatter, source, timezone));
    return undefined;
  }
  const data = result.data;
  const editions = readEditions(data, source, problems);
  const forms = readForms(data, source, problems);
  const map = readMap(data, source, problems);
  return {
    name: data.name.trim(),
    tagline: data.tagline.trim(),
    description: data.description.trim(),
    url: asSiteUrl(data.url),
    idBase: asSiteUrl(data['id-base'] ?? data.url),
    language: data.language as LanguageTag,
    timezone: data.timezone ?? defaultTimezone,
    publisher: {
      name: data.publisher.name.trim(),
      ...(data.publisher.url === undefined ? {} : { url: asAbsoluteUrl(data.publisher.url) }),
      ...(data.publisher.email === undefined ? {} : { email: data.publisher.email }),
    },
    navigation: navigationOf(data.navigation ?? []),
    exit: {
      url: asAbsoluteUrl(data.exit.url),
      ...(data.exit.text === undefined ? {} : { text: data.exit.text.trim() }),
    },
    feedItems: data['feed-items'] ?? defaultFeedItems,
    hasTitlePictures: data['title-pictures'] ?? false,
    ...(forms === undefined ? {} : { forms }),
    ...(map === undefined ? {} : { map }),
    ...(data.campaign === undefined ? {} : { campaign: campaignOf(data.campaign) }),
    footer: data.footer?.trim() ?? '',
    palettes: readPalettes(data, source, problems),
    ...(data.mark === undefined ? {} : { mark: fileNameOf(data.mark) }),
    editions,
  };
}

/** The site's own colours among ours; a pair that cannot be read is a problem where the chosen one stands. */
function readPalettes(data: SiteData, source: SourceFile, problems: Problem[]): Palettes {
  const paletteOf = (scheme: keyof Palettes): Palette => {
    const own = data.colours?.[scheme] ?? {};
    const palette = Object.fromEntries(
      colourNames.map((name) => [name, own[name]?.toLowerCase() ?? defaultPalettes[scheme][name]]),
    ) as Record<ColourName, string>;
    for (const fault of contrastFaults(palette, (name) => own[name] !== undefined)) {
      const [text, ground] = fault.pair;
      const paste = fault.suggestion === undefined ? undefined : pasteLine(fault.name, fault.suggestion);
      problems.push(
        problemAt(
          source,
          source.positionOf(['colours', scheme, fault.name]),
          'colour-contrast',
          `Words in \`${text}\` (${palette[text]}) on \`${ground}\` (${palette[ground]}) have a contrast of ${ratioText(fault.ratio)}:1 in the ${scheme} scheme; ${minContrast}:1 is the least that can be read.`,
          paste === undefined
            ? `No colour of this hue fits with the others: choose another \`${fault.name === text ? ground : text}\` too, or delete the line.`
            : `Write it as:  ${paste}`,
        ),
      );
    }
    return palette;
  };
  const [light, dark] = schemes.map(paletteOf) as [Palette, Palette];
  return { light, dark };
}

/** Cut, not rounded: 4.4999 is not 4.5. */
function ratioText(ratio: number): string {
  return (Math.floor(ratio * 100) / 100).toFixed(2);
}

/** @returns undefined when no form is turned on */
function readForms(data: SiteData, source: SourceFile, problems: Problem[]): FormSettings | undefined {
  const said = data.forms;
  if (said === undefined) return undefined;
  const context = { language: data.language as LanguageTag, timezone: defaultTimezone, problems };
  checkTags(said, ['forms'], source, context, new Set(['text']));
  const kinds = formKinds.filter((kind) => said[kind] === 'netlify');
  const [first] = kinds;
  if (first === undefined) return undefined;
  const email = said.email ?? data.publisher.email;
  const { phone, text } = said;
  if (email === undefined && phone === undefined && text === undefined) {
    problems.push(
      problemAt(
        source,
        source.positionOf(['forms', first]),
        'form-channel',
        'A form needs another way beside it: not every reader can send one, and offline copies never can.',
        'Add a line under `forms` with a way that you answer:  email: …  or  phone: …  or  text: { en: … }',
      ),
    );
  }
  return {
    kinds,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(text === undefined ? {} : { text }),
  };
}

/** A box with an area: a country may be as small as a degree. */
function readMap({ map }: SiteData, source: SourceFile, problems: Problem[]): MapRegion | undefined {
  if (map === undefined) return undefined;
  const { west, south, east, north } = map;
  const wrong = (edge: 'north' | 'east', message: string, mend: string) =>
    problems.push(problemAt(source, source.positionOf(['map', edge]), 'map-region', message, mend));
  if (north - south < minMapDegrees) {
    wrong(
      'north',
      `The map’s northern edge lies ${north < south ? 'south of' : 'too near to'} its southern edge.`,
      `Write degrees that are at least ${minMapDegrees} more than ${south}, such as  north: ${Math.min(90, south + 20)}`,
    );
  }
  const width = east < west ? east - west + 360 : east - west;
  if (width < minMapDegrees) {
    wrong(
      'east',
      'The map’s eastern edge lies too near to its western edge.',
      `Write degrees that lie at least ${minMapDegrees} further east than ${west}.`,
    );
  }
  return { west, south, east, north };
}

type EditionData = NonNullable<SiteData['editions']>[string];

function readEditions(
  data: SiteData,
  source: SourceFile,
  problems: Problem[],
): Record<string, EditionSettings> {
  const editions: Record<string, EditionSettings> = {};
  for (const [tag, edition] of Object.entries(data.editions ?? {})) {
    if (languageTag(tag) !== tag) {
      problems.push(
        problemAt(
          source,
          source.positionOf(['editions', tag], 'key'),
          'language-unknown',
          `\`${tag}\` is not the tag of a language.`,
          `Write a tag such as  ${languageTag(tag) ?? 'th'}:`,
        ),
      );
      continue;
    }
    editions[tag] = editionOf(edition);
  }
  return editions;
}

function editionOf(edition: EditionData): EditionSettings {
  return {
    ...(edition.name === undefined ? {} : { name: edition.name.trim() }),
    ...(edition.tagline === undefined ? {} : { tagline: edition.tagline.trim() }),
    ...(edition.description === undefined ? {} : { description: edition.description.trim() }),
    ...(edition.navigation === undefined ? {} : { navigation: navigationOf(edition.navigation) }),
    ...(edition.campaign === undefined ? {} : { campaign: campaignOf(edition.campaign) }),
    ...(edition.footer === undefined ? {} : { footer: edition.footer.trim() }),
  };
}

function navigationOf(entries: readonly { text: string; url: string }[]): NavigationEntry[] {
  return entries.map(({ text, url }) => ({ text: text.trim(), url }));
}

function campaignOf(campaign: NonNullable<SiteData['campaign']>): Campaign {
  return {
    title: campaign.title.trim(),
    text: campaign.text.trim(),
    url: campaign.url,
    linkText: campaign['link-text'].trim(),
    ...(campaign.starts === undefined ? {} : { starts: campaign.starts as IsoDate }),
    ...(campaign.ends === undefined ? {} : { ends: campaign.ends as IsoDate }),
  };
}
