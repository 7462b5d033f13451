// "Did you mean …?": the right word nearest to a wrong one.
import { distance } from 'fastest-levenshtein';
import { compareText } from '../problem.ts';
import { foldWords } from './fold.ts';

/** A longer word names nothing that we know, and comparing it would take time. */
const maxLength = 100;

/**
 * @returns the candidate with the fewest changes (at most a third of its letters, at least one change allowed);
 *   undefined when none is near. Among equals the first in code-unit order.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = foldWords(word).replace(/[_\s]/g, '-');
  if (folded.length > maxLength) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = foldWords(candidate).replace(/[_\s]/g, '-');
    const allowed = Math.max(1, Math.floor(Math.max(folded.length, other.length) / 3));
    if (Math.abs(folded.length - other.length) > allowed) continue;
    const changes = changesBetween(folded, other);
    if (changes > allowed || (changes > 0 && changes >= Math.min(folded.length, other.length))) continue;
    if (
      changes < bestDistance ||
      (changes === bestDistance && best !== undefined && compareText(candidate, best) < 0)
    ) {
      best = candidate;
      bestDistance = changes;
    }
  }
  return best;
}

/** As Levenshtein counts, but two letters that changed places (`titel`) are one change. */
function changesBetween(a: string, b: string): number {
  const changes = distance(a, b);
  return changes === 2 && a.length === b.length && [...a].sort().join('') === [...b].sort().join('')
    ? 1
    : changes;
}
