// Why YAML could not be read, in words for people who never heard of YAML. A proposed line to paste is tried first:
// only what truly mends the fault is offered.
import type { Problem } from '../problem.ts';
import { readYaml, YamlFault } from './yaml-values.ts';

/** A file with more faults than this has one fault that we did not understand. */
const maxFaults = 10;

/** Each trial reads the YAML anew, so a quote left open is looked for no further than this. */
const maxLinesBack = 60;

type Fault = Pick<Problem, 'line' | 'column' | 'rule' | 'message' | 'mend'>;

/**
 * @param text the YAML that readYaml refused
 * @param fault what readYaml said
 * @param firstLine line of the file on which `text` begins, 1-based
 * @returns one or more faults, in the file's lines; a fault with a mend that works is mended in thought to find the next
 */
export function explainYamlFault(text: string, fault: YamlFault, firstLine: number): Fault[] {
  const faults: Fault[] = [];
  const lines = text.split('\n');
  const tabs = tabbedLines(lines);
  for (const index of tabs.slice(0, maxFaults)) {
    faults.push({
      line: firstLine + index,
      column: lines[index]!.indexOf('\t') + 1,
      rule: 'yaml-tab',
      message: 'This line is indented with a tab; only spaces may indent here.',
      mend: `Replace the tab by two spaces:  ${lines[index]!.replace(/^[ \t]+/, (indent) => indent.replaceAll('\t', '  '))}`,
    });
  }
  for (const index of tabs)
    lines[index] = lines[index]!.replace(/^[ \t]+/, (indent) => indent.replaceAll('\t', '  '));
  let current: YamlFault | undefined = tabs.length > 0 ? faultOf(lines) : fault;
  while (current !== undefined && faults.length < maxFaults) {
    const mended = mendLine(lines, current);
    if (mended === undefined) {
      faults.push(...mendSuspicious(lines, firstLine));
      // After a mended line the rest is guesswork: a fault that the first one may have caused is not reported.
      if (faults.length === 0) faults.push(describePlainly(lines, current, firstLine));
      break;
    }
    faults.push({ ...mended.fault, line: firstLine + mended.index });
    lines[mended.index] = mended.line;
    current = faultOf(lines);
  }
  return faults;
}

function faultOf(lines: readonly string[]): YamlFault | undefined {
  try {
    readYaml(lines.join('\n'));
    return undefined;
  } catch (cause) {
    if (cause instanceof YamlFault) return cause;
    throw cause;
  }
}

function tabbedLines(lines: readonly string[]): number[] {
  return lines.flatMap((line, index) => (/^ *\t[ \t]*\S/.test(line) ? [index] : []));
}

/** Does the line, put in place, let the reader get past the fault? */
function isMend(lines: readonly string[], index: number, line: string, fault: YamlFault): boolean {
  const tried = [...lines];
  tried[index] = line;
  const next = faultOf(tried);
  return next === undefined || next.line > Math.max(fault.line, index);
}

/**
 * Several faulty lines can hide each other: quotes every value that looks wrong, and when the whole can then be read,
 * names those lines.
 */
function mendSuspicious(lines: readonly string[], firstLine: number): Fault[] {
  const tried = [...lines];
  const faults: Fault[] = [];
  for (const [index, line] of lines.entries()) {
    const value = keyAndValue.exec(line.trimEnd())?.[4];
    if (value === undefined || !/^[@`%&*!,\]}#]|^[^"'].*:(?:\s|$)/.test(value)) continue;
    for (const candidate of candidates(line)) {
      tried[index] = candidate.line;
      faults.push({ ...candidate.fault, line: firstLine + index });
      break;
    }
  }
  return faults.length <= maxFaults && faultOf(tried) === undefined ? faults : [];
}

interface Mended {
  readonly index: number;
  readonly line: string;
  readonly fault: Omit<Fault, 'line'>;
}

function mendLine(lines: readonly string[], fault: YamlFault): Mended | undefined {
  // `[]` of a list that was empty may stand far from the entries that were written after it.
  const emptyList = lines.findIndex((line) => /^\[\s*\]\s*$/.test(line));
  for (const index of [emptyList, fault.line, fault.line - 1, fault.line - 2]) {
    const line = lines[index];
    if (line === undefined) continue;
    for (const candidate of candidates(line)) {
      if (candidate.line !== line && isMend(lines, index, candidate.line, fault))
        return { index, ...candidate };
    }
  }
  // A quote that is never closed is noticed at the end of the file only.
  for (let index = fault.line - 3; index >= Math.max(0, fault.line - maxLinesBack); index -= 1) {
    const line = lines[index] ?? '';
    if (!/^\s*(?:- +)*[^\s:#]+:[ \t]+["'[{]/.test(line)) continue;
    for (const candidate of candidates(line)) {
      if (candidate.line !== line && isMend(lines, index, candidate.line, fault))
        return { index, ...candidate };
    }
  }
  return undefined;
}

const keyAndValue = /^(\s*(?:- +)*)([^\s:#"'[\]{},-][^:#"'[\]{},]*?)(:[ \t]+)(\S.*)$/;
const listEntry = /^(\s*(?:- +)+)(\S.*)$/;
const keyWithoutSpace = /^(\s*(?:- +)*)([\p{L}\p{N}_-]+):(\S.*)$/u;

function* candidates(rawLine: string): Generator<{ line: string; fault: Omit<Fault, 'line'> }> {
  const line = rawLine.trimEnd();
  if (/^\[\s*\]$/.test(line)) {
    yield {
      line: '',
      fault: {
        column: 1,
        rule: 'yaml-syntax',
        message: `This line, \`${line}\`, says that the list is empty, but entries stand beside it.`,
        mend: `Delete the line:  ${line}`,
      },
    };
  }
  const pair = keyAndValue.exec(line);
  const indented = /^( +)([\p{L}\p{N}_-]+:(?:[ \t].*)?)$/u.exec(line);
  if (indented !== null) {
    yield {
      line: indented[2]!,
      fault: {
        column: indented[1]!.length + 1,
        rule: 'yaml-indent',
        message: 'This line is indented, but it belongs to no group of lines.',
        mend: `Delete the spaces before it:  ${shown(indented[2]!)}`,
      },
    };
  }
  if (pair !== null) {
    const [, indent = '', key = '', colon = '', value = ''] = pair;
    yield quoted(indent + key + colon, value, `the value of \`${key}\``);
  }
  const glued = keyWithoutSpace.exec(line);
  if (glued !== null) {
    const [, indent = '', key = '', value = ''] = glued;
    const mended = `${indent}${key}: ${value}`;
    yield {
      line: mended,
      fault: {
        column: indent.length + key.length + 1,
        rule: 'yaml-colon-space',
        message: `A space is missing after the colon of \`${key}\`.`,
        mend: `Put a space after the colon:  ${mended.trim()}`,
      },
    };
    yield quoted(`${indent}${key}: `, value, `the value of \`${key}\``, indent.length + key.length + 2);
  }
  const entry = listEntry.exec(line);
  if (entry !== null) {
    const [, indent = '', value = ''] = entry;
    yield quoted(indent, value, 'this list entry');
  }
  const toml = fromToml(line);
  if (toml !== undefined) {
    yield {
      line: toml,
      fault: {
        column: 1,
        rule: 'yaml-no-colon',
        message: 'This line has an equals sign where a colon belongs.',
        mend: `Write the key, a colon and a space, then the value:  ${shown(toml)}`,
      },
    };
  }
  // No colon at all: the first word is taken for the key.
  const words = /^([\p{L}_-]+)[ \t]+([^:]+)$/u.exec(line);
  if (words !== null) {
    const [, key = '', value = ''] = words;
    const mended = `${key}: ${value}`;
    yield {
      line: mended,
      fault: {
        column: 1,
        rule: 'yaml-no-colon',
        message: 'This line has no colon, so it names no key.',
        mend: `Write the key, a colon and a space, then the value:  ${mended}`,
      },
    };
  }
}

/**
 * The line with its value in quotes, when the value begins in `column` and ends with the line.
 * @param index of the line, 0-based
 * @param column 1-based, in UTF-16 units
 * @returns the line without indent, ready to paste; undefined where quotes alone would not mend it
 */
export function quotedLine(text: string, index: number, column: number): string | undefined {
  const lines = text.split('\n');
  const line = lines[index]?.trimEnd() ?? '';
  const pair = keyAndValue.exec(line);
  const [, indent = '', key = '', colon = ''] = pair ?? listEntry.exec(line) ?? [];
  const before = pair === null ? indent : indent + key + colon;
  const value = line.slice(before.length);
  if (indent + key === '' || before.length + 1 !== column) return undefined;
  // A value that goes on in the next line cannot be closed in this one.
  const next = lines[index + 1] ?? '';
  if (next.trim() !== '' && /^ */.exec(next)![0].length > indent.length) return undefined;
  return value.length > 200 ? undefined : `${before}${quoteForYaml(value)}`.trim();
}

/** `title = "x"`, as TOML has it, in YAML. */
export function fromToml(line: string): string | undefined {
  const [, key = '', value = ''] = /^([\p{L}\p{N}_-]+)[ \t]*=[ \t]*(\S.*)$/u.exec(line.trimEnd()) ?? [];
  if (key === '') return undefined;
  const isKept = /^(?:"[^"\\]*"|'[^']*'|\[[^[\]]*\]|true|false|\d[\d-]*)$/.test(value);
  return `${key}: ${isKept ? value : quoteForYaml(value)}`;
}

function quoted(
  before: string,
  value: string,
  what: string,
  column = before.length + 1,
): { line: string; fault: Omit<Fault, 'line'> } {
  const opening = value[0]!;
  const isQuote = opening === '"' || opening === "'";
  const isOpen = isQuote && !value.slice(1).includes(opening);
  // `"Hope" for all` and `"Hope`: the quotes are part of what the editor meant, or the closing one was forgotten.
  // `'it's here'`: one quote too many inside.
  const inner = isQuote && value.length > 2 && value.endsWith(opening) ? value.slice(1, -1) : undefined;
  const isOneTooMany = inner !== undefined && inner.split(opening).length === 2;
  const meant = isOpen ? value.slice(1) : isOneTooMany ? inner : value;
  const line = `${before}${quoteForYaml(meant)}`;
  const rule = isQuote ? 'yaml-quote' : /:(?:\s|$)/.test(value) ? 'yaml-colon' : 'yaml-special-character';
  const message = isOpen
    ? `A quote is opened here and never closed, in ${what}.`
    : isQuote
      ? `There is more after the closing quote of ${what}.`
      : rule === 'yaml-colon'
        ? `There is a colon inside ${what}, which only quoted text may hold.`
        : `${capitalised(what)} begins with \`${opening}\` or holds a character that has a meaning of its own here.`;
  return {
    line,
    fault: { column, rule, message, mend: `Put quotes round the text:  ${shown(line.trim())}` },
  };
}

/** A mend is one line that an editor can take in. */
function shown(line: string): string {
  return line.length > 200 ? `${line.slice(0, 120)}… (and the rest)` : line;
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

/** A double-quoted YAML scalar; single quotes when the text holds double quotes and no backslash, which reads better. */
export function quoteForYaml(text: string): string {
  if (text.includes('"') && !text.includes("'") && !/[\u0000-\u001F]/.test(text)) return `'${text}'`;
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`;
}

function describePlainly(lines: readonly string[], fault: YamlFault, firstLine: number): Fault {
  // js-yaml notices some faults in the line after.
  const line = Math.min(fault.line, Math.max(0, lines.length - 1));
  const at = { line: firstLine + line, column: fault.line === line ? fault.column + 1 : 1 };
  const text = lines[line] ?? '';
  if (/nested too deeply/.test(fault.message)) {
    return {
      ...at,
      rule: 'yaml-syntax',
      message: 'This is nested too deeply to be read.',
      mend: 'Write plain keys and values; a list holds words alone.',
    };
  }
  if (/indentation/.test(fault.message) && /^ +\S/.test(text)) {
    return {
      line: firstLine + line,
      column: /\S/.exec(text)!.index + 1,
      rule: 'yaml-indent',
      message: 'This line is indented differently from the lines it belongs to.',
      mend: `Lines of one group begin in the same column; if it belongs to no group, write it without spaces before it:  ${text.trim()}`,
    };
  }
  return {
    ...at,
    rule: 'yaml-syntax',
    message: `This cannot be read as \`key: value\` lines (${fault.message}).`,
    mend: 'Look at this line and the one before it for a missing quote, bracket, comma or space; when in doubt put quotes round the value.',
  };
}
