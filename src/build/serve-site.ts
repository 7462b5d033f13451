// Serves a finished site from its folder as the host would: headers, redirects, 404 page, compression (RFC 9110),
// nothing outside the folder. `npm run serve` and `npm run dev` are this and a port.
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import mime from 'mime';
import { SurroundingsError } from './command-line.ts';
import { type HostRules, headersFor, redirectFor } from './host-rules.ts';

/** Contents of a file by its path below the site, with a leading slash; undefined when there is none. */
export type ReadSiteFile = (path: string) => Promise<Buffer | undefined>;

export interface SiteToServe {
  /** The finished site's folder, or whoever makes its files as they are asked for. */
  readonly folder: string | ReadSiteFile;
  /** `` or `/path`: where the pages believe to stand. */
  readonly basePath: string;
  readonly rules: HostRules;
  /** Answers a request before any file is looked for; false leaves it to the files. */
  answerFirst?(request: IncomingMessage, response: ServerResponse, path: string): boolean;
  /** Answers when a file could not be made; false leaves it to a sentence. */
  answerFault?(error: unknown, response: ServerResponse): boolean;
}

/** Below this a compressed answer saves no packet. In bytes. */
const leastToCompress = 512;
/** Brotli's level for answers made on the spot; 11 takes a hundred times as long. */
const brotliLevel = 5;
const mostKept = 256;
/** What the host says of files that no rule speaks of. */
const defaultCaching = 'public, max-age=0, must-revalidate';

type Encoding = 'br' | 'gzip';

export function siteListener(site: SiteToServe): RequestListener {
  const kept = new Map<string, Buffer>();
  const { folder } = site;
  const read: ReadSiteFile = typeof folder === 'string' ? (path) => readInside(folder, path) : folder;

  const compress = async (bytes: Buffer, encoding: Encoding, key: string): Promise<Buffer> => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made =
      encoding === 'br'
        ? await promisify(brotliCompress)(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: brotliLevel } })
        : await promisify(gzip)(bytes);
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(key, made);
    return made;
  };

  const send = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    status: number,
    bytes: Buffer,
    type: string,
  ): Promise<void> => {
    const isText = /^text\/|[/+](?:json|xml|javascript)(?:;|$)/.test(type);
    const encoding =
      isText && bytes.length >= leastToCompress
        ? acceptedEncoding(request.headers['accept-encoding'])
        : undefined;
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    const etag = encoding === undefined ? `"${hash}"` : `"${hash}-${encoding}"`;
    const headers: Record<string, string | number> = {
      'cache-control': defaultCaching,
      ...headersFor(site.rules, path),
      etag,
    };
    if (isText) headers.vary = 'Accept-Encoding';
    if (status === 200 && isUnchanged(request.headers['if-none-match'], etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = encoding === undefined ? bytes : await compress(bytes, encoding, etag);
    headers['content-type'] ??= type;
    headers['content-length'] = body.length;
    if (encoding !== undefined) headers['content-encoding'] = encoding;
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  const sendText = (request: IncomingMessage, response: ServerResponse, status: number, text: string) => {
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
  };

  const redirect = (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    status: number,
    to: string,
  ) => {
    response.writeHead(status, { ...headersFor(site.rules, path), location: to, 'content-length': 0 });
    response.end();
    request.resume();
  };

  const notFound = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const page = await read('/404.html');
    if (page === undefined) sendText(request, response, 404, 'Not found');
    else await send(request, response, path, 404, page, typeOf('404.html'));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isForm = request.method === 'POST' && (await isSentForm(request));
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isForm) {
      response.setHeader('allow', 'GET, HEAD');
      sendText(request, response, 405, 'Only GET and HEAD are answered here');
      return;
    }
    const [written = '/', ...queryParts] = (request.url ?? '/').split('?');
    const query = queryParts.length === 0 ? '' : `?${queryParts.join('?')}`;
    const whole = decoded(written);
    if (whole === undefined) {
      sendText(request, response, 400, 'This address cannot be read');
      return;
    }
    if (site.answerFirst?.(request, response, whole)) return;
    if (whole !== site.basePath && !whole.startsWith(`${site.basePath}/`)) {
      if (whole === '/') redirect(request, response, whole, 302, `${site.basePath}/`);
      else sendText(request, response, 404, `The site stands below ${site.basePath}/`);
      return;
    }
    const path = whole.slice(site.basePath.length) || '/';
    if (whole === site.basePath && site.basePath !== '') {
      redirect(request, response, path, 301, `${site.basePath}/${query}`);
      return;
    }
    // The site's own lines name whole addresses; those of netlify.toml know of no base path.
    const whollyNamed = site.basePath === '' ? undefined : redirectFor(site.rules, whole);
    const rule = whollyNamed ?? redirectFor(site.rules, path);
    const move = () => {
      const isBelow = whollyNamed === undefined && /^\/(?!\/)/.test(rule!.to);
      redirect(request, response, path, rule!.status, `${isBelow ? site.basePath : ''}${rule!.to}${query}`);
    };
    const isMove = rule !== undefined && rule.status >= 301 && rule.status <= 308;
    if (isMove && rule.isForced) {
      move();
      return;
    }
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const contents = await read(file);
    if (contents !== undefined) {
      await send(request, response, path, 200, contents, typeOf(file));
    } else if (!path.endsWith('/') && (await read(`${path}/index.html`)) !== undefined) {
      redirect(request, response, path, 301, `${encodePath(`${site.basePath}${path}`)}/${query}`);
    } else if (isMove) {
      move();
    } else {
      await notFound(request, response, path);
    }
  };

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (site.answerFault?.(error, response)) return;
      else sendText(request, response, 500, error instanceof Error ? error.message : 'The server failed');
    });
  };
}

/** Longer forms than this the host would not take either. In bytes. */
const mostOfForm = 1_000_000;

/**
 * Whether a request is a form that the host's form service would take in and answer with the page it was sent to. What
 * it holds is read by nobody here, and forgotten.
 */
async function isSentForm(request: IncomingMessage): Promise<boolean> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return false;
  let text = '';
  for await (const chunk of request) {
    if (text.length < mostOfForm) text += String(chunk);
  }
  return text.length < mostOfForm && (new URLSearchParams(text).get('form-name') ?? '') !== '';
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function typeOf(path: string): string {
  const type = mime.getType(path) ?? 'application/octet-stream';
  return /^text\/|[/+](?:json|xml|javascript)$/.test(type) ? `${type}; charset=utf-8` : type;
}

/** Contents of a file of the folder; undefined when there is none, or it lies elsewhere. */
async function readInside(folder: string, path: string): Promise<Buffer | undefined> {
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part === '.' || /[\\\0]/.test(part))) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, ...parts));
    if (!file.startsWith(resolve(root) + sep) || !(await stat(file)).isFile()) return undefined;
    return await readFile(file);
  } catch {
    // Not there, or going away in this moment because a build swaps the folder: the next request finds it.
    return undefined;
  }
}

/** Brotli before gzip, as the host does; `q=0` refuses one. */
function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  const accepted = new Set(
    String(header ?? '')
      .split(',')
      .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
      .map((part) => part.split(';')[0]!.trim().toLowerCase()),
  );
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : undefined;
}

function isUnchanged(header: string | undefined, etag: string): boolean {
  return (header ?? '')
    .split(',')
    .some((part) => part.trim().replace(/^W\//, '') === etag || part.trim() === '*');
}

/** Only this machine: a preview of drafts is nobody else's. */
const host = '127.0.0.1';

/**
 * @param port 0 for any free one
 * @param triesNext when the port is taken: take the next free one of the twenty after it
 * @returns the port that was taken
 * @throws SurroundingsError when it is taken, or not for us
 */
export async function listen(server: Server, port: number, triesNext: boolean): Promise<number> {
  const last = triesNext ? Math.min(65535, port + 20) : port;
  for (let attempt = port; ; attempt += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(attempt, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : attempt;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && attempt < last) continue;
      if (code === 'EADDRINUSE') {
        throw new SurroundingsError(
          `port ${port} is taken by another program`,
          `End that program, or take another port: --port ${port < 65000 ? port + 1 : 8080}`,
          error,
        );
      }
      if (code === 'EACCES') {
        throw new SurroundingsError(
          `port ${port} is not for ordinary users`,
          'Take one above 1023: --port 8080',
          error,
        );
      }
      throw error;
    }
  }
}

export function localAddress(port: number, basePath: string): string {
  return `http://${host}:${port}${basePath}/`;
}
