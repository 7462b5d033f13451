// `npm run new -- "Title"`: writes the file of a new item, ready for its text, and prints its path. With `--site DIR`:
// the content folder of a new site.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  exitStatus,
  parseChoice,
  parsePath,
  runCommand,
  SurroundingsError,
  type Terminal,
  UsageError,
  value,
} from '../src/build/command-line.ts';
import { reason } from '../src/build/read-content.ts';
import { findForbiddenCharacter } from '../src/load/decode-text.ts';
import { compareText } from '../src/problem.ts';
import { maxTitleLength } from '../src/validate/content-schema.ts';
import { newItemText } from '../src/validate/new-item.ts';
import { newSiteFiles } from '../src/validate/new-site.ts';
import { slugFrom } from '../src/validate/slug.ts';

const content = 'content';

/** Today as a calendar date in the site's time zone, as site.yaml has it; UTC when it cannot be read. */
function todayIn(timezone: string): string {
  const format = (timeZone: string) => {
    const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).formatToParts(new Date());
    const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
    return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  };
  try {
    return format(timezone);
  } catch {
    return format('UTC');
  }
}

function siteTimezone(): string {
  try {
    const settings: unknown = parse(readFileSync(join(content, 'site.yaml'), 'utf8'));
    const { timezone } = settings as { timezone?: unknown };
    return typeof timezone === 'string' ? timezone : 'UTC';
  } catch {
    return 'UTC';
  }
}

/** The product's own words, in every language that it has. */
function interfaceTexts(): Map<string, string> {
  const folder = fileURLToPath(new URL(`../${content}/i18n/`, import.meta.url));
  const texts = new Map<string, string>();
  const names = existsSync(folder) ? readdirSync(folder).sort(compareText) : [];
  for (const name of names)
    if (/^[A-Za-z-]+\.yaml$/.test(name)) texts.set(name, readFileSync(join(folder, name), 'utf8'));
  if (!texts.has('en.yaml')) {
    throw new SurroundingsError(
      `the words of the interface are missing: ${content}/i18n/en.yaml of Offprint`,
      'Bring the file back, as it came with Offprint.',
    );
  }
  return texts;
}

function writeSite(folder: string, terminal: Terminal): void {
  if (existsSync(folder) && !(statSync(folder).isDirectory() && readdirSync(folder).length === 0)) {
    throw new UsageError(
      `${folder} is there already, and is not empty`,
      'Name a folder that is absent or empty.',
    );
  }
  const files = newSiteFiles({
    date: todayIn('UTC'),
    id: `urn:uuid:${randomUUID()}`,
    interfaceTexts: interfaceTexts(),
  });
  try {
    for (const [path, text] of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: 'wx' });
    }
  } catch (error) {
    throw new SurroundingsError(
      `cannot write into ${folder}: ${reason(error)}`,
      'Give yourself the right to write there, and room on the disk.',
      error,
    );
  }
  terminal.print(`${folder}\n`);
  const quoted = (path: string) => (/[^\w./-]/.test(path) ? JSON.stringify(path) : path);
  terminal.tell(
    `Begin with ${join(folder, 'site.yaml')}, then:  npm run build -- --content ${quoted(folder)} --output ${quoted(`${folder}-site`)}\n`,
  );
}

await runCommand(
  {
    name: 'new',
    about: 'Writes the file of a new item, as a draft, or a new site, and prints its path.',
    options: {
      site: value('DIR', 'instead of an item: the content folder of a new site, absent or empty', parsePath),
      type: value('TYPE', 'news, resource or page (news)', parseChoice(['news', 'resource', 'page'])),
    },
    words: { name: '"Title"', help: 'title of the item, in quotes', most: 1 },
  },
  async ({ options, words }, terminal) => {
    if (options.site !== undefined) {
      if (words.length > 0 || options.type !== undefined) {
        throw new UsageError(
          '--site makes a site, and takes no title or type',
          `npm run new -- --site ${options.site}`,
        );
      }
      writeSite(options.site, terminal);
      return exitStatus.success;
    }
    if (words.length === 0) {
      throw new UsageError('new needs "Title"', 'For example: npm run new -- "Workshop in Mae Sot"');
    }
    const title = words[0]?.replace(/\s+/g, ' ').trim().normalize('NFC') ?? '';
    if (title === '')
      throw new UsageError('the title is empty', 'For example: npm run new -- "Workshop in Mae Sot"');
    if (title.length > maxTitleLength) {
      throw new UsageError(
        `the title has ${title.length} characters; ${maxTitleLength} are the most`,
        'Give the item a shorter title; the rest belongs in its text.',
      );
    }
    const forbidden = findForbiddenCharacter(title);
    if (forbidden !== undefined) {
      throw new UsageError(`the title holds ${forbidden}`, 'Type the title anew instead of pasting it.');
    }
    if (!existsSync(content)) {
      throw new UsageError(`there is no ${content} folder here`, 'Run this in the top folder of the site.');
    }
    const type = options.type ?? 'news';
    const date = todayIn(siteTimezone());
    const slug = slugFrom(title);
    const folder = { news: `news/${date.slice(0, 4)}`, resource: 'resources', page: 'pages' }[type];
    const path = `${content}/${folder}/${slug}.md`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, newItemText({ type, title, id: `urn:uuid:${randomUUID()}`, date }), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw new UsageError(
          `${path} is there already`,
          'Give the item another title, or write on in that file.',
        );
      }
      throw new SurroundingsError(
        `cannot write ${path}: ${reason(error)}`,
        'Give yourself the right to write there.',
      );
    }
    terminal.print(`${path}\n`);
    return exitStatus.success;
  },
);
