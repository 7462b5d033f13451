// The search page: listens to its box and its address, asks the engine, shows results, speaks to the live region.
import type { SearchAnswer } from '../search-client/client.ts';
import type { EngineReply } from '../search-client/engine-messages.ts';
import type { QueryError } from '../search-client/query-limits.ts';
import { createEngineTransport } from './engine-transport.ts';
import { hashOfQuery, queryOfHash } from './query-address.ts';
import { resultItem } from './result-list.ts';
import { createScriptPolicy } from './script-policy.ts';

/** Results shown at once, and more at each press of the button. */
const pageSize = 10;
/** How long the reader must pause before a query is sent while typing. */
const typingPauseMs = 200;

const root = document.querySelector<HTMLElement>('[data-search]');
if (root) startSearchPage(root);

function startSearchPage(page: HTMLElement): void {
  const input = part<HTMLInputElement>(page, 'input[name="q"]');
  const count = part<HTMLElement>(page, '[data-count]');
  const errorBox = part<HTMLElement>(page, '[data-error]');
  const list = part<HTMLElement>(page, '[data-results]');
  const more = part<HTMLButtonElement>(page, '[data-more]');
  const texts = JSON.parse(page.dataset.texts ?? '{}') as Record<string, string>;
  const base = page.dataset.base ?? '';
  /** From file:// no server finds the page in a folder: its file is named. */
  const pageFile = page.dataset.pageFile ?? '';
  const addressOf = (url: string): string => base + encodeURI(url) + (url.endsWith('/') ? pageFile : '');

  const rootAddress = new URL(page.dataset.root ?? '', location.href).href;
  const indexFolder = rootAddress.slice(0, rootAddress.lastIndexOf('/') + 1);
  const engineAddress = new URL(page.dataset.worker ?? '', location.href).href;
  const engine = createEngineTransport({
    language: page.dataset.language ?? '',
    folder: new URL('..', indexFolder).href,
    engineAddress,
    scriptAddress: createScriptPolicy(indexFolder, engineAddress),
  });

  /** Number of the newest question: an answer to an older one is dropped. */
  let newest = 0;
  /** What the list shows, or is about to. */
  let askedQuery = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the current entry of the history holds a query that is still being typed. */
  let isTyping = false;

  function text(key: string, values: Record<string, string> = {}): string {
    const template = texts[`search.${key}`] ?? '';
    return template.replace(/\{([a-z]+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
  }

  /** Sentences stand on lines of their own; a live region that does not change is not read out again. */
  function sayCount(...sentences: string[]): void {
    const said = sentences.filter((sentence) => sentence !== '');
    if (count.textContent === said.join('')) return;
    count.replaceChildren(
      ...said.flatMap((sentence, i) => (i === 0 ? [sentence] : [document.createElement('br'), sentence])),
    );
  }

  async function ask(offset: number): Promise<void> {
    newest += 1;
    const number = newest;
    const query = askedQuery;
    list.setAttribute('aria-busy', 'true');
    // Only a wait that lasts is worth a word.
    const slow = setTimeout(() => {
      if (number === newest && list.childElementCount === 0) sayCount(text('loading'));
    }, 500);
    let reply: EngineReply;
    try {
      reply = await engine({ kind: 'search', query, options: { limit: pageSize, offset, excerpts: true } });
    } catch (error) {
      if (number === newest) showFailure('search.error-network');
      throw error;
    } finally {
      clearTimeout(slow);
    }
    if (number !== newest) return;
    if (reply.kind === 'answer') showAnswer(reply.answer, offset);
    if (reply.kind === 'failed') {
      showFailure(reply.fault === 'other-version' ? 'search.error-format' : 'search.error-network');
    }
    list.removeAttribute('aria-busy');
  }

  function clear(): void {
    newest += 1;
    clearTimeout(timer);
    list.replaceChildren();
    list.removeAttribute('aria-busy');
    more.hidden = true;
    errorBox.hidden = true;
    sayCount();
  }

  function showAnswer(answer: SearchAnswer, offset: number): void {
    if ('error' in answer) {
      list.replaceChildren();
      more.hidden = true;
      sayCount();
      showQueryError(answer.query, answer.error);
      return;
    }
    errorBox.hidden = true;
    const items = answer.results.map((result) =>
      resultItem(result, addressOf, (kind) => text(`kind.${kind}`)),
    );
    if (offset === 0) list.replaceChildren(...items);
    else list.append(...items);
    const isAll = offset + items.length >= answer.total;
    const hadFocus = document.activeElement === more;
    more.hidden = isAll;
    // The button is gone: the focus goes on with what it brought.
    if (isAll && hadFocus) items[0]?.querySelector('a')?.focus();
    if (offset === 0) sayCount(...countSentences(answer.query, answer.total, answer.relaxed));
  }

  function countSentences(query: string, total: number, isRelaxed: boolean): string[] {
    if (total === 0) return [text('none', { query }), text('none-help')];
    return [
      isRelaxed ? text('relaxed') : '',
      text(total === 1 ? 'count-one' : 'count', { n: String(total), query }),
    ];
  }

  /** lunr's message and, below it, the query with the place marked. */
  function showQueryError(query: string, { message, start, end }: QueryError): void {
    const place = document.createElement('code');
    const mark = document.createElement('mark');
    mark.textContent = query.slice(start, end);
    place.append(query.slice(Math.max(0, start - 60), start), mark, query.slice(end, end + 60));
    errorBox.replaceChildren(text('error-query', { message }), ' ', place);
    errorBox.hidden = false;
  }

  /** Results that belong to an older query would be wrong now: they go. */
  function showFailure(key: string): void {
    list.replaceChildren();
    list.removeAttribute('aria-busy');
    more.hidden = true;
    sayCount();
    errorBox.replaceChildren(texts[key] ?? '');
    if (texts['search.retry'] !== undefined) {
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.textContent = texts['search.retry'];
      retry.addEventListener('click', () => {
        input.focus();
        void ask(0);
      });
      errorBox.append(' ', retry);
    }
    errorBox.hidden = false;
  }

  function search(query: string): void {
    clearTimeout(timer);
    askedQuery = query;
    if (query.trim() === '') clear();
    else void ask(0);
  }

  /** Each query has one entry of the history, however many keys it took: back leads to the query before. */
  function rememberInAddress(): void {
    const query = input.value.trim();
    const hash = hashOfQuery(query);
    if (hash === location.hash) return;
    const before = queryOfHash(location.hash);
    // Typed on or taken back, it is the same query still; a cleared box leaves nothing in the address.
    const isSameStill = isTyping && (query.startsWith(before) || before.startsWith(query));
    const isNewEntry = before !== '' && query !== '' && !isSameStill;
    const address = `${location.pathname}${location.search}${hash}`;
    if (isNewEntry) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    isTyping = true;
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    if (input.value.trim() === '') {
      rememberInAddress();
      search('');
      return;
    }
    // From now on what is shown is out of date.
    newest += 1;
    list.setAttribute('aria-busy', 'true');
    timer = setTimeout(() => {
      rememberInAddress();
      search(input.value);
    }, typingPauseMs);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    rememberInAddress();
    isTyping = false;
    search(input.value);
  });
  input.addEventListener('blur', () => {
    isTyping = false;
  });
  input.addEventListener('focus', () => {
    // A failure is told when the reader asks; the engine forgets it and tries again then.
    engine({ kind: 'preload' }).catch(() => undefined);
  });
  more.addEventListener('click', () => void ask(list.childElementCount));
  // Back, forward, and an address that the reader edits.
  addEventListener('hashchange', () => {
    isTyping = false;
    input.value = queryOfHash(location.hash);
    search(input.value);
  });

  const first = queryOfHash(location.hash);
  if (first !== '') input.value = first;
  input.disabled = false;
  // A browser may have filled in the text of an earlier visit.
  if (input.value.trim() !== '') search(input.value);
}

function part<Type extends Element>(page: HTMLElement, selector: string): Type {
  const found = page.querySelector<Type>(selector);
  if (!found) throw new Error(`the search page lacks ${selector}`);
  return found;
}
