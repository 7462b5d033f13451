// For tests: texts in lunr's language of every kind, by a seed; most can be parsed, some on purpose cannot.
import type { Dice } from '../../bench/random.ts';
import { hostileWords } from './thousand-posts.ts';

export type QueryKind =
  | 'word'
  | 'prefix'
  | 'suffix'
  | 'inner'
  | 'fuzzy'
  | 'prohibited'
  | 'mixed'
  | 'wide'
  | 'garbled';

const kinds: readonly QueryKind[] = [
  ...(['word', 'word', 'prefix', 'suffix', 'inner', 'fuzzy', 'fuzzy', 'prohibited', 'garbled'] as const),
  ...(['mixed', 'mixed', 'mixed', 'mixed', 'mixed'] as const),
];
const garbage = [
  '+',
  '-',
  ':',
  '~',
  '^',
  'zz*',
  '\\',
  ' ',
  '~1',
  '^2',
  '~x',
  'title:',
  'nofield:',
  'a',
  '\u00a0',
  '9',
];

/** @param terms of the index */
export function randomQuery(
  dice: Dice,
  terms: readonly string[],
): { readonly kind: QueryKind; readonly text: string } {
  // A query for nearly everything takes lunr seconds: now and then.
  const kind = dice.next() < 0.004 ? 'wide' : dice.pick(kinds);
  switch (kind) {
    case 'wide':
      return { kind, text: dice.pick(['a*', '*e', '', '-zzz', '-*']) };
    case 'garbled':
      return {
        kind,
        text: Array.from({ length: dice.between(1, 6) }, () =>
          dice.pick([dice.pick(garbage), dice.pick(garbage), escaped(word(dice, terms))]),
        ).join(''),
      };
    case 'mixed':
      return {
        kind,
        text: Array.from({ length: dice.between(2, 5) }, () =>
          clause(
            dice,
            terms,
            dice.pick(['word', 'word', 'word', 'word', 'prefix', 'prefix', 'suffix', 'fuzzy']),
          ),
        ).join(dice.pick([' ', ' ', '  ', '-'])),
      };
    case 'prohibited':
      return {
        kind,
        text: Array.from({ length: dice.between(1, 3) }, () => `-${plain(dice, terms, 'word')}`).join(' '),
      };
    default:
      return { kind, text: clause(dice, terms, kind) };
  }
}

/** A clause with sign, field and boost as it falls. */
function clause(dice: Dice, terms: readonly string[], kind: QueryKind): string {
  const sign = dice.pick(['', '', '', '+', '+', '-']);
  const field = dice.pick(['', '', '', 'title:', 'summary:', 'body:']);
  const boost = dice.pick(['', '', '', '^2', '^10', '^0', '^007']);
  return sign + field + plain(dice, terms, kind) + boost;
}

function plain(dice: Dice, terms: readonly string[], kind: QueryKind): string {
  const text = word(dice, terms);
  const cut = dice.between(Math.min(3, text.length), Math.max(3, Math.min(text.length, 7)));
  const beginning = escaped(text.slice(0, cut));
  const end = escaped(text.slice(-cut));
  if (kind === 'prefix') return `${beginning}*`;
  if (kind === 'suffix') return `*${end}${dice.pick(['', '', '*'])}`;
  if (kind === 'inner') {
    const inner = dice.between(0, text.length);
    return `${escaped(text.slice(0, inner))}*${escaped(text.slice(inner + dice.between(0, 2)))}${dice.pick(['', '', '*'])}`;
  }
  if (kind === 'fuzzy') {
    const star = dice.next() < 0.05 ? '*' : '';
    const start = misspelt(dice, text.slice(0, 14));
    // A short word with many edits is any short word: lunr takes seconds for it.
    const most = start.length < 4 ? 1 : start.length < 8 ? 2 : 3;
    return `${escaped(start)}${star}~${dice.between(0, most)}`;
  }
  return escaped(text);
}

function word(dice: Dice, terms: readonly string[]): string {
  const drawn = dice.next();
  if (drawn < 0.75) return dice.pick(terms);
  if (drawn < 0.9) return dice.pick(hostileWords);
  if (drawn < 0.95) return dice.pick(['Trafficking', 'FISHING', 'victims', 'labour', 'is', 'and', 'about']);
  return `${dice.pick(terms)}${dice.pick(['q', 'xx', '7', 'é', '\ud800'])}`;
}

function misspelt(dice: Dice, text: string): string {
  const at = dice.between(0, text.length);
  return text.slice(0, at) + dice.pick(['', '', 'e', 'x', '1']) + text.slice(at + dice.between(0, 2));
}

function escaped(text: string): string {
  return text.replace(/[\\:~^+-]/g, '\\$&');
}
