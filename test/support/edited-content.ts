// Content that is edited as editors edit it, by numbers that fast-check draws: each edit says in words what it did, so
// that a counterexample can be read and tried by hand.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { listFiles } from './folder.ts';
import type { BuildChoice } from './site-place.ts';

type Bytes = string | Uint8Array;
type Front = Record<string, unknown>;

/** Instants at which a build may happen; what dates of content are drawn from lies between and upon them. */
const clocks = [
  '2026-06-01T00:00:00Z',
  '2026-06-02T00:00:00Z',
  '2026-06-02T11:59:59Z',
  '2026-07-15T08:00:00Z',
  '2026-12-31T16:59:59Z',
  '2027-01-01T00:00:00Z',
  '2027-03-01T00:00:00Z',
].map((text) => Date.parse(text));
const dates = [
  '2019-02-03',
  '2026-05-30',
  '2026-06-02',
  '2026-06-02T12:00:00Z',
  '2026-07-01',
  '2026-12-31T23:59:59+07:00',
  '2027-01-01',
  '2027-02-28',
];
/** Of the map; without one there is none. */
const regions = [
  undefined,
  { west: 90, south: 5, east: 112, north: 29 },
  { west: 160, south: -25, east: -170, north: 15 },
];
const isoCodes = [undefined, 'MM', 'TH', 'LA', 'TO', 'WS'];
const basePaths = [undefined, '', '/sub', '/news-site/deep'];
const timezones = ['UTC', 'Asia/Bangkok', 'America/Los_Angeles'];
const interfaceKeys = [
  'skip',
  'exit',
  'nav.main',
  'home.news',
  'feed.link',
  'section.topics',
  'newsletter.title',
];

export const startChoice: BuildChoice = {
  nowMs: clocks[0]!,
  showDrafts: false,
  withArchive: false,
  withSearch: true,
  withFullIndex: false,
  withImageSizes: true,
  basePath: undefined,
};

/** What an edit may do to the disk beside the content's own files. */
export type DiskEdit =
  | { readonly kind: 'touch' | 'keep-times'; readonly path: string }
  | { readonly kind: 'spoil-output' | 'remove-from-output'; readonly number: number }
  | { readonly kind: 'remove-output' | 'remove-cache' | 'copy-output' };

export class EditedContent {
  #files: Map<string, Bytes>;
  #onDisk = new Map<string, Bytes>();
  #paragraphs: readonly string[];
  #number = 0;
  readonly pictures: readonly Uint8Array[];
  choice: BuildChoice = startChoice;
  disk: DiskEdit[] = [];

  /** @param pictures PNG files, at least two; the same in every run */
  constructor(files: ReadonlyMap<string, Bytes>, pictures: readonly Uint8Array[]) {
    this.#files = new Map(files);
    this.pictures = pictures;
    this.#paragraphs = [...files.values()]
      .flatMap((text) => (typeof text === 'string' ? text.split(/\n\n+/) : []))
      .filter((text) => /^[A-Z][^[\]<>*_#`|{}\\&~]{80,500}$/.test(text));
  }

  /** As the folder has it, which must hold exactly these files. */
  static readFrom(folder: string, pictures: readonly Uint8Array[]): EditedContent {
    const files = new Map<string, Bytes>();
    for (const path of listFiles(folder)) {
      const bytes = readFileSync(join(folder, path));
      files.set(path, /\.(?:md|yaml)$/.test(path) ? bytes.toString() : bytes);
    }
    const content = new EditedContent(files, pictures);
    content.#onDisk = new Map(files);
    return content;
  }

  /** A copy to go back to. */
  snapshot(): { readonly files: ReadonlyMap<string, Bytes>; readonly choice: BuildChoice } {
    return { files: new Map(this.#files), choice: this.choice };
  }

  goBackTo({ files, choice }: ReturnType<EditedContent['snapshot']>): void {
    this.#files = new Map(files);
    this.choice = choice;
  }

  /** Brings the folder to what was edited; only what differs is written. */
  writeTo(folder: string): void {
    const kept = new Set(this.disk.flatMap((edit) => (edit.kind === 'keep-times' ? [edit.path] : [])));
    for (const path of this.#onDisk.keys()) {
      if (!this.#files.has(path)) rmSync(join(folder, path));
    }
    for (const [path, bytes] of this.#files) {
      if (this.#onDisk.get(path) === bytes) continue;
      const target = join(folder, path);
      const before = kept.has(path) && this.#onDisk.has(path) ? statSync(target) : undefined;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
      if (before !== undefined) utimesSync(target, before.atime, before.mtime);
    }
    this.#onDisk = new Map(this.#files);
  }

  // ── what edits are made of ──────────────────────────────────────────────────────────────────────────

  /** @param of beginning of the path */
  #item(number: number, of = ''): string | undefined {
    const paths = [...this.#files.keys()]
      .filter((path) => path.endsWith('.md') && path.startsWith(of))
      .sort();
    return paths[number % paths.length];
  }

  #text(path: string): string {
    const bytes = this.#files.get(path);
    if (typeof bytes !== 'string') throw new Error(`${path} is no text of the content`);
    return bytes;
  }

  #parts(path: string): { front: Front; body: string } {
    const [, head = '', body = ''] = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(this.#text(path)) ?? [];
    return { front: parse(head) as Front, body };
  }

  #write(path: string, front: Front, body: string): void {
    const head = stringify(front, { lineWidth: 0, aliasDuplicateObjects: false });
    this.#files.set(path, `---\n${head}---\n${body}`);
  }

  #changeFront(path: string, change: (front: Front) => void): void {
    const { front, body } = this.#parts(path);
    change(front);
    this.#write(path, front, body);
  }

  #changeBody(path: string, change: (body: string) => string): void {
    const { front, body } = this.#parts(path);
    this.#write(path, front, change(body));
  }

  #changeYaml<Value>(path: string, change: (value: Value) => void): void {
    const value = parse(this.#text(path)) as Value;
    change(value);
    this.#files.set(path, stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }));
  }

  #paragraph(number: number): string {
    return this.#paragraphs[number % this.#paragraphs.length]!;
  }

  #words(number: number): string {
    return this.#paragraph(number)
      .split(/\s+/)
      .slice(0, 3 + (number % 5))
      .join(' ')
      .replace(/[.,;:]+$/, '');
  }

  #vocabulary(of: 'countries' | 'topics'): string[] {
    return (parse(this.#text(`vocabulary/${of}.yaml`)) as { slug: string }[]).map(({ slug }) => slug);
  }

  #beside(path: string, name: string): string {
    return join(dirname(path), name);
  }

  /** Sorted, so that a number chooses the same one each time. */
  #pathsLike(pattern: RegExp): string[] {
    return [...this.#files.keys()].filter((path) => pattern.test(path)).sort();
  }

  /** Address of a text in the content, by its folder, name and slug. */
  #addressOf(path: string): string {
    const { front } = this.#parts(path);
    const name = path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
    const [, base = name, language] = /^(.+?)(?:\.([A-Za-z-]+))?$/.exec(name) ?? [];
    const section = path.startsWith('pages/') ? '' : `${path.slice(0, path.indexOf('/'))}/`;
    return `/${language === undefined ? '' : `${language}/`}${section}${(front.slug as string | undefined) ?? base}/`;
  }

  // ── the edits ───────────────────────────────────────────────────────────────────────────────────────

  /**
   * @param a which item, mostly; any number fits
   * @param b what is done with it
   * @returns what was done, in words
   */
  readonly edits: Readonly<Record<string, (a: number, b: number) => string>> = {
    touch: (a) => {
      const paths = [...this.#files.keys()].sort();
      const path = paths[a % paths.length]!;
      this.disk.push({ kind: 'touch', path });
      return `touch ${path}, unchanged`;
    },
    body: (a, b) => {
      const path = this.#item(a)!;
      if (b % 3 === 0) {
        this.#changeBody(path, (body) => `${body.trimEnd()}\n\n${this.#paragraph(b)}\n`);
        return `add a paragraph to ${path}`;
      }
      if (b % 3 === 1) {
        this.#changeBody(path, (body) => `\n${this.#paragraph(b)}\n\n${body.trimStart()}`);
        return `put a paragraph before the text of ${path}`;
      }
      this.#changeBody(path, () => `\n## ${this.#words(b)}\n\n${this.#paragraph(b)}\n`);
      return `write the text of ${path} anew, with a heading`;
    },
    letter: (a, b) => {
      const path = this.#item(a)!;
      // Same size, and the clock of the file put back: as some programs that copy folders do.
      this.#changeBody(path, (body) => {
        const at = [...body.matchAll(/[a-z]{5}/g)];
        const found = at[b % Math.max(1, at.length)];
        if (found === undefined) return body;
        const end = found.index + 4;
        return `${body.slice(0, end)}${body[end] === 'e' ? 'o' : 'e'}${body.slice(end + 1)}`;
      });
      this.disk.push({ kind: 'keep-times', path });
      return `change one letter in ${path}, its size and time kept`;
    },
    title: (a, b) => {
      const path = this.#item(a)!;
      this.#changeFront(path, (front) => {
        front.title = this.#words(b);
      });
      return `call ${path} “${this.#words(b)}”`;
    },
    date: (a, b) => {
      const path = this.#item(a, 'news/')!;
      const date = b % 2 === 0 ? dates[b % dates.length]! : `20${10 + (b % 15)}-0${1 + (b % 9)}-1${b % 10}`;
      this.#changeFront(path, (front) => {
        front.date = date;
      });
      return `date ${path} ${date}`;
    },
    summary: (a, b) => {
      const path = this.#item(a, 'news/')!;
      const summary = b % 4 === 0 ? undefined : this.#paragraph(b).slice(0, 200).replaceAll('\n', ' ').trim();
      this.#changeFront(path, (front) => {
        front.summary = summary;
        if (summary === undefined) delete front.summary;
      });
      return `${summary === undefined ? 'take the summary from' : 'give a summary to'} ${path}`;
    },
    correct: (a, b) => {
      const path = this.#item(a, 'news/')!;
      this.#changeFront(path, (front) => {
        const before = Array.isArray(front.corrections) ? (front.corrections as object[]) : [];
        front.corrections = [...before, { date: '2026-05-01', text: this.#words(b) }];
        front.updated = '2026-05-01';
      });
      return `note a correction in ${path}`;
    },
    add: (a, b) => {
      this.#number += 1;
      const path = `news/2026/added-${this.#number}.md`;
      const topics = this.#vocabulary('topics');
      const front = {
        title: this.#words(a),
        date: dates[b % dates.length],
        topics: [topics[a % topics.length], topics[b % topics.length]].filter(
          (one, i, all) => all.indexOf(one) === i,
        ),
        ...(a % 3 === 0 ? { countries: [this.#vocabulary('countries')[b % 2]] } : {}),
      };
      this.#write(path, front, `\n${this.#paragraph(a)}\n\n${this.#paragraph(a + b + 1)}\n`);
      return `add ${path}, dated ${front.date}, topics ${front.topics.join(' and ')}`;
    },
    delete: (a) => {
      const path = this.#item(a)!;
      this.#files.delete(path);
      return `delete ${path}`;
    },
    move: (a, b) => {
      const path = this.#item(a, b % 5 === 0 ? 'resources/' : 'news/') ?? this.#item(a, 'news/')!;
      const address = this.#addressOf(path);
      this.#number += 1;
      const slug = `moved-${this.#number}`;
      const { front, body } = this.#parts(path);
      front.aliases = [...((front.aliases as string[] | undefined) ?? []), address];
      if (b % 2 === 0) {
        front.slug = slug;
        this.#write(path, front, body);
        return `move ${path} from ${address} to the slug ${slug}, with an alias`;
      }
      delete front.slug;
      const [, language = ''] = /(\.[A-Za-z-]+)\.md$/.exec(path) ?? [];
      const to = this.#beside(path, `${slug}${language}.md`);
      this.#files.delete(path);
      this.#write(to, front, body);
      return `rename ${path} to ${to}, with the alias ${address}`;
    },
    retag: (a, b) => {
      const path = this.#item(a, 'news/')!;
      const key = b % 2 === 0 ? 'topics' : 'countries';
      const slugs = this.#vocabulary(key);
      const chosen = [...new Set([slugs[b % slugs.length]!, slugs[(a + b) % slugs.length]!])].slice(0, b % 3);
      this.#changeFront(path, (front) => {
        front[key] = chosen;
        if (chosen.length === 0) delete front[key];
      });
      return `${key} of ${path}: ${chosen.join(', ') || 'none'}`;
    },
    draft: (a) => {
      const path = this.#item(a)!;
      this.#changeFront(path, (front) => {
        if (front.draft === true) delete front.draft;
        else front.draft = true;
      });
      return `make ${path} a draft, or publish it`;
    },
    publish: (a, b) => {
      const path = this.#item(a, 'news/')!;
      const [key, date] = [b % 2 === 0 ? 'publish' : 'expires', dates[(b >> 1) % dates.length]!];
      this.#changeFront(path, (front) => {
        delete front.publish;
        delete front.expires;
        front[key] = date;
      });
      return `${path}: ${key} ${date}`;
    },
    translate: (a, b) => {
      const paths = [...this.#files.keys()].filter((path) => /^news\/.*\/[a-z0-9-]+\.md$/.test(path)).sort();
      const path = paths[a % paths.length]!;
      const to = path.replace(/\.md$/, '.th.md');
      const { front } = this.#parts(path);
      this.#write(
        to,
        { title: `ข่าว ${b}`, date: front.date, topics: front.topics ?? [] },
        '\nผู้พิพากษาจากสองประเทศพบกันเป็นเวลาหนึ่งสัปดาห์ เพื่อเปรียบเทียบกฎหมาย\n',
      );
      return `translate ${path} into Thai`;
    },
    'drop-language': () => {
      for (const path of this.#pathsLike(/\.th\.md$/)) this.#files.delete(path);
      return 'delete every Thai text';
    },
    country: (a, b) => {
      let said = '';
      this.#changeYaml<
        { slug: string; name: Record<string, string>; aliases?: string[]; facts?: object[] }[]
      >('vocabulary/countries.yaml', (countries) => {
        const country = countries[a % countries.length]!;
        this.#number += 1;
        if (b % 3 === 0) {
          // The old name stays good in items.
          country.aliases = [...(country.aliases ?? []), country.name.en!];
          country.name.en = `Land of ${this.#words(b)} ${this.#number}`;
          said = `rename the country ${country.slug} to ${country.name.en}`;
        } else if (b % 3 === 1) {
          country.aliases = [...(country.aliases ?? []), `Other name ${this.#number}`];
          said = `give the country ${country.slug} another name`;
        } else {
          country.facts = [
            ...(country.facts ?? []),
            {
              label: { en: this.#words(a) },
              text: { en: this.#words(b) },
              'as-of': '2017-03-29',
              source: { title: 'A test', url: 'https://lantern.example/fact' },
            },
          ];
          said = `add a fact to the country ${country.slug}`;
        }
      });
      return said;
    },
    topic: (a, b) => {
      let said = '';
      this.#changeYaml<{ slug: string; name: Record<string, string>; text?: Record<string, string> }[]>(
        'vocabulary/topics.yaml',
        (topics) => {
          const topic = topics[a % topics.length]!;
          this.#number += 1;
          if (b % 2 === 0) topic.name.en = `${this.#words(b)} ${this.#number}`;
          else topic.text = { en: this.#paragraph(b) };
          said = b % 2 === 0 ? `rename the topic ${topic.slug}` : `write a text for the topic ${topic.slug}`;
        },
      );
      return said;
    },
    site: (a, b) => {
      let said = '';
      this.#changeYaml<Front>('site.yaml', (site) => {
        switch (b % 9) {
          case 0:
            site.name = this.#words(a);
            said = `name the site “${site.name}”`;
            break;
          case 1:
            site.tagline = this.#words(a);
            said = 'another tagline';
            break;
          case 2:
            site.campaign = {
              title: this.#words(a),
              text: this.#words(a + 1),
              url: '/about/',
              'link-text': 'Read more',
              starts: dates[a % dates.length],
              ...(a % 3 === 0 ? {} : { ends: '2027-02-28' }),
            };
            said = `a campaign that starts ${dates[a % dates.length]}`;
            break;
          case 3:
            site['feed-items'] = 1 + (a % 12);
            said = `${site['feed-items']} items in feeds`;
            break;
          case 4:
            site.navigation = [
              { text: this.#words(a), url: '/about/' },
              ...(a % 2 === 0 ? [{ text: 'Privacy', url: '/privacy/' }] : []),
            ];
            said = 'another navigation';
            break;
          case 5:
            site.timezone = timezones[a % timezones.length];
            said = `the time of ${site.timezone}`;
            break;
          case 6:
            site.footer = this.#words(a);
            said = 'another last line';
            break;
          case 7:
            site['title-pictures'] = a % 4 !== 0;
            said = `${site['title-pictures'] ? '' : 'no '}pictures of titles`;
            break;
          default:
            site.url = a % 2 === 0 ? 'https://lantern.example' : 'https://moved.example/under';
            said = `the site stands at ${site.url}`;
        }
      });
      return `site.yaml: ${said}`;
    },
    map: (a, b) => {
      if (b % 2 === 0) {
        const region = regions[a % regions.length];
        this.#changeYaml<Front>('site.yaml', (site) => {
          site.map = region;
        });
        return region === undefined ? 'no map' : `a map from ${region.west} to ${region.east} degrees`;
      }
      const iso = isoCodes[a % isoCodes.length];
      this.#changeYaml<{ iso?: string | undefined }[]>('vocabulary/countries.yaml', (countries) => {
        countries[a % countries.length]!.iso = iso;
      });
      return `a country is ${iso ?? 'nameless'} on the map`;
    },
    interface: (a, b) => {
      const language = b % 4 === 0 ? 'th' : 'en';
      const name = interfaceKeys[a % interfaceKeys.length]!;
      this.#changeYaml<{ texts: Record<string, string> }>(`i18n/${language}.yaml`, ({ texts }) => {
        texts[name] = this.#words(b);
      });
      return `i18n/${language}.yaml: ${name} is “${this.#words(b)}”`;
    },
    picture: (a, b) => {
      const path = this.#item(a, 'news/')!;
      const name = `picture-${b % 3}.${b % 5 === 0 ? 'svg' : 'png'}`;
      this.#setPicture(this.#beside(path, name), a);
      if (b % 2 === 0) {
        this.#changeFront(path, (front) => {
          front.image = { file: name, alt: this.#words(b) };
        });
        return `the picture ${name} at the top of ${path}`;
      }
      this.#changeBody(path, (body) => `${body.trimEnd()}\n\n![${this.#words(b)}](${name})\n`);
      return `the picture ${name} in the text of ${path}`;
    },
    'change-picture': (a, b) => {
      const found = this.#pathsLike(/picture-\d\.(?:png|svg)$/);
      if (found.length === 0) return 'change no picture, there is none';
      const path = found[a % found.length]!;
      this.#setPicture(path, a + b + 1);
      return `another picture as ${path}`;
    },
    'remove-picture': (a) => {
      const paths = this.#pathsLike(/^news\/.*\.md$/).filter(
        (path) => this.#parts(path).front.image !== undefined,
      );
      const path = paths[a % Math.max(1, paths.length)];
      if (path === undefined) return 'remove no picture, there is none';
      this.#changeFront(path, (front) => {
        delete front.image;
      });
      return `no picture at the top of ${path}`;
    },
    attachment: (a, b) => {
      const found = this.#pathsLike(/paper\.pdf$/);
      if (found.length > 0 && b % 2 === 0) {
        const path = found[a % found.length]!;
        this.#files.set(path, `%PDF-1.4 ${this.#paragraph(b)}`);
        return `another text in ${path}`;
      }
      const path = this.#item(a, 'news/')!;
      this.#files.set(this.#beside(path, 'paper.pdf'), `%PDF-1.4 ${this.#paragraph(a)}`);
      this.#changeBody(path, (body) => `${body.trimEnd()}\n\nSee [the paper](paper.pdf).\n`);
      return `a document beside ${path}`;
    },
    error: (a, b) => {
      const path = this.#item(a)!;
      if (b % 2 === 0) {
        this.#files.set(path, this.#text(path).replace('---\n', '---\ntitel: wrong\n'));
        return `write a key that does not exist in ${path}`;
      }
      this.#changeBody(path, (body) => `${body}\nSee [nothing](/nowhere/${b}/).\n`);
      return `write a dead link in ${path}`;
    },
    'base-path': (a) => {
      this.choice = { ...this.choice, basePath: basePaths[a % basePaths.length] };
      return `--base-path ${this.choice.basePath ?? 'of site.yaml'}`;
    },
    drafts: () => {
      const showDrafts = !this.choice.showDrafts;
      // The two do not go together.
      this.choice = { ...this.choice, showDrafts, withArchive: !showDrafts && this.choice.withArchive };
      return `${showDrafts ? 'with' : 'without'} --drafts`;
    },
    archive: () => {
      const withArchive = !this.choice.withArchive;
      this.choice = { ...this.choice, withArchive, showDrafts: !withArchive && this.choice.showDrafts };
      return `${withArchive ? 'with' : 'without'} --archive`;
    },
    search: (a) => {
      const withSearch = a % 2 === 0 || !this.choice.withSearch;
      const withFullIndex = withSearch && !this.choice.withFullIndex;
      this.choice = { ...this.choice, withSearch, withFullIndex };
      return withSearch ? `${withFullIndex ? 'with' : 'without'} --full-index` : 'with --no-search';
    },
    'image-sizes': () => {
      this.choice = { ...this.choice, withImageSizes: !this.choice.withImageSizes };
      return `${this.choice.withImageSizes ? 'without' : 'with'} --no-images`;
    },
    clock: (a) => {
      const nowMs = clocks[a % clocks.length]!;
      this.choice = { ...this.choice, nowMs };
      return `--now ${new Date(nowMs).toISOString()}`;
    },
    'spoil-output': (a) => {
      this.disk.push({ kind: 'spoil-output', number: a });
      return `write nonsense into file ${a} of the output`;
    },
    'remove-from-output': (a) => {
      this.disk.push({ kind: 'remove-from-output', number: a });
      return `delete file ${a} of the output`;
    },
    'remove-output': () => {
      this.disk.push({ kind: 'remove-output' });
      return 'delete the output, not the cache';
    },
    'remove-cache': () => {
      this.disk.push({ kind: 'remove-cache' });
      return 'delete the cache, not the output';
    },
    'copy-output': () => {
      this.disk.push({ kind: 'copy-output' });
      return 'put copies in place of output and cache, with the time of the copying';
    },
  };

  #setPicture(path: string, number: number): void {
    const colour = `#${(number % 4096).toString(16).padStart(3, '0')}`;
    this.#files.set(
      path,
      path.endsWith('.svg')
        ? `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${colour}"/></svg>`
        : this.pictures[number % this.pictures.length]!,
    );
  }
}
