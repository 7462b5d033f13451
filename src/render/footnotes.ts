// Notes below a text: `word[^1]`, and `[^1]: The note.` on a line of its own, as GitHub has them. markdown-it-footnote
// finds them; how they are printed is ours. Ids hold an underscore, which no heading's id does. The words that name the
// links for screen readers stand in the page and in its language (layouts/notes.ts): a body knows no language.
import type { MarkdownIt as MarkdownParser, Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';

interface NoteMeta {
  /** Position of the note among those of the page, from 0. */
  readonly id: number;
  /** Which of the places that name the note, from 0. */
  readonly subId: number;
}

/** Longer names of notes are text: each is looked for up to its end, and hostile text holds many beginnings. */
const maxLabelLength = 100;
const tooLongLabel = new RegExp(`\\[\\^[^\\]\\s]{${maxLabelLength}}`, 'y');

/** Links back from one note: more would be of no use to anybody. */
const maxBackLinks = 8;

type CoreState = InstanceType<MarkdownParser['core']['State']>;

/** What the plugin's rules leave in `env`. */
interface Found {
  /** Notes that the text names, in the order in which it does. */
  readonly list?: readonly { readonly label: string; readonly count: number }[];
}

function metaOf(token: Token): NoteMeta {
  return token.meta as unknown as NoteMeta;
}

/** Id of the place in the text that leads to a note. */
export function referenceId(token: Token): string {
  const { id, subId } = metaOf(token);
  return subId === 0 ? `noteref_${id + 1}` : `noteref_${id + 1}_${subId + 1}`;
}

export function addFootnotes(md: MarkdownParser): void {
  md.use(footnotes);
  // `^[…]` is no note elsewhere either, and stays text.
  md.inline.ruler.disable('footnote_inline');
  md.inline.ruler.before('footnote_ref', 'long_footnote_ref', (state, silent) => {
    tooLongLabel.lastIndex = state.pos;
    if (!tooLongLabel.test(state.src)) return false;
    if (!silent) state.pending += '[^';
    state.pos += 2;
    return true;
  });
  md.core.ruler.at('footnote_tail', putNotesBelow);
  const { rules } = md.renderer;
  rules.footnote_ref = (tokens, index) => {
    const token = tokens[index]!;
    const number = metaOf(token).id + 1;
    const id = referenceId(token);
    return `<sup><a href="#note_${number}" id="${id}" role="doc-noteref" aria-labelledby="notes_note ${id}">${number}</a></sup>`;
  };
  rules.footnote_block_open = () =>
    '<section class="notes" role="doc-endnotes" aria-labelledby="notes_title">\n<ol>\n';
  rules.footnote_block_close = () => '</ol>\n</section>\n';
  rules.footnote_open = (tokens, index) => `<li id="note_${metaOf(tokens[index]!).id + 1}">`;
  rules.footnote_close = () => '</li>\n';
  rules.footnote_anchor = (tokens, index) => {
    const id = referenceId(tokens[index]!);
    return ` <a class="note-back" href="#${id}" role="doc-backlink" aria-labelledby="notes_back ${id}">↑</a>`;
  };
}

/** What the plugin's rule `footnote_tail` does, in time that grows with the text and not with its square. */
function putNotesBelow(state: CoreState): void {
  const { footnotes: found } = state.env as { readonly footnotes?: Found };
  if (found === undefined) return;
  const text: Token[] = [];
  const notes = new Map<string, Token[]>();
  let into = text;
  let depth = 0;
  for (const token of state.tokens) {
    if (token.type === 'footnote_reference_open') {
      depth += 1;
      into = [];
      notes.set(String(token.meta?.label), into);
    } else if (token.type === 'footnote_reference_close') {
      depth -= 1;
      // A note within a note is nobody's.
      into = depth === 0 ? text : [];
    } else {
      into.push(token);
    }
  }
  state.tokens = text;
  if (found.list === undefined) return;
  const put = (type: string, nesting: -1 | 0 | 1, meta: NoteMeta): void => {
    const token = new state.Token(type, '', nesting);
    token.meta = { ...meta };
    text.push(token);
  };
  put('footnote_block_open', 1, { id: 0, subId: 0 });
  found.list.forEach(({ label, count }, id) => {
    put('footnote_open', 1, { id, subId: 0 });
    for (const token of notes.get(label) ?? []) text.push(token);
    // The links back stand at the end of the last paragraph.
    const close = text.at(-1)?.type === 'paragraph_close' ? text.pop() : undefined;
    for (let subId = 0; subId < Math.min(count, maxBackLinks); subId += 1) {
      put('footnote_anchor', 0, { id, subId });
    }
    if (close !== undefined) text.push(close);
    put('footnote_close', -1, { id, subId: 0 });
  });
  put('footnote_block_close', -1, { id: 0, subId: 0 });
}
