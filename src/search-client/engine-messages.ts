// What a page and its search engine say to each other: plain values, so that a worker may stand between them.
import type { SearchAnswer, SearchOptions } from './client.ts';
import type { IndexFileFault } from './index-file-error.ts';

export type EngineQuestion =
  | { readonly kind: 'start'; readonly language: string; readonly folder: string }
  /** Brings what every query needs; the reply tells how large the whole index is. */
  | { readonly kind: 'preload' }
  | { readonly kind: 'search'; readonly query: string; readonly options: SearchOptions }
  /** Brings every file but the texts, and keeps them. */
  | { readonly kind: 'download' };

export type EngineReply =
  | { readonly kind: 'ready'; readonly wholeBytes?: number }
  | { readonly kind: 'answer'; readonly answer: SearchAnswer }
  | { readonly kind: 'failed'; readonly fault: IndexFileFault; readonly file: string };

/** In bytes. */
export type OnProgress = (loaded: number, total: number) => void;

export type Engine = (question: EngineQuestion, onProgress?: OnProgress) => Promise<EngineReply>;

/** To a worker: a question with the number that its reply will bear. */
export interface NumberedQuestion {
  readonly number: number;
  readonly question: EngineQuestion;
}

/** From a worker: a reply, or how far a download has come. */
export type EngineAnnouncement =
  | { readonly number: number; readonly reply: EngineReply }
  | { readonly number: number; readonly loaded: number; readonly total: number };

/** `file` of a failure when a script of the engine itself is what could not be had. */
export const engineFile = 'engine';

/** The global under which the engine's script puts itself when it runs in a page and not in a worker. */
export const engineGlobal = 'offprintEngine';
/** What stands there. `scriptAddress` is the page's Trusted Types policy: for file://, where fetch does not work. */
export type StartEngine = (scriptAddress: (url: string) => string) => Engine;
