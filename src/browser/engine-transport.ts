// Where the engine runs: in a worker over http(s), in the page itself from file:// or when the worker fails.
// Nothing is loaded before the first question.
import {
  type Engine,
  type EngineQuestion,
  type EngineReply,
  engineGlobal,
  type StartEngine,
} from '../search-client/engine-messages.ts';

export interface EnginePlace {
  readonly language: string;
  /** Address of the `search/` folder, ending in `/`. */
  readonly folder: string;
  readonly engineAddress: string;
  readonly scriptAddress: (url: string) => string;
}

/** An engine that starts at its first question, and starts anew after it could not be loaded. */
export function createEngineTransport(place: EnginePlace): Engine {
  const start: EngineQuestion = { kind: 'start', language: place.language, folder: place.folder };
  let started: Promise<Engine> | undefined;

  async function startEngine(): Promise<Engine> {
    if (location.protocol !== 'file:' && typeof Worker !== 'undefined') {
      try {
        const engine = await startWorker(place, () => {
          // A worker that dies later: the next question starts afresh.
          started = undefined;
        });
        await engine(start);
        return engine;
      } catch {
        // No worker: the page answers itself.
      }
    }
    const engine = await startInPage(place);
    await engine(start);
    return engine;
  }

  return async (question) => {
    started ??= startEngine();
    try {
      return await (await started)(question);
    } catch (error) {
      started = undefined;
      if (error instanceof EngineMissing) return { kind: 'failed', fault: 'unreachable', file: 'engine' };
      throw error;
    }
  };
}

class EngineMissing extends Error {}

async function startWorker(
  { engineAddress, scriptAddress }: EnginePlace,
  onDeath: () => void,
): Promise<Engine> {
  const worker = new Worker(scriptAddress(engineAddress));
  const waiting = new Map<number, { resolve(reply: EngineReply): void; reject(error: unknown): void }>();
  let lastNumber = 0;
  worker.onmessage = (event: MessageEvent<{ number: number; reply: EngineReply }>) => {
    waiting.get(event.data.number)?.resolve(event.data.reply);
    waiting.delete(event.data.number);
  };
  worker.onerror = (event) => {
    // Told below, in the page's words: not a second time in the console.
    event.preventDefault();
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new EngineMissing(event.message));
    waiting.clear();
    onDeath();
  };
  return (question) =>
    new Promise((resolve, reject) => {
      lastNumber += 1;
      waiting.set(lastNumber, { resolve, reject });
      worker.postMessage({ number: lastNumber, question });
    });
}

async function startInPage({ engineAddress, scriptAddress }: EnginePlace): Promise<Engine> {
  const globals = globalThis as unknown as Record<string, StartEngine | undefined>;
  if (!globals[engineGlobal]) {
    await new Promise<void>((resolve, reject) => {
      const script = document.createElement('script');
      script.onload = () => resolve();
      script.onerror = () => {
        script.remove();
        reject(new EngineMissing(engineAddress));
      };
      script.src = scriptAddress(engineAddress);
      document.head.append(script);
    });
  }
  const startEngine = globals[engineGlobal];
  if (!startEngine) throw new EngineMissing(engineAddress);
  return startEngine(scriptAddress);
}
