// Words that the index lacks, or hardly has → words of the index that are like them. Terms are stems and readers type
// words: a term is compared with and without the endings that the stemmer takes off. Same index, same answer: of equally
// near terms the one with the same first letter, then the one in more documents, then the first by UTF-16 units.
import { fold, forEachPiece, isAscii } from '../search/pipeline.ts';
import type { Analyser } from './analyser.ts';
import type { Correction } from './rank.ts';
import type { QueryWord } from './rewrite-query.ts';
import { commonLength } from './term-pattern.ts';

/** A word of the index with those of its shard that are much more frequent and about the same. */
export interface RareWord {
  readonly word: QueryWord;
  readonly near: readonly { readonly term: string; readonly documents: Uint32Array }[];
}

export interface Doubts {
  /** Words of which the index has no term. */
  readonly unknown: readonly QueryWord[];
  readonly rare: readonly RareWord[];
  /** False: only the end of an unfinished word is looked for. */
  readonly isCorrecting: boolean;
}

/** What is asked of the index, its texts and the scripts of the engine. */
export interface WordTools {
  readonly analyser: Analyser;
  /** Sorted lists of all terms of these lengths, and of some others. */
  termsOfLengths(min: number, max: number): Promise<readonly (readonly string[])[]>;
  /** Of those terms that the index has: their documents, ascending. */
  documentsOf(terms: readonly string[]): Promise<ReadonlyMap<string, Uint32Array>>;
  /** Title and summary of a document, then all of its text. */
  summaryOf(document: number): Promise<string>;
  textOf(document: number): Promise<string>;
  /** To be called before a text with other letters than ASCII's is read. */
  knowOtherScripts(): Promise<void>;
}

export interface Mended {
  /** By the folded word. */
  readonly replaced: ReadonlyMap<string, string>;
  readonly corrections: readonly Correction[];
  readonly didYouMean?: string;
}

/** Words of one text that are looked up: each is compared with every term. */
const maxWords = 4;
const longestWord = 32;
/** Terms of which it is asked how many documents have them: each may ask for a shard. */
const maxCompared = 10;
/** And of which a text may be read. */
const maxRead = 3;
/** Beyond this many units of a text no written form is looked for. */
const maxScannedLength = 200_000;

/** What English words end in after what the stemmer leaves; another language's stemmer agrees to none of them. */
const endings =
  's es ed d er ers ing ings ion ions ation ations ment ments ity ities y ies e al ally ly ness or ors ive'.split(
    ' ',
  );
/** What may be missing at the end of a half typed word. */
const tails = 'e g n s y d t l r ng on ed es er ly al ty st or ing ion ies ity ers ent ate'.split(' ');

export async function mendWords(
  query: string,
  { unknown, rare, isCorrecting }: Doubts,
  tools: WordTools,
): Promise<Mended> {
  const replaced = new Map<string, string>();
  const offered = new Map<string, string>();
  const corrections: Correction[] = [];
  for (const word of unknown.filter(({ text }) => text.length <= longestWord).slice(0, maxWords)) {
    const finished = word.isUnfinished ? await finishedWord(word.text, tools) : undefined;
    if (finished !== undefined) {
      replaced.set(word.text, finished);
      continue;
    }
    const used = isCorrecting ? await correctWord(word, tools) : undefined;
    if (used === undefined) continue;
    offered.set(word.text, used);
    // What stands in quotes is meant as it is: there it is an offer.
    if (word.isQuoted) continue;
    replaced.set(word.text, used);
    corrections.push({ typed: word.typed, used });
  }
  let isOffer = unknown.some(({ text, isQuoted }) => isQuoted && offered.has(text));
  for (const { word, near } of rare.filter((each) => !isMeantSo(each.word)).slice(0, maxWords)) {
    const used = await moreFrequent(word.text, near, tools);
    if (used === undefined) continue;
    offered.set(word.text, used);
    isOffer = true;
  }
  return { replaced, corrections, ...(isOffer && { didYouMean: withWords(query, offered) }) };
}

/** A half typed word with an end that leads to the longest known term: "traffickin" is "trafficking". */
async function finishedWord(word: string, { analyser, documentsOf }: WordTools): Promise<string | undefined> {
  const byTerm = new Map<string, string>();
  for (const tail of tails) {
    const term = analyser.termOf(word + tail);
    if (term.length > 2 && word.startsWith(term) && !byTerm.has(term)) byTerm.set(term, word + tail);
  }
  const known = await documentsOf([...byTerm.keys()]);
  const longest = [...known.keys()].sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : byTerm.get(longest);
}

interface Candidate {
  readonly term: string;
  /** In edits; half of one more when the first letter is another. */
  readonly distance: number;
  /** As a word, when an ending was put on the term. */
  readonly written?: string;
  /** Whether the ending is the typed word's own, and says enough to be one. */
  readonly isSure: boolean;
}

async function correctWord(word: QueryWord, tools: WordTools): Promise<string | undefined> {
  const { text, isUnfinished } = word;
  const { termsOfLengths, documentsOf, analyser } = tools;
  if (text.length < 4 || isMeantSo(word)) return undefined;
  const term = analyser.termOf(text);
  const least = Math.min(term.length, text.length - 3) - maxEdits(text);
  const most = isUnfinished ? Number.POSITIVE_INFINITY : text.length + maxEdits(text);
  const lists = await termsOfLengths(Math.max(1, least), most);
  let nearest: Candidate[] = [];
  let distance = Number.POSITIVE_INFINITY;
  // A stem that is no beginning of its word differs from it by one letter more.
  const mayBeNear = createSieve(text, maxEdits(text) + (text.startsWith(term) ? 0 : 1));
  for (const list of lists) {
    for (const known of list) {
      if (!mayBeNear(known)) continue;
      const candidate = compare(text, term, known, isUnfinished, analyser);
      if (candidate === undefined || candidate.distance > distance) continue;
      if (candidate.distance < distance) nearest = [];
      distance = candidate.distance;
      nearest.push(candidate);
    }
  }
  nearest.sort(
    (a, b) => commonLength(b.term, text) - commonLength(a.term, text) || compareUnits(a.term, b.term),
  );
  const compared = nearest.slice(0, maxCompared);
  const documents = await documentsOf(compared.map((each) => each.term));
  const countOf = (each: Candidate): number => documents.get(each.term)?.length ?? 0;
  compared.sort((a, b) => countOf(b) - countOf(a) || compareUnits(a.term, b.term));
  // First a form that a text has, or that ends as the reader's own word does; else what comes nearest to one.
  let fallback: string | undefined;
  for (const candidate of compared.slice(0, maxRead)) {
    if (candidate.isSure) return candidate.written;
    const own = documents.get(candidate.term);
    const used = own && (await writtenForm(candidate.term, text, own, tools));
    if (
      used !== undefined &&
      editDistance(text, fold(used), maxEdits(text), isUnfinished) <= maxEdits(text)
    ) {
      return used;
    }
    fallback ??= candidate.written ?? used;
  }
  return fallback;
}

/**
 * Whether the index just lacks it. A number is no misspelt other number. What an apostrophe joins to three letters or
 * fewer is no word of ours ("don't", "d'Ivoire"), an owner's s apart. And of so many short words one is always like a
 * short name: "Côte" is no "come".
 */
function isMeantSo({ text, typed }: QueryWord): boolean {
  if (/\d|^.{0,3}'|'(?!s$).{0,3}$/.test(text)) return true;
  const isAccented = /[\u00C0-\u024F\u1E00-\u1EFF]/.test(typed.normalize('NFC'));
  return text.length < (isAccented ? 6 : /^\p{Lu}/u.test(typed) ? 5 : 0);
}

/** How far a word that was typed may be from one that is meant. */
function maxEdits({ length }: string): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

function compare(
  text: string,
  stem: string,
  term: string,
  isUnfinished: boolean,
  { termOf }: Analyser,
): Candidate | undefined {
  const isOtherLetter = term[0] !== text[0];
  // Of short words too many differ in their first letter alone: a name that the index lacks is not the next best word.
  if (isOtherLetter && text.length < 6) return undefined;
  const limit = maxEdits(text);
  const far = (form: string): number => editDistance(text, form, limit, isUnfinished);
  const ofTerm = isUnfinished ? far(term) : editDistance(stem, term, maxEdits(stem), false);
  let distance = ofTerm > (isUnfinished ? limit : maxEdits(stem)) ? Number.POSITIVE_INFINITY : ofTerm;
  let written: string | undefined;
  let isSure = false;
  // The typed word's own ending first, then others: the mistake may stand in the ending itself.
  if (editDistance(term, text, limit, true) <= limit) {
    const own = text.startsWith(stem) ? text.slice(stem.length) : '';
    const isEnding = endings.includes(own);
    for (const ending of isEnding ? [own, ...endings] : endings) {
      if (!canTake(term, ending)) continue;
      const form = term + ending;
      const ofForm = far(form);
      const isNearer = written === undefined && own !== '' ? ofForm <= distance : ofForm < distance;
      if (ofForm > limit || !isNearer || termOf(form) !== term) continue;
      distance = ofForm;
      written = form;
      isSure = isEnding && ending === own && (own.length > 1 || own === 's');
    }
  }
  if (distance === Number.POSITIVE_INFINITY) return undefined;
  return {
    term,
    distance: distance + (isOtherLetter ? 0.5 : 0),
    ...(written !== undefined && { written }),
    isSure,
  };
}

/** Whether it may make a word: no "sexing" is meant by "sewing", and no "turkeye" by "turkiye". */
function canTake(term: string, ending: string): boolean {
  const hasVowels = ending === 'e' && /[aeiouy]$/.test(term);
  return !hasVowels && (term.length > 3 || ending.length === 1);
}

/**
 * The term as a text has it, of the newest document that holds it: of several forms the nearest to what was typed, then
 * the most frequent. Else the term, if it leads to itself.
 */
async function writtenForm(
  term: string,
  typed: string,
  documents: Uint32Array,
  { analyser, summaryOf, textOf, knowOtherScripts }: WordTools,
): Promise<string | undefined> {
  const newest = documents[documents.length - 1] as number;
  for (const read of [summaryOf, textOf]) {
    const scanned = plainSigns((await read(newest)).slice(0, maxScannedLength).toLowerCase());
    if (!isAscii(scanned)) await knowOtherScripts();
    const counts = new Map<string, number>();
    forEachPiece(scanned, ({ text, isRun }) => {
      if (isRun || (!counts.has(text) && analyser.termOf(fold(text)) !== term)) return;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    });
    const far = (form: string): number => editDistance(typed, fold(form), 4, false);
    const [best] = [...counts].sort(
      ([a, countA], [b, countB]) => far(a) - far(b) || countB - countA || compareUnits(a, b),
    );
    if (best) {
      const withoutOwner = best[0].replace(/['’]s?$/, '');
      return analyser.termOf(fold(withoutOwner)) === term ? withoutOwner : best[0];
    }
  }
  return analyser.termOf(term) === term ? term : undefined;
}

/** Without the signs that English texts are set with: most are ASCII then. */
function plainSigns(text: string): string {
  return text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u00A0-\u00BF\u2010-\u2017\u201A-\u2026\u20AC]/g, ' ');
}

async function moreFrequent(
  word: string,
  near: RareWord['near'],
  tools: WordTools,
): Promise<string | undefined> {
  const { analyser } = tools;
  const own = analyser.termOf(word);
  const [best] = near
    .filter(({ term }) => editDistance(own, term, 1, false) === 1)
    .sort((a, b) => b.documents.length - a.documents.length || compareUnits(a.term, b.term));
  if (!best) return undefined;
  const ending = word.startsWith(own) ? word.slice(own.length) : '';
  const form = best.term + ending;
  if (ending !== '' && analyser.termOf(form) === best.term) return form;
  return writtenForm(best.term, word, best.documents, tools);
}

/** The reader's text with some words replaced; all else stays as it is. */
function withWords(query: string, words: ReadonlyMap<string, string>): string {
  return query.replace(/[^\s-]+/g, (token) => {
    const lower = token.toLowerCase();
    const plain = lower.length === token.length ? token : lower;
    let made = '';
    let end = 0;
    forEachPiece(lower, (piece) => {
      const other = words.get(fold(piece.text));
      if (other === undefined) return;
      made += plain.slice(end, piece.start) + other;
      end = piece.end;
    });
    return end === 0 ? token : made + plain.slice(end);
  });
}

/**
 * Optimal string alignment distance: letters put in, left out, changed, and neighbours changed places, no stretch
 * edited twice.
 * @param isBeginning the least distance from any beginning of `b`
 * @returns anything above `limit` when it is above
 */
export function editDistance(a: string, b: string, limit: number, isBeginning: boolean): number {
  const over = limit + 1;
  if (a.length - b.length > limit || (!isBeginning && b.length - a.length > limit)) return over;
  const width = Math.min(b.length, a.length + limit);
  if (rows[0].length < width + 2) rows = [0, 0, 0].map(() => new Uint16Array(2 * width + 2)) as Rows;
  // Rows of the table, one a letter of `a`. Cells further than `limit` from the diagonal are over it.
  let [beforeLast, last, row] = rows;
  for (let j = 0; j <= width; j += 1) last[j] = Math.min(j, over);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i += 1) {
    const from = Math.max(1, i - limit);
    const to = Math.min(width, i + limit);
    row[from - 1] = from === 1 ? Math.min(i, over) : over;
    if (i + limit <= width) last[to] = over;
    let least = row[from - 1] as number;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j += 1) {
      const other = b.charCodeAt(j - 1);
      let edits = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (letter === other ? 0 : 1),
        over,
      );
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) {
        edits = Math.min(edits, (beforeLast[j - 2] as number) + 1);
      }
      row[j] = edits;
      if (edits < least) least = edits;
    }
    // A row is made of the two before it, of the further one with an edit more.
    if (least > limit && leastBefore >= limit) return over;
    leastBefore = least;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  if (!isBeginning) return Math.min(last[width] as number, over);
  let nearest = over;
  for (let j = Math.max(0, a.length - limit); j <= width; j += 1)
    nearest = Math.min(nearest, last[j] as number);
  return nearest;
}

type Rows = [Uint16Array, Uint16Array, Uint16Array];
let rows: Rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)];

/**
 * Whether a beginning of a term, or all of it, is within a distance of a beginning of a text, or all of that: a first
 * look at thousands of terms. Of two that are sorted, what they begin with alike is looked at once.
 */
export function createSieve(text: string, limit: number): (term: string) => boolean {
  const width = text.length;
  /** By letters of the term: row of the table, its least cell, and the least distance of the whole text so far. */
  const table: Uint16Array[] = [Uint16Array.from({ length: width + 1 }, (_, j) => j)];
  const least = [0];
  const leastOfAll = [width];
  let before = '';
  /** How many rows are those of `before`; no more were needed. */
  let known = 0;
  return (term) => {
    let at = Math.min(commonLength(term, before), known);
    before = term;
    const isOver = (): boolean =>
      at > 0 && (least[at] as number) > limit && (least[at - 1] as number) >= limit;
    for (; at < term.length && !isOver(); at += 1) {
      table[at + 1] ??= new Uint16Array(width + 1);
      const row = table[at + 1] as Uint16Array;
      const last = table[at] as Uint16Array;
      const letter = term.charCodeAt(at);
      row[0] = at + 1;
      let smallest = at + 1;
      for (let j = 1; j <= width; j += 1) {
        const other = text.charCodeAt(j - 1);
        let edits = Math.min(
          (last[j] as number) + 1,
          (row[j - 1] as number) + 1,
          (last[j - 1] as number) + (letter === other ? 0 : 1),
        );
        if (at > 0 && j > 1 && letter === text.charCodeAt(j - 2) && term.charCodeAt(at - 1) === other) {
          edits = Math.min(edits, (table[at - 1]?.[j - 2] as number) + 1);
        }
        row[j] = edits;
        if (edits < smallest) smallest = edits;
      }
      least[at + 1] = smallest;
      leastOfAll[at + 1] = Math.min(leastOfAll[at] as number, row[width] as number);
    }
    known = at;
    return (leastOfAll[at] as number) <= limit || (at === term.length && (least[at] as number) <= limit);
  };
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
