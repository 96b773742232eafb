import { describe, expect, test } from '@jest/globals';
import { on, type Unreadable } from '../../simulator/index.js';
import { CREATE, expectOneBackup } from '../support/create-outcomes.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const UNCONFIRMED = [
  ['reset', on.post.backups.nth(1).reset('after')],
  ['hang', on.post.backups.nth(1).hang('after')],
  ...[408, 500, 502, 503, 504].map(
    (status) =>
      [`${status}`, on.post.backups.nth(1).status(status, 'html', { commit: 'after' })] as const,
  ),
  ['redirect', on.post.backups.nth(1).redirect(302, 'https://elsewhere.example/', 'after')],
  ['cut short', on.post.backups.nth(1).cutShort()],
  ...(
    ['empty', 'text', 'html', 'broken json', 'no id', 'wrong type', 'null'] satisfies Unreadable[]
  ).map((what) => [`201, ${what}`, on.post.backups.nth(1).unreadable(what)] as const),
] as const;

describe('the answer is lost after the backup was made: it is adopted', () => {
  test.each(UNCONFIRMED)('%s, listed at once', async (_, fault) => {
    const { requests, text } = await expectOneBackup({ faults: [fault] });
    expect(requests('POST')).toHaveLength(1);
    expect(text).toContain('searching the list for key=000000000001');
    expect(text).toContain('Created backup 502 of server 12345 (web-server-01)');
  });

  test.each(UNCONFIRMED)('%s, listed 20 s later', async (_, fault) => {
    const { requests } = await expectOneBackup({
      faults: [fault],
      dialect: { listingDelayMs: 20_000 },
    });
    expect(requests('POST')).toHaveLength(1);
  });

  test('the list fails for a while, too', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('after'), on.get.backups.from(2, 4).status(503)],
    });
    expect(requests('POST')).toHaveLength(1);
  });

  test('an incomplete list that shows it is enough', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('after')],
      dialect: { capRowsAt: 1, order: 'newest' },
      backups: [{}, {}, {}],
    });
    expect(requests('POST')).toHaveLength(1);
  });
});

test('a list that was asked for early and answered late does not prove what happened between', async () => {
  const faults = [on.post.backups.nth(1).reset('after'), on.get.backups.nth(3).delay(29_000)];
  const { requests } = await expectOneBackup({ faults, dialect: { listingDelayMs: 20_000 } });
  expect(requests('POST')).toHaveLength(1);
});

test.each([
  ['in the first poll', [], 0],
  ['in the list after all polls failed', [on.get.backups.from(2).for(31_000).status(503)], 46_000],
])('a page that shows it is enough, though the next page fails: %s', async (_, faults, at) => {
  const { requests, log } = await expectOneBackup({
    faults: [
      on.post.backups.nth(1).reset('after'),
      on.path(/^\/backups\/\?server_id=12345&page=2/, 'GET').status(503),
      ...faults,
    ],
    dialect: { pageSize: 2, order: 'newest' },
    backups: [{}, {}],
  });
  expect(requests('POST')).toHaveLength(1);
  expect(log.find(({ line }) => line.startsWith('Created backup'))?.at).toBe(at);
});

describe('the request is lost: it is sent once more, with the same key', () => {
  test.each([
    ['reset', on.post.backups.nth(1).reset('before')],
    ['hang', on.post.backups.nth(1).hang('before')],
    ['503', on.post.backups.nth(1).status(503)],
    ['redirect', on.post.backups.nth(1).redirect(301, 'https://elsewhere.example/')],
    [
      '201, unreadable, nothing made',
      on.post.backups.nth(1).unreadable('html', { commit: 'before' }),
    ],
  ])('%s', async (_, fault) => {
    const { requests, sim } = await expectOneBackup({
      faults: [fault],
      backups: [{}, { description: marked() }],
    });
    expect(requests('POST')).toHaveLength(2);
    const [first, second] = sim.requests.filter((one) => one.method === 'POST');
    expect(second?.body).toEqual(first?.body);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  test('slow lists: the final one is still read', async () => {
    const faults = [on.post.backups.nth(1).status(502), on.get.backups.from(2, 8).delay(6_000)];
    const { requests } = await expectOneBackup({ faults });
    expect(requests('POST')).toHaveLength(2);
  });

  test('a transient rejection of the second is retried, as nothing was accepted by it', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2, 3).refuse()],
    });
    expect(requests('POST')).toHaveLength(4);
  });

  test('the answer to the second is lost after commit: one more list finds it', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).reset('after')],
    });
    expect(requests('POST')).toHaveLength(2);
  });
});

describe('the request is lost, and the second is rejected: a rejection like any other', () => {
  const backups = Array.from({ length: 10 }, (_, n) => ({
    id: n + 1,
    description: marked(),
    created_at: ago((20 - n) * DAY),
  }));

  test.each([400, 401, 404])('%d', async (status) => {
    const faults = [
      on.post.backups.nth(1).reset('before'),
      on.post.backups.nth(2).status(status, 'detail', { text: 'no, because' }),
    ];
    const s = scenario({ faults });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toContain(
      `No backup of server 12345 was created. Could not create a backup: VPS.org answered ${status}: no, because. `,
    );
    expect(outputs.status).toBe('');
    expect(s.requests('POST')).toHaveLength(2);
  });

  test('unless the last list shows that the first one was executed after all', async () => {
    const { requests } = await expectOneBackup({
      faults: [
        on.post.backups.nth(1).reset({ lateMs: 35_000 }),
        on.post.backups.nth(2).status(409, 'detail', { text: 'Another backup is running.' }),
      ],
    });
    expect(requests('POST')).toHaveLength(2);
  });

  test('on a full server, a slot is freed', async () => {
    const s = scenario({ faults: [on.post.backups.nth(1).status(500)], backups });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '9' });
    expect(failure).toBeNull();
    expect(s.sim.vps.created).toHaveLength(1);
    expect(outputs.deleted_ids).toBe('[1,2]');
  });

  test('and an answer that is lost after that is the second one: it is not sent again', async () => {
    const s = scenario({
      faults: [on.post.backups.nth(1).status(500), on.post.backups.nth(3).reset('before')],
      backups,
    });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '9' });
    expect(failure).toMatch(/^Could not confirm whether .*: 2 requests got no definite answer/);
    expect(outputs).toMatchObject({ status: 'unknown', deleted_ids: '[1]' });
    expect(s.requests('POST')).toHaveLength(3);
  });

  test('and a limit once more, though a slot is free: the first one may use it', async () => {
    const limit = on.post.backups.nth(3).status(400, 'detail', { text: 'Backup limit reached.' });
    const s = scenario({
      faults: [on.post.backups.nth(1).status(500), limit],
      backups,
      // The deleted one is listed still, and uses no slot.
      dialect: { staleDeletedMs: 'always' },
    });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '9' });
    expect(failure).toMatch(
      /^Could not confirm whether .*: 2 requests got no definite answer \(400: /,
    );
    expect(outputs).toMatchObject({ status: 'unknown', deleted_ids: '[1]' });
  });
});

test.each([
  [
    'the key of another run',
    marked('create', { text: 'Release 7', runId: '1001', key: 'bbbbbbbbbbbb' }),
  ],
  [
    'our marker without its key',
    marked('create', { text: 'Release 7', runId: '1000' }).replace(/ key=\w+/, ''),
  ],
  ['the same text and more', 'Release 7, by hand'],
  [
    'our marker, but text after it',
    `${marked('create', { text: 'Release 7', runId: '1000', key: 'bbbbbbbbbbbb' })} (copy)`,
  ],
])("a stranger's backup with the same text is never adopted: %s", async (_, description) => {
  let done = false;
  const s = scenario({
    faults: [on.post.backups.nth(1).reset('before')],
    onRequest: ({ method }) => {
      if (method !== 'POST' || done) return;
      done = true;
      s.sim.vps.addBackup({ id: 900, description, created_at: '2025-01-16T15:45:01Z' });
    },
  });
  const { failure, outputs } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(outputs.backup_id).toBe('502');
  expect(s.sim.vps.created).toHaveLength(1);
});
