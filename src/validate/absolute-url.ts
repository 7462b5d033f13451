// A URL that the schema has checked, as WHATWG URL prints it.
import type { AbsoluteUrl } from '../model.ts';

export function asAbsoluteUrl(checked: string): AbsoluteUrl {
  return new URL(checked).href as AbsoluteUrl;
}

/** Origin and base path of a site: no trailing slash. */
export function asSiteUrl(checked: string): AbsoluteUrl {
  return new URL(checked).href.replace(/\/+$/, '') as AbsoluteUrl;
}
