// Words that name the links of a text's notes for those who do not see where they stand (src/render/footnotes.ts).
import type { SafeHtml } from '../src/model.ts';
import { html, nothing } from './html.ts';
import type { Wording } from './wording.ts';

/** Once in a page that shows this body; nothing for a body without notes. */
export function noteNames(wording: Wording, body: string): SafeHtml {
  // Text of the author's is escaped: only notes print this.
  if (!body.includes('<section class="notes"')) return nothing;
  return html`
    <span id="notes_title" hidden>${wording.text('notes.title')}</span>
    <span id="notes_note" hidden>${wording.text('notes.note')}</span>
    <span id="notes_back" hidden>${wording.text('notes.back')}</span>`;
}
