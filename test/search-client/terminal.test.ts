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
  const documents = ['Forced labour', 'Plan of action', 'A plan without labour', '-foo'].map((title, i) =>
    documentOf({ title, date: `2024-01-0${i + 1}` }, i),
  );
  for (const [path, text] of [...filesOf(documents), ...filesOf([], 'th')]) {
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

  it('says what is wrong with the site’s folder, with status 3', async () => {
    const spoilt = mkdtempSync(join(tmpdir(), 'offprint-search-'));
    mkdirSync(join(spoilt, 'search/en'), { recursive: true });
    writeFileSync(join(spoilt, 'search/en/root.js'), 'offprintIndex(2,"en/root",');
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
