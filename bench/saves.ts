// What an author waits for: from saving a post until a browser, or whoever asks over HTTP, has the page with the change
// in it, while the generator's own server watches. Measured of its server as it comes, one save at a time, each after
// the server has come to rest.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Command, GeneratorSite } from './generators.ts';
import { ProgramFailed, usageOfGroup } from './measured-process.ts';
import type { Post } from './posts.ts';

export interface SaveFigures {
  /** From starting the server until it serves the first page and has come to rest, in seconds. */
  readonly readySeconds: number;
  /** From the save until the browser's page has the change, in seconds. */
  readonly browser: readonly number[];
  /** The same until the page comes with the change over HTTP, asked for all the time. */
  readonly http: readonly number[];
  /** From the save until the search index is another: ours alone. */
  readonly search: readonly number[];
}

export interface SaveRequest {
  readonly site: GeneratorSite;
  /** Posts to be saved, one after another. */
  readonly posts: readonly Post[];
  readonly browser: Browser;
  /** File of the search index that is another after each change, below the site's address. */
  readonly searchRoot?: string;
  tell(sentence: string): void;
}

const startTimeoutMs = 15 * 60_000;
const saveTimeoutMs = 3 * 60_000;
/** Between two questions over HTTP. */
const pollMs = 10;
/** At rest is a server that used less than a tenth of a core for this long. */
const restMs = 700;

/** @throws ProgramFailed when the server ends, or does not come to show a change */
export async function measureSaves(request: SaveRequest): Promise<SaveFigures> {
  const { site, posts, browser, searchRoot, tell } = request;
  if (site.serve === undefined) throw new Error(`${site.name} has no server to measure`);
  const port = await freePort();
  const startMs = performance.now();
  const server = startServer(site.serve(port));
  const origin = `http://localhost:${port}`;
  const urlOf = ({ slug }: Post): string => `${origin}/news/${slug}/`;
  try {
    await until(server, startTimeoutMs, `${site.name} does not serve a page`, async () =>
      (await get(urlOf(posts[0]!)))?.includes(`<h1>`),
    );
    await server.comesToRest();
    const readySeconds = (performance.now() - startMs) / 1000;
    tell(`${site.name} serves after ${readySeconds.toFixed(1)} s`);

    const figures = { readySeconds, browser: [] as number[], http: [] as number[], search: [] as number[] };
    const page = await browser.newPage();
    // The first save of a server is unlike all others, and stands in no figure.
    for (const [number, post] of [posts[0]!, ...posts].entries()) {
      await page.goto(urlOf(post), { waitUntil: 'load' });
      await server.comesToRest();
      const indexBefore = searchRoot === undefined ? undefined : await get(`${origin}/${searchRoot}`);
      const marker = `${site.name}savedb${number}`;
      const isSeen = waitForText(page, marker);
      const savedMs = performance.now();
      appendTo(site.fileOf(post), marker);
      await server.orEnds(isSeen);
      const seconds = (performance.now() - savedMs) / 1000;
      let searchSeconds: number | undefined;
      if (searchRoot !== undefined) {
        await until(server, saveTimeoutMs, 'the search index does not follow', async () => {
          const index = await get(`${origin}/${searchRoot}`);
          return index !== undefined && index !== indexBefore;
        });
        searchSeconds = (performance.now() - savedMs) / 1000;
      }
      if (number > 0) {
        figures.browser.push(seconds);
        if (searchSeconds !== undefined) figures.search.push(searchSeconds);
      }
      tell(`${site.name}, save ${number} of ${posts.length}: ${seconds.toFixed(2)} s`);
    }
    await page.close();
    for (const [number, post] of posts.entries()) {
      await server.comesToRest();
      const marker = `${site.name}savedh${number}`;
      const savedMs = performance.now();
      appendTo(site.fileOf(post), marker);
      await until(server, saveTimeoutMs, 'the change does not come over HTTP', async () =>
        (await get(urlOf(post)))?.includes(marker),
      );
      figures.http.push((performance.now() - savedMs) / 1000);
    }
    return figures;
  } finally {
    server.stop();
  }
}

/** As an editor saves: the whole file again, with a paragraph more. */
function appendTo(path: string, marker: string): void {
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n${marker} is what this post says now.\n`);
}

async function waitForText(page: Page, text: string): Promise<void> {
  try {
    await page.waitForFunction((wanted) => document.body?.textContent?.includes(wanted) === true, text, {
      polling: 'raf',
      timeout: saveTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    throw new ProgramFailed('the browser does not come to show the change');
  }
}

/** The body of a page that is there; undefined when the server does not answer, or with another status. */
async function get(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url);
    const text = await response.text();
    return response.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

async function until(
  server: RunningServer,
  timeoutMs: number,
  failure: string,
  isReached: () => Promise<boolean | undefined>,
): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isReached())) {
    server.check();
    if (performance.now() > endMs) throw new ProgramFailed(`${failure} within ${timeoutMs / 60_000} minutes`);
    await delay(pollMs);
  }
}

interface RunningServer {
  /** @throws ProgramFailed when the server has ended */
  check(): void;
  /** What is waited for, or the failure that the server has ended. */
  orEnds(waited: Promise<void>): Promise<void>;
  comesToRest(): Promise<void>;
  stop(): void;
}

function startServer({ program, args, cwd, env }: Command): RunningServer {
  const child = spawn(program, args, {
    cwd,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-2000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  let ended: ProgramFailed | undefined;
  let isStopped = false;
  const end = new Promise<never>((_resolve, reject) => {
    const fail = (reason: string): void => {
      ended = new ProgramFailed(`${program} ${args.join(' ')} ended by itself: ${reason}\n${said}`);
      if (!isStopped) reject(ended);
    };
    child.once('error', (error) => fail(error.message));
    child.once('close', (status) => fail(`status ${status}`));
  });
  // Nobody may be waiting when it ends.
  end.catch(() => {});
  const stop = (): void => {
    isStopped = true;
    process.off('exit', stop);
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  process.once('exit', stop);
  const check = (): void => {
    if (ended !== undefined) throw ended;
  };
  return {
    check,
    orEnds: (waited) => Promise.race([waited, end]),
    comesToRest: async () => {
      const endMs = performance.now() + startTimeoutMs;
      for (;;) {
        const before = usageOfGroup(child.pid ?? 0).cpuSeconds;
        await delay(restMs);
        check();
        if (usageOfGroup(child.pid ?? 0).cpuSeconds - before < restMs / 10_000) return;
        if (performance.now() > endMs) throw new ProgramFailed(`${program} does not come to rest`);
      }
    },
    stop,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
