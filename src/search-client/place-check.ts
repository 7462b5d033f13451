// Whether the words of a phrase, or the pairs of a run, stand in a document at the distances of the query's own text:
// looked up in the positions. Words are compared by their terms and stop words hold a place but have no term, so
// "plan of action" is also found in `plans for action`: the index holds no text to tell them apart.

import type { ShardPositions } from '../search/further-codec.ts';
import type { TermPostings, TermShard } from '../search/index-codec.ts';
import type { FoundTerm } from './find-terms.ts';
import type { lowerBound, PlacedTerms } from './term-pattern.ts';

/** Handed on and not imported: see further.ts. */
export interface PlaceTools {
  readonly fieldNames: readonly string[];
  readonly lowerBound: typeof lowerBound;
  loadPositions(shard: TermShard): Promise<ShardPositions>;
}

export type PlaceCheck = (document: number) => boolean;

/** A term of the index with where it stands. */
interface Column {
  readonly postings: TermPostings;
  /** By row and field: where its positions begin; one more at the end. Absent when positions are not needed. */
  readonly starts?: Uint32Array;
  readonly positions?: Uint32Array;
}

interface Slot {
  readonly offset: number;
  readonly columns: readonly Column[];
}

/** @param found holds every term of the index that `patternsOf` asks for, sorted */
export async function createPlaceCheck(
  found: readonly FoundTerm[],
  { places, field }: PlacedTerms,
  tools: PlaceTools,
): Promise<PlaceCheck> {
  const { fieldNames } = tools;
  const matches = places.map(({ term, isPrefix }) =>
    found.filter(({ postings }) => (isPrefix ? postings.term.startsWith(term) : postings.term === term)),
  );
  if (matches.some((own) => own.length === 0)) return () => false;
  // One term alone stands wherever its document holds it.
  const needsPositions = places.length > 1;
  const slots: Slot[] = await Promise.all(
    matches.map(async (own, i) => ({
      offset: places[i]?.offset ?? 0,
      columns: await Promise.all(own.map((term) => columnOf(term, needsPositions, tools))),
    })),
  );
  const wanted = field === undefined ? -1 : fieldNames.indexOf(field);
  return (document) => {
    for (let i = 0; i < fieldNames.length; i += 1) {
      if ((wanted < 0 || wanted === i) && isInField(slots, document, i, tools)) return true;
    }
    return false;
  };
}

async function columnOf(
  { postings, shard, place }: FoundTerm,
  needsPositions: boolean,
  { loadPositions }: PlaceTools,
): Promise<Column> {
  if (!needsPositions) return { postings };
  const positions = (await loadPositions(shard))[place];
  const { frequencies } = postings;
  const starts = new Uint32Array(frequencies.length + 1);
  for (let i = 0; i < frequencies.length; i += 1) {
    starts[i + 1] = (starts[i] as number) + (frequencies[i] as number);
  }
  return { postings, starts, positions: positions ?? new Uint32Array() };
}

function isInField(
  slots: readonly Slot[],
  document: number,
  field: number,
  { fieldNames, lowerBound }: PlaceTools,
): boolean {
  const lists: Uint32Array[][] = [];
  let rarest = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [i, { columns }] of slots.entries()) {
    const own: Uint32Array[] = [];
    let count = 0;
    for (const { postings, starts, positions } of columns) {
      const { documents, frequencies } = postings;
      const row = lowerBound(documents.length, (at) => (documents[at] as number) < document);
      const cell = row * fieldNames.length + field;
      if (documents[row] !== document || frequencies[cell] === 0) continue;
      if (!starts || !positions) return true;
      const list = positions.subarray(starts[cell], starts[cell + 1]);
      own.push(list);
      count += list.length;
    }
    if (count === 0) return false;
    if (count < fewest) {
      fewest = count;
      rarest = i;
    }
    lists.push(own);
  }
  const anchor = slots[rarest]?.offset ?? 0;
  const isIn = (own: readonly Uint32Array[], place: number): boolean =>
    own.some((list) => list[lowerBound(list.length, (i) => (list[i] as number) < place)] === place);
  return (lists[rarest] as Uint32Array[]).some((list) =>
    list.some((place) => {
      const start = place - anchor;
      return start >= 0 && slots.every(({ offset }, i) => isIn(lists[i] as Uint32Array[], start + offset));
    }),
  );
}
