import { detail, htmlPage, raw, withHeaders } from './answers.js';
import { httpDate } from './dates.js';
import type { Limiter } from './dialect/index.js';
import type { Answer } from './protocol.js';
import type { VpsOrg } from './vps-org.js';

/** Counts the requests that were let through, for the dialect's limiter. */
export class RequestLimiter {
  private passed: number[] = [];

  constructor(private readonly vps: VpsOrg) {}

  /** The refusal of a request that is one too many; null: it is let through, and counts. */
  refuse(): Answer | null {
    const { limiter } = this.vps.dialect;
    if (limiter === null) return null;
    const now = this.vps.now();
    this.passed = this.passed.filter((at) => at > now - limiter.perMs);
    const blocking = this.passed.at(-limiter.requests);
    if (blocking === undefined) {
      this.passed.push(now);
      return null;
    }
    return limitedAnswer(limiter, {
      waitMs: blocking + limiter.perMs - now,
      apiNow: this.vps.apiNow(),
    });
  }
}

function limitedAnswer(
  { answer }: Limiter,
  { waitMs, apiNow }: { waitMs: number; apiNow: number },
): Answer {
  const seconds = Math.ceil(waitMs / 1000);
  const throttled = detail(429, 'Request was throttled.');
  switch (answer) {
    case 'seconds':
      return withHeaders(throttled, { 'retry-after': String(seconds) });
    case 'date':
      return withHeaders(throttled, { 'retry-after': httpDate(apiNow + seconds * 1000 + 999) });
    case 'body':
      return detail(429, `Request was throttled. Expected available in ${seconds} seconds.`);
    case 'none':
      return throttled;
    case '503':
      return raw(503, htmlPage('503 Service Temporarily Unavailable'), 'text/html');
  }
}
