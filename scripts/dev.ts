// `npm run dev`: builds with drafts into a folder of its own, serves it, and builds again at each change. Problems
// stand in the terminal and over the page, and go when they are mended.
import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, watch as watchFolder } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FSWatcher, watch } from 'chokidar';
import { build as bundle } from 'esbuild';
import {
  type exitStatus,
  parsePath,
  parsePort,
  runCommand,
  type Terminal,
  value,
} from '../src/build/command-line.ts';
import type { BuilderAnswer } from '../src/build/dev-builder.ts';
import type { LiveState } from '../src/build/dev-client.ts';
import { readHostRules } from '../src/build/host-rules.ts';
import { takeLock } from '../src/build/output-lock.ts';
import type { BuildRequest } from '../src/build/pipeline.ts';
import { countProblems, printProblems } from '../src/build/problem-list.ts';
import { readContent } from '../src/build/read-content.ts';
import { listen, localAddress, siteListener } from '../src/build/serve-site.ts';
import { formatProblem } from '../src/problem.ts';

const defaultPort = 8080;
/** An editor's save is several events within a few milliseconds; one build answers them all. */
const settleMs = 60;
const livePath = '/__offprint/';
const repository = fileURLToPath(new URL('..', import.meta.url));
const liveScript = `<script src="${livePath}live.js" defer></script>`;

/** A folder for each content folder, so that two of them do not overwrite each other. */
function devOutput(content: string): string {
  if (resolve(content) === join(repository, 'content')) return join(repository, '.cache', 'dev');
  const hash = createHash('sha256').update(resolve(content)).digest('hex').slice(0, 8);
  return join(repository, '.cache', `dev-${hash}`);
}

async function bundleClient(): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [fileURLToPath(new URL('../src/build/dev-client.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
  });
  return outputFiles[0]!.text;
}

/** Everything that listens to the state of the last build: browsers, by server-sent events. */
class LiveChannel {
  readonly client: string;
  #state: LiveState = { build: 'first', problems: [] };
  readonly #browsers = new Set<ServerResponse>();

  constructor(client: string) {
    this.client = client;
  }

  tell(state: LiveState): void {
    this.#state = state;
    for (const browser of this.#browsers) browser.write(this.#message());
  }

  /** Answers the channel's own addresses; false for all others. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    if (path === `${livePath}live.js`) {
      response.writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-cache',
      });
      response.end(this.client);
    } else if (path === `${livePath}events`) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(this.#message());
      this.#browsers.add(response);
      request.on('close', () => this.#browsers.delete(response));
    } else return false;
    return true;
  }

  #message(): string {
    return `data: ${JSON.stringify(this.#state)}\n\n`;
  }
}

/** Builds in a process of its own, one build at a time; what changes meanwhile is built after. */
class Builder {
  readonly #request: BuildRequest;
  readonly #onAnswer: (answer: BuilderAnswer) => void;
  #child: ChildProcess | undefined;
  #isBuilding = false;
  #isStale = false;

  constructor(request: BuildRequest, onAnswer: (answer: BuilderAnswer) => void) {
    this.#request = request;
    this.#onAnswer = onAnswer;
  }

  build(): void {
    if (this.#isBuilding) {
      this.#isStale = true;
      return;
    }
    this.#isBuilding = true;
    this.#isStale = false;
    this.#child ??= this.#start();
    // The clock of embargoes runs on while dev stays open.
    this.#child.send({ ...this.#request, nowMs: Date.now() });
  }

  /** The next build is made by a fresh process: our own code changed. */
  restart(): void {
    const child = this.#child;
    this.#child = undefined;
    this.#isBuilding = false;
    if (child === undefined) {
      this.build();
      return;
    }
    child.removeAllListeners();
    child.once('exit', () => this.build());
    child.kill();
  }

  stop(): void {
    this.#child?.kill();
  }

  #start(): ChildProcess {
    const path = fileURLToPath(new URL('../src/build/dev-builder.ts', import.meta.url));
    const child = fork(path, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('message', (answer: BuilderAnswer) => this.#done(answer));
    child.on('close', () => {
      this.#child = undefined;
      this.#done({ kind: 'fault', message: said.trim() || 'The builder ended without a word.' });
    });
    return child;
  }

  #done(answer: BuilderAnswer): void {
    this.#isBuilding = false;
    if (this.#isStale) this.build();
    else this.#onAnswer(answer);
  }
}

/**
 * Watches the content folder, also when it is moved away and another takes its place, as `git` and file managers do: a
 * watcher stays with the folder that it was given, so the folder above tells when the name means another one.
 */
class ContentWatch {
  readonly #content: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;

  constructor(content: string, onChange: () => void) {
    this.#content = content;
    this.#onChange = onChange;
  }

  /** @param onOtherFolder is called when the name begins to mean another folder, or none */
  async begin(onOtherFolder: () => void): Promise<void> {
    const path = resolve(this.#content);
    let last = folderIdentity(path);
    const above = watchFolder(dirname(path), (_event, name) => {
      if (name !== null && name.normalize('NFC') !== basename(path).normalize('NFC')) return;
      const now = folderIdentity(path);
      if (now === last) return;
      last = now;
      onOtherFolder();
      void this.#watchAnew().then(this.#onChange);
    });
    // The folder above is gone too: what is left is Ctrl-C.
    above.on('error', () => above.close());
    await this.#watchAnew();
    // Whoever changed it before anything watched is seen now.
    if (folderIdentity(path) !== last) {
      last = folderIdentity(path);
      await this.#watchAnew();
    }
  }

  async #watchAnew(): Promise<void> {
    const before = this.#watcher;
    const watcher = watch(this.#content, {
      ignoreInitial: true,
      ignored: (path) => path !== this.#content && basename(path).startsWith('.'),
    });
    this.#watcher = watcher;
    watcher.on('all', this.#onChange);
    const isReady = new Promise<void>((resolveReady) => watcher.on('ready', resolveReady));
    await before?.close();
    await isReady;
  }
}

/** Tells one folder from another of the same name; undefined when there is none. */
function folderIdentity(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}

function tellOutcome(answer: BuilderAnswer, address: string, terminal: Terminal): LiveState {
  if (answer.kind === 'fault') {
    terminal.tell(`${answer.message}\n`);
    return { build: randomUUID(), problems: [answer.message] };
  }
  const { problems, isBuilt, stages } = answer.report;
  terminal.tell(printProblems(problems, 'text'));
  const took = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  terminal.tell(
    isBuilt
      ? `Built in ${took} ms, ${countProblems(problems)}: ${address}\n`
      : `${countProblems(problems)}: the last good site stays.\n`,
  );
  return { build: randomUUID(), problems: isBuilt ? [] : problems.map(formatProblem) };
}

await runCommand(
  {
    name: 'dev',
    about: 'Builds with drafts, serves on this machine, and builds again at each change, until Ctrl-C.',
    options: {
      content: value('DIR', 'folder of the content (content)', parsePath),
      port: value(
        'N',
        `port to listen on; 0 takes any free one (${defaultPort}, or the next free one)`,
        parsePort,
      ),
    },
  },
  async ({ options }, terminal) => {
    const content = options.content ?? 'content';
    // A folder that is not there is told at once, as by build.
    await readContent(content);
    const output = devOutput(content);
    mkdirSync(join(repository, '.cache'), { recursive: true });
    const session = takeLock(`${output}-session`);
    terminal.onInterrupt(() => session.release());

    const live = new LiveChannel(await bundleClient());
    const rules = readHostRules(readFileSync(new URL('../netlify.toml', import.meta.url), 'utf8'), '');
    const server = createServer(
      siteListener({
        folder: output,
        basePath: '',
        rules,
        transformPage: (html) =>
          html.includes('</head>') ? html.replace('</head>', `${liveScript}</head>`) : html + liveScript,
        answerFirst: (request, response, path) => {
          if (live.answer(request, response, path)) return true;
          if (existsSync(join(output, 'index.html'))) return false;
          response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1' });
          response.end(
            `<!doctype html><html lang="en"><head><title>Not built yet</title>${liveScript}</head><body><p>Not built yet.</p></body></html>`,
          );
          return true;
        },
      }),
    );
    const port = await listen(server, options.port ?? defaultPort, options.port === undefined);
    const address = localAddress(port, '');
    terminal.print(`Serving ${content} at ${address} (Ctrl-C ends)\n`);

    const builder = new Builder(
      {
        content,
        output,
        siteUrl: { origin: address.slice(0, -1), basePath: '' },
        nowMs: 0,
        showDrafts: true,
        withSearch: true,
        withImageSizes: false,
        allowDrop: true,
        comparesWithPrevious: false,
      },
      (answer) => live.tell(tellOutcome(answer, address, terminal)),
    );
    terminal.onInterrupt(() => builder.stop());

    const ours = [join(repository, 'layouts'), join(repository, 'src')];
    let settled: NodeJS.Timeout | undefined;
    let isOursChanged = false;
    const buildSoon = () => {
      clearTimeout(settled);
      settled = setTimeout(() => {
        if (isOursChanged) builder.restart();
        else builder.build();
        isOursChanged = false;
      }, settleMs);
    };
    const ourWatcher = watch(ours, {
      ignoreInitial: true,
      ignored: (path) => basename(path).startsWith('.'),
    });
    ourWatcher.on('all', () => {
      isOursChanged = true;
      buildSoon();
    });
    const contentWatch = new ContentWatch(content, buildSoon);
    await Promise.all([
      new Promise<void>((isReady) => ourWatcher.on('ready', isReady)),
      contentWatch.begin(() => {
        const isThere = existsSync(content);
        terminal.tell(
          isThere
            ? `${content} is another folder now: watching that.\n`
            : `${content} is gone. Put it back, and the site is built again.\n`,
        );
      }),
    ]);
    terminal.tell(`Watching ${content}, layouts and src.\n`);
    builder.build();
    return new Promise<typeof exitStatus.interrupted>(() => {});
  },
);
