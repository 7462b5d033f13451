// The search engine as a script of its own. In a worker it answers messages; in a page (from file://, or when the
// worker would not start) it puts itself under a global.
import { createEngine } from '../search-client/engine.ts';
import { type EngineQuestion, engineGlobal, type StartEngine } from '../search-client/engine-messages.ts';
import { createFetchLoader } from '../search-client/loaders/fetch-loader.ts';
import { createScriptLoader } from '../search-client/loaders/script-loader.ts';

/** A question with the number that its reply will bear. */
interface NumberedQuestion {
  readonly number: number;
  readonly question: EngineQuestion;
}

if (typeof document === 'undefined') {
  const engine = createEngine((folder) => createFetchLoader(folder));
  addEventListener('message', (event: MessageEvent<NumberedQuestion>) => {
    const { number, question } = event.data;
    engine(question).then(
      (reply) => postMessage({ number, reply }),
      // A bug of ours: thrown outside the promise, so that the page's onerror sees it.
      (error) => setTimeout(() => throwAgain(error)),
    );
  });
} else {
  const start: StartEngine = (scriptAddress) =>
    createEngine((folder) =>
      folder.startsWith('file:') ? createScriptLoader(folder, scriptAddress) : createFetchLoader(folder),
    );
  (globalThis as unknown as Record<string, unknown>)[engineGlobal] = start;
}

function throwAgain(error: unknown): never {
  throw error;
}
