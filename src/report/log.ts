/** The log: one fact a line. Everything that is printed is sanitized here. */
import * as core from '@actions/core';
import { type Redact, sanitizeLine } from './sanitize.js';

export interface Log {
  info(line: string): void;
  debug(line: string): void;
  /** An annotation: at most one for each thing that matters. */
  notice(line: string): void;
  warning(line: string): void;
  /** As {@link Log.warning}, once a step for each topic. */
  warnOnce(topic: string, line: string): void;
  /** The step's one error annotation, which also makes it fail; may have several lines. */
  fail(message: string): void;
}

export function createLog(redact: Redact): Log {
  // Once more afterwards: removing invisible characters may join the parts of a token.
  const safe = (text: string): string => redact(sanitizeLine(redact(text)));
  const warning = (line: string): void => core.warning(safe(line));
  return {
    info: (line) => core.info(safe(line)),
    debug: (line) => core.debug(safe(line)),
    notice: (line) => core.notice(safe(line)),
    warning,
    warnOnce: onceByTopic(warning),
    fail: (message) => core.setFailed(message.split('\n').map(safe).join('\n')),
  };
}

/** @returns a function that logs the first line of each topic only */
export function onceByTopic(warn: (line: string) => void): Log['warnOnce'] {
  const topics = new Set<string>();
  return (topic, line) => {
    if (topics.has(topic)) return;
    topics.add(topic);
    warn(line);
  };
}
