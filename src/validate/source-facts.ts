// What validation asks of every file of an item at every build, told from the file alone, once: a cache may keep it, so
// that a file that did not change is neither decoded nor compared with the schema for it.
import { hash } from 'node:crypto';
import type { ItemType, SourceFile } from '../model.ts';
import { isBlankBody } from './blank-body.ts';
import { itemSchemas } from './content-schema.ts';
import { itemTypeOf } from './item-type.ts';

export interface SourceFacts {
  /** The type whose schema the frontmatter satisfies; absent when it does not. Schemas change no value. */
  readonly soundAs?: ItemType;
  /** There is nothing to read in the body. */
  readonly isBlank: boolean;
  /** The date that goes into `textHash`, as it stands in the frontmatter; `` without one. */
  readonly date: string;
  /** As SiteState.fingerprints has it. */
  readonly textHash: string;
}

const known = new WeakMap<SourceFile, SourceFacts>();

/** @param facts as sourceFactsOf gave them for a source of the same file and bytes */
export function rememberSourceFacts(source: SourceFile, facts: SourceFacts): void {
  known.set(source, facts);
}

export function sourceFactsOf(source: SourceFile): SourceFacts {
  let facts = known.get(source);
  if (facts === undefined) {
    // Asked for once: a body that an earlier build knew is decoded at each call.
    const { frontmatter, body } = source;
    const date = typeof frontmatter.date === 'string' ? frontmatter.date : '';
    const type = itemTypeOf(source.path);
    const isSound = type !== undefined && itemSchemas[type].safeParse(frontmatter).success;
    facts = {
      ...(isSound && { soundAs: type }),
      isBlank: isBlankBody(body),
      date,
      textHash: hashOfText(date, body),
    };
    known.set(source, facts);
  }
  return facts;
}

/** First 16 hexadecimal digits of SHA-256 over an item's date and its body. */
export function hashOfText(date: string, body: string): string {
  return shortHash(`${date}\0${body.trim()}`);
}

export function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
