import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  flag,
  helpText,
  parseBasePath,
  parseChoice,
  parseCommandLine,
  parseInstant,
  parsePath,
  parsePort,
  parseSiteUrl,
  UsageError,
  value,
} from '../../src/build/command-line.ts';

const command = {
  name: 'demo',
  about: 'Does something for a test.',
  options: {
    content: value('DIR', 'a folder', parsePath),
    port: value('N', 'a port', parsePort),
    format: value('FORM', 'a form', parseChoice(['text', 'json'])),
    lunr: flag('a flag'),
  },
  words: { name: 'QUERY', help: 'what to look for', mayBeginWithDash: true },
};
const wordless = { name: 'demo', about: 'Nothing.', options: { json: flag('a flag') } };

function refusal(run: () => unknown): { message: string; mend: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, mend: error.mend };
    throw error;
  }
  throw new Error('it was accepted');
}

describe('reading options', () => {
  test('values stand after the option or after =', () => {
    const read = parseCommandLine(command, ['--content', 'a b', '--port=80', '--lunr']);
    expect(read).toEqual({ options: { content: 'a b', port: 80, format: undefined, lunr: true }, words: [] });
  });

  test('help is given whatever else was said', () => {
    expect(parseCommandLine(command, ['--wrong', '--help'])).toBe('help');
  });

  test('an unknown option is refused with the nearest right one', () => {
    const { message, mend } = refusal(() => parseCommandLine(command, ['--contnet', 'x']));
    expect(message).toBe('demo has no option --contnet');
    expect(mend).toContain('Did you mean --content?');
  });

  test('an option without its value, and a flag with one, are refused', () => {
    expect(refusal(() => parseCommandLine(command, ['--content'])).message).toBe('--content needs a value');
    expect(refusal(() => parseCommandLine(command, ['--content', '--lunr'])).message).toBe(
      '--content needs a value',
    );
    expect(refusal(() => parseCommandLine(command, ['--lunr=yes'])).message).toBe('--lunr takes no value');
  });

  test('an option that is given twice is refused, however it is written', () => {
    for (const args of [
      ['--content', 'a', '--content=b'],
      ['--lunr', '--lunr'],
    ]) {
      expect(refusal(() => parseCommandLine(command, args)).message).toMatch(/^--\w+ is given twice$/);
    }
  });

  test('a prototype name is an unknown option', () => {
    for (const name of ['--__proto__', '--constructor', '--toString']) {
      expect(refusal(() => parseCommandLine(command, [name])).message).toContain(name);
    }
  });

  test('a word may begin with a dash where the command allows it, and is never taken for options', () => {
    for (const word of ['-well-known', '-a b', '-', '-x --y']) {
      expect(parseCommandLine(command, [word])).toMatchObject({ words: [word] });
    }
    expect(parseCommandLine(command, ['--', '--lunr'])).toMatchObject({
      options: { lunr: false },
      words: ['--lunr'],
    });
    expect(refusal(() => parseCommandLine(wordless, ['-j'])).message).toBe('demo has no option -j');
  });

  test('words are refused where the command takes none', () => {
    expect(refusal(() => parseCommandLine(wordless, ['content'])).message).toContain('"content"');
  });

  test('help names every option with its value', () => {
    const help = helpText(command);
    for (const part of ['--content DIR', '--port N', '--lunr', 'QUERY', '--help', 'Does something']) {
      expect(help).toContain(part);
    }
  });
});

describe('values', () => {
  test.each([
    ['2026-11-24T09:30:00Z', Date.UTC(2026, 10, 24, 9, 30)],
    ['2026-11-24T09:30:15+07:00', Date.UTC(2026, 10, 24, 2, 30, 15)],
    ['2026-11-24T00:00:00-03:30', Date.UTC(2026, 10, 24, 3, 30)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['0050-01-01', Date.parse('0050-01-01T00:00:00Z')],
  ])('%s is an instant', (text, ms) => {
    expect(parseInstant(text, '--now')).toBe(ms);
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-11-24T25:00:00Z',
    '2026-11-24T09:30:00',
    'tomorrow',
    '',
    '2026-11-24T09:30:00+24:00',
  ])('%j is no instant', (text) => {
    expect(refusal(() => parseInstant(text, '--now')).message).toContain('--now');
  });

  test.each([
    ['/', ''],
    ['', ''],
    ['/a/', '/a'],
    ['/a/b-c.d', '/a/b-c.d'],
  ])('%j is the base path %j', (text, expected) => {
    expect(parseBasePath(text, '--base-path')).toBe(expected);
  });

  test.each(['a', '/a b', '/../x', '//host', '/a//b', '/a?b', '/<x>', 'C:\\x', '/ä'])(
    '%j is no base path',
    (text) => {
      expect(refusal(() => parseBasePath(text, '--base-path')).message).toContain('--base-path');
    },
  );

  test('a site URL gives origin and base path', () => {
    expect(parseSiteUrl('https://News.Example.org:443/a/', '--site-url')).toEqual({
      origin: 'https://news.example.org',
      basePath: '/a',
    });
  });

  test.each([
    'news.example.org',
    'ftp://x.org',
    'https://u:p@x.org',
    'https://x.org/?q',
    'https://x.org/#',
    'https://x y.org',
    'https://',
    'javascript:alert(1)',
  ])('%j is no site URL', (text) => {
    expect(refusal(() => parseSiteUrl(text, '--site-url')).message).toContain('--site-url');
  });

  test.each(['-1', '65536', '80a', '', '1e3'])('%j is no port', (text) => {
    expect(refusal(() => parsePort(text, '--port')).message).toContain('--port');
  });

  test('a choice is refused with the nearest right one', () => {
    expect(refusal(() => parseChoice(['text', 'json'])('jason', '--format')).mend).toContain('--format json');
  });
});

describe('a running command', () => {
  const script = fileURLToPath(new URL('./demo-command.ts', import.meta.url));

  function start(...args: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { child, said, ended };
  }

  test('a throw that nobody foresaw is status 70, with its stack, and is called a bug of ours', async () => {
    const { ended, said } = start('--do', 'throw');
    expect(await ended).toBe(70);
    expect(said.stderr).toContain('Error: nobody foresaw this\n    at ');
    expect(said.stderr).toContain('bug of ours');
    expect(said.stderr).toContain('cleaned up');
  });

  test('a promise that nobody caught is status 70 too', async () => {
    const { ended, said } = start('--do', 'reject');
    expect(await ended).toBe(70);
    expect(said.stderr).toContain('bug of ours');
  });

  test('Ctrl-C cleans up and is status 130', async () => {
    const { child, ended, said } = start('--do', 'wait');
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect(await ended).toBe(130);
    expect(said.stderr).toContain('cleaned up');
  });

  test('a fault of the surroundings is status 3, with a sentence, its mend, and no stack', async () => {
    const { ended, said } = start('--do', 'surroundings');
    expect(await ended).toBe(3);
    expect(said.stderr).toBe('demo: the disk is full\n    Free some space.\ncleaned up\n');
  });

  test.each(['stdout', 'stderr'] as const)(
    'when %s is closed it ends quietly, with the status it would have had',
    async (name) => {
      const { child, ended, said } = start('--do', 'speak');
      child[name].destroy();
      expect(await ended).toBe(1);
      expect(said[name === 'stdout' ? 'stderr' : 'stdout']).not.toMatch(/EPIPE|Error|bug/);
    },
  );

  test('everything said is received in full, however much it is', async () => {
    const { ended, said } = start('--do', 'speak');
    expect(await ended).toBe(1);
    expect(said.stdout.length).toBe(2_000_000);
  });

  test('wrong usage is status 2 and says nothing on standard output', async () => {
    const { ended, said } = start('--dooo', 'x');
    expect(await ended).toBe(2);
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain('Did you mean --do?');
  });
});
