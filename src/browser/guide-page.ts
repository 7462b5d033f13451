// Brings a page of the style guide into the state that its address names, through what a reader would do: a search in
// the address, letters in the box. Runs before the page's own script.

/** Words that the engine of the style guide knows (guide-worker.ts). */
const [, state] = /\/search-(\w+)\/$/.exec(location.pathname) ?? [];
if (state !== undefined && location.hash === '') {
  const choices = state === 'filtered' ? '&country=burma&kind=news' : '';
  history.replaceState(null, '', `#q=${state}${choices}`);
}

if (location.pathname.endsWith('/suggestions/')) {
  addEventListener('load', () => {
    const input = document.querySelector<HTMLInputElement>('main #q');
    if (!input) return;
    // The script that the focus brings looks at what stands in the box when it has come.
    input.value = 'results';
    input.focus();
  });
}
