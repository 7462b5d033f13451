// The process in which `npm run dev` keeps its site: a module once imported stays as it is for the process's life, so a
// change in layouts/ or src/ is taken up by another process, and this one is ended. Speaks by messages alone.
import { SurroundingsError, UsageError } from './command-line.ts';
import { type LivingRequest, LivingSite, PageFault, type UpdateReport } from './living-site.ts';
import { quietReporter } from './progress.ts';
import { SearchFollower } from './search-follower.ts';

/** What a builder is asked. `id` comes back with the answer. */
export type BuilderRequest =
  | { readonly kind: 'begin'; readonly request: LivingRequest }
  | {
      readonly kind: 'update';
      readonly nowMs: number;
      /** Paths below the content folder; undefined: any may have changed. */
      readonly changed: readonly string[] | undefined;
      /** Paths below the output of the pages that browsers show. */
      readonly shown: readonly string[];
    }
  | { readonly kind: 'read'; readonly id: number; readonly path: string };

/** What a builder tells. */
export type BuilderAnswer =
  | { readonly kind: 'report'; readonly report: UpdateReport }
  | { readonly kind: 'fault'; readonly message: string }
  /** Something changed that nobody told of: an update that looks at everything is wanted. */
  | { readonly kind: 'stale' }
  | ({ readonly kind: 'read'; readonly id: number } & ReadAnswer);

/** Neither contents nor problems: there is no such file. */
export interface ReadAnswer {
  readonly contents?: Uint8Array;
  /** Of a page: another when something that it shows is another. */
  readonly version?: string;
  /** Why a page cannot be rendered. */
  readonly problems?: UpdateReport['problems'];
}

/** A look at everything, after an update that looked at what it was told: when a second save would leave a trace. */
const secondLookMs = 2200;

const cleanUps = new Set<() => void>();
const end = () => {
  for (const cleanUp of cleanUps) cleanUp();
  process.exit();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.on('disconnect', end);

const reporter = quietReporter({
  tell() {},
  onInterrupt: (cleanUp) => {
    cleanUps.add(cleanUp);
    return () => cleanUps.delete(cleanUp);
  },
});

let site: LivingSite | undefined;
let search: SearchFollower | undefined;
let secondLook: NodeJS.Timeout | undefined;

async function update({
  nowMs,
  changed,
  shown,
}: Extract<BuilderRequest, { kind: 'update' }>): Promise<BuilderAnswer> {
  clearTimeout(secondLook);
  try {
    const report = await site!.update(nowMs, changed, shown);
    const { plan } = site!;
    if (report.isBuilt && plan !== undefined) search?.follow(plan);
    if (changed !== undefined) secondLook = setTimeout(lookAgain, secondLookMs);
    return { kind: 'report', report };
  } catch (error) {
    return { kind: 'fault', message: wordsOf(error) };
  }
}

async function lookAgain(): Promise<void> {
  if (await site!.isStale()) tell({ kind: 'stale' });
}

async function read(path: string): Promise<ReadAnswer> {
  try {
    const file = await site?.read(path);
    if (file !== undefined) return file;
    const ofSearch = path.startsWith('search/') ? await search?.read(path) : undefined;
    return ofSearch === undefined ? {} : { contents: ofSearch };
  } catch (error) {
    if (error instanceof PageFault) return { problems: error.problems };
    throw error;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof SurroundingsError) {
    return `${error.message}\n    ${error.mend}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function tell(answer: BuilderAnswer): void {
  process.send?.(answer);
}

/** One update after another; files are read in between. */
let updates: Promise<void> = Promise.resolve();

process.on('message', (request: BuilderRequest) => {
  if (request.kind === 'begin') {
    site = new LivingSite(request.request, reporter);
    const { content, cacheFolder } = request.request;
    search = new SearchFollower(content, cacheFolder, (message) => tell({ kind: 'fault', message }));
  } else if (request.kind === 'update') {
    updates = updates.then(async () => tell(await update(request)));
  } else {
    const { id, path } = request;
    read(path).then(
      (answer) => tell({ kind: 'read', id, ...answer }),
      (error: unknown) => {
        const message = wordsOf(error);
        tell({ kind: 'fault', message });
        tell({ kind: 'read', id });
      },
    );
  }
});
