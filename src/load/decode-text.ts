// Bytes of a text file → its text: UTF-8 alone (RFC 3629), no byte order mark, LF line ends, no control characters.
// What is not UTF-8 is refused with its place, never repaired: a repaired letter is a wrong letter in a name.
import type { Position, Problem } from '../problem.ts';

export interface DecodedText {
  readonly text?: string;
  readonly problems: Problem[];
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** More of one kind in one file says nothing new. */
const maxReported = 20;

/**
 * Characters that XML 1.0 §2.2 or the HTML parser refuses, C1 controls (the trace of a wrong conversion from
 * Windows-1252), noncharacters, and U+FEFF, which is invisible and breaks words for search.
 */
const forbiddenCharacter =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]|[\uD83F\uD87F\uD8BF\uD8FF\uD93F\uD97F\uD9BF\uD9FF\uDA3F\uDA7F\uDABF\uDAFF\uDB3F\uDB7F\uDBBF\uDBFF][\uDFFE\uDFFF]/;
const forbiddenCharacters = new RegExp(forbiddenCharacter.source, 'g');
/** Half a character cannot come from UTF-8, only from an escape in a quoted YAML value: `"\uD800"`. */
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Name of the first character of a decoded YAML value that may not stand in content; undefined when all may. */
export function findForbiddenCharacter(value: string): string | undefined {
  const match = forbiddenCharacter.exec(value) ?? loneSurrogate.exec(value);
  return match === null ? undefined : nameOfCharacter(match[0]);
}

/**
 * @param displayPath how problems name the file
 * @returns the text with LF line ends and without byte order mark; no text when a problem stands in the way
 */
export function decodeText(bytes: Uint8Array, displayPath: string): DecodedText {
  const encoding = encodingOtherThanUtf8(bytes);
  if (encoding !== undefined) {
    return {
      problems: [
        {
          file: displayPath,
          line: 1,
          column: 1,
          rule: 'text-encoding',
          severity: 'error',
          message: `This file is saved as ${encoding}; text must be UTF-8.`,
          mend: 'Open it in your editor and save it as UTF-8 (in Notepad: Save As, then Encoding: UTF-8).',
        },
      ],
    };
  }
  let decoded: string;
  try {
    decoded = strictUtf8.decode(bytes);
  } catch {
    return { problems: [describeBadByte(bytes, displayPath)] };
  }
  const text = withLineFeeds(decoded);
  const problems = forbiddenCharacter.test(text) ? describeForbidden(text, displayPath) : [];
  return problems.length > 0 ? { problems } : { text, problems };
}

/** The text of bytes that decodeText found nothing wrong with. @throws TypeError when they are not UTF-8 */
export function decodeSoundText(bytes: Uint8Array): string {
  return withLineFeeds(strictUtf8.decode(bytes));
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** 1-based position of an offset; columns in UTF-16 units. Lines end with LF. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** UTF-16 and UTF-32 tell by their mark, or by the zero byte beside the first letter, which is ASCII in all we read. */
function encodingOtherThanUtf8(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16 (little-endian)';
  if (a === 0xfe && b === 0xff) return 'UTF-16 (big-endian)';
  if (a === 0 && b === 0) return c === 0xfe || (c === 0 && d !== 0) ? 'UTF-32' : undefined;
  if (a !== undefined && a !== 0 && b === 0) return 'UTF-16 (little-endian, without byte order mark)';
  if (a === 0 && b !== undefined && b !== 0) return 'UTF-16 (big-endian, without byte order mark)';
  return undefined;
}

function describeBadByte(bytes: Uint8Array, displayPath: string): Problem {
  const offset = firstBadByte(bytes);
  const before = withLineFeeds(new TextDecoder('utf-8').decode(bytes.subarray(0, offset)));
  const position = positionAt(before, before.length);
  const hex = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  // A word as Windows-1252 would read it tells the editor where to look, when it reads like a word.
  const around = new TextDecoder('windows-1252').decode(
    bytes.subarray(Math.max(0, offset - 40), offset + 40),
  );
  const middle = Math.min(offset, 40);
  const head = /[\p{L}\p{M}]*$/u.exec(around.slice(0, middle))?.[0] ?? '';
  const tail = /^[\p{L}\p{M}]+/u.exec(around.slice(middle))?.[0] ?? '';
  const word = tail === '' ? '' : ` (read as Windows-1252, the word there is “${head}${tail}”)`;
  return {
    file: displayPath,
    line: position.line,
    column: position.column,
    rule: 'text-encoding',
    severity: 'error',
    message: `Byte ${offset} of the file (0x${hex}) is not UTF-8; the file seems to be saved as Windows-1252 or Latin-1${word}.`,
    mend: 'Open it in your editor and save it as UTF-8 (in Notepad: Save As, then Encoding: UTF-8); then look at the accented letters once.',
  };
}

/** Offset of the first byte at which no well-formed sequence begins (Unicode, table 3-7). */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : 4;
    if (lead >= 0x80 && (lead < 0xc2 || lead > 0xf4)) return at;
    for (let i = 1; i < length; i += 1) {
      const byte = bytes[at + i];
      let low = 0x80;
      let high = 0xbf;
      if (i === 1 && lead === 0xe0) low = 0xa0;
      if (i === 1 && lead === 0xed) high = 0x9f;
      if (i === 1 && lead === 0xf0) low = 0x90;
      if (i === 1 && lead === 0xf4) high = 0x8f;
      if (byte === undefined || byte < low || byte > high) return at;
    }
    at += length;
  }
  return at;
}

function describeForbidden(text: string, displayPath: string): Problem[] {
  const problems: Problem[] = [];
  for (const match of text.matchAll(forbiddenCharacters)) {
    if (problems.length === maxReported) break;
    const position = positionAt(text, match.index);
    problems.push({
      file: displayPath,
      line: position.line,
      column: position.column,
      rule: 'control-character',
      severity: 'error',
      message: `There is ${nameOfCharacter(match[0])} here, which no page or feed may hold.`,
      mend: 'Delete it: put the cursor after it and press Backspace, or type the few letters around it anew.',
    });
  }
  return problems;
}

function nameOfCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code === 0xfeff) return `an invisible byte order mark (${name}) inside the text`;
  if (code >= 0xd800 && code <= 0xdfff) return `half a character (${name})`;
  return `an invisible control character (${name})`;
}
