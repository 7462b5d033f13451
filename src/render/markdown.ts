// A Markdown body → HTML, headings, links and words. CommonMark 0.31 with tables, ~~strikethrough~~ and notes[^1] by
// markdown-it, an instance of our own: Eleventy would switch indented code off, and would let template engines see
// the text.
import MarkdownIt, { type Token } from 'markdown-it';
import { picture } from '../../layouts/picture.ts';
import type { BodyLink, Heading, RenderedBody, ResponsiveImage } from '../model.ts';
import { hrefOf } from './addresses.ts';
import { readDestination } from './destination.ts';
import { Directions } from './directions.ts';
import { addFootnotes, referenceId } from './footnotes.ts';
import { HeadingIds } from './heading-ids.ts';
import { type InlineSource, LinkPositions, rememberPositions } from './link-positions.ts';
import { inlineText, type PlainText, plainText } from './plain-text.ts';

export interface MarkdownOptions {
  /** `` or `/path`: put before links that begin with `/`. */
  readonly basePath: string;
  /** The file's line on which the source begins, 1-based. */
  readonly firstLine: number;
  /** For the message of an error of ours. */
  readonly path?: string;
  /** What is known of a picture beside the text, by its name. */
  readonly findImage?: (name: string) => ResponsiveImage | undefined;
}

const md = new MarkdownIt({
  // Content is data: a tag in it is text.
  html: false,
  // A bare address stays text and `<https://…>` is a link: searching every word for something like an address is
  // what was slow on hostile text (faults.md row 37), and it links what the author only named.
  linkify: false,
  // Quotation marks are the author's.
  typographer: false,
  // A line break in the source is a space, as everywhere else in Markdown.
  breaks: false,
  // Deeper than any text; what is nested deeper is text or left out, and a page stays of bounded depth.
  maxNesting: 100,
});
// Parsed as links all the same, then judged in dressLink: so that a link to nowhere good keeps its words.
md.validateLink = () => true;
md.normalizeLink = (address) => address;
md.normalizeLinkText = (address) => address;
// LinkPositions reads the definitions before they go.
md.core.ruler.disable('strip_references');
// renderBody does what it does, where there is something to do.
md.core.ruler.disable('normalize');
rememberPositions(md);
addFootnotes(md);

const escapeHtml = md.utils.escapeHtml;

md.renderer.rules.image = (tokens, index) => {
  const { html } = tokens[index]!.meta as { readonly html: string };
  return html;
};
md.renderer.rules.link_close = (tokens, index) => {
  const token = tokens[index]!;
  return token.hidden ? '' : `${escapeHtml(token.content)}</a>`;
};
md.renderer.rules.remote_image = (tokens, index, _options, _env, renderer) => {
  const token = tokens[index]!;
  return `<a${renderer.renderAttrs(token)}>${escapeHtml(token.content)}</a>`;
};
// Code may be wider than the page: what scrolls must be reachable by keyboard (WCAG 2.1.1).
md.renderer.rules.fence = (tokens, index) => {
  const token = tokens[index]!;
  const language = /^[\w+#-]+/.exec(token.info.trim())?.[0];
  const attribute = language === undefined ? '' : ` class="language-${language}"`;
  return `<pre tabindex="0"><code${attribute}>${escapeHtml(token.content)}</code></pre>\n`;
};
md.renderer.rules.code_block = (tokens, index) =>
  `<pre tabindex="0"><code>${escapeHtml(tokens[index]!.content)}</code></pre>\n`;
// So may a table. It is named by the heading above it, as a label of ours would be in no language of the reader's;
// a group and no region, or two tables under one heading would be two landmarks of one name.
md.renderer.rules.table_open = (tokens, index) => {
  const heading = tokens[index]!.meta?.headingId;
  const name = typeof heading === 'string' ? ` aria-labelledby="${escapeHtml(heading)}"` : '';
  return `<div class="table" role="group"${name} tabindex="0">\n<table>\n`;
};
md.renderer.rules.table_close = () => '</table>\n</div>\n';

/**
 * @param source Markdown, LF line ends
 * @returns html that holds only what Markdown makes: no tag, attribute or address scheme of the author's own, no style,
 *   no picture of another origin (it becomes a link). Links that lead out of the site carry rel="noreferrer".
 */
export function renderMarkdown(source: string, options: MarkdownOptions): RenderedBody {
  return renderBody(source, options).body;
}

/** The same, and the first paragraph's words, of which a summary is made. */
export function renderBody(
  source: string,
  options: MarkdownOptions,
): { readonly body: RenderedBody; readonly firstParagraph: string } {
  const text = normalized(source);
  const env = {};
  let tokens: Token[];
  try {
    tokens = md.parse(text, env);
  } catch (cause) {
    throw new Error(`Markdown could not be read: ${options.path ?? 'no file'}`, { cause });
  }
  const dressing = new Dressing(text, tokens, options);
  tokens = dressing.tokens;
  const words: PlainText = plainText(tokens);
  return {
    body: {
      html: { html: md.renderer.render(tokens, md.options, env) },
      headings: dressing.headings.map((heading, i) => ({
        ...heading,
        start: words.headingStarts[i] as number,
      })),
      links: dressing.links,
      plainText: words.text,
    },
    firstParagraph: words.firstParagraph,
  };
}

/** Line ends as LF, and no NUL: CommonMark 0.31.2 §2.1 and §2.3. */
function normalized(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** One walk over the tokens that makes them ours: levels and ids of headings, addresses, pictures, tables. */
class Dressing {
  readonly tokens: Token[] = [];
  readonly headings: Omit<Heading, 'start'>[] = [];
  readonly links: BodyLink[] = [];
  readonly #basePath: string;
  readonly #findImage: (name: string) => ResponsiveImage | undefined;
  readonly #positions: () => LinkPositions;
  readonly #ids = new HeadingIds();
  /** Levels in the source of the headings that enclose the place we are at. */
  readonly #enclosing: number[] = [];
  /** Ids of the places that lead to a note. */
  readonly #references = new Set<string>();

  constructor(source: string, tokens: readonly Token[], options: MarkdownOptions) {
    this.#basePath = options.basePath;
    this.#findImage = options.findImage ?? (() => undefined);
    const directions = new Directions(source);
    let positions: LinkPositions | undefined;
    // Most bodies hold no link: they pay nothing for positions.
    this.#positions = () => {
      positions ??= new LinkPositions(source, tokens, options.firstLine);
      return positions;
    };
    let row: Token | undefined;
    let cell = -1;
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i]!;
      const next = tokens[i + 1];
      if (token.type === 'reference_definition') continue;
      // No way back to where nothing was printed: within the description of a picture, say.
      if (token.type === 'footnote_anchor' && !this.#references.has(referenceId(token))) continue;
      this.tokens.push(token);
      if (token.type === 'inline') {
        directions.add(token, tokens[i - 1], tokens[i - 2]);
        this.#dressInline(
          row ? { kind: 'cell', inline: token, row, cell } : { kind: 'lines', inline: token },
        );
      } else if (token.type === 'heading_open' && next) {
        this.#dressInline({ kind: 'lines', inline: next });
        i += 2;
        if (this.#dressHeading(token, next, tokens[i]!)) this.tokens.push(next, tokens[i]!);
        else this.tokens.pop();
        directions.add(next, token, undefined);
      } else if (token.type === 'table_open') {
        const above = this.headings.at(-1);
        if (above) token.meta = { headingId: above.id };
      } else if (token.type === 'tr_open') {
        row = token;
        cell = -1;
      } else if (token.type === 'tr_close') {
        row = undefined;
      } else if (token.type === 'th_open' || token.type === 'td_open') {
        cell += 1;
        dressCell(token, next, tokens[i + 2]);
      } else if (token.type === 'blockquote_close') {
        dressAttribution(tokens, i);
      }
    }
    directions.mark();
  }

  /**
   * The page's title is its h1, so a body begins at h2 and goes down one level at a time, however many the author
   * skipped: heading order is how screen readers find their way (WCAG 1.3.1). @returns false for a heading without words
   */
  #dressHeading(open: Token, inline: Token, close: Token): boolean {
    const text = inlineText(inline.children ?? []).replaceAll('\n', ' ');
    if (text === '') return false;
    const written = Number(open.tag.slice(1));
    while (this.#enclosing.length > 0 && this.#enclosing.at(-1)! >= written) this.#enclosing.pop();
    this.#enclosing.push(written);
    const level = Math.min(6, this.#enclosing.length + 1);
    const id = this.#ids.take(text);
    open.tag = `h${level}`;
    close.tag = open.tag;
    open.attrSet('id', id);
    this.headings.push({ level, id, text });
    return true;
  }

  #dressInline(where: InlineSource): void {
    const children = where.inline.children ?? [];
    /** Links that enclose the place we are at; false for one that is not shown. */
    const open: boolean[] = [];
    for (let i = 0; i < children.length; i += 1) {
      const token = children[i]!;
      if (token.type === 'link_open') {
        const isShown = this.#dressLink(token, children[i + 1], where) && !open.includes(true);
        token.hidden = !isShown;
        open.push(isShown);
        if (isShown) giveWords(children, i);
      } else if (token.type === 'link_close') {
        token.hidden = !open.pop();
      } else if (token.type === 'image') {
        this.#dressImage(token, open.includes(true), where);
      } else if (token.type === 'footnote_ref') {
        this.#references.add(referenceId(token));
      }
    }
  }

  /** @returns whether readers may follow it */
  #dressLink(token: Token, next: Token | undefined, where: InlineSource): boolean {
    const written = String(token.attrGet('href'));
    const destination = readDestination(written, this.#basePath);
    // `<std:vector>` was never meant as an address: it keeps its brackets, and nobody is told of a link.
    if (destination.kind === 'forbidden' && token.markup === 'autolink') {
      if (next) next.content = `<${next.content}>`;
      return false;
    }
    this.links.push({ kind: 'link', href: written, position: this.#positions().of(token, where) });
    if (destination.kind === 'forbidden') return false;
    token.attrSet('href', destination.href);
    if (destination.kind === 'outside') token.attrSet('rel', 'noreferrer');
    // Its words are its address: on paper it is not told again.
    if (token.markup === 'autolink') token.attrSet('class', 'bare');
    return true;
  }

  #dressImage(token: Token, isInLink: boolean, where: InlineSource): void {
    const written = String(token.attrGet('src'));
    const title = token.attrGet('title');
    this.links.push({ kind: 'image', href: written, position: this.#positions().of(token, where) });
    token.content = alternativeText(token.children ?? []);
    const destination = readDestination(written, this.#basePath);
    if (destination.kind === 'inside') {
      const view = {
        href: destination.href,
        alt: token.content,
        title: title ? String(title) : undefined,
        isLazy: true,
        image: this.#findImage(written),
      };
      token.meta = { ...picture(view, (path) => hrefOf(path, this.#basePath)) };
    } else if (destination.kind === 'outside' && !isInLink) {
      // Showing it would tell another origin who reads this page.
      token.type = 'remote_image';
      token.attrs = [
        ['href', destination.href],
        ['rel', 'noreferrer'],
      ];
      if (token.content === '') token.content = destination.href;
    } else {
      token.type = 'text';
    }
  }
}

/** What markdown-it says by a style attribute, which the site's own policy forbids, is said by a class. */
function dressCell(open: Token, inline: Token | undefined, close: Token | undefined): void {
  const align = /^text-align:(\w+)$/.exec(String(open.attrGet('style') ?? ''))?.[1];
  open.attrs = align ? [['class', `align-${align}`]] : null;
  if (open.type !== 'th_open' || !close) return;
  // A head without words heads nothing.
  if (inline?.content === '') {
    open.tag = 'td';
    close.tag = 'td';
  } else {
    open.attrPush(['scope', 'col']);
  }
}

/** The last paragraph of a quotation, when it begins with a dash and is not all of it, says whose words they are. */
function dressAttribution(tokens: readonly Token[], close: number): void {
  const [before, open, inline, end] = tokens.slice(close - 4, close);
  if (open?.type !== 'paragraph_open' || end?.type !== 'paragraph_close') return;
  if (before?.type !== 'blockquote_open' && /^[—–]\s?\S/.test(inline?.content ?? '')) {
    open.attrSet('class', 'attribution');
  }
}

/** Words of an image's description: markup left out, an image within it by its own description. */
function alternativeText(tokens: readonly Token[]): string {
  for (const token of tokens) {
    if (token.type === 'image') token.content = alternativeText(token.children ?? []);
  }
  return inlineText(tokens).replaceAll('\n', ' ');
}

/** A link without words cannot be read out: its address stands for them, kept in its closing token. */
function giveWords(children: readonly Token[], linkOpen: number): void {
  for (let i = linkOpen + 1; i < children.length; i += 1) {
    const token = children[i]!;
    if (token.type === 'link_close') {
      token.content = String(children[linkOpen]!.attrGet('href'));
      return;
    }
    // An image's alternative text is not made yet; its source serves as well.
    if (/^(text|code_inline|image)$/.test(token.type) && token.content.trim() !== '') return;
  }
}
