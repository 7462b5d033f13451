// Private mode: the reader has the whole index first, and from then on no search fetches anything that could tell what
// it looks for. docs/search-privacy.md says what a watcher of the network sees.
import type { Engine, EngineReply } from '../search-client/engine-messages.ts';
import type { Text } from './page-parts.ts';

export interface WholeIndex {
  /** Tells the reader how much it is, once that is known. @param reply to `preload` */
  showSize(reply: EngineReply): void;
  /** The engine was lost, and with it what it held. */
  lose(): void;
  /** Waits for a download that is on its way. @returns false when it failed */
  settled(): Promise<boolean>;
}

/** Announced at each of these parts, and not at each file. */
const announcedSteps = 4;

/**
 * @param page the search page's part; the offer may be missing from it
 * @param goOn where the focus goes when the button that held it is gone
 * @param say tells a screen reader what is shown
 */
export function offerWholeIndex(
  page: HTMLElement,
  engine: Engine,
  text: Text,
  goOn: () => void,
  say: (said: string) => void,
): WholeIndex | undefined {
  const button = page.querySelector<HTMLButtonElement>('[data-whole-index]');
  const status = page.querySelector<HTMLElement>('[data-whole-status]');
  const bar = page.querySelector<HTMLProgressElement>('[data-whole-progress]');
  // Nothing is fetched from a network there.
  if (!button || !status || !bar || location.protocol === 'file:') return undefined;
  let state: 'offered' | 'downloading' | 'done' | 'failed' = 'offered';
  let download: Promise<boolean> | undefined;
  let size = '';

  function label(): string {
    if (state === 'failed') return text('retry');
    return size === '' ? text('whole') : text('whole-size', { size });
  }

  function show(next: typeof state, said: string): void {
    state = next;
    if (!button || !status || !bar) return;
    button.hidden = next === 'done';
    button.setAttribute('aria-disabled', String(next === 'downloading'));
    button.textContent = label();
    bar.hidden = next !== 'downloading';
    status.textContent = said;
    if (said !== '') say(said);
  }

  async function start(): Promise<boolean> {
    bar?.removeAttribute('value');
    show('downloading', text('whole-loading', { percent: '0' }));
    let announced = 0;
    let isWhole = false;
    try {
      const reply = await engine({ kind: 'download' }, (loaded, total) => {
        if (!bar || !status || state !== 'downloading') return;
        bar.max = total;
        bar.value = loaded;
        const step = Math.floor((loaded / total) * announcedSteps);
        if (step === announced || step === announcedSteps) return;
        announced = step;
        const said = text('whole-loading', { percent: String((100 / announcedSteps) * step) });
        status.textContent = said;
        say(said);
      });
      isWhole = reply.kind === 'ready';
    } finally {
      const hadFocus = document.activeElement === button;
      if (isWhole) {
        show('done', text('whole-done'));
        if (hadFocus) goOn();
      } else show('failed', text('whole-failed'));
    }
    return isWhole;
  }

  button.addEventListener('click', () => {
    if (state !== 'downloading') download = start();
  });
  show('offered', '');
  button.parentElement?.removeAttribute('hidden');

  return {
    showSize(reply) {
      const bytes = (reply.kind === 'ready' && reply.wholeBytes) || 0;
      if (bytes <= 0) return;
      size = (Math.max(bytes, 100_000) / 1_000_000).toFixed(1);
      button.textContent = label();
    },
    lose() {
      if (state === 'done') show('failed', text('whole-failed'));
    },
    settled: async () => state !== 'downloading' || (await download) === true,
  };
}
