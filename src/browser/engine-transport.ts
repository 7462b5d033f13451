// Where the engine runs: in a worker over http(s), in the page itself from file:// or when the worker will not start.
import {
  type Engine,
  type EngineAnnouncement,
  type EngineQuestion,
  type EngineReply,
  engineFile,
  engineGlobal,
  type OnProgress,
  type StartEngine,
} from '../search-client/engine-messages.ts';
import { globalOfScript } from './late-scripts.ts';

export interface EnginePlace {
  readonly language: string;
  /** Address of the `search/` folder, ending in `/`. */
  readonly folder: string;
  /** Of the classic script that runs in the page. */
  readonly engineAddress: string;
  /** Of the worker's module. */
  readonly workerAddress: string;
  readonly scriptAddress: (url: string) => string;
  /** An engine that was lost takes with it all that it held. */
  readonly onLoss: () => void;
}

export interface EngineTransport {
  readonly ask: Engine;
  /** Loads the engine, so that the first question need not wait for it. A failure is told when it is asked. */
  start(): void;
}

/** An engine that starts at its first question at the latest, and anew after it was lost. */
export function createEngineTransport(place: EnginePlace): EngineTransport {
  const start: EngineQuestion = { kind: 'start', language: place.language, folder: place.folder };
  let started: Promise<Engine> | undefined;
  let hasStarted = false;
  let end = (): void => undefined;

  /** The next question starts afresh. */
  function lose(): void {
    end();
    end = () => undefined;
    started = undefined;
    if (hasStarted) place.onLoss();
    hasStarted = false;
  }

  async function startEngine(): Promise<Engine> {
    let engine: Engine | undefined;
    if (location.protocol !== 'file:' && typeof Worker !== 'undefined') {
      try {
        // One that never started is no loss: the page takes its place.
        const worker = startWorker(place, () => hasStarted && lose());
        await worker.engine(start);
        ({ engine, end } = worker);
      } catch {
        // No worker: the page answers itself.
      }
    }
    if (!engine) {
      engine = await startInPage(place);
      await engine(start);
    }
    hasStarted = true;
    return engine;
  }

  const ask: Engine = async (question, onProgress) => {
    started ??= startEngine();
    const mine = started;
    let reply: EngineReply;
    try {
      const engine = await mine;
      reply = await engine(question, onProgress);
    } catch (error) {
      if (started === mine) lose();
      if (!(error instanceof EngineMissing)) throw error;
      return { kind: 'failed', fault: 'unreachable', file: engineFile };
    }
    // A module that could not be had is not asked for twice by one worker.
    if (reply.kind === 'failed' && reply.file === engineFile && started === mine) lose();
    return reply;
  };
  return {
    ask,
    start() {
      started ??= startEngine();
      const mine = started;
      mine.catch(() => {
        if (started === mine) lose();
      });
    },
  };
}

class EngineMissing extends Error {}

function startWorker(
  { workerAddress, scriptAddress }: EnginePlace,
  onDeath: () => void,
): { readonly engine: Engine; end(): void } {
  const worker = new Worker(scriptAddress(workerAddress), { type: 'module' });
  const waiting = new Map<
    number,
    { resolve(reply: EngineReply): void; reject(error: unknown): void; onProgress?: OnProgress }
  >();
  let lastNumber = 0;
  worker.onmessage = ({ data }: MessageEvent<EngineAnnouncement>) => {
    const asker = waiting.get(data.number);
    if ('reply' in data) {
      waiting.delete(data.number);
      asker?.resolve(data.reply);
    } else asker?.onProgress?.(data.loaded, data.total);
  };
  const end = (): void => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new EngineMissing());
    waiting.clear();
  };
  worker.onerror = (event) => {
    // Told in the page's words: not a second time in the console.
    event.preventDefault();
    end();
    onDeath();
  };
  return {
    engine: (question, onProgress) =>
      new Promise((resolve, reject) => {
        lastNumber += 1;
        waiting.set(lastNumber, { resolve, reject, onProgress });
        worker.postMessage({ number: lastNumber, question });
      }),
    end,
  };
}

async function startInPage({ engineAddress, scriptAddress }: EnginePlace): Promise<Engine> {
  const startEngine = await globalOfScript<StartEngine>(scriptAddress(engineAddress), engineGlobal);
  if (!startEngine) throw new EngineMissing();
  return startEngine(scriptAddress);
}
