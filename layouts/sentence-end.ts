// Whether words bring their own end, so that no full stop is put after them.

/** In any of the site's scripts; a quotation mark may follow. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？؟။។]["”’»]?$/u.test(text);
}
