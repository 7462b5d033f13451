// What the schema found → problems in plain words, each at its place, with a line to paste.
import type { z } from 'zod';
import type { KeyPath, SourceFile } from '../model.ts';
import type { Position, Problem, Severity } from '../problem.ts';
import { keysOf, noteOf, schemaAt, type ValueFault } from './content-schema.ts';
import { describeDateFault } from './iso-date.ts';
import { nearest } from './nearest.ts';
import type { RuleId } from './rules.ts';
import { offsetOn } from './site-time.ts';
import { slugFault, slugFrom } from './slug.ts';

/** Keys of other programs, and what they are called here. An empty word: there is no such key, delete it. */
const foreignKeys: Readonly<Record<string, string>> = {
  tags: 'topics',
  tag: 'topics',
  categories: 'topics',
  category: 'topics',
  keywords: 'topics',
  author: 'authors',
  by: 'authors',
  country: 'countries',
  excerpt: 'summary',
  description: 'summary',
  abstract: 'summary',
  permalink: 'slug',
  redirect_from: 'aliases',
  redirects: 'aliases',
  embargo: 'publish',
  publishdate: 'publish',
  expirydate: 'expires',
  lastmod: 'updated',
  modified: 'updated',
  guid: 'id',
  published: 'draft',
  layout: '',
  template: '',
  theme: '',
};

export function problemAt(
  source: Pick<SourceFile, 'displayPath'>,
  at: Position,
  rule: RuleId,
  message: string,
  mend: string,
  severity: Severity = 'error',
): Problem {
  return { file: source.displayPath, line: at.line, column: at.column, rule, severity, message, mend };
}

/**
 * @param schema the schema that `data` did not meet
 * @param prefix path of `data` within the file (the list of a vocabulary file stands under `list`)
 * @param timezone of the site, for the offset that is proposed to a time without one
 */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: object,
  data: unknown,
  source: SourceFile,
  timezone: string,
  prefix: KeyPath = [],
): Problem[] {
  const problems: Problem[] = [];
  // `Title: x` is one fault, not an unknown key and a missing one.
  const meantKeys = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    for (const name of issue.keys)
      meantKeys.add([...path, meantKey(name, keysOf(schemaAt(schema, path)))].join('.'));
  }
  for (const issue of issues) {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const value = valueAt(data, path);
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys)
        problems.push(explainUnknownKey(name, path, schema, value, source, prefix));
      continue;
    }
    const fault =
      issue.code === 'custom' ? (issue.params?.fault as ValueFault | undefined) : unionFault(issue);
    const at = (): Position => source.positionOf([...prefix, ...path]);
    if (fault !== undefined) problems.push(explainFault(fault, value, path, at(), source, timezone));
    else if (value === undefined && path.length > 0) {
      if (!meantKeys.has(path.join('.'))) problems.push(explainMissing(path, schema, source, prefix));
    } else problems.push(explainShape(issue, value, path, schema, at(), source));
  }
  return problems;
}

/** A union's issue holds those of its members; a text that failed its own check says the most. */
function unionFault(issue: z.core.$ZodIssue): ValueFault | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  for (const member of issue.errors.flat()) {
    if (member.code === 'custom') return member.params?.fault as ValueFault | undefined;
  }
  return undefined;
}

function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** `source.date`, `corrections` 2 `.text`: the way an editor would say it. */
function nameOf(path: KeyPath): string {
  const named = path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part + 1}]` : name === '' ? part : `${name}.${part}`,
    '',
  );
  return `\`${named}\``;
}

function lastKey(path: KeyPath): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '');
}

function meantKey(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  if (near !== undefined) return near;
  const foreign = Object.hasOwn(foreignKeys, name.toLowerCase())
    ? foreignKeys[name.toLowerCase()]
    : undefined;
  return foreign !== undefined && known.includes(foreign) ? foreign : undefined;
}

function explainUnknownKey(
  name: string,
  path: KeyPath,
  schema: object,
  holder: unknown,
  source: SourceFile,
  prefix: KeyPath,
): Problem {
  const known = keysOf(schemaAt(schema, path));
  const at = source.positionOf([...prefix, ...path, name], 'key');
  const shown = nameOf([...path, name]);
  const value = (holder as Record<string, unknown>)[name];
  // `published: true` says the opposite of `draft: true`.
  const isOpposite = /^published$/i.test(name) && typeof value === 'boolean' && known.includes('draft');
  const meant = isOpposite ? 'draft' : meantKey(name, known);
  if (meant !== undefined) {
    return problemAt(
      source,
      at,
      'key-unknown',
      `There is no key ${shown}; did you mean \`${meant}\`?`,
      mendedPair(meant, isOpposite ? !value : value, schemaAt(schema, [...path, meant])),
    );
  }
  return problemAt(
    source,
    at,
    'key-unknown',
    `There is no key ${shown}.`,
    `Delete it; the keys that may stand here are: ${known.join(', ')}.`,
  );
}

const withoutId = 'Delete the line: the item then gets an id by itself.';

/** The value under its right key, in the first form that the key accepts: what is pasted must not be refused again. */
function mendedPair(name: string, value: unknown, schema: object | undefined): string {
  const forms: unknown[] = [value];
  if (typeof value === 'string') {
    const words = value
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    // `permalink: /2010/05/workshop.html`
    const lastPart = value
      .replace(/\/+$/, '')
      .replace(/^.*\//s, '')
      .replace(/\.html?$/i, '');
    if (name === 'slug') forms.push(slugFrom(lastPart));
    else forms.push(words, ...describeDateFault(value).meant);
  } else if (typeof value === 'number' || typeof value === 'boolean') forms.push(String(value));
  for (const form of forms) {
    const line = accepts(schema, form) ? pasteLine(name, form) : undefined;
    if (line !== undefined) return `Write it as:  ${line}`;
  }
  if (name === 'id') return withoutId;
  // A text too long for one line, or a group of lines, is right as it stands: only its key is not.
  const example = accepts(schema, value) ? undefined : noteOf(schema)?.example;
  return `Write it as:  ${example === undefined ? `${name}: …` : flat(example)}`;
}

function accepts(schema: object | undefined, value: unknown): boolean {
  return schema !== undefined && (schema as z.ZodType).safeParse(value).success;
}

function explainMissing(path: KeyPath, schema: object, source: SourceFile, prefix: KeyPath): Problem {
  const note = noteOf(schemaAt(schema, path));
  // In frontmatter a missing key stands at 1:1 always; in a long list the entry that lacks it says more.
  const isFrontmatter = source.path.endsWith('.md');
  const holder = [...prefix, ...path.slice(0, -1)];
  const at = isFrontmatter || holder.length === 0 ? { line: 1, column: 1 } : source.positionOf(holder);
  const inside = path.length > 1 ? ` under ${nameOf(path.slice(0, -1))}` : '';
  return problemAt(
    source,
    at,
    'key-missing',
    `The key ${nameOf(path)} is missing${note === undefined ? '' : `: ${note.description}`}`,
    `Add a line${inside}:  ${flat(note?.example ?? `${lastKey(path)}: …`)}`,
  );
}

function explainFault(
  fault: ValueFault,
  value: unknown,
  path: KeyPath,
  at: Position,
  source: SourceFile,
  timezone: string,
): Problem {
  const shown = show(value);
  if (fault.isDate === true && typeof value === 'string') {
    const day = describeDateFault(value).meant[0]?.slice(0, 10) ?? '';
    const { reason, meant } = describeDateFault(value, offsetOn(day, timezone));
    const lines = meant.map(
      (date) => pasteLine(typeof path.at(-1) === 'number' ? '' : lastKey(path), date) ?? date,
    );
    return problemAt(
      source,
      at,
      fault.rule,
      `${shown} ${reason} (in ${nameOf(path)}).`,
      lines.length === 0
        ? `Write it as year-month-day, such as:  ${lastKey(path)}: 2026-05-01`
        : `Write it as year-month-day:  ${lines.join('  or  ')}`,
    );
  }
  const isEntry = typeof path.at(-1) === 'number';
  const paste =
    fault.suggestion === undefined
      ? undefined
      : isEntry
        ? `- ${yamlScalar(fault.suggestion)}`
        : pasteLine(lastKey(path), fault.suggestion);
  const mend =
    fault.mend ??
    (paste === undefined
      ? `Write a value, or delete the line when the key is not needed.`
      : `Write it as:  ${paste}`);
  return problemAt(source, at, fault.rule, `The value ${shown} of ${nameOf(path)} ${fault.reason}.`, mend);
}

function explainShape(
  issue: z.core.$ZodIssue,
  value: unknown,
  path: KeyPath,
  schema: object,
  at: Position,
  source: SourceFile,
): Problem {
  const isEntry = typeof path.at(-1) === 'number';
  const keyPath = path.slice(0, path.findLastIndex((part) => typeof part === 'string') + 1);
  const note = noteOf(schemaAt(schema, path)) ?? noteOf(schemaAt(schema, keyPath));
  const name = path.length === 0 ? 'This file' : nameOf(path);
  const shape =
    isEntry && noteOf(schemaAt(schema, path)) === undefined
      ? entryShape(issue)
      : (note?.shape ?? entryShape(issue));
  if (value === null) {
    return problemAt(
      source,
      at,
      'value-empty',
      `${name} has no value; it should be ${shape}.`,
      `Write a value or delete the line, such as:  ${flat(note?.example)}`,
    );
  }
  const paste = mendedShape(issue, value, path, schemaAt(schema, path));
  // The id of the example would be the id of several items.
  if (paste === undefined && lastKey(path) === 'id')
    return problemAt(
      source,
      at,
      'value-shape',
      `${name} should be ${shape}, but is ${describe(value)}.`,
      withoutId,
    );
  return problemAt(
    source,
    at,
    'value-shape',
    `${name} should be ${shape}, but is ${describe(value)}.`,
    `Write it as:  ${paste ?? flat(note?.example)}`,
  );
}

/** A mend is one line: of an example with more, the first two lines tell the form. */
function flat(example: string | undefined): string {
  const [first = '…', second] = example?.split('\n') ?? [];
  return second === undefined
    ? first
    : `${first}  and below it, two spaces in:  ${second.trim()}  (docs/frontmatter.md shows it whole)`;
}

function entryShape(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    const shapes: Readonly<Record<string, string>> = {
      string: 'text',
      array: 'a list',
      object: '`key: value` lines',
      record: '`key: value` lines',
      number: 'a number',
      int: 'a whole number',
      boolean: 'true or false',
    };
    return shapes[issue.expected] ?? issue.expected;
  }
  return 'something else';
}

/** The author's own value in the right shape, where that is plain: one word becomes a list, a number becomes text. */
function mendedShape(
  issue: z.core.$ZodIssue,
  value: unknown,
  path: KeyPath,
  schema: object | undefined,
): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const name = lastKey(path);
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'array' &&
    typeof value === 'string' &&
    value.trim() !== ''
  ) {
    return `${name}: [${value
      .split(',')
      .map((word) => yamlScalar(word.trim(), true))
      .join(', ')}]`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && isScalar) {
    // 20260501 is a date without its hyphens.
    const date = /^\d{8}$/.test(String(value)) ? describeDateFault(String(value)).meant[0] : undefined;
    if (date !== undefined) return `${name}: ${date}`;
    // `slug: 2007`: quotes alone would only lead to the next problem.
    if (name === 'slug') return `slug: ${yamlScalar(slugFault(String(value))?.suggestion ?? String(value))}`;
    // `date: 1262390400`: in quotes it would be refused as well.
    if (!accepts(schema, String(value))) return undefined;
    return typeof path.at(-1) === 'number' ? `- "${value}"` : `${name}: "${value}"`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'boolean' && typeof value === 'string') {
    if (/^(?:true|yes|on|1)$/i.test(value.trim())) return `${name}: true`;
    if (/^(?:false|no|off|0)$/i.test(value.trim())) return `${name}: false`;
  }
  if (typeof value === 'string' && /^[1-9]\d{3}$/.test(value)) return `${name}: ${value}`;
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const near = nearest(value, issue.values.map(String));
    return near === undefined ? undefined : `${name}: ${near}`;
  }
  return undefined;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of `key: value` lines';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return `the word ${value} without quotes`;
  return `the text ${show(value)}`;
}

/** At most 80 characters of a value, in quotes. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const line = text.replace(/\s+/g, ' ');
  return `“${line.length > 80 ? `${line.slice(0, 79)}…` : line}”`;
}

/** `key: value` as YAML; undefined for a value that does not stand on one short line. */
export function pasteLine(name: string, value: unknown): string | undefined {
  const before = name === '' ? '' : `${name}: `;
  if (typeof value === 'string')
    return value.length > 200 || value.includes('\n') ? undefined : before + yamlScalar(value);
  if (typeof value === 'number' || typeof value === 'boolean') return before + String(value);
  if (Array.isArray(value) && value.length <= 10 && value.every((entry) => typeof entry === 'string')) {
    return `${before}[${value.map((entry) => yamlScalar(entry, true)).join(', ')}]`;
  }
  return undefined;
}

/** Text as YAML reads it back: plain when it can be, quoted otherwise. */
export function yamlScalar(text: string, isInList = false): string {
  const isPlain =
    /^[\p{L}\p{N}/][^\n\t]*$/u.test(text) &&
    !/:(?:\s|$)| #|\s$/.test(text) &&
    !(isInList && /[[\]{},:#]/.test(text)) &&
    !/^(?:true|false|null|~|-?\d+(?:\.\d+)?)$/.test(text);
  if (isPlain) return text;
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`;
}
