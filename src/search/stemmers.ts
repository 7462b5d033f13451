// The stemmers of lunr-languages that help (docs/decisions/012-stemmers.md), for Node; a browser loads the one that it
// needs as a script: see stemmer-script.ts. Their plugins want lunr's registry, for which a stand-in is enough.
import russian from 'lunr-languages/min/lunr.ru.min.js';
import stemmerSupport from 'lunr-languages/min/lunr.stemmer.support.min.js';
import type { Stem, StemmerGlobal } from './pipeline.ts';

interface PluginHost {
  readonly Pipeline: { registerFunction(): void };
  generateStopWordFilter(): void;
  /** Filled by the plugin. */
  readonly ru?: { readonly stemmer: Stem };
}

/** Makes all of them known to the pipeline; may be called again. */
export function knowStemmers(): void {
  const known = globalThis as StemmerGlobal;
  if (known.offprintStemmers !== undefined) return;
  const host: PluginHost = { Pipeline: { registerFunction() {} }, generateStopWordFilter() {} };
  stemmerSupport(host);
  russian(host);
  const stem = host.ru?.stemmer;
  if (stem === undefined) throw new Error('lunr-languages has no Russian stemmer');
  // What is no lunr.Token is stemmed as the text that it is.
  known.offprintStemmers = { 'stemmer-ru': (word) => stem(word) };
}
