/** All operations' tests in one file, for `npm run mutate:operations` alone; see `unit.ts`. */
import { readdirSync } from 'node:fs';
import { bail } from './bail.js';

bail();
const operations = new URL('../operations/', import.meta.url);
// Every dialect with every operation finds little that the others do not, and takes as long as they.
for (const file of readdirSync(operations)) {
  if (file.endsWith('.test.ts') && !file.startsWith('dialects')) {
    await import(new URL(file, operations).href);
  }
}
// Steps that have a test of their own.
for (const name of ['wait-for-restore', 'deletion-ledger', 'slot-counter']) {
  await import(new URL(`../unit/${name}.test.ts`, import.meta.url).href);
}
