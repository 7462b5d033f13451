// The build and check commands as users run them: status, standard output and error.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOutput } from '../../src/build/write-output.ts';
import { smallSite } from '../small-site.ts';
import { hashFolder, listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

function folders(files: Record<string, string> = smallSite()): {
  content: string;
  output: string;
  args: string[];
} {
  const folder = temporaryFolder();
  const [content, output] = [join(folder, 'content'), join(folder, 'site')];
  writeFiles(content, files);
  return { content, output, args: ['--content', content, '--output', output] };
}

const faulty = () => ({
  ...smallSite(),
  'news/2010/x.md': '---\ntitel: X\ndate: 2010-02-30\n---\n\nText.\n',
});

describe('build', () => {
  test('says what was made, how long each stage took, and where to look', async () => {
    const { args, output } = folders();
    const { status, stdout, stderr } = await runScript('build', args);
    expect(status).toBe(0);
    expect(stdout).toContain(`Built ${output}\n`);
    expect(stdout).toMatch(/10: 3 news, 1 resource, 6 pages; en 10/);
    expect(stdout).toMatch(/search\s+en .* in \d+ files \(compressed\)/);
    expect(stdout).toContain(`npm run serve -- --output ${output}`);
    for (const stage of ['read', 'validate', 'pages', 'search', 'write'])
      expect(stderr).toMatch(new RegExp(`^${stage}: \\d+ ms$`, 'm'));
  });

  test('with --json prints one value alone, of a good build and of a failed one', async () => {
    const good = folders();
    const built = await runScript('build', [...good.args, '--json']);
    expect(built.status).toBe(0);
    expect(JSON.parse(built.stdout)).toMatchObject({ isBuilt: true, problems: [], counts: { items: 10 } });
    writeFiles(good.content, faulty());
    const hash = hashFolder(good.output);
    const failed = await runScript('build', [...good.args, '--json']);
    expect(failed.status).toBe(1);
    const report = JSON.parse(failed.stdout) as { isBuilt: boolean; problems: { rule: string }[] };
    expect(report.isBuilt).toBe(false);
    expect(report.problems.length).toBeGreaterThanOrEqual(2);
    expect(failed.stderr).toContain('news/2010/x.md:2:1: ');
    expect(hashFolder(good.output)).toBe(hash);
  });

  test('unknown options and wrong values are told before anything is done', async () => {
    const { args, output } = folders();
    const [unknown, wrong, help] = await Promise.all([
      runScript('build', [...args, '--colour']),
      runScript('build', [...args, '--now', '2026-02-30']),
      runScript('build', ['--help']),
    ]);
    expect([unknown.status, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('build has no option --colour');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('--now 2026-02-30');
    expect(help.status).toBe(0);
    expect(help.stdout).toMatch(/--styleguide/);
    expect(() => listFiles(output)).toThrow('ENOENT');
  });

  test('a --site-url and a --base-path that contradict each other are told, and agreeing ones are not', async () => {
    const { args } = folders();
    const siteUrl = ['--site-url', 'https://h.example/sub'];
    const [other, none, same] = await Promise.all([
      runScript('build', [...args, ...siteUrl, '--base-path', '/other']),
      runScript('build', [...args, ...siteUrl, '--base-path', '/']),
      runScript('build', [...args, ...siteUrl, '--base-path', '/sub/', '--no-search']),
    ]);
    expect([other.status, none.status, same.status]).toEqual([2, 2, 0]);
    expect(other.stderr).toContain(
      '--site-url says that the site stands below /sub, and --base-path says /other\n',
    );
    expect(none.stderr).toContain('--base-path says /\n');
  });

  test('a second build of one folder is refused with status 3, naming the process of the first', async () => {
    const { args, output } = folders();
    const open = openOutput(output, { cacheFolder: undefined });
    const { status, stderr } = await runScript('build', args);
    open.close();
    expect(status).toBe(3);
    expect(stderr).toContain(`another build (process ${process.pid})`);
  });
});

describe('check', () => {
  test('says nothing on standard output and writes nothing when all is well', async () => {
    const { content } = folders();
    const hash = hashFolder(join(content, '..'));
    const { status, stdout } = await runScript('check', ['--content', content]);
    expect([status, stdout]).toEqual([0, '']);
    expect(hashFolder(join(content, '..'))).toBe(hash);
  });

  test('with --format json prints an array, empty when there is no problem', async () => {
    const good = await runScript('check', ['--content', folders().content, '--format', 'json']);
    expect([good.status, JSON.parse(good.stdout), good.stderr]).toEqual([0, [], '']);
    const bad = await runScript('check', ['--content', folders(faulty()).content, '--format=json']);
    expect(bad.status).toBe(1);
    const problems = JSON.parse(bad.stdout) as Record<string, unknown>[];
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const problem of problems) {
      expect(Object.keys(problem).sort()).toEqual([
        'column',
        'file',
        'line',
        'mend',
        'message',
        'rule',
        'severity',
      ]);
    }
  });

  test('with --format github prints a command a problem', async () => {
    const { status, stdout } = await runScript('check', [
      '--content',
      folders(faulty()).content,
      '--format',
      'github',
    ]);
    expect(status).toBe(1);
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toMatch(/^::error file=.*news\/2010\/x\.md,line=\d,col=\d+,title=[\w-]+::/);
    }
  });

  test('finds what a build would find, in the same words', async () => {
    const { content, args } = folders(faulty());
    const [check, build] = await Promise.all([
      runScript('check', ['--content', content]),
      runScript('build', args),
    ]);
    expect(build.stderr).toContain(check.stdout);
    expect(check.stdout).not.toBe('');
  });

  test('with --previous compares addresses; a folder that is no site is wrong usage', async () => {
    const { args, output, content } = folders();
    await runScript('build', args);
    const moved = readFileSync(join(content, 'news/2009/no-country.md'), 'utf8').replace(
      'date:',
      'slug: other\ndate:',
    );
    writeFileSync(join(content, 'news/2009/no-country.md'), moved);
    const compared = await runScript('check', ['--content', content, '--previous', output]);
    expect(compared.status).toBe(1);
    expect(compared.stdout).toContain('/news/no-country/');
    const wrong = await runScript('check', ['--content', content, '--previous', content]);
    expect(wrong.status).toBe(2);
  });
});
