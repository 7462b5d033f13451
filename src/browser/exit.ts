// Leaving a page at once, after the "Exit this page" component of the GOV.UK Design System (govuk-frontend 5 and 6): the
// exit links and Shift pressed three times blank the page and open a neutral one in the same tab. Without this script the
// links are plain links to the same place.
//
// The history is left as it is, as GOV.UK leaves it: it assigns the address, so that the page stays in the history and
// Back leads to it, and its guidance has services tell readers so. A script could take one entry out of the tab's own
// list, but neither the pages before it nor anything from the browser's history: that promises a safety which is not there.

const presses = 3;
/** From one press to the next; and how long it is said that the count is over. */
const waitMs = 5000;

export function startExit(): void {
  const link = document.querySelector<HTMLAnchorElement>('a.exit');
  const status = document.querySelector<HTMLElement>('[data-exit-status]');
  if (link && status) watchForExit(link, status);
}

/** @param status the live region; its data attributes hold what is said */
function watchForExit(link: HTMLAnchorElement, status: HTMLElement): void {
  let count = 0;
  /** Shift is down, and nothing else was pressed since. */
  let isShiftAlone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let overlay: HTMLElement | undefined;

  /** Also shows the lights, by the style sheet. */
  function setCount(value: number, said = '', afterwards?: () => void): void {
    count = value;
    if (count > 0) link.dataset.pressed = String(count);
    else delete link.dataset.pressed;
    status.textContent = said;
    clearTimeout(timer);
    if (afterwards) timer = setTimeout(afterwards, waitMs);
  }

  function stopCounting(): void {
    setCount(0, status.dataset.stopped, () => setCount(0));
  }

  function countPress(): void {
    if (count + 1 === presses) leave();
    else setCount(count + 1, count === 0 ? status.dataset.twoMore : status.dataset.oneMore, stopCounting);
  }

  function leave(): void {
    setCount(0);
    // Not only covered: what is hidden is not read out, nor reached by Tab, while the other page is on its way.
    document.body.hidden = true;
    overlay?.remove();
    // It takes the language of the words with it.
    overlay = status.cloneNode() as HTMLElement;
    overlay.className = 'exit-overlay';
    overlay.setAttribute('role', 'alert');
    document.documentElement.append(overlay);
    // Screen readers tell a change in an alert more reliably than an alert that comes with its words.
    overlay.textContent = status.dataset.loading ?? '';
    location.href = link.href;
  }

  for (const each of document.querySelectorAll('a[data-exit]')) {
    each.addEventListener('click', (event) => {
      event.preventDefault();
      leave();
    });
  }
  // GOV.UK looks at keys released. We look at both, since people who type fast release Shift before its letter, and those
  // who write in two scripts change between them by Alt and Shift: neither is on the way out.
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, repeat, altKey, ctrlKey, metaKey } = event;
    if (key !== 'Shift') {
      isShiftAlone = false;
      if (count > 0) stopCounting();
    } else if (!repeat) isShiftAlone = !(altKey || ctrlKey || metaKey);
  };
  const onKeyUp = ({ key }: KeyboardEvent): void => {
    if (key !== 'Shift' || !isShiftAlone) return;
    isShiftAlone = false;
    countPress();
  };
  document.addEventListener('keydown', onKeyDown, true);
  document.addEventListener('keyup', onKeyUp, true);
  // A click with Shift held selects or opens.
  const onPointerDown = (): void => {
    isShiftAlone = false;
  };
  document.addEventListener('pointerdown', onPointerDown, true);
  // Back may show this very document again, as it was left. Only then: a first `pageshow` waits for the last picture, and
  // may come when the reader is on the way out.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    setCount(0);
    isShiftAlone = false;
    overlay?.remove();
    document.body.hidden = false;
  });
}
