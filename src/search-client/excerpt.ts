// The stretch of a text where most of the query's words stand, cut into parts that are marked or not. Parts are
// text, never markup; a mark is never put between a letter and its accents or vowel signs. A script of its own in a
// browser, and every search with results waits for it: it imports nothing, and what it needs is handed to it.
import type { Analyser } from './analyser.ts';

export interface TextPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** What is marked: words by their term, so that stemmed forms are marked too; runs by the query's own runs. */
export interface MarkTargets {
  readonly terms: ReadonlySet<string>;
  /** Folded runs. When there is none, pairs are looked up in `terms`. */
  readonly runs: readonly string[];
}

/** In UTF-16 units of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Longest excerpt, in UTF-16 units. */
const excerptLength = 240;
/** How much stands before the first marked word. */
const leadLength = 60;
/** Beyond this many units of a text nothing is looked for: an excerpt is no reason to keep the reader waiting. */
const maxScannedLength = 400_000;

// What texts in Latin letters hold beyond ASCII: signs that part words, as a space does, and letters with one accent.
const partingSign =
  /[\u00A0-\u00A9\u00AB\u00AE\u00B0\u00B1\u00B4\u00B6\u00BB\u00BF\u00D7\u00F7\u200B\u2010-\u2018\u201A-\u2026\u20AC\u2122\u3002]/g;
const accentedLetter =
  /[\u00C0-\u00C5\u00C7-\u00CF\u00D1-\u00D6\u00D9-\u00DD\u00E0-\u00E5\u00E7-\u00EF\u00F1-\u00F6\u00F9-\u00FD\u00FF]/g;
const beyondAscii = /[^\x00-\x7f]/;

/**
 * A text as ASCII of the same length in which the same words stand at the same places, if it is so plain that other
 * scripts need not be known for it; else the text itself.
 */
export function plainText(text: string): string {
  if (!beyondAscii.test(text)) return text;
  const plain = text
    .replace(partingSign, ' ')
    .replace(/\u2019/g, "'")
    .replace(accentedLetter, (letter) => letter.normalize('NFD').charAt(0));
  return beyondAscii.test(plain) ? text : plain;
}

/** Whether `knowOtherScripts` must be called before the text is marked or cut. */
export function needsOtherScripts(text: string): boolean {
  return beyondAscii.test(plainText(text));
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
export function findMarks(text: string, targets: MarkTargets, analyser: Analyser): Span[] {
  const spans: Span[] = [];
  const isTarget = new Map<string, boolean>();
  const isTargetWord = (word: string): boolean => {
    let known = isTarget.get(word);
    if (known === undefined) {
      known = targets.terms.has(analyser.termOf(analyser.fold(word)));
      isTarget.set(word, known);
    }
    return known;
  };
  analyser.forEachPiece(plainText(lowerCaseInPlace(text.slice(0, maxScannedLength))), (piece) => {
    if (piece.isRun) {
      for (const span of marksOfRun(piece.text, targets, analyser)) {
        spans.push({ start: piece.start + span.start, end: piece.start + span.end });
      }
    } else if (isTargetWord(piece.text)) {
      spans.push({ start: piece.start, end: piece.end });
    }
  });
  return spans;
}

function marksOfRun(run: string, { terms, runs }: MarkTargets, { clustersOf, fold }: Analyser): Span[] {
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
  const isMarked = places.map(() => false);
  // One pass over the clusters for each run of the query: places come in order.
  for (const needle of runs) {
    let i = 0;
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
      const end = at + needle.length;
      while (i > 0 && (places[i]?.foldedStart ?? 0) > at) i -= 1;
      while (i < places.length && (places[i]?.foldedEnd ?? 0) <= at) i += 1;
      for (let j = i; j < places.length && (places[j]?.foldedStart ?? end) < end; j += 1) isMarked[j] = true;
    }
  }
  if (runs.length === 0) {
    places.forEach((place, i) => {
      const next = places[i + 1];
      if (next === undefined) {
        if (terms.has(folded.slice(place.foldedStart))) isMarked[i] = true;
      } else if (terms.has(folded.slice(place.foldedStart, next.foldedEnd))) {
        isMarked[i] = true;
        isMarked[i + 1] = true;
      }
    });
  }
  const spans: Span[] = [];
  places.forEach((place, i) => {
    if (!isMarked[i]) return;
    const last = spans.at(-1);
    if (last && i > 0 && isMarked[i - 1]) spans[spans.length - 1] = { start: last.start, end: place.end };
    else spans.push({ start: place.start, end: place.end });
  });
  return spans;
}

/** A whole text in parts. */
export function markText(text: string, targets: MarkTargets, analyser: Analyser): TextPart[] {
  return cutParts(text, 0, text.length, findMarks(text, targets, analyser));
}

/**
 * The best stretch of a text, at most 240 units, with an ellipsis where it was cut.
 * @returns nothing when no word of the query stands in the text
 */
export function cutExcerpt(text: string, targets: MarkTargets, analyser: Analyser): TextPart[] | undefined {
  const spans = findMarks(text, targets, analyser);
  if (spans.length === 0) return undefined;
  const best = bestSpan(text, spans);
  const start = wordStart(text, Math.max(0, best.start - leadLength), best.start, analyser);
  const end = wordEnd(text, Math.min(text.length, start + excerptLength), best.end, analyser);
  const parts = cutParts(text, start, end, spans);
  if (start > 0) parts.unshift({ text: '… ', isMarked: false });
  if (end < text.length) parts.push({ text: ' …', isMarked: false });
  return parts.map((part) => ({ ...part, text: part.text.replace(/\s+/g, ' ') }));
}

/** The span that is followed closely by most different words of the query; the first of equals. */
function bestSpan(text: string, spans: readonly Span[]): Span {
  const reach = excerptLength - leadLength;
  const counts = new Map<string, number>();
  const wordOf = (span: Span): string => text.slice(span.start, span.end).toLowerCase();
  let best = spans[0] as Span;
  let bestCount = 0;
  let next = 0;
  for (const span of spans) {
    for (let ahead = spans[next]; ahead && ahead.end <= span.start + reach; ahead = spans[next]) {
      counts.set(wordOf(ahead), (counts.get(wordOf(ahead)) ?? 0) + 1);
      next += 1;
    }
    if (counts.size > bestCount) {
      best = span;
      bestCount = counts.size;
    }
    const left = (counts.get(wordOf(span)) ?? 0) - 1;
    if (left > 0) counts.set(wordOf(span), left);
    else counts.delete(wordOf(span));
    // A word longer than the reach was never counted: go on behind it.
    if (spans[next] === span) next += 1;
  }
  return best;
}

// A cut may stand at a space or, in a script without spaces, between clusters.
function wordStart(text: string, from: number, atMost: number, analyser: Analyser): number {
  if (from === 0) return 0;
  const space = text.slice(from, atMost).search(/\s/);
  if (space >= 0) return from + space + 1;
  return clusterBorder(text, from, atMost, analyser);
}

function wordEnd(text: string, to: number, atLeast: number, analyser: Analyser): number {
  if (to >= text.length) return text.length;
  const stretch = text.slice(atLeast, to);
  const space = Math.max(stretch.lastIndexOf(' '), stretch.lastIndexOf('\n'));
  if (space > stretch.length / 2) return atLeast + space;
  const border = clusterBorder(text, atLeast, to + 1, analyser, to);
  return Math.max(border, atLeast);
}

/** The first border of clusters after `from`, or with `wanted` the last one not behind it. */
function clusterBorder(
  text: string,
  from: number,
  to: number,
  { clustersOf }: Analyser,
  wanted?: number,
): number {
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
