// The body of a foreign file → Markdown or HTML without template syntax: the known tags of Jekyll, Eleventy, Hexo and Hugo
// become what they stood for, unknown ones stay as text, and every address that may be the site's own becomes a mark
// (references.ts). One walk over the source, so that every note has its true place. Nothing is evaluated.
import { positionAt } from '../load/decode-text.ts';
import type { Position } from '../problem.ts';
import { decodeEntities } from './html-to-markdown.ts';
import { References } from './references.ts';
import type { Note, NoteGroup } from './report.ts';

/** Which template syntax the text may hold. `liquid` is Jekyll's, Eleventy's and Hexo's, which are near enough. */
export type Dialect = 'liquid' | 'hexo' | 'hugo' | 'none';

export interface ScanOptions {
  readonly dialect: Dialect;
  readonly isHtml: boolean;
  /** Is an absolute address the old site's own? */
  isOwn(address: string): boolean;
  /** Values of the head that tags may name: `image` is `{{ image }}` and `{{ page.image }}`. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Place in the file of an offset into the body; default: the body is the file. */
  readonly place?: (offset: number) => Position;
}

export interface ScannedBody {
  readonly text: string;
  readonly references: References;
  readonly notes: Note[];
  /** Names that the author gave to headings, `## Words {#name}` → their words. */
  readonly anchors: ReadonlyMap<string, string>;
}

/** Addresses that name a file of the source, as `{% link %}` and `{{< ref >}}` do. */
export const sourceScheme = 'source:';
export const postScheme = 'post:';

export function scanBody(body: string, options: ScanOptions): ScannedBody {
  const scanner = new BodyScanner(body, options);
  const text = dedentNotes(scanner.run());
  return { text, references: scanner.references, notes: scanner.notes, anchors: scanner.anchors };
}

const interesting =
  /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:`{3,}|~{3,})|`+|\{%|\{\{|\]\(|\b(?:href|src|poster)[ \t]*=[ \t\n]*|^[ \t]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*|\[\^[^\]\s]+\]:?|\{:|\{[.#]/gm;
const liquidTag = /\{%-?\s*([\w./-]+)((?:"[^"]*"|'[^']*'|(?!%\}|\{%)[\s\S])*?)-?%\}/y;
const output = /\{\{-?((?:"[^"]*"|'[^']*'|(?!\}\})[\s\S])*?)-?\}\}/y;
const shortcode = /\{\{([<%])\s*(\/?)\s*([\w./-]+)((?:"[^"]*"|`[^`]*`|(?![>%]\}\})[\s\S])*?)\/?\s*[>%]\}\}/y;
const noteNames = new Set([
  'note',
  'warning',
  'caution',
  'tip',
  'alert',
  'notice',
  'info',
  'admonition',
  'callout',
]);

class BodyScanner {
  readonly references = new References();
  readonly notes: Note[] = [];
  readonly anchors = new Map<string, string>();
  readonly #source: string;
  readonly #options: ScanOptions;
  readonly #out: string[] = [];
  /** Names of open block tags, and what closes them in the output. */
  readonly #open: { readonly name: string; readonly close: string }[] = [];
  readonly #footnotes: ReadonlySet<string>;
  #at = 0;
  #isRaw = false;

  constructor(source: string, options: ScanOptions) {
    this.#source = source;
    this.#options = options;
    this.#footnotes = new Set(
      options.isHtml ? [] : [...source.matchAll(/^[ \t]{0,3}\[\^([^\]\s]+)\]:/gm)].map((match) => match[1]!),
    );
  }

  run(): string {
    const source = this.#source;
    while (this.#at < source.length) {
      interesting.lastIndex = this.#at;
      const match = interesting.exec(source);
      if (match === null) break;
      this.#out.push(source.slice(this.#at, match.index));
      this.#at = match.index;
      this.#step(match[0]);
    }
    this.#out.push(source.slice(this.#at));
    this.#at = source.length;
    return this.#out.join('');
  }

  #step(found: string): void {
    const { isHtml, dialect } = this.#options;
    if (/[`~]{3}$/.test(found) && !isHtml && this.#fence(found)) return;
    if (found.startsWith('`')) {
      if (!isHtml && this.#codeSpan(found)) return;
    } else if (found === '{%') {
      if ((dialect === 'liquid' || dialect === 'hexo') && this.#liquid()) return;
    } else if (found === '{{') {
      if (dialect === 'hugo' ? this.#shortcode() : dialect !== 'none' && this.#output()) return;
    } else if (found === '](') {
      if (!isHtml && this.#destination(found)) return;
    } else if (/^(?:href|src|poster)/.test(found)) {
      if (this.#attribute(found)) return;
    } else if (found.startsWith('[^')) {
      if (!isHtml && this.#footnote(found)) return;
    } else if (found.startsWith('{')) {
      if (!isHtml && this.#attributeList()) return;
    } else if (!isHtml && this.#definition(found)) return;
    this.#copy(found.length);
  }

  #copy(length: number): void {
    this.#out.push(this.#source.slice(this.#at, this.#at + length));
    this.#at += length;
  }

  #place(offset: number): Position {
    return this.#options.place?.(offset) ?? positionAt(this.#source, offset);
  }

  #note(offset: number, group: NoteGroup, rule: string, message: string): void {
    this.notes.push({ ...this.#place(offset), group, rule, message });
  }

  // ── code ────────────────────────────────────────────────────────────────────────────────────────────

  #fence(found: string): boolean {
    const source = this.#source;
    const marks = /(`+|~+)$/.exec(found)![1]!;
    const run = marks[0]!;
    let length = found.length;
    while (source[this.#at + length] === run) length += 1;
    const lineEnd = endOfLine(source, this.#at);
    if (run === '`' && source.slice(this.#at + length, lineEnd).includes('`')) return false;
    const size = length - found.length + marks.length;
    const closing = new RegExp(`^[ \\t>]*\\${run}{${size},}[ \\t]*$`, 'gm');
    closing.lastIndex = Math.min(source.length, lineEnd + 1);
    const end = lineEnd >= source.length ? null : closing.exec(source);
    const to = end === null ? source.length : end.index + end[0].length;
    this.#code(to);
    return true;
  }

  #codeSpan(run: string): boolean {
    const source = this.#source;
    if (source[this.#at - 1] === '\\') return false;
    const closing = new RegExp(`(?<!\`)${run}(?!\`)`, 'g');
    closing.lastIndex = this.#at + run.length;
    const end = closing.exec(source);
    if (end === null || /\n[ \t]*\n/.test(source.slice(this.#at, end.index))) return false;
    this.#code(end.index + run.length);
    return true;
  }

  /** Copies code. Only Liquid runs within it: there `raw` fences fall away; all else is what the author shows. */
  #code(to: number): void {
    const { dialect } = this.#options;
    const from = this.#at;
    const code = this.#source.slice(from, to);
    this.#at = to;
    if (dialect === 'none' || !/\{[{%]|\]\(\//.test(code)) {
      this.#out.push(code);
      return;
    }
    let isRaw = this.#isRaw;
    const text = code.replace(
      /\{%-?\s*(end)?raw\s*-?%\}/g,
      (tag, end: string | undefined, offset: number) => {
        if (dialect !== 'liquid') return tag;
        isRaw = end === undefined;
        this.#note(from + offset, 'changed', 'tag-raw', `\`${tag}\` was taken away; what it fenced is text`);
        return '';
      },
    );
    this.#isRaw = isRaw;
    for (const match of code.matchAll(
      /\]\((?:\{\{[^}]*\}\}|\/)[^\s)]*|\{%-?\s*(?!(?:end)?raw\b)[\w-]+|\{\{/g,
    )) {
      if (match[0].startsWith('](')) {
        this.#note(from + match.index + 2, 'left', 'address-in-code', 'an address in code stays as it is');
        continue;
      }
      const isAddress = code.slice(0, match.index).endsWith('](');
      if (!isAddress)
        this.#note(from + match.index, 'left', 'tag-in-code', `\`${match[0]}\` in code stays as it is`);
    }
    this.#out.push(text);
  }

  // ── addresses ───────────────────────────────────────────────────────────────────────────────────────

  /** From `offset`: the destination of a Markdown link, tags within it taken whole. */
  #readDestination(offset: number): { from: number; to: number } | undefined {
    const source = this.#source;
    let at = offset;
    while (source[at] === ' ' || source[at] === '\n') at += 1;
    const isAngled = source[at] === '<';
    if (isAngled) at += 1;
    const from = at;
    let depth = 0;
    while (at < source.length) {
      const char = source[at]!;
      if (this.#options.dialect !== 'none' && char === '{' && /[{%]/.test(source[at + 1] ?? '')) {
        const end = source.indexOf(source[at + 1] === '%' ? '%}' : '}}', at + 2);
        if (end !== -1 && end - at < 500) {
          at = end + 2;
          continue;
        }
      }
      if (char === '\\') at += 1;
      else if (isAngled ? char === '>' || char === '\n' : /\s/.test(char)) break;
      else if (!isAngled && char === '(') depth += 1;
      else if (!isAngled && char === ')') {
        if (depth === 0) break;
        depth -= 1;
      }
      at += 1;
    }
    return at > from ? { from, to: Math.min(at, source.length) } : undefined;
  }

  #destination(found: string): boolean {
    const range = this.#readDestination(this.#at + found.length);
    if (range === undefined) return false;
    const written = this.#source.slice(range.from, range.to);
    const mark = this.#judge(written.replace(/\\([!-/:-@[-`{-~])/g, '$1'), written, range.from);
    if (mark === undefined) return false;
    this.#out.push(this.#source.slice(this.#at, range.from), mark);
    this.#at = range.to;
    return true;
  }

  #definition(found: string): boolean {
    return this.#destination(found);
  }

  #attribute(found: string): boolean {
    const source = this.#source;
    const from = this.#at + found.length;
    const quote = source[from];
    if (quote !== '"' && quote !== "'") return false;
    // A quote that was forgotten: the address ends where the tag does.
    const unclosed = /[^\s"'<>]+(?=>)/y;
    unclosed.lastIndex = from + 1;
    const cut = unclosed.exec(source);
    let at = from + 1;
    while (at < source.length && source[at] !== quote && cut === null) {
      const isTag =
        this.#options.dialect !== 'none' && source[at] === '{' && /[{%]/.test(source[at + 1] ?? '');
      const end = isTag ? source.indexOf(source[at + 1] === '%' ? '%}' : '}}', at) : -1;
      at = end === -1 || end - at > 500 ? at + 1 : end + 2;
      if (at - from > 5000) return false;
    }
    if (cut !== null) at = from + 1 + cut[0].length;
    if (at >= source.length) return false;
    const written = source.slice(from + 1, at);
    const address = written
      .replace(/&amp;/g, '&')
      .replace(/&#0?38;/g, '&')
      .trim();
    const mark = this.#judge(address, written, from + 1);
    if (mark === undefined && cut === null) return false;
    this.#out.push(source.slice(this.#at, from + 1), mark ?? written);
    if (cut !== null) {
      this.#note(from, 'guessed', 'quote-missing', `the quotes of the address ${short(written)} were closed`);
      this.#out.push(quote);
    }
    this.#at = at;
    return true;
  }

  /** @returns what to write instead; undefined when the address is another site's and stays as it is */
  #judge(address: string, written: string, offset: number): string | undefined {
    const { text, isKnown, hasTags } = this.#evaluate(address);
    if (!isKnown) return this.references.add(written, undefined, this.#place(offset));
    const isOutside =
      /^(?:https?:)?\/\/[^/]/i.test(text) || /^(?:mailto|tel):/i.test(text)
        ? !this.#options.isOwn(text)
        : false;
    if (!isOutside) return this.references.add(written, text, this.#place(offset));
    if (!hasTags) return undefined;
    this.#note(offset, 'changed', 'tag-address', `\`${short(written)}\` became ${short(text)}`);
    return text;
  }

  /** The tags within an address. */
  #evaluate(address: string): { text: string; isKnown: boolean; hasTags: boolean } {
    if (this.#options.dialect === 'none' || !/\{[{%]/.test(address))
      return { text: address, isKnown: true, hasTags: false };
    if (this.#isRaw) return { text: address, isKnown: false, hasTags: true };
    let isKnown = true;
    const text = address
      .replace(
        /\{\{([<%]?)\s*((?:"[^"]*"|'[^']*'|(?!\}\})[\s\S])*?)[>%]?\}\}/g,
        (_tag, kind: string, inner: string) => {
          if (kind !== '') {
            const ref = /^(?:rel)?ref\s+["`]?([^"`\s]+)["`]?\s*$/.exec(inner.trim());
            if (ref !== null) return sourceScheme + ref[1]!;
          } else {
            const value = addressOutput(inner.replace(/^-|-$/g, ''), this.#options.variables);
            if (value !== undefined) return value;
          }
          isKnown = false;
          return '';
        },
      )
      .replace(/\{%-?\s*([\w-]+)\s+((?:(?!%\})[\s\S])*?)\s*-?%\}/g, (_tag, name: string, inner: string) => {
        const word = inner.trim().replace(/^["']|["']$/g, '');
        if (name === 'link') return sourceScheme + word;
        if (name === 'post_url' || name === 'post_path' || name === 'url_for') {
          return (name === 'url_for' ? '' : postScheme) + word;
        }
        if (name === 'asset_path') return word;
        isKnown = false;
        return '';
      });
    return { text: text.trim(), isKnown, hasTags: true };
  }

  // ── Liquid and Nunjucks ─────────────────────────────────────────────────────────────────────────────

  #liquid(): boolean {
    liquidTag.lastIndex = this.#at;
    const match = liquidTag.exec(this.#source);
    if (match === null) return false;
    const [tag, name = '', rest = ''] = match;
    const start = this.#at;
    if (this.#isRaw) {
      if (name !== 'endraw') return false;
      this.#isRaw = false;
      return this.#drop(tag, start, 'tag-raw', `\`${short(tag)}\` was taken away; what it fenced is text`);
    }
    if (name === 'raw' && this.#findEnd('raw', start + tag.length) !== undefined) {
      this.#isRaw = true;
      return this.#drop(tag, start, 'tag-raw', `\`${short(tag)}\` was taken away; what it fences is text`);
    }
    const converted = this.#convertLiquid(name, rest, tag, start);
    if (converted === undefined) {
      this.#note(start, 'left', 'tag-kept', `the tag \`${short(tag)}\` is not known and stays as text`);
      this.#copy(tag.length);
    }
    return true;
  }

  #drop(tag: string, start: number, rule: string, message: string): true {
    this.#note(start, 'changed', rule, message);
    this.#at = start + tag.length;
    return true;
  }

  #findEnd(name: string, from: number): { from: number; to: number } | undefined {
    const pattern = new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`, 'g');
    pattern.lastIndex = from;
    const match = pattern.exec(this.#source);
    return match === null ? undefined : { from: match.index, to: match.index + match[0].length };
  }

  #convertLiquid(name: string, rest: string, tag: string, start: number): true | undefined {
    const after = start + tag.length;
    const done = (what: string, text?: string): true => {
      if (text !== undefined) this.#out.push(text);
      this.#note(start, 'changed', `tag-${name}`, `\`${short(tag)}\` became ${what}`);
      this.#at = after;
      return true;
    };
    const { words, named } = readArguments(rest);
    if (name.startsWith('end')) {
      const opened = this.#open.at(-1);
      if (opened === undefined || opened.name !== name.slice(3)) return undefined;
      this.#open.pop();
      return done('the end of a quotation', opened.close);
    }
    const end = this.#findEnd(name, after);
    switch (name) {
      case 'comment':
        if (end === undefined) return undefined;
        this.#note(start, 'left', 'comment', 'a comment was left out');
        for (const image of this.#source.slice(start, end.to).matchAll(/\{%\s*image/g))
          this.#note(start + image.index, 'left', 'comment', 'an image in a comment was left out');
        this.#at = end.to;
        return true;
      case 'highlight':
      case 'codeblock':
      case 'code': {
        if (end === undefined) return undefined;
        const language =
          name === 'highlight' ? words[0] : (named.get('lang') ?? /\blang:(\S+)/.exec(rest)?.[1]);
        const title = name === 'highlight' ? '' : rest.replace(/\b[\w-]+:\S+/g, '').trim();
        const plainTitle = title.replace(/^["']|["']$/g, '');
        const code = this.#source.slice(after, end.from).replace(/^[ \t]*\n|\n[ \t]*$/g, '');
        if (plainTitle !== '') this.#block(`${escapeText(plainTitle)}\n\n`);
        this.#block(fenceOf(code, language ?? ''));
        this.#note(start, 'changed', `tag-${name}`, `\`${short(tag)}\` became a block of code`);
        this.#at = end.to;
        return true;
      }
      case 'note':
      case 'blockquote':
      case 'pullquote':
      case 'quote': {
        if (end === undefined) return undefined;
        const label =
          name === 'note'
            ? rest.trim().replace(/^(?:default|primary|success|info|warning|warn|danger|tip)\b\s*/, '')
            : '';
        const credit = name === 'blockquote' ? rest.trim() : '';
        const quoted = label.replace(/^["']|["']$/g, '');
        this.#block(`<blockquote>\n\n${quoted === '' ? '' : `**${escapeText(quoted)}**\n\n`}`);
        const closing = credit === '' ? '' : `\n\n— ${linkAddresses(escapeText(credit))}`;
        this.#open.push({ name, close: `${closing}\n\n</blockquote>\n\n` });
        return done('a quotation');
      }
      case 'youtube':
      case 'vimeo':
      case 'gist':
      case 'tweet':
      case 'iframe': {
        const address = videoAddress(name, words[0] ?? '');
        return address === undefined ? undefined : done('a link', this.#link(address, address, start));
      }
      case 'post_url':
      case 'post_path':
      case 'url_for':
        return undefined;
      case 'post_link':
      case 'asset_link': {
        const [target, ...text] = words;
        if (target === undefined) return undefined;
        const shown = text.filter((word) => !/^(?:true|false)$/.test(word)).join(' ') || target;
        return done('a link', this.#link(shown, (name === 'post_link' ? postScheme : '') + target, start));
      }
      case 'link': {
        // Hexo: {% link text url [external] [title] %}; Jekyll: a path of the source.
        const at = words.findIndex((word) => /^(?:https?:\/\/|\/)/.test(word));
        if (at > 0) return done('a link', this.#link(words.slice(0, at).join(' '), words[at]!, start));
        return undefined;
      }
      case 'include':
      case 'include_relative':
      case 'include_cached':
      case 'figure':
      case 'render':
        return this.#figure(name, words, named, done, start);
      case 'asset_img': {
        const at = words.findIndex((word) => /\.\w{2,5}$/.test(word));
        if (at === -1) return undefined;
        const alt =
          words
            .slice(at + 1)
            .filter((word) => !/^\d+$/.test(word))
            .at(-1) ?? '';
        return done('an image', this.#image(words[at]!, alt, start));
      }
      default: {
        if (!/^(?:image|img|picture)/.test(name)) return undefined;
        const source = named.get('src') ?? named.get('path');
        const quoted = quotedWords(rest) ?? words;
        const at = quoted.findIndex((word) => /[/.]/.test(word));
        const address = source ?? quoted[at];
        if (address === undefined) return undefined;
        const others = quoted.slice(at + 1).filter((word) => !/^\d+(?:px|%)?$/.test(word));
        const alt =
          named.get('alt') ?? (/class/.test(name) && others.length < 2 ? '' : (others.at(-1) ?? ''));
        const path = /^(?:[a-z]+:|\/)/i.test(address) ? address : `/${address}`;
        return done('an image', this.#image(path, alt, start));
      }
    }
  }

  #figure(
    name: string,
    words: readonly string[],
    named: ReadonlyMap<string, string>,
    done: (what: string, text?: string) => true,
    start: number,
  ): true | undefined {
    const address = ['image', 'src', 'img', 'image_path', 'file', 'path', 'url']
      .map((key) => named.get(key))
      .find((value) => value !== undefined && /\.(?:png|jpe?g|gif|webp|avif|svg)(?:$|[?#])/i.test(value));
    const file = words[0] ?? '';
    if (address === undefined) {
      const id = named.get('id') ?? named.get('video') ?? named.get('youtube_id');
      const video = /youtube|vimeo/.exec(file)?.[0];
      if (id === undefined || video === undefined) return undefined;
      const link = videoAddress(video, id);
      if (link === undefined) return undefined;
      return done('a link', this.#link(named.get('title') ?? link, link, start));
    }
    const caption = named.get('caption') ?? named.get('title') ?? '';
    const alt = named.get('alt') ?? '';
    const image = this.#image(address, alt === '' ? caption : alt, start);
    const target = named.get('url') ?? named.get('link') ?? named.get('href');
    const linked =
      target === undefined || target === address
        ? image
        : `[${image}](${this.#judge(target, target, start) ?? target})`;
    const below = caption === '' || alt === '' ? '' : `\n\n${inlineHtmlToText(caption)}`;
    return done(name === 'figure' ? 'an image' : 'an image with its words', linked + below);
  }

  #output(): boolean {
    if (this.#isRaw) return false;
    output.lastIndex = this.#at;
    const match = output.exec(this.#source);
    if (match === null) return false;
    const [tag, inner = ''] = match;
    const start = this.#at;
    const embed = /^\s*(?:"([^"]*)"|'([^']*)')\s*\|\s*embed(?::\s*(?:"([^"]*)"|'([^']*)'))?\s*$/.exec(inner);
    if (embed !== null) {
      const address = embed[1] ?? embed[2] ?? '';
      this.#out.push(this.#link(embed[3] ?? embed[4] ?? address, address, start));
      return this.#drop(tag, start, 'tag-embed', `\`${short(tag)}\` became a link`);
    }
    const value = addressOutput(inner);
    if (value !== undefined) {
      this.#out.push(value);
      return this.#drop(
        tag,
        start,
        'tag-url',
        `\`${short(tag)}\` became ${value === '' ? 'nothing' : short(value)}`,
      );
    }
    this.#note(start, 'left', 'tag-kept', `the tag \`${short(tag)}\` is not known and stays as text`);
    this.#copy(tag.length);
    return true;
  }

  // ── Hugo ────────────────────────────────────────────────────────────────────────────────────────────

  #shortcode(): boolean {
    const source = this.#source;
    const start = this.#at;
    const literal = /\{\{([<%])\/\*([\s\S]*?)\*\/([>%])\}\}/y;
    literal.lastIndex = start;
    const shown = literal.exec(source);
    if (shown !== null) {
      this.#out.push(`{{${shown[1]}${shown[2]}${shown[3]}}}`);
      return this.#drop(shown[0], start, 'tag-literal', 'a shortcode that is shown became text');
    }
    shortcode.lastIndex = start;
    const match = shortcode.exec(source);
    if (match === null) return false;
    const [tag, , slash, name = '', rest = ''] = match;
    const after = start + tag.length;
    const done = (what: string, text?: string): true => {
      if (text !== undefined) this.#out.push(text);
      this.#note(start, 'changed', `tag-${name}`, `\`${short(tag)}\` became ${what}`);
      this.#at = after;
      return true;
    };
    const { words, named } = readArguments(rest);
    if (slash === '/') {
      const opened = this.#open.at(-1);
      if (opened?.name === name) {
        this.#open.pop();
        return done('the end of a quotation', opened.close);
      }
    } else {
      const closing = new RegExp(`\\{\\{[<%]\\s*/\\s*${name.replace(/[./]/g, '\\$&')}\\s*[>%]\\}\\}`, 'g');
      closing.lastIndex = after;
      const end = closing.exec(source);
      if (name === 'highlight' && end !== null) {
        this.#block(
          fenceOf(source.slice(after, end.index).replace(/^[ \t]*\n|\n[ \t]*$/g, ''), words[0] ?? ''),
        );
        this.#note(start, 'changed', 'tag-highlight', `\`${short(tag)}\` became a block of code`);
        this.#at = end.index + end[0].length;
        return true;
      }
      if (noteNames.has(name) && end !== null) {
        const label = named.get('title') ?? '';
        this.#block(`<blockquote>\n\n${label === '' ? '' : `**${escapeText(label)}**\n\n`}`);
        this.#open.push({ name, close: '\n\n</blockquote>\n\n' });
        return done('a quotation');
      }
      const video = videoAddress(
        name,
        named.get('id') ?? (name === 'gist' ? words.join('/') : (words[0] ?? '')),
      );
      if (video !== undefined) return done('a link', this.#link(named.get('title') ?? video, video, start));
      if (name === 'figure' || name === 'img' || name === 'image') {
        if (!named.has('src') && words[0] !== undefined) named.set('src', words[0]);
        if (this.#figure(name, words, named, done, start)) return true;
      }
      if ((name === 'ref' || name === 'relref') && words[0] !== undefined)
        return done('a link', this.#link(words[0], sourceScheme + words[0], start));
    }
    this.#note(start, 'left', 'tag-kept', `the tag \`${short(tag)}\` is not known and stays as text`);
    this.#copy(tag.length);
    return true;
  }

  // ── what the tags become ────────────────────────────────────────────────────────────────────────────

  #image(address: string, alt: string, start: number): string {
    const place = this.#place(start);
    const mark = this.references.add(address, this.#evaluate(address).text, place);
    return `![${escapeText(decodeEntities(alt).replace(/\s+/g, ' ').trim())}](${mark})`;
  }

  #link(text: string, address: string, start: number): string {
    const mark = this.references.add(text, address, this.#place(start));
    return `[${escapeText(decodeEntities(text).replace(/\s+/g, ' ').trim())}](${mark})`;
  }

  /** Lines of their own, indented as the line that the tag stands in. */
  #block(text: string): void {
    const before = this.#source.slice(this.#source.lastIndexOf('\n', this.#at - 1) + 1, this.#at);
    if (/^[ \t]+$/.test(before)) {
      this.#out.push(text.replace(/\n(?=[^\n])/g, `\n${before}`));
    } else {
      this.#out.push(before.trim() === '' ? text : `\n\n${text}`);
    }
  }

  // ── what only some Markdown knows ───────────────────────────────────────────────────────────────────

  #footnote(found: string): boolean {
    const id = /^\[\^([^\]\s]+)\]/.exec(found)![1]!;
    if (!this.#footnotes.has(id)) return false;
    const lineStart = this.#source.lastIndexOf('\n', this.#at - 1) + 1;
    const isDefinition = found.endsWith(':') && this.#source.slice(lineStart, this.#at).trim() === '';
    const length = isDefinition ? found.length : found.replace(/:$/, '').length;
    this.#out.push(isDefinition ? `\n\uE002\\[${escapeText(id)}\\] ` : `\\[${escapeText(id)}\\]`);
    this.#note(this.#at, 'changed', 'footnote', `the footnote mark [^${id}] became plain text`);
    this.#at += length;
    if (isDefinition) while (this.#source[this.#at] === ' ') this.#at += 1;
    return true;
  }

  /** `{: .class #id}` and `{.class}`: says how things look, not what they are. */
  #attributeList(): boolean {
    const source = this.#source;
    const list =
      /\{:?[ \t]*(?:toc\b|[.#][\w:-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s}]+)|:?[\w-]+)(?:[ \t]+(?:[.#][\w:-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s}]+)|[\w-]+))*[ \t]*\}/y;
    list.lastIndex = this.#at;
    const match = list.exec(source);
    if (match === null) return false;
    const lineStart = source.lastIndexOf('\n', this.#at - 1) + 1;
    const before = source.slice(lineStart, this.#at);
    const behind = source.slice(this.#at + match[0].length, endOfLine(source, this.#at));
    const isAlone = before.trim() === '' && behind.trim() === '';
    const isHeading = /^#{1,6}\s/.test(before) && behind.trim() === '';
    const name = /[{\s]#([\w:-]+)/.exec(match[0])?.[1];
    // Under a heading of its own line, kramdown names the heading.
    const heading = isHeading
      ? before
      : isAlone
        ? (/(?:^|\n)(#{1,6}\s[^\n]*)\n$/.exec(source.slice(0, lineStart))?.[1] ?? '')
        : '';
    if (name !== undefined && heading !== '')
      this.anchors.set(name, heading.replace(/^#{1,6}\s+|\s+#*\s*$/g, ''));
    // `{.class}` at the end of a block dresses the block.
    const isBlockEnd =
      /^\{[.#]/.test(match[0]) &&
      / $/.test(before) &&
      /^[ \t]*(?:\n[ \t]*)?(?:\n|$)/.test(source.slice(this.#at + match[0].length));
    if (!isAlone && !isHeading && !isBlockEnd && !/[)\]}*_`>"]$/.test(before)) return false;
    if (/^\{:?[ \t]*toc/.test(match[0])) {
      const last = this.#out.pop() ?? '';
      this.#out.push(last.replace(/[^\n]*\n[ \t]*$/, ''));
      this.#note(this.#at, 'left', 'table-of-contents', 'the place of a table of contents was left out');
    } else {
      this.#note(this.#at, 'left', 'attribute-list', `the attributes \`${short(match[0])}\` were left out`);
    }
    this.#at += match[0].length;
    return true;
  }
}

/** Lines that belong to a footnote's text stand at its margin, or they would be code. */
function dedentNotes(text: string): string {
  if (!text.includes('\uE002')) return text;
  return text.replace(
    /\uE002([^\n]*(?:\n(?:[ \t]{2,}[^\n]+|[ \t]*(?=\n(?:[ \t]*\n)*[ \t]{2,}\S)))*)/g,
    (_all, note: string) => note.replace(/\n(?:\t| {1,4})/g, '\n'),
  );
}

/** `"/path" | url` → `/path`; the settings that only say where a site stands → nothing. Undefined when unknown. */
function addressOutput(inner: string, variables?: ReadonlyMap<string, string>): string | undefined {
  if (/^\s*site\.(?:base_?url|url|github\.url)\s*$/.test(inner)) return '';
  const variable = /^\s*(?:page\.)?([\w-]+)\s*(?:\|\s*(?:url|relative_url|absolute_url)\s*)?$/.exec(inner);
  if (variable !== null) return variables?.get(variable[1]!);
  const text = /^\s*(?:"([^"]*)"|'([^']*)')\s*((?:\|[^|]*)*)$/.exec(inner);
  if (text === null) return undefined;
  const filters = text[3]!
    .split('|')
    .map((filter) => filter.trim())
    .filter((filter) => filter !== '');
  const isAddress = filters.every((filter) =>
    /^(?:url|relative_url|absolute_url|uri_escape|url_for|prepend:\s*site\.(?:base_?url|url))$/.test(filter),
  );
  // The filters join paths: two slashes at the start are one.
  return isAddress && filters.length > 0 ? (text[1] ?? text[2] ?? '').replace(/^\/{2,}/, '/') : undefined;
}

/** `"a.png" "words that "quote" a word"`: authors forget that quotes end a text; only `" "` parts two of them. */
function quotedWords(rest: string): string[] | undefined {
  const inner = /^\s*"([\s\S]*)"\s*$/.exec(rest);
  return inner === null ? undefined : inner[1]!.split(/"\s+"/);
}

function readArguments(rest: string): { words: string[]; named: Map<string, string> } {
  const words: string[] = [];
  const named = new Map<string, string>();
  const pattern =
    /([\w-]+)\s*(?:=\s*|:\s+|:(?=["']))("[^"]*"|'[^']*'|`[^`]*`|[^\s,]+)|("[^"]*"|'[^']*'|`[^`]*`|[^\s,]+)/g;
  const unquoted = (text: string): string => text.replace(/^(["'`])([\s\S]*)\1$/, '$2');
  for (const match of rest.matchAll(pattern)) {
    if (match[1] !== undefined) named.set(match[1].toLowerCase(), unquoted(match[2]!));
    else words.push(unquoted(match[3]!));
  }
  return { words, named };
}

function videoAddress(name: string, word: string): string | undefined {
  if (word === '') return undefined;
  if (/^https?:\/\//.test(word)) return word;
  if (!/^[\w./-]+$/.test(word)) return undefined;
  switch (name) {
    case 'youtube':
      return `https://www.youtube.com/watch?v=${word}`;
    case 'vimeo':
      return `https://vimeo.com/${word}`;
    case 'gist':
      return `https://gist.github.com/${word}`;
    case 'tweet':
    case 'twitter':
      return `https://twitter.com/i/status/${word}`;
    default:
      return undefined;
  }
}

function fenceOf(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language.replace(/[^\w+#.-]/g, '')}\n${code}\n${fence}\n`;
}

/** Text that Markdown reads as text. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/^(\s*)([-+#]|\d+[.)])(?=\s|$)/gm, (_all, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}` : `${space}\\${mark}`,
    );
}

function linkAddresses(text: string): string {
  return text.replace(/https?:\/\/[^\s\\]+/g, '<$&>');
}

function inlineHtmlToText(text: string): string {
  return text.replace(/<\/?[a-z][^>]*>/gi, '');
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\uE000\d+\uE001/g, '…');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
