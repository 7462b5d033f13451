// How an address is made and what it may look like: the addresses of items, and old addresses (aliases), which become
// redirects and stub pages and so must be safe in both.
import type { ItemType, LanguageTag, Permalink } from '../model.ts';
import { invisibleInNames, isLongerThan, isWindowsDevice, maxSlugBytes } from './slug.ts';

const folders: Readonly<Record<ItemType, string>> = { news: '/news/', resource: '/resources/', page: '/' };
/** Browsers and hosts take more; no real address needs it. In UTF-8 bytes. */
const maxAliasBytes = 1000;

/**
 * @param slug checked by slugFault
 * @param siteLanguage its tree is at `/`; every other language's at `/<tag>/`
 */
export function permalinkOf(
  type: ItemType,
  slug: string,
  language: LanguageTag,
  siteLanguage: LanguageTag,
): Permalink {
  const tree = language === siteLanguage ? '' : `/${language}`;
  return `${tree}${folders[type]}${slug.normalize('NFC')}/` as Permalink;
}

export interface AliasFault {
  /** Continues "The alias `x` ". */
  readonly reason: string;
  /** The alias as it may be written; undefined when it cannot be mended. */
  readonly suggestion?: string;
}

/** What stands against an old address; undefined when nothing does. */
export function aliasFault(alias: string): AliasFault | undefined {
  const fault = findFault(alias);
  if (fault?.suggestion === undefined || findFault(fault.suggestion) === undefined) return fault;
  return { reason: fault.reason };
}

/** As aliasFault; the suggestion is not checked yet. */
function findFault(alias: string): AliasFault | undefined {
  if (alias === '') return { reason: 'is empty' };
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/[^?#]*)?/i.exec(alias);
  if (origin !== null) {
    return {
      reason: 'is a whole URL; an alias is the part after the host',
      suggestion: origin[1] ?? '/',
    };
  }
  if (/^\/\//.test(alias)) return { reason: 'begins with two slashes, which leads to another host' };
  if (!alias.startsWith('/')) return { reason: 'does not begin with `/`', suggestion: `/${alias}` };
  if (/[\u0000-\u0020\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/.test(alias)) {
    return { reason: 'holds a space or a line break', suggestion: alias.trim() };
  }
  if (invisibleInNames.test(alias)) return { reason: 'holds an invisible character' };
  if (/[?#]/.test(alias))
    return {
      reason: 'holds `?` or `#`; hosts redirect by the path alone',
      suggestion: alias.replace(/[?#].*$/, ''),
    };
  if (/%/.test(alias))
    return { reason: 'holds `%`; write the letters themselves', suggestion: decoded(alias) };
  const bad = /[\\:*<>"|{}^`[\]]/.exec(alias);
  if (bad !== null)
    return { reason: `holds \`${bad[0]}\`, which has a meaning of its own in addresses or on Windows` };
  const segments = alias.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    if (segment === '' && index < segments.length - 1)
      return { reason: 'has two slashes in a row', suggestion: alias.replace(/\/{2,}/g, '/') };
    if (/^\.+$/.test(segment) || segment.endsWith('.'))
      return { reason: 'has a part of dots, or one that ends with a dot' };
    if (isWindowsDevice(segment))
      return { reason: `has the part \`${segment}\`, the name of a device on Windows` };
    if (isLongerThan(segment, maxSlugBytes))
      return { reason: `has a part of more than ${maxSlugBytes} bytes` };
  }
  if (isLongerThan(alias, maxAliasBytes)) return { reason: `has more than ${maxAliasBytes} bytes` };
  return undefined;
}

/** NFC; an address that names no file gets its closing slash, as every page has one. */
export function aliasPermalink(alias: string): Permalink {
  const text = alias.normalize('NFC');
  const last = text.slice(text.lastIndexOf('/') + 1);
  return (last === '' || last.includes('.') ? text : `${text}/`) as Permalink;
}

function decoded(alias: string): string | undefined {
  try {
    return decodeURIComponent(alias).normalize('NFC');
  } catch {
    return undefined;
  }
}
