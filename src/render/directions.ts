// Which way a block of text runs, told by its letters alone: a paragraph of Arabic within English (or the reverse) has
// `dir` of its own, or its full stop would stand at the wrong end. Unicode's rule, the first letter (UAX #9 P2), is
// wrong for the many paragraphs that begin with a foreign name; so most letters decide.
import type { Token } from 'markdown-it';

type Direction = 'ltr' | 'rtl';

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const rightToLeftLetters = /[\u05D0-\u07FF\u0840-\u08C7\uFB1D-\uFDFD\uFE70-\uFEFC]/g;
const letters = /\p{L}/gu;
/** A word or a name is read either way, and in a list it had better stand where the others do. */
const minLetters = 20;

/** Gathers the blocks of a body, and marks them when they do not all run the same way. */
export class Directions {
  readonly #blocks: { readonly open: Token; readonly direction: Direction }[] = [];
  readonly #isAsked: boolean;

  /** @param source the whole body: most hold no letter that runs from right to left, and pay for no more than that */
  constructor(source: string) {
    this.#isAsked = rightToLeft.test(source);
  }

  /** @param before, twoBefore the tokens that stand before the block's text: they open it */
  add(inline: Token, before: Token | undefined, twoBefore: Token | undefined): void {
    if (!this.#isAsked) return;
    // The paragraph of a point of a list is not printed where points stand close.
    const open = before?.hidden === true ? twoBefore : before;
    const all = inline.content.match(letters)?.length ?? 0;
    if (open === undefined || all < minLetters) return;
    const rtl = inline.content.match(rightToLeftLetters)?.length ?? 0;
    this.#blocks.push({ open, direction: rtl * 2 > all ? 'rtl' : 'ltr' });
  }

  mark(): void {
    const [first] = this.#blocks;
    // Which way the page runs is not known here: in a mixed body every block says it.
    if (this.#blocks.every(({ direction }) => direction === first?.direction)) return;
    for (const { open, direction } of this.#blocks) open.attrSet('dir', direction);
  }
}
