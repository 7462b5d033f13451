// The posts and queries that benches measure on: the same each time, and valid content.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../bench/corpus.ts';
import { dependentRounds } from '../../bench/first-query.ts';
import { takeQueries, wordClasses } from '../../bench/make-queries.ts';
import { benchDocuments, generatePosts, printPost, writeContentFolder } from '../../bench/posts.ts';
import { percentile, replaceSection } from '../../bench/report.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository, runScript } from '../support/run.ts';

const fixtures = join(repository, 'test', 'fixtures', 'import', '18f', '_posts');
const vocabulary = { countries: ['burma', 'thailand'], topics: ['prevention', 'prosecution'] };

/** A corpus that every checkout has: real posts of the import's fixtures, and a list and a country paragraph. */
function smallCorpus(): string {
  const folder = temporaryFolder();
  const posts = Object.fromEntries(
    listFiles(fixtures).map((name) => [
      `18f-blog/content/posts/${name}`,
      readFileSync(join(fixtures, name), 'utf8'),
    ]),
  );
  writeFiles(folder, {
    ...posts,
    'hexo-site/source/docs/lists.md': `---
title: What a list in the documentation may hold
---
## A heading is no paragraph of a post

- The first item of a list that has words enough to be taken as a whole
- and a second one with a [link into its own site](/docs/other.html) that loses the link

{% note %} A template tag is no prose, and whatever stands beside it is left out. {% endnote %}
`,
    'trafficking/factbook/nowhere.json': JSON.stringify({
      country: 'Nowhere',
      current_situation: 'authorities sustained efforts to investigate; officials identified those at risk',
      tier_rating: null,
    }),
  });
  return folder;
}

describe('posts to measure on', () => {
  test('come out the same each time, and the first of many are those of few', () => {
    const corpus = readCorpus(smallCorpus());
    const few = [...generatePosts(20, corpus, vocabulary)];
    const many = [...generatePosts(60, readCorpus(smallCorpus()), vocabulary)];
    expect(many.slice(0, 20)).toEqual(few);
    expect(new Set(many.map(({ slug }) => slug)).size).toBe(60);
    expect([...generatePosts(20, corpus, vocabulary, 1)]).not.toEqual(few);
  });

  test('are content without a problem, and the same files each time', async () => {
    const corpus = smallCorpus();
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    writeContentFolder(first, 25, readCorpus(corpus));
    writeContentFolder(second, 25, readCorpus(corpus));
    expect(hashFolder(second)).toBe(hashFolder(first));
    expect(listFiles(first).filter((path) => path.startsWith('news/'))).toHaveLength(25);
    const outcome = await runScript('check', ['--content', first, '--strict', '--format', 'json']);
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\[\s*\]\s*$/) });
  });

  test('hold as documents the words that their Markdown has when it is rendered', () => {
    const corpus = readCorpus(smallCorpus());
    const documents = new Map(
      benchDocuments(20, corpus, vocabulary).map((document) => [document.permalink as string, document]),
    );
    for (const post of generatePosts(20, corpus, vocabulary)) {
      const [, body = ''] = printPost(post).split('\n---\n');
      const { plainText } = renderMarkdown(body, { basePath: '', firstLine: 1 });
      expect(documents.get(`/news/${post.slug}/`)?.body).toBe(plainText);
    }
  });

  test('take prose, lists and country paragraphs of the corpus, and nothing else', () => {
    const texts = readCorpus(smallCorpus()).flatMap(({ paragraphs }) => paragraphs);
    const markdown = texts.map((paragraph) => paragraph.markdown);
    expect(markdown).toContain(
      'authorities sustained efforts to investigate; officials identified those at risk',
    );
    expect(markdown).toContainEqual(
      expect.stringMatching(/^- The first item .*\n- and a second one with a link into its own site that/),
    );
    expect(markdown.join('\n')).not.toMatch(/A heading is no|template tag|\{%|!\[/);
  });

  test('are not to be had without a corpus: the command says so and ends with status 3', async () => {
    const empty = temporaryFolder();
    mkdirSync(join(empty, 'corpus'));
    const outcome = await runScript('bench', ['search', '--corpus', join(empty, 'corpus')]);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toContain('there are no texts in');
  });
});

test('a misspelt bench is answered with the nearest name and status 2', async () => {
  const outcome = await runScript('bench', ['serach']);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain('Did you mean search?');
});

describe('queries of the search bench', () => {
  test('are a hundred of one word and a hundred of three, a third of the words in each class', () => {
    const queries = takeQueries();
    for (const words of [1, 3]) {
      const ofThisLength = queries.filter(({ classes }) => classes.length === words);
      expect(ofThisLength).toHaveLength(100);
      expect(ofThisLength.every(({ text }) => text.split(' ').length === words)).toBe(true);
      for (const name of wordClasses) {
        const count = ofThisLength.flatMap(({ classes }) => classes).filter((given) => given === name).length;
        expect(Math.abs(count - (100 * words) / 3)).toBeLessThan(1);
      }
    }
  });

  test('name how often their words occur, which fits their class', () => {
    for (const { classes, postings } of takeQueries()) {
      classes.forEach((name, place) => {
        const share = postings[place]! / 10_000;
        expect(name).toBe(share < 0.001 ? 'rare' : share <= 0.01 ? 'middle' : 'common');
      });
    }
  });

  test('taken in part are of both lengths and all classes', () => {
    const classes = takeQueries(20).map((query) => query.classes);
    expect(classes.filter(({ length }) => length === 1)).toHaveLength(10);
    expect(new Set(classes.flat())).toEqual(new Set(wordClasses));
  });
});

describe('figures', () => {
  test('count a request that starts after another has ended as the next round', () => {
    const transfer = (startMs: number, endMs: number) => ({ startMs, endMs });
    const root = transfer(0, 160);
    const shards = [transfer(165, 330), transfer(166, 400), transfer(329, 500)];
    const cards = [transfer(501, 700), transfer(502, 690)];
    expect(dependentRounds([root, ...shards, ...cards])).toEqual([1, 3, 2]);
    expect(dependentRounds([])).toEqual([]);
  });

  test('give the value at or below which a share of all lies', () => {
    const tens = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect([0.5, 0.9, 1].map((share) => percentile(tens, share))).toEqual([50, 90, 100]);
    expect(percentile([7], 0.9)).toBe(7);
  });

  test('replace those of an earlier run in the document and leave the rest', () => {
    const first = replaceSection('# Figures\n', 'a', 'one');
    const both = replaceSection(first, 'b', 'two');
    expect(replaceSection(both, 'a', 'three')).toBe(both.replace('one', 'three'));
  });
});
