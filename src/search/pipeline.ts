// How a word becomes a term, in the build, the worker, the page, the terminal and the tests alike: lunr's own
// tokenizer, then these pipeline functions (lunr 2.3.9, lunr.Pipeline). No import, no DOM, no Intl.

/** A word between separators, or a stretch of a script that puts no spaces between words. */
export interface Piece {
  /** Folded and trimmed, never empty. */
  readonly text: string;
  /** True: Thai, Lao, Khmer, Burmese, Chinese or Japanese, indexed as overlapping pairs of clusters. */
  readonly isRun: boolean;
}

export interface PipelineToken {
  toString(): string;
  update(change: (text: string) => string): PipelineToken;
  clone(change: (text: string) => string): PipelineToken;
}
export type PipelineFunction = (token: PipelineToken) => PipelineToken | PipelineToken[] | null;

/** The part of lunr that we register our functions in. */
interface LunrWithPipeline {
  Pipeline: { registeredFunctions: Record<string, unknown> };
}

/** Labels of pipeline functions, in order; those without `offprint-` are lunr's. */
export interface PipelineLabels {
  readonly index: readonly string[];
  readonly search: readonly string[];
}

// ── other scripts ─────────────────────────────────────────────────────────────────────────────────────

/** What texts beyond ASCII need; src/search/other-scripts.ts has it. */
export interface OtherScripts {
  /** One character that is neither letter, mark nor number. */
  readonly notWord: RegExp;
  /** Global; its first group holds a run. */
  readonly piecePattern: RegExp;
  readonly needsSplitting: RegExp;
  /** One character that leans on the one before it. */
  readonly follower: RegExp;
  /** One character that the next leans on. */
  readonly joiner: RegExp;
  fold(text: string): string;
  /** An Arabic word without its particles and endings; any other as it is. */
  stemArabic(word: string): string;
}

let otherScripts: OtherScripts | undefined;

/** To be called once before a text that is not plain ASCII comes; until then such a text is an error. */
export function knowOtherScripts(known: OtherScripts): void {
  otherScripts = known;
}

function others(): OtherScripts {
  if (otherScripts === undefined) throw new Error('a text beyond ASCII, and nothing known of other scripts');
  return otherScripts;
}

const beyondAscii = /[^\x00-\x7f]/;
export function isAscii(text: string): boolean {
  return !beyondAscii.test(text);
}

// Marks that part words even without a space ("and/or"). lunr keeps all inner punctuation; so do we, but for brackets,
// quotes, slashes and the wildcard.
const asciiPiece = /[^/\\|()[\]{}<>";*=\s-]+/g;
const asciiSplitter = /[/\\|()[\]{}<>";*=\s-]/;

// ── fold ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Makes spellings of one word alike: accents off in Latin, Greek and Cyrillic; Arabic and Hebrew vowel marks off;
 * presentation forms, full width and other scripts' digits to the plain ones; invisible characters gone. The marks
 * of Thai, Indic and all other scripts stay. Expects lower case, as lunr.tokenizer gives it.
 */
export function fold(text: string): string {
  return isAscii(text) ? text : others().fold(text);
}

// ── trim and split ────────────────────────────────────────────────────────────────────────────────────

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

/** Where the word inside `text` begins and ends, in UTF-16 units; equal when there is none. */
export function wordBounds(text: string): [number, number] {
  let start = 0;
  let end = text.length;
  // Loops and not /[…]+$/, which takes quadratic time on ten thousand dots before a letter.
  while (start < end) {
    const codePoint = text.codePointAt(start) ?? 0;
    if (isWordCode(codePoint)) break;
    const character = String.fromCodePoint(codePoint);
    if (codePoint >= 0x80 && !others().notWord.test(character)) break;
    start += character.length;
  }
  while (end > start) {
    const unit = text.charCodeAt(end - 1);
    if (isWordCode(unit)) break;
    if (unit < 0x80) {
      end -= 1;
      continue;
    }
    const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff && end - 2 >= start;
    const pair = isLowSurrogate ? (text.codePointAt(end - 2) ?? 0) : 0;
    const character = pair > 0xffff ? text.slice(end - 2, end) : text.slice(end - 1, end);
    if (!others().notWord.test(character)) break;
    end -= character.length;
  }
  return [start, end];
}

/** What lunr.trimmer does, for every script: letters, marks and numbers stay at both ends, the rest goes. */
export function trim(text: string): string {
  const [start, end] = wordBounds(text);
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** A piece of text as it stands, before folding. */
export interface RawPiece {
  readonly text: string;
  readonly isRun: boolean;
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Calls `visit` for every word and every run of `text`, in order; ends are trimmed, empty ones left out. */
export function forEachPiece(text: string, visit: (piece: RawPiece) => void): void {
  const pattern = isAscii(text) ? asciiPiece : others().piecePattern;
  let at = 0;
  // The place is kept here, as `visit` may come back to this function; a pattern made anew each time would be slow.
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return;
    at = pattern.lastIndex;
    const [start, end] = wordBounds(match[0]);
    if (start === end) continue;
    visit({
      text: match[0].slice(start, end),
      isRun: match[1] !== undefined,
      start: match.index + start,
      end: match.index + end,
    });
  }
}

/** The words and runs of a folded text. */
export function piecesOf(folded: string): Piece[] {
  const pieces: Piece[] = [];
  forEachPiece(folded, ({ text, isRun }) => {
    // Folded again by itself: what stood between two signs, or beside an accent, may be gone now.
    pieces.push({ text: fold(isRun ? text.replaceAll('\u200B', '') : text), isRun });
  });
  return pieces;
}

/** The clusters of a run: what is written as one sign, never cut between a letter and its marks. */
export function clustersOf(run: string): string[] {
  if (isAscii(run)) return [...run];
  const { follower, joiner } = others();
  const clusters: string[] = [];
  let current = '';
  let isOpen = false;
  for (const character of run) {
    if (current !== '' && !isOpen && !follower.test(character)) {
      clusters.push(current);
      current = '';
    }
    current += character;
    isOpen = joiner.test(character);
  }
  if (current !== '') clusters.push(current);
  return clusters;
}

/** Each cluster with the next one; a single cluster stays itself. */
export function pairsOf(clusters: readonly string[]): string[] {
  if (clusters.length < 2) return [...clusters];
  const pairs: string[] = [];
  for (let i = 1; i < clusters.length; i += 1) pairs.push(`${clusters[i - 1]}${clusters[i]}`);
  return pairs;
}

// ── stemmers ──────────────────────────────────────────────────────────────────────────────────────────

/**
 * By primary language tag: those that were measured to help (docs/decisions/012-stemmers.md). lunr's own; one of ours;
 * and those of lunr-languages, each a script of its own.
 */
const stemmers: Readonly<Record<string, string>> = { en: 'stemmer', ar: 'offprint-arabic', ru: 'stemmer-ru' };

function stemmerOf(language: string): string | undefined {
  return stemmers[language.toLowerCase().split('-', 1)[0] ?? ''];
}

/** The label of a language's stemmer when that must be made known before the language's pipelines are loaded. */
export function separateStemmerOf(language: string): string | undefined {
  const label = stemmerOf(language);
  return label?.startsWith('stemmer-') ? label : undefined;
}

/** A folded word → what all its forms have in common. */
export type Stem = (word: string) => string;

/** Where the script of a stemmer puts it, by label; it may run before or after this module. */
export interface StemmerGlobal {
  offprintStemmers?: Record<string, Stem>;
}

// ── lunr's functions ──────────────────────────────────────────────────────────────────────────────────

function splitToken(token: PipelineToken, withEnds: boolean): PipelineToken | PipelineToken[] {
  const text = token.toString();
  const splitter = isAscii(text) ? asciiSplitter : others().needsSplitting;
  if (!splitter.test(text)) return token;
  const terms: string[] = [];
  for (const piece of piecesOf(text)) {
    if (!piece.isRun) {
      terms.push(piece.text);
      continue;
    }
    const clusters = clustersOf(piece.text);
    for (const pair of pairsOf(clusters)) terms.push(pair);
    if (withEnds && clusters.length > 1) terms.push(clusters[clusters.length - 1] ?? '');
  }
  if (terms.length === 0) terms.push('');
  return terms.map((term) => token.clone(() => term));
}

/** By label. */
export const pipelineFunctions: Readonly<Record<string, PipelineFunction>> = {
  'offprint-fold': (token) => token.update(fold),
  // Like lunr.trimmer it may leave an empty token. A query needs that: lunr fails on a required clause without terms.
  'offprint-trim': (token) => token.update(trim),
  'offprint-pairs': (token) => splitToken(token, false),
  // The index holds the last cluster of a run as well: so every cluster begins exactly one term, and a word of one
  // cluster is found by its prefix.
  'offprint-pairs-and-ends': (token) => splitToken(token, true),
  'offprint-drop-empty': (token) => (token.toString() === '' ? null : token),
  // "Burma's" is Burma: lunr's stemmer would keep the apostrophe.
  'offprint-possessive': (token) => token.update((text) => text.replace(/(.)'s?$/, '$1')),
  'offprint-arabic': (token) => token.update((text) => (isAscii(text) ? text : others().stemArabic(text))),
};

/** Registers our functions, and the stemmers that are known, in a lunr; may be called again. */
export function registerPipeline(lunr: LunrWithPipeline): void {
  const { registeredFunctions } = lunr.Pipeline;
  for (const [label, fn] of Object.entries(pipelineFunctions)) {
    // Not registerFunction(), which prints a warning the second time.
    registeredFunctions[label] = Object.assign(fn, { label });
  }
  for (const [label, stem] of Object.entries((globalThis as StemmerGlobal).offprintStemmers ?? {})) {
    registeredFunctions[label] ??= Object.assign((token: PipelineToken) => token.update(stem), { label });
  }
}

/**
 * Which functions a language's index and queries pass, by label. Only English has stop words; they are in the index
 * pipeline alone, as in lunr: a plain query drops them when it is rewritten.
 */
export function pipelineLabels(language: string): PipelineLabels {
  const stemmer = stemmerOf(language);
  const isEnglish = stemmer === 'stemmer';
  const lastly = stemmer === undefined ? [] : [stemmer];
  return {
    index: [
      'offprint-fold',
      'offprint-trim',
      'offprint-pairs-and-ends',
      'offprint-drop-empty',
      ...(isEnglish ? ['offprint-possessive', 'stopWordFilter'] : []),
      ...lastly,
    ],
    search: [
      'offprint-fold',
      'offprint-trim',
      'offprint-pairs',
      ...(isEnglish ? ['offprint-possessive'] : []),
      ...lastly,
    ],
  };
}
