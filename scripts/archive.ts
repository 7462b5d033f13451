// `npm run archive`: the finished site as a folder that opens by a double click, without a server.
import { parsePath, runCommand, UsageError, value } from '../src/build/command-line.ts';

await runCommand(
  {
    name: 'archive',
    about:
      'Writes the finished site as a folder that opens by a double click on index.html: to carry away, to pass on.',
    options: {
      folder: value('DIR', 'where to write the folder: absent, empty, or an earlier one', parsePath),
      output: value('DIR', 'folder of the finished site (_site)', parsePath),
    },
  },
  async ({ options }, terminal) => {
    const { folder } = options;
    if (folder === undefined) {
      throw new UsageError('archive needs to know where to write', 'For example: --folder my-copy');
    }
    const { checkTargetFolder, folderEntries, readFinishedSite } = await import(
      '../src/build/site-archive.ts'
    );
    const { counted, formatBytes } = await import('../src/build/build-summary.ts');
    const { openOutput, recoverOutput } = await import('../src/build/write-output.ts');
    const output = options.output ?? '_site';
    recoverOutput(output);
    recoverOutput(folder);
    checkTargetFolder(folder, output);
    const { files, source } = readFinishedSite(output);
    const entries = folderEntries(files, source);
    // Carried away, most often on another disk: nothing of it is kept here.
    const target = openOutput(folder, { cacheFolder: undefined });
    const forget = terminal.onInterrupt(() => target.close());
    try {
      const bytes = await target.replaceWith(entries.map(({ path, bytes }) => ({ path, contents: bytes })));
      terminal.print(
        `Wrote ${counted(entries.length, 'file')} (${formatBytes(bytes)}) to ${folder}\nTo look at it, open ${folder}/index.html\n`,
      );
    } finally {
      target.close();
      forget();
    }
    return 0;
  },
);
