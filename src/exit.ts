/** Ends the process: once its log is taken, or at once. */

/** How long a slow reader of the log is waited for. */
const MAX_FLUSH_MS = 30_000;

/** Exits once stdout and stderr are flushed, as far as their readers take them. */
export function exitFlushed(): void {
  const exit = (): void => exitHard(Number(process.exitCode ?? 0));
  setTimeout(exit, MAX_FLUSH_MS).unref();
  const streams = [process.stdout, process.stderr];
  const flushed = streams.map((stream) => new Promise((done) => stream.write('', done)));
  void Promise.all(flushed).then(exit);
}

/**
 * Exits without waiting for anything. `process.exit` joins the threads of pending DNS queries, which
 * can hang for many seconds; replacing the process by another program does not.
 */
export function exitHard(code: number): void {
  const { execve } = process as { execve?: (file: string, args: string[]) => never };
  const hangs = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
  if (!hangs) process.exit(code);
  try {
    execve?.('/bin/sh', ['sh', '-c', `exit ${code}`]);
  } catch {
    // Not on this system, or not permitted: the signal ends it, too.
  }
  process.kill(process.pid, 'SIGKILL');
}
