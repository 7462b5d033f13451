// Where the reader was among many results, kept in the entry of the history that leads back to them: how many were shown
// and how far the page was scrolled; nothing of the query. A browser itself scrolls before results that come late are there.

interface KeptPlace {
  /** Results; the page asks for as many when the entry is come back to. */
  readonly shown?: number;
  /** In CSS pixels, from the top of the page. */
  readonly top?: number;
}

/** @param firstSize results that every search shows: no more than these need not be kept */
export function keepPlace(list: HTMLElement, firstSize: number): void {
  const kept = (): KeptPlace => (history.state as KeptPlace | null) ?? {};
  let { top } = kept();

  function look(): void {
    const shown = list.childElementCount;
    if (shown <= firstSize) return;
    // Once: whoever types on at the same address is not thrown about.
    if (top !== undefined) scrollTo({ top, behavior: 'instant' });
    top = undefined;
    history.replaceState({ shown } satisfies KeptPlace, '');
  }

  addEventListener('hashchange', () => {
    ({ top } = kept());
  });
  list.addEventListener('click', () => {
    if (kept().shown !== undefined) history.replaceState({ ...kept(), top: scrollY }, '');
  });
  new MutationObserver(look).observe(list, { childList: true });
  look();
}
