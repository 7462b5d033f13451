// markdown-it's own states and tokens, made in a fraction of the time: its published build sets each field through a
// helper that may define a property, and looks at every letter for the ends of lines. The fields and all that they do
// are the same (test/render/markdown-states.test.ts compares the tokens), so that every rule of markdown-it works on.
import MarkdownIt, { type MarkdownIt as MarkdownParser, type Token } from 'markdown-it';

type Nesting = -1 | 0 | 1;
type InlineState = InstanceType<typeof MarkdownIt.StateInline>;
type BlockState = InstanceType<typeof MarkdownIt.StateBlock>;
type Env = ConstructorParameters<typeof MarkdownIt.StateInline>[2];

/**
 * Gives a class the methods of another that it does not call: its fields are declared to be those of the original, and
 * are set by its own constructor alone. To extend the original would run the original's constructor.
 */
function takeMethods(ours: { readonly prototype: object }, original: { readonly prototype: object }): void {
  Object.setPrototypeOf(ours.prototype, original.prototype);
}

type TokenClass = MarkdownParser['core']['State']['prototype']['Token'];

class PlainToken {
  declare type: Token['type'];
  declare tag: Token['tag'];
  declare nesting: Token['nesting'];
  declare map: Token['map'];
  declare level: Token['level'];
  declare children: Token['children'];
  declare content: Token['content'];
  declare markup: Token['markup'];
  declare info: Token['info'];
  declare block: Token['block'];
  declare hidden: Token['hidden'];
  declare attrs: Token['attrs'];
  declare meta: Token['meta'];

  constructor(type: string, tag: string, nesting: Nesting) {
    this.map = null;
    this.level = 0;
    this.children = null;
    this.content = '';
    this.markup = '';
    this.info = '';
    this.block = false;
    this.hidden = false;
    this.type = type;
    this.tag = tag;
    this.attrs = null;
    this.nesting = nesting;
    this.meta = null;
  }
}
takeMethods(PlainToken, MarkdownIt.Token);

function newToken(type: string, tag: string, nesting: Nesting): Token {
  return new PlainToken(type, tag, nesting) as unknown as Token;
}
/** For rules that make a token without `push`. */
const tokenClass = PlainToken as unknown as TokenClass;

export class PlainInlineState {
  declare src: InlineState['src'];
  declare env: InlineState['env'];
  declare md: InlineState['md'];
  declare tokens: InlineState['tokens'];
  declare tokens_meta: InlineState['tokens_meta'];
  declare pos: InlineState['pos'];
  declare posMax: InlineState['posMax'];
  declare level: InlineState['level'];
  declare pending: InlineState['pending'];
  declare pendingLevel: InlineState['pendingLevel'];
  declare cache: InlineState['cache'];
  declare backticks: InlineState['backticks'];
  declare backticksScanned: InlineState['backticksScanned'];
  declare skipHtmlSpecial: InlineState['skipHtmlSpecial'];
  declare linkLevel: InlineState['linkLevel'];
  declare delimiters: InlineState['delimiters'];
  declare _prev_delimiters: InlineState['_prev_delimiters'];
  declare Token: InlineState['Token'];

  constructor(src: string, md: MarkdownParser, env: Env, outTokens: Token[]) {
    this.pos = 0;
    this.level = 0;
    this.pending = '';
    this.pendingLevel = 0;
    this.cache = {};
    this.backticks = {};
    this.backticksScanned = false;
    this.skipHtmlSpecial = false;
    this.linkLevel = 0;
    this.delimiters = [];
    this._prev_delimiters = [];
    this.Token = tokenClass;
    this.src = src;
    this.env = env;
    this.md = md;
    this.tokens = outTokens;
    this.tokens_meta = Array(outTokens.length);
    this.posMax = src.length;
  }

  pushPending(): Token {
    const token = newToken('text', '', 0);
    token.content = this.pending;
    token.level = this.pendingLevel;
    this.tokens.push(token);
    this.pending = '';
    return token;
  }

  push(type: string, tag: string, nesting: Nesting): Token {
    if (this.pending !== '') this.pushPending();
    const token = newToken(type, tag, nesting);
    let tokenMeta: (typeof this.tokens_meta)[number];
    if (nesting < 0) {
      this.level -= 1;
      this.delimiters = this._prev_delimiters.pop()!;
    }
    token.level = this.level;
    if (nesting > 0) {
      this.level += 1;
      this._prev_delimiters.push(this.delimiters);
      this.delimiters = [];
      tokenMeta = { delimiters: this.delimiters };
    }
    this.pendingLevel = this.level;
    this.tokens.push(token);
    this.tokens_meta.push(tokenMeta);
    return token;
  }
}

takeMethods(PlainInlineState, MarkdownIt.StateInline);

export class PlainBlockState {
  declare src: BlockState['src'];
  declare md: BlockState['md'];
  declare env: BlockState['env'];
  declare tokens: BlockState['tokens'];
  declare bMarks: BlockState['bMarks'];
  declare eMarks: BlockState['eMarks'];
  declare tShift: BlockState['tShift'];
  declare sCount: BlockState['sCount'];
  declare bsCount: BlockState['bsCount'];
  declare blkIndent: BlockState['blkIndent'];
  declare line: BlockState['line'];
  declare lineMax: BlockState['lineMax'];
  declare tight: BlockState['tight'];
  declare listIndent: BlockState['listIndent'];
  declare parentType: BlockState['parentType'];
  declare level: BlockState['level'];
  declare Token: BlockState['Token'];

  constructor(src: string, md: MarkdownParser, env: Env, tokens: Token[]) {
    this.bMarks = [];
    this.eMarks = [];
    this.tShift = [];
    this.sCount = [];
    this.bsCount = [];
    this.blkIndent = 0;
    this.line = 0;
    this.lineMax = 0;
    this.tight = false;
    this.listIndent = -1;
    this.parentType = 'root';
    this.level = 0;
    this.Token = tokenClass;
    this.src = src;
    this.md = md;
    this.env = env;
    this.tokens = tokens;
    for (let start = 0; start < src.length; ) {
      let at = start;
      let column = 0;
      for (let code = src.charCodeAt(at); code === 0x20 || code === 0x09; code = src.charCodeAt(at)) {
        column += code === 0x09 ? 4 - (column % 4) : 1;
        at += 1;
      }
      // White space at the very end is no line.
      if (at === src.length) break;
      const lineFeed = src.indexOf('\n', at);
      const end = lineFeed < 0 ? src.length : lineFeed;
      this.#addLine(start, end, at - start, column);
      start = end + 1;
    }
    this.#addLine(src.length, src.length, 0, 0);
    this.lineMax = this.bMarks.length - 1;
  }

  #addLine(start: number, end: number, indent: number, column: number): void {
    this.bMarks.push(start);
    this.eMarks.push(end);
    this.tShift.push(indent);
    this.sCount.push(column);
    this.bsCount.push(0);
  }

  push(type: string, tag: string, nesting: Nesting): Token {
    const token = newToken(type, tag, nesting);
    token.block = true;
    if (nesting < 0) this.level -= 1;
    token.level = this.level;
    if (nesting > 0) this.level += 1;
    this.tokens.push(token);
    return token;
  }
}

takeMethods(PlainBlockState, MarkdownIt.StateBlock);

/** What markdown-it's rule `text` takes at once: up to a letter that could begin something. */
const plainRun = /[^\n!#$%&*+\-:<=>@[\\\]^_`{}~]+/y;

/** The rule `text` by a pattern, which is several times faster than letter by letter. */
function textRule(state: InlineState, silent: boolean): boolean {
  plainRun.lastIndex = state.pos;
  if (!plainRun.test(state.src)) return false;
  const end = Math.min(plainRun.lastIndex, state.posMax);
  if (end <= state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

/** Makes a markdown-it instance parse with the states of this file, or with classes made of them. */
export function parseWith(
  md: MarkdownParser,
  states: { readonly inline: typeof PlainInlineState; readonly block: typeof PlainBlockState },
): void {
  md.inline.State = states.inline as unknown as typeof md.inline.State;
  md.block.State = states.block as unknown as typeof md.block.State;
  md.inline.ruler.at('text', textRule);
}
