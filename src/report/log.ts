/** The log: one line a fact. Whatever is printed goes through here, and is harmless when it comes out. */
import * as core from '@actions/core';
import { redact, sanitizeLine } from './sanitize.js';

export interface Log {
  info(line: string): void;
  debug(line: string): void;
  /** An annotation: at most one for each thing that matters. */
  notice(line: string): void;
  warning(line: string): void;
  /** The step's one error annotation, which also makes it fail; may have several lines. */
  fail(message: string): void;
}

export function createLog(secret: string): Log {
  // Once more afterwards: taking invisible signs out may bring a secret together.
  const safe = (text: string): string => redact(secret, sanitizeLine(redact(secret, text)));
  return {
    info: (line) => core.info(safe(line)),
    debug: (line) => core.debug(safe(line)),
    notice: (line) => core.notice(safe(line)),
    warning: (line) => core.warning(safe(line)),
    fail: (message) => core.setFailed(message.split('\n').map(safe).join('\n')),
  };
}
