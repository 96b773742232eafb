/** The entry: runs the action, and ends the process in time when the runner cancels it. */
import { setMaxListeners } from 'node:events';
import { Cancelled } from './errors.js';
import { main } from './main.js';

/** The runner's patience is longer; a person's is not. */
const LONGEST_GOODBYE_MS = 1_700;
/** Nothing is left to do by then. */
const LONGEST_LINGER_MS = 500;

const cancel = new AbortController();
// Whoever waits listens: of a large fleet, many at once.
setMaxListeners(0, cancel.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    cancel.abort(new Cancelled(signal));
    setTimeout(() => process.exit(1), LONGEST_GOODBYE_MS).unref();
  });
}

main(cancel.signal)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'The action failed.');
    process.exitCode = 1;
  })
  // A connection that nobody can close any more, half-way through a proxy, must not hold the process open.
  .finally(() => setTimeout(() => process.exit(), LONGEST_LINGER_MS).unref());
