// Settings of the site that is imported: what its _config.yml, hugo.toml and the like say of its name, language, clock and
// addresses. What cannot be read is as good as not there.
import { languageTag } from '../validate/language-tag.ts';
import { isTimeZone } from '../validate/site-time.ts';
import { type HugoSettings, hugoSettings } from './hugo-addresses.ts';
import type { SourceEntry } from './import-site.ts';
import { readFrontmatter } from './read-frontmatter.ts';

const decoder = new TextDecoder();

export interface SourceSettings {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  /** Folder of its host in which the site stood: `/sub`; '' for the root. */
  readonly basePath?: string;
  readonly language?: string;
  readonly timezone?: string;
  readonly permalink?: string;
  readonly hugo?: HugoSettings;
}

export function readSourceSettings(entries: readonly SourceEntry[]): SourceSettings {
  const file = entries.find(
    ({ path, bytes }) =>
      bytes !== undefined &&
      /^(?:_config\.ya?ml|(?:config\/_default\/)?(?:hugo|config)\.(?:toml|ya?ml|json))$/i.test(path),
  );
  if (file?.bytes === undefined) return {};
  const text = decoder.decode(file.bytes).replace(/\r\n?/g, '\n');
  const fence = /\.toml$/i.test(file.path) ? '+++' : '---';
  const head = /\.json$/i.test(file.path)
    ? readFrontmatter(`${text.trimEnd()}\n`)
    : readFrontmatter(`${fence}\n${text.replace(/^---[ \t]*\n/, '')}\n${fence}\n`);
  if ('fault' in head) return {};
  const value = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const found = head.frontmatter.values.get(key);
      if (typeof found === 'string' && found.trim() !== '' && !/[{}]/.test(found)) return found.trim();
    }
    return undefined;
  };
  const zone = value('timezone');
  const language = value('lang', 'locale', 'languagecode', 'defaultcontentlanguage', 'language');
  const permalink = value('permalink');
  return {
    title: value('title', 'name'),
    description: value('description', 'tagline', 'subtitle'),
    url: value('url', 'baseurl'),
    basePath: basePathOf(value('baseurl') ?? value('root') ?? value('url')),
    language: language === undefined ? undefined : languageTag(language.replace('_', '-')),
    timezone: zone !== undefined && isTimeZone(zone) ? zone : undefined,
    permalink:
      permalink !== undefined &&
      /^(?:\/?[:\w./-]+)$/.test(permalink) &&
      (permalink.includes(':') || /^(?:pretty|date|none)$/.test(permalink))
        ? permalink
        : undefined,
    hugo: hugoSettings(head.frontmatter.values),
  };
}

/** Of an address, or of a path as Jekyll's `baseurl` and Hexo's `root` are. */
export function basePathOf(written: string | undefined): string {
  const path = written?.replace(/^(?:https?:)?\/\/[^/?#]*/i, '').replace(/[?#].*$/, '') ?? '';
  const bare = path.replace(/^\/+|\/+$/g, '');
  return bare === '' || bare === '.' ? '' : `/${bare}`;
}
