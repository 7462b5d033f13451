// Addresses of the pages that no file stands for: lists, years, countries, search. The one place of this folder that
// makes a Permalink: its parts are slugs and numbers that validate/ has checked, or names that stand in this code.
import type { LanguageTag, Permalink } from '../model.ts';

/**
 * @param language tree that the page belongs to; the site's own language has its tree at `/`
 * @param path below the tree, without slashes at its ends: `` (home), `news/2007/08`, `404.html`
 */
export function pagePermalink(language: LanguageTag, siteLanguage: LanguageTag, path: string): Permalink {
  const start = language === siteLanguage ? '/' : `/${language}/`;
  const end = path === '' || path.endsWith('.html') ? '' : '/';
  return (start + path + end) as Permalink;
}
