// The whole site as one file to keep and to pass on: what it is, how large, how old, and what to do with it.
import type { IsoDate } from '../src/model.ts';
import { documentPage } from './document.ts';
import { html, nothing } from './html.ts';
import type { PageHead, TreeView } from './views.ts';

export interface DownloadView {
  readonly href: string;
  readonly fileName: string;
  /** Of the newest content, as its author wrote it; absent when nothing has a date. */
  readonly date?: IsoDate;
  readonly sizeBytes: number;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

export function downloadPage(tree: TreeView, head: PageHead, view: DownloadView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('download.title')}</h1>
      <p class="lede">${wording.text('download.intro')}</p>
      <p class="actions"><a class="button" href="${view.href}" download>${wording.text('download.get')} <span class="button-facts"><bdi>${view.fileName}</bdi></span></a></p>
      <dl class="download-facts">
      <dt>${wording.text('download.size')}</dt>
      <dd>${wording.size(view.sizeBytes)}</dd>
      ${
        view.date === undefined
          ? nothing
          : html`<dt>${wording.text('download.date')}</dt>
            <dd>${wording.date(view.date)}</dd>`
      }
      <dt>${wording.text('download.checksum')}</dt>
      <dd><code class="checksum" dir="ltr">${view.sha256}</code></dd>
      </dl>
      <h2>${wording.text('download.steps')}</h2>
      <ol class="steps">
      <li>${wording.text('download.save')}</li>
      <li>${wording.text('download.unpack')}</li>
      <li>${wording.text('download.open')}</li>
      </ol>
      <p class="note">${wording.text('download.caution')}</p>
      </div>`,
  );
}
