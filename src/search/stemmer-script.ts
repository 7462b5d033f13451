// search/<tag>/stemmer.js: what brings a language's stemmer to a browser, as a classic script and as a module alike.
import { separateStemmerOf } from './pipeline.ts';

/** Files of lunr-languages, unchanged: by name without `lunr.` and `.min.js`. */
export type ReadLunrLanguages = (name: string) => string;

/**
 * By label, for those of the languages that have one. The name is always the same, so that a browser asks for it
 * together with the root.
 */
export function stemmerScriptsOf(
  languages: Iterable<string>,
  read: ReadLunrLanguages,
): Readonly<Record<string, string>> {
  const scripts: Record<string, string> = {};
  for (const language of languages) {
    const label = separateStemmerOf(language);
    if (label !== undefined) scripts[label] ??= scriptOf(label, read);
  }
  return scripts;
}

/** The plugins put themselves into the `lunr` of `this` where there is neither AMD nor CommonJS. */
function scriptOf(label: string, read: ReadLunrLanguages): string {
  const key = label.slice('stemmer-'.length);
  return `/*! Of lunr-languages and the Snowball JavaScript Library: Copyright 2010 Oleg Mazko, 2014 Mihai Valentin.
 * Under the Mozilla Public License 1.1, http://www.mozilla.org/MPL/; source: https://github.com/MihaiValentin/lunr-languages */
(function () {
var lunr = { Pipeline: { registerFunction: function () {} }, generateStopWordFilter: function () {} };
(function (define, exports, module) {
${read('stemmer.support').trim()}
${read(key).trim()}
}).call({ lunr: lunr });
var all = globalThis.offprintStemmers = globalThis.offprintStemmers || {};
all[${JSON.stringify(label)}] = function (word) { return lunr[${JSON.stringify(key)}].stemmer(word); };
})();
`;
}
