// The terms of a partial index as lunr.Index expands clauses to them, where it needs no lunr.TokenSet for that: a whole
// term, or one with a wildcard at its end.
import type { TermSet, TokenNode } from './lunr-ranking.ts';
import { commonLength } from './term-pattern.ts';

/** @param terms of the index, in any order */
export function plainTermSet(terms: readonly string[]): TermSet {
  const known = new Set(terms);
  return {
    intersect(wanted) {
      let node: TokenNode | undefined = wanted;
      let prefix = '';
      for (;;) {
        const unit: string | undefined = Object.keys(node.edges)[0];
        if (unit === undefined || unit === '*') break;
        prefix += unit;
        node = node.edges[unit] as TokenNode;
      }
      const isPrefix = node.edges['*'] !== undefined;
      const own = isPrefix ? terms.filter((term) => term.startsWith(prefix)).sort(byTokenSet) : [prefix];
      // No query finds the empty term.
      return { toArray: () => own.filter((term) => term !== '' && known.has(term)) };
    },
  };
}

/**
 * The order in which lunr.TokenSet.prototype.toArray gives terms: a term before those that it begins; else by the first
 * unit that differs, the last first. Digits come after all, as they are an object's first keys.
 */
function byTokenSet(a: string, b: string): number {
  const at = commonLength(a, b);
  return rankOf(b, at) - rankOf(a, at);
}

function rankOf(term: string, at: number): number {
  // Where it ends it is first.
  if (at === term.length) return Number.POSITIVE_INFINITY;
  const unit = term.charCodeAt(at);
  return unit >= 48 && unit <= 57 ? unit - 0x10000 : unit;
}
