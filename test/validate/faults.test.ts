// Every fault of the table that load and validate answer for: refused at its place, or accepted.
import { expect, test } from 'vitest';
import { faultFixtures } from '../fixtures-faults.ts';
import { smallSite } from '../small-site.ts';
import { checkContent } from './check-content.ts';

const now = { nowMs: Date.UTC(2026, 0, 1) };

for (const { row, name, files, isWholeContent, refused, accepted } of faultFixtures) {
  const content = { ...(isWholeContent === true ? {} : smallSite()), ...files };

  if (refused !== undefined) {
    test(`row ${row}: ${name} is refused at its place`, () => {
      const { problems } = checkContent(content, now);
      const errors = problems.filter((problem) => problem.severity === 'error');
      for (const { file, line, column, rule, mend } of refused) {
        const shown = file === '' ? 'content' : `content/${file.normalize('NFC')}`;
        const found = errors.find(
          (problem) =>
            problem.file === shown &&
            problem.rule === rule &&
            problem.line === line &&
            problem.column === column,
        );
        expect(found, JSON.stringify(errors, null, 1)).toBeDefined();
        if (mend !== undefined) expect(found?.mend).toContain(mend);
      }
      // One fault is one problem: nothing that follows from it is reported as well.
      if (isWholeContent !== true)
        expect(errors.map((problem) => problem.rule)).toHaveLength(
          errors.filter((problem) => refused.some(({ rule }) => rule === problem.rule)).length,
        );
    });
  }
  if (accepted !== undefined) {
    test(`row ${row}: ${name} is accepted`, () => {
      const { problems, site } = checkContent(content, now);
      expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
      const published = new Set(site?.items.map((item) => `${item.permalink.slice(1)}index.html`));
      for (const [path] of accepted.contains ?? []) expect([...published]).toContain(path);
      for (const path of accepted.missing ?? []) expect([...published]).not.toContain(path);
    });
  }
}
