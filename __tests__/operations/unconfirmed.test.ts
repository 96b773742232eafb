/** Creates of which no list proves whether they were executed. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { CREATE, expectOneBackup, expectUnknown } from '../support/create-outcomes.js';
import { scenario } from '../support/harness.js';

/** The second POST is rejected for the limit. */
const FULL_ANSWER = on.post.backups.nth(2).status(400, 'detail', { text: 'Backup limit reached.' });

describe('no proof either way: status unknown', () => {
  test('both answers are lost and no list shows it: two POSTs, and no third', async () => {
    await expectUnknown({ faults: [on.post.backups.reset('before')] }, 2);
  });

  test('both answers are lost, and the second made one whose marker is damaged: it is named', async () => {
    const faults = [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).reset('after')];
    const { failure } = await expectUnknown({ faults, dialect: { truncateDescriptionAt: 20 } }, 2);
    expect(failure).toBe(
      'Could not confirm whether backup 502 is the one requested for server 12345: the request got no definite answer (the connection was reset (ECONNRESET)), and its text fits ("Release 7 [gha octo/"), but not its marker (key=000000000001). If it is yours, wait for it (operation: wait, backup_id: 502); otherwise re-run.',
    );
  });

  test("both answers are lost, and then the list can't be read: the error says so", async () => {
    const twice = on.post.backups.reset('before');
    const probe = scenario({ faults: [twice] });
    await probe.step(CREATE);
    const gets = probe.requests('GET').length;
    const { failure } = await expectUnknown(
      { faults: [twice, on.get.backups.from(gets).status(500)] },
      2,
    );
    expect(failure).toBe(
      'Could not confirm whether VPS.org created a backup of server 12345: 2 requests got no definite answer (the connection was reset (ECONNRESET)), and the list is incomplete (it could not be read). If a backup with key=000000000001 appears, wait for it by id (operation: wait); otherwise re-run.',
    );
  });

  test("the second is rejected as on a full server, and nine are listed: the tenth may be the first request's", async () => {
    const faults = [on.post.backups.nth(1).reset('before'), FULL_ANSWER];
    await expectUnknown({ faults, backups: Array.from({ length: 9 }, () => ({})) }, 2);
  });

  test.each([
    ['as on a full server', FULL_ANSWER],
    ['for another reason', on.post.backups.nth(2).status(401)],
  ])('the second is rejected %s, and the list is incomplete', async (_, rejection) => {
    const faults = [on.post.backups.nth(1).reset('after'), rejection];
    const backups = Array.from({ length: 9 }, () => ({}));
    const dialect = { listingDelayMs: 3_600_000 };
    const probe = scenario({ faults, backups, dialect });
    await probe.step(CREATE);
    const gets = probe.requests('GET').length;
    const partial = on.get.backups
      .from(gets)
      .answer(200, JSON.stringify({ count: 10, results: [] }));
    const { failure } = await expectUnknown({ faults: [...faults, partial], backups, dialect }, 2);
    expect(failure).toContain('and the list is incomplete (it shows 0 of 10)');
  });

  test('no list can be read', async () => {
    const { failure } = await expectUnknown(
      { faults: [on.post.backups.reset('after'), on.get.backups.from(2).status(500)] },
      1,
    );
    expect(failure).toContain('and the list is incomplete (it could not be read).');
  });

  test('the list rejects the token from then on', async () => {
    await expectUnknown(
      { faults: [on.post.backups.reset('before'), on.get.backups.from(2).status(401)] },
      1,
    );
  });

  test('incomplete lists prove no absence', async () => {
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

  test('the final list fails, and its retries: earlier ones do not prove absence', async () => {
    const probe = scenario({ faults: [on.post.backups.reset('before')] });
    await probe.step(CREATE);
    const [first, second] = probe.sim.requests.flatMap((one, n) =>
      one.method === 'POST' ? [n] : [],
    );
    const polls = (second ?? 0) - (first ?? 0) - 1;
    expect(polls).toBeGreaterThan(5);
    const final = on.get.backups.from(1 + polls);
    await expectUnknown({ faults: [on.post.backups.reset('before'), final.status(502)] }, 1);
  });

  test('the final list fails once: it is retried as any GET, and proves the absence', async () => {
    const probe = scenario({ faults: [on.post.backups.nth(1).reset('before')] });
    await probe.step(CREATE);
    const posts = probe.sim.requests.flatMap((one, n) => (one.method === 'POST' ? [n] : []));
    const polls = (posts[1] ?? 0) - (posts[0] ?? 0) - 1;
    const final = on.get.backups.nth(1 + polls).status(502);
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before'), final],
    });
    expect(requests('POST')).toHaveLength(2);
  });

  test.each([
    ['the marker was stripped', { stripMarker: true }],
    ['the text was cut', { truncateDescriptionAt: 20 }],
    ['the text was cut, with dots', { truncateDescriptionAt: 20, appendToDescription: '...' }],
    [
      'the text was cut, with one sign for dots',
      { truncateDescriptionAt: 20, appendToDescription: ' …' },
    ],
    [
      'the text was cut, with dots and space',
      { truncateDescriptionAt: 20, appendToDescription: '... ' },
    ],
    ['text follows on the marker', { appendToDescription: ' (api)' }],
  ])('a new backup is a possible match, but %s: nothing more is sent', async (_, dialect) => {
    const { failure } = await expectUnknown(
      { faults: [on.post.backups.reset('after')], dialect },
      1,
    );
    expect(failure).toContain('502');
  });

  test('a new backup without any text is no possible match: the request is sent again', async () => {
    const { sim } = await expectUnknown(
      { faults: [on.post.backups.reset('after')], dialect: { dropDescription: true } },
      2,
    );
    expect(sim.vps.created).toHaveLength(2);
  });

  test.each(['Deploy with cache-key=0123456789ab of main', 'Deploy ... of main'])(
    'a new backup with the first 60 characters of "%s" and its marker',
    async (description) => {
      const s = scenario({
        faults: [on.post.backups.nth(1).reset('after')],
        dialect: { truncateDescriptionAt: 60 },
      });
      const { outputs } = await s.step({ ...CREATE, description });
      expect(outputs.status).toBe('unknown');
      expect(s.requests('POST')).toHaveLength(1);
    },
  );

  test('a 201 that names a backup that existed before', async () => {
    const old = {
      id: 77,
      server: { id: 12345, name: 'web-server-01' },
      backup_type: 'manual',
      status: 'completed',
      size_mb: 1,
    };
    const faults = [on.post.backups.answer(201, JSON.stringify(old))];
    const { failure } = await expectUnknown({ faults, backups: [{ id: 77 }] }, 2);
    expect(failure).toContain('(201: its answer names backup 77, which existed before)');
  });

  test('an old backup with the same text is no possible match', async () => {
    const { requests } = await expectOneBackup({
      faults: [on.post.backups.nth(1).reset('before')],
      backups: [{ id: 77, description: 'Release 7' }],
    });
    expect(requests('POST')).toHaveLength(2);
  });
});
