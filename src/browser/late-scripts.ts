// What a page's first script and those that it loads later know of each other. All are classic scripts, which work from
// file:// too: a late one puts its start under a global and is called with what the page has.
import { readTexts, type Text } from './page-parts.ts';

/**
 * @param address as the page's Trusted Types policy let it pass
 * @returns what the script put under the global, run once; undefined when it cannot be had, and then it may be asked for
 * again
 */
export async function globalOfScript<Value>(address: string, name: string): Promise<Value | undefined> {
  const globals = globalThis as unknown as Record<string, Value | undefined>;
  if (!globals[name]) {
    const script = document.createElement('script');
    await new Promise((settle) => {
      script.onload = script.onerror = settle;
      script.src = address;
      document.head.append(script);
    });
    if (!globals[name]) script.remove();
  }
  return globals[name];
}

/** Globals under which late scripts put their starts. */
export const suggestionsGlobal = 'offprintSuggestions';
export const markWordsGlobal = 'offprintMarkWords';
export const searchToolsGlobal = 'offprintSearchTools';

export interface PageParts {
  /** The search box's element: its data attributes tell where everything is. */
  readonly box: HTMLElement;
  readonly input: HTMLInputElement;
  /** The page's Trusted Types policy, which a page can make once only. */
  readonly scriptAddress: (url: string) => string;
}

/** Called once, when the script has come. */
export type StartLate = (page: PageParts) => void;

/** The interface's words for what scripts add, in the page's language or, marked, in another. */
export interface PageTexts {
  readonly text: Text;
  /** Says in which language an element's words are. */
  markLanguage(element: HTMLElement): void;
}

export function pageTexts({ dataset }: HTMLElement): PageTexts {
  return {
    text: readTexts(dataset.texts),
    markLanguage(element) {
      if (dataset.textsLanguage === undefined) return;
      element.lang = dataset.textsLanguage;
      element.dir = dataset.textsDirection ?? '';
    },
  };
}

/** A key that works in an input method's own window is no command to the page; some browsers tell it by the code alone. */
export function isOfInputMethod({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}
