import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/load/yaml-values.ts';
import {
  countriesSchema,
  interfaceTextsSchema,
  itemSchemas,
  keysOf,
  noteOf,
  schemaAt,
  siteSchema,
  topicsSchema,
} from '../../src/validate/content-schema.ts';
import { editorGuides } from '../../src/validate/editor-guides.ts';
import { ruleIds } from '../../src/validate/rules.ts';

const root = new URL('../../', import.meta.url).pathname;

test('docs/ holds what schema and rules say now (npm run docs)', () => {
  for (const [path, text] of Object.entries(editorGuides()))
    expect(readFileSync(`${root}docs/${path}`, 'utf8'), path).toBe(text);
});

test('every rule that a source file names is explained', () => {
  const folders = ['src', 'scripts'].filter((folder) => existsSync(root + folder));
  const unknown: string[] = [];
  for (const folder of folders) {
    for (const name of readdirSync(root + folder, { recursive: true, encoding: 'utf8' })) {
      // The report of an import is no list of problems: its words are its own.
      if (!name.endsWith('.ts') || name.startsWith('import/')) continue;
      const text = readFileSync(`${root}${folder}/${name}`, 'utf8');
      for (const [, rule = ''] of text.matchAll(/\brule: '([a-z0-9-]+)'/g))
        if (!ruleIds.has(rule)) unknown.push(`${name}: ${rule}`);
    }
  }
  expect(unknown).toEqual([]);
});

test('every rule of load, and every rule that is explained, is one that a source file names', () => {
  const read = (folder: string): string =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== 'rules.ts')
      .map((name) => readFileSync(`${root}${folder}/${name}`, 'utf8'))
      .join('\n');
  // In load/ a word of several parts is a rule, but for these.
  const others = new Set(['glued-comment', 'js-yaml', 'gray-matter', 'utf-8', 'windows-1252']);
  const words = [...read('src/load').matchAll(/'([a-z]+(?:-[a-z0-9]+)+)'/g)].map(([, word = '']) => word);
  expect(words.filter((word) => !others.has(word) && !ruleIds.has(word))).toEqual([]);
  const all = read('src');
  expect([...ruleIds].filter((id) => !all.includes(`'${id}'`))).toEqual([]);
});

describe('the guide to frontmatter', () => {
  const schemas = {
    ...itemSchemas,
    countries: countriesSchema.element,
    topics: topicsSchema.element,
    texts: interfaceTextsSchema,
    site: siteSchema,
  };
  test.each(Object.entries(schemas))('shows an example of every key of %s that is valid', (_name, schema) => {
    const notes = keysOf(schema).map((name) => noteOf(schemaAt(schema, [name])));
    for (const note of notes) expect(note?.shape && note.description && note.example).toBeTruthy();
    const values = readYaml(notes.map((note) => note?.example).join('\n'));
    expect(Object.keys(values as object)).toEqual(keysOf(schema));
    expect(schema.safeParse(values).error).toBeUndefined();
  });
});

test('the JSON Schema knows the keys of every type', () => {
  const schema = JSON.parse(editorGuides()['frontmatter.schema.json']!) as {
    $defs: Record<
      string,
      {
        properties: Record<string, { description: string }>;
        required: string[];
        additionalProperties: boolean;
      }
    >;
  };
  expect(schema.$defs.news?.required).toEqual(['title', 'date']);
  expect(schema.$defs.resource?.required).toEqual(['title', 'kind']);
  expect(schema.$defs.page?.additionalProperties).toBe(false);
  expect(schema.$defs.news?.properties.countries?.description).toContain('vocabulary/countries.yaml');
});
