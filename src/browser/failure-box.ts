// What went wrong, in the page's words, and the way on: never a result too few without a word.
import type { EngineReply } from '../search-client/engine-messages.ts';
import { engineFile } from '../search-client/engine-messages.ts';
import type { QueryError } from '../search-client/query-limits.ts';
import { make, makeButton, type Text } from './page-parts.ts';

export type Failure = Extract<EngineReply, { kind: 'failed' }>;

export interface FailureBox {
  hide(): void;
  /** The browser lacks what the search needs. */
  showOldBrowser(): void;
  /**
   * @param failure absent when the engine broke
   * @param retry asks again; called at most once, and by itself when the network is back
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

  function textOf(failure: Failure | undefined): string {
    if (failure === undefined) return text('error-network');
    const { fault, file } = failure;
    if (isFolder) {
      return text('error-folder', { file: file === engineFile ? engineAddress : `search/${file}.js` });
    }
    if (fault === 'missing' || fault === 'other-version') return text('error-updated');
    if (fault === 'foreign') return text('error-foreign');
    return text(navigator.onLine ? 'error-network' : 'error-offline');
  }

  addEventListener('online', () => retryOnline?.());

  return {
    hide() {
      retryOnline = undefined;
      box.hidden = true;
    },
    showOldBrowser: () => show(text('error-browser')),
    showFailure(failure, retry) {
      // A page older than the site cannot mend itself by asking again.
      const isOld = failure !== undefined && !isFolder && /^(?:missing|other-version)$/.test(failure.fault);
      const again = (): void => {
        retryOnline = undefined;
        retry();
      };
      show(
        textOf(failure),
        isOld
          ? makeButton('button', text('reload'), () => location.reload())
          : makeButton('button', text('retry'), again),
      );
      if (!navigator.onLine) retryOnline = again;
    },
    showQueryError(query, { message, start, end }) {
      const place = make('code', '', query.slice(Math.max(0, start - 60), start));
      place.append(make('mark', '', query.slice(start, end)), query.slice(end, end + 60));
      show(text('error-query', { message }), place);
    },
  };
}
