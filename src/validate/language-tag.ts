// Language tags (BCP 47, RFC 5646 §2.1, the part that sites use): language, script, region. By own table and pattern,
// so that no ICU version decides what a file name means.
import type { LanguageTag } from '../model.ts';

/** ISO 639-1, all of it. A two-letter suffix that is none of these is no language (`about.us.md`). */
const twoLetterCodes = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es ' +
    'et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki ' +
    'kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no ' +
    'nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te ' +
    'tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
);

const tagPattern = /^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?$/i;

/** @returns the tag in canonical case (`zh-Hant-TW`); undefined when `text` is none */
export function languageTag(text: string): LanguageTag | undefined {
  const match = tagPattern.exec(text);
  if (match === null) return undefined;
  const [, language = '', script, region] = match;
  const lower = language.toLowerCase();
  if (lower.length === 2 && !twoLetterCodes.has(lower)) return undefined;
  const parts = [lower];
  if (script !== undefined) parts.push(script[0]!.toUpperCase() + script.slice(1).toLowerCase());
  if (region !== undefined) parts.push(region.toUpperCase());
  return parts.join('-') as LanguageTag;
}

/** Two letters that are a language: the likely name of a language's tree. Longer tags are compared with the site's own. */
export function isTwoLetterLanguage(slug: string): boolean {
  return twoLetterCodes.has(slug);
}

/** Looks as if a language was meant: two or three letters, perhaps with a region. */
export function looksLikeLanguageTag(text: string): boolean {
  return tagPattern.test(text);
}
