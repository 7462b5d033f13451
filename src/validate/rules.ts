// Every rule that a problem can name: what it means and how it is mended. docs/problems.md is made from it, and a test
// holds that no rule is used without standing here.
export interface Rule {
  readonly title: string;
  readonly meaning: string;
  readonly mend: string;
}
