import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  deploy,
  FORBIDDEN,
  LIMITED,
  LIST,
  list,
  read,
  row,
  SUBJECT,
  statusesOf,
  UNREADABLE,
  USE_RUN_TOKEN,
} from './github-loopback.js';

describe('what could not be read is a problem with its remedy', () => {
  test.each<[string, Answer, string]>([
    [
      'a missing permission',
      { status: 403, body: FORBIDDEN },
      'GitHub answered 403: Resource not accessible by integration. ' +
        'github_token lacks a permission: ' +
        'add the line "deployments: read" under "permissions:" of this job.',
    ],
    [
      'a token that is not valid',
      { status: 401, body: { message: 'Bad credentials. .' } },
      `GitHub answered 401: Bad credentials. github_token is not valid. ${USE_RUN_TOKEN}.`,
    ],
    [
      'a repository that the token cannot see',
      { status: 404, body: { message: 'Not Found' } },
      'GitHub answered 404: Not Found. "octo/site" does not exist at "https://api.github.com", ' +
        `or github_token cannot see it. ${USE_RUN_TOKEN} and add the line ` +
        '"deployments: read" under "permissions:" of this job.',
    ],
    [
      'the primary rate limit',
      { status: 403, body: LIMITED },
      'GitHub answered 403: API rate limit exceeded for installation ID 1. ' +
        'The rate limit is used up: run the workflow again in an hour.',
    ],
    [
      'the secondary rate limit',
      { status: 403, headers: { 'retry-after': '42' }, body: { message: 'Slow down.' } },
      'GitHub answered 403: Slow down. ' +
        'The rate limit is used up: run the workflow again after 42 s.',
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '5' }, body: '' },
      'GitHub answered 429. The rate limit is used up: run the workflow again after 5 s.',
    ],
    [
      'a redirect',
      { status: 301, headers: { location: '/elsewhere' }, body: { message: 'Moved' } },
      'GitHub answered 301: Moved. Check GITHUB_API_URL.',
    ],
    ['a web page', { body: '<html>Sign in</html>' }, UNREADABLE],
    ['another JSON', { body: { deployments: [] } }, UNREADABLE],
    ['a row without an id', { body: [row(30), { environment: 'production' }] }, UNREADABLE],
    ['an answer that is cut short', 'cut short', UNREADABLE],
  ])('%s', async (_, answer, expected) => {
    const result = await read({ [LIST]: [answer] });
    expect(result).toMatchObject({ state: null, problem: SUBJECT + expected, requests: [LIST] });
    expect(result.problem?.split(' ').length).toBeLessThanOrEqual(60);
  });

  test('a good deployment whose predecessor cannot be read is not good', async () => {
    const result = await read({
      ...list(30, 20),
      ...deploy(30, 'success', '3'),
      [statusesOf(20)]: [{ status: 403, body: FORBIDDEN }],
    });
    expect(result.state).toBeNull();
    expect(result.problem).toContain('deployments: read');
  });

  test('an unreadable list of statuses', async () => {
    const result = await read({ ...list(30), [statusesOf(30)]: [{ body: [{ id: 1 }] }] });
    expect(result).toMatchObject({ state: null, problem: SUBJECT + UNREADABLE });
  });

  test('an API URL that is none', async () => {
    const result = await read({}, { apiUrl: 'api.github.com' });
    expect(result).toMatchObject({
      state: null,
      problem: `${SUBJECT}GITHUB_API_URL is not a URL: "api.github.com". Correct it on the runner.`,
    });
  });

  test('an unforeseen error', async () => {
    const send = (): Promise<never> => Promise.reject(new TypeError('a bug'));
    expect(await read({}, { connect: () => ({ send }) })).toMatchObject({
      state: null,
      problem: `${SUBJECT}a bug`,
    });
  });
});
