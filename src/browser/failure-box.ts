// What went wrong, in the page's words, and the way on: never a result too few without a word.
import type { EngineReply } from '../search-client/engine-messages.ts';
import { engineFile } from '../search-client/engine-messages.ts';
import type { QueryError } from '../search-client/query-limits.ts';
import { make, makeButton, type Text } from './page-parts.ts';

export type Failure = Extract<EngineReply, { kind: 'failed' }>;

/** Others are the network's: a part cannot be had, or came damaged. */
const keys: Readonly<Partial<Record<Failure['fault'], string>>> = {
  missing: 'updated',
  'other-version': 'updated',
  foreign: 'foreign',
};

export interface FailureBox {
  hide(): void;
  /** The browser lacks what the search needs. */
  showOldBrowser(): void;
  /**
   * @param failure absent when the engine broke
   * @param retry asks again; called by itself when the network is back
   */
  showFailure(failure: Failure | undefined, retry: () => void): void;
  /** lunr's message and the query with the place marked. */
  showQueryError(query: string, error: QueryError): void;
}

/**
 * @param engineAddress as the page has it: what a folder lacks is named
 * @param say tells it to a screen reader
 */
export function failureBox(
  box: HTMLElement,
  text: Text,
  engineAddress: string,
  say: (said: string) => void,
): FailureBox {
  const isFolder = location.protocol === 'file:';
  let retryOnline: (() => void) | undefined;

  function show(said: string, ...further: readonly Node[]): void {
    retryOnline = undefined;
    box.replaceChildren(make('p', '', said), ...further);
    box.hidden = false;
    say(said);
  }

  addEventListener('online', () => retryOnline?.());

  return {
    hide() {
      retryOnline = undefined;
      box.hidden = true;
    },
    showOldBrowser: () => show(text('error-browser')),
    showFailure(failure, retry) {
      const { fault = 'unreachable', file = engineFile } = failure ?? {};
      const key = isFolder ? 'folder' : (keys[fault] ?? (navigator.onLine ? 'network' : 'offline'));
      const said = text(`error-${key}`, { file: file === engineFile ? engineAddress : `search/${file}.js` });
      // A page older than the site cannot mend itself by asking again.
      if (key === 'updated') {
        show(
          said,
          makeButton('button', text('reload'), () => location.reload()),
        );
        return;
      }
      show(said, makeButton('button', text('retry'), retry));
      if (key === 'offline') retryOnline = retry;
    },
    showQueryError(query, { message, start, end }) {
      const place = make('code', '', query.slice(Math.max(0, start - 60), start));
      place.append(make('mark', '', query.slice(start, end)), query.slice(end, end + 60));
      show(text('error-query', { message }), place);
    },
  };
}
