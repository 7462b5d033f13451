import { describe, expect, test } from 'vitest';
import { isSettled } from '../../src/build/output-manifest.ts';

describe('a time of change', () => {
  test('vouches for nothing within a tick of the clock, which is long on disks that know whole seconds', () => {
    const recordedMs = 1_700_000_000_500;
    expect(isSettled(recordedMs - 1.25, recordedMs)).toBe(false);
    expect(isSettled(recordedMs + 60_000.5, recordedMs)).toBe(false);
    expect(isSettled(recordedMs - 100.25, recordedMs)).toBe(true);
    expect(isSettled(recordedMs - 500, recordedMs)).toBe(false);
    expect(isSettled(recordedMs - 2500, recordedMs)).toBe(true);
  });
});
