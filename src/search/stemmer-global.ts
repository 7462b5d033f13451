// Where the script of a stemmer puts it, by label: search/<tag>/stemmer.js, which runs as a classic script and as a
// module alike.
import type { Stem } from './pipeline.ts';

const stemmerGlobal = 'offprintStemmers';

/** Its name below search/, without `.js`: always the same, so that it is asked for together with the root. */
export function stemmerFile(language: string): string {
  return `${language}/stemmer`;
}

/** By label, those whose script has run. */
export function loadedStemmers(): Readonly<Record<string, Stem>> {
  return (globalThis as unknown as Record<string, Record<string, Stem> | undefined>)[stemmerGlobal] ?? {};
}

/**
 * Source of such a script.
 * @param support lunr-languages' lunr.stemmer.support.js
 * @param plugin its file of one language, unchanged
 * @param key of the language in lunr
 */
export function stemmerScript(label: string, support: string, plugin: string, key: string): string {
  // Both put themselves into the `lunr` of `this` where there is neither AMD nor CommonJS.
  return `/*! Of lunr-languages and the Snowball JavaScript Library: Copyright 2010 Oleg Mazko, 2014 Mihai Valentin.
 * Under the Mozilla Public License 1.1, http://www.mozilla.org/MPL/; source: https://github.com/MihaiValentin/lunr-languages */
(function () {
var lunr = { Pipeline: { registerFunction: function () {} }, generateStopWordFilter: function () {} };
(function (define, exports, module) {
${support.trim()}
${plugin.trim()}
}).call({ lunr: lunr });
var stem = lunr[${JSON.stringify(key)}].stemmer;
(globalThis.${stemmerGlobal} = globalThis.${stemmerGlobal} || {})[${JSON.stringify(label)}] = function (word) { return stem(word); };
})();
`;
}
