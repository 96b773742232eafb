/** All tests of the unit in one file, for `npm run mutate` alone: a file of its own each would load every module again for each mutant. */
import { readdirSync } from 'node:fs';

const unit = new URL('../unit/', import.meta.url);
// These test what is not mutated.
const others = /^(summary|outputs|report|run-context|cancellation|wait-for-restore|list-backups)\./;
for (const file of readdirSync(unit)) {
  if (file.endsWith('.test.ts') && !others.test(file)) await import(new URL(file, unit).href);
}
