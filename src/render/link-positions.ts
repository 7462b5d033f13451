// Where in its file the destination of each link and image stands. markdown-it keeps only the lines of a block, so
// its two parser states remember offsets while they parse; they become lines and columns when somebody asks.
import type { MarkdownIt as MarkdownParser, Token } from 'markdown-it';
import type { Position } from '../problem.ts';
import { PlainBlockState, PlainInlineState, parseWith } from './markdown-states.ts';

/** What an inline state held when it pushed a link or an image: enough to find the destination later. */
interface InlinePlace {
  readonly src: string;
  readonly pos: number;
  readonly posMax: number;
}

const inlinePlaces = new WeakMap<Token, InlinePlace>();
/** Reference definitions: offset of the destination in the source. */
const definitionOffsets = new WeakMap<Token, number>();
/** Table rows: offset in the source at which the row's own text begins, behind quote and list marks. */
const rowOffsets = new WeakMap<Token, number>();

class PlacingInlineState extends PlainInlineState {
  override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
    const token = super.push(type, tag, nesting);
    if (type === 'link_open' || type === 'image') {
      inlinePlaces.set(token, { src: this.src, pos: this.pos, posMax: this.posMax });
    }
    return token;
  }
}

class PlacingBlockState extends PlainBlockState {
  #row: Token | undefined;

  override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
    const token = super.push(type, tag, nesting);
    if (type === 'reference_definition') {
      definitionOffsets.set(token, this.#definitionDestination());
    } else if (type === 'tr_open') {
      this.#row = token;
    } else if (type === 'th_open' || type === 'td_open') {
      const line = this.#row?.map?.[0];
      if (this.#row && line !== undefined) rowOffsets.set(this.#row, this.#textStart(line));
      this.#row = undefined;
    }
    return token;
  }

  #textStart(line: number): number {
    return this.bMarks[line]! + this.tShift[line]!;
  }

  /** `[label]: destination`; label and destination may stand on lines of their own. */
  #definitionDestination(): number {
    const src = this.src;
    let line = this.line;
    let pos = this.#textStart(line) + 1;
    while (pos < src.length && src[pos] !== ']') {
      if (src[pos] === '\\') pos += 1;
      if (src[pos] === '\n') line += 1;
      pos += 1;
    }
    pos += 2;
    while (pos < src.length) {
      if (src[pos] === '\n') {
        line += 1;
        pos = this.#textStart(line);
      } else if (src[pos] === ' ' || src[pos] === '\t') {
        pos += 1;
      } else break;
    }
    return src[pos] === '<' ? pos + 1 : pos;
  }
}

/** Makes a markdown-it instance remember what LinkPositions needs. It must keep its reference_definition tokens. */
export function rememberPositions(md: MarkdownParser): void {
  parseWith(md, { inline: PlacingInlineState, block: PlacingBlockState });
}

/** Offset of a link's or image's destination within the text of its block; undefined for a reference. */
function destinationOffset(token: Token): number | undefined {
  const place = inlinePlaces.get(token);
  if (!place || token.meta?.label !== undefined) return undefined;
  if (token.markup === 'autolink') return place.pos + 1;
  const labelEnd = token.type === 'image' ? place.pos + 2 + token.content.length : place.posMax;
  let offset = labelEnd + 2;
  while (/[ \t\n]/.test(place.src[offset] ?? '')) offset += 1;
  return place.src[offset] === '<' ? offset + 1 : offset;
}

/** Where a block's inline text comes from. */
export type InlineSource =
  | { readonly kind: 'lines'; readonly inline: Token }
  | { readonly kind: 'cell'; readonly inline: Token; readonly row: Token; readonly cell: number };

/** Positions of the links of one Markdown body. */
export class LinkPositions {
  readonly #source: string;
  readonly #firstLine: number;
  readonly #lineStarts: number[] = [0];
  readonly #definitions = new Map<string, number>();
  // The block and the row asked about last: one of ten thousand links is measured once.
  #inline: Token | undefined;
  #starts: readonly { readonly content: number; readonly source: number }[] = [];
  #row: Token | undefined;
  #cells: readonly Cell[] = [];

  /**
   * @param source the body, LF line ends
   * @param tokens of the whole body, reference_definition among them
   * @param firstLine the file's line on which the body begins, 1-based
   */
  constructor(source: string, tokens: readonly Token[], firstLine: number) {
    this.#source = source;
    this.#firstLine = firstLine;
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
      this.#lineStarts.push(at + 1);
    }
    for (const token of tokens) {
      const label = token.type === 'reference_definition' ? String(token.meta?.label) : undefined;
      // The first definition of a label holds, as in CommonMark §4.7.
      if (label === undefined || this.#definitions.has(label)) continue;
      this.#definitions.set(label, definitionOffsets.get(token) ?? 0);
    }
  }

  /** Of the destination; of a reference link, where its definition gives the destination: that is the line to mend. */
  of(link: Token, where: InlineSource): Position {
    const offset = destinationOffset(link);
    if (offset === undefined) return this.#position(this.#definitions.get(String(link.meta?.label)) ?? 0);
    return this.#position(
      where.kind === 'cell'
        ? this.#cellOffset(offset, where.row, where.cell)
        : this.#lineOffset(offset, where.inline),
    );
  }

  #position(offset: number): Position {
    const index = lastAtMost(this.#lineStarts.length, (i) => this.#lineStarts[i]! <= offset);
    return { line: this.#firstLine + index, column: offset - this.#lineStarts[index]! + 1 };
  }

  /**
   * A paragraph's or heading's text is the ends of its source lines, without quote marks and indentation in front and
   * white space (in a heading `#` too) behind: so each line of text is the last occurrence in its line of the source.
   */
  #lineOffset(offset: number, inline: Token): number {
    if (this.#inline !== inline) {
      const firstLine = inline.map?.[0] ?? 0;
      let content = 0;
      this.#starts = inline.content.split('\n').map((text, index) => {
        const start = this.#lineStarts[firstLine + index] ?? 0;
        const end = (this.#lineStarts[firstLine + index + 1] ?? this.#source.length + 1) - 1;
        // A tab that was cut in two stands as spaces in the text.
        const words = text.trimStart();
        const at = this.#source.slice(start, end).lastIndexOf(words);
        const mapped = { content, source: start + Math.max(at, 0) - (text.length - words.length) };
        content += text.length + 1;
        return mapped;
      });
      this.#inline = inline;
    }
    const line = this.#starts[lastAtMost(this.#starts.length, (i) => this.#starts[i]!.content <= offset)]!;
    return line.source + offset - line.content;
  }

  /** Cells are cut at each `|` that has no `\` before it; in a cell `\|` became `|`. As markdown-it's table rule does. */
  #cellOffset(offset: number, row: Token, cell: number): number {
    if (this.#row !== row) {
      this.#row = row;
      this.#cells = cellsOf(this.#source, rowOffsets.get(row) ?? 0);
    }
    const place = this.#cells[cell];
    if (!place) return rowOffsets.get(row) ?? 0;
    const { start, escapes } = place;
    // escapes[i] - start - i is where the i-th `\|` stands in the cell's text.
    const before = lastAtMost(
      escapes.length + 1,
      (i) => i === 0 || escapes[i - 1]! - start - (i - 1) <= offset,
    );
    return start + offset + before;
  }
}

interface Cell {
  /** Offset in the source of the cell's first letter. */
  readonly start: number;
  /** Offsets of the backslashes that are not in the cell's text. */
  readonly escapes: readonly number[];
}

function cellsOf(source: string, rowStart: number): Cell[] {
  const lineEnd = source.indexOf('\n', rowStart);
  const end = lineEnd < 0 ? source.length : lineEnd;
  const cells: Cell[] = [];
  const isBlank = (at: number) => at < end && /\s/.test(source[at]!);
  let pos = rowStart;
  while (isBlank(pos)) pos += 1;
  if (source[pos] === '|') pos += 1;
  while (pos < end) {
    while (isBlank(pos)) pos += 1;
    const start = pos;
    const escapes: number[] = [];
    for (; pos < end && (source[pos] !== '|' || source[pos - 1] === '\\'); pos += 1) {
      if (source[pos] === '\\' && source[pos + 1] === '|') escapes.push(pos);
    }
    cells.push({ start, escapes });
    pos += 1;
  }
  return cells;
}

/** The last index of `length` for which the claim holds; it holds from 0 up to some index. */
function lastAtMost(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
