// The scripts that bring a language's stemmer to browsers: files of lunr-languages as they are, wrapped.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { stemmerOf } from '../search/pipeline.ts';
import { stemmerScript } from '../search/stemmer-global.ts';

const { resolve } = createRequire(import.meta.url);

/** By label, for those of the languages that have one. */
export function stemmerScriptsOf(languages: Iterable<string>): Readonly<Record<string, string>> {
  const scripts: Record<string, string> = {};
  for (const language of languages) {
    const label = stemmerOf(language);
    if (label === undefined) continue;
    const key = label.replace('stemmer-', '');
    scripts[label] ??= stemmerScript(label, readMinified('stemmer.support'), readMinified(key), key);
  }
  return scripts;
}

function readMinified(name: string): string {
  return readFileSync(resolve(`lunr-languages/min/lunr.${name}.min.js`), 'utf8');
}
