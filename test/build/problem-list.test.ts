import { expect, test } from 'vitest';
import { countProblems, printProblems } from '../../src/build/problem-list.ts';
import type { Problem } from '../../src/problem.ts';

const problem: Problem = {
  file: 'content/a, b:c.md',
  line: 3,
  column: 7,
  rule: 'date-form',
  severity: 'error',
  message: '100% wrong,\nreally: "x"',
  mend: 'date: 2026-11-24',
};
const warning: Problem = { ...problem, severity: 'warning', line: 9 };

test('text is what formatProblem prints, a blank for nothing', () => {
  expect(printProblems([problem], 'text')).toBe(
    'content/a, b:c.md:3:7: 100% wrong,\nreally: "x" (date-form)\n    date: 2026-11-24\n',
  );
  expect(printProblems([], 'text')).toBe('');
});

test('json is one array, empty when there is no problem', () => {
  expect(JSON.parse(printProblems([problem, warning], 'json'))).toEqual([problem, warning]);
  expect(JSON.parse(printProblems([], 'json'))).toEqual([]);
});

test('a GitHub command stays one line and cannot be broken out of', () => {
  expect(printProblems([problem, warning], 'github')).toBe(
    '::error file=content/a%2C b%3Ac.md,line=3,col=7,title=date-form::100%25 wrong,%0Areally: "x"%0Adate: 2026-11-24\n' +
      '::warning file=content/a%2C b%3Ac.md,line=9,col=7,title=date-form::100%25 wrong,%0Areally: "x"%0Adate: 2026-11-24\n',
  );
});

test('problems are counted in words', () => {
  expect(countProblems([])).toBe('no problem');
  expect(countProblems([problem])).toBe('1 error');
  expect(countProblems([problem, problem, warning])).toBe('2 errors and 1 warning');
});
