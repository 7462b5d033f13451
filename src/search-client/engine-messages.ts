// What a page and its search engine say to each other: plain values, so that a worker may stand between them.
import type { SearchAnswer, SearchOptions } from './client.ts';
import type { IndexFileFault } from './index-file-error.ts';

export type EngineQuestion =
  | { readonly kind: 'start'; readonly language: string; readonly folder: string }
  | { readonly kind: 'preload' }
  | { readonly kind: 'search'; readonly query: string; readonly options: SearchOptions };

export type EngineReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: SearchAnswer }
  | { readonly kind: 'failed'; readonly fault: IndexFileFault; readonly file: string };

export type Engine = (question: EngineQuestion) => Promise<EngineReply>;

/** The global under which the engine's script puts itself when it runs in a page and not in a worker. */
export const engineGlobal = 'offprintEngine';
/** What stands there. `scriptAddress` is the page's Trusted Types policy: for file://, where fetch does not work. */
export type StartEngine = (scriptAddress: (url: string) => string) => Engine;
