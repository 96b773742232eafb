import { htmlPage, json, raw, withHeaders } from '../answers.js';
import type { Answer } from '../protocol.js';

/** What GitHub may answer instead. The first is a token without `deployments: read`. */
export type GitHubFailure =
  | 'no permission'
  | 'not found'
  | 'rate limit 403'
  | 'rate limit 429'
  | 'unavailable'
  | 'not JSON';

const RESET_AFTER_S = 600;

export function failureAnswer(failure: GitHubFailure, now: number): Answer {
  switch (failure) {
    case 'no permission':
      return json(403, {
        message: 'Resource not accessible by integration',
        documentation_url: 'https://docs.github.com/rest/deployments/deployments',
        status: '403',
      });
    case 'not found':
      return json(404, { message: 'Not Found', status: '404' });
    case 'rate limit 403':
      return limited(403, now);
    case 'rate limit 429':
      return withHeaders(limited(429, now), { 'retry-after': String(RESET_AFTER_S) });
    case 'unavailable':
      return raw(503, htmlPage('Unicorn!'), 'text/html');
    case 'not JSON':
      return raw(200, htmlPage('Sign in'), 'text/html');
  }
}

function limited(status: number, now: number): Answer {
  return json(
    status,
    { message: 'API rate limit exceeded for installation.', status: String(status) },
    {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(now / 1000) + RESET_AFTER_S),
    },
  );
}
