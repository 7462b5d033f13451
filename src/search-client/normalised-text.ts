// Texts and phrases written so that one can be looked up in the other: folded words with one space between,
// punctuation gone, runs of scripts without spaces in one piece.
import { fold, type Piece, piecesOf } from '../search/pipeline.ts';

/** @returns words with a space between and around; a run of a script without spaces is one word */
export function normalisedText(text: string): string {
  const pieces = piecesOf(fold(text.toLowerCase()));
  return ` ${pieces.map((piece) => piece.text).join(' ')} `;
}

/** @returns what to look for in a normalisedText; empty when the phrase has no word */
export function normalisedPhrase(phrase: string): string {
  const pieces = piecesOf(fold(phrase.toLowerCase()));
  if (pieces.length === 0) return '';
  // A whole word ends at a space; a run may go on on either side.
  const edge = (piece: Piece | undefined): string => (piece?.isRun ? '' : ' ');
  return edge(pieces[0]) + pieces.map((piece) => piece.text).join(' ') + edge(pieces.at(-1));
}
