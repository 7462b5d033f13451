// A problem is what an editor can mend: data first, so that tests compare values and one function prints them.

export type Severity = 'error' | 'warning';

export interface Problem {
  /** Path as the editor typed it: the content folder as given, joined with the file's path below it, `/` as separator. */
  readonly file: string;
  /** 1-based. A fault of a folder, or of a key that is missing, stands at 1:1. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /** Kebab-case name of the rule, listed in docs/problems.md. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence: what was found and what was expected. */
  readonly message: string;
  /** One line on how to mend it; where possible a line to paste. */
  readonly mend: string;
}

/** Where something stands in a file; both 1-based, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** By file, line, column, then rule: code-unit order, so that it is the same in every locale. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

export function sortProblems(problems: Iterable<Problem>): Problem[] {
  return [...problems].sort(compareProblems);
}

/** `path:line:col: sentence (rule-id)` and, indented below, the mend. Warnings say so before the sentence. */
export function formatProblem(problem: Problem): string {
  const kind = problem.severity === 'warning' ? 'warning: ' : '';
  return `${problem.file}:${problem.line}:${problem.column}: ${kind}${problem.message} (${problem.rule})\n    ${problem.mend}`;
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** Code-unit comparison: never localeCompare, whose order differs between machines. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
