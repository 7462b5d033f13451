// When two names are the same name: Unicode normal form C (UAX #15) and full case folding, so that `/X/` is `/x/`,
// `Straße` is `STRASSE`, and the é of a Mac is the é of Windows.

/** For comparison alone, never for output. */
export function fold(text: string): string {
  // Nearly every address is ASCII, and there are tens of thousands.
  if (/^[\x00-\x7F]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** As fold, and runs of white space count as one space: for words that people type. */
export function foldWords(text: string): string {
  return fold(text).replace(/\s+/g, ' ').trim();
}
