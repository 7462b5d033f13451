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
import { absolute } from './page-parts.ts';

export interface EngineTransport {
  readonly ask: Engine;
  /** Loads the engine, so that the first question need not wait for it. A failure is told when it is asked. */
  start(): void;
}

/** What the index is unpacked with: browsers of 2023 and later have it (Compression Streams). */
export function canUnpack(): boolean {
  return typeof DecompressionStream !== 'undefined';
}

/**
 * An engine that starts at its first question at the latest, and anew after it was lost.
 * @param dataset of the search page's part or of the search box: which language's index, and where everything is
 * @param scriptAddress the page's Trusted Types policy
 * @param onLoss an engine that was lost takes with it all that it held
 */
export function createEngineTransport(
  { language = '', root, engine: script, worker: workerModule }: DOMStringMap,
  scriptAddress: (url: string) => string,
  onLoss?: () => void,
): EngineTransport {
  // The root lies in the language's folder of `search/`.
  const folder = new URL('..', absolute(root)).href;
  const start: EngineQuestion = { kind: 'start', language, folder };
  let started: Promise<Engine> | undefined;
  let hasStarted = false;
  let end = (): void => undefined;

  /** The next question starts afresh. */
  function lose(): void {
    end();
    end = () => undefined;
    started = undefined;
    if (hasStarted) onLoss?.();
    hasStarted = false;
  }

  async function startEngine(): Promise<Engine> {
    let engine: Engine | undefined;
    if (location.protocol !== 'file:' && typeof Worker !== 'undefined') {
      try {
        // One that never started is no loss: the page takes its place.
        const worker = startWorker(scriptAddress(absolute(workerModule)), () => hasStarted && lose());
        await worker.engine(start);
        ({ engine, end } = worker);
      } catch {
        // No worker: the page answers itself.
      }
    }
    if (!engine) {
      engine = await startInPage(scriptAddress(absolute(script)), scriptAddress);
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

/** @param address of the worker's module, as the policy let it pass */
function startWorker(address: string, onDeath: () => void): { readonly engine: Engine; end(): void } {
  const worker = new Worker(address, { type: 'module' });
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

/** @param address of the classic script, as the policy let it pass */
async function startInPage(address: string, scriptAddress: (url: string) => string): Promise<Engine> {
  const startEngine = await globalOfScript<StartEngine>(address, engineGlobal);
  if (!startEngine) throw new EngineMissing();
  return startEngine(scriptAddress);
}
