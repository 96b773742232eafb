/** The signal in each phase, within one process; that a real process ends in time is tested in `dist/`. */
import { describe, expect, test } from '@jest/globals';
import { on, type RecordedRequest } from '../../simulator/index.js';
import { CancelledError } from '../../src/errors.js';
import { marked, type StepInputs, scenario } from '../support/harness.js';
import { cancelAt, isPost } from './cancellation-steps.js';

describe('cancelled', () => {
  test.each<[string, StepInputs, (request: RecordedRequest, n: number) => boolean]>([
    ['create, in its first list', { operation: 'create' }, (_, n) => n === 1],
    ['create, in its POST', { operation: 'create' }, isPost],
    ['create, in a poll of the wait', { operation: 'create', keep_last: '1' }, (_, n) => n === 5],
    ['wait', { operation: 'wait', backup_id: '999' }, (_, n) => n === 3],
    ['restore, in its first list', { operation: 'restore', backup_id: '101' }, (_, n) => n === 1],
    ['restore, before its POST', { operation: 'restore', backup_id: '101' }, (_, n) => n === 2],
    ['restore, in its POST', { operation: 'restore', backup_id: '101' }, isPost],
    ['restore, watching', { operation: 'restore', backup_id: '101' }, (_, n) => n === 5],
    [
      'restore, in the safety backup',
      { operation: 'restore', backup_id: '101', safety_backup: 'true' },
      (_, n) => n === 4,
    ],
    ['delete, in its list', { operation: 'delete', backup_id: '101,102' }, (_, n) => n === 1],
    ['prune, in its list', { operation: 'prune', keep_last: '1' }, (_, n) => n === 1],
    ['list', { operation: 'list' }, () => true],
    ['list, of the servers', { operation: 'list', server_id: '777' }, (_, n) => n === 2],
  ])('%s: ended within 2 s, and nothing is started after it', async (_, inputs, when) => {
    const { error, tookMs, late, requests } = await cancelAt(inputs, when);
    expect(error).toBeInstanceOf(CancelledError);
    expect(tookMs).toBeLessThanOrEqual(2_000);
    expect(late).toEqual([]);
    expect(requests('DELETE')).toEqual([]);
  });

  test('in the pause between two polls', async () => {
    const { error, tookMs, late, outputs } = await cancelAt(
      { operation: 'create', poll_interval: '5m' },
      (_, n) => n === 8,
      {
        afterMs: 1_500,
      },
    );
    expect(error).toBeInstanceOf(CancelledError);
    expect(tookMs).toBe(0);
    expect(late).toEqual([]);
    expect(outputs).toMatchObject({ backup_id: '502', status: 'in_progress' });
  });

  test('while the POST of create is on its way: its answer is still awaited, and its id kept', async () => {
    const { outputs, sim } = await cancelAt({ operation: 'create' }, isPost);
    expect(sim.vps.created).toHaveLength(1);
    expect(outputs.backup_id).toBe('502');
  });

  test.each([
    ['a POST of create that hangs', { operation: 'create' }, on.post.backups.hang('after')],
    [
      'a restore that hangs',
      { operation: 'restore', backup_id: '101' },
      on.post.restore.hang('after'),
    ],
  ])('%s: unknown', async (_, inputs, fault) => {
    const { error, outputs, tookMs, requests } = await cancelAt(inputs, isPost, {
      faults: [fault],
    });
    expect(error).toBeInstanceOf(CancelledError);
    expect(outputs.status).toBe('unknown');
    expect(tookMs).toBeLessThanOrEqual(2_000);
    expect(requests('POST')).toHaveLength(1);
  });

  test('while the outcome of the POST is searched for: unknown', async () => {
    const faults = [on.post.backups.reset('before')];
    const { outputs, requests } = await cancelAt({ operation: 'create' }, (_, n) => n === 4, {
      faults,
    });
    expect(outputs.status).toBe('unknown');
    expect(requests('POST')).toHaveLength(1);
  });

  test('in the pause before a second POST is retried: what became of the first stays unknown', async () => {
    const faults = [on.post.backups.nth(1).reset('before'), on.post.backups.nth(2).status(429)];
    let posts = 0;
    const isSecondPost = ({ method }: RecordedRequest): boolean => {
      if (method === 'POST') posts += 1;
      return posts === 2;
    };
    const { outputs, requests } = await cancelAt({ operation: 'create' }, isSecondPost, {
      ...{ faults, afterMs: 200 },
    });
    expect(outputs.status).toBe('unknown');
    expect(requests('POST')).toHaveLength(2);
  });

  test('a delete that was sent is finished, and no further one begun', async () => {
    const { outputs, sim } = await cancelAt(
      { operation: 'prune', keep_last: '1' },
      ({ method }) => method === 'DELETE',
    );
    expect(sim.vps.deleted).toEqual([101]);
    expect(outputs.deleted_ids).toBe('[101]');
    expect(sim.requests.filter((one) => one.method === 'DELETE')).toHaveLength(1);
  });

  test('between two deletes of a rotation: it is cancelled, not incomplete', async () => {
    let deletes = 0;
    const { outputs, warnings, failure } = await cancelAt(
      { operation: 'create', keep_last: '1' },
      ({ method }) => {
        if (method === 'DELETE') deletes += 1;
        return method === 'GET' && deletes === 1;
      },
    );
    expect(failure).toBe('Cancelled by SIGINT. Nothing more was sent.');
    expect(warnings).toEqual([]);
    expect(outputs.deleted_ids).toBe('[101]');
  });

  test('after a delete that may have been done: the message says so', async () => {
    const faults = [on.delete.backup.nth(1).reset('after')];
    const isDelete = ({ method }: RecordedRequest) => method === 'DELETE';
    const { outputs, report, failure } = await cancelAt(
      { operation: 'delete', backup_id: '101' },
      isDelete,
      {
        faults,
        afterMs: 200,
      },
    );
    expect(report.deletions.get(101)?.outcome).toBe('unconfirmed');
    expect(failure).toBe(
      'Cancelled by SIGINT. Backup 101 was requested to be deleted, without a confirmation.',
    );
    expect(outputs).toMatchObject({ deleted_ids: '[]', status: 'unknown' });
  });

  test('while one is deleted to free a slot: the request was rejected, so its outcome is known', async () => {
    const backups = Array.from({ length: 10 }, () => ({ description: marked() }));
    const { outputs, report, failure } = await cancelAt(
      { operation: 'create', keep_last: '3' },
      ({ method }) => method === 'DELETE',
      {
        faults: [on.delete.backup.hang('after')],
        afterMs: 500,
        backups,
      },
    );
    expect(outputs.status).toBe('');
    expect([...report.deletions.values()]).toMatchObject([{ outcome: 'unconfirmed' }]);
    expect(failure).toMatch(
      /^Cancelled by SIGINT\. Backup \d+ was requested to be deleted, without a confirmation\.$/,
    );
  });

  test('while the requests of two servers are searched for: it is cancelled, not failed', async () => {
    const faults = [on.post.backups.reset('before')];
    const { failure, requests } = await cancelAt(
      { operation: 'create', server_id: '12345,12346' },
      (_, n) => n === 6,
      { faults },
    );
    expect(failure).toBe(
      'Cancelled by SIGINT. A backup of server 12345 may have been created: search the list for key=000000000001. A backup of server 12346 may have been created: search the list for key=000000000002.',
    );
    expect(requests('POST')).toHaveLength(2);
  });

  test('while the status of a full server is asked for: it is cancelled, not full', async () => {
    const backups = Array.from({ length: 10 }, () => ({ description: 'by hand' }));
    const { failure } = await cancelAt(
      { operation: 'create', keep_last: '3' },
      ({ path }) => path === '/servers/',
      { backups },
    );
    expect(failure).toBe('Cancelled by SIGINT. Nothing more was sent.');
  });

  test('accepted, then cancelled while watching: accepted', async () => {
    const { outputs } = await cancelAt(
      { operation: 'restore', backup_id: '101' },
      (_, n) => n === 5,
    );
    expect(outputs).toMatchObject({ backup_id: '101', status: 'accepted' });
  });

  test('before anything is sent: nothing is', async () => {
    const s = scenario();
    const { error } = await s.step(
      { operation: 'create', server_id: '12345' },
      { cancel: AbortSignal.abort(new CancelledError('SIGTERM')) },
    );
    expect(error).toBeInstanceOf(CancelledError);
    expect(s.sim.requests).toEqual([]);
  });

  describe('the message says what is still running, and how to resume', () => {
    test.each<[string, StepInputs, (request: RecordedRequest, n: number) => boolean, string]>([
      ['before anything', { operation: 'create' }, (_, n) => n === 1, 'Nothing more was sent.'],
      [
        'in the wait of a create',
        { operation: 'create' },
        (_, n) => n === 5,
        'Backup 502 is still running on VPS.org. To resume, run a step with operation: wait and backup_id: 502.',
      ],
      [
        'in the wait for several',
        { operation: 'create', server_id: '12345,12346' },
        (_, n) => n === 6,
        'Backups 502, 503 are still running on VPS.org. To resume, run a step with operation: wait and backup_id: 502,503.',
      ],
      [
        'watching a restore',
        { operation: 'restore', backup_id: '101' },
        (_, n) => n === 5,
        'The restore of backup 101 was accepted and is still running on VPS.org. Check the server on VPS.org before anything else.',
      ],
      [
        'in the wait for a safety backup',
        { operation: 'restore', backup_id: '101', safety_backup: 'true' },
        (_, n) => n === 5,
        'Nothing was restored. Backup 502 is still running on VPS.org. To resume, run a step with operation: wait and backup_id: 502.',
      ],
    ])('%s', async (...[, inputs, when, message]) => {
      const { failure } = await cancelAt(inputs, when);
      expect(failure).toBe(`Cancelled by SIGINT. ${message}`);
    });

    test.each([
      [
        'a POST of create that hangs',
        { operation: 'create' },
        on.post.backups.hang('after'),
        'A backup of server 12345 may have been created: search the list for key=000000000001.',
      ],
      [
        'a restore that hangs',
        { operation: 'restore', backup_id: '101' },
        on.post.restore.hang('after'),
        'The restore of backup 101 may have started. Check the server on VPS.org before anything else.',
      ],
    ])('%s', async (...[, inputs, fault, message]) => {
      const { failure } = await cancelAt(inputs, isPost, { faults: [fault] });
      expect(failure).toBe(`Cancelled by SIGINT. ${message}`);
    });
  });
});
