// Plain data → a fingerprint: equal for equal data, whoever else holds a part of it. Data is written so that no two
// values have the same text (as netstrings do: every kind, length and count is told), and what is longer than a hash is
// replaced by its own hash (R. Merkle, 1987), so that a part which many pages share is written once. The order of keys
// counts: JSON in a page shows it.
import { hash } from 'node:crypto';
import { type Fingerprint, fingerprintedAs } from '../model.ts';

/** 128 bits: two different inputs of the same one are not to be found by chance, and nobody gains by making some. */
const hashDigits = 32;
/** An object whose text is shorter stands in the text of the one that holds it: its own hash would cost more. */
const minHashedLength = 200;
/** What is asked for, and the two levels below it, are of one page alone: to remember them would be of no use. */
const minRememberedDepth = 3;

/** Objects that were written: the text that stands for each. An object must not change once it was seen. */
const known = new WeakMap<object, string>();
/** The few keys that all data of ours has. */
const keyTexts = new Map<string, string>();
const maxKeyTexts = 10_000;
/**
 * @param data strings, numbers, booleans, null, undefined, and arrays and objects of these. A key whose value is
 *   undefined is as one that is absent. Objects that tell what stands for them (`fingerprintedAs`) may be of any class
 * @returns 32 hexadecimal digits
 * @throws TypeError for a function, symbol, Map, Set, Date or other object that is no plain data; RangeError for data
 *   that holds itself
 */
export function fingerprintOf(data: unknown): Fingerprint {
  const text = write(data, 0);
  return text.startsWith('#') ? text.slice(1) : hashOf(inUnicode(text));
}

/** @returns 32 hexadecimal digits of the SHA-256 of some bytes or a text in UTF-8 */
export function hashOf(contents: string | Uint8Array): Fingerprint {
  return hash('sha256', contents, 'hex').slice(0, hashDigits);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      return Object.is(value, -0) ? 'n-0;' : `n${value};`;
    case 'boolean':
      return value ? 't' : 'f';
    case 'undefined':
      return 'u';
    case 'object':
      return value === null ? 'z' : writeObject(value, depth);
    default:
      throw new TypeError(`a ${typeof value} has no fingerprint`);
  }
}

function writeString(text: string): string {
  return `s${text.length}:${text}`;
}

function writeObject(value: object, depth: number): string {
  if (depth < minRememberedDepth) return writeParts(value, depth);
  const before = known.get(value);
  if (before !== undefined) return before;
  const text = writeParts(value, depth);
  if (text.length < minHashedLength) return text;
  const hashed = `#${hashOf(inUnicode(text))}`;
  known.set(value, hashed);
  return hashed;
}

function writeParts(value: object, depth: number): string {
  return Array.isArray(value) ? writeArray(value, depth) : writeMembers(value, depth);
}

/** UTF-8 has no half of a surrogate pair, and would write all of them alike: a text with one is written in escapes. */
function inUnicode(text: string): string {
  return isWellFormed(text) ? text : `h${JSON.stringify(text)}`;
}

/** Whether no half of a surrogate pair stands alone; the type of it is younger than the library that we compile for. */
export function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

function writeArray(members: readonly unknown[], depth: number): string {
  let text = `[${members.length}:`;
  // Not forEach: it leaves gaps out.
  for (let i = 0; i < members.length; i += 1) text += write(members[i], depth + 1);
  return text;
}

function writeMembers(value: object, depth: number): string {
  if (fingerprintedAs in value) {
    const stands = value[fingerprintedAs];
    if (stands !== undefined) return `=${write(stands, depth + 1)}`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a ${value.constructor?.name ?? 'object'} has no fingerprint`);
  }
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  let count = 0;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (member === undefined) continue;
    count += 1;
    let start = keyTexts.get(key);
    if (start === undefined) {
      start = writeString(key);
      if (keyTexts.size < maxKeyTexts) keyTexts.set(key, start);
    }
    text += start + write(member, depth + 1);
  }
  return `{${count}:${text}`;
}
