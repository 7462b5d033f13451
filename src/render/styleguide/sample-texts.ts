// Words of the style guide's samples: what they say is that they are samples.

export const sampleText = {
  titles: [
    'A title of the usual length that says what happened, and where',
    'A short one',
    'A title that is longer than most, as those of conferences and reports are, and that takes three lines on a phone and two beside it',
    'Two parts: what it is about, and what was decided',
    '“A title that is a quotation”',
    'A title that is not published yet',
    'Numbers and marks in a title: 1,500 people, 12 % & <none> of it lost',
  ],
  summaries: [
    'A summary of one or two sentences: it tells enough for a reader to know whether to go on.',
    'One sentence.',
    'A summary that was cut from the text itself is longer, and ends where three hundred characters end, at a word and with three dots, so that a list of such summaries is a list still: it can be gone through with the eyes, and nobody has to read all of it to find what they came for…',
  ],
  short:
    'A paragraph of ordinary text. It has **strong words**, *stressed ones*, [a link](/styleguide/), and `code` in the line. It goes on for a few lines, so that the space between them and the length of each can be judged.\n\nA second paragraph, shorter than the first.\n',
  unbroken:
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandsmitglied',
} as const;

const paragraph =
  'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood. Everyone is entitled to all the rights and freedoms set forth in this Declaration, without distinction of any kind, such as race, colour, sex, language, religion, political or other opinion, national or social origin, property, birth or other status.';

/** Long enough for a list of its contents. */
export const longText = Array.from(
  { length: 8 },
  (_, part) =>
    `## Part ${part + 1} of a long text\n\n${paragraph}\n\n${part % 3 === 1 ? `### A heading below it\n\n` : ''}${paragraph}\n`,
).join('\n');

/** Every block that Markdown makes. */
export const everyBlock = `## A heading of the second level

A paragraph of ordinary text. It has **strong words**, *stressed ones*, ~~words taken back~~, [a link](/styleguide/), [a link to another site](https://www.example.org/) and \`code\` in the line. It goes on for a few lines, so that the space between them and the length of each can be judged.

### A heading of the third level

- A list of points
- whose second is longer than a line of the page is wide, so that it can be seen how the lines after the first one stand below it
  - and has a point of its own

1. A list of steps
2. with a second
3. and a third

#### A heading of the fourth level

> A quotation of some length: it stands apart from the text around it, and nobody takes it for the words of the one who writes.

---

##### A heading of the fifth level

The text after a line that parts.

###### A heading of the sixth level

The text below it.
`;

export const tableText = `## A narrow table

| Year | Number |
|---|--:|
| 2007 | 12 |
| 2008 | 1,340 |

## A table wider than a phone

| A column | The second column | A third, with more words in it | The fourth | The fifth | The sixth | The seventh |
|---|:-:|--:|---|---|---|---|
| first row | centred | 1,200 | some words | some more words | yes | no |
| second row, which has a longer text in its first cell | centred | 13 | some words | some more words | no | yes |
| third row | centred | 7 | some words | some more words | yes | yes |
`;

export const codeText = `A command in the line, \`npm run build -- --styleguide\`, and one that cannot be broken: \`${'averylongnamewithoutanyspace'.repeat(4)}\`.

\`\`\`yaml
title: A title
countries: [burma, thailand]
summary: A line of code that is much longer than a phone is wide, and that must scroll in its own frame and not with the page
\`\`\`

    Code that is indented
      keeps its spaces
`;

export const footnoteText = `A sentence with a note.[^1] A second one, with another.[^2] And a third that leads to the first again.[^1]

[^1]: The text of the first note, with [a link](/styleguide/).
[^2]: The text of the second note.
`;

/** Right to left within left to right: the Arabic is the title of the declaration, and its first article. */
export const mixedText = (title: string, article: string): string =>
  `An English sentence that names ${title} in its middle, then goes on, and ends with a number: 1948.

> ${article}

- ${title}
- English words, then ${title}
- ${title} (1948), English words

The end of an English sentence is where it should be: ${title}.
`;

/** Names alone: the page of a country tells nothing of it. */
export const countryNames: readonly string[] = [
  ...[
    'Burma',
    'Thailand',
    'Cambodia',
    'Laos',
    'Vietnam',
    'China',
    'India',
    'Bangladesh',
    'Nepal',
    'Sri Lanka',
  ],
  ...['Malaysia', 'Singapore', 'Indonesia', 'Philippines', 'Brunei', 'Timor-Leste', 'Japan', 'Mongolia'],
  ...['Australia', 'New Zealand', 'Fiji', 'Samoa', 'Tonga', 'Papua New Guinea', 'Bhutan', 'Maldives'],
  ...[
    'Pakistan',
    'Iran',
    'Turkey',
    'Jordan',
    'Lebanon',
    'Egypt',
    'Kenya',
    'Ghana',
    'Senegal',
    'South Africa',
  ],
  ...['Bosnia and Herzegovina', 'United Kingdom', 'Canada', 'Saint Vincent and the Grenadines'],
];
