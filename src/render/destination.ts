// What a link's destination may be and how it is written into a page: an allow-list of schemes, after the browser's own
// reading (WHATWG URL §4.4: tabs and line breaks vanish, leading control characters too), so that no trick slips through.
import MarkdownIt from 'markdown-it';
import { encodeFragment, encodePath } from './addresses.ts';

export type Destination =
  /** Of this site, or a file beside the item: `/news/`, `photo.jpg`, `#part`. */
  | { readonly kind: 'inside'; readonly href: string }
  /** http, https. */
  | { readonly kind: 'outside'; readonly href: string }
  /** mailto, tel. */
  | { readonly kind: 'contact'; readonly href: string }
  /** Everything else; nothing may lead there. */
  | { readonly kind: 'forbidden' };

const forbidden: Destination = { kind: 'forbidden' };
// Percent-encoding of letters outside ASCII, punycode for hosts: markdown-it's own, which keeps what is encoded already.
const encoder = new MarkdownIt();

/**
 * Addresses that hold nothing to encode, as most do: a host of names (no number at its end, which could be a wrong IPv4
 * address, no punycode, which could be wrong) and the letters that RFC 3986 lets stand.
 */
const plainAddress =
  /^https?:\/\/(?=[a-z0-9.-]{1,253}(?:[/?#]|$))(?!(?:[^/?#]*\.)?xn--)(?:[a-z0-9][a-z0-9-]{0,62}\.)*[a-z][a-z0-9-]{0,62}(?:[/?#][A-Za-z0-9/._~=&+,;?-]*)?(?:#[A-Za-z0-9/._~=&+,;?-]*)?$/;

/**
 * @param written entities and backslash escapes resolved
 * @param basePath put before a path that begins with `/`; `` or `/path`
 */
export function readDestination(written: string, basePath: string): Destination {
  // What a browser drops is dropped before we judge.
  const address = written.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
  if (address === '') return forbidden;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') {
    return /^https?:\/\/[^/\\?#]/i.test(address) ? outside(address) : forbidden;
  }
  if (scheme === 'mailto' || scheme === 'tel') {
    return { kind: 'contact', href: encoder.normalizeLink(address) };
  }
  if (scheme !== undefined) return forbidden;
  // `//host/x` leaves the site: written out, so that it means the same from file://.
  if (/^[/\\]{2}/.test(address)) {
    const rest = address.replace(/^[/\\]+/, '');
    return rest === '' ? forbidden : outside(`https://${rest}`);
  }
  return { kind: 'inside', href: insideHref(address, basePath) };
}

function outside(address: string): Destination {
  if (plainAddress.test(address)) return { kind: 'outside', href: address };
  const href = encoder.normalizeLink(address.replaceAll('\\', '/'));
  return URL.canParse(href) ? { kind: 'outside', href } : forbidden;
}

function insideHref(address: string, basePath: string): string {
  const [, path = '', query = '', fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/su.exec(address) ?? [];
  // Decoded and encoded anew: NFC as the output's files are named, whatever the author's keyboard gave.
  const encoded = path
    .split('/')
    .map((segment) => encodePath(decoded(segment)).replaceAll('/', '%2F'))
    .join('/');
  return (
    (path.startsWith('/') ? basePath : '') +
    encoded +
    (query === '' ? '' : encoder.normalizeLink(query)) +
    (fragment === undefined ? '' : `#${encodeFragment(decoded(fragment).normalize('NFC'))}`)
  );
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
