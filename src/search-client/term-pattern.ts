// A query → which terms of the index it may expand to, before any of the index is known. lunr itself runs the
// pipeline and builds the token sets that terms are compared with (lunr 2.3.9, lunr.Index.prototype.query).
import { searchFields } from '../search/shard-format.ts';
import type { IndexFiles } from './index-files.ts';
import type { Clause, QueryPipeline } from './lunr-ranking.ts';

export const fieldNames: readonly string[] = searchFields.map(({ name }) => name);

export interface TermPattern {
  /** What every term that matches begins with; the whole term when `isExact`. */
  readonly prefix: string;
  readonly isExact: boolean;
  /** False when only prohibited clauses ask: no weight of such a term is looked at. */
  readonly isWeighted: boolean;
  /** Which terms with the prefix match; absent when all do, or the whole term alone. */
  readonly walk?: TermWalk;
}

/** What lunr's language asks beyond whole terms and beginnings, by lunr's token sets. */
export interface TermWalk {
  /** forEachMatch() for it. */
  forEachMatch(terms: readonly string[], visit: (place: number) => void): void;
  /** Sorted lists of terms of the index: all that match are among them. */
  candidates(files: IndexFiles): Promise<readonly (readonly string[])[]>;
}

export interface ParsedQuery {
  readonly clauses: readonly Clause[];
  readonly patterns: readonly TermPattern[];
  /** Whether lunr walks all documents: nothing but prohibited terms, or no term at all. */
  readonly isNegated: boolean;
}

/** @param clauses that plainClauses made */
export function expandPlainClauses(clauses: readonly Clause[], pipeline: QueryPipeline): ParsedQuery {
  const patterns = clauses.flatMap(({ term, usePipeline }) =>
    usePipeline
      ? pipeline.runString(term).map((each) => exactPattern(each, true))
      : prefixPattern(term.slice(0, -1), true),
  );
  return { clauses, patterns, isNegated: clauses.length === 0 };
}

export function exactPattern(term: string, isWeighted = false): TermPattern {
  return { prefix: term, isExact: true, isWeighted };
}

export function prefixPattern(prefix: string, isWeighted = false): TermPattern {
  return { prefix, isExact: false, isWeighted };
}

/** A term at a distance from where the phrase begins. */
export interface PlacedTerm {
  readonly offset: number;
  readonly term: string;
  /** Any term that begins so will do: a run may go on after its last cluster. */
  readonly isPrefix: boolean;
}

export interface PlacedTerms {
  readonly places: readonly PlacedTerm[];
  /** They must stand in one of these; absent for any field. */
  readonly fields?: readonly string[];
}

export function patternsOf({ places }: PlacedTerms): TermPattern[] {
  return places.map(({ term, isPrefix }) => (isPrefix ? prefixPattern(term) : exactPattern(term)));
}

/**
 * Those of the sorted terms that match.
 * @param visit called with the place of each term that matches
 */
export function forEachMatch(
  terms: readonly string[],
  { prefix, isExact, walk }: TermPattern,
  visit: (place: number) => void,
): void {
  if (walk) {
    walk.forEachMatch(terms, visit);
    return;
  }
  let place = lowerBound(terms.length, (i) => (terms[i] as string) < prefix);
  for (; terms[place]?.startsWith(prefix); place += 1) {
    const term = terms[place];
    if (isExact && term !== prefix) return;
    // No query finds the empty term.
    if (term !== '') visit(place);
  }
}

/** How many UTF-16 units two texts begin with alike. */
export function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** The first number from 0 to `count` of which `isBelow` does not hold; it holds of all before. */
export function lowerBound(count: number, isBelow: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
