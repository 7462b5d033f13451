// The page's one Trusted Types policy (W3C Trusted Types): only files of our index and our own engine may run.

import { hashBytes } from '../search/shard-format.ts';

const indexFile = new RegExp(`^(?:root|stemmer|[a-z]+-[0-9a-f]{${hashBytes * 2}})\\.js$`);

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

/**
 * @param indexFolder address of the language's index files, ending in `/`
 * @param ownAddresses of the worker's module, and of the scripts that the page loads late, the engine's among them
 * @returns a function that lets an address pass as a script's, or throws
 */
export function createScriptPolicy(
  indexFolder: string,
  ownAddresses: readonly string[],
): (url: string) => string {
  const createScriptURL = (url: string): string => {
    const isIndexFile = url.startsWith(indexFolder) && indexFile.test(url.slice(indexFolder.length));
    if (ownAddresses.includes(url) || isIndexFile) return url;
    throw new TypeError(`not a script of this site: ${url}`);
  };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
  if (!trustedTypes) return createScriptURL;
  const policy = trustedTypes.createPolicy('offprint', { createScriptURL });
  return (url) => policy.createScriptURL(url);
}
