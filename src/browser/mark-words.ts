// Marks on an opened page the words that a search found there, and offers a bar to step through them and to be rid of
// them. The words stand in the address, as the text has them: no stemmer is needed. A page without them says nothing.
import { markWordsGlobal, type PageParts, pageTexts } from './late-scripts.ts';
import { marksOfHash } from './mark-address.ts';
import { make, makeButton } from './page-parts.ts';
import { findWords, type Span } from './word-places.ts';

/** The page's own words: not the lists that lead elsewhere, nor what a reader fills in. */
const leftOut =
  'nav, form, search, script, style, .contents, .cite, .on-paper, .related, .neighbours, .unseen, [hidden]';
/** What is told of a mark's surroundings, in UTF-16 units before and after it. */
const contextLength = 50;

(globalThis as unknown as Record<string, unknown>)[markWordsGlobal] = startMarks;

function startMarks({ box }: PageParts): void {
  const main = document.querySelector('main');
  if (!main) return;
  const { text, markLanguage } = pageTexts(box);
  let clear = (): void => undefined;

  function show(): void {
    const wanted = marksOfHash(location.hash);
    if (!wanted || !main) return;
    clear();
    const section = wanted.section === '' ? null : document.getElementById(wanted.section);
    const marks = markWords(main, wanted.words);
    if (marks.length === 0) {
      section?.scrollIntoView();
      return;
    }
    let at = 0;
    if (section) {
      const isBehind = (mark: Node): boolean =>
        (section.compareDocumentPosition(mark) &
          (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)) !==
        0;
      at = Math.max(0, marks.findIndex(isBehind));
    }

    const status = make('p', 'marks-place');
    status.setAttribute('role', 'status');
    const bar = make('section', 'marks-bar', status);
    bar.dataset.marksBar = '';
    bar.setAttribute('aria-label', text('marks.label'));
    markLanguage(bar);
    bar.append(
      makeButton('', text('marks.previous'), () => go(at - 1)),
      makeButton('', text('marks.next'), () => go(at + 1)),
      makeButton('marks-clear', text('marks.clear'), () => {
        const place = marks[at]?.parentElement;
        clear();
        history.replaceState(history.state, '', location.pathname + location.search);
        if (place) focusForAMoment(place);
      }),
    );

    /** @param place of a mark; behind the last comes the first */
    function go(place: number): void {
      marks[at]?.removeAttribute('data-current');
      at = (place + marks.length) % marks.length;
      const mark = marks[at];
      if (!mark) return;
      mark.setAttribute('data-current', '');
      for (
        let details = mark.closest('details');
        details;
        details = details.parentElement?.closest('details') ?? null
      ) {
        details.open = true;
      }
      // At once: a smooth way through a hundred screens helps nobody.
      mark.scrollIntoView({ block: 'center', behavior: 'instant' });
      const around = make('span', 'unseen', ` ${surroundings(mark)}`);
      status.replaceChildren(text('marks.place', { n: String(at + 1), total: String(marks.length) }), around);
    }

    clear = () => {
      for (const mark of marks) {
        const parent = mark.parentNode;
        mark.replaceWith(...mark.childNodes);
        parent?.normalize();
      }
      bar.remove();
      document.documentElement.classList.remove('has-marks-bar');
      clear = () => undefined;
    };

    // Before the text: whoever comes to it by keyboard finds the bar first, and one step back from the first mark.
    main.prepend(bar);
    document.documentElement.classList.add('has-marks-bar');
    // From here a reader goes on by Tab, and a screen reader reads on.
    const first = marks[at];
    go(at);
    if (first) focusForAMoment(first);
  }

  addEventListener('hashchange', show);
  show();
}

/** Puts the focus on what does not take it by itself, until it goes elsewhere. */
function focusForAMoment(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  element.focus({ preventScroll: true });
}

function markWords(main: Element, words: readonly string[]): HTMLElement[] {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Element) {
      return node.matches(leftOut) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    }
    return NodeFilter.FILTER_ACCEPT;
  });
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const find = findWords(words);
  return texts.flatMap((node) => markSpans(node, find(node.data)));
}

function markSpans(node: Text, spans: readonly Span[]): HTMLElement[] {
  if (spans.length === 0) return [];
  const marks: HTMLElement[] = [];
  const parts: (string | HTMLElement)[] = [];
  let end = 0;
  for (const span of spans) {
    const mark = make('mark', '', node.data.slice(span.start, span.end));
    marks.push(mark);
    parts.push(node.data.slice(end, span.start), mark);
    end = span.end;
  }
  node.replaceWith(...parts, node.data.slice(end));
  return marks;
}

/** What stands around a mark, for those who do not see it. */
function surroundings(mark: HTMLElement): string {
  const range = document.createRange();
  const block = mark.closest('p, li, td, th, dd, dt, blockquote, figcaption, h1, h2, h3, h4, h5, h6') ?? mark;
  range.selectNodeContents(block);
  range.setEndBefore(mark);
  const before = range.toString();
  const whole = block.textContent ?? '';
  const start = Math.max(0, before.length - contextLength);
  const end = before.length + (mark.textContent ?? '').length + contextLength;
  return whole
    .slice(start, end)
    .replace(start > 0 ? /^\S*\s+/ : /^/, start > 0 ? '… ' : '')
    .replace(end < whole.length ? /\s+\S*$/ : /$/, end < whole.length ? ' …' : '');
}
