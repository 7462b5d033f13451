// One file of the content folder → a SourceFile, or problems in plain words. gray-matter splits a Markdown file, js-yaml
// reads the values (YAML 1.2.2 with the guesses of yaml-values.ts); nothing in a file is ever run.
import matter from 'gray-matter';
import type { ContentFile, KeyPath, SourceFile } from '../model.ts';
import type { Position, Problem } from '../problem.ts';
import { decodeSoundText, decodeText, findForbiddenCharacter, positionAt } from './decode-text.ts';
import { explainYamlFault, fromToml, quotedLine, quoteForYaml } from './yaml-faults.ts';
import { findExtras, mayHoldExtras, readYamlTree, type YamlExtra, type YamlTree } from './yaml-tree.ts';
import { readYaml, YamlFault } from './yaml-values.ts';

export interface LoadResult {
  readonly source?: SourceFile;
  readonly problems: Problem[];
}

/** Frontmatter beyond this is no frontmatter: the longest of 26,000 real files has 9 KiB. In UTF-16 units. */
export const maxFrontmatterLength = 64 * 1024;
/** A vocabulary of 250 countries with landing texts and facts has about 1 MiB. In bytes. */
const maxYamlBytes = 8 * 1024 * 1024;
/** Bounds the time of Markdown on hostile text; the longest chapter of the US Code here has 0.3 MiB. In bytes. */
export const maxMarkdownBytes = 1024 * 1024;

// gray-matter's own engines go: `---js` would be run. A fence other than `---` never reaches it; this is the second bolt.
const engines = (matter as unknown as { engines: Record<string, unknown> }).engines;
for (const name of Object.keys(engines)) delete engines[name];
const splitOptions = {
  engines: { yaml: { parse: (text: string): object => readYaml(text) as object } },
  language: 'yaml',
};

/** Keys that reach into JavaScript's own objects; refused at any depth. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const mayHoldForbiddenKey = /__proto__|constructor|prototype|<<|\\/;

/**
 * The source holds no text of the file: whoever asks for its body or a position has the bytes decoded again, which few
 * do, and ten thousand texts need not stay in memory for them.
 * @returns a source without problems, or problems; warnings may come with a source
 */
export function loadMarkdown(file: ContentFile): LoadResult {
  const { source, problems } = readMarkdown(file);
  return source === undefined ? { problems } : { source: sourceOfKnown(file, source), problems };
}

function readMarkdown(file: ContentFile): LoadResult {
  const report = reporterFor(file);
  const bytes = file.bytes ?? new Uint8Array();
  if (bytes.length > maxMarkdownBytes) {
    report.error(
      { line: 1, column: 1 },
      'body-too-long',
      `This file has ${bytes.length} bytes; at most ${maxMarkdownBytes} can be one page.`,
      'Split the text into several items, or offer it as a file to download (key `file` of a resource).',
    );
    return { problems: report.problems };
  }
  const { text, problems } = decodeText(bytes, file.displayPath);
  if (text === undefined) return { problems };
  const fences = findFences(text, report);
  if (fences === undefined) return { problems: report.problems };
  const yaml = text.slice(fences.yamlStart, fences.yamlEnd);
  if (yaml.length > maxFrontmatterLength) {
    report.error(
      { line: 1, column: 1 },
      'frontmatter-too-long',
      'The part between the `---` lines is longer than 64 KiB.',
      'Move the text below the second `---` line.',
    );
    return { problems: report.problems };
  }
  if (!checkExtras(yaml, 2, report)) return { problems: report.problems };
  let frontmatter: unknown;
  try {
    // Options make gray-matter skip its cache, which would hand out one shared object. It is given the part between
    // the fences alone: all that it is given it makes a key and a buffer of.
    frontmatter = matter(`---\n${yaml}---\n`, splitOptions).data;
  } catch (cause) {
    if (!(cause instanceof YamlFault)) throw cause;
    explain(yaml, cause, 2, report);
    return { problems: report.problems };
  }
  const bodyLine = fences.closingLine + 1;
  if (isBlank(yaml)) {
    report.error(
      { line: 1, column: 1 },
      'frontmatter-empty',
      'There is nothing between the two `---` lines.',
      'Write at least a title there:  title: "What the item is called"',
    );
    return { problems: report.problems };
  }
  const source = checkedSource(file, frontmatter, text.slice(fences.bodyStart), bodyLine, yaml, 2, report);
  return { source, problems: report.problems };
}

/** What is kept of a Markdown file that was read: with its bytes, the source is made again unread. */
export interface KnownMarkdown {
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly bodyLine: number;
}

/** @param known as loadMarkdown gave it for the same bytes, without any error */
export function sourceOfKnown(file: ContentFile, known: KnownMarkdown): SourceFile {
  return new MarkdownSource(file, known);
}

/** Accessors stand on the prototype: with some of its own, V8 would keep each source as a table of names. */
class MarkdownSource implements SourceFile {
  readonly path: string;
  readonly displayPath: string;
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly bodyLine: number;
  readonly #file: ContentFile;
  #read: SourceFile | undefined;

  // Not `known` as a whole, which may hold the text.
  constructor(file: ContentFile, { frontmatter, bodyLine }: KnownMarkdown) {
    this.path = file.path;
    this.displayPath = file.displayPath;
    this.frontmatter = frontmatter;
    this.bodyLine = bodyLine;
    this.#file = file;
  }

  get body(): string {
    return bodyFrom(this.#file, this.bodyLine);
  }

  positionOf(keyPath: KeyPath, at?: 'key' | 'value'): Position {
    this.#read ??= readMarkdown(this.#file).source;
    if (this.#read === undefined) throw new Error(`${this.displayPath} was a file without an error before`);
    return this.#read.positionOf(keyPath, at);
  }
}

/** From a line of the file on, 1-based. */
function bodyFrom(file: ContentFile, bodyLine: number): string {
  const text = decodeSoundText(file.bytes ?? new Uint8Array());
  let start = 0;
  for (let line = 1; line < bodyLine; line += 1) {
    const lineFeed = text.indexOf('\n', start);
    if (lineFeed === -1) return '';
    start = lineFeed + 1;
  }
  return text.slice(start);
}

/** For site.yaml, vocabulary and interface texts. A list at the top stands under the key `list`. */
export function loadYaml(file: ContentFile): LoadResult {
  const report = reporterFor(file);
  const bytes = file.bytes ?? new Uint8Array();
  if (bytes.length > maxYamlBytes) {
    report.error(
      { line: 1, column: 1 },
      'file-too-long',
      `This file has ${bytes.length} bytes; at most ${maxYamlBytes} are read.`,
      'Shorten it: long texts belong into pages.',
    );
    return { problems: report.problems };
  }
  const { text, problems } = decodeText(bytes, file.displayPath);
  if (text === undefined) return { problems };
  if (isBlank(text)) {
    // All entries behind `#`, as a new site has it: a list that waits for its first one.
    if (file.path.startsWith('vocabulary/') && text.includes('#')) {
      return { source: checkedSource(file, [], '', 1, text, 1, report), problems: report.problems };
    }
    report.error(
      { line: 1, column: 1 },
      'file-empty',
      'This file is empty.',
      'Fill it in, or delete it if it is not needed.',
    );
    return { problems: report.problems };
  }
  if (!checkExtras(text, 1, report)) return { problems: report.problems };
  let values: unknown;
  try {
    values = readYaml(text);
  } catch (cause) {
    if (!(cause instanceof YamlFault)) throw cause;
    explain(text, cause, 1, report);
    return { problems: report.problems };
  }
  const source = checkedSource(file, values, '', 1, text, 1, report);
  return { source, problems: report.problems };
}

interface Reporter {
  readonly problems: Problem[];
  error(at: Position, rule: string, message: string, mend: string): void;
  warning(at: Position, rule: string, message: string, mend: string): void;
}

function reporterFor(file: ContentFile): Reporter {
  const problems: Problem[] = [];
  const add =
    (severity: Problem['severity']) => (at: Position, rule: string, message: string, mend: string) => {
      problems.push({
        file: file.displayPath,
        line: at.line,
        column: at.column,
        rule,
        severity,
        message,
        mend,
      });
    };
  return { problems, error: add('error'), warning: add('warning') };
}

/** Nothing but blank lines and comments. */
function isBlank(yaml: string): boolean {
  return !/^[ \t]*[^\s#]/m.test(yaml);
}

interface Fences {
  /** Offsets into the text: the YAML between the fences (with its last line end), and the body. */
  readonly yamlStart: number;
  readonly yamlEnd: number;
  readonly bodyStart: number;
  /** 1-based line of the closing fence. */
  readonly closingLine: number;
}

const frontmatterMend =
  'Begin the file with a line `---`, then `title: …` and the other keys, then a line `---`, then the text.';

function findFences(text: string, report: Reporter): Fences | undefined {
  const top = { line: 1, column: 1 };
  if (text.trim() === '') {
    report.error(top, 'file-empty', 'This file is empty.', frontmatterMend);
    return undefined;
  }
  const firstLine = text.slice(0, endOfLine(text, 0));
  if (!/^---[ \t]*$/.test(firstLine)) {
    refuseOpening(text, firstLine, report);
    return undefined;
  }
  // A closing fence stands at the beginning of a line; so does everything that was meant to be one.
  const closing = /^(?:---|\.\.\.).*$/gm;
  closing.lastIndex = Math.min(firstLine.length + 1, text.length);
  const match = firstLine.length + 1 > text.length ? null : closing.exec(text);
  if (match === null) {
    report.error(
      top,
      'frontmatter-open',
      'The frontmatter is opened in line 1 and never closed.',
      'Write a line `---` between the keys and the text.',
    );
    return undefined;
  }
  const at = positionAt(text, match.index);
  if (!/^---[ \t]*$/.test(match[0])) {
    const found = match[0].length > 20 ? `${match[0].slice(0, 20)}…` : match[0];
    report.error(
      at,
      'fence-closing',
      `The frontmatter is closed by \`${found}\`; only a line \`---\` closes it.`,
      'Replace this line by three hyphens:  ---',
    );
    return undefined;
  }
  return {
    yamlStart: firstLine.length + 1,
    yamlEnd: match.index,
    bodyStart: Math.min(text.length, match.index + match[0].length + 1),
    closingLine: at.line,
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function refuseOpening(text: string, firstLine: string, report: Reporter): void {
  const top = { line: 1, column: 1 };
  const word = firstLine.slice(0, 20).trim();
  if (/^---/.test(firstLine)) {
    report.error(
      top,
      'fence-opening',
      `The first line is \`${word}\`; only \`---\` alone opens the frontmatter, and only plain \`key: value\` lines are read, never code.`,
      'Replace the first line by three hyphens:  ---',
    );
    return;
  }
  if (/^(?:\+\+\+|;;;|\{|~~~|===)/.test(firstLine)) {
    report.error(
      top,
      'fence-opening',
      `The file begins with \`${word}\`; only YAML between two lines \`---\` is read.`,
      frontmatterMend,
    );
    return;
  }
  // A fence that comes late: only blank lines, comments or spaces stand before it.
  const late = /^(?:[ \t]*(?:#[^\n]*|<!--[^\n]*-->)?\n)*[ \t]*---[ \t]*(?:\n|$)/.exec(text);
  if (late !== null) {
    report.error(
      top,
      'fence-late',
      'The frontmatter must begin in the very first line, but something stands before its `---`.',
      'Delete the blank lines, comments or spaces before the first `---`.',
    );
    return;
  }
  report.error(
    top,
    'frontmatter-missing',
    'This file has no frontmatter: its first line is not `---`.',
    frontmatterMend,
  );
}

const extraWords: Readonly<
  Record<
    Exclude<YamlExtra['kind'], 'glued-comment'>,
    (source: string) => [rule: string, message: string, mend: string]
  >
> = {
  anchor: (source) => [
    'yaml-anchor',
    `\`${source}\` would be a YAML anchor; anchors are not read.`,
    'Write the value out where it is needed; if the & belongs to the text, put quotes round the whole text.',
  ],
  alias: (source) => [
    'yaml-anchor',
    `\`${source}\` would be a YAML alias; aliases are not read.`,
    'Write the value out; if the * belongs to the text, put quotes round the whole text.',
  ],
  tag: (source) => [
    'yaml-tag',
    `\`${source}\` would be a YAML tag; tags are not read.`,
    'Delete it; if the ! belongs to the text, put quotes round the whole text.',
  ],
  directive: (source) => [
    'yaml-directive',
    `\`${source}\` would be a YAML directive; directives are not read.`,
    'Delete this line; if the % belongs to the text, put quotes round the whole text.',
  ],
  document: (source) => [
    'yaml-several',
    `\`${source}\` begins or ends another YAML document; a file holds one.`,
    'Delete this line.',
  ],
};

/** @returns false when an error was reported */
function checkExtras(yaml: string, firstLine: number, report: Reporter): boolean {
  if (!mayHoldExtras(yaml)) return true;
  let isFine = true;
  for (const extra of findExtras(yaml).slice(0, 50)) {
    const at = { line: extra.position.line + firstLine - 1, column: extra.position.column };
    const shown = extra.source.length > 40 ? `${extra.source.slice(0, 40)}…` : extra.source;
    if (extra.kind === 'glued-comment') {
      report.warning(
        at,
        'comment-in-value',
        `What follows the # is left out as a comment: \`${shown}\`.`,
        commentMend(extra),
      );
    } else {
      isFine = false;
      const [rule, message, mend] = extraWords[extra.kind](shown);
      const line = quotedLine(yaml, extra.position.line - 1, extra.position.column);
      report.error(at, rule, message, line === undefined ? mend : `${mend.replace(/\.$/, ':')}  ${line}`);
    }
  }
  return isFine;
}

function commentMend({ source, key, value = '' }: YamlExtra): string {
  const whole = `${value} ${source.trimEnd()}`;
  return key === undefined || whole.length > 200 || whole.includes('\n')
    ? 'If it belongs to the text, put quotes round the whole text; if it is a comment, give it a line of its own.'
    : `If it is a comment, give it a line of its own; if it belongs to the text, put quotes round the whole:  ${key}: ${quoteForYaml(whole)}`;
}

function explain(yaml: string, fault: YamlFault, firstLine: number, report: Reporter): void {
  if (/duplicated mapping key/.test(fault.message)) {
    for (const { name, first, position } of readYamlTree(yaml).repeatedKeys) {
      report.error(
        { line: position.line + firstLine - 1, column: position.column },
        'key-twice',
        `\`${name}\` stands here a second time; the first is in line ${first.line + firstLine - 1}.`,
        'Keep one of the two and delete the other.',
      );
    }
    if (report.problems.some((problem) => problem.rule === 'key-twice')) return;
  }
  for (const { line, column, rule, message, mend } of explainYamlFault(yaml, fault, firstLine))
    report.error({ line, column }, rule, message, mend);
}

function checkedSource(
  file: ContentFile,
  values: unknown,
  body: string,
  bodyLine: number,
  yaml: string,
  firstLine: number,
  report: Reporter,
): SourceFile | undefined {
  const isMarkdown = firstLine === 2;
  const isList = Array.isArray(values);
  if (typeof values !== 'object' || values === null || (isList && isMarkdown)) {
    const line = /^[ \t]*[^\s#].*$/m.exec(yaml);
    const at = positionAt(yaml, line?.index ?? 0);
    const pair = /^([\p{L}_][\p{L}_-]*):?[ \t]*(\S.*)?$/u.exec(line?.[0] ?? '');
    const paste =
      fromToml(line?.[0] ?? '') ??
      (pair === null ? 'title: "What the item is called"' : `${pair[1]}: ${quoteForYaml(pair[2] ?? '…')}`);
    report.error(
      { line: at.line + firstLine - 1, column: at.column },
      'frontmatter-shape',
      `Here should stand \`key: value\` lines, but there is ${isList ? 'a list' : 'only a text'}.`,
      `Write a key, a colon, a space and the value on each line:  ${paste}`,
    );
    return undefined;
  }
  const frontmatter = (isList ? { [listKey]: values } : values) as Record<string, unknown>;
  let tree: YamlTree | undefined;
  const source: SourceFile = {
    path: file.path,
    displayPath: file.displayPath,
    frontmatter,
    body,
    bodyLine,
    positionOf(keyPath, at = 'value') {
      tree ??= readYamlTree(yaml);
      const inYaml = isList && keyPath[0] === listKey ? keyPath.slice(1) : keyPath;
      const position = tree.positionOf(inYaml, at);
      return position === undefined
        ? { line: 1, column: 1 }
        : { line: position.line + firstLine - 1, column: position.column };
    },
  };
  const before = report.problems.length;
  if (mayHoldForbiddenKey.test(yaml)) checkKeysAndCharacters(frontmatter, [], source, report);
  return report.problems.slice(before).some((problem) => problem.severity === 'error') ? undefined : source;
}

/** Under this key stands the list of a YAML file that is a list. */
export const listKey = 'list';

function checkKeysAndCharacters(
  value: unknown,
  keyPath: KeyPath,
  source: SourceFile,
  report: Reporter,
): void {
  if (typeof value === 'string') {
    const name = findForbiddenCharacter(value);
    if (name !== undefined)
      report.error(
        source.positionOf(keyPath),
        'control-character',
        `The escape in this value stands for ${name}, which no page or feed may hold.`,
        'Delete the escape (the backslash and what follows it).',
      );
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries())
      checkKeysAndCharacters(entry, [...keyPath, index], source, report);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      const path = [...keyPath, key];
      if (key === '<<')
        report.error(
          source.positionOf(path, 'key'),
          'yaml-merge',
          '`<<` would merge another mapping; merging is not read.',
          'Write the keys and values out.',
        );
      else if (forbiddenKeys.has(key))
        report.error(
          source.positionOf(path, 'key'),
          'key-forbidden',
          `\`${key}\` cannot be the name of a key.`,
          'Delete this line or choose another name.',
        );
      else if (findForbiddenCharacter(key) !== undefined)
        report.error(
          source.positionOf(path, 'key'),
          'control-character',
          'The name of this key holds an invisible character.',
          'Type the name anew.',
        );
      else checkKeysAndCharacters(entry, path, source, report);
    }
  }
}
