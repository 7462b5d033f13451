// The links that leave the site at once, after the "Exit this page" component of the GOV.UK Design System: plain links, to
// which src/browser/exit.ts adds the keyboard, the lights and what is spoken. In a copy that is carried away all with
// `data-exit` lead to its own neutral page (src/archive/relative-links.ts).
import type { SafeHtml } from '../src/model.ts';
import { attributes, html, nothing } from './html.ts';
import type { TreeView } from './views.ts';

/** What GOV.UK calls the secondary link: the second Tab stop, unseen until then. */
export function exitSkipLink({ exit }: TreeView): SafeHtml {
  return html`<a class="skip" data-exit href="${exit.href}" rel="nofollow noreferrer">${exit.text}</a>`;
}

/** The link that stays on the screen, and the live region of what the Shift key does. */
export function exitLink({ exit, wording }: TreeView): SafeHtml {
  const emergency = exit.hasOwnWords
    ? nothing
    : html`<span class="unseen">${wording.text('exit.emergency')}</span> `;
  const said = attributes({
    'data-two-more': wording.plain('exit.two-more'),
    'data-one-more': wording.plain('exit.one-more'),
    'data-stopped': wording.plain('exit.stopped'),
    'data-loading': wording.plain('exit.loading'),
  });
  const mark = wording.markLanguage(wording.ownLanguage);
  return html`<a class="exit" data-exit href="${exit.href}" rel="nofollow noreferrer">${emergency}${exit.text}<span class="exit-lights" aria-hidden="true"><span></span><span></span><span></span></span></a>
    <p class="unseen" role="status" data-exit-status${said}${mark}></p>`;
}
