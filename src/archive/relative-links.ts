// One page of the site as a page of a folder that opens from file://: links name files, relative to the page, and a
// policy stands in the page itself, since no server sends one. Only what must change changes: places are found with
// an HTML tokenizer (htmlparser2, HTML Living Standard §13.2.5) and replaced, the other bytes stay.
import { Parser } from 'htmlparser2';

export interface FolderContext {
  /** Paths of all files of the folder. */
  readonly files: ReadonlySet<string>;
  /** Origin of the published site, no trailing slash. */
  readonly origin: string;
  /** `` or `/path`, no trailing slash. */
  readonly basePath: string;
  /** Path of the page that the exit link leads to. */
  readonly exitPage: string;
}

/**
 * CSP Level 3 in a meta element. `'self'` of a page from file:// is nothing at all in some browsers and every file in
 * others: `file:` says what is meant. Scripts are still our own alone: Trusted Types let no other address pass.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' file:",
  "worker-src 'self'",
  "style-src 'self' file:",
  "img-src 'self' file:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types offprint',
].join('; ');

/** Attributes that hold one address. */
const addressAttributes = new Set([
  'href',
  'src',
  'poster',
  'data-root',
  'data-engine',
  'data-worker',
  'data-tools',
  'data-words',
  'data-suggestions',
  'data-marks',
  'data-target',
]);

/** Elements that speak of the published site to machines: nothing to do in a folder. */
function isForTheWeb(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === 'link') return attributes.rel === 'alternate';
  // What other sites show beside a link to the page.
  return name === 'meta' && /^(?:og:image|twitter:)/.test(attributes.property ?? attributes.name ?? '');
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface FoundAttribute {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The page says of itself that it belongs to the published site alone: its body has `data-site-only`. */
export function isSiteOnly(html: string): boolean {
  let isFound = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'body') isFound = Object.hasOwn(attributes, 'data-site-only');
    },
  });
  const body = html.indexOf('<body');
  parser.end(body < 0 ? '' : html.slice(body, html.indexOf('>', body) + 1));
  return isFound;
}

/**
 * @param path of the page in the folder: `news/workshop/index.html`
 * @returns the page for the folder. Elements with `data-site-only` are gone, those with `data-folder-only` are shown;
 *   a link to a page or file that the folder lacks leads to the published site
 */
export function pageForFolder(html: string, path: string, context: FolderContext): string {
  const edits: Edit[] = [];
  const address = new URL(`${context.origin}${context.basePath}/${encodeURI(path)}`);
  /** Where an element that goes began, and how many elements of it are open. */
  let gone: { start: number; depth: number } | undefined;
  let found: FoundAttribute[] = [];

  const parser = new Parser({
    onopentagname() {
      found = [];
    },
    onattribute(name, value) {
      // Of an attribute, unlike a tag, the end is that of the character after it.
      found.push({ name, value, start: parser.startIndex, end: parser.endIndex });
    },
    onopentag(name, attributes) {
      if (gone !== undefined) {
        gone.depth += 1;
        return;
      }
      const start = parser.startIndex;
      if (Object.hasOwn(attributes, 'data-site-only') || isForTheWeb(name, attributes)) {
        gone = { start, depth: 1 };
        return;
      }
      for (const attribute of found) {
        const changed = changedAttribute(name, attributes, attribute);
        if (changed === attribute.value) continue;
        const text = changed === undefined ? '' : `${attribute.name}="${escapeAttribute(changed)}"`;
        edits.push({ start: attribute.start, end: attribute.end, text });
      }
      // Results name addresses of the site: a folder has no server that finds the page in a folder.
      for (const { name: mark, end: at } of found) {
        if (mark !== 'data-search' && mark !== 'data-search-box') continue;
        edits.push({ start: at, end: at, text: ' data-page-file="index.html"' });
      }
      if (name === 'meta' && Object.hasOwn(attributes, 'charset')) {
        const at = parser.endIndex + 1;
        edits.push({
          start: at,
          end: at,
          text: `\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        });
      }
    },
    onclosetag() {
      if (gone === undefined) return;
      gone.depth -= 1;
      if (gone.depth > 0) return;
      let end = parser.endIndex + 1;
      // A line that is empty now goes with it.
      if (html[gone.start - 1] === '\n' && html[end] === '\n') end += 1;
      edits.push({ start: gone.start, end, text: '' });
      gone = undefined;
    },
  });
  parser.end(html);
  return applyEdits(html, edits);

  /** undefined: the attribute goes. */
  function changedAttribute(
    element: string,
    attributes: Readonly<Record<string, string>>,
    { name, value }: FoundAttribute,
  ): string | undefined {
    if (name === 'hidden' && Object.hasOwn(attributes, 'data-folder-only')) return undefined;
    if (name === 'href' && Object.hasOwn(attributes, 'data-exit')) {
      return relativePath(path, context.exitPage);
    }
    // Where the page stands on the web is worth keeping: whoever finds the folder can look for a newer one.
    if (element === 'link' && attributes.rel === 'canonical') return value;
    if (name === 'data-base') return relativePath(path, '').replace(/\/$/, '') || '.';
    if (addressAttributes.has(name)) return localAddress(value);
    if (name === 'srcset') {
      return value
        .split(',')
        .map((candidate) => {
          const [url = '', ...descriptor] = candidate.trim().split(/\s+/);
          return [localAddress(url), ...descriptor].join(' ');
        })
        .join(', ');
    }
    if (name === 'content' && element === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '')) {
      return value.replace(/(url\s*=\s*)(['"]?)([^'"]*)\2\s*$/i, (_, before: string, __, url: string) => {
        return before + localAddress(url);
      });
    }
    return value;
  }

  /** The address as the folder has it; one of another site stays as it is. */
  function localAddress(value: string): string {
    if (value === '' || value.startsWith('#')) return value;
    let url: URL;
    try {
      url = new URL(value, address);
    } catch {
      return value;
    }
    if (url.origin !== context.origin) return value;
    const { basePath } = context;
    if (url.pathname !== basePath && !url.pathname.startsWith(`${basePath}/`)) return value;
    let target: string;
    try {
      target = decodeURIComponent(url.pathname.slice(basePath.length + 1));
    } catch {
      return value;
    }
    if (target === '' || target.endsWith('/')) target += 'index.html';
    if (!context.files.has(target)) return url.href;
    return relativePath(path, target) + url.hash;
  }
}

/**
 * @param from path of a file
 * @param to path of a file, or empty for the folder itself
 * @returns the address of `to` as seen from the page `from`, percent-encoded, never empty
 */
export function relativePath(from: string, to: string): string {
  const fromFolders = from.split('/').slice(0, -1);
  const toParts = to.split('/');
  let common = 0;
  while (
    common < fromFolders.length &&
    common < toParts.length - 1 &&
    fromFolders[common] === toParts[common]
  ) {
    common += 1;
  }
  const way = [...fromFolders.slice(common).map(() => '..'), ...toParts.slice(common)]
    .map(encodePart)
    .join('/');
  // A first part with a colon would be read as a scheme; no file name of ours holds one.
  return way === '' ? './' : way;
}

function encodePart(part: string): string {
  return /^[A-Za-z0-9._~-]*$/.test(part)
    ? part
    : encodeURIComponent(part).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      );
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** @param edits do not overlap */
function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + text.slice(end);
}
