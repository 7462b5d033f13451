// `npm run check`: the problems of the content, all together; writes nothing.
import {
  exitStatus,
  flag,
  parseChoice,
  parseInstant,
  parsePath,
  runCommand,
  value,
} from '../src/build/command-line.ts';
import { countProblems, printProblems, problemFormats } from '../src/build/problem-list.ts';
import { quietReporter } from '../src/build/progress.ts';
import { recoverOutput } from '../src/build/write-output.ts';
import { hasErrors } from '../src/problem.ts';

await runCommand(
  {
    name: 'check',
    about: 'Looks for problems in the content, and writes nothing.',
    options: {
      content: value('DIR', 'folder of the content (content)', parsePath),
      strict: flag('a warning counts as an error'),
      now: value('ISO', 'the clock for embargo and expiry: 2026-11-24T09:30:00Z (now)', parseInstant),
      previous: value(
        'DIR',
        'an earlier site whose addresses must not be lost (_site, for content/)',
        parsePath,
      ),
      format: value('FORM', 'text, json or github (text)', parseChoice(problemFormats)),
    },
  },
  async ({ options }, terminal) => {
    // Loaded here, so that help and wrong usage are answered at once.
    const { checkSite } = await import('../src/build/pipeline.ts');
    // _site is the site of content/; another content folder is compared with the site that is named, or with none.
    const folder = options.previous ?? (options.content === undefined ? '_site' : undefined);
    if (folder !== undefined) recoverOutput(folder);
    const found = await checkSite(
      {
        content: options.content ?? 'content',
        nowMs: options.now ?? Date.now(),
        showDrafts: false,
        previous: folder === undefined ? undefined : { folder, isNamed: options.previous !== undefined },
      },
      quietReporter(terminal),
    );
    const problems = options.strict
      ? found.map((problem) => ({ ...problem, severity: 'error' as const }))
      : found;
    const format = options.format ?? 'text';
    terminal.print(printProblems(problems, format));
    if (format === 'text') terminal.tell(`${countProblems(problems)}.\n`);
    return hasErrors(problems) ? exitStatus.problems : exitStatus.success;
  },
);
