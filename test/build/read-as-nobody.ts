// Reads a content folder as a user without rights, and says how that failed; run by read-content.test.ts. Root may read
// everything, so that a test as root has to become somebody else first.
import { readContent } from '../../src/build/read-content.ts';

if (process.getuid?.() === 0) process.setuid?.(65534);
try {
  await readContent(process.argv[2]!);
} catch (error) {
  process.stdout.write(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
