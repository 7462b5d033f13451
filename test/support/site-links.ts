// Reads a built site back as a browser would: each page's anchors, and where each of its links leads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { listFiles } from './folder.ts';

export interface PageLinks {
  /** Below the output folder: `news/x/index.html`. */
  readonly path: string;
  readonly anchors: ReadonlySet<string>;
  /** Whether it reads a query out of `#q=…`. */
  readonly isSearch: boolean;
  /** href, src and every address of a srcset, as written. */
  readonly addresses: readonly string[];
}

const addressAttributes = [
  'href',
  'src',
  'data-root',
  'data-engine',
  'data-worker',
  'data-tools',
  'data-words',
  'data-target',
  'poster',
  'action',
];

export function readPageLinks(folder: string, path: string): PageLinks {
  const anchors = new Set<string>();
  const addresses: string[] = [];
  let isSearch = false;
  const parser = new Parser({
    onopentag(_name, attributes) {
      if (attributes.id !== undefined) anchors.add(attributes.id);
      if (attributes['data-search'] !== undefined) isSearch = true;
      for (const name of addressAttributes) {
        const value = attributes[name];
        if (value !== undefined) addresses.push(value);
      }
    },
  });
  parser.end(readFileSync(join(folder, path), 'utf8'));
  return { path, anchors, isSearch, addresses };
}

/**
 * Links of a site that lead nowhere inside it, as `page → address`. Links to other origins are not followed.
 * @param origin of the site, whose absolute links count as its own
 */
export function deadLinks(folder: string, origin: string, basePath = ''): string[] {
  const files = new Set(listFiles(folder));
  const pages = new Map<string, PageLinks>();
  for (const path of files) if (path.endsWith('.html')) pages.set(path, readPageLinks(folder, path));
  const dead: string[] = [];
  for (const page of pages.values()) {
    const pageUrl = new URL(`${origin}${basePath}/${page.path.replace(/(^|\/)index\.html$/, '$1')}`);
    for (const address of page.addresses) {
      const url = new URL(address, pageUrl);
      if (url.origin !== origin) continue;
      const path = decodeURIComponent(url.pathname);
      if (!path.startsWith(`${basePath}/`)) {
        dead.push(`${page.path} → ${address}`);
        continue;
      }
      const below = path.slice(basePath.length + 1);
      const target = below === '' || below.endsWith('/') ? `${below}index.html` : below;
      const anchor = decodeURIComponent(url.hash.slice(1));
      const to = pages.get(target);
      if (!files.has(target)) dead.push(`${page.path} → ${address}`);
      else if (to?.isSearch === true && anchor.startsWith('q=')) continue;
      else if (anchor !== '' && to?.anchors.has(anchor) === false) dead.push(`${page.path} → ${address}`);
    }
  }
  return dead;
}
