// The headers and redirects that the host would apply, read from netlify.toml and the site's own _redirects
// (docs.netlify.com, "Custom headers" and "Redirects and rewrites"): what `npm run serve` does to a request.
// Where two rules give one header to one path the host joins them by a comma, and so do we.
import { parse } from 'smol-toml';

export interface HeaderRule {
  /** Path with `*` (anything) and `:name` (one segment). */
  readonly for: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface RedirectRule {
  readonly from: string;
  /** May hold `:splat` and `:name` of `from`. */
  readonly to: string;
  readonly status: number;
  /** Applies even where there is a file. */
  readonly isForced: boolean;
}

export interface HostRules {
  readonly headers: readonly HeaderRule[];
  /** The first that matches applies. */
  readonly redirects: readonly RedirectRule[];
}

/**
 * @param toml text of netlify.toml; `` when there is none
 * @param redirectLines text of _redirects, which come before those of netlify.toml
 * @throws Error when the text is no TOML, or a table has another shape than the host's documents tell
 */
export function readHostRules(toml: string, redirectLines: string): HostRules {
  const table = parse(toml);
  const headers = tables(table.headers, 'headers').map((rule) => ({
    for: text(rule.for, 'headers.for'),
    values: Object.fromEntries(
      Object.entries((rule.values ?? {}) as Record<string, unknown>).map(([name, value]) => [
        name.toLowerCase(),
        text(value, `headers.values.${name}`)
          .replace(/\s*\n\s*/g, ' ')
          .trim(),
      ]),
    ),
  }));
  const fromToml = tables(table.redirects, 'redirects').map((rule) => ({
    from: text(rule.from, 'redirects.from'),
    to: text(rule.to, 'redirects.to'),
    status: typeof rule.status === 'number' ? rule.status : 301,
    isForced: rule.force === true,
  }));
  return { headers, redirects: [...redirectLines.split(/\r?\n/).flatMap(redirectLine), ...fromToml] };
}

function tables(found: unknown, name: string): Record<string, unknown>[] {
  if (found === undefined) return [];
  if (!Array.isArray(found)) throw new Error(`netlify.toml: [[${name}]] must be a list of tables`);
  return found as Record<string, unknown>[];
}

function text(found: unknown, name: string): string {
  if (typeof found !== 'string') throw new Error(`netlify.toml: ${name} must be a text`);
  return found;
}

/** `/old/ /new/ 301!`: from, to, status (301 when absent), `!` for forced. */
function redirectLine(line: string): RedirectRule[] {
  const [from, to, status = '301'] = line.trim().split(/\s+/);
  if (from === undefined || to === undefined || from.startsWith('#')) return [];
  return [{ from: readable(from), to, status: Number.parseInt(status, 10), isForced: status.endsWith('!') }];
}

/** Requests are compared decoded; what is encoded because it would have a meaning in a rule stays so. */
function readable(path: string): string {
  return path.replace(/(?:%[0-9A-F]{2})+/gi, (encoded) => {
    try {
      const plain = decodeURIComponent(encoded);
      return /[*:/\s]/.test(plain) ? encoded : plain;
    } catch {
      return encoded;
    }
  });
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  let pattern = patterns.get(path);
  if (pattern === undefined) {
    const source = path
      .split('/')
      .map((part) => {
        if (part.startsWith(':')) return `(?<${part.slice(1).replace(/\W/g, '_')}>[^/]+)`;
        return part
          .split('*')
          .map((plain) => plain.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
          .join('.*');
      })
      .join('/')
      .replace(/\/\.\*$/, '(?:/(?<splat>.*))?');
    pattern = new RegExp(`^${source}$`, 's');
    patterns.set(path, pattern);
  }
  return pattern;
}

/** Headers of every rule that matches, by lower-case name. `path` is decoded and begins with `/`. */
export function headersFor(rules: HostRules, path: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const rule of rules.headers) {
    if (!patternOf(rule.for).test(path)) continue;
    for (const [name, value] of Object.entries(rule.values)) {
      found[name] = found[name] === undefined ? value : `${found[name]}, ${value}`;
    }
  }
  return found;
}

/** The first redirect of this path, its placeholders filled in. */
export function redirectFor(rules: HostRules, path: string): RedirectRule | undefined {
  // The host does not tell a trailing slash from none.
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  for (const rule of rules.redirects) {
    // Nearly every rule is the old address of one item, and there may be thousands.
    if (!/[*:]/.test(rule.from)) {
      if (rule.from === path || rule.from === other) return rule;
      continue;
    }
    const match = patternOf(rule.from).exec(path) ?? patternOf(rule.from).exec(other);
    if (match === null) continue;
    const to = rule.to.replace(/:(\w+)/g, (whole, name: string) => {
      const value = match.groups?.[name];
      return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/');
    });
    return { ...rule, to };
  }
  return undefined;
}
