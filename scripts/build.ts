// `npm run build`: the whole site, from content/ to _site/.
import { setFlagsFromString } from 'node:v8';
import { buildSummary } from '../src/build/build-summary.ts';
import {
  exitStatus,
  flag,
  parseBasePath,
  parseInstant,
  parsePath,
  parseSiteUrl,
  runCommand,
  UsageError,
  value,
} from '../src/build/command-line.ts';
import { countProblems, printProblems } from '../src/build/problem-list.ts';
import { terminalReporter } from '../src/build/progress.ts';

// The heap may double before it is looked through, not grow fourfold: pages pass through it and leave. In per cent.
setFlagsFromString('--heap-growing-percent=100');
// A third of what V8 would inline: in a process of some seconds, a sixth of its time went into making large functions fast.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');

await runCommand(
  {
    name: 'build',
    about:
      'Builds the whole site. With a problem in the content nothing is written, and the last good site stays.',
    options: {
      content: value('DIR', 'folder of the content (content)', parsePath),
      output: value('DIR', 'folder for the site (_site)', parsePath),
      'site-url': value('URL', 'where the site will stand, instead of url in site.yaml', parseSiteUrl),
      'base-path': value('PATH', 'the site stands below this path: /news-site', parseBasePath),
      now: value('ISO', 'the clock for embargo and expiry: 2026-11-24T09:30:00Z (now)', parseInstant),
      drafts: flag('show drafts and embargoed items, marked, in pages that ask not to be indexed'),
      archive: flag('pack the site into one file that readers can download and open without a network'),
      'full-index': flag("publish lunr's whole index too, with all that proves the search exact"),
      styleguide: flag('add /styleguide/: every part and state of the pages, for whoever changes their look'),
      'no-search': flag('make no search index'),
      'no-images': flag('make no smaller sizes and newer formats of pictures; they are cleaned all the same'),
      'no-cache': flag('take nothing over from the last build, and keep nothing for the next (but pictures)'),
      previous: value(
        'DIR',
        'an earlier site whose addresses must not be lost (the output folder)',
        parsePath,
      ),
      'allow-drop': flag('allow that many items are gone since the last build'),
      json: flag('print counts, bytes, times and problems as one JSON value'),
    },
  },
  async ({ options }, terminal) => {
    const [siteUrl, basePath] = [options['site-url'], options['base-path']];
    if (siteUrl !== undefined && siteUrl.basePath !== '' && basePath !== undefined) {
      if (siteUrl.basePath !== basePath) {
        throw new UsageError(
          `--site-url says that the site stands below ${siteUrl.basePath}, and --base-path says ${basePath === '' ? '/' : basePath}`,
          `Leave one of the two out: --site-url ${siteUrl.origin}${basePath}`,
        );
      }
    }
    // Loaded here, so that help and wrong usage are answered at once.
    const { buildSite } = await import('../src/build/pipeline.ts');
    const reporter = terminalReporter(terminal);
    const report = await buildSite(
      {
        content: options.content ?? 'content',
        output: options.output ?? '_site',
        siteUrl,
        basePath,
        nowMs: options.now ?? Date.now(),
        showDrafts: options.drafts,
        withArchive: options.archive,
        withImageSizes: !options['no-images'],
        withFullIndex: options['full-index'],
        withStyleguide: options.styleguide,
        withSearch: !options['no-search'],
        withCache: !options['no-cache'],
        previous: options.previous,
        allowDrop: options['allow-drop'],
        comparesWithPrevious: true,
      },
      reporter,
    ).finally(() => reporter.finish());
    terminal.tell(printProblems(report.problems, 'text'));
    if (options.json) terminal.print(`${JSON.stringify(report, null, 2)}\n`);
    if (!report.isBuilt) {
      terminal.tell(`${countProblems(report.problems)}: nothing was written.\n`);
      return exitStatus.problems;
    }
    if (report.problems.length > 0) terminal.tell(`${countProblems(report.problems)}: built all the same.\n`);
    if (!options.json) terminal.print(buildSummary(report));
    return exitStatus.success;
  },
);
