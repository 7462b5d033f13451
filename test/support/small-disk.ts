// A disk of a test's own that can be full or read-only: in memory, mounted where the test wants it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { expect, onTestFinished, type TestContext } from 'vitest';

/**
 * Mounts it at `mountPoint`, which is made, until the test ends. The test is skipped, and says so, where none can be.
 * @param size as mount has it, such as `24m`
 */
export function mountSmallDisk(mountPoint: string, size: string, context: TestContext): void {
  mkdirSync(mountPoint, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mountPoint]).status !== 0) {
    context.skip('a small disk cannot be mounted here');
  }
  onTestFinished(() => {
    spawnSync('umount', ['-l', mountPoint]);
  });
}

/** From here on nobody writes to it, not even root. */
export function makeReadOnly(mountPoint: string): void {
  expect(spawnSync('mount', ['-o', 'remount,ro', mountPoint]).status).toBe(0);
}
