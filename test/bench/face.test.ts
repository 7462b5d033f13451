// The bench of the face: medians of what Lighthouse says, and what it found wanting in most visits.
import { expect, test } from 'vitest';
import { describeFaceReport, type FaceReport } from '../../bench/face.ts';

type Visit = FaceReport['pages'][number]['visits'][number];

function visit(performance: number, faults: Visit['faults'] = [], layoutShift = 0): Visit {
  return {
    scores: { performance, accessibility: 100, 'best-practices': 100, seo: 92 },
    ...{ layoutShift, firstPaintMs: 1000, largestPaintMs: 1234, blockingMs: 3, bytes: 16_500, requests: 4 },
    faults,
  };
}

function describe(visits: readonly Visit[]): string {
  return describeFaceReport({
    date: '2026-01-01',
    machine: { processor: 'P', cores: 2, memoryBytes: 1, node: 'v20', chromium: 'Chrome 1' },
    versions: { Lighthouse: '9.9.9' },
    pages: [{ name: 'home', address: '/', visits: [...visits] }],
  });
}

const fault = (audit: string) => ({ audit, title: 'A title', score: 0.5, weight: 0.25, shown: '<a> | 1 s' });

test('tables tell medians, and the least and the most of what the machine decides', () => {
  const lines = describe([visit(99), visit(90, [], 0.0001), visit(97, [], 0.0001)]).replaceAll(/ +/g, ' ');
  expect(lines).toContain('| home | 97 | 90–99 | 100 | 100 | 92 |');
  // A shift that is nearly none is one all the same.
  expect(lines).toContain('| home | 1.00 s | 1.23 s | 3 ms | 0.00010 | 16.5 kB | 4 |');
  expect(lines).toContain('No audit has less than its best score.');
});

test('an audit is told when most visits found it wanting, with what it names as text', () => {
  const lines = describe([
    visit(99, [fault('tap'), fault('once')]),
    visit(99, [fault('tap')]),
    visit(99),
  ]).replaceAll(/ +/g, ' ');
  expect(lines).toContain('| tap | home | 0.50 | 25 % | A title: &lt;a&gt; \\| 1 s |');
  expect(lines).not.toContain('once');
});
