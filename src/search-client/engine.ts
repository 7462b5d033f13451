// The client behind plain messages: the same questions and replies whether a worker answers or the page itself.
import { createSearchClient, type SearchClient } from './client.ts';
import type { Engine } from './engine-messages.ts';
import type { LoadContainer } from './file-store.ts';
import { IndexFileError } from './index-file-error.ts';

/**
 * @param loaderFor the way to the files below a `search/` folder
 * @param runScript runs a script of this site
 */
export function createEngine(
  loaderFor: (folder: string) => LoadContainer,
  runScript: (address: string) => Promise<unknown>,
): Engine {
  let client: SearchClient | undefined;
  return async (question, onProgress) => {
    try {
      if (question.kind === 'start') {
        const { language, folder } = question;
        client = createSearchClient({
          language,
          load: loaderFor(folder),
          loadStemmer: () => runScript(`${folder}${language}/stemmer.js`),
        });
        return { kind: 'ready' };
      }
      if (!client) throw new Error(`${question.kind} before start`);
      if (question.kind === 'preload') {
        return { kind: 'ready', ...(await client.preload()) };
      }
      if (question.kind === 'download') {
        await client.downloadWhole(onProgress);
        return { kind: 'ready' };
      }
      return { kind: 'answer', answer: await client.search(question.query, question.options) };
    } catch (error) {
      if (error instanceof IndexFileError) return { kind: 'failed', fault: error.fault, file: error.file };
      throw error;
    }
  };
}
