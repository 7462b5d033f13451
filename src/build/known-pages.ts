// The fingerprint of each page as the last build made it, so that a page of which nothing can have changed needs no
// view to be compared by. Of all texts of items a page shows one at most, its own item's (PlannedPage.body); the rest of
// what a view is made of is the same for all pages and has one fingerprint, of the site. Where both are as they were,
// so is the view. One changed text leaves the site's as it was; a changed title makes another, and all views again.
import type { Fingerprint, Item, PlannedPage } from '../model.ts';
import type { PlanInput } from '../render/plan-pages.ts';
import { contentPack, defaultCacheFolder } from './cache-folder.ts';
import { type CachePack, openOneOfPacks } from './cache-pack.ts';
import type { ClockInterval } from './clock-interval.ts';
import { codeVersion, fingerprintOfMade } from './code-version.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type ImageState, isFault } from './images.ts';
import type { PlanRequest } from './plan-site.ts';
import type { Reporter } from './stage-clock.ts';

/** What the record of a site holds, as JSON: columns, one row a page. */
interface Columns {
  readonly permalinks: string[];
  /** Of the item's text; `` for a page without one. */
  readonly bodies: string[];
  readonly fingerprints: Fingerprint[];
}

export class KnownPages {
  readonly #pack: CachePack;
  readonly #key: Fingerprint;
  readonly #earlier = new Map<string, { readonly body: string; readonly fingerprint: Fingerprint }>();
  readonly #current: Columns = { permalinks: [], bodies: [], fingerprints: [] };
  #hasNew = false;

  /** @param site as siteFingerprint tells it */
  constructor(pack: CachePack, site: Fingerprint) {
    this.#pack = pack;
    this.#key = site;
    const record = pack.get(site);
    if (record === undefined) return;
    const { permalinks, bodies, fingerprints } = JSON.parse(Buffer.from(record).toString('utf8')) as Columns;
    for (const [i, permalink] of permalinks.entries()) {
      this.#earlier.set(permalink, { body: bodies[i]!, fingerprint: fingerprints[i]! });
    }
  }

  /** The fingerprint that the page would have if its view were made; undefined when no build has made the same. */
  fingerprintOf(page: PlannedPage): Fingerprint | undefined {
    const known = this.#earlier.get(page.permalink);
    return known !== undefined && known.body === bodyOf(page) ? known.fingerprint : undefined;
  }

  /** @param fingerprint of the page's layout and view, to be kept for the next build */
  learn(page: PlannedPage, fingerprint: Fingerprint): void {
    const body = bodyOf(page);
    const known = this.#earlier.get(page.permalink);
    this.#hasNew ||= known?.body !== body || known.fingerprint !== fingerprint;
    this.#current.permalinks.push(page.permalink);
    this.#current.bodies.push(body);
    this.#current.fingerprints.push(fingerprint);
  }

  /** Keeps what was learnt. */
  finish(): void {
    if (this.#hasNew) this.#pack.put(this.#key, Buffer.from(JSON.stringify(this.#current)));
    this.#pack.finish();
  }
}

export function openKnownPages(
  { content, cacheFolder = defaultCacheFolder }: PlanRequest,
  site: Fingerprint,
  reporter: Reporter,
): KnownPages {
  const path = contentPack(cacheFolder, 'pages', content);
  const pack = openOneOfPacks(path, codeVersion(), (sentence) => reporter.note(sentence));
  return new KnownPages(pack, site);
}

function bodyOf({ body }: PlannedPage): string {
  return body === undefined ? '' : fingerprintOf(body);
}

/**
 * Of everything that views are made of but the texts of items: whatever is given to the planning of pages, by name, so
 * that what is given anew is either here or no program that compiles.
 * @param images what findImage looks in
 * @param interval in which the clock changes nothing
 */
export function siteFingerprint(
  {
    site: { items: _, files, interfaceTexts, ...site },
    items,
    options: { nowMs: _nowMs, ...options },
    assets,
    download,
    findImage: _findImage,
    findTitlePicture,
    map,
    styleguide,
    ...others
  }: PlanInput,
  images: ReadonlyMap<string, ImageState>,
  interval: ClockInterval,
): Fingerprint {
  others satisfies Readonly<Record<string, never>>;
  return fingerprintOfMade({
    site,
    interfaceTexts: [...interfaceTexts],
    files: [...files.values()].map(({ path, size }) => [path, size]),
    items: items.map(({ item, body: _body, ...rendered }) => [withoutText(item), rendered]),
    options,
    assets,
    download: download && [download.path, download.date],
    images: [...images].map(([path, state]) => [path, isFault(state) ? undefined : state.shown]),
    titles: findTitlePicture && items.map(({ item }) => findTitlePicture(item)),
    map,
    styleguide: styleguide && {
      files: styleguide.files,
      tokens: Object.entries(styleguide.tokens).map(([scheme, tokens]) => [scheme, [...tokens]]),
    },
    interval,
  });
}

/** Without the file's name too, which problems alone tell. Not by destructuring: to read the text is to decode it. */
function withoutText(item: Item): Partial<Item> {
  const others: Record<string, unknown> = {};
  for (const key of Object.keys(item)) {
    if (key !== 'body' && key !== 'bodyLine' && key !== 'file') others[key] = item[key as keyof Item];
  }
  return others;
}
