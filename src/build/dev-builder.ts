// The process in which `npm run dev` builds: a module once imported stays as it is for the process's life, so a change
// in layouts/ or src/ is taken up by ending this process and starting another. Speaks by messages alone.
import { SurroundingsError, UsageError } from './command-line.ts';
import { type BuildRequest, buildSite } from './pipeline.ts';
import { quietReporter } from './progress.ts';

/** What the builder answers to a BuildRequest. */
export type BuilderAnswer =
  | { readonly kind: 'report'; readonly report: Awaited<ReturnType<typeof buildSite>> }
  | { readonly kind: 'fault'; readonly message: string };

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

process.on('message', (request: BuildRequest) => {
  buildSite(request, reporter)
    .then((report): BuilderAnswer => ({ kind: 'report', report }))
    .catch((error: unknown): BuilderAnswer => {
      if (error instanceof UsageError || error instanceof SurroundingsError) {
        return { kind: 'fault', message: `${error.message}\n    ${error.mend}` };
      }
      return {
        kind: 'fault',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    })
    .then((answer) => process.send?.(answer));
});
