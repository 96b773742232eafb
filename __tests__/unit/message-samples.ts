/** Every message of the action's errors, with the texts that others can put into it. */
import type { SlotReport } from '../../src/backups/eviction.js';
import { keepLastPolicy } from '../../src/backups/retention.js';
import type { TargetFilter, TargetResult } from '../../src/backups/selection.js';
import { ActionError } from '../../src/errors.js';
import { serverFull } from '../../src/report/full-server-message.js';
import * as messages from '../../src/report/messages.js';
import * as restoring from '../../src/report/restore-messages.js';
import { parseErrorBody } from '../../src/vpsorg/error-body.js';
import { type ApiAction, ApiError, NetworkError } from '../../src/vpsorg/errors.js';
import { DAY, HOUR, marker, NOW, row } from '../support/fixtures.js';

/** What the API or the user may write. */
export interface Texts {
  readonly name: string;
  readonly status: string;
  /** The API's words in an error body. */
  readonly words: string;
  /** Why a list is incomplete. */
  readonly reason: string;
}

export const ORDINARY: Texts = {
  name: 'web-server-01',
  status: 'in_progress',
  words: 'The server is not in a valid state.',
  reason: 'it shows 8 of 12',
};

const LOREM =
  'Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut ' +
  'labore et dolore magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco ';
/** A name or a status is a word; the reason of an incomplete list is ours, but for an address. */
export const LONG: Texts = {
  name: 'web-server-'.repeat(30),
  status: 'waiting_for_'.repeat(30),
  words: LOREM.repeat(9),
  reason: `its next page (https://inner.example/${'x'.repeat(400)}) can't be followed: it is not under /api/v1/`,
};

const ACTIONS: readonly ApiAction[] = [
  ...(['list backups', 'list servers', 'create a backup'] as const),
  ...(['delete the backup', 'restore the backup'] as const),
];
const STATUSES = [200, 302, 400, 401, 403, 404, 405, 408, 409, 413, 422, 423, 425, 429, 500, 503];
const CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ENCODING',
];

function apiError(
  texts: Texts,
  status: number | null = 409,
  action: ApiAction = 'create a backup',
) {
  const body = parseErrorBody(JSON.stringify({ detail: texts.words }));
  return new ApiError(action, status, { body });
}

/** The errors of requests, of every status and kind. */
export function apiErrors(texts: Texts): ActionError[] {
  const page = parseErrorBody(`<html><title>${texts.words}</title>`);
  const invalid = `its answer says no: ${parseErrorBody(texts.words).detail}`;
  return ACTIONS.flatMap((action) => [
    ...STATUSES.map((status) => apiError(texts, status, action)),
    ...STATUSES.map((status) => new ApiError(action, status)),
    new ApiError(action, 503, { retryAfterMs: 61_000 }),
    new ApiError(action, 403, { body: page }),
    new ApiError(action, 200, { invalid }),
    new ApiError(action, 302, { location: 'https://login.vps.example' }),
    ...[...CODES, 'PROXY'].map((code) => {
      const subject =
        code === 'PROXY'
          ? 'proxy http://p:3128 (from https_proxy) did not answer'
          : 'admin.vps.org';
      return new ApiError(action, null, { cause: new NetworkError(code, false, { subject }) });
    }),
  ]);
}

/** The errors of creating, waiting, listing and deleting. */
export function operationErrors(texts: Texts): ActionError[] {
  const { status, reason } = texts;
  const server = { id: 12345, name: texts.name };
  const backup = row({ id: 502, serverName: texts.name, status, description: texts.words });
  const listed = { id: 502, serverId: 12345, last: backup };
  const unlisted = { id: 502, serverId: 12345, last: null };
  const error = apiError(texts);
  const requested = { server, idempotencyKey: '00112233aabb' };
  return [
    messages.backupFailed(backup),
    messages.serverMismatch(backup, 7),
    messages.waitTimedOut(listed, HOUR, null),
    messages.waitTimedOut(unlisted, HOUR, null),
    messages.waitTimedOut(listed, HOUR, apiError(texts, 503, 'list backups').problem),
    messages.waitAborted(listed, apiError(texts, 404, 'list backups')),
    messages.backupDisappeared(listed, 3),
    messages.backupNotListed(unlisted, 120_000),
    messages.belongsElsewhere(backup, [7]),
    messages.unconfirmed(requested, error, { sends: 1, incomplete: null }),
    messages.unconfirmed(requested, error, { sends: 2, incomplete: reason }),
    messages.possibleMatch(requested, backup, error.shortReason),
    messages.createRejected(server, error, false),
    messages.createRejected(server, error, true),
    messages.rejectedAgain(server, error, null),
    messages.rejectedAgain(server, error, 480),
    messages.incompleteList(server, reason, 'Nothing was deleted.'),
    messages.incompleteList(server, null, 'Nothing was deleted.'),
    messages.notListed([502], server, null),
    messages.notListed([502, 503], server, reason),
    messages.notDeleted(backup, apiError(texts, 503, 'delete the backup').problem, true),
    messages.notDeleted(backup, apiError(texts, 503, 'delete the backup').problem, false),
    messages.unknownServer(server, ['12346 (web)']),
    messages.unknownServer(server, []),
    ...fullServers(texts),
  ];
}

function fullServers(texts: Texts): ActionError[] {
  const slot = row({ id: 480, status: texts.status, description: `${texts.words} ${marker()}` });
  const slots = [{ backup: slot, action: 'keep' as const, reason: 'marked [keep]', rank: null }];
  const base = { server: { id: 12345, name: texts.name }, error: apiError(texts), now: NOW };
  const nothing: SlotReport = { slots, nextFreeAt: null, helpfulPolicy: null };
  const helpful = { keepLast: 2, scope: 'server' } as const;
  const all: SlotReport = { slots, nextFreeAt: NOW + HOUR, helpfulPolicy: helpful };
  const policy = keepLastPolicy(3, 'repository');
  return [
    serverFull({ ...base, policy: null, report: nothing, isSafety: false }),
    serverFull({ ...base, policy: null, report: all, isSafety: true }),
    serverFull({ ...base, policy, report: all, isSafety: false }),
  ];
}

type Rejected = Extract<TargetResult, { readonly rejected: unknown }>;

function rejections(texts: Texts): ActionError[] {
  const server = { id: 12345, name: texts.name };
  const backup = row({ id: 502, status: texts.status, description: texts.words });
  const filter: TargetFilter = {
    ...{ target: 'latest', scope: 'repository', match: texts.words, backupType: null },
    maxAgeMs: 7 * DAY,
  };
  const reasons = ['no usable date', 'made by this run', 'too old', 'expired', '0 MB'] as const;
  const candidates = [{ backup, why: 'too old' as const }];
  const results: Rejected[] = [
    { rejected: 'none', backup: null, candidates },
    { rejected: 'none', backup: null, candidates: [] },
    ...reasons.map((rejected) => ({ rejected, backup, candidates })),
  ];
  return results.flatMap((result) => [
    restoring.targetRejected(result, { server, filter, now: NOW }),
    restoring.targetRejected(result, {
      server,
      filter: { ...filter, target: 'last_good' },
      now: NOW,
    }),
  ]);
}

/** The errors of a restore. */
export function restoreErrors(texts: Texts): ActionError[] {
  const { status, reason, name } = texts;
  const server = { id: 12345, name };
  const backup = row({ id: 502, serverName: name, status });
  const error = apiError(texts, 409, 'restore the backup');
  return [
    restoring.failedBefore(apiError(texts, 503, 'list backups')),
    restoring.notCompleted(backup, true),
    restoring.notCompleted(backup, false),
    restoring.notFound(502, server, null),
    restoring.notFound(502, server, reason),
    restoring.ofOtherServer(backup, { id: 7, name }),
    restoring.alreadyRestoring(server),
    restoring.incompleteForTarget(server, 'last_good', reason),
    restoring.restoreRejected(backup, error),
    restoring.restoreUnconfirmed(backup, error),
    restoring.restoreFailed(backup, 'the server is in status error'),
    restoring.safetyFailed(server, messages.backupFailed(backup)),
    restoring.safetyFailed(server, fullServers(texts)[1] ?? error),
    restoring.safetyFailed(server, new ActionError('It failed.', { resume: [502] })),
    ...rejections(texts),
  ];
}
