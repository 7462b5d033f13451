// What is generated from the schema and the rules: docs/frontmatter.md, docs/frontmatter.schema.json, docs/problems.md.
import * as z from 'zod';
import {
  countriesSchema,
  interfaceTextsSchema,
  keysOf,
  newsSchema,
  noteOf,
  pageSchema,
  resourceSchema,
  schemaAt,
  siteSchema,
  topicsSchema,
} from './content-schema.ts';
import { ruleGroups } from './rules.ts';

/** @returns path below docs/ → its text */
export function editorGuides(): Record<string, string> {
  return {
    'frontmatter.md': frontmatterGuide(),
    'frontmatter.schema.json': `${JSON.stringify(jsonSchema(), null, 2)}\n`,
    'problems.md': problemGuide(),
  };
}

const made = '<!-- Made by `npm run docs`; changes here are lost. -->';

const schemas = {
  news: newsSchema,
  resource: resourceSchema,
  page: pageSchema,
  countries: countriesSchema,
  topics: topicsSchema,
  interfaceTexts: interfaceTextsSchema,
  site: siteSchema,
} as const;

function jsonSchema(): unknown {
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _, ...rest } = z.toJSONSchema(schema, {
        io: 'input',
        unrepresentable: 'any',
      }) as Record<string, unknown>;
      return [name, rest];
    }),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Content of an Offprint site',
    description:
      'Shapes of frontmatter and settings. What needs more than one value (dates that exist, vocabulary, addresses) is checked by `npm run check`.',
    $defs: definitions,
  };
}

function frontmatterGuide(): string {
  return `${made}

# What a content file may hold

Every text is a Markdown file: first the **frontmatter** between two lines \`---\`, one \`key: value\` a line, then the text.

\`\`\`markdown
---
title: Workshop reviews draft plan
date: 2007-08-17
countries: [burma]
---

The text begins here.
\`\`\`

- The folder says what it is: \`news/2007/\`, \`resources/\`, \`pages/\`. The file's name becomes the address: \`news/2007/workshop.md\` is \`/news/workshop/\`.
- A translation lies beside it with the language in its name: \`workshop.th.md\` is \`/th/news/workshop/\`.
- Pictures and documents lie beside the text that uses them.
- When a value holds a colon, \`#\` or quotes, put quotes round it: \`title: "Report: what changed"\`.
- A list is written \`[burma, thailand]\`, or each entry on a line of its own beginning with \`- \`.
- Dates are written year-month-day: \`2007-08-17\`.
- \`npm run check\` finds what is wrong, with its line and the mend; docs/problems.md explains each.

${section('News items', 'news/<year>/<name>.md', newsSchema)}
${section('Resources', 'resources/<name>.md', resourceSchema, 'A resource needs `date` or `year`. With `file` or `url` it may have no text of its own.')}
${section('Pages', 'pages/<name>.md', pageSchema)}
${section('Site settings', 'site.yaml', siteSchema)}
${section('Countries', 'vocabulary/countries.yaml', countriesSchema.element, 'A list; each entry begins with `- slug:`.')}
${section('Topics', 'vocabulary/topics.yaml', topicsSchema.element, 'A list; each entry begins with `- slug:`.')}
${section('Interface texts', 'i18n/<language>.yaml', interfaceTextsSchema, 'The file of the site’s language says which texts there are; where another language lacks one, the site’s language is shown.')}`;
}

function section(title: string, file: string, schema: object, remark = ''): string {
  const intro = remark === '' ? '' : `${remark}\n\n`;
  return `## ${title}: \`${file}\`\n\n${intro}${table(schema)}\n${nestedTables(schema)}${examples(schema)}`;
}

function table(schema: object): string {
  const rows = keysOf(schema).map((name) => {
    const note = noteOf(schemaAt(schema, [name]));
    return `| \`${name}\` | ${isRequired(schema, name) ? 'yes' : ''} | ${cell(note?.shape ?? '')} | ${cell(note?.description ?? '')} |`;
  });
  return `| Key | Required | What it is | Meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** Groups such as \`source\` and lists of groups such as \`corrections\`. */
function nestedTables(schema: object): string {
  return keysOf(schema)
    .map((name) => {
      for (const path of [[name], [name, 0], [name, 'th']] as const) {
        const inner = schemaAt(schema, path);
        if (keysOf(inner).length === 0) continue;
        const where =
          path.length === 1 ? 'under' : path[1] === 0 ? 'of each entry of' : 'of each language under';
        const deeper = path.length === 1 && keysOf(schemaAt(inner!, ['light'])).length > 0;
        return `\nKeys ${where} \`${name}\`:\n\n${table(inner!)}${deeper ? coloursTable(inner!) : ''}`;
      }
      return '';
    })
    .join('');
}

/** Both schemes have the same names. */
function coloursTable(schema: object): string {
  return `\nKeys under each of \`light\` and \`dark\`:\n\n${table(schemaAt(schema, ['light'])!)}`;
}

function examples(schema: object): string {
  const lines = keysOf(schema).flatMap((name) => noteOf(schemaAt(schema, [name]))?.example ?? []);
  return `\nEvery key once, as an example:\n\n\`\`\`yaml\n${lines.join('\n')}\n\`\`\`\n`;
}

function isRequired(schema: object, name: string): boolean {
  const inner = schemaAt(schema, [name]) as z.ZodType | undefined;
  return inner !== undefined && !inner.safeParse(undefined).success;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
}

function problemGuide(): string {
  const parts = Object.entries(ruleGroups).map(([group, rules]) => {
    const entries = Object.entries(rules).map(
      ([id, { title, meaning, mend }]) => `### ${id}\n\n**${title}.** ${meaning}\n\n*Mend:* ${mend}\n`,
    );
    return `## ${group}\n\n${entries.join('\n')}`;
  });
  return `${made}

# Problems and their mends

A problem is printed with the file, line and column where it stands, and the name of its rule in round brackets. Nothing is published while a problem that is no warning stands; the last good site stays as it was.

${parts.join('\n')}`;
}
