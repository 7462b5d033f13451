// YAML text → plain values, by js-yaml. Of YAML's guesses only the harmless ones are kept: true, false, null and plain
// decimal numbers. Everything else is text as it was written: dates, `no`, `0o14`, `1_000`, `.nan`.
import yaml from 'js-yaml';

/** The words that are not text; positions (yaml-tree.ts) use the same patterns, and a test holds both together. */
export const scalarPatterns = {
  null: /^(?:~|null)?$/,
  boolean: /^(?:true|false)$/,
  // At most 15 digits: more would lose digits as a number, so they stay text.
  number: /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/,
} as const;

const schema = yaml.FAILSAFE_SCHEMA.extend({
  implicit: [
    new yaml.Type('tag:yaml.org,2002:null', {
      kind: 'scalar',
      resolve: (text: unknown) =>
        text === null || (typeof text === 'string' && scalarPatterns.null.test(text)),
      construct: () => null,
    }),
    new yaml.Type('tag:yaml.org,2002:bool', {
      kind: 'scalar',
      resolve: (text: unknown) => typeof text === 'string' && scalarPatterns.boolean.test(text),
      construct: (text: string) => text === 'true',
    }),
    new yaml.Type('tag:yaml.org,2002:float', {
      kind: 'scalar',
      resolve: (text: unknown) => typeof text === 'string' && scalarPatterns.number.test(text),
      construct: Number,
    }),
  ],
});

export class YamlFault extends Error {
  /** 0-based, within the YAML text. */
  readonly line: number;
  readonly column: number;

  constructor(reason: string, line: number, column: number) {
    super(reason);
    this.line = line;
    this.column = column;
  }
}

/**
 * @param text YAML with LF line ends, one document
 * @returns null for a document without content
 * @throws YamlFault when js-yaml cannot read it, with its reason and place
 */
export function readYaml(text: string): unknown {
  try {
    return yaml.load(text, { schema }) ?? null;
  } catch (cause) {
    if (cause instanceof yaml.YAMLException) {
      throw new YamlFault(cause.reason, cause.mark?.line ?? 0, cause.mark?.column ?? 0);
    }
    if (cause instanceof RangeError) throw new YamlFault('nested too deeply', 0, 0);
    throw cause;
  }
}
