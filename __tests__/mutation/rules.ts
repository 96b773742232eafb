/** All tests of the rules in one file, for `npm run mutate` alone: a file of its own each would load every module again for each mutant. */
import { readdirSync } from 'node:fs';

const rules = new URL('../rules/', import.meta.url);
// These test what is not mutated.
const others = /^(summary|outputs|facts|context|cancellation|watch-server|look)\./;
for (const file of readdirSync(rules)) {
  if (file.endsWith('.test.ts') && !others.test(file)) await import(new URL(file, rules).href);
}
