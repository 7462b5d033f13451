// An SVG of the content → a new SVG of shapes and text alone. Nothing is crossed out of the old file: what is on the
// lists below is written anew (SVG 2, XML 1.0), so that whatever a list does not name cannot come through. Styles become
// presentation attributes, which the site's Content-Security-Policy has nothing against; ids are numbered anew.
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** A drawing of a page has some thousand elements; a map has more. Beyond these a reader's telephone stands still. */
export const svgLimits = { bytes: 2_000_000, depth: 100, elements: 50_000, drawn: 200_000 } as const;

export interface CleanSvg {
  readonly text: string;
  /** In pixels, as a browser would show it by itself. */
  readonly width: number;
  readonly height: number;
  /** What a reader could have seen or what could have acted, and is gone: words that follow “without”. */
  readonly removed: readonly string[];
}

/** In words that follow the picture's name. */
export interface SvgFault {
  readonly kind: 'broken' | 'too-large';
  readonly message: string;
}

/** Kinds of removed things, in the order in which they are told. */
const removedWords = {
  script: 'scripts',
  page: 'HTML',
  link: 'links',
  outside: 'references to other files',
  animation: 'animation',
  picture: 'pictures inside the drawing',
  style: 'style rules that pictures here may not have',
  effect: 'effects such as filters',
} as const;
type Removed = keyof typeof removedWords;

const svgNamespace = 'http://www.w3.org/2000/svg';
const xlinkNamespace = 'http://www.w3.org/1999/xlink';
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const htmlNamespace = 'http://www.w3.org/1999/xhtml';

const words = (list: string) => new Set(list.trim().split(/\s+/));

const shapes = words('path rect circle ellipse line polyline polygon text use');
const elements = words(`
  svg g defs symbol title desc tspan textPath linearGradient radialGradient stop clipPath mask pattern marker
  ${[...shapes].join(' ')}`);
/** Only their text is kept. */
const textOnly = words('title desc');
/** Where text means something. */
const textHolders = words('text tspan textPath title desc');
/** A group in their place: their children stay. */
const unwrapped = words('a switch');
const removedElements: Readonly<Record<string, Removed>> = {
  script: 'script',
  handler: 'script',
  listener: 'script',
  foreignObject: 'page',
  iframe: 'page',
  object: 'page',
  embed: 'page',
  audio: 'page',
  video: 'page',
  canvas: 'page',
  link: 'outside',
  image: 'picture',
  feImage: 'picture',
  set: 'animation',
  animate: 'animation',
  animateColor: 'animation',
  animateMotion: 'animation',
  animateTransform: 'animation',
  discard: 'animation',
};
/** Words about the drawing, of no use to a reader: gone without a word. */
const silentElements = words('metadata style mpath view');

/** Properties that are attributes too; a style sheet may set these and no others. */
const presentation = words(`
  alignment-baseline baseline-shift clip-path clip-rule color color-interpolation direction display dominant-baseline
  fill fill-opacity fill-rule font-family font-size font-size-adjust font-stretch font-style font-variant font-weight
  letter-spacing marker-end marker-mid marker-start mask opacity overflow paint-order shape-rendering stop-color
  stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-opacity stroke-width text-anchor text-decoration text-rendering unicode-bidi vector-effect visibility
  word-spacing writing-mode`);
const effectProperties = words('filter mix-blend-mode backdrop-filter');
const geometry = words(`
  x y x1 x2 y1 y2 cx cy r rx ry fx fy fr dx dy width height d points pathLength transform viewBox preserveAspectRatio
  gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform clipPathUnits
  maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient rotate textLength lengthAdjust
  startOffset method spacing`);
const referring = words('use textPath linearGradient radialGradient pattern');
const painted = words('fill stroke');
const urlAttributes = words('fill stroke clip-path mask marker-start marker-mid marker-end');
const functions = words(
  'rgb rgba hsl hsla matrix translate scale rotate skewx skewy translatex translatey scalex scaley',
);

/** No colon, quote, backslash or angle bracket: no address and no escape can be spelt with these. */
const plainValue = /^[A-Za-z0-9 .,%()#+/-]*$/;
const fontNames = /^[\p{L}\p{M}\p{N} ,'"_.-]+$/u;

interface SvgNode {
  name: string;
  readonly attributes: Map<string, string>;
  /** Attribute → id of the element that it refers to; `rest` follows `url(#…)`. */
  readonly references: Map<string, { readonly id: string; readonly rest: string }>;
  readonly children: (SvgNode | string)[];
  readonly id: string | undefined;
  readonly classes: readonly string[];
  readonly style: string | undefined;
}

class Unfit extends Error {
  readonly fault: SvgFault;
  constructor(kind: SvgFault['kind'], message: string) {
    super(message);
    this.fault = { kind, message };
  }
}

export function isSvgFault(found: CleanSvg | SvgFault): found is SvgFault {
  return 'kind' in found;
}

/** @returns the same text for the same bytes, everywhere */
export function cleanSvg(bytes: Uint8Array): CleanSvg | SvgFault {
  try {
    return new Cleaner().clean(bytes);
  } catch (error) {
    if (error instanceof Unfit) return error.fault;
    throw error;
  }
}

export function svgTooLarge(bytes: number): SvgFault {
  return {
    kind: 'too-large',
    message: `is an SVG of ${(bytes / 1e6).toFixed(1)} MB; at most ${svgLimits.bytes / 1e6} MB can be read.`,
  };
}

class Cleaner {
  readonly #removed = new Set<Removed>();
  readonly #byId = new Map<string, SvgNode>();
  #count = 0;

  clean(bytes: Uint8Array): CleanSvg {
    if (bytes.length > svgLimits.bytes) throw new Unfit('too-large', svgTooLarge(bytes.length).message);
    const { root, styleSheet } = this.#read(decode(bytes));
    const rules = new StyleRules(styleSheet, (what) => this.#removed.add(what));
    this.#settle(root, rules, false);
    const size = sizeOf(root);
    if (![...this.#byPreorder(root)].some(({ name }) => shapes.has(name)))
      throw new Unfit(
        'broken',
        this.#removed.has('picture')
          ? 'is an SVG that only wraps another picture, which cannot be shown from inside it.'
          : 'is an SVG without a shape or a word in it: readers would see nothing.',
      );
    this.#weigh(root);
    return {
      text: `${this.#write(root)}\n`,
      ...size,
      removed: (Object.keys(removedWords) as Removed[])
        .filter((what) => this.#removed.has(what))
        .map((what) => removedWords[what]),
    };
  }

  // ── reading ─────────────────────────────────────────────────────────────────────────────────────────

  #read(text: string): { root: SvgNode; styleSheet: string } {
    // `position` names the place of a fault. Entities of a DOCTYPE are not read: one that is used is a fault.
    const parser = new SaxesParser({ xmlns: true, position: true });
    const open: ('dropped' | 'style' | SvgNode)[] = [];
    const styles: string[] = [];
    let root: SvgNode | undefined;
    // A root without any namespace is a slip that browsers punish by showing nothing: it is mended.
    let namespace = svgNamespace;
    parser.on('error', (error) => {
      const isEntity = /entity/.test(error.message);
      throw new Unfit(
        'broken',
        isEntity
          ? `is an SVG that uses an abbreviation (an entity) in line ${parser.line}, which is not looked up.`
          : `is no whole SVG: in its line ${parser.line}, column ${parser.column + 1}, something is missing, left open or written wrongly.`,
      );
    });
    parser.on('processinginstruction', ({ target }) => {
      if (/^xml-stylesheet$/i.test(target)) this.#removed.add('outside');
    });
    parser.on('opentag', (tag) => {
      this.#count += 1;
      if (this.#count > svgLimits.elements)
        throw new Unfit('too-large', `is an SVG of more than ${svgLimits.elements} elements.`);
      if (open.length >= svgLimits.depth)
        throw new Unfit(
          'too-large',
          `is an SVG with more than ${svgLimits.depth} elements inside one another.`,
        );
      const parent = open.at(-1);
      if (parent === undefined) {
        if (tag.local !== 'svg' || (tag.uri !== svgNamespace && tag.uri !== ''))
          throw new Unfit('broken', `is no SVG: it begins with <${tag.name.slice(0, 40)}>.`);
        namespace = tag.uri;
      }
      if (parent === 'dropped' || parent === 'style') {
        this.#noteDropped(tag, namespace);
        open.push('dropped');
        return;
      }
      const node = this.#nodeOf(tag, namespace, open);
      if (node === undefined) {
        const medium = tag.attributes.media?.value.trim() ?? '';
        const isStyle = tag.local === 'style' && tag.uri === namespace && /^(?:all|screen)?$/i.test(medium);
        open.push(isStyle ? 'style' : 'dropped');
        return;
      }
      root ??= node;
      if (parent !== undefined) parent.children.push(node);
      open.push(node);
    });
    const addText = (piece: string) => {
      const parent = open.at(-1);
      if (parent === 'style') styles.push(piece);
      else if (parent !== undefined && parent !== 'dropped' && textHolders.has(parent.name))
        parent.children.push(piece);
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
    parser.on('closetag', () => void open.pop());
    parser.write(text).close();
    if (root === undefined) throw new Unfit('broken', 'is an empty SVG.');
    return { root, styleSheet: styles.join('\n') };
  }

  /** What is gone without being kept in the tree: also below something that is gone. */
  #noteDropped(tag: SaxesTagNS, namespace: string): void {
    if (tag.uri === htmlNamespace) this.#removed.add('page');
    if (tag.uri !== namespace) return;
    const what = Object.hasOwn(removedElements, tag.local) ? removedElements[tag.local] : undefined;
    if (what !== undefined) this.#removed.add(what);
    else if (!silentElements.has(tag.local) && !elements.has(tag.local) && !unwrapped.has(tag.local))
      this.#removed.add('effect');
  }

  #nodeOf(
    tag: SaxesTagNS,
    namespace: string,
    open: readonly ('dropped' | 'style' | SvgNode)[],
  ): SvgNode | undefined {
    const parent = open.at(-1) as SvgNode | undefined;
    const isOurs = tag.uri === namespace;
    const isInTextOnly = parent !== undefined && textOnly.has(parent.name);
    if (!isOurs || isInTextOnly || !(elements.has(tag.local) || unwrapped.has(tag.local))) {
      this.#noteDropped(tag, namespace);
      return undefined;
    }
    const isInText = parent !== undefined && textHolders.has(parent.name);
    if (tag.local === 'a') this.#removed.add('link');
    const name = unwrapped.has(tag.local) ? (isInText ? 'tspan' : 'g') : tag.local;
    const attributes = new Map<string, string>();
    const references: SvgNode['references'] = new Map();
    let [id, style, href, linked]: (string | undefined)[] = [];
    let classes: string[] = [];
    for (const { prefix, local, uri, value } of Object.values(tag.attributes)) {
      if (prefix !== 'xmlns' && /^on/i.test(local)) this.#removed.add('script');
      if (uri === xlinkNamespace && local === 'href') linked = value;
      else if (uri === xmlNamespace && local === 'space' && /^(?:preserve|default)$/.test(value))
        attributes.set('xml:space', value);
      else if (local === 'lang' && (uri === '' || uri === xmlNamespace)) {
        if (/^[A-Za-z0-9-]{1,35}$/.test(value)) attributes.set('xml:lang', value);
      } else if (uri === xmlNamespace && local === 'base') this.#removed.add('outside');
      if (uri !== '' || prefix !== '') continue;
      if (local === 'id') id = value;
      else if (local === 'class') classes = value.split(/\s+/).filter((one) => one !== '');
      else if (local === 'style') style = value;
      else if (local === 'href') href = value;
      else if (effectProperties.has(local)) this.#removed.add('effect');
      else if (geometry.has(local) || presentation.has(local)) attributes.set(local, value);
    }
    const target = href ?? linked;
    if (target !== undefined && tag.local !== 'a') {
      const local = /^\s*#(\S+)\s*$/.exec(target)?.[1];
      if (local === undefined) {
        if (target.trim() !== '') this.#removed.add('outside');
      } else if (referring.has(name)) references.set('href', { id: local, rest: '' });
    }
    const node: SvgNode = { name, attributes, references, children: [], id, classes, style };
    if (id !== undefined && id !== '' && !this.#byId.has(id)) this.#byId.set(id, node);
    return node;
  }

  // ── styles and values ───────────────────────────────────────────────────────────────────────────────

  /** Every style becomes an attribute, and every attribute is held against what it may say. */
  #settle(node: SvgNode, rules: StyleRules, isInner: boolean): void {
    for (const [property, value] of rules.declarationsFor(node)) node.attributes.set(property, value);
    if (!isInner) for (const name of ['x', 'y', 'transform']) node.attributes.delete(name);
    for (const [name, written] of [...node.attributes]) {
      if (name.startsWith('xml:')) continue;
      const value = written.replace(/\s+/g, ' ').trim();
      const safe = this.#safeValue(name, value, node);
      if (safe === undefined) node.attributes.delete(name);
      else node.attributes.set(name, safe);
    }
    for (const child of node.children) if (typeof child !== 'string') this.#settle(child, rules, true);
  }

  /** @returns undefined when the attribute is left out, or its reference noted with the node */
  #safeValue(name: string, value: string, node: SvgNode): string | undefined {
    if (value === '') return undefined;
    if (name === 'font-family') return fontNames.test(value) ? value : undefined;
    if (/url/i.test(value) && urlAttributes.has(name)) {
      const match = /^url\( ?(["']?)#([^"'()\s\\]+)\1 ?\) ?(.*)$/i.exec(value);
      const rest = match?.[3] ?? value.replace(/^.*\)/, '').trim();
      const isColour = painted.has(name) && rest !== '' && isPlain(rest);
      if (match !== null) {
        node.references.set(name, { id: match[2]!, rest: isColour ? rest : '' });
        return undefined;
      }
      this.#removed.add('outside');
      // Without a value it would be black.
      return painted.has(name) ? (isColour ? rest : 'none') : undefined;
    }
    if (isPlain(value)) return value;
    if (/url|:|@|\\|script/i.test(value)) this.#removed.add('outside');
    return undefined;
  }

  // ── limits ──────────────────────────────────────────────────────────────────────────────────────────

  /**
   * How many elements a browser draws when every reference is followed: ten uses of ten uses of ten … are few bytes.
   * @throws Unfit when there are too many, or a reference leads back to where it began
   */
  #weigh(root: SvgNode): void {
    const weights = new Map<SvgNode, number>();
    const onTheWay = new Set<SvgNode>();
    const tooMany = () =>
      new Unfit(
        'too-large',
        `is an SVG that repeats its parts to more than ${svgLimits.drawn} drawn elements.`,
      );
    const weigh = (node: SvgNode): number => {
      const known = weights.get(node);
      if (known !== undefined) return known;
      if (onTheWay.has(node))
        throw new Unfit('broken', 'is an SVG with a part that is made of itself, without end.');
      if (onTheWay.size > 10 * svgLimits.depth) throw tooMany();
      onTheWay.add(node);
      let weight = 1;
      for (const child of node.children) if (typeof child !== 'string') weight += weigh(child);
      for (const [attribute, { id }] of node.references) {
        const target = this.#byId.get(id);
        // Colours that run into one another are drawn once, however often they are named.
        if (target === undefined || /Gradient$/.test(target.name)) continue;
        const corners = attribute.startsWith('marker-')
          ? 1 +
            (
              `${node.attributes.get('d') ?? ''} ${node.attributes.get('points') ?? ''}`.match(/[\d.]+/g) ??
              []
            ).length
          : 1;
        weight += corners * weigh(target);
      }
      if (weight > svgLimits.drawn) throw tooMany();
      onTheWay.delete(node);
      weights.set(node, weight);
      return weight;
    };
    weigh(root);
  }

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────

  *#byPreorder(node: SvgNode): Generator<SvgNode> {
    yield node;
    for (const child of node.children) if (typeof child !== 'string') yield* this.#byPreorder(child);
  }

  #write(root: SvgNode): string {
    const wanted = new Set<SvgNode>();
    for (const { references } of this.#byPreorder(root))
      for (const { id } of references.values()) {
        const target = this.#byId.get(id);
        if (target !== undefined) wanted.add(target);
      }
    const names = new Map<SvgNode, string>();
    for (const node of this.#byPreorder(root)) if (wanted.has(node)) names.set(node, `i${names.size + 1}`);
    const out: string[] = [];
    const attribute = (name: string, value: string) => out.push(` ${name}="${escaped(value)}"`);
    const write = (node: SvgNode) => {
      out.push(`<${node.name}`);
      if (node === root) attribute('xmlns', svgNamespace);
      const own = names.get(node);
      if (own !== undefined) attribute('id', own);
      for (const [name, value] of node.attributes) attribute(name, value);
      for (const [name, { id, rest }] of node.references) {
        const target = this.#byId.get(id);
        const shown = target === undefined ? undefined : names.get(target);
        if (name === 'href') {
          if (shown !== undefined) attribute(name, `#${shown}`);
        } else if (shown !== undefined) attribute(name, `url(#${shown})${rest === '' ? '' : ` ${rest}`}`);
        else if (painted.has(name)) attribute(name, rest === '' ? 'none' : rest);
      }
      if (node.children.length === 0) {
        out.push('/>');
        return;
      }
      out.push('>');
      for (const child of node.children) {
        if (typeof child === 'string') out.push(escaped(child));
        else write(child);
      }
      out.push(`</${node.name}>`);
    };
    write(root);
    return out.join('');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unfit(
      'broken',
      'is no SVG in UTF-8: it is damaged, compressed, or stored in another encoding.',
    );
  }
}

function isPlain(value: string): boolean {
  if (!plainValue.test(value)) return false;
  for (const [, name = ''] of value.matchAll(/([A-Za-z-]*)\(/g))
    if (name !== '' && !functions.has(name.toLowerCase())) return false;
  return true;
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');
}

// ── size ──────────────────────────────────────────────────────────────────────────────────────────────

/** Pixels of CSS in a unit (CSS Values 4 §6.2); of others the size is not known before the page is. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

function pixels(length: string | undefined): number | undefined {
  const match = /^([+]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) ?(px|pt|pc|mm|cm|in|)$/i.exec(length ?? '');
  if (match === null) return undefined;
  const value = Number(match[1]) * units[match[2]!.toLowerCase()]!;
  return value > 0 && value < 1e7 ? value : undefined;
}

/** The size that a browser takes for the picture's own; the root is given a viewBox, so that it can be made smaller. */
function sizeOf(root: SvgNode): { width: number; height: number } {
  const { attributes } = root;
  const box = (attributes.get('viewBox') ?? '').split(/[ ,]+/).map(Number);
  const [, , boxWidth = 0, boxHeight = 0] = box.length === 4 && box.every(Number.isFinite) ? box : [];
  const hasBox = boxWidth > 0 && boxHeight > 0 && boxWidth < 1e7 && boxHeight < 1e7;
  const width = pixels(attributes.get('width'));
  const height = pixels(attributes.get('height'));
  for (const name of ['viewBox', 'width', 'height']) {
    const isUsable = name === 'viewBox' ? hasBox : name === 'width' ? width : height;
    if (!isUsable) attributes.delete(name);
  }
  const rounded = (w: number, h: number) => ({
    width: Math.max(1, Math.round(w)),
    height: Math.max(1, Math.round(h)),
  });
  if (width !== undefined && height !== undefined) {
    if (!hasBox) attributes.set('viewBox', `0 0 ${width} ${height}`);
    return rounded(width, height);
  }
  if (!hasBox)
    throw new Unfit(
      'broken',
      'is an SVG that does not say how large it is: its first element needs a viewBox, or a width and a height.',
    );
  if (width !== undefined) return rounded(width, (width * boxHeight) / boxWidth);
  if (height !== undefined) return rounded((height * boxWidth) / boxHeight, height);
  return rounded(boxWidth, boxHeight);
}

// ── style sheets ──────────────────────────────────────────────────────────────────────────────────────

interface Selector {
  readonly element: string | undefined;
  readonly parts: readonly string[];
}

interface Declaration {
  readonly property: string;
  readonly value: string;
  /** Of two for one property the higher wins; of equals the later. */
  readonly weight: number;
  readonly order: number;
}

const maxRules = 5_000;
/** `!important` outweighs a style attribute, which outweighs every selector. */
const [styleAttribute, important] = [1e6, 1e7];

/**
 * The rules of `<style>` whose selectors are an element's name, classes and an id (CSS Syntax 3, Selectors 4, as far as
 * drawing programs write them). Others are left out, and said to be.
 */
class StyleRules {
  readonly #byKey = new Map<
    string,
    { readonly selector: Selector; readonly declarations: Declaration[] }[]
  >();
  readonly #remove: (what: Removed) => void;
  #order = 0;

  constructor(sheet: string, remove: (what: Removed) => void) {
    this.#remove = remove;
    const text = sheet.replace(/\/\*[\s\S]*?(?:\*\/|$)|<!--|-->/g, ' ');
    const next = (pattern: RegExp, from: number): number => {
      pattern.lastIndex = from;
      return pattern.exec(text)?.index ?? text.length;
    };
    let at = 0;
    for (let count = 0; count < maxRules; count++) {
      at = next(/\S/g, at);
      if (at >= text.length) return;
      const start = next(/[;{]/g, at);
      if (text[at] === '@') {
        remove(/^@(?:import|font-face|namespace)/i.test(text.slice(at, at + 20)) ? 'outside' : 'style');
        at = text[start] === '{' ? endOfBlock(text, start) : start + 1;
        continue;
      }
      if (text[start] !== '{') return;
      const end = endOfBlock(text, start);
      this.#add(text.slice(at, start), text.slice(start + 1, end - 1));
      at = end;
    }
    remove('style');
  }

  #add(prelude: string, block: string): void {
    for (const written of prelude.split(',')) {
      const match = /^(\*|[A-Za-z][\w-]*)?((?:[.#][\p{L}\p{N}_-]+)*)$/u.exec(written.trim());
      if (match === null || match[0] === '') {
        this.#remove('style');
        continue;
      }
      const parts = match[2]!.match(/[.#][^.#]+/g) ?? [];
      const element = match[1] === '*' ? undefined : match[1];
      const ids = parts.filter((part) => part.startsWith('#')).length;
      const weight = ids * 10_000 + (parts.length - ids) * 100 + (element === undefined ? 0 : 1);
      const key = parts[0] ?? element ?? '*';
      const list = this.#byKey.get(key) ?? [];
      list.push({ selector: { element, parts }, declarations: this.#declarations(block, weight + 1) });
      this.#byKey.set(key, list);
    }
  }

  #declarations(block: string, weight: number): Declaration[] {
    return block.split(';').flatMap((written) => {
      const colon = written.indexOf(':');
      if (colon < 0) return [];
      const property = written.slice(0, colon).trim().toLowerCase();
      const whole = written.slice(colon + 1).trim();
      const value = whole.replace(/\s*!\s*important$/i, '');
      if (effectProperties.has(property)) this.#remove('effect');
      if (!presentation.has(property)) {
        if (/url\s*\((?!\s*["']?#)|\\|@|script|expression/i.test(value)) this.#remove('outside');
        return [];
      }
      this.#order += 1;
      return [{ property, value, weight: value === whole ? weight : weight + important, order: this.#order }];
    });
  }

  /** Of this element, the winner last. */
  declarationsFor({ name, id, classes, style }: SvgNode): [string, string][] {
    const keys = ['*', name, ...classes.map((one) => `.${one}`), ...(id === undefined ? [] : [`#${id}`])];
    const own = new Set(keys);
    const found: Declaration[] = [];
    for (const key of own)
      for (const { selector, declarations } of this.#byKey.get(key) ?? []) {
        const isMatch =
          (selector.element === undefined || selector.element === name) &&
          selector.parts.every((part) => own.has(part));
        if (isMatch) found.push(...declarations);
      }
    if (style !== undefined)
      found.push(...this.#declarations(style.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' '), styleAttribute));
    return found
      .sort((a, b) => a.weight - b.weight || a.order - b.order)
      .map(({ property, value }) => [property, value]);
  }
}

/** @returns the place behind the brace that closes the one at `start` */
function endOfBlock(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length + 1;
}
