// The stretch of a text where most of the query's words stand, cut into parts that are marked or not. Parts are
// text, never markup; a mark is never put between a letter and its accents or vowel signs. A script of its own in a
// browser: every search with results waits for it.
import { clustersOf, fold, forEachPiece, isAscii } from '../search/pipeline.ts';
import type { TextSections } from '../search/shard-format.ts';
import type { Analyser } from './analyser.ts';
import { bestStretch, type Mark, type Span, wordBit } from './best-stretch.ts';
import { forEachMatch, type PlacedTerms, type TermPattern } from './term-pattern.ts';

export interface TextPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A query, as excerpts look for it. */
export interface Sought {
  /** Of each word that is looked for, in the order of the query. */
  readonly patterns: readonly TermPattern[];
  readonly phrases: readonly PlacedTerms[];
  /** Folded runs. When there is none, pairs are looked up in the terms. */
  readonly runs: readonly string[];
}

/** What is marked in one page: words by their term, so that stemmed forms are marked too; runs by the query's own runs. */
export interface MarkTargets extends Sought {
  /** Terms of the page that the query found. */
  readonly terms: ReadonlySet<string>;
}

/** A heading of a page, and what stands below it. */
export interface ResultSection {
  readonly anchor: string;
  /** The heading's words. */
  readonly title: string;
}

export interface ResultExcerpt {
  readonly titleParts: readonly TextPart[];
  readonly excerpt: readonly TextPart[];
  readonly section?: ResultSection;
  readonly forms: readonly string[];
}

/** Longest excerpt, in UTF-16 units. */
const excerptLength = 240;
/** How much stands before the first marked word. */
const leadLength = 60;
/** Of a text in which no word of the query stands: what is shown when there is no summary. */
const plainLength = 200;
/** So many stop words in a row are looked at: "the law of the sea" has two. */
const maxStopWords = 4;
/** Forms that a page is told to mark. */
const maxForms = 12;
/** Beyond this many units of a text nothing is looked for: an excerpt is no reason to keep the reader waiting. */
const maxScannedLength = 400_000;

// What texts in Latin letters hold beyond ASCII: signs that part words, as a space does, and letters with one accent.
const partingSign =
  /[\u00A0-\u00A9\u00AB\u00AE\u00B0\u00B1\u00B4\u00B6\u00BB\u00BF\u00D7\u00F7\u200B\u2010-\u2018\u201A-\u2026\u20AC\u2122\u3002]/g;
const accentedLetter =
  /[\u00C0-\u00C5\u00C7-\u00CF\u00D1-\u00D6\u00D9-\u00DD\u00E0-\u00E5\u00E7-\u00EF\u00F1-\u00F6\u00F9-\u00FD\u00FF]/g;

/**
 * A text as ASCII of the same length in which the same words stand at the same places, if it is so plain that other
 * scripts need not be known for it; else the text itself.
 */
export function plainText(text: string): string {
  if (isAscii(text)) return text;
  const plain = text
    .replace(partingSign, ' ')
    .replace(/\u2019/g, "'")
    .replace(accentedLetter, (letter) => letter.normalize('NFD').charAt(0));
  return isAscii(plain) ? plain : text;
}

/** Whether `knowOtherScripts` must be called before the text is marked or cut. */
export function needsOtherScripts(text: string): boolean {
  return !isAscii(plainText(text));
}

/** Lower case of the same length, so that positions hold: the few letters that grow are left as they are. */
function lowerCaseInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const changed = character.toLowerCase();
    return changed.length === character.length ? changed : character;
  }).join('');
}

/** Where the query's words stand in a text, in order, without overlaps. */
export function findMarks(text: string, targets: MarkTargets, analyser: Analyser): Mark[] {
  const marks: Mark[] = [];
  /** By word as it is written: which of the query's words it is. */
  const known = new Map<string, number>();
  const wordsIn = (word: string): number => {
    let words = known.get(word);
    if (words === undefined) {
      words = wordsOfTerm(analyser.termOf(fold(word)), targets);
      known.set(word, words);
    }
    return words;
  };
  /** What stands between the last mark and here: its first words. */
  let between: string[] = [];
  forEachPiece(plainText(lowerCaseInPlace(text.slice(0, maxScannedLength))), (piece) => {
    if (piece.isRun) {
      for (const { start, end, words } of marksOfRun(piece.text, targets)) {
        marks.push({ start: piece.start + start, end: piece.start + end, words, isNext: false });
      }
      // Nothing stands right behind a run: it may end in what is none of its marks.
      between = [piece.text];
      return;
    }
    const words = wordsIn(piece.text);
    if (words === 0) {
      if (between.length <= maxStopWords) between.push(piece.text);
      return;
    }
    const isNext = between.length <= maxStopWords && between.every((word) => !analyser.isIndexed(fold(word)));
    marks.push({ start: piece.start, end: piece.end, words, isNext });
    between = [];
  });
  return marks;
}

/** Which of the query's words finds a term of the page; 0 when the term is none that was found. */
function wordsOfTerm(term: string, targets: MarkTargets): number {
  if (!targets.terms.has(term)) return 0;
  // lunr found it, so some word did.
  return bitOf(term, targets) || wordBit(targets.patterns.length + targets.runs.length);
}

/** Of runs first, then of words. The first that finds it: of `traffick* traffick` the reader typed one word. */
function bitOf(term: string, { patterns, runs }: Sought): number {
  let bit = 0;
  patterns.forEach((pattern, i) => {
    forEachMatch([term], pattern, () => {
      bit ||= wordBit(runs.length + i);
    });
  });
  return bit;
}

/** Words that follow the one before them in a phrase too. */
function quotedWords(sought: Sought): number {
  let quoted = 0;
  for (const { places } of sought.phrases) {
    places.reduce((before, { term }) => {
      const words = bitOf(term, sought);
      quoted |= (before << 1) & words;
      return words;
    }, 0);
  }
  return quoted;
}

function marksOfRun(run: string, targets: MarkTargets): Omit<Mark, 'isNext'>[] {
  const { terms, runs } = targets;
  if (runs.length === 0 && terms.size === 0) return [];
  const clusters = clustersOf(run);
  let folded = '';
  /** For each cluster: where it begins in the run, and in the folded run. */
  const places: { start: number; end: number; foldedStart: number; foldedEnd: number }[] = [];
  let start = 0;
  for (const cluster of clusters) {
    const text = fold(cluster).replaceAll('\u200B', '');
    const end = start + cluster.length;
    places.push({ start, end, foldedStart: folded.length, foldedEnd: folded.length + text.length });
    folded += text;
    start = end;
  }
  /** For each cluster: which of the query's words it belongs to. */
  const bits = places.map(() => 0);
  const mark = (i: number, words: number): void => {
    bits[i] = (bits[i] ?? 0) | words;
  };
  // One pass over the clusters for each run of the query: places come in order.
  for (const [number, needle] of runs.entries()) {
    let i = 0;
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
      const end = at + needle.length;
      while (i > 0 && (places[i]?.foldedStart ?? 0) > at) i -= 1;
      while (i < places.length && (places[i]?.foldedEnd ?? 0) <= at) i += 1;
      for (let j = i; j < places.length && (places[j]?.foldedStart ?? end) < end; j += 1) {
        mark(j, wordBit(number));
      }
    }
  }
  if (runs.length === 0) {
    places.forEach((place, i) => {
      const next = places[i + 1];
      const words = wordsOfTerm(folded.slice(place.foldedStart, next?.foldedEnd), targets);
      mark(i, words);
      if (next !== undefined) mark(i + 1, words);
    });
  }
  const marks: Omit<Mark, 'isNext'>[] = [];
  places.forEach(({ start, end }, i) => {
    const words = bits[i] ?? 0;
    if (words === 0) return;
    const last = marks.at(-1);
    if (last && bits[i - 1]) marks[marks.length - 1] = { start: last.start, end, words: last.words | words };
    else marks.push({ start, end, words });
  });
  return marks;
}

/** A whole text in parts. */
export function markText(text: string, targets: MarkTargets, analyser: Analyser): TextPart[] {
  return cutParts(text, 0, text.length, findMarks(text, targets, analyser));
}

/** What a result shows of a page. Where no word of the query stands in the body, the excerpt is the summary. */
export function excerptOf(
  {
    title,
    summary,
    body,
    sections,
  }: {
    readonly title: string;
    readonly summary: string;
    readonly body: string;
    readonly sections?: TextSections;
  },
  targets: MarkTargets,
  analyser: Analyser,
): ResultExcerpt {
  const marksIn = (text: string): Mark[] => findMarks(text, targets, analyser);
  const [inTitle, inSummary, inBody] = [marksIn(title), marksIn(summary), marksIn(body)];
  const best = bestStretch(inBody, excerptLength - leadLength, quotedWords(targets));
  const place = best && sectionAt(body, sections, best.start);
  const shownSummary = summary || cutPlain(body);
  return {
    titleParts: cutParts(title, 0, title.length, inTitle),
    excerpt: best
      ? cutAround(body, inBody, best, place?.textStart ?? 0)
      : cutParts(shownSummary, 0, shownSummary.length, summary ? inSummary : []),
    ...(place && { section: { anchor: place.anchor, title: place.title } }),
    forms: formsOf([
      [title, inTitle],
      [body, inBody],
      [summary, inSummary],
    ]),
  };
}

/** At most 240 units of a text around a stretch of it, with an ellipsis where it was cut. @param from nothing before it is shown */
function cutAround(text: string, marks: readonly Mark[], best: Span, from: number): TextPart[] {
  // At the end of a text there is more to show before.
  const wanted = Math.max(from, Math.min(best.start - leadLength, text.length - excerptLength));
  const start = wanted === from ? from : wordStart(text, wanted, best.start);
  const end = wordEnd(text, Math.min(text.length, start + excerptLength), best.end);
  const parts = cutParts(text, start, end, marks);
  if (start > from) parts.unshift({ text: '… ', isMarked: false });
  if (end < text.length) parts.push({ text: ' …', isMarked: false });
  return parts.map((part) => ({ ...part, text: part.text.replace(/\s+/g, ' ') }));
}

/** The section in which a place stands, and where what may be shown of it begins. Nothing before the first heading. */
function sectionAt(text: string, sections: TextSections | undefined, place: number) {
  const number = (sections?.starts ?? []).filter((own) => own <= place).length - 1;
  const start = sections?.starts[number];
  const anchor = sections?.anchors[number];
  if (start === undefined || anchor === undefined) return undefined;
  const lineEnd = text.indexOf('\n', start);
  const end = lineEnd < 0 ? text.length : lineEnd;
  // A result shows the title of its section: below it, it is not repeated.
  return { anchor, title: text.slice(start, end), textStart: place < end ? start : end + 1 };
}

/** How the words that match are written: the most frequent first, then by where they stand. */
function formsOf(texts: readonly (readonly [text: string, marks: readonly Mark[]])[]): string[] {
  const counts = new Map<string, number>();
  for (const [text, marks] of texts) {
    for (const { start, end } of marks) {
      const form = text.slice(start, end).toLowerCase();
      counts.set(form, (counts.get(form) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, maxForms)
    .map(([form]) => form);
}

function cutPlain(text: string): string {
  if (text.length <= plainLength) return text;
  const cut = text.slice(0, plainLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), plainLength / 2))} …`;
}

// A cut may stand at a space or, in a script without spaces, between clusters.
function wordStart(text: string, from: number, atMost: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, atMost).search(/\s/);
  if (space >= 0) return from + space + 1;
  return clusterBorder(text, from, atMost);
}

function wordEnd(text: string, to: number, atLeast: number): number {
  if (to >= text.length) return text.length;
  const stretch = text.slice(atLeast, to);
  const space = Math.max(stretch.lastIndexOf(' '), stretch.lastIndexOf('\n'));
  if (space > stretch.length / 2) return atLeast + space;
  const border = clusterBorder(text, atLeast, to + 1, to);
  return Math.max(border, atLeast);
}

/** The first border of clusters after `from`, or with `wanted` the last one not behind it. */
function clusterBorder(text: string, from: number, to: number, wanted?: number): number {
  let at = from;
  for (const cluster of clustersOf(plainText(text.slice(from, to)))) {
    const next = at + cluster.length;
    if (wanted === undefined) return Math.min(next, to);
    if (next > wanted) break;
    at = next;
  }
  return at;
}

function cutParts(text: string, start: number, end: number, spans: readonly Span[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = start;
  for (const span of spans) {
    if (span.start < at || span.end > end) continue;
    if (span.start > at) parts.push({ text: text.slice(at, span.start), isMarked: false });
    parts.push({ text: text.slice(span.start, span.end), isMarked: true });
    at = span.end;
  }
  if (at < end) parts.push({ text: text.slice(at, end), isMarked: false });
  return parts;
}
