// The search page: listens to its box and its address, asks the engine, shows results, speaks to the live region. Each
// page of results is asked for twice: what the cards hold is painted first, then excerpts take the summaries' places.
import type { SearchAnswer, SearchOptions, SearchResult, SearchResults } from '../search-client/client.ts';
import { type EngineReply, engineFile } from '../search-client/engine-messages.ts';
import type { QueryError } from '../search-client/query-limits.ts';
import { createEngineTransport } from './engine-transport.ts';
import { hashOfQuery, queryOfHash } from './query-address.ts';
import { type ResultItem, resultItem } from './result-list.ts';
import { createScriptPolicy } from './script-policy.ts';
import { offerWholeIndex } from './whole-index.ts';

/** Results shown at first: what fits a screen. */
const firstSize = 5;
/** And at each press of the button. */
const moreSize = 10;
/** How long the reader must pause before a query is sent while typing. */
const typingPauseMs = 200;
/** Only a wait that lasts is worth a word. */
const slowMs = 500;

type Failure = Extract<EngineReply, { kind: 'failed' }>;

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
  const isFolder = location.protocol === 'file:';
  /** From file:// no server finds the page in a folder: its file is named. */
  const pageFile = page.dataset.pageFile ?? '';
  const addressOf = (url: string): string => base + encodeURI(url) + (url.endsWith('/') ? pageFile : '');

  const absolute = (address: string | undefined): string => new URL(address ?? '', location.href).href;
  const indexFolder = absolute(page.dataset.root).replace(/[^/]*$/, '');
  const engineAddress = absolute(page.dataset.engine);
  const workerAddress = absolute(page.dataset.worker);
  const { ask: engine, start } = createEngineTransport({
    language: page.dataset.language ?? '',
    folder: new URL('..', indexFolder).href,
    engineAddress,
    workerAddress,
    scriptAddress: createScriptPolicy(indexFolder, [engineAddress, workerAddress]),
    onLoss: () => whole?.lose(),
  });
  const whole = offerWholeIndex(page, engine, text, () => input.focus());

  /** Number of the newest query: an answer to an older one is dropped. */
  let newest = 0;
  let askedQuery = '';
  /** The query that is being asked, or whose results are shown; nothing after a failure. */
  let activeQuery: string | undefined;
  /** Results that were asked for of the newest query, from the first. */
  let askedCount = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the current entry of the history holds a query that is still being typed. */
  let isTyping = false;

  function text(key: string, values: Readonly<Record<string, string>> = {}): string {
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

  /** What is shown belongs to the past until the next answer. */
  function expectAnswer(): number {
    newest += 1;
    activeQuery = undefined;
    list.setAttribute('aria-busy', 'true');
    delete list.dataset.shown;
    return newest;
  }

  // A deploy may have taken a file away since the root was read: it is read anew, once.
  async function askEngine(query: string, options: SearchOptions): Promise<EngineReply> {
    const reply = await engine({ kind: 'search', query, options });
    const isGone = reply.kind === 'failed' && reply.fault === 'missing' && !isFolder;
    return isGone ? engine({ kind: 'search', query, options }) : reply;
  }

  /** @param offset of the first result that is wanted; 0 begins anew */
  async function ask(offset: number): Promise<void> {
    const number = offset === 0 ? expectAnswer() : newest;
    const query = askedQuery;
    activeQuery = query;
    const limit = offset === 0 ? firstSize : moreSize;
    askedCount = offset + limit;
    const slow = setTimeout(() => {
      if (number === newest && list.childElementCount === 0) sayCount(text('loading'));
    }, slowMs);
    let items: readonly ResultItem[] = [];
    try {
      // The reader wants nothing of a search to be seen: it waits.
      if (whole && !(await whole.settled())) {
        if (number === newest && offset === 0) clear();
        return;
      }
      const reply = await askEngine(query, { limit, offset });
      if (number !== newest) return;
      list.removeAttribute('aria-busy');
      if (reply.kind === 'failed') showFailure(reply, offset);
      if (reply.kind !== 'answer') return;
      items = showAnswer(reply.answer, offset);
      list.dataset.shown = 'summaries';
      if (items.length > 0) {
        // From file:// the page itself does the work: what is there is painted first.
        await new Promise((resolve) => setTimeout(resolve));
        showExcerpts(items, await askEngine(query, { limit, offset, excerpts: true }));
      }
      if (number === newest) list.dataset.shown = 'excerpts';
    } catch (error) {
      if (number === newest && items.length === 0) showFailure(undefined, offset);
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }

  function showExcerpts(items: readonly ResultItem[], reply: EngineReply): void {
    // Without them the summaries stay, which are no less true.
    if (reply.kind !== 'answer' || 'error' in reply.answer) return;
    reply.answer.results.forEach((result: SearchResult, i) => {
      items[i]?.showExcerpt(result);
    });
  }

  function clear(): void {
    newest += 1;
    activeQuery = undefined;
    clearTimeout(timer);
    list.replaceChildren();
    list.removeAttribute('aria-busy');
    more.hidden = true;
    errorBox.hidden = true;
    sayCount(text('empty'));
  }

  function showAnswer(answer: SearchAnswer, offset: number): readonly ResultItem[] {
    if ('error' in answer) {
      list.replaceChildren();
      more.hidden = true;
      sayCount();
      showQueryError(answer.query, answer.error);
      return [];
    }
    errorBox.hidden = true;
    const items = answer.results.map((result) =>
      resultItem(result, addressOf, (kind) => text(`kind.${kind}`)),
    );
    const elements = items.map(({ element }) => element);
    if (offset === 0) list.replaceChildren(...elements);
    else list.append(...elements);
    const isAll = offset + items.length >= answer.total;
    const hadFocus = document.activeElement === more;
    more.hidden = isAll;
    // The button is gone: the focus goes on with what it brought.
    if (isAll && hadFocus) items[0]?.link.focus();
    if (offset === 0) sayCount(...countSentences(answer));
    return items;
  }

  function countSentences({ query, total, relaxed, tooCommon }: SearchResults): string[] {
    if (total === 0) return [text('none', { query }), text(tooCommon ? 'too-common' : 'none-help')];
    return [
      relaxed ? text('relaxed') : '',
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

  /** Results that belong to an older query would be wrong now: they go. Those that more was asked for stay. */
  function showFailure(failure: Failure | undefined, offset: number): void {
    list.removeAttribute('aria-busy');
    activeQuery = undefined;
    if (offset === 0) {
      list.replaceChildren();
      sayCount();
    }
    more.hidden = true;
    errorBox.replaceChildren(failureText(failure));
    // A page older than the site cannot mend itself by asking again.
    const isOld = failure !== undefined && !isFolder && ['missing', 'other-version'].includes(failure.fault);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    button.textContent = text(isOld ? 'reload' : 'retry');
    button.addEventListener('click', () => {
      if (isOld) {
        location.reload();
        return;
      }
      errorBox.hidden = true;
      input.focus();
      void ask(offset);
    });
    errorBox.append(' ', button);
    errorBox.hidden = false;
  }

  function failureText(failure: Failure | undefined): string {
    if (failure === undefined) return text('error-network');
    const file = failure.file === engineFile ? '' : `search/${failure.file}.js`;
    if (isFolder) return text('error-folder', { file: file || (page.dataset.engine ?? '') });
    const key = { missing: 'updated', 'other-version': 'updated', foreign: 'foreign' } as const;
    return text(`error-${key[failure.fault as keyof typeof key] ?? 'network'}`);
  }

  function search(query: string): void {
    clearTimeout(timer);
    askedQuery = query;
    if (query.trim() === '') clear();
    else if (query !== activeQuery) void ask(0);
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
    expectAnswer();
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
    engine({ kind: 'preload' }).then(
      (reply) => {
        if (reply.kind === 'ready') whole?.showSize(reply.wholeBytes ?? 0);
      },
      () => undefined,
    );
  });
  more.addEventListener('click', () => {
    // Once for each press that brought something.
    if (list.childElementCount >= askedCount) void ask(list.childElementCount);
  });
  // Back, forward, and an address that the reader edits.
  addEventListener('hashchange', () => {
    isTyping = false;
    input.value = queryOfHash(location.hash);
    search(input.value);
  });

  if (!canUnpack()) {
    errorBox.textContent = text('error-browser');
    errorBox.hidden = false;
    return;
  }
  const first = queryOfHash(location.hash);
  if (first !== '') input.value = first;
  input.disabled = false;
  // A browser may have filled in the text of an earlier visit.
  search(input.value);
  // At rest the engine is made ready, so that only the index is waited for; nothing of that is fetched yet.
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}

/** What the index is unpacked with: browsers of 2023 and later have it (Compression Streams). */
function canUnpack(): boolean {
  try {
    return new DecompressionStream('deflate') !== undefined;
  } catch {
    return false;
  }
}

function part<Type extends Element>(page: HTMLElement, selector: string): Type {
  const found = page.querySelector<Type>(selector);
  if (!found) throw new Error(`the search page lacks ${selector}`);
  return found;
}
