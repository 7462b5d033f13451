// A link beside each heading of a long text, to copy the address of what stands below it. It follows the heading and is
// no part of it, so that whoever has the headings read out hears their words alone.
import type { SafeHtml } from '../src/model.ts';
import { html } from './html.ts';
import type { Wording } from './wording.ts';

/** Names the links, together with the heading of each. */
const labelId = 'item_anchor';
/** As render/markdown.ts prints them; deeper ones are not in the list of contents either. */
const heading = /<(h[23]) id="([^"]*)"[^>]*>[\s\S]*?<\/\1>/g;

/** @param body HTML of render/markdown.ts: ids hold letters, marks, digits and hyphens */
export function withHeadingAnchors(wording: Wording, body: string): SafeHtml {
  const anchored = body.replace(
    heading,
    (whole, _tag, id: string) =>
      `<div class="anchored">${whole}<a class="anchor" href="#${encodeURIComponent(id)}" aria-labelledby="${labelId} ${id}">#</a></div>`,
  );
  return html`<span id="${labelId}" hidden>${wording.text('item.anchor')}</span>
    ${{ html: anchored }}`;
}
