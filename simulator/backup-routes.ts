import { bareAnswer, detail, json, raw, refusal, withHeaders } from './answers.js';
import { type Api, integerError, isInteger, listMoment, pageVanishes, withFields } from './api.js';
import type { DeleteAnswer, Dialect } from './dialect/index.js';
import { inOrder, listAnswer } from './listing.js';
import type { Answer, Call } from './protocol.js';
import { backupJson } from './row-json.js';
import type { Backup, StoredBackup } from './rows.js';
import type { BackupRefusal, DeleteRefusal, VpsOrg } from './vps-org.js';

/** `GET /backups/` */
export function listBackups(api: Api, call: Call): Answer {
  const { vps } = api;
  const { dialect } = vps;
  const server = dialect.ignoreServerFilter ? null : call.query.get('server_id');
  const type = dialect.ignoreTypeFilter ? null : call.query.get('backup_type');
  if (
    server !== null &&
    dialect.unknownServerFilter !== 'empty list' &&
    !vps.server(Number(server))
  )
    return refusal(dialect.unknownServerFilter, 'Unknown server.');
  const { at, headers } = listMoment(api, call);
  const matching = vps
    .listed(at)
    .filter(
      (row) =>
        (server === null || String(row.server_id) === server) &&
        (type === null || row.backup_type === type),
    );
  const write = (row: StoredBackup) => rowJson(vps, vps.viewOf(row, at), row);
  const context = { call, dialect, pageVanishes: () => pageVanishes(api) };
  return withHeaders(listAnswer(inOrder(matching, dialect.order), write, context), headers);
}

function rowJson(vps: VpsOrg, backup: Backup, row?: StoredBackup): Record<string, unknown> {
  return backupJson({ backup, server: vps.server(backup.server_id) }, vps.dialect, row);
}

/** `POST /backups/` */
export function createBackup({ vps }: Api, call: Call): Answer {
  return withFields(call, ({ server_id: serverId, description }) => {
    if (!isInteger(serverId)) return integerError('server_id', serverId);
    if (description !== undefined && typeof description !== 'string')
      return json(400, { description: ['Not a valid string.'] });
    if (vps.dialect.createRefusal !== null) return refusal(vps.dialect.createRefusal);
    const { createdFor } = vps.dialect;
    const target = createdFor === 'another' ? anotherServer(vps, serverId) : serverId;
    const backup = vps.startBackup(target, description ?? null);
    return typeof backup === 'string' ? createRefused(vps, backup) : created(vps, backup);
  });
}

function anotherServer(vps: VpsOrg, id: number): number {
  return vps.servers.find((server) => server.id !== id)?.id ?? id;
}

function createRefused(vps: VpsOrg, reason: BackupRefusal): Answer {
  const { dialect, manualLimit } = vps;
  const full = `Maximum number of manual backups (${manualLimit}) reached for this server.`;
  switch (reason) {
    case 'no such server':
      return detail(404, 'Server not found.');
    case 'full':
      return refusal(dialect.limitAnswer, full);
    case 'busy':
      return busy(dialect, 'whileBackupRuns');
    case 'restoring':
      return busy(dialect, 'whileRestoring');
  }
}

/** The answer of a server that has something else to do. */
export function busy(dialect: Dialect, which: 'whileBackupRuns' | 'whileRestoring'): Answer {
  return refusal(
    dialect[which] ?? { status: 409, shape: 'detail' },
    'Another operation is in progress on this server.',
  );
}

const STARTED = 'Backup is being created. This may take several minutes depending on server size.';

function created(vps: VpsOrg, backup: Backup): Answer {
  const row = { ...createdRow(vps, backup), message: STARTED };
  const { postAnswer } = vps.dialect;
  switch (postAnswer) {
    case 'full':
    case 'without description':
      return json(201, row);
    case '200 row':
      return json(200, row);
    case '201 array':
      return json(201, [row]);
    default:
      return bareAnswer(postAnswer);
  }
}

function createdRow(vps: VpsOrg, backup: Backup): Record<string, unknown> {
  const { createdFor, createdStatus, postAnswer } = vps.dialect;
  const isMislabelled = createdFor === 'another, in the answer only';
  const row = rowJson(vps, {
    ...backup,
    ...(isMislabelled ? { server_id: anotherServer(vps, backup.server_id) } : {}),
    ...(createdStatus === null ? {} : { status: createdStatus }),
  });
  if (postAnswer === 'without description') delete row.description;
  return row;
}

/** `DELETE /backups/{id}/` */
export function deleteBackup({ vps }: Api, _call: Call, id: number): Answer {
  const reason = vps.deleteBackup(id);
  return reason === null ? deleted(vps.dialect.deleteAnswer) : deleteRefused(vps, reason);
}

function deleteRefused({ dialect }: VpsOrg, reason: DeleteRefusal): Answer {
  switch (reason) {
    case 'no such backup':
      return detail(404, 'Backup not found.');
    case 'deleted before':
      return refusal(dialect.repeatedDelete);
    case 'restoring':
      return busy(dialect, 'whileRestoring');
  }
}

function deleted(answer: DeleteAnswer): Answer {
  if (typeof answer !== 'string') return refusal(answer);
  if (answer === '204') return raw(204, '');
  return answer === '404' ? detail(404, 'Backup not found.') : bareAnswer(answer);
}
