// The search engine in the page itself, in one classic script: from file://, where workers, modules and fetch do not
// work, and in a browser whose worker would not start. It puts itself under a global.
import { createEngine } from '../search-client/engine.ts';
import { engineGlobal, type StartEngine } from '../search-client/engine-messages.ts';
import { createFetchLoader } from '../search-client/loaders/fetch-loader.ts';
import { createScriptLoader } from '../search-client/loaders/script-loader.ts';

const start: StartEngine = (scriptAddress) =>
  createEngine(
    (folder) =>
      folder.startsWith('file:') ? createScriptLoader(folder, scriptAddress) : createFetchLoader(folder),
    (address) =>
      new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.onload = resolve;
        script.onerror = reject;
        script.src = scriptAddress(address);
        document.head.append(script);
      }),
  );
(globalThis as unknown as Record<string, unknown>)[engineGlobal] = start;
