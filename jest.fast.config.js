/** `npm test`: what a change to the sources needs within a minute. `npm run test:all` runs everything. */
import everything from './jest.config.js';

// A few hundred plans of the search instead of thousands; the tests run in processes that inherit this.
process.env.FAULT_SEARCH_RUNS ??= '300';

const FOLDERS = ['unit', 'operations', 'docs', 'search', 'repository'];

/** @type {import('jest').Config} */
export default {
  ...everything,
  roots: FOLDERS.map((folder) => `<rootDir>/__tests__/${folder}`),
  // Left alone, jest takes one worker on two cores.
  maxWorkers: '100%',
};
