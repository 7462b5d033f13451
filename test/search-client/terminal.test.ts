import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { started } from '../support/run.ts';
import { documentOf, filesOf } from './indexed-texts.ts';

const root = new URL('../..', import.meta.url).pathname;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'offprint-search-'));
  const body = 'Part one\nof it\nPart two\nA plan';
  const sections = [0, body.indexOf('Part two')].map((start, i) => ({ start, anchor: `part-${i + 1}` }));
  const documents = ['Forced labour', 'Plan of action', 'A plan without labour', '-foo'].map((title, i) =>
    documentOf(
      { title, date: `2024-01-0${i + 1}`, ...(i === 1 && { body, sections, countries: ['laos'] }) },
      i,
    ),
  );
  for (const [path, text] of [
    ...filesOf(documents),
    ...filesOf([documentOf({ title: 'กฎหมายและการฟอกเงิน' })], 'th'),
  ]) {
    // Both call themselves the site's own: English is the first.
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function search(args: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...started('search'), ...args],
      { cwd: root },
      (error, out, err) => resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}

describe('npm run search', () => {
  it('prints one JSON value with lunr’s own scores', async () => {
    const { status, out } = await search(['--output', folder, '--json', 'labour plan']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      query: 'labour plan',
      lunrQuery: '+labour +plan',
      relaxed: false,
      scattered: false,
      corrections: [],
      synonyms: [],
      total: 1,
      results: [
        {
          ref: '2',
          url: '/news/2/',
          title: 'A plan without labour',
          date: '2024-01-03',
          score: expect.any(Number),
          terms: ['labour', 'plan'],
        },
      ],
    });
  });

  it('tells the section and the excerpt when they are asked for, in words and in JSON', async () => {
    const [told, json] = await Promise.all([
      search(['--output', folder, '--excerpts', 'action']),
      search(['--output', folder, '--excerpts', '--json', 'plan action']),
    ]);
    expect(told.out).toMatch(
      /^1 result for action\n[\d.]+ {2}Plan of action\n {7}2024-01-02 {2}\/news\/1\/\n/,
    );
    expect(JSON.parse(json.out)).toMatchObject({
      results: [
        {
          url: '/news/1/',
          section: { anchor: 'part-2', title: 'Part two' },
          excerpt: [
            { text: 'A ', isMarked: false },
            { text: 'plan', isMarked: true },
          ],
          forms: ['plan', 'action'],
        },
      ],
    });
    const words = await search(['--output', folder, '--excerpts', '--country', 'laos', 'plan']);
    expect(words.out).toMatch(
      /^1 result for plan\n[\d.]+ {2}Plan of action\n {7}2024-01-02 {2}\/news\/1\/#part-2\n {7}Part two\n {7}A \[plan\]\n$/,
    );
  });

  it('narrows, orders and counts', async () => {
    const ask = async (...args: string[]) =>
      JSON.parse((await search(['--output', folder, '--json', ...args, 'plan'])).out) as {
        results: { ref: string }[];
        facets?: unknown;
      };
    const [laos, year, page, oldest, newest] = await Promise.all([
      ask('--country', 'laos', '--facets'),
      ask('--year', '1999'),
      ask('--kind', 'page'),
      ask('--order', 'oldest'),
      ask('--order', 'newest'),
    ]);
    expect(laos).toMatchObject({
      results: [{ ref: '1' }],
      facets: { country: [{ slug: 'laos', count: 1 }], topic: [], year: [{ year: 2024, count: 1 }] },
    });
    expect(year).toMatchObject({ results: [] });
    expect(page).toMatchObject({ results: [] });
    expect(oldest.results.map(({ ref }) => ref)).toEqual(['1', '2']);
    expect(newest.results.map(({ ref }) => ref)).toEqual(['2', '1']);
    expect(await search(['--output', folder, '--order', 'odlest', 'plan'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('--order oldest'),
    });
    expect(await search(['--output', folder, '--year', '24', 'plan'])).toMatchObject({ status: 2 });
  });

  it('takes a query that begins with a dash, and no result is no failure', async () => {
    const [prohibited, dashed, none, common] = await Promise.all([
      search(['--output', folder, '--json', '-plan']),
      search(['--output', folder, '--json', '--', '-plan']),
      search(['--output', folder, 'zebra']),
      search(['--output', folder, 'the of']),
    ]);
    expect(JSON.parse(prohibited.out)).toMatchObject({ lunrQuery: '-plan', total: 2 });
    expect(dashed).toEqual(prohibited);
    expect(none).toMatchObject({ status: 0, out: '0 results for zebra\n' });
    expect(common.out).toBe('0 results for the of\nThese words are too common to be searched for.\n');
  });

  it('says how it read the text', async () => {
    const [mistyped, typing, scattered, field] = await Promise.all([
      search(['--output', folder, 'labuor']),
      search(['--output', folder, '--json', '--typing', '--as-typed', 'forced lab']),
      search(['--output', folder, '"labour plan"']),
      search(['--output', folder, '--json', '--fields', 'body, titel', 'plan']),
    ]);
    expect(mistyped.out).toContain('No page has labuor: this is for labour (--as-typed).\n');
    expect(JSON.parse(typing.out)).toMatchObject({ lunrQuery: '+forced +lab*', total: 1, corrections: [] });
    expect(scattered.out).toContain('No page has this phrase; these have its words.\n');
    expect(field).toMatchObject({ status: 2, err: expect.stringContaining('--fields title') });
  });

  it('names the pieces of a run that stands nowhere in one piece', async () => {
    const query = 'กฎหมายฟอกเงิน';
    const [told, json] = await Promise.all([
      search(['--output', folder, '--language', 'th', query]),
      search(['--output', folder, '--language', 'th', '--json', query]),
    ]);
    expect(told.out).toContain(
      `1 result for ${query}\nNo page has ${query} in one piece: this is for กฎหมาย and ฟอกเงิน.\n`,
    );
    expect(told.out).not.toContain('phrase');
    expect(JSON.parse(json.out)).toMatchObject({
      scattered: true,
      cuts: [{ typed: query, pieces: ['กฎหมาย', 'ฟอกเงิน'] }],
    });
  });

  it('explains a text that lunr cannot parse, with status 1', async () => {
    const { status, out, err } = await search(['--output', folder, '--json', '--lunr', 'plan nofield:x']);
    expect(status).toBe(1);
    expect(err).toContain("unrecognised field 'nofield'");
    expect(err).toContain('plan nofield:x\n         ^^^^^^^\n');
    expect(JSON.parse(out)).toMatchObject({ query: 'plan nofield:x', error: { start: 5, end: 12 } });
  });

  it('answers many queries line by line; one that lunr cannot parse is an answer too', async () => {
    const { status, out } = await search(
      ['--output', folder, '--queries', '-', '--lunr'],
      '"plan"\n"+"\n"\\ud800"\n',
    );
    expect(status).toBe(0);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(answers).toMatchObject([
      { query: 'plan', total: 2 },
      { query: '+', error: { message: 'expecting term or field, found nothing' } },
      { query: '\ud800', total: 0 },
    ]);
  });

  it('refuses what it does not know, naming what is near', async () => {
    const [option, language, nothing, both] = await Promise.all([
      search(['--output', folder, '--limt', '3', 'plan']),
      search(['--output', folder, '--language', 'thh', 'plan']),
      search(['--output', folder]),
      search(['--output', folder, '--queries', '-', 'plan']),
    ]);
    expect(option).toMatchObject({ status: 2, out: '', err: expect.stringContaining('--limit') });
    expect(language).toMatchObject({ status: 2, err: expect.stringContaining('--language th') });
    expect(nothing.status).toBe(2);
    expect(both.status).toBe(2);
  });

  it('refuses a country or a topic that no page has, as JSON too, naming the nearest', async () => {
    const [country, topic, queries] = await Promise.all([
      search(['--output', folder, '--json', '--country', 'loas', 'plan']),
      search(['--output', folder, '--json', '--topic', 'atlantis', 'plan']),
      search(['--output', folder, '--queries', '-', '--country', 'atlantis'], '"plan"\n'),
    ]);
    expect(country).toMatchObject({ status: 2, out: '' });
    expect(country.err).toContain('no page in en is filed under the country loas\n');
    expect(country.err).toContain('--country laos');
    expect(topic).toMatchObject({ status: 2, out: '', err: expect.stringContaining('--topic') });
    expect(queries).toMatchObject({ status: 2, out: '', err: expect.stringContaining('--country laos') });
  });

  it('says what is wrong with the site’s folder, with status 3', async () => {
    const spoilt = mkdtempSync(join(tmpdir(), 'offprint-search-'));
    mkdirSync(join(spoilt, 'search/en'), { recursive: true });
    writeFileSync(join(spoilt, 'search/en/root.js'), 'offprintIndex(3,"en/root",');
    const nowhere = join(spoilt, 'nowhere');
    const [cut, absent] = await Promise.all([
      search(['--output', spoilt, 'plan']),
      search(['--output', nowhere, 'plan']),
    ]);
    expect(cut).toMatchObject({ status: 3, err: expect.stringContaining('root.js is damaged or cut short') });
    expect(cut.err).toContain(`npm run build -- --output ${spoilt}\n`);
    expect(absent).toMatchObject({
      status: 3,
      err: expect.stringContaining(`npm run build -- --output ${nowhere}\n`),
    });
    rmSync(spoilt, { recursive: true });
  });
});
