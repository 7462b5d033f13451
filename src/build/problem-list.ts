// Prints problems for those who read them: a person, another program, or GitHub's view of a pull request (workflow
// commands, `::error file=…::…`).
import { formatProblem, type Problem } from '../problem.ts';

export type ProblemFormat = 'text' | 'json' | 'github';
export const problemFormats: readonly ProblemFormat[] = ['text', 'json', 'github'];

/** Problems in one of the formats, each with its line break; the empty text for no problem in text and github. */
export function printProblems(problems: readonly Problem[], format: ProblemFormat): string {
  if (format === 'json') return `${JSON.stringify(problems, null, 2)}\n`;
  const print = format === 'github' ? githubCommand : formatProblem;
  return problems.map((problem) => `${print(problem)}\n`).join('');
}

/** Workflow command of GitHub Actions: properties escape more than the message does. */
function githubCommand({ file, line, column, rule, severity, message, mend }: Problem): string {
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const title = property(rule);
  return `::${severity} file=${property(file)},line=${line},col=${column},title=${title}::${data(`${message}\n${mend}`)}`;
}

/** `3 errors and 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.length === 0 ? 'no problem' : parts.join(' and ');
}
