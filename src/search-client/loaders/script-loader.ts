// Brings containers from file://, where fetch and workers do not work: each runs as a classic script that calls
// one global with its name and payload. A script that loads without its call was cut short or is another file.
import { type Container, containerFunction, formatVersion } from '../../search/shard-format.ts';
import type { LoadContainer } from '../file-store.ts';
import { IndexFileError } from '../index-file-error.ts';

/**
 * @param folder address of the `search/` folder, ending in `/`
 * @param scriptAddress makes an address that a script element takes, through the page's Trusted Types policy
 */
export function createScriptLoader(folder: string, scriptAddress: (url: string) => string): LoadContainer {
  const called = new WeakMap<object, Container | 'other-version'>();
  (globalThis as unknown as Record<string, unknown>)[containerFunction] = (
    version: unknown,
    name: unknown,
    byteLength: unknown,
    base64: unknown,
  ): void => {
    const script = document.currentScript;
    if (script && version !== formatVersion) called.set(script, 'other-version');
    else if (
      script &&
      typeof name === 'string' &&
      typeof byteLength === 'number' &&
      typeof base64 === 'string'
    ) {
      called.set(script, { name, byteLength, base64 });
    }
  };
  return (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.onload = () => {
        script.remove();
        const container = called.get(script);
        if (container === 'other-version') reject(new IndexFileError(container, name));
        else if (container?.name === name) resolve(container);
        else reject(new IndexFileError(container ? 'foreign' : 'cut-short', name));
      };
      script.onerror = () => {
        script.remove();
        reject(new IndexFileError('missing', name));
      };
      script.src = scriptAddress(`${folder}${name}.js`);
      document.head.append(script);
    });
}
