// The same posts as the sites of the peers: a page for each post that Pagefind indexes, and a plain search page for
// each engine, served as ours is (compressed) but without our headers, which would forbid Pagefind's WebAssembly.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readHostRules } from '../src/build/host-rules.ts';
import { listen, localAddress, siteListener } from '../src/build/serve-site.ts';
import type { SearchDocument } from '../src/model.ts';
import { type Measured, runMeasured } from './measured-process.ts';

export type PeerName = 'pagefind' | 'minisearch' | 'lunr';

const bench = fileURLToPath(new URL('./', import.meta.url));
const pagefindProgram = join(bench, 'node_modules/pagefind/lib/runner/bin.cjs');

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function paragraphsOf(body: string): string {
  return body
    .split('\n')
    .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
    .join('\n');
}

function postPage({ title, date, summary, body }: SearchDocument): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body><main data-pagefind-body>
<h1>${escapeHtml(title)}</h1>
<time datetime="${date}" data-pagefind-meta="date[datetime]" data-pagefind-ignore>${date}</time>
<p>${escapeHtml(summary)}</p>
${paragraphsOf(body)}
</main></body></html>
`;
}

const searchPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Search</title><link rel="icon" href="data:,"></head>
<body><input type="search" name="q" disabled><p data-count></p><ol data-results></ol>
<script type="module" src="/search.js"></script></body></html>
`;

/** Writes the search page of `peer` into `folder`, which is emptied first. */
export async function writePeerSite(peer: PeerName, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  writePage(folder, '/search/', searchPage);
  await build({
    entryPoints: [join(bench, 'peer-pages', `${peer}.ts`)],
    outfile: join(folder, 'search.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: {} },
  });
}

/** Writes one page a post into `folder`. */
export function writePostPages(folder: string, documents: readonly SearchDocument[]): void {
  for (const document of documents) writePage(folder, document.permalink, postPage(document));
}

export function writePage(folder: string, address: string, html: string): void {
  const path = join(folder, address, 'index.html');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, html);
}

/** @param folder of the package.json by which it is installed, below the repository */
export function versionOfPackage(name: string, folder: '.' | 'bench'): string {
  const manifest = readFileSync(join(bench, '..', folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * Indexes the pages in `pages` and puts the index into the site of Pagefind's search page.
 * @param language of all pages, whatever they say of themselves; by default each page's own
 */
export async function runPagefind(
  pages: string,
  site: string,
  timeoutMs: number,
  language?: string,
): Promise<Measured> {
  const output = join(pages, 'pagefind');
  rmSync(output, { recursive: true, force: true });
  const measured = await runMeasured(
    process.execPath,
    [
      pagefindProgram,
      ...['--site', pages, '--silent'],
      ...(language === undefined ? [] : ['--force-language', language]),
    ],
    { timeoutMs },
  );
  cpSync(output, join(site, 'pagefind'), { recursive: true });
  return measured;
}

export interface ServedFolder {
  /** No trailing slash. */
  readonly origin: string;
  stop(): void;
}

export async function serveFolder(folder: string): Promise<ServedFolder> {
  const server = createServer(siteListener({ folder, basePath: '', rules: readHostRules('', '') }));
  const port = await listen(server, 0, false);
  return {
    origin: localAddress(port, '').replace(/\/$/, ''),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
