// What every command does at its edges: options, help, exit status, Ctrl-C, a closed pipe, a bug of ours.
// Built on node:util parseArgs; the exit statuses are those of docs/operations.md (70 is EX_SOFTWARE of sysexits.h).
import { parseArgs } from 'node:util';
import { distance } from 'fastest-levenshtein';

export const exitStatus = {
  success: 0,
  /** Problems in the content. */
  problems: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** Disk, permission, lock, port, missing program. */
  surroundings: 3,
  /** A bug of ours. */
  bug: 70,
  interrupted: 130,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The command was called wrongly: one plain sentence, one line of mend. Status 2. */
export class UsageError extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.name = 'UsageError';
    this.mend = mend;
  }
}

/** Disk, permission, lock, port: nothing that the content could mend. One plain sentence, one line of mend. Status 3. */
export class SurroundingsError extends Error {
  readonly mend: string;
  constructor(message: string, mend: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SurroundingsError';
    this.mend = mend;
  }
}

// ── options ───────────────────────────────────────────────────────────────────────────────────────────

/** One `--option`. `valueName` is undefined for a flag. */
export interface Option<Value> {
  readonly valueName?: string;
  readonly help: string;
  /** What the option is when it was not given. */
  readonly absent: Value;
  /** From the text given to the value; throws UsageError. Not called for a flag. */
  parse(text: string, optionName: string): Value;
}

export function flag(help: string): Option<boolean> {
  return { help, absent: false, parse: () => true };
}

/** An option with a value; undefined when it was not given. */
export function value<Value>(
  valueName: string,
  help: string,
  parse: (text: string, optionName: string) => Value,
): Option<Value | undefined> {
  return { valueName, help, absent: undefined, parse };
}

/** A folder or file: any text but the empty one. */
export function parsePath(text: string, optionName: string): string {
  if (text.trim() === '' || text.includes('\0')) {
    throw new UsageError(
      `${optionName} needs the name of a folder or file`,
      `For example: ${optionName} my-folder`,
    );
  }
  return text;
}

export function parsePort(text: string, optionName: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) {
    throw new UsageError(
      `${optionName} ${text} is no port: it must be a number from 0 to 65535`,
      `For example: ${optionName} 8080`,
    );
  }
  return port;
}

export function parseCount(text: string, optionName: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    throw new UsageError(
      `${optionName} ${text} is no number of things: it must be a whole number from 1`,
      `For example: ${optionName} 10`,
    );
  }
  return Number(text);
}

export function parseChoice<const Choice extends string>(
  choices: readonly Choice[],
): (text: string, optionName: string) => Choice {
  return (text, optionName) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new UsageError(
      `${optionName} ${text} is not known; it may be ${choices.join(', ')}`,
      `For example: ${optionName} ${nearest(text, choices) ?? choices[0] ?? ''}`,
    );
  };
}

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2}))?$/;

/**
 * An RFC 3339 instant, or a calendar date, which begins at 00:00 UTC.
 * @returns milliseconds since the epoch
 */
export function parseInstant(text: string, optionName: string): number {
  const parts = instantPattern.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (parts ?? [])
    .slice(1, 7)
    .map(Number);
  const calendar = new Date(Date.UTC(2000, 0, 1));
  calendar.setUTCFullYear(year, month - 1, day);
  const isReal =
    parts !== null &&
    calendar.getUTCMonth() === month - 1 &&
    calendar.getUTCDate() === day &&
    !(hour > 23 || minute > 59 || second > 60);
  const zone = parts?.[7];
  const offset = zone === undefined || /^z$/i.test(zone) ? [0, 0] : zone.slice(1).split(':').map(Number);
  const [offsetHours = 0, offsetMinutes = 0] = offset;
  if (!isReal || offsetHours > 23 || offsetMinutes > 59) {
    throw new UsageError(
      `${optionName} ${text} is no date and time with its offset from UTC`,
      `For example: ${optionName} 2026-11-24T09:30:00Z`,
    );
  }
  const sign = zone?.startsWith('-') ? -1 : 1;
  const timeOfDay = ((hour || 0) * 60 + (minute || 0)) * 60 + (second || 0);
  return calendar.getTime() + timeOfDay * 1000 - sign * (offsetHours * 60 + offsetMinutes) * 60_000;
}

/** `` for the top of the site, or `/path` without a slash at its end. */
export function parseBasePath(text: string, optionName: string): string {
  const trimmed = text.replace(/\/+$/, '');
  if (trimmed === '') return '';
  const segments = trimmed.split('/');
  const isPath =
    segments[0] === '' &&
    segments.slice(1).every((part) => /^[A-Za-z0-9._~-]+$/.test(part) && part !== '.' && part !== '..');
  if (!isPath) {
    throw new UsageError(
      `${optionName} ${text} is no path of a site: it must begin with / and hold letters, digits, - . _ ~ alone`,
      `For example: ${optionName} /news-site`,
    );
  }
  return trimmed;
}

/** Where the finished site will stand: scheme and host, and the base path if there is one. */
export interface SiteAddress {
  readonly origin: string;
  readonly basePath: string;
}

export function parseSiteUrl(text: string, optionName: string): SiteAddress {
  const refuse = (reason: string): never => {
    throw new UsageError(
      `${optionName} ${text} is no address of a site: ${reason}`,
      `For example: ${optionName} https://news.example.org`,
    );
  };
  // The URL parser would drop tabs and line breaks in silence.
  if (!/^https?:\/\/[^\s\\]+$/i.test(text))
    return refuse('it must begin with https:// (or http://) and hold no space');
  if (!URL.canParse(text)) return refuse('it cannot be read');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return refuse('it must not hold a name or password');
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) return refuse('it must not hold ? or #');
  return { origin: url.origin, basePath: parseBasePath(url.pathname, optionName) };
}

// ── a command ─────────────────────────────────────────────────────────────────────────────────────────

export interface Command<Options> {
  /** As in `npm run NAME`. */
  readonly name: string;
  /** One or two sentences: what it does. */
  readonly about: string;
  /** Keys are the options' names without their dashes. */
  readonly options: { readonly [Name in keyof Options]: Option<Options[Name]> };
  /** Words beside the options; without it there are none. */
  readonly words?: {
    /** As shown in the usage line: `QUERY`. */
    readonly name: string;
    readonly help: string;
    /** Fewest; default 0. */
    readonly least?: number;
    /** Most; default no limit. */
    readonly most?: number;
    /** A word may begin with one `-`, as a search query does. */
    readonly mayBeginWithDash?: boolean;
  };
}

export interface Invocation<Options> {
  readonly options: Options;
  readonly words: readonly string[];
}

/** The right word that is nearest by edit distance, if any is near enough to have been meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, steps: distance(word, candidate) }))
    .filter(({ candidate, steps }) => steps <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}

/** Marks a word that begins with one dash, so that parseArgs does not take its letters for short options. */
const wordMark = '\0';

/**
 * Reads the words after `npm run NAME --`.
 * @returns the options and words, or 'help' when help was asked for, whatever else was said
 * @throws UsageError
 */
export function parseCommandLine<Options>(
  command: Command<Options>,
  args: readonly string[],
): Invocation<Options> | 'help' {
  const options = command.options as Readonly<Record<string, Option<unknown>>>;
  const names = Object.keys(options);
  const isKnown = (name: string) => Object.hasOwn(options, name);
  const takesValue = (name: string) => isKnown(name) && options[name]?.valueName !== undefined;

  const marked: string[] = [];
  let isValue = false;
  let isAfterDashes = false;
  for (const arg of args) {
    const isShort = !isValue && !isAfterDashes && /^-[^-]/.test(arg);
    marked.push(isShort ? wordMark + arg : arg);
    if (!isValue && arg === '--') isAfterDashes = true;
    isValue = !isValue && !isAfterDashes && arg.startsWith('--') && takesValue(arg.slice(2));
  }

  const { tokens } = parseArgs({
    args: marked,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...names, 'help'].map((name) => [name, { type: takesValue(name) ? 'string' : 'boolean' }] as const),
    ),
  });
  if (tokens.some((token) => token.kind === 'option' && token.name === 'help')) return 'help';

  const found: Record<string, unknown> = {};
  for (const name of names) found[name] = options[name]?.absent;
  const given = new Set<string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const isMarked = token.value.startsWith(wordMark);
      const word = isMarked ? token.value.slice(wordMark.length) : token.value;
      if (isMarked && command.words?.mayBeginWithDash !== true)
        throw unknownOption(command.name, word, names);
      words.push(word);
    } else if (token.kind === 'option') {
      const option = isKnown(token.name) ? options[token.name] : undefined;
      if (option === undefined) throw unknownOption(command.name, token.rawName, names);
      if (given.has(token.name)) {
        throw new UsageError(`${token.rawName} is given twice`, 'Write it once, with the value you mean');
      }
      given.add(token.name);
      if (option.valueName === undefined) {
        if (token.value !== undefined) {
          throw new UsageError(`${token.rawName} takes no value`, `Write ${token.rawName} alone`);
        }
        found[token.name] = true;
      } else {
        const isAnotherOption = token.inlineValue === false && token.value.startsWith('--');
        if (token.value === undefined || isAnotherOption) {
          throw new UsageError(
            `${token.rawName} needs a value`,
            `Write ${token.rawName} ${option.valueName}: ${option.help}`,
          );
        }
        found[token.name] = option.parse(token.value, token.rawName);
      }
    }
  }

  const { least = 0, most = Number.POSITIVE_INFINITY, name: wordName = '' } = command.words ?? { most: 0 };
  if (words.length > most) {
    const extra = words[most] ?? '';
    throw new UsageError(
      most === 0
        ? `${command.name} takes options alone, and "${extra}" is none`
        : `${command.name} takes ${most === 1 ? 'one' : most} ${wordName}, and "${extra}" is one too many`,
      most === 0
        ? `All options: npm run ${command.name} -- --help`
        : `Put quotes round words that belong together: npm run ${command.name} -- "${words.join(' ')}"`,
    );
  }
  if (words.length < least) {
    throw new UsageError(
      `${command.name} needs ${wordName}`,
      `${command.words?.help ?? ''} All options: npm run ${command.name} -- --help`.trim(),
    );
  }
  return { options: found as Options, words };
}

function unknownOption(commandName: string, written: string, names: readonly string[]): UsageError {
  const known = [...names, 'help'].map((name) => `--${name}`);
  const near = nearest(written.startsWith('--') ? written : `-${written}`, known);
  return new UsageError(
    `${commandName} has no option ${written}`,
    near === undefined
      ? `Its options are ${known.join(' ')}`
      : `Did you mean ${near}? Its options are ${known.join(' ')}`,
  );
}

/** The text of `--help`. */
export function helpText<Options>(command: Command<Options>): string {
  const options = Object.entries(command.options) as [string, Option<unknown>][];
  const rows = [
    ...(command.words === undefined ? [] : [[command.words.name, command.words.help] as const]),
    ...options.map(([name, option]) => {
      return [
        option.valueName === undefined ? `--${name}` : `--${name} ${option.valueName}`,
        option.help,
      ] as const;
    }),
    ['--help', 'this text'] as const,
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  const usage = [
    `npm run ${command.name} --`,
    ...options.map(([name, option]) =>
      option.valueName === undefined ? `[--${name}]` : `[--${name} ${option.valueName}]`,
    ),
    ...(command.words === undefined
      ? []
      : [(command.words.least ?? 0) > 0 ? command.words.name : `[${command.words.name}]`]),
  ].join(' ');
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`);
  return `${command.about}\n\nUsage: ${usage}\n\n${lines.join('\n')}\n\nExit status: 0 done, 1 problems in the content, 2 called wrongly, 3 disk, permission, lock or port,\n70 a bug of ours, 130 interrupted.\n`;
}

// ── running ───────────────────────────────────────────────────────────────────────────────────────────

/** Where a command speaks. Writing to a closed pipe is no error: the words are dropped and the work goes on. */
export interface Terminal {
  /** Standard output: the command's result. A line break is not added. */
  print(text: string): void;
  /** Standard error: progress, problems, summary. A line break is not added. */
  tell(text: string): void;
  /** Standard error is looked at by a person now: one line may be written over and over. */
  readonly isInteractive: boolean;
  /**
   * Called once, and at once, when the command is interrupted or fails: removes what it left half done.
   * Must not wait for anything. The function that comes back takes it from the list.
   */
  onInterrupt(cleanUp: () => void): () => void;
}

/** Words to standard output or error; after the reader has gone (EPIPE) they are dropped. */
function quietWriter(stream: NodeJS.WriteStream): (text: string) => void {
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    isClosed = true;
  });
  return (text) => {
    if (!isClosed && text !== '') stream.write(text);
  };
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

/**
 * Runs a command as the whole of this process: reads its options, handles help, Ctrl-C, closed pipes and bugs,
 * and ends the process with the status that `main` gives.
 */
export async function runCommand<Options>(
  command: Command<Options>,
  main: (invocation: Invocation<Options>, terminal: Terminal) => Promise<ExitStatus>,
): Promise<void> {
  const print = quietWriter(process.stdout);
  const tell = quietWriter(process.stderr);
  const cleanUps = new Set<() => void>();
  const cleanUpAll = () => {
    for (const cleanUp of [...cleanUps].reverse()) {
      cleanUps.delete(cleanUp);
      cleanUp();
    }
  };
  const dieOfBug = (error: unknown) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell(
      `${stack}\nThis is a bug of ours, not a fault of your content. Please report it with the lines above.\n`,
    );
    try {
      cleanUpAll();
    } finally {
      process.exit(exitStatus.bug);
    }
  };
  process.on('uncaughtException', dieOfBug);
  process.on('unhandledRejection', dieOfBug);
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches us twice, once from the terminal and once from npm.
      if (isInterrupted) return;
      isInterrupted = true;
      try {
        cleanUpAll();
      } finally {
        tell('Interrupted.\n');
        process.exit(exitStatus.interrupted);
      }
    });
  }

  let status: ExitStatus;
  try {
    const invocation = parseCommandLine(command, process.argv.slice(2));
    if (invocation === 'help') {
      print(helpText(command));
      status = exitStatus.success;
    } else {
      status = await main(invocation, {
        print,
        tell,
        isInteractive: process.stderr.isTTY === true,
        onInterrupt: (cleanUp) => {
          cleanUps.add(cleanUp);
          return () => cleanUps.delete(cleanUp);
        },
      });
    }
  } catch (error) {
    if (error instanceof UsageError || error instanceof SurroundingsError) {
      tell(`${command.name}: ${error.message}\n    ${error.mend}\n`);
      status = error instanceof UsageError ? exitStatus.usage : exitStatus.surroundings;
      cleanUpAll();
    } else {
      dieOfBug(error);
      return;
    }
  }
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(status);
}
