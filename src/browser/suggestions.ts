// Suggestions below the search box: an editable combobox with a list and no selection until the reader makes one (ARIA
// Authoring Practices Guide, "Combobox"; WAI-ARIA 1.2). Options are links, so that a middle click or a long press opens
// one elsewhere. Nothing of the index is fetched for fewer than two letters, and an answer to older letters is dropped.
import type { SearchResult } from '../search-client/client.ts';
import { askInOrder } from './ask-in-order.ts';
import { canUnpack, createEngineTransport } from './engine-transport.ts';
import { isOfInputMethod, type PageParts, pageTexts, suggestionsGlobal } from './late-scripts.ts';
import { liveRegion } from './live-region.ts';
import { addressesOf, make, makeLink } from './page-parts.ts';
import { hashOfQuery } from './query-address.ts';

/** In characters. */
const minLetters = 2;
/** How long the reader must pause before suggestions are asked for. */
const typingPauseMs = 120;
const maxCountries = 4;
const maxTopics = 3;
const maxPages = 6;
/** In CSS pixels. */
const leastRoom = 240;
const listMargin = 8;
const listId = 'search_suggestions';

type Move = 'first' | 'last' | undefined;

interface Question {
  readonly asked: string;
  /** The option that the reader wants to be at. */
  readonly move: Move;
}

(globalThis as unknown as Record<string, unknown>)[suggestionsGlobal] = startSuggestions;

function startSuggestions({ box, input, scriptAddress }: PageParts): void {
  if (!canUnpack()) return;
  const { dataset } = box;
  const { text, markLanguage } = pageTexts(box);
  const addressOf = addressesOf(dataset);
  const { ask, start } = createEngineTransport(dataset, scriptAddress);

  const list = make('div', 'suggestions');
  list.id = listId;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', text('suggest.label'));
  list.hidden = true;
  markLanguage(list);
  const status = make('p', 'unseen');
  status.setAttribute('role', 'status');
  markLanguage(status);
  input.after(list, status);
  input.setAttribute('aria-controls', listId);

  let options: HTMLAnchorElement[] = [];
  let active = -1;
  /** What the options belong to, the last one apart. */
  let shownQuery: string | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const region = liveRegion(status);
  const asking = askInOrder(suggest);

  const query = (): string => input.value.trim();
  const isOpen = (): boolean => !list.hidden;
  const isEnough = (): boolean => [...query()].length >= minLetters;

  /** Height between the list's top and the end of what is seen, in CSS pixels. */
  const room = (): number =>
    (globalThis.visualViewport?.height ?? innerHeight) - list.getBoundingClientRect().top - listMargin;

  // ── the list ────────────────────────────────────────────────────────────────────────────────────────

  function open(move: Move): void {
    const wasOpen = isOpen();
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    // A phone's keyboard leaves half the screen: the box goes to its top when too little of the list would be seen.
    if (!wasOpen && room() < leastRoom) box.scrollIntoView({ block: 'start', behavior: 'instant' });
    list.style.setProperty('--room', `${Math.max(leastRoom, room())}px`);
    if (move) activate(move === 'first' ? 0 : options.length - 1);
  }

  /** What is on its way, or about to be asked or said, is of no use any more. */
  function outdate(): void {
    asking.drop();
    region.hush();
    clearTimeout(typing);
  }

  function close(): void {
    outdate();
    activate(-1);
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    status.textContent = '';
  }

  /** @param place of an option; anything else for none */
  function activate(place: number): void {
    options[active]?.removeAttribute('aria-selected');
    active = options[place] ? place : -1;
    const option = options[active];
    if (!option) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
    // The list stays as it is while the reader goes through it.
    outdate();
  }

  function show(results: readonly SearchResult[]): void {
    const of = (kind: SearchResult['kind'], most: number): readonly SearchResult[] =>
      results.filter((result) => result.kind === kind).slice(0, most);
    const groups = [
      ['section.countries', of('country', maxCountries)],
      ['section.topics', of('topic', maxTopics)],
      [
        'suggest.pages',
        results.filter(({ kind }) => kind !== 'country' && kind !== 'topic').slice(0, maxPages),
      ],
    ] as const;
    activate(-1);
    options = [];
    list.replaceChildren(
      ...groups.filter(([, members]) => members.length > 0).map(([key, members]) => group(key, members)),
    );
    const last = addOption('');
    last.classList.add('suggestion-all');
    list.append(last);
    nameLast();
  }

  /** The way to the whole search is always of the letters that stand in the box. */
  function nameLast(): void {
    const last = options[options.length - 1];
    if (!last) return;
    last.href = (dataset.target ?? '') + hashOfQuery(query());
    last.textContent = text('suggest.all', { query: query() });
  }

  function group(key: string, members: readonly SearchResult[]): HTMLElement {
    const found = make('div', 'suggestion-group');
    found.setAttribute('role', 'group');
    const name = make('div', 'suggestion-kind', text(key));
    name.id = `suggestions_${key.replace(/.*\./, '')}`;
    name.setAttribute('role', 'presentation');
    found.setAttribute('aria-labelledby', name.id);
    found.append(name, ...members.map(resultOption));
    return found;
  }

  function resultOption({ url, title, dateText }: SearchResult): HTMLElement {
    const option = addOption(addressOf(url));
    const words = make('bdi', 'suggestion-title', title);
    words.lang = dataset.language ?? '';
    option.append(words);
    if (dateText !== '') option.append(' ', make('span', 'suggestion-date', dateText));
    return option;
  }

  function addOption(href: string): HTMLAnchorElement {
    const option = makeLink('suggestion', href, '');
    option.setAttribute('role', 'option');
    option.tabIndex = -1;
    option.id = `suggestion_${options.length}`;
    options.push(option);
    return option;
  }

  function speak(): void {
    const count = options.length - 1;
    const key = count === 0 ? 'suggest.none' : count === 1 ? 'suggest.count-one' : 'suggest.count';
    region.say(text(key, { n: String(count) }), false);
  }

  // ── asking ──────────────────────────────────────────────────────────────────────────────────────────

  async function suggest({ asked, move }: Question, isNewest: () => boolean): Promise<void> {
    const results = await answer(asked);
    if (!isNewest()) return;
    show(results ?? []);
    shownQuery = results && asked;
    open(move);
    speak();
  }

  /** Nothing when the engine fails: the search page, where the last option leads, tells why. */
  async function answer(asked: string): Promise<readonly SearchResult[] | undefined> {
    const reply = await ask({
      kind: 'search',
      query: asked,
      options: {
        fields: ['title'],
        isTyping: true,
        asTyped: true,
        kindsFirst: { country: maxCountries, topic: maxTopics },
        limit: maxCountries + maxTopics + maxPages,
      },
    });
    return reply.kind === 'answer' && 'results' in reply.answer ? reply.answer.results : undefined;
  }

  function askFor(move?: Move): void {
    clearTimeout(typing);
    asking.ask({ asked: query(), move }, false);
  }

  /** By a key that asks for the list. */
  function reopen(move: Move): void {
    if (!isEnough()) return;
    if (shownQuery === query()) open(move);
    else askFor(move);
  }

  // ── the reader ──────────────────────────────────────────────────────────────────────────────────────

  input.addEventListener('input', () => {
    outdate();
    activate(-1);
    if (!isEnough()) {
      close();
      return;
    }
    if (isOpen()) nameLast();
    typing = setTimeout(askFor, typingPauseMs);
  });
  input.addEventListener('keydown', (event) => {
    if (isOfInputMethod(event) || event.ctrlKey || event.metaKey) return;
    const command = commands[event.key];
    if (command?.(event.altKey) === true) event.preventDefault();
  });
  /** By key; true when the key has done its work. @see the guide's table of keys */
  const commands: Readonly<Record<string, (hasAlt: boolean) => boolean>> = {
    ArrowDown(hasAlt) {
      if (!isOpen()) reopen(hasAlt ? undefined : 'first');
      else if (!hasAlt) activate((active + 1) % options.length);
      return true;
    },
    ArrowUp(hasAlt) {
      if (hasAlt) close();
      else if (!isOpen()) reopen('last');
      else activate(active > 0 ? active - 1 : options.length - 1);
      return true;
    },
    Enter() {
      const option = options[active];
      option?.click();
      return option !== undefined;
    },
    Escape() {
      if (isOpen()) close();
      else if (input.value !== '') input.value = '';
      else return false;
      return true;
    },
    Tab: leaveOptions,
    Home: leaveOptions,
    End: leaveOptions,
    ArrowLeft: leaveOptions,
    ArrowRight: leaveOptions,
  };
  /** Back in the text, where the key then does what it does in any text. */
  function leaveOptions(): boolean {
    activate(-1);
    return false;
  }
  // A reader who closed the list by a touch beside it opens it by a touch on the box.
  input.addEventListener('click', () => {
    if (!isOpen()) reopen(undefined);
  });
  input.addEventListener('blur', close);
  // The focus stays in the box: a touch on the list would close it before it is a click.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[role=option]')) close();
  });
  // Where a touch beside the box takes no focus from it.
  document.addEventListener('pointerdown', ({ target }) => {
    if (isOpen() && !box.contains(target as Node)) close();
  });

  start();
  // Letters may have been typed while this script was on its way.
  if (document.activeElement === input && isEnough()) askFor();
}
