// The search box of pages other than the search page: Enter leads there, with the query after `#`.
import { hashOfQuery } from './query-address.ts';

for (const box of document.querySelectorAll<HTMLElement>('[data-search-box]')) {
  const input = box.querySelector<HTMLInputElement>('input[type="search"]');
  const target = box.dataset.target;
  if (!input || target === undefined) continue;
  input.disabled = false;
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    location.assign(`${target}${hashOfQuery(input.value.trim())}`);
  });
}
