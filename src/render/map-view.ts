// The map of a tree's home: which countries are links there, by what name, and which names can be read on the map itself.
import type { CountedLinkView, MapLinkView, MapView } from '../../layouts/views.ts';
import type { Country, MapCountry } from '../model.ts';
import type { TreeContext } from './tree-context.ts';

/** Names on the map, of the countries with the most items: more would be a second list. */
const maxNames = 8;
/** Units of the drawing that a character takes, in type of 13 units (styles/map.css): at most, and a square one. */
const characterWidth = 7.6;
const squareCharacterWidth = 14;
const squareCharacter = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Stands above or below the character before it. */
const mark = /\p{M}/u;

/** @param list all countries of the home, in their order */
export function mapView(context: TreeContext, list: readonly CountedLinkView[]): MapView | undefined {
  const { map, site } = context.context;
  if (map === undefined) return undefined;
  const countryByHref = new Map<string, Country>();
  for (const country of site.countries) {
    countryByHref.set(context.labelLink('countries', country.slug).href, country);
  }
  const shapeByCode = new Map(map.countries.map((shape) => [shape.code, shape]));
  const linked = list.flatMap((link) => {
    const country = countryByHref.get(link.href);
    const shape = country?.iso === undefined ? undefined : shapeByCode.get(country.iso);
    return country === undefined || shape === undefined ? [] : [{ link, country, shape }];
  });
  if (linked.length === 0) return undefined;
  const onMap = new Set(linked.map(({ link }) => link.href));
  const linkedCodes = new Set(linked.map(({ shape }) => shape.code));
  return {
    width: map.width,
    height: map.height,
    land: [
      map.land,
      ...map.countries.flatMap(({ code, path }) => (linkedCodes.has(code) ? [] : (path ?? []))),
    ],
    borders: map.borders,
    listed: linked.map(({ link }) => link),
    elsewhere: list.filter(({ href }) => !onMap.has(href)),
    links: linked.map(({ link, country, shape }) => mapLink(context, link, country, shape)),
    names: [...linked]
      .sort((a, b) => b.link.count - a.link.count)
      .flatMap(({ country, shape: { name } }) => {
        const shown = context.localized(country.name);
        return name !== undefined && widthOf(shown.text) <= name.room
          ? [{ x: name.x, y: name.y, ...shown }]
          : [];
      })
      .slice(0, maxNames),
  };
}

function mapLink(
  context: TreeContext,
  { href, count }: CountedLinkView,
  country: Country,
  { path, target }: MapCountry,
): MapLinkView {
  const { text: name, language } = context.localized(country.name);
  const key = count === 1 ? 'map.country-one' : 'map.country';
  // One language for the whole label: half of it would be read with the wrong voice.
  const isOneLanguage = count > 0 && context.wording.languageOf(key) === language;
  const label = isOneLanguage ? context.wording.plain(key, { name, n: count }) : name;
  return { href, label, language, path, target };
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (squareCharacter.test(character)) width += squareCharacterWidth;
    else if (!mark.test(character)) width += characterWidth;
  }
  return width;
}
