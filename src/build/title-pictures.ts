// Pictures of titles, for items that have none of their own: which there are, under which addresses, and their files. An
// address tells what the picture shows and nothing of the machine, so that pages are the same wherever they are built;
// whether there is a picture at all is up to the machine's fonts, which is why a build is told again only on the same.
import { directionOf } from '../../layouts/languages.ts';
import { sixDigits } from '../colour.ts';
import type { FindTitlePicture, Fingerprint, Item, Site, SourceFile, TitlePicture } from '../model.ts';
import type { Problem } from '../problem.ts';
import { problemAt } from '../validate/explain-issue.ts';
import {
  designVersion,
  drawingVersion,
  drawTitle,
  type TitleColours,
  type TitleDesign,
  titleHeight,
  titleWidth,
} from './draw-title.ts';
import { hashOf } from './fingerprint.ts';
import { forgetUnwanted, keep, readKept } from './picture-cache.ts';
import { otherScript, scriptOf, TitleFonts } from './title-fonts.ts';
import type { OpenOutput, StagedOutput } from './write-output.ts';

/** Packing one leaves the thread to others; Pango itself draws one text at a time. */
const drawnAtOnce = 4;
/** Pictures of no item that may stay in the cache. */
const maxUnwanted = 200;
/** Of SHA-256 in a name. */
const hashDigits = 16;
/** As many as a person would look up. */
const maxNamedCharacters = 5;

interface PlannedTitle extends TitlePicture {
  readonly design: TitleDesign;
  /** Of all that decides the bytes. */
  readonly fingerprint: Fingerprint;
}

/** The pictures of a site's titles. */
export interface TitlePlan {
  readonly find: FindTitlePicture;
  /** By path: items with one title share a picture. */
  readonly pictures: ReadonlyMap<string, PlannedTitle>;
  /** Titles that this machine cannot draw. */
  readonly problems: readonly Problem[];
  readonly fonts: TitleFonts;
}

/**
 * What this machine can draw with.
 * @param cacheFolder where pictures, and what is known of fonts, are kept; undefined: nowhere
 */
export function openTitleFonts(cacheFolder: string | undefined): TitleFonts {
  return new TitleFonts(cacheFolder, drawingVersion());
}

/** @param settings the source of site.yaml, where problems stand */
export async function planTitles(site: Site, fonts: TitleFonts, settings: SourceFile): Promise<TitlePlan> {
  const items = site.items.filter(({ image }) => image === undefined);
  const named = items.map((item) => ({ item, siteName: siteNameFor(site, item) }));
  const siteNames = new Set(named.map(({ siteName }) => siteName));
  const missing = await fonts.missingIn([...siteNames, ...items.map(({ title }) => title)]);
  const isDrawable = (text: string) => missing.size === 0 || ![...text].some((one) => missing.has(one));

  const colours = titleColours(site.settings);
  const ofMachine = hashOf(`${drawingVersion()} ${fonts.stamp}`).slice(0, hashDigits);
  const pictures = new Map<string, PlannedTitle>();
  const ofItem = new Map<Item, PlannedTitle>();
  const left = new Map<string, LeftOut>();
  for (const { item, siteName } of named) {
    const { title, language } = item;
    if (!isDrawable(title) || !isDrawable(siteName)) {
      noteLeft(left, `${title} ${siteName}`, missing);
      continue;
    }
    const direction = site.interfaceTexts.get(language)?.direction ?? directionOf(language);
    const design: TitleDesign = { title, siteName, language, direction, colours };
    const name = hashOf(JSON.stringify([designVersion, design])).slice(0, hashDigits);
    const path = `assets/titles/${name}.png`;
    let picture = pictures.get(path);
    if (picture === undefined) {
      const fingerprint = name + ofMachine;
      picture = { path, width: titleWidth, height: titleHeight, design, fingerprint };
      pictures.set(path, picture);
    }
    ofItem.set(item, picture);
  }
  const problems = [...left].map(([script, found]) => problemOf(script, found, settings));
  return { find: (item) => ofItem.get(item), pictures, problems, fonts };
}

function siteNameFor({ settings }: Site, { language }: Item): string {
  return settings.editions[language]?.name ?? settings.name;
}

/** Of the light scheme, in six digits each: who shows a link knows nothing of a reader's scheme. */
function titleColours({ palettes: { light } }: Site['settings']): TitleColours {
  return {
    paper: sixDigits(light.paper),
    ink: sixDigits(light.ink),
    accent: sixDigits(light.accent),
    rule: sixDigits(light.rule),
  };
}

// ── what cannot be drawn ──────────────────────────────────────────────────────────────────────────────

/** Items without a picture for want of one script. */
interface LeftOut {
  count: number;
  readonly package: string;
  readonly characters: Set<string>;
}

function noteLeft(left: Map<string, LeftOut>, text: string, missing: ReadonlySet<string>): void {
  const lacking = [...new Set(text)].filter((character) => missing.has(character));
  const scripts = new Map(lacking.map((character) => [scriptOf(character).name, scriptOf(character)]));
  // A font for the letters brings digits and marks with it.
  if (scripts.size > 1) scripts.delete(otherScript.name);
  for (const { name, package: from } of scripts.values()) {
    const found = left.get(name) ?? { count: 0, package: from, characters: new Set<string>() };
    found.count += 1;
    for (const one of lacking) if (scriptOf(one).name === name) found.characters.add(one);
    left.set(name, found);
  }
}

function problemOf(
  script: string,
  { count, package: from, characters }: LeftOut,
  settings: SourceFile,
): Problem {
  const named = [...characters].slice(0, maxNamedCharacters).join(' ');
  const items = count === 1 ? '1 item has' : `${count} items have`;
  return problemAt(
    settings,
    settings.positionOf(['title-pictures'], 'key'),
    'title-font',
    `${items} no picture of the title: this machine has no font for ${script} characters (${named}).`,
    `Install the font on the machine that builds: sudo apt-get install ${from}`,
    'warning',
  );
}

// ── files ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Puts every picture into the output; what the last output has, or the cache, is not drawn again.
 * @param output of the last build, where its files may be taken over
 * @param cacheFolder as for openTitleFonts
 * @returns number of pictures that were drawn
 */
export async function publishTitles(
  { pictures, fonts }: TitlePlan,
  output: Pick<OpenOutput, 'fingerprintOf'>,
  staged: Pick<StagedOutput, 'keep' | 'put'>,
  cacheFolder: string | undefined,
): Promise<number> {
  const changed = [...pictures.values()].filter(({ path, fingerprint }) => {
    if (output.fingerprintOf(path) !== fingerprint) return true;
    staged.keep(path);
    return false;
  });
  let drawn = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let picture = changed[next++]; picture !== undefined; picture = changed[next++]) {
      const { path, fingerprint, design } = picture;
      const name = cacheName(picture);
      let contents = cacheFolder === undefined ? undefined : readKept(cacheFolder, name);
      if (contents === undefined) {
        contents = await drawTitle(design);
        drawn += 1;
        if (cacheFolder !== undefined) keep(cacheFolder, name, contents);
      }
      await staged.put({ path, fingerprint, contents });
    }
  };
  await Promise.all(Array.from({ length: drawnAtOnce }, worker));
  if (drawn > 0 && cacheFolder !== undefined) {
    const wanted = [...pictures.values()].map(cacheName);
    forgetUnwanted(cacheFolder, new Set([...wanted, fonts.keptName]), maxUnwanted);
  }
  return drawn;
}

function cacheName({ fingerprint }: PlannedTitle): string {
  return `${fingerprint}.png`;
}
