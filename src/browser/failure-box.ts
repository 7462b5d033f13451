// What went wrong, in the page's words, and the way on: never a result too few without a word.
import { type EngineReply, engineFile } from '../search-client/engine-messages.ts';
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
  show(said: string, ...further: readonly Node[]): void;
  /**
   * @param failure absent when the engine broke
   * @param retry asks again; called by itself when the network is back
   */
  showFailure(failure: Failure | undefined, retry: () => void): void;
}

/**
 * @param scripts addresses, as the page has them, of what is no file of the index: what a folder lacks is named
 * @param say tells it to a screen reader
 */
export function failureBox(
  box: HTMLElement,
  text: Text,
  scripts: Readonly<Record<string, string | undefined>>,
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
    show,
    showFailure(failure, retry) {
      const { fault = 'unreachable', file = engineFile } = failure ?? {};
      const key = isFolder ? 'folder' : (keys[fault] ?? (navigator.onLine ? 'network' : 'offline'));
      const said = text(`error-${key}`, { file: scripts[file] ?? `search/${file}.js` });
      // A page older than the site cannot mend itself by asking again.
      const isOld = key === 'updated';
      const goOn = isOld ? () => location.reload() : retry;
      show(said, makeButton('button', text(isOld ? 'reload' : 'retry'), goOn));
      if (key === 'offline') retryOnline = retry;
    },
  };
}
