// The proof files of a build, checked as a stranger would: a plain lunr in an empty folder.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildPipelineScript } from '../../src/build/browser-assets.ts';
import { countTerms } from '../../src/search/count-terms.ts';
import { fullIndexFiles } from '../../src/search/full-index.ts';
import { documentOf } from '../search-client/indexed-texts.ts';
import { smallSiteInThreeLanguages } from '../small-site.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository, runScript } from '../support/run.ts';

/** Builds the index anew from documents and recipe, loads the published one, and asks it. */
const strangersProgram = `
const fs = require('node:fs');
const vm = require('node:vm');
const zlib = require('node:zlib');
const lunr = require('lunr');
globalThis.lunr = lunr;
const script = fs.readFileSync('pipeline.js', 'utf8');
vm.runInThisContext(script);
vm.runInThisContext(script);
const recipe = JSON.parse(fs.readFileSync('recipe.json', 'utf8'));
const builder = new lunr.Builder();
builder.pipeline = lunr.Pipeline.load(recipe.pipeline);
builder.searchPipeline = lunr.Pipeline.load(recipe.searchPipeline);
builder.ref(recipe.ref);
for (const { name, boost } of recipe.fields) builder.field(name, { boost });
builder.k1(recipe.k1);
builder.b(recipe.b);
builder.metadataWhitelist = recipe.metadataWhitelist;
for (const line of zlib.gunzipSync(fs.readFileSync('documents.jsonl.gz')).toString().split('\\n')) {
  if (line === '') continue;
  const document = JSON.parse(line);
  const boost = recipe.documentBoosts[document.ref];
  builder.add(document, boost === undefined ? {} : { boost });
}
const json = JSON.stringify(builder.build());
const published = zlib.gunzipSync(fs.readFileSync('lunr.json.gz')).toString();
const index = lunr.Index.load(JSON.parse(published));
const answers = JSON.parse(fs.readFileSync('queries.json', 'utf8')).map((query) => {
  try {
    return index.search(query).map(({ ref, score, matchData }) => [ref, score, Object.keys(matchData.metadata)]);
  } catch ({ message, start, end }) {
    return { message, start, end };
  }
});
process.stdout.write(JSON.stringify({ version: lunr.version, isSame: json === published, length: json.length, answers }));
`;

interface StrangersAnswers {
  readonly version: string;
  readonly isSame: boolean;
  readonly length: number;
  readonly answers: readonly unknown[];
}

function askAsStranger(proof: Readonly<Record<string, string | Uint8Array>>, queries: readonly string[]) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules'));
  cpSync(join(repository, 'node_modules/lunr'), join(folder, 'node_modules/lunr'), { recursive: true });
  writeFiles(folder, {
    ...proof,
    'queries.json': JSON.stringify(queries),
    'check.cjs': strangersProgram,
  });
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return JSON.parse(execFileSync(process.execPath, ['check.cjs'], options)) as StrangersAnswers;
}

const names = ['documents.jsonl.gz', 'lunr.json.gz', 'pipeline.js', 'recipe.json'];

function site(): Record<string, string> {
  const article = (title: string, body: string) => `---\ntitle: ${title}\ndate: 2010-03-04\n---\n\n${body}\n`;
  const files = smallSiteInThreeLanguages();
  return {
    ...files,
    // With a stemmer that is a script of its own.
    'i18n/ru.yaml': files['i18n/en.yaml'] ?? '',
    'news/2010/c.ru.md': article('Права человека', 'Каждый человек имеет право на жизнь, на свободу мысли.'),
    'news/2010/d.ru.md': article('Свободы', 'О правах людей и о свободах.'),
    'news/2010/a.md': article('Release 3.11.1', 'Version 3.11.1 of the constructor, and __proto__, 11 1.1.'),
    'news/2010/b.md': article(
      'Éire and labour',
      'Labourers met judges; judges labour. Café, naïve, Θάλασσα.',
    ),
    'news/2010/c.md': article('Fishing boats', 'Boats of the fishing fleet were inspected for forced labor.'),
    'news/2010/d.md': article('แรงงานต่างด้าว', 'แรงงานต่างด้าวถูกหลอกลวง and 人权宣言'),
  };
}

const queries = [
  'judges',
  'labour judges',
  '+labour -judges',
  '-judges',
  '+judges +week',
  'title:labour',
  'title:judges body:week',
  'summary:judges^3 week',
  'jud*',
  '*our',
  'l*r',
  '*',
  'f*s*',
  'labor~1',
  'jugdes~2',
  'fishin~1^4',
  'lab*^2 +met',
  '3.11.1',
  '1*',
  '11',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'Éire',
  'cafe',
  'แรงงานต่างด้าว',
  'ผู้พิพากษา',
  'القضاة',
  'قاضي والقضاة',
  'правами',
  '+свобода -жизни',
  '人权',
  'the',
  'nothingofthekind',
  '',
  'colour:red',
  'judges~x',
  'title:+judges',
  'Burma’s week',
];

describe('the proof files of a build', () => {
  test('let a plain lunr make the same index and give the answers of our search, in every language', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'site');
    writeFiles(join(folder, 'content'), site());
    const built = await runScript('build', [
      ...['--content', join(folder, 'content'), '--output', output, '--full-index', '--json'],
    ]);
    expect([built.status, JSON.parse(built.stdout)]).toMatchObject([0, { problems: [] }]);
    writeFileSync(join(folder, 'queries'), queries.map((query) => `${JSON.stringify(query)}\n`).join(''));
    for (const language of ['ar', 'en', 'ru', 'th']) {
      const full = join(output, 'search', language, 'full');
      expect(listFiles(full)).toEqual(names);
      const proof = Object.fromEntries(names.map((name) => [name, readFileSync(join(full, name))]));
      const stranger = askAsStranger(proof, queries);
      expect([language, stranger.version, stranger.isSame]).toEqual([language, '2.3.9', true]);
      expect(stranger.length).toBeGreaterThan(1000);

      const asked = await runScript('search', [
        ...['--output', output, '--language', language, '--lunr', '--json'],
        ...['--queries', join(folder, 'queries')],
      ]);
      const ours = asked.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as OurAnswer);
      expect(ours.map(({ query }) => query)).toEqual(queries);
      for (const [i, answer] of ours.entries()) {
        const plain = answer.error ?? answer.results?.map(({ ref, score, terms }) => [ref, score, terms]);
        expect([language, queries[i], plain]).toEqual([language, queries[i], stranger.answers[i]]);
      }
    }

    const report = JSON.parse(built.stdout) as { bytes: { searchCompressed: { en: { files: number } } } };
    const index = listFiles(join(output, 'search/en')).filter((path) => !path.startsWith('full/'));
    expect(report.bytes.searchCompressed.en.files).toBe(index.length);

    const copy = join(folder, 'copy');
    expect((await runScript('archive', ['--folder', copy, '--output', output])).status).toBe(0);
    expect(existsSync(join(copy, 'search/en/root.js'))).toBe(true);
    expect(listFiles(copy).filter((path) => path.includes('/full/'))).toEqual([]);
  }, 180_000);

  test('are the same bytes each time, and stay out of an archive', async () => {
    const folder = temporaryFolder();
    writeFiles(join(folder, 'content'), site());
    const build = (name: string, ...more: string[]) =>
      runScript('build', [
        ...[
          '--content',
          join(folder, 'content'),
          '--output',
          join(folder, name),
          '--now',
          '2026-11-24T00:00:00Z',
        ],
        ...more,
      ]);
    const outcomes = [
      await build('one', '--full-index', '--archive'),
      await build('two', '--full-index', '--archive'),
      await build('without', '--archive'),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(hashFolder(join(folder, 'two'))).toBe(hashFolder(join(folder, 'one')));
    const archive = (name: string) =>
      listFiles(join(folder, name))
        .filter((path) => path.endsWith('.zip'))
        .map((path) => readFileSync(join(folder, name, path)));
    expect(archive('one')).toHaveLength(1);
    expect(archive('one')[0]!.equals(archive('without')[0]!)).toBe(true);
    expect(listFiles(join(folder, 'without')).filter((path) => path.includes('/full/'))).toEqual([]);
  }, 180_000);

  test('need an index to prove', async () => {
    const { status, stderr } = await runScript('build', [
      ...['--output', join(temporaryFolder(), 'site'), '--full-index', '--no-search'],
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('--full-index and --no-search do not go together');
  });

  test('tell the boosts of documents, and hold lone surrogates', async () => {
    const documents = [
      documentOf({ title: 'Half \ud800 pair', body: 'a\udc00b judges' }, 0),
      { ...documentOf({ title: 'Judges', body: 'judges' }, 1), boost: 2.5 },
      documentOf({}, 2),
    ];
    const files = fullIndexFiles(countTerms(documents, 'en'), documents, await buildPipelineScript());
    const proof = Object.fromEntries(
      files.map((file) => {
        const name = file.path.slice(file.path.lastIndexOf('/') + 1);
        if ('chunks' in file) return [name, Buffer.concat([...file.chunks()])];
        return [name, 'contents' in file ? file.contents : ''];
      }),
    );
    expect(Object.keys(proof).sort()).toEqual(names);
    const lines = gunzipSync(proof['documents.jsonl.gz']!).toString().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      documents.map(({ title, summary, body }, i) => ({ ref: `${i}`, title, summary, body })),
    );
    expect(JSON.parse(String(proof['recipe.json']))).toMatchObject({ documentBoosts: { 1: 2.5 } });
    const { isSame, answers } = askAsStranger(proof, ['judges', '\ud800']);
    expect(isSame).toBe(true);
    expect(answers.map((answer) => (answer as [string][]).map(([ref]) => ref))).toEqual([['1', '0'], ['0']]);
  });

  test('hold a script that is classic: nothing imported, exported or required', async () => {
    const script = await buildPipelineScript();
    expect(script).not.toMatch(/import|export|require/);
    const registered: Record<string, unknown> = {};
    const lunr = { Pipeline: { registeredFunctions: registered }, TokenSet: { _nextId: 1 } };
    // In a realm of its own, where no stemmer is known.
    runInNewContext(script, { lunr });
    expect(Object.keys(registered).filter((label) => !label.startsWith('offprint-'))).toEqual([]);
    expect(Object.keys(registered).length).toBeGreaterThan(4);
  });
});

interface OurAnswer {
  readonly query: string;
  readonly error?: unknown;
  readonly results?: readonly {
    readonly ref: string;
    readonly score: number;
    readonly terms: readonly string[];
  }[];
}
