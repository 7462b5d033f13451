// What `import lunr from 'lunr'` is in a browser's script: lunr's own text, but for the parts that nothing there calls.
// There are two such scripts, so two cuts: what ranks, and what reads lunr's query language.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** A part of lunr's folder lib/, and what of it is left out, by the name that stands before its `=`. */
type Part = readonly [file: string, ...leftOut: string[]];

const prototype = (name: string, ...methods: string[]): string[] =>
  methods.map((method) => `lunr.${name}.prototype.${method}`);

/** By the file that imports lunr: the parts that it gets, in the order of lunr's Makefile. */
const cuts: Readonly<Record<string, readonly Part[]>> = {
  'lunr-ranking.ts': [
    ['lunr'],
    ['field_ref'],
    ['set'],
    ['vector', ...prototype('Vector', 'insert', 'toArray', 'toJSON')],
    ['stemmer'],
    ['stop_word_filter'],
    [
      'token_set',
      // The index of a search has its own, and distances are for lunr's language alone.
      ...['lunr.TokenSet.fromArray', 'lunr.TokenSet.fromFuzzyString'],
      ...prototype('TokenSet', 'toArray', 'toString', 'intersect'),
    ],
    ['index', ...prototype('Index', 'search', 'toJSON'), 'lunr.Index.load'],
    ['match_data'],
    ['query', 'lunr.Query.wildcard', ...prototype('Query', 'clause', 'term')],
  ],
  'lunr-language.ts': [
    ['lunr'],
    ['tokenizer'],
    [
      'token_set',
      ...['fromArray', 'fromClause', 'fromString'].map((name) => `lunr.TokenSet.${name}`),
      ...prototype('TokenSet', 'toString'),
    ],
    ['query', ...prototype('Query', 'isNegated', 'term')],
    ['query_parse_error'],
    ['query_lexer'],
    ['query_parser'],
  ],
};
/** Files that read lunr's parts: each gets its own. */
export const lunrImporters = Object.keys(cuts);

/** Functions that only hold other things: what stands in their place. */
const holders: Readonly<Record<string, string>> = {
  'var lunr': 'var lunr = {}',
  'lunr.tokenizer': 'lunr.tokenizer = {}',
};

/** lunr's sources for one of `lunrImporters`, put together as its lunr.js is: a module. */
export function lunrSource(importer: string): string {
  const whole = createRequire(import.meta.url).resolve('lunr');
  const version = /(\d+\.\d+\.\d+)/.exec(readFileSync(whole, 'utf8'))?.[1] ?? '';
  const parts = (cuts[importer] ?? []).map(([file, ...leftOut]) => {
    const text = readFileSync(`${dirname(whole)}/lib/${file}.js`, 'utf8')
      // One notice for all parts, which are of one author.
      .replaceAll('/*!', '/*')
      .replaceAll('@VERSION', version)
      // A pipeline is put together by src/search-client/analyser.ts.
      .replace(/^lunr\.Pipeline\.registerFunction\(.*$/m, '');
    const held = Object.keys(holders).filter((name) => text.includes(`\n${name} = function`));
    return [...leftOut, ...held].reduce((code, name) => replaceStatement(code, name, holders[name]), text);
  });
  const notice = `/*! lunr ${version}, http://lunrjs.com, Copyright (C) 2020 Oliver Nightingale, MIT */`;
  return `${notice}\n${parts.join('\n')}\nexport default lunr;\n`;
}

/** Properties in lunr's text that are not its own, or that a browser's objects may have too. */
const platformNames =
  'add call charAt charCodeAt complete concat contains create elements emit empty end exec final floor id indexOf join ' +
  'keys length map match message metadata more name next node parse pop prefix prototype push query reduce replace run ' +
  'separator Set slice sort splice sqrt start substr test toLowerCase toString toUpperCase type union update version width';

/** Names of properties that only lunr and those who call it know: a script may have shorter ones for them. */
export function lunrProperties(): string[] {
  const texts = lunrImporters.map(lunrSource);
  // Words of comments do no harm. What stands in quotes ('boost' in clause) may be a property's name too.
  const quoted = texts.flatMap((text) =>
    [...text.matchAll(/['"]([A-Za-z_]\w*)['"]/g)].map(([, name]) => name),
  );
  const kept = new Set([...platformNames.split(' '), ...quoted]);
  const names = texts.flatMap((text) => [...text.matchAll(/\.([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
  return [...new Set(names)].filter((name) => !kept.has(name)).sort();
}

/** A function ends with the first brace at the beginning of a line; any other value ends where its line does. */
function replaceStatement(code: string, name: string, by = ''): string {
  const start = `^${name.replaceAll('.', '\\.')}`;
  const statement = new RegExp(`${start} = function [^]*?^}\\n|(?:${start}(?:\\.\\w+)? = .*\\n)+`, 'm');
  if (!statement.test(code)) throw new Error(`lunr has no ${name}`);
  return code.replace(statement, () => `${by}\n`);
}

export const lunrForBrowsers: Plugin = {
  name: 'lunr-for-browsers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^lunr$/ }, ({ importer }) => ({ path: basename(importer), namespace: 'lunr' }));
    onLoad({ filter: /./, namespace: 'lunr' }, ({ path }) => ({ contents: lunrSource(path), loader: 'js' }));
  },
};
