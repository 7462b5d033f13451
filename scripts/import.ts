// `npm run import`: an existing site, or a text, into the content folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  exitStatus,
  parseChoice,
  parsePath,
  parseSiteUrl,
  runCommand,
  SurroundingsError,
  UsageError,
  value,
} from '../src/build/command-line.ts';
import { readContent } from '../src/build/read-content.ts';
import { importSite } from '../src/import/import-site.ts';
import { countsOf, reportAsJson, reportAsMarkdown } from '../src/import/report.ts';
import { readSourceFolder } from '../src/import/source-folder.ts';
import { writeImport } from '../src/import/write-import.ts';
import type { ContentFile } from '../src/model.ts';

const defaultReport = 'import-report.md';

await runCommand(
  {
    name: 'import',
    about:
      'Brings an existing site or text into the content folder. Nothing of it is run, and no file that is there already is changed but vocabulary/topics.yaml, which may grow.',
    options: {
      from: value(
        'KIND',
        'auto, jekyll (Eleventy too), hugo, hexo, html, text or wordpress (auto)',
        parseChoice(['auto', 'jekyll', 'hugo', 'hexo', 'html', 'text', 'wordpress']),
      ),
      content: value('DIR', 'content folder; made complete when it is none (content)', parsePath),
      origin: value(
        'URL',
        'where the old site stands: links to what is not imported lead there (none: their words stay)',
        parseSiteUrl,
      ),
      type: value('TYPE', 'news or page for all (what has a date is news)', parseChoice(['news', 'page'])),
      licence: value(
        'TEXT',
        'licence of the texts, noted in each file and, in a new folder, in the footer',
        parseText,
      ),
      report: value(
        'FILE',
        `what was changed, guessed or left: .md or .json (${defaultReport})`,
        parseReport,
      ),
    },
    words: { name: 'SOURCE', help: 'the site’s root, its content folder, or one file.', least: 1, most: 1 },
  },
  async ({ options, words }, terminal) => {
    const source = words[0]!;
    const content = options.content ?? 'content';
    if (resolve(source) === resolve(content))
      throw new UsageError(
        'SOURCE and the content folder are one folder',
        'Name another: --content my-content',
      );
    if (isBelow(resolve(content), resolve(source)) && isForeignFolder(content))
      throw new UsageError(
        `${content} is a folder of SOURCE, and not a content folder: the import would write into the old site`,
        'Name another: --content my-content',
      );
    const { folder, entries } = await readSourceFolder(source, content);
    const steps = steadyProgress(terminal);
    const result = importSite({
      source,
      entries,
      from: options.from ?? 'auto',
      origin: options.origin === undefined ? undefined : options.origin.origin + options.origin.basePath,
      type: options.type,
      licence: options.licence,
      content,
      existing: await existingFiles(content),
      interfaceTexts: productTexts(),
      nowMs: Date.now(),
      progress: steps.tell,
    });
    const { report } = result;
    await writeImport(content, folder, result.files, (done) =>
      steps.tell('Saving', done, result.files.length),
    );
    steps.end();
    const target = options.report ?? defaultReport;
    const text = /\.json$/i.test(target) ? reportAsJson(report) : reportAsMarkdown(report);
    await writeFile(target, text).catch((cause: unknown) => {
      throw new SurroundingsError(
        `the report ${target} cannot be written`,
        'Name another file: --report FILE',
        cause,
      );
    });

    const counts = countsOf(report);
    const files = (outcome: string) => counts.files[outcome] ?? 0;
    for (const file of report.files.filter(({ outcome }) => outcome === 'left-out').slice(0, 50)) {
      const note = file.notes.at(-1);
      terminal.tell(
        `${file.path}:${note?.line ?? 1}:${note?.column ?? 1}: left out: ${note?.message ?? ''} (${note?.rule ?? ''})\n`,
      );
    }
    const counted = (outcome: string, noun: string) =>
      `${files(outcome)} ${noun}${files(outcome) === 1 ? '' : 's'}`;
    const guessed = report.files
      .flatMap(({ notes }) => notes)
      .filter(({ group }) => group === 'guessed').length;
    const lines = [
      `${report.kind}: ${counted('imported', 'item')} imported into ${content}${result.isNewFolder ? ', a new content folder' : ''}.`,
      ...(files('unchanged') > 0
        ? [`${files('unchanged')} ${files('unchanged') === 1 ? 'was' : 'were'} here already.`]
        : []),
      ...(files('edited') > 0 ? [`Here already, different, and left as it is: ${files('edited')}.`] : []),
      ...(files('left-out') > 0 ? [`${files('left-out')} left out.`] : []),
      ...(files('passed-over') > 0 ? [`${counted('passed-over', 'file')} passed over: no content.`] : []),
      ...(guessed > 0 ? [`${guessed} ${guessed === 1 ? 'guess' : 'guesses'} to look at.`] : []),
      ...report.remarks.map((remark) => `Note: ${remark}.`),
      `Report: ${target}`,
      ...(result.itemCount === 0
        ? []
        : [`Next: npm run check${content === 'content' ? '' : ` -- --content ${content}`}`]),
    ];
    terminal.tell(`${lines.join('\n')}\n`);
    if (result.itemCount === 0 && files('left-out') === 0)
      terminal.tell(`Nothing in ${source} was content. If it is, say what it is: --from KIND\n`);
    return files('left-out') > 0 || result.itemCount === 0 ? exitStatus.problems : exitStatus.success;
  },
);

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** There, with something in it, and no content folder of ours. */
function isForeignFolder(path: string): boolean {
  return existsSync(path) && readdirSync(path).length > 0 && !existsSync(join(path, 'site.yaml'));
}

function parseText(text: string, optionName: string): string {
  if (text.trim() === '' || /[\u0000-\u001F\u007F]/.test(text))
    throw new UsageError(`${optionName} needs one line of words`, `For example: ${optionName} "CC BY 4.0"`);
  return text.trim();
}

function parseReport(text: string, optionName: string): string {
  if (!/\.(?:md|json)$/i.test(text))
    throw new UsageError(
      `${optionName} ${text} must end in .md or .json`,
      `For example: ${optionName} ${defaultReport}`,
    );
  return parsePath(text, optionName);
}

async function existingFiles(content: string): Promise<readonly ContentFile[]> {
  try {
    if (readdirSync(content).length === 0) return [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  }
  return (await readContent(content)).files;
}

function productTexts(): Map<string, string> {
  const folder = new URL('../content/i18n/', import.meta.url);
  const texts = new Map<string, string>();
  for (const name of readdirSync(folder))
    if (name.endsWith('.yaml'))
      texts.set(name.replace(/\.yaml$/, ''), readFileSync(new URL(name, folder), 'utf8'));
  return texts;
}

/** One line that changes on a terminal; elsewhere nothing until the summary, but for long steps. */
function steadyProgress(terminal: { tell(text: string): void; readonly isInteractive: boolean }): {
  tell(step: string, done: number, all: number): void;
  end(): void;
} {
  let last = '';
  return {
    tell(step, done, all) {
      if (terminal.isInteractive) terminal.tell(`\r\u001b[K${step} ${done} of ${all}`);
      else if (step !== last && all > 100) terminal.tell(`${step} ${all} …\n`);
      last = step;
    },
    end() {
      if (terminal.isInteractive) terminal.tell('\r\u001b[K');
    },
  };
}
