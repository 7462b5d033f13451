// `npm run serve`: a finished site, with the headers, redirects, 404 page and compression of its host.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parsePath, parsePort, runCommand, UsageError, value } from '../src/build/command-line.ts';
import { readHostRules } from '../src/build/host-rules.ts';
import { stateFile } from '../src/build/last-output.ts';
import { listen, localAddress, siteListener } from '../src/build/serve-site.ts';
import { recoverOutput } from '../src/build/write-output.ts';

const defaultPort = 8080;

function textOf(path: string | URL): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Base path of the site in a folder; a folder without a state was not built below one. */
function basePathOf(folder: string): string {
  try {
    const state: unknown = JSON.parse(readFileSync(join(folder, stateFile), 'utf8'));
    const { basePath } = state as { basePath?: unknown };
    return typeof basePath === 'string' ? basePath : '';
  } catch {
    return '';
  }
}

await runCommand(
  {
    name: 'serve',
    about: 'Serves a finished site on this machine as its host would, until Ctrl-C.',
    options: {
      output: value('DIR', 'folder of the site (_site)', parsePath),
      port: value('N', `port to listen on; 0 takes any free one (${defaultPort})`, parsePort),
    },
  },
  async ({ options }, terminal) => {
    const folder = options.output ?? '_site';
    recoverOutput(folder);
    if (!existsSync(join(folder, 'index.html'))) {
      throw new UsageError(
        `there is no finished site in ${folder}`,
        folder === '_site'
          ? 'Build it first: npm run build'
          : `Build it first: npm run build -- --output ${folder}`,
      );
    }
    const basePath = basePathOf(folder);
    const rules = readHostRules(
      textOf(new URL('../netlify.toml', import.meta.url)),
      textOf(join(folder, '_redirects')),
    );
    const server = createServer(siteListener({ folder, basePath, rules }));
    const port = await listen(server, options.port ?? defaultPort, false);
    terminal.print(`Serving ${folder} at ${localAddress(port, basePath)} (Ctrl-C ends)\n`);
    return new Promise(() => {});
  },
);
