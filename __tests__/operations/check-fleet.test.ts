/** `check` of several servers, and of all. */
import { describe, expect, test } from '@jest/globals';
import {
  type BackupSeed,
  on,
  type ServerSeed,
  type SimulatorOptions,
} from '../../simulator/index.js';
import { ago, HOUR, marked } from '../support/harness.js';
import { aged, checkOf, REMEDY, TWO } from './check-steps.js';

describe('several servers', () => {
  const there = (...hours: number[]): BackupSeed[] =>
    aged(...hours).map((one) => ({ ...one, id: (one.id ?? 0) + 200, server_id: 12346 }));

  test('one list of all serves; backup_id is of the first in the order given', async () => {
    const { failure, outputs, checks, requests } = await checkOf(
      { backups: [...aged(1, 2), ...there(3, 4)] },
      { ...TWO, server_id: '12346 12345' },
    );
    expect(failure).toBeNull();
    expect(outputs).toMatchObject({
      status: 'ok',
      backup_id: '301',
      backup_ids: '[301,101]',
      server_id: '12346',
    });
    expect(checks.map((one) => one.server_id)).toEqual([12346, 12345]);
    expect(requests()).toEqual(['GET /backups/']);
  });

  test('all are looked at; the error names each that fails, with figure and limit', async () => {
    const servers = [12345, 12346, 12347].map((id) => ({ id, name: `web-${id}` }));
    const { failure, outputs, checks } = await checkOf(
      {
        servers,
        backups: [
          ...aged(31),
          ...there(1),
          { id: 401, server_id: 12347, created_at: ago(HOUR), size_mb: 0 },
        ],
      },
      { server_id: '12345,12346,12347' },
    );
    expect(failure).toBe(
      [
        `The check failed for 2 of 3 servers. ${REMEDY}`,
        '- server 12345 (web-12345): newest backup 101 is 31h old (max_age 26h)',
        '- server 12347 (web-12347): 0 completed backups with data (min_backups 1); newest backup 401 has 0 MB',
      ].join('\n'),
    );
    expect(outputs.status).toBe('failed');
    expect(checks.map(({ ok }) => ok)).toEqual([false, true, false]);
  });

  test('where the first has none, backup_id is empty', async () => {
    const { outputs } = await checkOf({ backups: there(1) }, TWO);
    expect(outputs).toMatchObject({ backup_id: '', status: 'failed', backup_ids: '[301]' });
  });

  test('the API is down for one of two: it fails, the other is checked', async () => {
    const many = Array.from({ length: 9 }, (_, n) => ({
      id: 501 + n,
      server_id: 12347,
      created_at: ago((n + 1) * HOUR),
    }));
    const { failure, checks, outputs } = await checkOf(
      {
        servers: [{ id: 12345 }, { id: 12346 }, { id: 12347 }],
        backups: [...many, ...aged(1), ...there(1)],
        dialect: { pageSize: 3, order: 'id' },
        faults: [on.path(/server_id=12346/, 'GET').status(503)],
      },
      TWO,
    );
    expect(failure).toBe(
      [
        'The check failed for 1 of 2 servers. Try again later.',
        '- server 12346: Could not list backups: VPS.org answered 503: Error 503.',
      ].join('\n'),
    );
    expect(checks).toMatchObject([
      { server_id: 12345, ok: true, backup_id: 101 },
      { server_id: 12346, ok: false, backup_id: null, completed: 0 },
    ]);
    expect(outputs.status).toBe('failed');
  });

  test.each<[number, string]>([
    [
      401,
      "Create a new token on your VPS.org account's developer page and store it as the secret that api_token reads.",
    ],
    [403, "Give the token this permission on your VPS.org account's developer page."],
    [503, 'Try again later.'],
  ])('the API answers %d to all: each fails, and checks say so', async (status, remedy) => {
    const problem = `Could not list backups: VPS.org answered ${status}: Error ${status}.`;
    for (const server_id of ['12345,12346', '12345']) {
      const { failure, checks, outputs, warnings } = await checkOf(
        { faults: [on.get.backups.status(status)] },
        { server_id },
      );
      expect(warnings).toEqual([]);
      const count = server_id === '12345' ? '1 of 1 server' : '2 of 2 servers';
      expect(failure?.split('\n')).toEqual([
        `The check failed for ${count}. ${remedy}`,
        ...server_id.split(',').map((id) => `- server ${id}: ${problem}`),
      ]);
      expect(outputs.status).toBe('failed');
      expect(checks[0]).toMatchObject({ server_id: 12345, ok: false, problems: [problem] });
      expect(checks).toHaveLength(server_id.split(',').length);
    }
  });

  test.each([
    ['is none of this list alone: a token that is not valid', on.get.backups.status(401), 1],
    ['is none of this list alone: no answer', on.get.backups.reset(), 6],
    ["leads to each server's own: no permission", on.path(/backups\/$/).status(403), 3],
  ])('an error of the list of all %s', async (_, fault, count) => {
    const { requests } = await checkOf({ faults: [fault] }, TWO);
    const own = ['12345', '12346'].map((id) => `GET /backups/?server_id=${id}`);
    const lists = requests().filter((one) => one.startsWith('GET /backups/'));
    expect(lists).toHaveLength(count);
    expect(own.every((one) => lists.includes(one))).toBe(count === 3);
  });

  test('an unknown server id fails; the others are checked', async () => {
    const { failure, checks } = await checkOf({ backups: aged(1) }, { server_id: '12345,12354' });
    expect(failure).toMatch(
      '- server 12354: No server of this account has the id 12354, and no backup mentions it. Its servers: 12345 (web-server-01), 12346 (db-server-01).',
    );
    expect(checks).toMatchObject([{ ok: true }, { server_id: 12354, ok: false, backup_id: null }]);
  });

  test('where the list of servers can not be read, an unknown id is a warning, and has no backups', async () => {
    const { failure, warnings } = await checkOf(
      { backups: aged(1), faults: [on.get.servers.status(403)] },
      { server_id: '12345,777' },
    );
    expect(failure).toMatch('- server 777: no completed backup within max_age 26h');
    expect(warnings.join()).toMatch('It could not be checked whether the account has server 777');
  });

  test('by name, in the order given', async () => {
    const { checks, requests } = await checkOf(
      { backups: [...aged(1), ...there(1)] },
      { server_id: '', server_name: 'db-server-01\nweb-server-01' },
    );
    expect(checks.map((one) => one.server_id)).toEqual([12346, 12345]);
    expect(requests()).toEqual(['GET /servers/', 'GET /backups/']);
  });
});

describe('every server of the account', () => {
  const ALL = { server_id: '' };
  const NOT_ALL =
    'so not all servers of the account could be checked. Set server_id or server_name, and check whose token it is.';
  const servers: ServerSeed[] = [12345, 12346, 12347].map((id) => ({ id, name: `web-${id}` }));

  test('is checked where none is named', async () => {
    const backups = servers.map(({ id }, n) => ({
      id: 101 + n,
      server_id: id,
      created_at: ago(HOUR),
    }));
    const { failure, checks, requests, outputs } = await checkOf({ servers, backups }, ALL);
    expect(failure).toBeNull();
    expect(checks.map((one) => [one.server_id, one.ok])).toEqual([
      [12345, true],
      [12346, true],
      [12347, true],
    ]);
    expect(outputs.backup_ids).toBe('[101,102,103]');
    expect(requests()).toEqual(['GET /servers/', 'GET /backups/']);
  });

  test('one without a backup fails', async () => {
    const backups = [{ id: 101, server_id: 12345, created_at: ago(HOUR) }];
    const { failure } = await checkOf({ servers, backups }, ALL);
    expect(failure).toMatch(/^The check failed for 2 of 3 servers\./);
    expect(failure).toMatch('- server 12347 (web-12347): no completed backup within max_age 26h');
  });

  test.each<[string, SimulatorOptions, string]>([
    ['empty', { servers: [] }, `The list of servers is empty, ${NOT_ALL}`],
    [
      'incomplete',
      { servers, dialect: { capRowsAt: 2, moreSign: 'has_more' } },
      `The list of servers is incomplete (has_more announces more, and there is no next to follow), ${NOT_ALL}`,
    ],
    [
      'not readable',
      { servers, faults: [on.get.servers.status(403)] },
      "Could not list servers: VPS.org answered 403: Error 403. Give the token this permission on your VPS.org account's developer page.",
    ],
  ])('fails where the list of servers is %s', async (_, options, problem) => {
    const { failure, outputs } = await checkOf(options, ALL);
    expect(failure).toBe(problem);
    expect(outputs.status).toBe('failed');
  });
});

test('200 servers with 2,000 rows take one list request', async () => {
  const servers = Array.from({ length: 200 }, (_, n) => ({ id: 1_001 + n, name: `web-${n}` }));
  const backups = servers.flatMap(({ id }, server) =>
    Array.from({ length: 10 }, (_, n) => ({
      id: 10_001 + 10 * server + n,
      server_id: id,
      created_at: ago((n + (server === 77 ? 40 : 1)) * HOUR),
      description: marked(),
    })),
  );
  const { failure, checks, requests, clock } = await checkOf(
    { servers, backups },
    { server_id: servers.map(({ id }) => id).join(',') },
  );
  expect(clock.elapsed).toBe(0);
  expect(requests()).toEqual(['GET /backups/']);
  expect(checks).toHaveLength(200);
  expect(failure).toBe(
    [
      `The check failed for 1 of 200 servers. ${REMEDY}`,
      '- server 1078 (web-77): newest backup 10771 is 40h old (max_age 26h)',
    ].join('\n'),
  );
});
