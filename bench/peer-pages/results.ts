// The search page of a peer, as plain as can be: the same parts as ours, so that the same measurement fits.

export interface PeerResult {
  readonly url: string;
  readonly title: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly summary: string;
  /** HTML with marks, instead of the summary. */
  readonly excerptHtml?: string;
}

export interface PeerEngine {
  /** What the page loads when the box gets the focus. */
  preload(): Promise<unknown>;
  search(query: string, most: number): Promise<PeerResult[]>;
}

const shownAtMost = 5;

export function startPage({ preload, search }: PeerEngine): void {
  const input = document.querySelector<HTMLInputElement>('input[name=q]')!;
  const list = document.querySelector<HTMLElement>('[data-results]')!;
  const count = document.querySelector<HTMLElement>('[data-count]')!;
  input.addEventListener('focus', () => void preload());
  input.addEventListener('keydown', async (event) => {
    if (event.key !== 'Enter') return;
    list.setAttribute('aria-busy', 'true');
    const results = await search(input.value, shownAtMost);
    list.replaceChildren(...results.map(item));
    count.textContent = String(results.length);
    list.removeAttribute('aria-busy');
    // As ours says it: no step follows.
    list.dataset.shown = 'excerpts';
  });
  input.disabled = false;
}

function item({ url, title, date, summary, excerptHtml }: PeerResult): HTMLLIElement {
  const element = document.createElement('li');
  const link = document.createElement('a');
  link.href = url;
  link.textContent = title;
  const meta = document.createElement('p');
  const time = document.createElement('time');
  time.dateTime = date;
  time.textContent = date;
  meta.append(time);
  const text = document.createElement('p');
  if (excerptHtml === undefined) text.textContent = summary;
  else text.innerHTML = excerptHtml;
  element.append(link, meta, text);
  return element;
}
