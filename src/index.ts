/** The entry: runs the action, and ends the process in time when the runner cancels it. */
import { setMaxListeners } from 'node:events';
import { CancelledError } from './errors.js';
import { main } from './main.js';

/** The runner's patience is longer; a person's is not. */
const FORCED_EXIT_AFTER_SIGNAL_MS = 1_700;
/** Nothing is left to do by then. */
const FORCED_EXIT_AFTER_RUN_MS = 500;

const cancellation = new AbortController();
// Whoever waits listens: of a large fleet, many at once.
setMaxListeners(0, cancellation.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    cancellation.abort(new CancelledError(signal));
    setTimeout(() => process.exit(1), FORCED_EXIT_AFTER_SIGNAL_MS).unref();
  });
}

main(cancellation.signal)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'The action failed.');
    process.exitCode = 1;
  })
  // A connection that nobody can close any more, half-way through a proxy, must not hold the process open.
  .finally(() => setTimeout(() => process.exit(), FORCED_EXIT_AFTER_RUN_MS).unref());
