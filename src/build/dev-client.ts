// What `npm run dev` puts into each page: loads it anew when something that it shows has changed (the browser keeps the
// place in it), and lays the problems of a failed build over it
// until they are mended. Text is set as text, styles through the style object: the site's CSP holds here too.

/** What the server tells on each change; `build` is another text after each build. */
export interface LiveState {
  readonly build: string;
  /** Problems as text; none when the last build was good. */
  readonly problems: readonly string[];
  /** Version of the page that was asked about; absent while it is not known. */
  readonly page?: string;
}

const overlayId = 'offprint-problems';
/** The version that this page was made of; `` of one that stands in for a page. */
const ownVersion = (document.currentScript as HTMLScriptElement | null)?.dataset.version ?? '';
const reloadedKey = `offprint-reloaded ${location.pathname}`;

function showProblems(problems: readonly string[]): void {
  const overlay = document.createElement('div');
  overlay.id = overlayId;
  overlay.setAttribute('role', 'alert');
  Object.assign(overlay.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '2147483647',
    overflow: 'auto',
    padding: '2rem',
    background: '#1b1b1f',
    color: '#f4f4f4',
    font: '1rem/1.5 ui-monospace, monospace',
    direction: 'ltr',
    textAlign: 'left',
  });
  const title = document.createElement('p');
  title.textContent = 'The site could not be built. This goes when it is mended.';
  const list = document.createElement('pre');
  list.style.whiteSpace = 'pre-wrap';
  list.textContent = problems.join('\n\n');
  overlay.append(title, list);
  document.body.append(overlay);
}

/** Once for a version: whatever is wrong, a page that comes as another each time is no reason to go round. */
function reloadFor(version: string): void {
  if (sessionStorage.getItem(reloadedKey) === `${ownVersion} ${version}`) return;
  sessionStorage.setItem(reloadedKey, `${ownVersion} ${version}`);
  location.reload();
}

const events = `/__offprint/events?page=${encodeURIComponent(location.pathname)}`;
new EventSource(events).addEventListener('message', ({ data }: MessageEvent<string>) => {
  const state = JSON.parse(data) as LiveState;
  document.getElementById(overlayId)?.remove();
  if (state.problems.length > 0) showProblems(state.problems);
  else if (state.page !== undefined && state.page !== ownVersion) reloadFor(state.page);
});
