// The search engine in a worker of its own, a module. It imports two more files, excerpts and what few queries need,
// when a search asks for them; the worker's own policy (its response's CSP) lets it import files of this site alone.
import { createEngine } from '../search-client/engine.ts';
import type { EngineAnnouncement, NumberedQuestion } from '../search-client/engine-messages.ts';
import { createFetchLoader } from '../search-client/loaders/fetch-loader.ts';

const engine = createEngine(
  (folder) => createFetchLoader(folder),
  (address) => import(address),
);

function announce(announcement: EngineAnnouncement): void {
  postMessage(announcement);
}

addEventListener('message', ({ data }: MessageEvent<NumberedQuestion>) => {
  const { number, question } = data;
  engine(question, (loaded, total) => announce({ number, loaded, total })).then(
    (reply) => announce({ number, reply }),
    // A bug of ours: thrown outside the promise, so that the page's onerror sees it.
    (error) => setTimeout(() => throwAgain(error)),
  );
});

function throwAgain(error: unknown): never {
  throw error;
}
