// What stands at an old address, for hosts that know no redirects and for copies on a disk: it leads on by itself, and
// by a link. HTML Living Standard §4.2.5.3 "refresh"; small, since a site may have thousands.
import { html } from './html.ts';
import type { LinkView } from './views.ts';
import type { Wording } from './wording.ts';

export interface MovedPageView {
  readonly wording: Wording;
  /** Where the text is now, and its title. */
  readonly link: LinkView;
  /** The same relative to this page and naming its file, so that it leads on from a disk, too. */
  readonly relativeHref: string;
  /** Absolute URL of where the text is now. */
  readonly canonical: string;
  readonly exit: LinkView;
}

/** The whole document. */
export function movedPage({ wording, link, relativeHref, canonical, exit }: MovedPageView): string {
  const title = wording.plain('moved.title');
  const titleLanguage = wording.markLanguage(wording.languageOf('moved.title'));
  return html`<!DOCTYPE html>
    <html lang="${wording.language}" dir="${wording.direction}">
    <head>
    <meta charset="utf-8">
    <title${titleLanguage}>${title}</title>
    <meta name="robots" content="noindex">
    <meta name="referrer" content="no-referrer">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="refresh" content="0; url=${relativeHref}">
    <link rel="canonical" href="${canonical}">
    </head>
    <body>
    <p><a data-exit href="${exit.href}" rel="noreferrer nofollow">${exit.text}</a></p>
    <main>
    <h1>${wording.text('moved.title')}</h1>
    <p>${wording.text('moved.text', { link: html`<a href="${link.href}">${link.text}</a>` })}</p>
    </main>
    </body>
    </html>
    `.html;
}
