// What a build of the index may find of an earlier one: bytes by key. Everything kept here is a function of its key and
// of this program, so that an index made with it is the index made without it, byte for byte.
import { hash } from 'node:crypto';
import type { SearchDocument } from '../model.ts';

/** Kept by one program for itself: another version finds none of it, and what is found is what was put, unspoilt. */
export interface SearchCache {
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
}

/** SHA-256 in hex. */
export function digestOf(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** Equal where the texts are, as hashes in hex. */
export interface TextKeys {
  readonly body: string;
  /** Of title, summary and body: all that is counted. */
  readonly text: string;
}

/** A cache with the keys of the documents that an index is made of. */
export interface KeyedCache {
  readonly cache: SearchCache;
  /** By document. */
  readonly keys: readonly TextKeys[];
}

/** What stands for a body that has no fingerprint of its own. */
export function bodyFingerprintOf({ body }: SearchDocument): string {
  // As JSON, since a lone surrogate has no UTF-8.
  return digestOf(JSON.stringify(body));
}

export function textKeysOf(document: SearchDocument): TextKeys {
  const { title, summary, bodyFingerprint } = document;
  // The body itself is not touched when its fingerprint is known.
  const body = bodyFingerprint ?? bodyFingerprintOf(document);
  return { body, text: digestOf(JSON.stringify([title, summary, body])) };
}
