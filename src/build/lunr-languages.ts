// Reads the files of lunr-languages that readers of some languages get.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ReadLunrLanguages } from '../search/stemmer-script.ts';

const { resolve } = createRequire(import.meta.url);

export const readLunrLanguages: ReadLunrLanguages = (name) =>
  readFileSync(resolve(`lunr-languages/min/lunr.${name}.min.js`), 'utf8');
