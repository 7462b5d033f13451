// HTML → Markdown as render/markdown.ts reads it, by turndown with rules of our own: tables (GFM), pictures, frames and
// films as links, definition lists, emphasis that CommonMark would not see. What would run or only dresses is left out.

import { parseDocument } from 'htmlparser2';
import TurndownService from 'turndown';
import { NestedTooDeep, nestingFault } from './nesting.ts';
import type { PictureTrace, Reference, References, ReferenceUse, Resolution } from './references.ts';

export interface HtmlOptions {
  readonly references: References;
  /** Called for every reference that stands where a link or an image is. */
  resolve(reference: Reference, use: ReferenceUse): Resolution;
  /** Is told what stays of a picture that is not shown. */
  traced?(reference: Reference, trace: PictureTrace): void;
  /** Is told what was left out or became something else: an element's name and a clause. */
  tell(rule: string, message: string): void;
}

/** All that HTML and SVG know: anything else between angle brackets was meant as text. */
const knownElements = new Set(
  (
    'a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button canvas caption ' +
    'center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure ' +
    'font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li ' +
    'link main map mark marquee menu meta meter nav nobr noframes noscript object ol optgroup option output p param picture ' +
    'pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup ' +
    'svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp ' +
    'path g use symbol circle rect line polyline polygon image defs lineargradient radialgradient stop clippath mask text tspan math'
  ).split(' '),
);

export function isKnownElement(name: string): boolean {
  return knownElements.has(name.toLowerCase());
}

/** `<branch-name>` is text: its bracket becomes an entity, so that no word is lost. */
export function keepUnknownTags(html: string): string {
  return html.replace(/<(?=\/?([a-zA-Z][\w:-]*))/g, (bracket, name: string) =>
    isKnownElement(name) ? bracket : '&lt;',
  );
}

/** `&amp;` and its like → letters. Tags stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);/g, (entity) => {
    const node = parseDocument(entity).children[0];
    return node !== undefined && 'data' in node ? String(node.data) : entity;
  });
}

const cellMark = '\uE003';
const rowEnd = '\uE004';
const blocksInCells = 'ul,ol,pre,table,blockquote,h1,h2,h3,h4,h5,h6,dl,hr,figure,iframe';

/**
 * @param html a fragment or a whole document; marks of `references` stand where addresses are
 * @throws NestedTooDeep
 */
export function htmlToMarkdown(html: string, options: HtmlOptions): string {
  const { references } = options;
  const service = new TurndownService({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '_',
    strongDelimiter: '**',
    linkStyle: 'inlined',
    br: '  ',
  });
  const escapeAsBefore = service.escape.bind(service);
  service.escape = (text) =>
    escapeAsBefore(text)
      .replace(/^(\s*\d+)\)(?=\s|$)/, '$1\\)')
      .replace(/<(?=[a-zA-Z/!?])/g, '\\<')
      .replace(/&(?=#?\w+;)/g, '&amp;')
      .replace(/~~/g, '\\~\\~')
      .replace(/!(?=\\\[)/g, '\\!');

  service.addRule('left-out', {
    filter: (node) =>
      /^(?:script|style|noscript|template|svg|link|meta|base|title|input|datalist|object|applet|canvas|map|param|track|math)$/i.test(
        node.nodeName,
      ),
    replacement(_content, node) {
      const name = node.nodeName.toLowerCase();
      if (name === 'title' || name === 'meta' || name === 'base') return '';
      options.tell(name === 'script' ? 'script' : 'element-left-out', `<${name}> was left out`);
      return '';
    },
  });
  service.addRule('frame', {
    filter: (node) => /^(?:iframe|embed|video|audio|frame)$/i.test(node.nodeName),
    replacement(content, node) {
      const element = node as HTMLElement;
      const source =
        element.getAttribute('src') ?? element.querySelector('source[src]')?.getAttribute('src') ?? '';
      const name = element.nodeName.toLowerCase();
      const reference = references.of(source);
      const resolution = reference && options.resolve(reference, 'link');
      const address =
        resolution === undefined
          ? source.replace(/^\/\//, 'https://')
          : resolution.kind === 'words'
            ? ''
            : resolution.href;
      const fallback = content.trim();
      if (address === '') {
        options.tell('element-left-out', `<${name}> without an address that can be followed was left out`);
        return fallback;
      }
      options.tell('frame', `<${name}> became a link`);
      const title = (element.getAttribute('title') ?? '').replace(/\s+/g, ' ').trim();
      const text =
        title === ''
          ? fallback.includes('\n') || fallback === ''
            ? service.escape(address)
            : fallback
          : service.escape(title);
      return `\n\n[${text}](${destination(address)})\n\n`;
    },
  });
  service.addRule('source', { filter: (node) => node.nodeName === 'SOURCE', replacement: () => '' });
  service.addRule('image', {
    filter: 'img',
    replacement(_content, node) {
      const image = node as HTMLImageElement;
      const source = image.getAttribute('src') ?? '';
      const alt = service.escape((image.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim());
      const isInLink = closest(image, 'A');
      const reference = references.of(source);
      const address = reference?.address ?? source;
      if (reference === undefined) {
        if (!/^(?:https?:)?\/\//i.test(source)) return alt;
        if (alt === '' && isPixel(image)) {
          options.tell(
            'element-left-out',
            `the image without size of another site, ${address.slice(0, 200)}, was left out`,
          );
          return '';
        }
        const words = alt === '' ? service.escape(fileName(address)) : alt;
        const what = isInLink ? 'words of the link round it' : 'a link';
        options.tell(
          'image-elsewhere',
          `the image of another site, ${address.slice(0, 200)}, became ${what}`,
        );
        return isInLink ? words : `[${words}](${destination(source.replace(/^\/\//, 'https://'))})`;
      }
      const resolution = options.resolve(reference, 'image');
      if (resolution.kind === 'address') return `![${alt}](${destination(resolution.href)})`;
      // A link, or a picture that others will look for, needs words: the name of the file, where there are no others.
      const words =
        alt === '' && (isInLink || resolution.kind === 'link-instead')
          ? service.escape(fileName(address))
          : alt;
      if (resolution.kind === 'words' || isInLink) {
        options.traced?.(reference, words === '' ? 'nothing' : isInLink ? 'words-in-link' : 'words');
        return words;
      }
      options.traced?.(reference, 'link');
      return `[${words}](${destination(resolution.href)})`;
    },
  });
  service.addRule('link', {
    filter: 'a',
    replacement(content, node) {
      const written = (node as HTMLElement).getAttribute('href');
      const text = content.replace(/\s*\n\s*/g, ' ').trim();
      const edges = [/^\s/.test(content) ? ' ' : '', /\s$/.test(content) ? ' ' : ''] as const;
      if (written === null || written.trim() === '') return content;
      const reference = references.of(written.trim());
      let address = written.trim();
      if (reference !== undefined) {
        const resolution = options.resolve(reference, 'link');
        if (resolution.kind === 'words') return text === '' ? '' : edges[0] + text + edges[1];
        address = resolution.href;
      } else if (!/^(?:https?:)?\/\/[^/]|^(?:mailto|tel):/i.test(address)) {
        return edges[0] + text + edges[1];
      }
      if (text === '') {
        options.tell('link-empty', 'a link without words was left out');
        return '';
      }
      return `${edges[0]}[${text}](${destination(address.replace(/^\/\//, 'https://'))})${edges[1]}`;
    },
  });
  const emphasis = (mark: (isTight: boolean) => string) => (content: string, node: Node) => {
    const text = content.trim();
    if (text === '') return '';
    if (/\n[ \t]*\n/.test(text)) return content;
    const before = neighbour(node, 'previousSibling').at(-1) ?? ' ';
    const after = neighbour(node, 'nextSibling').at(0) ?? ' ';
    const isLetter = (char: string) => /[\p{L}\p{N}\p{M}]/u.test(char);
    const isPunctuation = (char: string) => /[\p{P}\p{S}]/u.test(char);
    // CommonMark 0.31 §6.2: a mark between a letter and punctuation opens or closes nothing.
    if ((isPunctuation(text.at(0)!) && isLetter(before)) || (isPunctuation(text.at(-1)!) && isLetter(after)))
      return content;
    const delimiter = mark(isLetter(before) || isLetter(after));
    return delimiter + text + delimiter;
  };
  service.addRule('emphasis', {
    filter: ['em', 'i'],
    replacement: emphasis((isTight) => (isTight ? '*' : '_')),
  });
  service.addRule('strong', { filter: ['strong', 'b'], replacement: emphasis(() => '**') });
  service.addRule('struck', { filter: ['del', 's', 'strike' as 's'], replacement: emphasis(() => '~~') });
  service.addRule('quote', { filter: 'q', replacement: (content) => `“${content}”` });
  service.addRule('code-like', {
    filter: (node) => /^(?:kbd|samp|tt)$/i.test(node.nodeName) && !holds(node, '*'),
    replacement(_content, node) {
      const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
      if (text === '') return '';
      const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length)));
      const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
      return fence + pad + text + pad + fence;
    },
  });
  service.addRule('preformatted', {
    filter: (node) => node.nodeName === 'PRE',
    replacement(_content, node) {
      const element = node as HTMLElement;
      const language = /\blang(?:uage)?-([\w+#.-]+)/.exec(
        `${element.getAttribute('class') ?? ''} ${element.querySelector('code')?.getAttribute('class') ?? ''}`,
      );
      // An array first: the list changes as its members go, and the parser's is no iterable.
      for (const line of Array.prototype.slice.call(element.querySelectorAll('br')) as HTMLElement[])
        line.parentNode?.replaceChild(element.ownerDocument.createTextNode('\n'), line);
      const code = (element.textContent ?? '').replace(/^\n+|\s+$/g, '');
      if (code === '') return '';
      const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((match) => match[0].length));
      const fence = '`'.repeat(longest + 1);
      return `\n\n${fence}${language?.[1] ?? ''}\n${code}\n${fence}\n\n`;
    },
  });
  service.addRule('term', {
    filter: (node) => node.nodeName === 'DT',
    replacement: (content) =>
      content.trim() === ''
        ? ''
        : `\n\n**${content
            .trim()
            .replace(/\s*\n\s*/g, ' ')
            .replace(/\*\*/g, '')}**\n\n`,
  });
  service.addRule('description', {
    filter: (node) => node.nodeName === 'DD' || node.nodeName === 'DL',
    replacement: (content) => `\n\n${content.trim()}\n\n`,
  });
  service.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement(content, node) {
      const text = content.trim().replace(/\s*\n\s*/g, ' ');
      return text === ''
        ? ''
        : `\n\n${'#'.repeat(Number(node.nodeName[1]))} ${text.replace(/(?<!\\)#$/, '\\#')}\n\n`;
    },
  });
  service.addRule('cell', {
    filter: ['td', 'th'],
    replacement(content, node) {
      const span = Number((node as HTMLTableCellElement).getAttribute('colspan') ?? 1);
      const extra = Number.isInteger(span) && span > 1 && span <= 50 ? cellMark.repeat(span - 1) : '';
      return cellMark + content.trim() + extra;
    },
  });
  service.addRule('row', { filter: 'tr', replacement: (content) => content.trim() + rowEnd });
  service.addRule('rows', {
    filter: ['thead', 'tbody', 'tfoot', 'colgroup', 'col'],
    replacement: (content) => content,
  });
  service.addRule('caption', {
    filter: 'caption',
    replacement: (content) => `\uE005${content.trim()}\uE005`,
  });
  service.addRule('table', {
    filter: 'table',
    replacement: (content, node) => table(content, node as HTMLTableElement),
  });
  service.addRule('comment', {
    filter: (node) => (node.nodeType as number) === 8,
    replacement: () => '',
  });

  // Comments never reach a rule: they are counted here.
  const comments = html.match(/<!--(?!\[if)[\s\S]*?-->/g)?.length ?? 0;
  if (comments > 0)
    options.tell('comment', `${comments} HTML comment${comments === 1 ? ' was' : 's were'} left out`);
  const readable = keepUnknownTags(html).replace(/<!--[\s\S]*?-->/g, '');
  const fault = nestingFault(readable);
  if (fault !== undefined)
    throw new NestedTooDeep(fault.message, readable.slice(0, fault.offset).split('\n').length);
  const markdown = service.turndown(readable);
  return markdown.replace(/[ \t]+$/gm, (spaces, offset: number) =>
    // Two spaces before a line break are one; at the end of a block they are nothing.
    /^\n[ \t]*\S/.test(markdown.slice(offset + spaces.length, offset + spaces.length + 100)) &&
    spaces.length >= 2
      ? '  '
      : '',
  );
}

function table(content: string, node: HTMLTableElement): string {
  const [, caption = ''] = /\uE005([\s\S]*?)\uE005/.exec(content) ?? [];
  const rows = content
    .replace(/\uE005[\s\S]*?\uE005/g, '')
    .split(rowEnd)
    .map((row) =>
      row
        .split(cellMark)
        .slice(1)
        .map((cell) => cell.trim()),
    )
    .filter((row) => row.length > 0);
  const above = caption === '' ? '' : `${caption}\n\n`;
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return `\n\n${above}${content.replace(/[\uE003-\uE005]/g, ' ').trim()}\n\n`;
  const isLayout = width === 1 || holds(node, blocksInCells);
  if (isLayout)
    return `\n\n${above}${rows
      .flat()
      .filter((cell) => cell !== '')
      .join('\n\n')}\n\n`;
  const flat = rows.map((row) =>
    Array.from({ length: width }, (_, index) =>
      (row[index] ?? '').replace(/\s*\n\s*/g, ' ').replace(/(?<!\\)\|/g, '\\|'),
    ),
  );
  const firstRow = node.querySelector('tr') ?? null;
  const hasHead = firstRow !== null && (firstRow.parentNode?.nodeName === 'THEAD' || !holds(firstRow, 'td'));
  const head = hasHead ? flat[0]! : Array.from({ length: width }, () => '');
  const body = hasHead ? flat.slice(1) : flat;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `\n\n${above}${[line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')}\n\n`;
}

/** `/img/A%20table.png?x=1` → `A table.png`; what says nothing to people is a picture. */
function fileName(address: string): string {
  const [path = ''] = address.split(/[?#]/);
  let name = path.slice(path.lastIndexOf('/') + 1);
  try {
    name = decodeURIComponent(name);
  } catch {
    // As it stands.
  }
  return /^[^/]{1,80}\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)$/i.test(name) ? name : 'picture';
}

/** Counts readers and shows nothing. */
function isPixel(image: HTMLImageElement): boolean {
  return ['width', 'height'].every((side) => /^\s*[01](?:px)?\s*$/.test(image.getAttribute(side) ?? ''));
}

/** An address as Markdown writes it in brackets. */
export function destination(address: string): string {
  return address
    .replace(/\s/g, '%20')
    .replace(/[()<>\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function closest(node: Node, name: string): boolean {
  for (let at = node.parentNode; at !== null; at = at.parentNode) if (at.nodeName === name) return true;
  return false;
}

function neighbour(node: Node, side: 'previousSibling' | 'nextSibling'): string {
  for (let at: Node | null = node; at !== null; at = at.parentNode) {
    const sibling = at[side];
    if (sibling !== null) return sibling.textContent ?? '';
    if (at.parentNode !== null && /^(?:P|LI|TD|TH|DIV|H[1-6]|BODY|BLOCKQUOTE)$/.test(at.parentNode.nodeName))
      return '';
  }
  return '';
}

/** The parser's DOM gives undefined where browsers give null. */
function holds(node: Element, selector: string): boolean {
  return (node.querySelector(selector) ?? null) !== null;
}
