// The slow reader of YAML, by the `yaml` package: where each key and value stands, and what js-yaml accepts but content
// may not hold (anchors, aliases, tags, directives). Asked only when there is something to say.
import {
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type ScalarTag,
} from 'yaml';
import type { KeyPath } from '../model.ts';
import type { Position } from '../problem.ts';
import { scalarPatterns } from './yaml-values.ts';

const customTags: ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:null', default: true, test: scalarPatterns.null, resolve: () => null },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: scalarPatterns.boolean,
    resolve: (text) => text === 'true',
  },
  { tag: 'tag:yaml.org,2002:float', default: true, test: scalarPatterns.number, resolve: Number },
];

export interface YamlTree {
  /** Position within the YAML text; undefined when the key is not there. */
  positionOf(keyPath: KeyPath, at: 'key' | 'value'): Position | undefined;
  /** Every key that stands in a mapping twice or more, second and later ones. */
  readonly repeatedKeys: readonly {
    readonly name: string;
    readonly first: Position;
    readonly position: Position;
  }[];
  /** The values, for the test that both readers agree. */
  values(): unknown;
}

export function readYamlTree(text: string): YamlTree {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    schema: 'failsafe',
    customTags,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: false,
  });
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  return {
    positionOf(keyPath, at) {
      let node: unknown = document.contents;
      let keyNode: Node | undefined;
      for (const part of keyPath) {
        keyNode = undefined;
        if (isMap(node)) {
          const pair = findPair(node.items, String(part));
          if (pair === undefined) return undefined;
          keyNode = pair.key as Node;
          node = pair.value;
        } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
          node = node.items[part];
        } else {
          return undefined;
        }
      }
      const isEmpty =
        isScalar(node) && node.range !== null && node.range !== undefined && node.range[0] === node.range[1];
      const wanted =
        keyNode !== undefined && (at === 'key' || node === null || isEmpty) ? keyNode : (node as Node | null);
      const range = wanted?.range;
      return range === null || range === undefined ? undefined : positionAt(range[0]);
    },
    get repeatedKeys() {
      const repeated: { name: string; first: Position; position: Position }[] = [];
      const walk = (node: unknown): void => {
        if (isSeq(node)) node.items.forEach(walk);
        if (!isMap(node)) return;
        const seen = new Map<string, Position>();
        for (const pair of node.items) {
          const key = pair.key as Node | null;
          if (isScalar(key) && key.range) {
            const name = String(key.value);
            const position = positionAt(key.range[0]);
            const first = seen.get(name);
            if (first === undefined) seen.set(name, position);
            else repeated.push({ name, first, position });
          }
          walk(pair.value);
        }
      };
      walk(document.contents);
      return repeated;
    },
    values: () => document.toJS({ maxAliasCount: 0 }) ?? null,
  };
}

function findPair(pairs: readonly Pair[], name: string): Pair | undefined {
  return (
    pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === name) ??
    pairs.find((pair) => complexKeyName(pair.key) === name)
  );
}

/** The name that js-yaml makes of a list or a mapping used as a key (`? [a, b]`). */
function complexKeyName(key: unknown): string | undefined {
  if (isMap(key)) return '[object Object]';
  return isSeq(key)
    ? key.items.map((item) => (isScalar(item) ? (item.value ?? '') : '[object Object]')).join()
    : undefined;
}

export interface YamlExtra {
  readonly kind: 'anchor' | 'alias' | 'tag' | 'directive' | 'document' | 'glued-comment';
  readonly source: string;
  readonly position: Position;
  /** Of a comment after a plain value: the value, and its key where a key stands before it. */
  readonly key?: string;
  readonly value?: string;
}

/** Keys whose value is a sentence for readers: no comment is expected after it, however it is written. */
const sentenceKeys = new Set(['title', 'summary']);

/** Cheap: may say yes for a `&` inside quotes, never no when there is an anchor, alias, tag, directive, second document or hiding `#`. */
export function mayHoldExtras(text: string): boolean {
  return extraHint.test(text);
}
// An indicator begins a token: after white space, a bracket, a comma, a colon, a quote or a dash, or at the very start.
const extraHint = /(?:^|[\s[\]{},:"'?-])(?:[&*](?=\S)|!)|^(?:%|---|\.\.\.)|[^\s:][ \t]+#/m;

/** Exact: reads the tokens of the `yaml` package's lexer, so that quoted text and block text are never mistaken. */
export function findExtras(text: string): YamlExtra[] {
  const lineCounter = new LineCounter();
  lineCounter.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
    lineCounter.addNewLine(at + 1);
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const extras: YamlExtra[] = [];
  let offset = 0;
  let isScalarNext = false;
  let documents = 0;
  let hasContent = false;
  let lastPlainEnd = -1;
  let lastScalar = '';
  let key: string | undefined;
  for (const token of new Lexer().lex(text)) {
    // Control marks of the lexer: document, flow error, "a plain or block scalar follows". No source of their own.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      isScalarNext = token === '\u001f';
      continue;
    }
    const start = offset;
    offset += token.length;
    if (isScalarNext) {
      isScalarNext = false;
      hasContent = true;
      lastPlainEnd = offset;
      lastScalar = token;
      continue;
    }
    const first = token[0];
    const found = (kind: YamlExtra['kind']): void => {
      extras.push({ kind, source: token, position: positionAt(start) });
    };
    if (first === '&') found('anchor');
    else if (first === '*') found('alias');
    else if (first === '!') found('tag');
    else if (first === '%') found('directive');
    else if (token === '---' || token === '...') {
      if (hasContent || documents > 0 || token === '...') found('document');
      documents += 1;
    } else if (token === ':') key = lastScalar;
    else if (first === '-' || token === ',' || first === '[' || first === '{') key = undefined;
    else if (
      first === '#' &&
      (/^#[^\s#]/.test(token) || (key !== undefined && sentenceKeys.has(key))) &&
      text.slice(lastPlainEnd, start).trim() === '' &&
      !text.slice(lastPlainEnd, start).includes('\n') &&
      lastPlainEnd > 0
    ) {
      extras.push({
        kind: 'glued-comment',
        source: token,
        position: positionAt(start),
        value: lastScalar,
        ...(key === undefined ? {} : { key }),
      });
    } else if (first === '"' || first === "'") {
      hasContent = true;
      lastScalar = token.slice(1, -1);
    }
  }
  return extras;
}
