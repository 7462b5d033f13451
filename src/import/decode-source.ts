// Bytes of a foreign file → text that content may hold: UTF-8, UTF-16 with its mark, or what an HTML or XML file says of
// itself; LF line ends; without control characters and invisible marks. Whatever was taken away is told with its place.
import { positionAt } from '../load/decode-text.ts';
import type { Note } from './report.ts';

export interface DecodedSource {
  /** Undefined when the bytes cannot be read without guessing; then the one note says why. */
  readonly text?: string;
  readonly notes: Note[];
}

/** Characters that content may not hold (load/decode-text.ts), and U+E000-E003, which this import uses as marks. */
const unwanted =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uE000-\uE003\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]|[\uD83F\uD87F\uD8BF\uD8FF\uD93F\uD97F\uD9BF\uD9FF\uDA3F\uDA7F\uDABF\uDAFF\uDB3F\uDB7F\uDBBF\uDBFF][\uDFFE\uDFFF]/g;
const declaredCharset =
  /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)|<meta[^>]*\bcharset\s*=\s*["']?([\w-]+)/i;

export function decodeSource(bytes: Uint8Array): DecodedSource {
  const notes: Note[] = [];
  const decoded = decode(bytes, notes);
  if (decoded === undefined) return { notes };
  return { text: cleanText(decoded, notes), notes };
}

/** Takes out what content may not hold. Positions are those of the text as given, but for the mark at its start. */
export function cleanText(decoded: string, notes: Note[]): string {
  let text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  if (text.includes('\r')) {
    text = text.replace(/\r\n?/g, '\n');
    notes.push(note(1, 1, 'changed', 'line-ends', 'line ends of Windows or old Macs became those of Unix'));
  }
  if (text.search(unwanted) === -1) return text;
  const found = [...text.matchAll(unwanted)];
  for (const match of found.slice(0, 50)) {
    const { line, column } = positionAt(text, match.index);
    const code = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    notes.push(
      note(line, column, 'changed', 'control-character', `the invisible character U+${code} was removed`),
    );
  }
  if (found.length > 50)
    notes.push(
      note(
        1,
        1,
        'changed',
        'control-character',
        `${found.length - 50} more invisible characters were removed`,
      ),
    );
  return text.replace(unwanted, '');
}

function note(line: number, column: number, group: Note['group'], rule: string, message: string): Note {
  return { line, column, group, rule, message };
}

function decode(bytes: Uint8Array, notes: Note[]): string | undefined {
  const [a, b] = bytes;
  const utf16 = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  if (utf16 !== undefined) {
    try {
      const text = new TextDecoder(utf16, { fatal: true }).decode(bytes);
      notes.push(note(1, 1, 'changed', 'encoding', `${utf16.toUpperCase()} became UTF-8`));
      return text;
    } catch {
      notes.push(note(1, 1, 'left', 'encoding', `this is no whole ${utf16.toUpperCase()}; save it as UTF-8`));
      return undefined;
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
    const declared = declaredCharset.exec(start);
    const charset = (declared?.[1] ?? declared?.[2])?.toLowerCase();
    if (charset !== undefined && !/^utf-?(?:8|16|32)/.test(charset)) {
      try {
        const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
        notes.push(note(1, 1, 'changed', 'encoding', `${charset}, as the file says of itself, became UTF-8`));
        return text;
      } catch {
        // An unknown name, or bytes that it has not: refused below like any other.
      }
    }
    const place = firstBadByte(bytes);
    notes.push(
      note(
        place.line,
        place.column,
        'left',
        'encoding',
        `byte ${place.offset} is not UTF-8; save the file as UTF-8 and import again`,
      ),
    );
    return undefined;
  }
}

function firstBadByte(bytes: Uint8Array): { offset: number; line: number; column: number } {
  // The longest start that decodes, by halves: a cut character at its end is no fault.
  let good = 0;
  let bad = bytes.length;
  const isGood = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  const before = new TextDecoder('utf-8')
    .decode(bytes.subarray(0, good), { stream: true })
    .replace(/\r\n?/g, '\n');
  return { offset: good, ...positionAt(before, before.length) };
}
