/** The entry: runs the action, and ends the process in time when it is cancelled. */
import { setMaxListeners } from 'node:events';
import { CancelledError } from './errors.js';
import { exitFlushed, exitHard } from './exit.js';
import { main } from './main.js';

/**
 * Force exit this long after a signal: a running POST or DELETE gets 1 s (see `vpsorg/http.ts`), and
 * the rest is for outputs and summary. A person waits 2 s; a runner sends SIGKILL after 10 s.
 */
const FORCED_EXIT_AFTER_SIGNAL_MS = 1_700;

const cancellation = new AbortController();
// Each request and pause listens: of a large fleet, many at once.
setMaxListeners(0, cancellation.signal);
// A reader of the log that is gone must not end the step.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
  process.on(signal, () => {
    cancellation.abort(new CancelledError(signal));
    setTimeout(() => exitHard(1), FORCED_EXIT_AFTER_SIGNAL_MS).unref();
  });
}

main(cancellation.signal)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'The action failed.');
    process.exitCode = 1;
  })
  .finally(exitFlushed);
