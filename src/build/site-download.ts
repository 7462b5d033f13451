// The archive that a site offers of itself: its name, what its page tells of it, and its file.
import { mayBeOfUse } from '../archive/files-of-use.ts';
import type { ArchiveFacts, IsoDate, OutputFile, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { newestContentDate } from '../render/folder-facts.ts';
import { slugFrom } from '../validate/slug.ts';
import { fingerprintOfMade } from './code-version.ts';
import type { FolderSource, packSite } from './site-archive.ts';
import type { StagedOutput } from './write-output.ts';

/** An archive whose page is planned before it is packed: it holds all the other pages. */
export class LateDownload {
  readonly path: string;
  readonly date: IsoDate | undefined;
  #facts: ArchiveFacts | undefined;
  constructor(site: Site) {
    this.date = newestContentDate(site);
    this.path = `download/${archiveName(site)}.zip`;
  }
  know(facts: ArchiveFacts): void {
    this.#facts = facts;
  }
  facts(): ArchiveFacts {
    if (this.#facts === undefined)
      throw new Error('the page of the archive was rendered before it was packed');
    return this.#facts;
  }
}

export function archiveName(site: Site): string {
  const date = newestContentDate(site);
  const slug = slugFrom(site.settings.name);
  return date === undefined ? slug : `${slug}-${date}`;
}

/** The archive of what is in the output; packed only when something in it is new. */
export function archiveFile(
  path: string,
  staged: StagedOutput,
  source: FolderSource,
  pack: typeof packSite,
): OutputFile {
  const paths = staged.paths().filter(mayBeOfUse);
  const hashes = [...paths].sort(compareText).map((inside) => [inside, staged.hashOf(inside)]);
  return {
    path,
    fingerprint: fingerprintOfMade({ hashes, source }),
    make: () =>
      pack(
        paths.map((inside) => ({ path: inside, contents: staged.read(inside) })),
        source,
      ),
  };
}
