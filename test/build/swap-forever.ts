// Writes one site after another into an output folder, a letter to standard output for each; run (and killed) by
// write-output.test.ts. Arguments: output folder, number of sites, cache folder.
import { SurroundingsError } from '../../src/build/command-line.ts';
import { openOutput } from '../../src/build/write-output.ts';

const [output = '', rounds = '1', cacheFolder] = process.argv.slice(2);
try {
  for (let round = 0; round < Number(rounds); round += 1) {
    const letter = 'abcdefgh'.charAt(round % 8);
    const pages = Array.from({ length: 60 }, (_, i) => ({
      path: `p/${i}/index.html`,
      contents: letter.repeat(1000),
    }));
    const open = openOutput(output, { cacheFolder });
    try {
      await open.replaceWith([...pages, { path: 'site-state.json', contents: '{}\n' }]);
    } finally {
      open.close();
    }
    process.stdout.write(letter);
  }
} catch (error) {
  if (!(error instanceof SurroundingsError)) throw error;
  process.stderr.write(error.message);
  process.exitCode = 3;
}
