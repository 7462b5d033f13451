// A run of a script without spaces that stands nowhere in one piece → the pieces of it that texts have. No dictionary
// and no Intl: what the positions of the index hold together is a piece. Of all ways to cut it, the one with the fewest
// pieces, a sign that is left out counting as one; then the one whose pieces are in the most documents.
import type { FoundTerm } from './find-terms.ts';
import type { IndexFiles } from './index-files.ts';
import { type Column, columnOf, fieldsOf, termsAt } from './place-check.ts';
import { fieldNames, type PlacedTerms } from './term-pattern.ts';

/** Places in the list of the run's clusters, the end excluded. */
export interface RunPiece {
  readonly start: number;
  readonly end: number;
}

/** Clusters of all runs of a text that are cut: more are no words that someone thought of, and wait for too much. */
export const maxCutClusters = 128;
/** A single sign of such a script says nothing. */
const leastPiece = 2;
/** Two signs are a word of Chinese or Japanese; of the other scripts they may be a syllable of any word. */
const leastWord = 3;
const ideographOrKana = /^[\u3005-\u9FFF\uD800-\uDFFF\uF900-\uFAFF\uFF66-\uFF9F]/;
/** Places of one field: as a number it is told from those of the next. */
const fieldSpan = 2 ** 24;

/** Whether a piece of so many clusters may be a word by itself. */
export function isWordLike(text: string, clusters: number): boolean {
  return clusters >= leastWord || (clusters >= leastPiece && ideographOrKana.test(text));
}

/**
 * @param found holds every term of the index that the run's places ask for, sorted
 * @param run each cluster but the last with the next one, as placesOfRun gives it
 * @returns in order, each of two clusters at least; nothing when the run stands somewhere in one piece, when less than
 *   two thirds of it is in pieces, or when a part is left out and no piece may be a word by itself
 */
export async function cutRun(
  files: IndexFiles,
  found: readonly FoundTerm[],
  run: PlacedTerms,
): Promise<readonly RunPiece[] | undefined> {
  const { places } = run;
  const columns = await Promise.all(
    places.map((place) => Promise.all(termsAt(found, place).map((term) => columnOf(files, term, true)))),
  );
  const counts = countPieces(columns, fieldsOf(run));
  const size = places.length + 1;
  if ((counts[0]?.[places.length] ?? 0) > 0) return undefined;
  const pieces = bestCover(counts, size, Math.sqrt(files.root.documentCount));
  const covered = pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  if (3 * covered < 2 * size) return undefined;
  const isWord = ({ start, end }: RunPiece): boolean => isWordLike(places[start]?.term ?? '', end - start);
  return covered === size || pieces.some(isWord) ? pieces : undefined;
}

/** By first pair of the run, then by how many pairs: how many documents have these in one piece. */
function countPieces(columns: readonly (readonly Column[])[], fields: readonly number[]): number[][] {
  const counts: number[][] = columns.map(() => []);
  let next: Occurrences = { keys: new Float64Array(), pairs: new Uint8Array() };
  // From the last pair: where one stands right before the next, it goes on as that does.
  for (let i = columns.length - 1; i >= 0; i -= 1) {
    const keys = keysOf(columns[i] as readonly Column[], fields);
    const pairs = new Uint8Array(keys.length);
    let at = 0;
    for (let row = 0; row < keys.length; row += 1) {
      const key = keys[row] as number;
      while (at < next.keys.length && (next.keys[at] as number) <= key) at += 1;
      pairs[row] = 1 + (next.keys[at] === key + 1 ? (next.pairs[at] as number) : 0);
    }
    next = { keys, pairs };
    counts[i] = documentsByLength(next, columns.length - i);
  }
  return counts;
}

interface Occurrences {
  /** Ascending: document, field and place in one number. */
  readonly keys: Float64Array;
  /** How many pairs of the run stand there one after the other. */
  readonly pairs: Uint8Array;
}

function keysOf(columns: readonly Column[], fields: readonly number[]): Float64Array {
  const lists = columns.map(({ postings: { documents }, starts, positions }) => {
    const keys = new Float64Array(positions?.length ?? 0);
    let size = 0;
    for (let row = 0; row < documents.length; row += 1) {
      for (const field of fields) {
        const cell = row * fieldNames.length + field;
        const first = ((documents[row] as number) * fieldNames.length + field) * fieldSpan;
        const end = starts?.[cell + 1] ?? 0;
        for (let i = starts?.[cell] ?? 0; i < end; i += 1) keys[size++] = first + (positions?.[i] ?? 0);
      }
    }
    return keys.subarray(0, size);
  });
  const [only] = lists;
  if (only && lists.length === 1) return only;
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let size = 0;
  for (const list of lists) {
    all.set(list, size);
    size += list.length;
  }
  return all.sort();
}

/** By number of pairs, up to `longest`: how many documents have at least so many in a row. */
function documentsByLength({ keys, pairs }: Occurrences, longest: number): number[] {
  const counts = new Array<number>(longest + 1).fill(0);
  const documentOf = (row: number): number =>
    Math.floor((keys[row] as number) / (fieldSpan * fieldNames.length));
  for (let row = 0; row < keys.length; ) {
    const document = documentOf(row);
    let most = 0;
    for (; row < keys.length && documentOf(row) === document; row += 1) {
      most = Math.max(most, pairs[row] as number);
    }
    counts[most] = (counts[most] as number) + 1;
  }
  for (let length = longest - 1; length > 0; length -= 1) {
    counts[length] = (counts[length] as number) + (counts[length + 1] as number);
  }
  return counts;
}

interface Cover {
  /** Pieces and signs that are left out. */
  readonly parts: number;
  /** Documents of each piece, multiplied: how likely it is that such pieces are words. */
  readonly weight: number;
  readonly first?: RunPiece;
  readonly rest?: Cover;
}

/** @param leftOut the weight of a sign that is left out: a syllable in fewer documents is by chance */
function bestCover(counts: readonly (readonly number[])[], size: number, leftOut: number): RunPiece[] {
  /** By cluster: of what begins there. */
  const best: Cover[] = new Array(size + 1);
  best[size] = { parts: 0, weight: 1 };
  for (let start = size - 1; start >= 0; start -= 1) {
    const without = best[start + 1] as Cover;
    let own: Cover = { parts: without.parts + 1, weight: without.weight * leftOut, rest: without };
    for (let end = size; end >= start + leastPiece; end -= 1) {
      const documents = counts[start]?.[end - start - 1] ?? 0;
      if (documents === 0) continue;
      const rest = best[end] as Cover;
      const parts = rest.parts + 1;
      const weight = rest.weight * documents;
      if (parts < own.parts || (parts === own.parts && weight > own.weight)) {
        own = { parts, weight, first: { start, end }, rest };
      }
    }
    best[start] = own;
  }
  const pieces: RunPiece[] = [];
  for (let cover = best[0]; cover; cover = cover.rest) if (cover.first) pieces.push(cover.first);
  return pieces;
}
