/** All unit tests in one file, for `npm run mutate` alone: apart, each would load every module anew. */
import { readdirSync } from 'node:fs';
import { bail } from './bail.js';

bail();
const unit = new URL('../unit/', import.meta.url);
// These test what is not mutated here.
const others = /^(summary|run-context|wait-for-restore|exchange|proxy)/;
for (const file of readdirSync(unit)) {
  if (file.endsWith('.test.ts') && !others.test(file)) await import(new URL(file, unit).href);
}
