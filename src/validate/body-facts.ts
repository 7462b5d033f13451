// What is asked of the text of every item at every build, told from the text once: a cache may keep it, so that the text
// of a file that did not change is not decoded for it.
import { hash } from 'node:crypto';
import type { SourceFile } from '../model.ts';
import { isBlankBody } from './blank-body.ts';

export interface BodyFacts {
  /** There is nothing to read in it. */
  readonly isBlank: boolean;
  /** The date that goes into `textHash`, as it stands in the frontmatter; `` without one. */
  readonly date: string;
  /** As SiteState.fingerprints has it. */
  readonly textHash: string;
}

const known = new WeakMap<SourceFile, BodyFacts>();

/** @param facts as bodyFactsOf gave them for a source of the same file and bytes */
export function rememberBodyFacts(source: SourceFile, facts: BodyFacts): void {
  known.set(source, facts);
}

export function bodyFactsOf(source: SourceFile): BodyFacts {
  let facts = known.get(source);
  if (facts === undefined) {
    const { date } = source.frontmatter;
    const text = typeof date === 'string' ? date : '';
    facts = { isBlank: isBlankBody(source.body), date: text, textHash: hashOfText(text, source.body) };
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
