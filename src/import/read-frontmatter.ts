// The head of a foreign file → plain values, as data alone: YAML, TOML and JSON between fences, JSON without any, `key:
// value` lines without fences, and metadata in an HTML comment. A fence that asks for code is refused: nothing ever runs.
import yaml from 'js-yaml';
import { parse as parseToml, TomlError } from 'smol-toml';

import { positionAt } from '../load/decode-text.ts';
import type { Position } from '../problem.ts';
import type { Note } from './report.ts';

export type Value = string | boolean | null | readonly Value[] | ReadonlyMap<string, Value>;

export interface Frontmatter {
  /** `none` when the file has no head. */
  readonly format: 'yaml' | 'toml' | 'json' | 'lines' | 'comment' | 'none';
  /** Keys in small letters. Numbers and dates are kept as they were written. */
  readonly values: ReadonlyMap<string, Value>;
  /** Offset into the text at which the body begins. */
  readonly bodyStart: number;
  /** Place of a key; 1:1 when it is not there. */
  positionOf(key: string): Position;
}

export interface FrontmatterFault extends Position {
  readonly message: string;
}

export type FrontmatterResult =
  | { readonly frontmatter: Frontmatter; readonly notes: readonly Note[] }
  | { readonly fault: FrontmatterFault };

const top: Position = { line: 1, column: 1 };
/** Nodes of one head: more is an alias bomb, not metadata. */
const maxNodes = 20_000;

/** @param text LF line ends, no byte order mark */
export function readFrontmatter(text: string): FrontmatterResult {
  const blank = /^(?:[ \t]*\n)+(?=(?:---|\+\+\+|;;;)[^\n]*\n)/.exec(text)?.[0].length ?? 0;
  const notes: Note[] =
    blank === 0
      ? []
      : [
          {
            ...top,
            group: 'changed',
            rule: 'blank-lines',
            message: 'blank lines before the frontmatter were removed',
          },
        ];
  const opening = /^(---|\+\+\+|;;;)[ \t]*([^\n]*?)[ \t]*(?:\n|$)/.exec(text.slice(blank));
  if (opening !== null) return fenced(text, blank, opening, notes);
  if (/^\{\s*(?:"|\})/.test(text)) {
    const json = jsonAtStart(text);
    if (json !== undefined) return json;
  }
  return unfenced(text);
}

function fenced(text: string, start: number, opening: RegExpExecArray, notes: Note[]): FrontmatterResult {
  const [whole, mark = '', word = ''] = opening;
  const language = word.toLowerCase();
  const format =
    language === ''
      ? ({ '---': 'yaml', '+++': 'toml', ';;;': 'json' } as const)[mark]
      : ({ yaml: 'yaml', yml: 'yaml', toml: 'toml', json: 'json' } as const)[language];
  const from = start + whole.length;
  if (format === undefined) {
    // A line of hyphens or words after it is no fence but a rule of Markdown.
    if (!/^[a-z]+$/.test(language)) return none(text, notes);
    return {
      fault: {
        ...positionAt(text, start),
        message: `the head is opened by \`${mark}${word}\`, which asks for code to be run; code is never run`,
      },
    };
  }
  const closing = new RegExp(
    mark === '---' ? '^(?:---|\\.\\.\\.)[ \\t]*$' : `^${mark.replace(/\+/g, '\\+')}[ \\t]*$`,
    'gm',
  );
  closing.lastIndex = from;
  const end = closing.exec(text);
  if (end === null) {
    if (mark === '---' && !/^[\w"'-]+[ \t]*:/.test(text.slice(from))) return none(text, notes);
    return {
      fault: { ...positionAt(text, start), message: `the head is opened by \`${mark}\` and never closed` },
    };
  }
  const bodyStart = Math.min(text.length, end.index + end[0].length + 1);
  return read(format, text, from, end.index, bodyStart, notes);
}

function read(
  format: 'yaml' | 'toml' | 'json',
  text: string,
  from: number,
  to: number,
  bodyStart: number,
  notes: Note[],
): FrontmatterResult {
  if (format === 'yaml') return readYamlHead(text, from, to, bodyStart, notes);
  const head = text.slice(from, to);
  let data: unknown;
  try {
    data = format === 'toml' ? parseToml(head) : JSON.parse(head);
  } catch (error) {
    const place =
      error instanceof TomlError
        ? offsetOfPlace(head, error.line, error.column)
        : Number(/position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0);
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
    return {
      fault: {
        ...positionAt(text, from + Math.min(place, head.length)),
        message: `the ${format.toUpperCase()} of the head cannot be read: ${reason}`,
      },
    };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { fault: { ...positionAt(text, from), message: 'the head is no list of keys and values' } };
  const positionOf = (key: string): Position => {
    const pattern = new RegExp(`^[ \\t]*["']?${key.replace(/[^\w-]/g, '\\$&')}["']?[ \\t]*[=:]`, 'im');
    const at = head.search(pattern);
    return at === -1 ? top : positionAt(text, from + at);
  };
  const values = new Map<string, Value>();
  for (const [key, value] of Object.entries(data)) values.set(key.toLowerCase(), plain(value));
  return { frontmatter: { format, values, bodyStart, positionOf }, notes };
}

function offsetOfPlace(text: string, line: number, column: number): number {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((sum, entry) => sum + entry.length + 1, 0) + column - 1;
}

/** Values of a TOML or JSON parser; TOML's dates print themselves as RFC 3339. */
function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  // Thousandths are TOML's own writing, not the author's.
  if (value instanceof Date) return value.toISOString().replace(/\.000(?=Z|[+-]|$)/, '');
  if (typeof value === 'object')
    return new Map(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), plain(entry)]));
  return String(value);
}

function readYamlHead(
  text: string,
  from: number,
  to: number,
  bodyStart: number,
  notes: Note[],
): FrontmatterResult {
  const head = text.slice(from, to);
  let data: unknown;
  try {
    data = loadPlain(head);
  } catch (cause) {
    const fault = yamlFault(cause);
    const at = positionAt(text, from + Math.min(fault.offset, head.length));
    const mended = quoteValues(head);
    try {
      if (mended === head) throw cause;
      data = loadPlain(mended);
      notes.push({
        ...at,
        group: 'guessed',
        rule: 'frontmatter-mended',
        message: 'the YAML could not be read; with quotes round the values it can',
      });
    } catch {
      return { fault: { ...at, message: `the YAML of the head cannot be read: ${fault.reason}` } };
    }
  }
  const values = new Map<string, Value>();
  if (data === undefined || data === null || data === '')
    return { frontmatter: { format: 'yaml', values, bodyStart, positionOf: () => top }, notes };
  if (typeof data !== 'object' || Array.isArray(data))
    return { fault: { ...positionAt(text, from), message: 'the head is no list of keys and values' } };

  const places = new Map<string, number>();
  for (const match of head.matchAll(/^(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#:'"][^\n:]*?))[ \t]*:(?=\s|$)/gm)) {
    const name = match[1] ?? match[2] ?? match[3]!;
    const key = name.toLowerCase();
    if (places.has(key) && Object.keys(data).some((known) => known.toLowerCase() === key))
      notes.push({
        ...positionAt(text, from + match.index),
        group: 'guessed',
        rule: 'key-twice',
        message: `\`${name}\` stands here a second time; this one was taken`,
      });
    places.set(key, match.index);
  }
  let nodes = 0;
  const walk = (node: unknown, depth: number): Value => {
    nodes += 1;
    // js-yaml shares what aliases name, so that a bomb is small until somebody walks it.
    if (nodes > maxNodes || depth > 50) throw new RangeError('the head holds too much');
    if (node === null || node === undefined) return null;
    if (typeof node === 'string') return /^(?:~|null|Null|NULL)$/.test(node) ? null : node;
    if (Array.isArray(node)) return node.map((item) => walk(item, depth + 1));
    return new Map(
      Object.entries(node).map(([key, value]) => [key.toLowerCase(), walk(value, depth + 1)] as const),
    );
  };
  try {
    for (const [key, value] of Object.entries(data)) values.set(key.toLowerCase(), walk(value, 0));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return { fault: { ...positionAt(text, from), message: cause.message } };
  }
  const positionOf = (key: string): Position => {
    const offset = places.get(key);
    return offset === undefined ? top : positionAt(text, from + offset);
  };
  return { frontmatter: { format: 'yaml', values, bodyStart, positionOf }, notes };
}

/** Every scalar stays the text that it is: no date, number or boolean is guessed, and no tag makes anything. */
function loadPlain(head: string): unknown {
  return yaml.load(head, { schema: yaml.FAILSAFE_SCHEMA, json: true });
}

function yamlFault(cause: unknown): { readonly reason: string; readonly offset: number } {
  if (cause instanceof yaml.YAMLException) return { reason: cause.reason, offset: cause.mark?.position ?? 0 };
  if (cause instanceof RangeError) return { reason: 'nested too deeply', offset: 0 };
  throw cause;
}

/** `title: A: b` → `title: "A: b"`; a tab that indents becomes two spaces. */
function quoteValues(yaml: string): string {
  return yaml
    .split('\n')
    .map((line) => {
      const indented = line.replace(/^\t+/, (tabs) => '  '.repeat(tabs.length));
      const pair = /^([A-Za-z_][\w-]*:[ \t]+)([^"'[{|>&*\s#][^\n]*|[@`%*&!][^\n]*)$/.exec(indented);
      if (pair === null || !/:(?:\s|$)|^[@`%*&!]/.test(pair[2]!)) return indented;
      return `${pair[1]}"${pair[2]!.trimEnd().replace(/["\\]/g, '\\$&')}"`;
    })
    .join('\n');
}

function jsonAtStart(text: string): FrontmatterResult | undefined {
  const closing = /^\}[ \t]*$/gm;
  for (let end = closing.exec(text); end !== null; end = closing.exec(text)) {
    const to = end.index + 1;
    try {
      JSON.parse(text.slice(0, to));
    } catch {
      continue;
    }
    return read('json', text, 0, to, Math.min(text.length, end.index + end[0].length + 1), []);
  }
  return undefined;
}

/** Keys that say that lines without fences, or a comment, are metadata and no prose. */
const knownKey =
  /^(?:title|date|author|authors|tags|category|categories|slug|summary|description|modified|lang)$/i;

function unfenced(text: string): FrontmatterResult {
  const comment = /^\s*<!--([\s\S]*?)-->[ \t]*\n?/.exec(text);
  if (comment !== null && /^[ \t]*(?:\.\. )?title[ \t]*:/im.test(comment[1]!)) {
    const from = comment[0].indexOf('<!--') + 4;
    return lineHead(text, from, from + comment[1]!.length, comment[0].length, 'comment');
  }
  const lines = /^(?:[A-Za-z][\w -]{0,30}:[ \t]*[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=[ \t]*\n|$)/.exec(text);
  if (lines !== null) {
    const keys = [...lines[0].matchAll(/^([A-Za-z][\w -]*):/gm)].map((match) => match[1]!.trim());
    if (
      keys.every((key) => knownKey.test(key) || keys.length > 1) &&
      keys.some((key) => /^title$/i.test(key))
    )
      return lineHead(text, 0, lines[0].length, lines[0].length, 'lines');
  }
  return none(text, []);
}

function lineHead(
  text: string,
  from: number,
  to: number,
  bodyStart: number,
  format: 'lines' | 'comment',
): FrontmatterResult {
  const values = new Map<string, Value>();
  const places = new Map<string, number>();
  for (const match of text
    .slice(from, to)
    .matchAll(/^[ \t]*(?:\.\. )?([A-Za-z][\w -]*?)[ \t]*:[ \t]*([^\n]*)/gm)) {
    const key = match[1]!.toLowerCase();
    values.set(key, match[2]!.trim().replace(/^(["'])(.*)\1$/, '$2'));
    places.set(key, from + match.index);
  }
  const positionOf = (key: string): Position => (places.has(key) ? positionAt(text, places.get(key)!) : top);
  return { frontmatter: { format, values, bodyStart, positionOf }, notes: [] };
}

function none(text: string, notes: Note[]): FrontmatterResult {
  const bodyStart = /^(?:[ \t]*\n)*/.exec(text)![0].length;
  return {
    frontmatter: {
      format: 'none',
      values: new Map(),
      bodyStart: Math.min(bodyStart, text.length),
      positionOf: () => top,
    },
    notes,
  };
}
