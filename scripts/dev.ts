// `npm run dev`: keeps the site with its drafts in a process of its own, serves each page as it is asked for, and takes
// up every change. Problems stand in the terminal and over the page, and go when they are mended.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, watch as watchFolder } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FSWatcher, watch } from 'chokidar';
import { build as bundle } from 'esbuild';
import { defaultCacheFolder } from '../src/build/cache-folder.ts';
import {
  type exitStatus,
  flag,
  parsePath,
  parsePort,
  runCommand,
  SurroundingsError,
  type Terminal,
  value,
} from '../src/build/command-line.ts';
import type { BuilderAnswer, BuilderRequest, ReadAnswer } from '../src/build/dev-builder.ts';
import type { LiveState } from '../src/build/dev-client.ts';
import { hashOf } from '../src/build/fingerprint.ts';
import { readHostRules } from '../src/build/host-rules.ts';
import type { LivingRequest } from '../src/build/living-site.ts';
import { OpenQuestions } from '../src/build/open-questions.ts';
import { type HeldLock, livingHolder, takeLock } from '../src/build/output-lock.ts';
import { countProblems, printProblems } from '../src/build/problem-list.ts';
import { readContent } from '../src/build/read-content.ts';
import { repository } from '../src/build/repository.ts';
import { listen, localAddress, siteListener } from '../src/build/serve-site.ts';
import { formatProblem } from '../src/problem.ts';

const defaultPort = 8080;
/** An editor's save is several events within a few milliseconds; one update answers them all. */
const settleMs = 40;
const livePath = '/__offprint/';
/** @param version of the page that holds it; `` of one that stands in for a page */
const liveScript = (version: string) =>
  `<script src="${livePath}live.js" data-version="${version}" defer></script>`;

/** One dev a content folder: a second one would be the first one's forgotten window. */
function sessionName(content: string): string {
  return join(defaultCacheFolder, `dev-${hashOf(resolve(content)).slice(0, 8)}-session`);
}

/**
 * Where the cache cannot be written there is no session, and nobody is asked whether there is another.
 * @throws SurroundingsError when another dev shows this content
 */
function takeSession(content: string): HeldLock | undefined {
  const name = sessionName(content);
  const refuseSecond = () => {
    const other = livingHolder(name);
    if (other === undefined) return;
    throw new SurroundingsError(
      `npm run dev shows ${content} already (process ${other.pid})`,
      'Use that one, or end it first: Ctrl-C where it runs.',
    );
  };
  refuseSecond();
  try {
    mkdirSync(defaultCacheFolder, { recursive: true });
    return takeLock(name);
  } catch {
    refuseSecond();
    return undefined;
  }
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
  /** Tells the version of a page now, by its address. */
  readonly #versionOf: (address: string) => Promise<string | undefined>;
  #state: Omit<LiveState, 'page'> = { build: 'first', problems: [] };
  readonly #browsers = new Map<ServerResponse, string>();

  constructor(client: string, versionOf: (address: string) => Promise<string | undefined>) {
    this.client = client;
    this.#versionOf = versionOf;
  }

  /** Addresses of the pages that browsers show. */
  get shown(): Set<string> {
    return new Set(this.#browsers.values());
  }

  tell(state: Omit<LiveState, 'page'>): void {
    this.#state = state;
    for (const [browser, address] of this.#browsers) void this.#message(browser, address);
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
      response.flushHeaders();
      const address = new URLSearchParams(request.url?.replace(/^[^?]*/, '')).get('page') ?? '/';
      this.#browsers.set(response, address);
      request.on('close', () => this.#browsers.delete(response));
      void this.#message(response, address);
    } else return false;
    return true;
  }

  async #message(browser: ServerResponse, address: string): Promise<void> {
    const state = this.#state;
    const page = state.problems.length > 0 ? undefined : await this.#versionOf(address);
    // While it was asked for, another state may have come, which has its own message.
    if (state !== this.#state) return;
    browser.write(`data: ${JSON.stringify(page === undefined ? state : { ...state, page })}\n\n`);
  }
}

/** Another page of the same address would be served for it. */
function filesOf(address: string): string[] {
  let path: string;
  try {
    path = decodeURIComponent(address).slice(1);
  } catch {
    return ['404.html'];
  }
  return [path.endsWith('/') || path === '' ? `${path}index.html` : path, '404.html'];
}

/** A process that keeps the site (dev-builder.ts). */
class BuilderProcess {
  readonly #child: ChildProcess;
  readonly #reads = new OpenQuestions<ReadAnswer>();
  #said = '';

  /** @param onEnd is told the process's last words */
  constructor(
    request: LivingRequest,
    onAnswer: (answer: BuilderAnswer) => void,
    onEnd: (said: string) => void,
  ) {
    const path = fileURLToPath(new URL('../src/build/dev-builder.ts', import.meta.url));
    this.#child = fork(path, {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString()).slice(-10_000);
    });
    this.#child.on('message', (answer: BuilderAnswer) => {
      if (answer.kind === 'read') this.#reads.answer(answer.id, answer);
      else onAnswer(answer);
    });
    this.#child.on('close', () => {
      this.#reads.end();
      onEnd(this.#said.trim());
    });
    this.send({ kind: 'begin', request });
  }

  send(request: BuilderRequest): void {
    // One that has just ended is told of by `close`.
    if (this.#child.connected) this.#child.send(request, () => {});
  }

  /** @returns undefined when the process ends before it answers */
  async read(path: string): Promise<ReadAnswer | undefined> {
    return this.#child.connected ? this.#reads.ask((id) => this.send({ kind: 'read', id, path })) : undefined;
  }

  /** Nothing that it tells is heard any more. */
  end(): void {
    this.#child.removeAllListeners('message');
    this.#child.removeAllListeners('close');
    this.#reads.end();
    this.#child.kill();
  }
}

/**
 * Updates the site in a process of its own, one update at a time; what changes meanwhile is taken up after. When our
 * own code has changed another process takes over as soon as it has a good site; until then the one before answers.
 */
class Builder {
  readonly #request: LivingRequest;
  readonly #shown: () => Iterable<string>;
  readonly #onAnswer: (answer: BuilderAnswer) => void;
  /** Has a good site, and answers. */
  #serving: BuilderProcess | undefined;
  /** Is to take over. */
  #coming: BuilderProcess | undefined;
  #isOutdated = true;
  #isBuilding = false;
  /** What changed since the last update began: paths, or anything. */
  #changed: Set<string> | 'anything' | undefined;

  constructor(
    request: LivingRequest,
    shown: () => Iterable<string>,
    onAnswer: (answer: BuilderAnswer) => void,
  ) {
    this.#request = request;
    this.#shown = shown;
    this.#onAnswer = onAnswer;
  }

  /** @param changed paths below the content folder; undefined: anything may have changed */
  update(changed?: Iterable<string>): void {
    if (changed === undefined || this.#changed === 'anything') this.#changed = 'anything';
    else this.#changed = new Set([...(this.#changed ?? []), ...changed]);
    if (!this.#isBuilding) this.#begin();
  }

  /** Our own code changed: a fresh process makes the site from now on. */
  restart(): void {
    this.#isOutdated = true;
    this.#coming?.end();
    this.#coming = undefined;
    this.#isBuilding = false;
    this.update();
  }

  get isServing(): boolean {
    return this.#serving !== undefined;
  }

  /** As LivingSite.read, of the last good site. */
  async read(path: string): Promise<ReadAnswer | undefined> {
    const asked = this.#serving;
    const answer = await asked?.read(path);
    // The one that was asked made way for another, which knows the file too.
    return answer === undefined && asked !== this.#serving ? this.read(path) : answer;
  }

  stop(): void {
    this.#serving?.end();
    this.#coming?.end();
  }

  #begin(): void {
    if (this.#isOutdated && this.#coming === undefined) this.#coming = this.#start();
    this.#isBuilding = true;
    const changed = this.#changed;
    this.#changed = undefined;
    (this.#coming ?? this.#serving)?.send({
      kind: 'update',
      // The clock of embargoes runs on while dev stays open.
      nowMs: Date.now(),
      changed: changed === 'anything' || changed === undefined ? undefined : [...changed],
      shown: [...this.#shown()],
    });
  }

  #start(): BuilderProcess {
    const started: BuilderProcess = new BuilderProcess(
      this.#request,
      (answer) => this.#take(started, answer),
      (said) => this.#lose(started, said || 'The builder ended without a word.'),
    );
    return started;
  }

  #take(from: BuilderProcess, answer: BuilderAnswer): void {
    if (answer.kind === 'stale') {
      if (from === (this.#coming ?? this.#serving)) this.update();
      return;
    }
    if (answer.kind === 'report' && answer.report.isBuilt && from === this.#coming) {
      this.#serving?.end();
      this.#serving = from;
      this.#coming = undefined;
      this.#isOutdated = false;
    }
    if (from === (this.#coming ?? this.#serving)) this.#done(answer);
  }

  #lose(lost: BuilderProcess, message: string): void {
    const wasAsked = lost === (this.#coming ?? this.#serving);
    if (lost === this.#coming) this.#coming = undefined;
    if (lost === this.#serving) {
      this.#serving = undefined;
      this.#isOutdated = true;
    }
    const wasIdle = !this.#isBuilding;
    if (wasAsked) this.#done({ kind: 'fault', message });
    // It had a good site: another process will, too.
    if (wasIdle) this.update();
  }

  #done(answer: BuilderAnswer): void {
    this.#isBuilding = false;
    if (this.#changed !== undefined) this.#begin();
    else this.#onAnswer(answer);
  }
}

/**
 * Watches the content folder, also when it is moved away and another takes its place, as `git` and file managers do: a
 * watcher stays with the folder that it was given, so the folder above tells when the name means another one.
 */
class ContentWatch {
  readonly #content: string;
  readonly #onChange: (changed?: string) => void;
  #watcher: FSWatcher | undefined;

  /** @param onChange is told the file below the folder that alone changed; undefined: anything may have */
  constructor(content: string, onChange: (changed?: string) => void) {
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
      void this.#watchAnew().then(() => this.#onChange());
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
    watcher.on('all', (event, path) =>
      this.#onChange(event === 'change' ? relative(this.#content, path) : undefined),
    );
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

function tellOutcome(
  answer: Extract<BuilderAnswer, { kind: 'fault' | 'report' }>,
  address: string,
  terminal: Terminal,
): LiveState {
  if (answer.kind === 'fault') {
    terminal.tell(`${answer.message}\n`);
    return { build: randomUUID(), problems: [answer.message] };
  }
  const { problems, isBuilt, milliseconds } = answer.report;
  terminal.tell(printProblems(problems, 'text'));
  terminal.tell(
    isBuilt
      ? `Built in ${milliseconds} ms, ${countProblems(problems)}: ${address}\n`
      : `${countProblems(problems)}: the last good site stays.\n`,
  );
  return { build: randomUUID(), problems: isBuilt ? [] : problems.map(formatProblem) };
}

/** A page that cannot be rendered. */
class PageError extends Error {
  readonly problems: NonNullable<ReadAnswer['problems']>;
  constructor(problems: NonNullable<ReadAnswer['problems']>) {
    super('a page cannot be rendered');
    this.problems = problems;
  }
}

function withScript(html: string, version: string): string {
  const script = liveScript(version);
  return html.includes('</head>') ? html.replace('</head>', () => `${script}</head>`) : html + script;
}

function standIn(title: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title>${liveScript('')}</head><body><p>${title}.</p></body></html>`;
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
      styleguide: flag('add /styleguide/: every part and state of the pages, made anew as layouts change'),
    },
  },
  async ({ options }, terminal) => {
    const content = options.content ?? 'content';
    // A folder that is not there is told at once, as by build.
    await readContent(content);
    const session = takeSession(content);
    terminal.onInterrupt(() => session?.release());

    let builder: Builder | undefined;
    const live = new LiveChannel(await bundleClient(), async (address) => {
      for (const path of filesOf(address)) {
        const version = (await builder?.read(path))?.version;
        if (version !== undefined) return version;
      }
      return undefined;
    });
    const rules = readHostRules(readFileSync(new URL('../netlify.toml', import.meta.url), 'utf8'), '');
    const server = createServer(
      siteListener({
        basePath: '',
        rules,
        folder: async (path) => {
          const answer = await builder?.read(path.slice(1));
          if (answer?.problems !== undefined) throw new PageError(answer.problems);
          if (answer?.contents === undefined) return undefined;
          const contents = Buffer.from(answer.contents);
          return answer.version === undefined || answer.version === ''
            ? contents
            : Buffer.from(withScript(contents.toString(), answer.version));
        },
        answerFirst: (request, response, path) => {
          if (live.answer(request, response, path)) return true;
          if (builder?.isServing === true) return false;
          response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1' });
          response.end(standIn('Not built yet'));
          return true;
        },
        answerFault: (error, response) => {
          if (!(error instanceof PageError)) return false;
          response.writeHead(500, { 'content-type': 'text/html; charset=utf-8' });
          response.end(standIn('This page cannot be shown'));
          live.tell({ build: randomUUID(), problems: error.problems.map(formatProblem) });
          terminal.tell(printProblems(error.problems, 'text'));
          return true;
        },
      }),
    );
    const port = await listen(server, options.port ?? defaultPort, options.port === undefined);
    const address = localAddress(port, '');
    terminal.print(`Serving ${content} at ${address} (Ctrl-C ends)\n`);

    builder = new Builder(
      {
        content,
        siteUrl: { origin: address.slice(0, -1), basePath: '' },
        withStyleguide: options.styleguide,
      },
      () => [...live.shown].flatMap((shown) => filesOf(shown).slice(0, 1)),
      (answer) => {
        if (answer.kind !== 'report' && answer.kind !== 'fault') return;
        live.tell(tellOutcome(answer, address, terminal));
      },
    );
    const built = builder;
    terminal.onInterrupt(() => built.stop());

    const ours = [join(repository, 'layouts'), join(repository, 'src')];
    let settled: NodeJS.Timeout | undefined;
    let isOursChanged = false;
    let changed: Set<string> | 'anything' = new Set();
    const buildSoon = (path?: string) => {
      if (path === undefined) changed = 'anything';
      else if (changed !== 'anything') changed.add(path);
      clearTimeout(settled);
      settled = setTimeout(() => {
        if (isOursChanged) built.restart();
        else built.update(changed === 'anything' ? undefined : changed);
        isOursChanged = false;
        changed = new Set();
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
    built.update();
    return new Promise<typeof exitStatus.interrupted>(() => {});
  },
);
