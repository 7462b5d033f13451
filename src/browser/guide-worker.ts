// Answers in the place of the search engine on pages of the style guide: no index is read, and the first word of a query
// names what comes back. A module, as the engine's worker is.
import type { SearchResult, SearchResults } from '../search-client/client.ts';
import type {
  EngineAnnouncement,
  EngineQuestion,
  EngineReply,
  NumberedQuestion,
} from '../search-client/engine-messages.ts';

const announce = (announcement: EngineAnnouncement): void => postMessage(announcement);

addEventListener('message', ({ data }: MessageEvent<NumberedQuestion>) => {
  const reply = replyTo(data.question);
  if (reply) announce({ number: data.number, reply });
});

/** Nothing for a question that is to wait. */
function replyTo(question: EngineQuestion): EngineReply | undefined {
  if (question.kind !== 'search') return { kind: 'ready', wholeBytes: 1_234_567 };
  const { query, options } = question;
  if (query === 'loading') return undefined;
  if (query === 'failed') return { kind: 'failed', fault: 'unreachable', file: 'a-file-of-the-index' };
  const found = query === 'none' ? [] : results;
  const { offset = 0, limit = found.length } = options;
  const answer: SearchResults = {
    query,
    lunrQuery: query,
    relaxed: query === 'corrected',
    scattered: false,
    corrections: query === 'corrected' ? [{ typed: 'corrected', used: 'correct' }] : [],
    synonyms: query === 'corrected' ? [{ typed: 'Burma', also: ['Myanmar'] }] : [],
    tooCommon: false,
    total: found.length,
    results: found.slice(offset, offset + limit),
    facets: {
      country: [
        { slug: 'burma', count: 7 },
        { slug: 'thailand', count: 4 },
      ],
      topic: [{ slug: 'training', count: 5 }],
      year: [
        { year: 2008, count: 6 },
        { year: 2007, count: 3 },
      ],
      kind: [
        { kind: 'news', count: 8 },
        { kind: 'resource', count: 2 },
      ],
    },
  };
  return { kind: 'answer', answer };
}

/** Those that come after have the last one's. */
const kinds = ['country', 'topic', 'news', 'news', 'resource', 'page', 'news'] as const;
const titles = [
  'Burma',
  'Training',
  'A title of the usual length that says what happened, and where',
  'A title that is longer than most, as those of conferences and reports are, and that takes three lines on a phone',
  'A handbook for people who work on the subject',
  'About this site',
];
/** Where results lead, each to another. */
const pages = [
  ...[
    'list-country-facts',
    'list-topic',
    'item-everything',
    'item-long-title',
    'item-resource-file',
    'item-plain',
  ],
  ...[
    'list-country-bare',
    'list-topics',
    'item-draft',
    'item-corrections',
    'item-resource-link',
    'not-found',
  ],
];
const results: readonly SearchResult[] = Array.from({ length: pages.length }, (_, place) => {
  const kind = kinds[Math.min(place, kinds.length - 1)] ?? 'news';
  const title = titles[place] ?? `Result number ${place + 1}`;
  const isDated = kind === 'news';
  return {
    ref: String(place),
    score: pages.length - place,
    terms: ['word'],
    url: `/styleguide/${pages[place % pages.length]}/`,
    title,
    date: isDated ? '2008-02-29' : '',
    dateText: isDated ? '29 February 2008' : '',
    summary: 'A summary of one or two sentences: it tells enough for a reader to know whether to go on.',
    kind,
    titleParts: [{ text: title, isMarked: false }],
    excerpt: [
      { text: 'The stretch of a text where most of the ', isMarked: false },
      { text: 'words', isMarked: true },
      { text: ' of the query stand: it is as long as a summary, and the ', isMarked: false },
      { text: 'words', isMarked: true },
      { text: ' are marked.', isMarked: false },
    ],
  };
});
