// What tests do on a search page, in either browser.

export interface Shown {
  readonly count: string;
  readonly error: string;
  /** Address and text of each result. */
  readonly results: readonly string[];
}

/**
 * Run in the page: sets the query, presses Enter, and waits until the answer is shown whole, excerpts included.
 * Self-contained, since it is sent as text.
 */
export async function askInPage(query: string): Promise<Shown> {
  const input = document.querySelector<HTMLInputElement>('[data-search] input')!;
  const list = document.querySelector<HTMLElement>('[data-results]')!;
  const error = document.querySelector<HTMLElement>('[data-error]')!;
  const until = async (isTrue: () => boolean) => {
    for (let turn = 0; !isTrue(); turn += 1) {
      if (turn > 3000) throw new Error(`no answer for ${query}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await until(() => !input.disabled);
  input.value = query;
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
  await until(() => !list.hasAttribute('aria-busy') && (list.dataset.shown === 'excerpts' || !error.hidden));
  return {
    count: document.querySelector('[data-count]')!.textContent ?? '',
    error: error.hidden ? '' : (error.textContent ?? ''),
    results: [...list.querySelectorAll('li')].map((entry) => {
      const href = entry.querySelector('a')!.href.replace(/index\.html$/, '');
      return `${href.slice(href.indexOf('/', href.indexOf('//') + 2))} ${entry.textContent}`;
    }),
  };
}
