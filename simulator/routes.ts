import { detail, errorAnswer, htmlPage, json, raw } from './answers.js';
import type { ErrorAnswer } from './dialect.js';
import { backupJson, inOrder, listAnswer, serverJson, writeId } from './listing.js';
import { type Answer, type Call, parseJson, type RouteName } from './protocol.js';
import { type Backup, viewOf } from './rows.js';
import type { RestoreRefusal, VpsOrg } from './vps-org.js';

/** What the routes need besides the request. */
export interface Api {
  vps: VpsOrg;
  token: string;
  now: () => number;
}

type Handler = (api: Api, call: Call, id: number) => Answer;

const patterns: readonly [RouteName, RegExp][] = [
  ['backups', /^\/backups\/$/],
  ['backup', /^\/backups\/(\d+)\/$/],
  ['servers', /^\/servers\/$/],
  ['restore', /^\/servers\/(\d+)\/restore\/$/],
  ['account', /^\/account\/me\/$/],
];

const handlers: Readonly<Record<string, Handler>> = {
  'GET backups': listBackups,
  'POST backups': createBackup,
  'DELETE backup': deleteBackup,
  'GET servers': listServers,
  'POST restore': restore,
  'GET account': account,
};

/** Which documented path this is, and the id in it (0 if it has none). */
export function route(path: string): { name: RouteName; id: number } | undefined {
  for (const [name, pattern] of patterns) {
    const match = pattern.exec(path);
    if (match) return { name, id: Number(match[1] ?? 0) };
  }
  return undefined;
}

/** Whether a request of this method and path is documented at all. */
export function isDocumented(method: string, path: string): boolean {
  const found = route(path);
  return found !== undefined && `${method} ${found.name}` in handlers;
}

/** The API's answer to a request, with its effect on the provider. */
export function respond(api: Api, call: Call): Answer {
  const found = route(call.path);
  const handler = found && handlers[`${call.method} ${found.name}`];
  if (!found || !handler) return detail(404, 'Not found.');
  const authorization = call.headers.authorization;
  if (authorization === undefined)
    return detail(401, 'Authentication credentials were not provided.');
  if (authorization !== `Bearer ${api.token}`) return detail(401, 'Invalid token.');
  return handler(api, call, found.id);
}

function listBackups({ vps, now }: Api, call: Call): Answer {
  const { dialect } = vps;
  const server = dialect.ignoreServerFilter ? null : call.query.get('server_id');
  const type = dialect.ignoreTypeFilter ? null : call.query.get('backup_type');
  const matching = vps
    .listed()
    .filter(
      (row) =>
        (server === null || String(row.server_id) === server) &&
        (type === null || row.backup_type === type),
    );
  const at = now();
  const write = (row: (typeof matching)[number]) =>
    backupJson(viewOf(row, at), vps.server(row.server_id), dialect);
  return listAnswer(inOrder(matching, dialect.order), write, { call, dialect });
}

function createBackup({ vps }: Api, call: Call): Answer {
  const fields = readBody(call);
  if (!isRecord(fields))
    return detail(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
  const { server_id: serverId, description } = fields;
  if (!isInteger(serverId)) return json(400, { server_id: [integerFault(serverId)] });
  if (description !== undefined && typeof description !== 'string') {
    return json(400, { description: ['Not a valid string.'] });
  }
  const backup = vps.startBackup(serverId, description ?? null);
  if (backup === 'no such server') return detail(404, 'Server not found.');
  if (backup === 'full') return limitReached(vps);
  const row = backupJson(backup, vps.server(serverId), vps.dialect);
  if (vps.dialect.postAnswer === 'without description') delete row.description;
  const message =
    'Backup is being created. This may take several minutes depending on server size.';
  return json(201, { ...row, message });
}

function limitReached(vps: VpsOrg): Answer {
  const text = `Maximum number of manual backups (${vps.manualLimit}) reached for this server.`;
  return errorAnswer(vps.dialect.limitAnswer.status, vps.dialect.limitAnswer, text);
}

function deleteBackup({ vps }: Api, _call: Call, id: number): Answer {
  return vps.deleteBackup(id) ? raw(204, '') : detail(404, 'Backup not found.');
}

function listServers({ vps }: Api, call: Call): Answer {
  const { dialect } = vps;
  const status = call.query.get('status');
  const location = call.query.get('location');
  const matching = vps.servers.filter(
    (server) =>
      (status === null || server.status === status) &&
      (location === null || server.location === location),
  );
  return listAnswer(matching, (server) => serverJson(server, dialect), { call, dialect });
}

const refusals: Readonly<Record<RestoreRefusal, ErrorAnswer>> = {
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
  restoring: {
    status: 400,
    shape: 'detail',
    text: 'server is not in a valid state for restoration',
  },
};

function restore({ vps }: Api, call: Call, serverId: number): Answer {
  const fields = readBody(call);
  if (!isRecord(fields))
    return detail(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
  const { backup_id: backupId } = fields;
  if (!isInteger(backupId)) return json(400, { backup_id: [integerFault(backupId)] });
  const backup = vps.startRestore(serverId, backupId);
  if (typeof backup !== 'string') return restoreAccepted(vps, backup);
  const { restoreWhileRestoring: whileRestoring } = vps.dialect;
  const answer =
    backup === 'restoring' && whileRestoring !== 'accept' ? whileRestoring : refusals[backup];
  return errorAnswer(answer.status, answer);
}

function restoreAccepted(vps: VpsOrg, backup: Backup): Answer {
  switch (vps.dialect.restoreAnswer) {
    case 'snapshot-like':
      return json(200, restoreJson(vps, backup));
    case '201':
      return json(201, restoreJson(vps, backup));
    case '202 empty':
      return raw(202, '');
    case '204':
      return raw(204, '');
    case '200 text':
      return raw(200, 'Restore started.\n', 'text/plain; charset=utf-8');
    case '200 html':
      return raw(200, htmlPage('Restore started'), 'text/html; charset=utf-8');
  }
}

// "success" means "accepted", as in the documented restore of a snapshot.
function restoreJson(vps: VpsOrg, backup: Backup): unknown {
  const server = vps.server(backup.server_id);
  return {
    status: 'success',
    message: 'Server is being restored from backup. This may take 5-15 minutes.',
    backup: { id: writeId(backup.id, vps.dialect), created_at: backup.created_at },
    server: { id: writeId(backup.server_id, vps.dialect), name: server?.name, status: 'restoring' },
  };
}

function account(): Answer {
  return json(200, { id: 1, username: 'simulator', email: 'simulator@example.com' });
}

function readBody(call: Call): unknown {
  return parseJson(call.body);
}

function integerFault(value: unknown): string {
  return value === undefined ? 'This field is required.' : 'A valid integer is required.';
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
