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
    expect(s.sim.requests.some((one) => one.method !== 'GET')).toBe(true);
  });

  test('finds it on a later page', async () => {
    const s = scenario({ servers: [...servers].reverse(), backups, dialect: { pageSize: 1 } });
    expect((await s.step({ ...inputs, server_name: 'web' })).failure).toBeNull();
  });

  test.each([
    ['of no server', { server_name: 'we' }, /No server.*"we"/],
    ['of one but for a space, which counts', { server_name: 'web ' }, /No server.*"web ".*spaces/],
    ['of two', { server_name: 'twin' }, /the name of 2 servers \(2, 3\)/],
    ["not the given id's", { server_name: 'web', server_id: '4' }, /not the same server.*server 1/],
    ['of two, one of which is given', { server_name: 'twin', server_id: '2' }, /twin/],
  ])('%s: nothing that changes anything is sent', async (_case, more, message) => {
    const s = scenario({ servers, backups });
    const { failure } = await s.step({ ...inputs, ...more });
    expect(failure).toMatch(message);
    expect(s.sim.requests.filter((one) => one.method !== 'GET')).toEqual([]);
  });

  test('a list of servers that is partial, or down', async () => {
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

test('a token that stands in its place is not told, not even in part', async () => {
  const s = scenario({ servers, backups });
  const { failure } = await s.step({
    operation: 'list',
    server_name: `${'x'.repeat(90)}${s.sim.token}`,
  });
  expect(failure).toMatch(/server_name "x{90}\*\*\*"/);
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
