import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { type StepInputs, scenario } from '../support/harness.js';

const servers = [
  { id: 1, name: 'web' },
  { id: 2, name: 'twin' },
  { id: 3, name: 'twin' },
  { id: 4, name: 'Web' },
];

const CHANGING: [string, StepInputs][] = [
  ['create', { operation: 'create' }],
  ['restore', { operation: 'restore', backup_id: '101' }],
  [
    'restore latest',
    {
      operation: 'restore',
      backup_id: 'latest',
      scope: 'server',
      max_age: '3650d',
      safety_backup: 'true',
    },
  ],
  ['delete', { operation: 'delete', backup_id: '101' }],
  ['prune', { operation: 'prune', keep_last: '1', scope: 'server' }],
];
const backups = [101, 102, 103].map((id) => ({ id, server_id: 1 }));

describe.each(CHANGING)('server_name with %s', (_, inputs) => {
  test('finds the one server', async () => {
    const s = scenario({ servers, backups });
    const { failure } = await s.step({ ...inputs, server_name: 'web' });
    expect(failure).toBeNull();
    expect(s.requests('GET')[0]).toBe('GET /servers/');
    expect(s.sim.unexpected).toEqual([]);
    expect(s.sim.requests.some((one) => one.method !== 'GET')).toBe(true);
  });

  test('finds it on a later page', async () => {
    const s = scenario({ servers: [...servers].reverse(), backups, dialect: { pageSize: 1 } });
    expect((await s.step({ ...inputs, server_name: 'web' })).failure).toBeNull();
  });

  test.each([
    [
      'of no server',
      { server_name: 'we' },
      'No server of this account has the name "we". Nothing was changed. Near: "web" (server 1), "Web" (server 4). Correct server_name: case and spaces count.',
    ],
    [
      'of none, and near none',
      { server_name: 'mail-gateway' },
      'No server of this account has the name "mail-gateway". Nothing was changed. Correct server_name: case and spaces count.',
    ],
    [
      'of one but for a space, which counts',
      { server_name: 'web ' },
      'No server of this account has the name "web ". Nothing was changed. Near: "web" (server 1), "Web" (server 4). Correct server_name: case and spaces count.',
    ],
    [
      'of two',
      { server_name: 'twin' },
      '2 servers have the name "twin" (2, 3). Nothing was changed. Set server_id to the one that you mean.',
    ],
    [
      "not the given id's",
      { server_name: 'web', server_id: '4' },
      'server_id 4 and server_name "web" (server 1) are not the same. Nothing was changed. Correct one of the two.',
    ],
    [
      'of two, one of which is given',
      { server_name: 'twin', server_id: '2' },
      '2 servers have the name "twin" (2, 3). Nothing was changed. Set server_id to the one that you mean.',
    ],
  ])('%s: nothing that changes anything is sent', async (_case, more, message) => {
    const s = scenario({ servers, backups });
    const { failure } = await s.step({ ...inputs, ...more });
    expect(failure).toBe(message);
    expect(s.sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
  });

  test('a list of servers that is incomplete, or down', async () => {
    for (const options of [
      { dialect: { capRowsAt: 2 } },
      { faults: [on.get.servers.status(500)] },
    ]) {
      const s = scenario({ servers, backups, ...options });
      expect((await s.step({ ...inputs, server_name: 'web' })).failure).not.toBeNull();
      expect(s.sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
    }
  });

  test('as a guard: both name the same server', async () => {
    const s = scenario({ servers, backups });
    expect((await s.step({ ...inputs, server_name: 'web', server_id: '1' })).failure).toBeNull();
  });
});

test('spaces at the ends of a name count', async () => {
  const s = scenario({
    servers: [...servers, { id: 5, name: ' web ' }],
    backups: [...backups, { id: 105, server_id: 5 }],
  });
  expect((await s.step({ operation: 'list', server_name: ' web ' })).outputs.backup_ids).toBe(
    '[105]',
  );
});

test('a token that stands in its place is not shown, not even in part', async () => {
  const s = scenario({ servers, backups });
  const { failure } = await s.step({
    operation: 'list',
    server_name: `${'x'.repeat(90)}${s.sim.token}`,
  });
  expect(failure).toMatch(/^No server of this account has the name "x{90}\*\*\*"\./);
});

describe('Unicode', () => {
  const composed = 'caf\u00e9-01';
  const decomposed = 'cafe\u0301-01';

  test.each([
    [composed, decomposed],
    [decomposed, composed],
    [decomposed, decomposed],
  ])('names are compared in NFC: %j finds %j', async (given, named) => {
    const s = scenario({ servers: [{ id: 7, name: named }], backups: [{ id: 101, server_id: 7 }] });
    const { failure, outputs } = await s.step({ operation: 'list', server_name: given });
    expect([failure, outputs.backup_ids]).toEqual([null, '[101]']);
  });

  test('case counts', async () => {
    const s = scenario({ servers: [{ id: 7, name: 'ÉTÉ' }] });
    const { failure } = await s.step({ operation: 'list', server_name: 'été' });
    expect(failure).toMatch('Near: "ÉTÉ" (server 7).');
  });
});

describe('several names', () => {
  const fleet = [
    { id: 11, name: 'web, main' },
    { id: 12, name: 'db' },
    { id: 13, name: 'mail' },
  ];
  const rows = fleet.map(({ id }) => ({ id: 100 + id, server_id: id }));

  test.each([
    ['one a line', 'db\nweb, main'],
    ['one a line, with an end of line', 'db\nweb, main\n'],
    ['as a JSON array', '["db", "web, main"]'],
  ])('%s, in the order given', async (_, server_name) => {
    const s = scenario({ servers: fleet, backups: rows });
    const { failure, outputs, text } = await s.step({ server_name });
    expect(failure).toBeNull();
    expect(s.sim.vps.created.map(({ server_id }) => server_id).sort()).toEqual([11, 12]);
    expect(JSON.parse(outputs.backups ?? '').map((one: { server: unknown }) => one.server)).toEqual(
      [
        { id: 12, name: 'db' },
        { id: 11, name: 'web, main' },
      ],
    );
    expect(text).toMatch('server_name "db" is server 12\nserver_name "web, main" is server 11');
    expect(s.requests().filter((one) => one === 'GET /servers/')).toHaveLength(1);
  });

  test('of wait, prune and check too', async () => {
    for (const inputs of [
      { operation: 'wait', backup_id: '111,112' },
      { operation: 'prune', keep_last: '1' },
      { operation: 'check', max_age: '3650d' },
    ]) {
      const s = scenario({ servers: fleet, backups: rows });
      const { failure } = await s.step({ ...inputs, server_name: '["web, main","db"]' });
      expect([inputs.operation, failure]).toEqual([inputs.operation, null]);
    }
  });

  test('one that is unknown stops all, before any change', async () => {
    const s = scenario({ servers: fleet, backups: rows });
    const { failure } = await s.step({ server_name: 'db\nmial' });
    expect(failure).toBe(
      'No server of this account has the name "mial". Nothing was changed. Near: "mail" (server 13). Correct server_name: case and spaces count.',
    );
    expect(s.requests('POST')).toEqual([]);
  });

  test('with server_id, a guard: both must name the same servers, in any order', async () => {
    const names = 'db\nweb, main';
    const s = scenario({ servers: fleet, backups: rows });
    const list = { operation: 'list', server_name: names };
    expect((await s.step({ ...list, server_id: '11,12' })).failure).toBeNull();
    for (const server_id of ['11', '11,13', '11,12,13']) {
      expect((await s.step({ ...list, server_id })).failure).toBe(
        `server_id ${server_id.replaceAll(',', ', ')} and server_name "db" (server 12), "web, main" (server 11) are not the same. Nothing was changed. Correct one of the two.`,
      );
    }
  });

  test('are refused where the operation takes one', async () => {
    const s = scenario({ servers: fleet, backups: rows });
    await expect(
      s.step({ operation: 'restore', backup_id: '111', server_name: 'db\nmail' }),
    ).rejects.toThrow(/server_name/);
    expect(s.requests()).toEqual([]);
  });
});

test('list and wait find it too', async () => {
  const s = scenario({ servers, backups: [...backups, { id: 104, server_id: 4 }] });
  expect((await s.step({ operation: 'list', server_name: 'Web' })).outputs.backup_ids).toBe(
    '[104]',
  );
  expect(
    (await s.step({ operation: 'wait', server_name: 'Web', backup_id: '104' })).failure,
  ).toBeNull();
  expect(
    (await s.step({ operation: 'wait', server_name: 'web', backup_id: '104', wait_timeout: '5m' }))
      .failure,
  ).not.toBeNull();
});
