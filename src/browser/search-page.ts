// The search page: listens to its box, its filters and its address, asks the engine, and shows the answer. Each page
// of results is asked for twice: what the cards hold is painted first, then excerpts take the summaries' places. What few
// searches need, search-tools.ts, comes when it is wanted. The exit of every page is here, so that no other script is
// waited for.
import { type SearchWords, searchWordsGlobal } from '../model.ts';
import type { SearchAnswer, SearchOptions } from '../search-client/client.ts';
import { type EngineReply, engineFile } from '../search-client/engine-messages.ts';
import { askInOrder } from './ask-in-order.ts';
import { canUnpack, createEngineTransport } from './engine-transport.ts';
import { startExit } from './exit.ts';
import { type Failure, failureBox } from './failure-box.ts';
import { globalOfScript, isOfInputMethod, searchToolsGlobal } from './late-scripts.ts';
import { liveRegion } from './live-region.ts';
import { absolute, addressesOf, make, part, readTexts } from './page-parts.ts';
import { type Choices, hashOfSearch, readHash, type SearchAddress } from './query-address.ts';
import { countText, isPlain } from './result-count.ts';
import { type ResultItem, resultItem } from './result-list.ts';
import { createScriptPolicy } from './script-policy.ts';
import type { SearchTools, StartSearchTools } from './search-tools.ts';

/** Results shown at first: what fits a screen. */
const firstSize = 5;
/** And at each press of the button. */
const moreSize = 10;
/** How long the reader must pause before a query is sent while typing, and again before its excerpts are. */
const typingPauseMs = 200;
/** How long a text that cannot be read may stand before that is said, while typing. */
const mistakeMs = 1200;
/** Only a wait that lasts is worth a word. */
const slowMs = 500;
/** The `file` of a failure when the script of what few searches need cannot be had, or that of its words. */
type LateFile = 'tools' | 'words';

/** What is asked: also the answer that is shown is of one. */
interface Question extends SearchAddress {
  /** The last word may not be whole yet. */
  readonly isTyping: boolean;
  /** The reader wants these very words. */
  readonly asTyped: boolean;
}

startExit();
const root = document.querySelector<HTMLElement>('[data-search]');
if (root) startSearchPage(root);

function startSearchPage(page: HTMLElement): void {
  const input = part<HTMLInputElement>(page, 'input[name="q"]');
  const notes = part(page, '[data-count]');
  const list = part(page, '[data-results]');
  const more = part<HTMLButtonElement>(page, '[data-more]');
  const ways = part(page, '[data-ways-out]');
  const hints = part(page, '[data-hints]');
  const text = readTexts(part(page, '[data-texts]').textContent);
  const region = liveRegion(part(page, '[data-announced]'));
  const isFolder = location.protocol === 'file:';

  const { dataset } = page;
  const addressOf = addressesOf(dataset);
  const toolsAddress = absolute(dataset.tools);
  const wordsAddress = absolute(dataset.words);
  const scriptAddress = createScriptPolicy(new URL('.', absolute(dataset.root)).href, [
    absolute(dataset.engine),
    absolute(dataset.worker),
    toolsAddress,
    wordsAddress,
  ]);
  const { ask: engine, start } = createEngineTransport(dataset, scriptAddress, () => tools?.whole?.lose());
  const scripts = { [engineFile]: dataset.engine, tools: dataset.tools, words: dataset.words };
  const failures = failureBox(part(page, '[data-error]'), text, scripts, (said) =>
    region.say(said, question?.isTyping !== true),
  );
  const asking = askInOrder(answer);

  /** What is being asked, or what the shown answer is of; nothing after a failure. */
  let question: Question | undefined;
  let isNewest = (): boolean => false;
  /** By the address or the panel; what is asked next is narrowed by them. */
  let choices: Choices = {};
  let tools: SearchTools | undefined;
  let missing: LateFile;
  let toolsComing: Promise<boolean> | undefined;
  let preloaded: Promise<EngineReply> | undefined;
  let items: readonly ResultItem[] = [];
  /** Results that were asked for, from the first. */
  let askedCount = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  /** Whether the current entry of the history holds a query that is still being typed. */
  let isEntryOpen = false;

  // ── asking ──────────────────────────────────────────────────────────────────────────────────────────

  /** What is shown belongs to the past until the next answer; it stays, so that nothing flickers. */
  function expectAnswer(): void {
    asking.drop();
    region.hush();
    list.setAttribute('aria-busy', 'true');
    delete list.dataset.shown;
  }

  // A deploy may have taken a file away since the root was read: it is read anew, once.
  async function askEngine(
    { query, choices, isTyping, asTyped }: Question,
    further: SearchOptions,
  ): Promise<EngineReply> {
    const { order, year, ...others } = choices;
    const filters = { ...others, year: year && Number(year) };
    const options = { ...further, isTyping, asTyped, order, filters } as SearchOptions;
    const ask = (): Promise<EngineReply> => engine({ kind: 'search', query, options });
    const reply = await ask();
    const isGone = reply.kind === 'failed' && reply.fault === 'missing' && !isFolder;
    return isGone ? ask() : reply;
  }

  async function answer(asked: Question, isStillNewest: () => boolean): Promise<void> {
    question = asked;
    isNewest = isStillNewest;
    await showPage(asked, 0, isStillNewest);
  }

  /** @param offset of the first result that is wanted; 0 begins anew */
  async function showPage(asked: Question, offset: number, isCurrent: () => boolean): Promise<void> {
    // Back leads to as many as there were: see kept-place.ts.
    const limit = offset === 0 ? (history.state?.shown ?? firstSize) : moreSize;
    askedCount = offset + limit;
    const slow = setTimeout(() => {
      if (!isCurrent() || list.childElementCount > 0) return;
      notes.replaceChildren(text('loading'));
      region.say(text('loading'), true);
    }, slowMs);
    try {
      // The reader wants nothing of a search to be seen: it waits.
      if (!(await isWholeSettled())) {
        if (isCurrent() && offset === 0) clear();
        return;
      }
      let reply = await askEngine(asked, { limit, offset });
      if (needsTools(asked, reply) && !(await fetchTools())) reply = toolsMissing();
      if (!isCurrent()) return;
      list.removeAttribute('aria-busy');
      if (reply.kind === 'failed') fail(reply, offset);
      if (reply.kind !== 'answer') return;
      const shown = showAnswer(asked, reply.answer, offset);
      list.dataset.shown = 'summaries';
      void showRest(asked, offset, shown, isCurrent);
    } catch (error) {
      if (isCurrent()) fail(undefined, offset);
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }

  /** Excerpts and counts. Without them summaries and names stay, which are no less true. */
  async function showRest(
    asked: Question,
    offset: number,
    shown: readonly ResultItem[],
    isCurrent: () => boolean,
  ): Promise<void> {
    // From file:// the page itself does the work: what is there is painted first. Texts are not fetched between keys.
    await new Promise((resolve) => setTimeout(resolve, asked.isTyping ? typingPauseMs : 0));
    if (!isCurrent()) return;
    const counted = offset === 0 && showCounts(asked, isCurrent);
    const limit = shown.length;
    if (limit > 0) {
      const reply = await askEngine(asked, { limit, offset, excerpts: true });
      if (!isCurrent()) return;
      if (reply.kind === 'answer' && !('error' in reply.answer)) {
        reply.answer.results.forEach((result, i) => {
          shown[i]?.showExcerpt(result);
        });
      }
    }
    await counted;
    if (isCurrent()) list.dataset.shown = 'excerpts';
  }

  const showCounts = async (asked: Question, isCurrent: () => boolean): Promise<void> =>
    tools?.showCounts(() => askEngine(asked, { limit: 0, facets: true }), isCurrent);

  // ── what few searches need ──────────────────────────────────────────────────────────────────────────

  /** @returns whether it is there; what cannot be had is asked for again the next time */
  function fetchTools(): Promise<boolean> {
    toolsComing ??= Promise.all([
      globalOfScript<StartSearchTools>(scriptAddress(toolsAddress), searchToolsGlobal),
      globalOfScript<SearchWords>(scriptAddress(wordsAddress), searchWordsGlobal),
    ]).then(([startTools, words]) => {
      tools =
        words &&
        startTools?.({
          page,
          words,
          firstSize,
          engine,
          onChoice,
          goOn: () => input.focus(),
          say: (said) => region.say(said, true),
        });
      tools?.panel.show(choices);
      showSize();
      if (!tools) toolsComing = undefined;
      missing = startTools ? 'words' : 'tools';
      return tools !== undefined;
    });
    return toolsComing;
  }

  const toolsMissing = (): Failure => ({ kind: 'failed', fault: 'unreachable', file: missing });

  /** Of the whole index, once it is known. A failure is told when the reader asks; the engine tries again then. */
  function showSize(): void {
    preloaded?.then(
      (reply) => tools?.whole?.showSize(reply),
      () => undefined,
    );
  }

  const isWholeSettled = async (): Promise<boolean> => (await tools?.whole?.settled()) !== false;

  function showChoices(next: Choices): void {
    choices = next;
    tools?.panel.show(choices);
    if (hasAny(choices) || history.state) void fetchTools();
  }

  /** The reader opened the filters, or what is told of privacy with the offer of the whole index. */
  async function showOpened(): Promise<void> {
    if (await fetchTools()) {
      if (question) void showCounts(question, isNewest);
    } else {
      failures.showFailure(toolsMissing(), () => {
        failures.hide();
        void showOpened();
      });
    }
  }

  // ── showing ─────────────────────────────────────────────────────────────────────────────────────────

  function showResults(next: readonly ResultItem[]): void {
    items = next;
    list.replaceChildren(...items.map(({ element }) => element));
  }

  /** Nothing is asked: the page shows what can be. */
  function clear(): void {
    asking.drop();
    region.hush();
    clearTimeout(typing);
    question = undefined;
    list.removeAttribute('aria-busy');
    failures.hide();
    showNone(true, text('empty'));
  }

  function showNone(withHints: boolean, said = ''): void {
    showResults([]);
    more.hidden = true;
    notes.replaceChildren(said);
    showHelp([], withHints);
  }

  function showAnswer(asked: Question, given: SearchAnswer, offset: number): readonly ResultItem[] {
    if ('error' in given) {
      const isCurrent = isNewest;
      const explain = (): void => {
        if (!isCurrent()) return;
        showNone(false);
        tools?.explainMistake(given, failures.show);
      };
      // Half typed it is no mistake yet.
      if (asked.isTyping) setTimeout(explain, mistakeMs);
      else explain();
      return [];
    }
    failures.hide();
    // A page that is shown already stays as it is, excerpt and all, until its new excerpt comes.
    const known = new Map(items.map((item) => [item.url, item]));
    const found = given.results.map(
      (result) =>
        (offset === 0 && known.get(result.url)) || resultItem(result, addressOf, text(`kind.${result.kind}`)),
    );
    showResults(offset === 0 ? found : [...items, ...found]);
    const isAll = items.length >= given.total;
    const hadFocus = document.activeElement === more;
    more.hidden = isAll;
    // The button is gone: the focus goes on with what it brought.
    if (isAll && hadFocus) found[0]?.link.focus();
    if (offset > 0) return found;
    const said = tools?.notesOf(given, asked) ?? [make('p', '', countText(given.total, given.query, text))];
    notes.replaceChildren(...said);
    region.say(said.map(({ textContent }) => textContent).join(' '), !asked.isTyping);
    showHelp(tools?.waysOutOf(given, asked) ?? [], given.total === 0);
    return found;
  }

  /** What can be tried where there are no results to go on with. */
  function showHelp(found: readonly HTMLElement[], withHints: boolean): void {
    ways.replaceChildren(...found);
    ways.hidden = !found[0];
    hints.hidden = !withHints;
  }

  /** Results that belong to an older query would be wrong now: they go. Those that more was asked for stay. */
  function fail(failure: Failure | undefined, offset: number): void {
    const asked = question;
    const isCurrent = isNewest;
    list.removeAttribute('aria-busy');
    more.hidden = true;
    if (offset === 0) {
      question = undefined;
      showNone(false);
    }
    failures.showFailure(failure, () => {
      if (!asked || !isCurrent()) return;
      failures.hide();
      input.focus();
      if (offset > 0) void showPage(asked, offset, isCurrent);
      else {
        expectAnswer();
        asking.ask(asked, true);
      }
    });
  }

  // ── the reader ──────────────────────────────────────────────────────────────────────────────────────

  function search(isTyping: boolean): void {
    clearTimeout(typing);
    const typed = input.value.trim();
    // A last word of one letter says nothing yet: what stands before it does.
    const query = isTyping ? typed.replace(/\s+\S$/u, '') : typed;
    if (query === '') {
      clear();
      return;
    }
    const next = {
      query,
      choices,
      isTyping: isTyping && input.value.endsWith(query),
      asTyped: isExact(query),
    };
    if (isNewest() && question && sameQuestion(question, next)) return;
    expectAnswer();
    asking.ask(next, !isTyping);
  }

  /** Whether the address asks for these very words; other words are new ones. */
  function isExact(query: string): boolean {
    const { query: own, asTyped = false } = readHash(location.hash);
    return asTyped && own.trim() === query;
  }

  /** Each query has one entry of the history, however many keys it took: back leads to the search before. */
  function rememberInAddress(isOwnEntry: boolean): void {
    const query = input.value.trim();
    const hash = hashOfSearch({ query, choices, asTyped: isExact(query) });
    if (hash === location.hash) return;
    const before = readHash(location.hash).query;
    // Typed on or taken back, it is the same query still; a cleared box leaves nothing in the address.
    const isSameStill = isEntryOpen && (query.startsWith(before) || before.startsWith(query));
    const isNewEntry = before !== '' && query !== '' && (isOwnEntry || !isSameStill);
    const address = `${location.pathname}${location.search}${hash}`;
    history[isNewEntry ? 'pushState' : 'replaceState'](null, '', address);
    isEntryOpen = !isOwnEntry;
  }

  function onChoice(chosen: Choices): void {
    choices = chosen;
    rememberInAddress(true);
    search(question?.isTyping ?? false);
  }

  /** What the address says. One that leads to a place in the page says nothing of a search. */
  function follow(): void {
    if (/^#[^=]+$/.test(location.hash)) return;
    const found = readHash(location.hash);
    isEntryOpen = false;
    input.value = found.query;
    showChoices(found.choices);
    search(false);
  }

  input.addEventListener('input', () => {
    clearTimeout(typing);
    // One letter alone says nothing yet.
    if (!/../u.test(input.value.trim())) {
      rememberInAddress(false);
      clear();
      return;
    }
    expectAnswer();
    typing = setTimeout(() => {
      rememberInAddress(false);
      search(true);
    }, typingPauseMs);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || isOfInputMethod(event)) return;
    event.preventDefault();
    rememberInAddress(false);
    isEntryOpen = false;
    search(false);
  });
  input.addEventListener('blur', () => {
    isEntryOpen = false;
  });
  input.addEventListener('focus', () => {
    preloaded = engine({ kind: 'preload' });
    showSize();
  });
  more.addEventListener('click', () => {
    // Once for each press that brought something.
    if (!question || items.length < askedCount) return;
    void showPage(question, items.length, isNewest);
    // It keeps how many there are.
    void fetchTools();
  });
  // Back, forward, an address that the reader edits, and links of the page to another search.
  addEventListener('hashchange', follow);

  part(page, '[data-late]').hidden = true;
  if (!canUnpack()) {
    failures.show(text('error-browser'));
    return;
  }
  input.disabled = false;
  part(page, '[data-filters]').hidden = false;
  for (const details of page.querySelectorAll('details')) {
    details.addEventListener('toggle', () => {
      if (details.open) void showOpened();
    });
  }
  if (location.hash.includes('=')) follow();
  // A browser may have filled in the text of an earlier visit.
  else search(false);
  // At rest the engine is made ready, so that only the index is waited for; nothing of that is fetched yet.
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}

/** Filters are shown with what they narrow; of an answer that is not plain more than its count is said. */
function needsTools({ choices }: Question, reply: EngineReply): boolean {
  return reply.kind === 'answer' && (hasAny(choices) || 'error' in reply.answer || !isPlain(reply.answer));
}

function hasAny(choices: Choices): boolean {
  return Object.keys(choices).length > 0;
}

function sameQuestion(a: Question, b: Question): boolean {
  return a.isTyping === b.isTyping && hashOfSearch(a) === hashOfSearch(b);
}
