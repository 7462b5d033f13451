// Markdown of another system → Markdown of ours. Blocks that hold nothing to change are kept as the author wrote them;
// blocks with HTML in them, or with links and images that must become something else, are rendered and written anew.
import MarkdownIt, { type Token } from 'markdown-it';
import { destination, htmlToMarkdown, isKnownElement, keepUnknownTags } from './html-to-markdown.ts';
import { NestedTooDeep } from './nesting.ts';
import type { PictureTrace, Reference, References, ReferenceUse, Resolution } from './references.ts';

export interface BodyOptions {
  readonly references: References;
  resolve(reference: Reference, use: ReferenceUse): Resolution;
  traced(reference: Reference, trace: PictureTrace): void;
  tell(rule: string, message: string, line: number): void;
}

const md = new MarkdownIt({ html: true, linkify: false, typographer: false, breaks: false, maxNesting: 100 });
md.validateLink = () => true;
md.normalizeLink = (address) => address;
md.normalizeLinkText = (address) => address;

/** `alt="called "so" by all"`: the inner quotes are text. */
function mendQuotes(text: string): string {
  return text.replace(
    /(<img\b[^<>]*?\balt=")([^<>]*)("(?:\s+[\w-]+="[^"<>]*")*\s*\/?>)/g,
    (all, before: string, alt: string, after: string) =>
      alt.includes('"') && !/"\s+[\w-]+=$|"\s+[\w-]+="/.test(alt)
        ? before + alt.replace(/"/g, '&quot;') + after
        : all,
  );
}

interface Block {
  readonly tokens: readonly Token[];
  /** 0-based lines, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly isDirty: boolean;
  /** Indented: code, unless it stands within an element. */
  readonly isIndented: boolean;
  /** Names of elements opened (`div`) and closed (`/div`), in order. */
  readonly tags: readonly string[];
}

const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option'.split(
    ' ',
  ),
);
/** How many blocks an element may span before it counts as never closed. */
const maxSpan = 200;

/**
 * @param text without template syntax; marks of `references` stand where addresses are
 * @throws NestedTooDeep
 */
export function bodyToMarkdown(text: string, options: BodyOptions): string {
  const source = mendQuotes(openMarkdownInHtml(text));
  const lines = source.split('\n');
  const tokens = md.parse(source, {});
  const uses = new Map<number, ReferenceUse>();
  const blocks = blocksOf(tokens, uses, options);
  const out: string[] = [];
  let line = 0;
  const keep = (to: number): void => {
    if (to > line) out.push(...lines.slice(line, to).map((entry) => keptLine(entry, uses, options)));
    line = Math.max(line, to);
  };
  for (let index = 0; index < blocks.length; ) {
    const end = groupEnd(blocks, index);
    const group = blocks.slice(index, end);
    const first = group[0]!;
    const to = Math.max(...group.map((block) => block.to));
    keep(first.from);
    if (group.length === 1 && !first.isDirty) {
      keep(first.to);
    } else {
      const html = md.renderer.render(
        group.flatMap((block, at) =>
          (at > 0 && block.isIndented ? block.tokens.map(asHtml) : block.tokens).map(dressed),
        ),
        md.options,
        {},
      );
      const markdown = atLine(first.from + 1, () =>
        htmlToMarkdown(html, {
          references: options.references,
          resolve: options.resolve,
          traced: options.traced,
          tell: (rule, message) => options.tell(rule, message, first.from + 1),
        }),
      );
      if (out.length > 0 && out.at(-1) !== '' && markdown !== '') out.push('');
      if (markdown !== '') out.push(...markdown.split('\n'), '');
      line = to;
    }
    index = end;
  }
  keep(lines.length);
  return options.references
    .replaceIn(out.join('\n'), (reference) => reference.written)
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\s+$/g, '');
}

/** A block that is rendered anew has lines of its own: what stands too deep in it has the line of its first. */
function atLine(line: number, convert: () => string): string {
  try {
    return convert();
  } catch (error) {
    throw error instanceof NestedTooDeep ? new NestedTooDeep(error.message, line) : error;
  }
}

/** The same for a body that is HTML altogether. @throws NestedTooDeep */
export function htmlBodyToMarkdown(html: string, options: BodyOptions): string {
  const markdown = htmlToMarkdown(html, {
    references: options.references,
    resolve: options.resolve,
    traced: options.traced,
    tell: (rule, message) => options.tell(rule, message, 1),
  });
  return options.references
    .replaceIn(markdown, (reference) => reference.written)
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\s+$/g, '');
}

/** `<div markdown="1">` says that Markdown follows: a blank line makes it so. */
function openMarkdownInHtml(text: string): string {
  return text.replace(
    /^([ \t]*<(?:div|section|aside|article|figure|details|main|span)\b[^>\n]*?)\s+markdown(?:=["']?(?:1|block|span)["']?)?([^>\n]*>)/gim,
    '$1$2\n\n',
  );
}

function blocksOf(tokens: readonly Token[], uses: Map<number, ReferenceUse>, options: BodyOptions): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    depth += tokens[index]!.nesting;
    if (depth > 0) continue;
    const slice = tokens.slice(start, index + 1);
    start = index + 1;
    const [from, to] = slice[0]!.map ?? [0, 0];
    const tags: string[] = [];
    let isDirty = false;
    const visit = (token: Token): void => {
      if (token.type === 'html_block' || token.type === 'html_inline') {
        const known = tagsIn(token.content);
        if (known.length > 0 || /<[!?]/.test(token.content)) isDirty = true;
        tags.push(...known);
      }
      if (token.type === 'link_open' || token.type === 'image') {
        const address = String(token.attrGet(token.type === 'image' ? 'src' : 'href'));
        const reference = options.references.of(address);
        if (reference !== undefined) {
          const use = token.type === 'image' ? 'image' : 'link';
          uses.set(reference.index, use);
          const resolution = options.resolve(reference, use);
          if (resolution.kind !== 'address') isDirty = true;
        } else if (token.type === 'image') {
          isDirty = true;
        } else if (!/^(?:https?:)?\/\/[^/]|^(?:mailto|tel):/i.test(address)) {
          isDirty = true;
        }
      }
      for (const child of token.children ?? []) visit(child);
    };
    for (const token of slice) visit(token);
    const isIndented = slice[0]!.type === 'code_block';
    if (isIndented) tags.push(...tagsIn(slice[0]!.content));
    blocks.push({ tokens: slice, from, to, isDirty, isIndented, tags });
  }
  return blocks;
}

function tagsIn(html: string): string[] {
  return [...html.matchAll(/<(\/?)([a-zA-Z][\w:-]*)(?:"[^"]*"|'[^']*'|[^'">])*?(\/?)>/g)]
    .filter((match) => isKnownElement(match[2]!))
    .map((match) => `${match[1]}${match[2]!.toLowerCase()}${match[3]}`);
}

/** Blocks from `start` until every element that was opened is closed again. */
function groupEnd(blocks: readonly Block[], start: number): number {
  const open: string[] = [];
  for (let index = start; index < Math.min(blocks.length, start + maxSpan); index += 1) {
    const block = blocks[index]!;
    if (block.isIndented && open.length === 0) return index + 1;
    for (const tag of block.tags) {
      if (tag.startsWith('/')) {
        const at = open.lastIndexOf(tag.slice(1));
        if (at !== -1) open.length = at;
      } else if (!tag.endsWith('/') && !voidElements.has(tag)) {
        open.push(tag);
      }
    }
    if (open.length === 0) return index + 1;
  }
  return start + 1;
}

/** Lines that are indented within an element are no code: the author indented the HTML. */
function asHtml(token: Token): Token {
  if (token.type === 'code_block') {
    token.type = 'html_block';
    token.content = `<p>${token.content}`;
  }
  return token;
}

/** Tags that no HTML knows are text; links written as Markdown within HTML are links. */
function dressed(token: Token): Token {
  if (token.type === 'html_block' || token.type === 'html_inline') {
    token.content = linksInHtml(keepUnknownTags(token.content));
  }
  for (const child of token.children ?? []) dressed(child);
  return token;
}

function linksInHtml(html: string): string {
  if (!html.includes('](')) return html;
  const attribute = (text: string) => text.replace(/&(?!#?\w+;)/g, '&amp;').replace(/"/g, '&quot;');
  const unescaped = (text: string) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  return html
    .replace(
      /!\[((?:\\.|[^\]\\])*)\]\(([^()\s]+)\)/g,
      (_all, alt: string, address: string) =>
        `<img src="${attribute(address)}" alt="${attribute(unescaped(alt))}">`,
    )
    .replace(
      /(?<!\\)\[((?:\\.|[^\]\\[])*)\]\(([^()\s]+)\)/g,
      (_all, words: string, address: string) => `<a href="${attribute(address)}">${unescaped(words)}</a>`,
    );
}

/** A line that is not written anew: marks become addresses; a definition whose link is gone goes with it. */
function keptLine(line: string, uses: ReadonlyMap<number, ReferenceUse>, options: BodyOptions): string {
  if (!line.includes('\uE000')) return line;
  let isGone = false;
  const kept = options.references.replaceIn(line, (reference) => {
    const use = uses.get(reference.index);
    if (use === undefined) return reference.written;
    const resolution = options.resolve(reference, use);
    if (resolution.kind === 'address') return destination(resolution.href);
    isGone = true;
    return '';
  });
  return isGone ? '' : kept;
}
