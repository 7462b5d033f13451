// Where this program lies.
import { fileURLToPath } from 'node:url';

/** Absolute, with a separator at its end. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));
