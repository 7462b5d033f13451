import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type BuildRecord,
  deleteBuildRecord,
  hashOfContent,
  readBuildRecord,
  writeBuildRecord,
} from '../../src/build/last-build.ts';
import { readContent } from '../../src/build/read-content.ts';
import { smallSite } from '../small-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const inputs = 'a'.repeat(32);

function recordOf(output: string): BuildRecord<{ counts: number }> {
  return {
    output,
    inputs,
    interval: { fromMs: 1, untilMs: 2 },
    files: [['index.html', 'b'.repeat(32)]],
    report: { counts: 3 },
  };
}

test('a record is read as it was written, by its own output and inputs alone', () => {
  const folder = join(temporaryFolder(), 'builds');
  const output = temporaryFolder();
  expect(readBuildRecord(output, inputs, folder)).toBeUndefined();
  writeBuildRecord(recordOf(output), folder);
  expect(readBuildRecord(output, inputs, folder)).toEqual(recordOf(output));
  expect(readBuildRecord(`${output}2`, inputs, folder)).toBeUndefined();
  expect(readBuildRecord(output, 'c'.repeat(32), folder)).toBeUndefined();
  deleteBuildRecord(output, folder);
  expect(readBuildRecord(output, inputs, folder)).toBeUndefined();
});

test('a record that is cut short, changed anywhere or of another version is as none', () => {
  const folder = temporaryFolder();
  const output = '/somewhere/site';
  writeBuildRecord(recordOf(output), folder);
  const path = join(folder, readdirSync(folder)[0]!);
  const good = readFileSync(path);
  for (let at = 0; at < good.length; at += 1) {
    writeFileSync(path, good.subarray(0, at));
    expect(readBuildRecord(output, inputs, folder)).toBeUndefined();
    const spoilt = Buffer.from(good);
    spoilt[at] = spoilt[at]! ^ 1;
    writeFileSync(path, spoilt);
    expect(readBuildRecord(output, inputs, folder)).toBeUndefined();
  }
  writeFileSync(path, good);
  expect(readBuildRecord(output, inputs, folder)).toBeDefined();
});

test('a folder that cannot be written to keeps nothing, and that is no error', () => {
  const folder = join(temporaryFolder(), 'file');
  writeFileSync(folder, '');
  writeBuildRecord(recordOf('/somewhere/site'), folder);
  deleteBuildRecord('/somewhere/site', folder);
  expect(readBuildRecord('/somewhere/site', inputs, folder)).toBeUndefined();
  expect(readFileSync(folder, 'utf8')).toBe('');
});

test('records of outputs that are gone do not gather', () => {
  const folder = temporaryFolder();
  const output = temporaryFolder();
  writeBuildRecord(recordOf(output), folder);
  for (let i = 0; i < 60; i += 1) writeBuildRecord(recordOf(`/gone/${i}`), folder);
  expect(readdirSync(folder).length).toBeLessThanOrEqual(51);
  expect(readBuildRecord(output, inputs, folder)).toBeDefined();
});

test('the hash of a content folder takes in every name and byte, of pictures too', async () => {
  const root = temporaryFolder();
  const content = join(root, 'content');
  const hash = async () => hashOfContent(await readContent(content));
  const files: Record<string, string> = { ...smallSite(), 'news/2007/map.png': 'no picture' };
  writeFiles(content, files);
  const first = await hash();
  expect(await hash()).toBe(first);
  const seen = new Set([first]);
  const changes: Record<string, string>[] = [
    { 'news/2007/map.png': 'no Picture' },
    { 'news/2007/workshop.md': `${files['news/2007/workshop.md']} ` },
    { 'news/2007/map2.png': 'no picture' },
  ];
  for (const change of changes) {
    writeFiles(content, { ...files, ...change });
    seen.add(await hash());
  }
  expect(seen.size).toBe(4);
});
