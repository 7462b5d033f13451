// Anchors of headings: readable in any script, the same as long as the heading's words are the same, unique in the page.

/** Ids of layouts that a heading could take: those of one word. All others hold a `_`, which no heading's id does. */
const reservedIds: readonly string[] = ['q'];

const maxLength = 80;

/** Gives the headings of one page their ids, in the order of the page. */
export class HeadingIds {
  readonly #taken = new Set<string>(reservedIds);
  readonly #next = new Map<string, number>();

  /** The heading's letters, marks and digits, NFC, lower case, with `-` between; then `-2`, `-3`… for the like. */
  take(text: string): string {
    const slug = anchorOf(text);
    let id = slug;
    for (let n = this.#next.get(slug) ?? 2; this.#taken.has(id); n += 1) {
      id = `${slug}-${n}`;
      this.#next.set(slug, n + 1);
    }
    this.#taken.add(id);
    return id;
  }
}

function anchorOf(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  let anchor = '';
  for (const word of words) {
    if (anchor !== '' && anchor.length + 1 + word.length > maxLength) break;
    anchor += (anchor === '' ? '' : '-') + word;
  }
  // A word alone may be longer, in a script without spaces: cut between letters, never before a mark.
  if (anchor.length > maxLength) {
    let end = maxLength;
    while (end > 0 && /^[\p{M}\p{Surrogate}]/u.test(anchor.slice(end))) end -= 1;
    anchor = anchor.slice(0, end);
  }
  return anchor === '' ? 'section' : anchor;
}
