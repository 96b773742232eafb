import { bareAnswer, htmlPage, json, raw, refusal, withHeaders } from './answers.js';
import { type Api, integerError, isInteger, listMoment, pageVanishes, withFields } from './api.js';
import { busy } from './backup-routes.js';
import { writeDate } from './dates.js';
import type { ErrorAnswer } from './dialect/index.js';
import { listAnswer } from './listing.js';
import type { Answer, Call } from './protocol.js';
import { serverJson, writeId } from './row-json.js';
import type { Backup } from './rows.js';
import type { RestoreRefusal, VpsOrg } from './vps-org.js';

/** `GET /servers/` */
export function listServers(api: Api, call: Call): Answer {
  const { vps } = api;
  const { dialect } = vps;
  const status = call.query.get('status');
  const location = call.query.get('location');
  const { at, headers } = listMoment(api, call);
  const matching = vps
    .serversAt(at)
    .filter(
      (server) =>
        (status === null || server.status === status) &&
        (location === null || server.location === location),
    );
  const context = { call, dialect, pageVanishes: () => pageVanishes(api) };
  const list = listAnswer(matching, (server) => serverJson(server, dialect), context);
  return withHeaders(list, headers);
}

/** `POST /servers/{id}/restore/` */
export function restore({ vps }: Api, call: Call, serverId: number): Answer {
  return withFields(call, ({ backup_id: backupId }) => {
    if (!isInteger(backupId)) return integerError('backup_id', backupId);
    const backup = vps.startRestore(serverId, backupId);
    return typeof backup === 'string'
      ? restoreRefused(vps, backup)
      : restoreAccepted(vps, { ...backup, server_id: serverId });
  });
}

const refusals: Readonly<Record<Exclude<RestoreRefusal, 'busy' | 'restoring'>, ErrorAnswer>> = {
  'no such server': { status: 404, shape: 'detail', text: 'Server not found.' },
  'no such backup': { status: 404, shape: 'detail', text: 'Backup not found.' },
  'another server': {
    status: 400,
    shape: 'detail',
    text: 'Backup does not belong to this server.',
  },
  'not completed': {
    status: 400,
    shape: 'detail',
    text: 'Only a completed backup can be restored.',
  },
};

function restoreRefused({ dialect }: VpsOrg, reason: RestoreRefusal): Answer {
  if (reason === 'busy') return busy(dialect, 'whileBackupRuns');
  if (reason !== 'restoring') return refusal(refusals[reason]);
  const { restoreWhileRestoring: answer } = dialect;
  return refusal(answer === 'accept' ? { status: 400, shape: 'detail' } : answer);
}

function restoreAccepted(vps: VpsOrg, backup: Backup): Answer {
  const { restoreAnswer } = vps.dialect;
  switch (restoreAnswer) {
    case 'snapshot-like':
      return json(200, restoreJson(vps, backup));
    case '201':
      return json(201, restoreJson(vps, backup));
    case '204':
      return raw(204, '');
    case '200 text':
      return raw(200, 'Restore started.\n', 'text/plain; charset=utf-8');
    case '200 html':
      return raw(200, htmlPage('Restore started'), 'text/html; charset=utf-8');
    default:
      return bareAnswer(restoreAnswer);
  }
}

// "success" means "accepted", as in the documented restore of a snapshot.
function restoreJson(vps: VpsOrg, backup: Backup): unknown {
  const server = vps.server(backup.server_id);
  return {
    status: 'success',
    message: 'Server is being restored from backup. This may take 5-15 minutes.',
    backup: {
      id: writeId(backup.id, vps.dialect),
      created_at: writeDate(backup.created_at, vps.dialect),
    },
    server: { id: writeId(backup.server_id, vps.dialect), name: server?.name, status: 'restoring' },
  };
}

/** `GET /account/me/` */
export function account(): Answer {
  return json(200, { id: 1, username: 'simulator', email: 'simulator@example.com' });
}
