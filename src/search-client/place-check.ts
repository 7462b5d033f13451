// Whether the words of a phrase, or the pairs of a run, stand in a document at the distances of the query's own text:
// looked up in the positions. Words are compared by their terms and stop words hold a place but have no term, so
// "plan of action" is also found in `plans for action`: the index holds no text to tell them apart.

import type { TermPostings } from '../search/index-codec.ts';
import type { FoundTerm } from './find-terms.ts';
import { loadPositions } from './further-files.ts';
import type { IndexFiles } from './index-files.ts';
import { fieldNames, lowerBound, type PlacedTerm, type PlacedTerms } from './term-pattern.ts';

export type PlaceCheck = (document: number) => boolean;

/** A term of the index with where it stands. */
export interface Column {
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
  files: IndexFiles,
  found: readonly FoundTerm[],
  terms: PlacedTerms,
): Promise<PlaceCheck> {
  const slots = await slotsOf(files, found, terms);
  if (slots === undefined) return () => false;
  const wanted = fieldsOf(terms);
  return (document) => wanted.some((field) => isInField(slots, document, field));
}

/**
 * How near to each other the words of phrases stand in a document: the fewest words between the first and the last of
 * a stretch of one field that holds all, added up over the phrases; infinite where a field holds not all.
 * @param found as for createPlaceCheck
 */
export async function createNearness(
  files: IndexFiles,
  found: readonly FoundTerm[],
  phrases: readonly PlacedTerms[],
): Promise<(document: number) => number> {
  const all = await Promise.all(
    phrases.map(async (terms) => ({
      slots: await slotsOf(files, found, terms),
      wanted: fieldsOf(terms),
    })),
  );
  return (document) => {
    let sum = 0;
    for (const { slots, wanted } of all) {
      const spans = wanted.map((field) => (slots ? spanInField(slots, document, field) : Infinity));
      sum += Math.min(...spans);
    }
    return sum;
  };
}

/** Numbers of the fields in which they must stand. */
export function fieldsOf({ fields }: PlacedTerms): number[] {
  return fields?.map((name) => fieldNames.indexOf(name)) ?? [...fieldNames.keys()];
}

/** @returns nothing when the index lacks a term */
async function slotsOf(
  files: IndexFiles,
  found: readonly FoundTerm[],
  { places }: PlacedTerms,
): Promise<Slot[] | undefined> {
  const matches = places.map((place) => termsAt(found, place));
  if (matches.some((own) => own.length === 0)) return undefined;
  // One term alone stands wherever its document holds it.
  const needsPositions = places.length > 1;
  return Promise.all(
    matches.map(async (own, i) => ({
      offset: places[i]?.offset ?? 0,
      columns: await Promise.all(own.map((term) => columnOf(files, term, needsPositions))),
    })),
  );
}

/** Those of the terms that may stand there. */
export function termsAt(found: readonly FoundTerm[], { term, isPrefix }: PlacedTerm): FoundTerm[] {
  return found.filter(({ postings }) => (isPrefix ? postings.term.startsWith(term) : postings.term === term));
}

export async function columnOf(
  files: IndexFiles,
  { postings, shard, place }: FoundTerm,
  needsPositions: boolean,
): Promise<Column> {
  if (!needsPositions) return { postings };
  const positions = (await loadPositions(files, shard))[place];
  const { frequencies } = postings;
  const starts = new Uint32Array(frequencies.length + 1);
  for (let i = 0; i < frequencies.length; i += 1) {
    starts[i + 1] = (starts[i] as number) + (frequencies[i] as number);
  }
  return { postings, starts, positions: positions ?? new Uint32Array() };
}

/** By slot, the lists of places of its terms in a field; nothing when a slot has none there. */
function placesIn(
  slots: readonly Slot[],
  document: number,
  field: number,
): readonly (readonly Uint32Array[])[] | undefined {
  const lists: Uint32Array[][] = [];
  for (const { columns } of slots) {
    const own: Uint32Array[] = [];
    for (const { postings, starts, positions } of columns) {
      const { documents, frequencies } = postings;
      const row = lowerBound(documents.length, (at) => (documents[at] as number) < document);
      const cell = row * fieldNames.length + field;
      if (documents[row] !== document || frequencies[cell] === 0) continue;
      own.push(starts && positions ? positions.subarray(starts[cell], starts[cell + 1]) : Uint32Array.of(0));
    }
    if (own.length === 0) return undefined;
    lists.push(own);
  }
  return lists;
}

function isInField(slots: readonly Slot[], document: number, field: number): boolean {
  const lists = placesIn(slots, document, field);
  if (lists === undefined) return false;
  if (slots.length === 1) return true;
  const counts = lists.map((own) => own.reduce((sum, { length }) => sum + length, 0));
  const rarest = counts.indexOf(Math.min(...counts));
  const anchor = slots[rarest]?.offset ?? 0;
  const isIn = (own: readonly Uint32Array[], place: number): boolean =>
    own.some((list) => list[lowerBound(list.length, (i) => (list[i] as number) < place)] === place);
  return (lists[rarest] as readonly Uint32Array[]).some((list) =>
    list.some((place) => {
      const start = place - anchor;
      return (
        start >= 0 && slots.every(({ offset }, i) => isIn(lists[i] as readonly Uint32Array[], start + offset))
      );
    }),
  );
}

/** Words between the first and the last of the shortest stretch with a place of every slot. */
function spanInField(slots: readonly Slot[], document: number, field: number): number {
  const lists = placesIn(slots, document, field);
  if (lists === undefined) return Number.POSITIVE_INFINITY;
  const places = lists
    .flatMap((own, slot) => own.flatMap((list) => Array.from(list, (place) => ({ place, slot }))))
    .sort((a, b) => a.place - b.place);
  const counts = lists.map(() => 0);
  let missing = counts.length;
  let first = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const { place, slot } of places) {
    if (counts[slot] === 0) missing -= 1;
    counts[slot] = (counts[slot] as number) + 1;
    while (missing === 0) {
      const from = places[first] as { place: number; slot: number };
      least = Math.min(least, place - from.place);
      counts[from.slot] = (counts[from.slot] as number) - 1;
      if (counts[from.slot] === 0) missing += 1;
      first += 1;
    }
  }
  return least;
}
