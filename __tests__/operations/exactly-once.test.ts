import { describe, expect, test } from '@jest/globals';
import { on, type SimulatorOptions, type Unreadable } from '../../simulator/index.js';
import { ago, DAY, marked, scenario } from '../support/harness.js';

const CREATE = { operation: 'create', server_id: '12345', description: 'Release 7' } as const;

/** One backup was made, the step is green, and hands over its id. */
async function expectOneBackup(options: SimulatorOptions) {
  const s = scenario(options);
  const result = await s.step(CREATE);
  expect(result.failure).toBeNull();
  expect(s.sim.vps.created).toHaveLength(1);
  expect(result.outputs).toMatchObject({
    backup_id: String(s.sim.vps.created[0]?.id),
    status: 'completed',
  });
  expect(s.sim.unexpected).toEqual([]);
  return { ...s, ...result };
}

/** `status: unknown`, after so many POSTs; the message tells the key to look for. */
async function expectUnknown(options: SimulatorOptions, posts: number) {
  const s = scenario(options);
  const result = await s.step(CREATE);
  expect(result.failure).toMatch(/not known/);
  expect(result.failure).toContain('key=000000000001]');
  expect(result.outputs).toMatchObject({ status: 'unknown', backup_id: '', server_id: '12345' });
  expect(s.requests('POST')).toHaveLength(posts);
  return { ...s, ...result };
}

describe('refused, and so retried', () => {
  test('a refused connection, four times', async () => {
    const { requests } = await expectOneBackup({ faults: [on.post.backups.from(1, 4).refuse()] });
    expect(requests('POST')).toHaveLength(5);
    expect(requests('GET').length).toBeGreaterThan(1);
  });

  test('a fifth refusal fails, and nothing was made', async () => {
    const s = scenario({ faults: [on.post.backups.refuse()] });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toContain('ECONNREFUSED');
    expect(outputs.status).toBe('');
    expect(s.requests('POST')).toHaveLength(5);
    expect(s.sim.vps.created).toEqual([]);
  });

  test.each([
    ['seconds', '7', 7_000],
    ['a date', 'Thu, 16 Jan 2025 15:45:20 GMT', 20_000],
    ['absurd: counts as 60 s', '86400', 60_000],
  ])('429 with Retry-After in %s is waited out', async (_, retryAfter, ms) => {
    const { sim } = await expectOneBackup({
      faults: [on.post.backups.nth(1).tooManyRequests(retryAfter)],
    });
    const [first, second] = sim.requests.filter((one) => one.method === 'POST');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(ms);
  });

  test('429 without Retry-After backs off longer each time', async () => {
    const { sim } = await expectOneBackup({
      faults: [on.post.backups.from(1, 4).tooManyRequests()],
    });
    const at = sim.requests.filter((one) => one.method === 'POST').map((one) => one.at);
    const pauses = at.slice(1).map((ms, n) => ms - (at[n] ?? 0));
    expect(pauses).toHaveLength(4);
    expect(pauses.every((ms, n) => n === 0 || ms > (pauses[n - 1] ?? 0))).toBe(true);
  });

  test.each([400, 401, 403, 404, 405, 409, 422])(
    '%d is a refusal, and is not repeated',
    async (status) => {
      const s = scenario({
        faults: [on.post.backups.status(status, 'detail', { text: 'no, because' })],
      });
      const { failure, outputs } = await s.step(CREATE);
      expect(failure).toContain(`${status}`);
      expect(failure).toContain('no, because');
      expect(outputs.status).toBe('');
      expect(s.requests('POST')).toHaveLength(1);
    },
  );
});

const OPEN = [
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
  test.each(OPEN)('%s, listed at once', async (_, fault) => {
    const { requests, text } = await expectOneBackup({ faults: [fault] });
    expect(requests('POST')).toHaveLength(1);
    expect(text).toMatch(/carries key=000000000001/);
  });

  test.each(OPEN)('%s, listed 20 s later', async (_, fault) => {
    const { requests } = await expectOneBackup({
      faults: [fault],
      dialect: { listingDelayMs: 20_000 },
    });
    expect(requests('POST')).toHaveLength(1);
  });

  test('the list is down for a while, too', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('after'), on.get.backups.from(2, 4).status(503)],
    });
    expect(requests('POST')).toHaveLength(1);
  });

  test('a partial list that shows it is enough', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('after')],
      dialect: { capRowsAt: 1, order: 'newest' },
      backups: [{}, {}, {}],
    });
    expect(requests('POST')).toHaveLength(1);
  });
});

test('a look that was asked early and answered late proves nothing of the time between', async () => {
  const faults = [on.post.backups.nth(1).reset('after'), on.get.backups.nth(3).delay(29_000)];
  const { requests } = await expectOneBackup({ faults, dialect: { listingDelayMs: 20_000 } });
  expect(requests('POST')).toHaveLength(1);
});

test('a page that shows it is enough, though the next page fails', async () => {
  const { requests } = await expectOneBackup({
    faults: [
      on.post.backups.nth(1).reset('after'),
      on.path(/^\/backups\/\?server_id=12345&page=2/, 'GET').status(503),
    ],
    dialect: { pageSize: 1, order: 'newest' },
    backups: [{}],
  });
  expect(requests('POST')).toHaveLength(1);
});

describe('the order is lost: it is sent once more, with the same key', () => {
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

  test('lists are slow: the last look is asked so that its answer is had', async () => {
    const faults = [on.post.backups.nth(1).status(502), on.get.backups.from(2, 8).delay(6_000)];
    const { requests } = await expectOneBackup({ faults });
    expect(requests('POST')).toHaveLength(2);
  });

  test('a refusal of the second is retried, as nothing was accepted by it', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2, 3).refuse()],
    });
    expect(requests('POST')).toHaveLength(4);
  });

  test('the answer to the second is lost after commit: one more look adopts it', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).reset('after')],
    });
    expect(requests('POST')).toHaveLength(2);
  });
});

describe('it can not be known: status unknown', () => {
  test('both answers are lost and no list shows it: two POSTs, and no third', async () => {
    await expectUnknown({ faults: [on.post.backups.reset('before')] }, 2);
  });

  test('both answers are lost, and the second made one whose marker is damaged: it is named', async () => {
    const faults = [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).reset('after')];
    const { failure } = await expectUnknown({ faults, dialect: { truncateDescriptionAt: 20 } }, 2);
    expect(failure).toMatch(/Backup 502 is new and its text .* may be ours/);
    expect(failure).not.toContain('no list shows it');
  });

  test('both answers are lost, and then the list can not be read: that is what is said', async () => {
    const twice = on.post.backups.reset('before');
    const probe = scenario({ faults: [twice] });
    await probe.step(CREATE);
    const gets = probe.requests('GET').length;
    const { failure } = await expectUnknown(
      { faults: [twice, on.get.backups.from(gets).status(503)] },
      2,
    );
    expect(failure).toMatch(
      /It was sent twice, and the list of backups could not be read whole to find out/,
    );
  });

  test('the second is refused as on a full server, and nine are there: the tenth may be the first', async () => {
    const faults = [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).status(400)];
    await expectUnknown({ faults, backups: Array.from({ length: 9 }, () => ({})) }, 2);
  });

  test('nor does a list that is not whole tell how many places are taken', async () => {
    const faults = [on.post.backups.nth(1).reset('after'), on.post.backups.nth(2).status(400)];
    const backups = Array.from({ length: 9 }, () => ({}));
    const dialect = { listingDelayMs: 3_600_000 };
    const probe = scenario({ faults, backups, dialect });
    await probe.step(CREATE);
    const gets = probe.requests('GET').length;
    const partial = on.get.backups
      .from(gets)
      .answer(200, JSON.stringify({ count: 10, results: [] }));
    const { failure } = await expectUnknown({ faults: [...faults, partial], backups, dialect }, 2);
    expect(failure).toContain('could not be read whole');
  });

  test('no list can be read', async () => {
    await expectUnknown(
      { faults: [on.post.backups.reset('after'), on.get.backups.from(2).status(500)] },
      1,
    );
  });

  test('the list refuses the token from then on', async () => {
    await expectUnknown(
      { faults: [on.post.backups.reset('before'), on.get.backups.from(2).status(401)] },
      1,
    );
  });

  test('views that are partial prove no absence', async () => {
    const backups = [{}, {}, {}];
    await expectUnknown(
      {
        faults: [on.post.backups.reset('before')],
        dialect: { capRowsAt: 2, order: 'oldest' },
        backups,
      },
      1,
    );
  });

  test('the last look fails: earlier ones do not prove absence', async () => {
    // So many looks fit into 30 s that the last one is known by its number alone.
    const probe = scenario({ faults: [on.post.backups.reset('before')] });
    await probe.step(CREATE);
    const [first, second] = probe.sim.requests.flatMap((one, n) =>
      one.method === 'POST' ? [n] : [],
    );
    const looks = (second ?? 0) - (first ?? 0) - 1;
    expect(looks).toBeGreaterThan(5);
    await expectUnknown(
      { faults: [on.post.backups.reset('before'), on.get.backups.nth(1 + looks).status(502)] },
      1,
    );
  });

  test.each([
    ['the marker was stripped', { stripMarker: true }],
    ['the text was cut', { truncateDescriptionAt: 20 }],
    ['the text was cut, with dots', { truncateDescriptionAt: 20, appendToDescription: '...' }],
    [
      'the text was cut, with one sign for dots',
      { truncateDescriptionAt: 20, appendToDescription: ' …' },
    ],
    ['text follows on the marker', { appendToDescription: ' (api)' }],
    ['the text was dropped', { dropDescription: true }],
  ])('a new backup may be ours, but %s: nothing more is sent', async (_, dialect) => {
    const { failure } = await expectUnknown(
      { faults: [on.post.backups.reset('after')], dialect },
      1,
    );
    expect(failure).toContain('502');
  });

  test("a text of the user's own that looks like a key is none", async () => {
    const s = scenario({
      faults: [on.post.backups.nth(1).reset('after')],
      dialect: { truncateDescriptionAt: 60 },
    });
    const { outputs } = await s.step({
      ...CREATE,
      description: 'Deploy with cache-key=0123456789ab of main',
    });
    expect(outputs.status).toBe('unknown');
    expect(s.requests('POST')).toHaveLength(1);
  });

  test('a 201 that names a backup of before', async () => {
    const old = {
      id: 77,
      server: { id: 12345, name: 'web-server-01' },
      backup_type: 'manual',
      status: 'completed',
      size_mb: 1,
    };
    const faults = [on.post.backups.answer(201, JSON.stringify(old))];
    const { failure } = await expectUnknown({ faults, backups: [{ id: 77 }] }, 2);
    expect(failure).toContain('names backup 77, which was there before');
  });

  test('an old backup with the same text is no such doubt', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before')],
      backups: [{ id: 77, description: 'Release 7' }],
    });
    expect(requests('POST')).toHaveLength(2);
  });
});

describe('the order is lost, and the second is refused: a refusal like any other', () => {
  test.each([400, 401, 404])('%d', async (status) => {
    const faults = [
      on.post.backups.nth(1).reset('before'),
      on.post.backups.nth(2).status(status, 'detail', { text: 'no, because' }),
    ];
    const s = scenario({ faults });
    const { failure, outputs } = await s.step(CREATE);
    expect(failure).toMatch(
      new RegExp(
        `^No backup of server 12345 was started\\. VPS\\.org answered ${status} .*no, because`,
      ),
    );
    expect(outputs.status).toBe('');
    expect(s.requests('POST')).toHaveLength(2);
  });

  test('on a full server, one makes room', async () => {
    const backups = Array.from({ length: 10 }, (_, n) => ({
      id: n + 1,
      description: marked(),
      created_at: ago((20 - n) * DAY),
    }));
    const s = scenario({ faults: [on.post.backups.nth(1).status(500)], backups });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '9' });
    expect(failure).toBeNull();
    expect(s.sim.vps.created).toHaveLength(1);
    expect(outputs.deleted_ids).toBe('[1,2]');
  });

  test('and an open answer after that is the second one: it is not sent again', async () => {
    const backups = Array.from({ length: 10 }, (_, n) => ({
      id: n + 1,
      description: marked(),
      created_at: ago((20 - n) * DAY),
    }));
    const s = scenario({
      faults: [on.post.backups.nth(1).status(500), on.post.backups.nth(3).reset('before')],
      backups,
    });
    const { failure, outputs } = await s.step({ ...CREATE, keep_last: '9' });
    expect(failure).toMatch(/^It is not known/);
    expect(outputs).toMatchObject({ status: 'unknown', deleted_ids: '[1]' });
    expect(s.requests('POST')).toHaveLength(3);
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
