import { detail } from './answers.js';
import type { Api } from './api.js';
import { createBackup, deleteBackup, listBackups } from './backup-routes.js';
import type { Answer, Call, RouteName } from './protocol.js';
import { account, listServers, restore } from './server-routes.js';

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
  const { authorization } = call.headers;
  if (authorization === undefined)
    return detail(401, 'Authentication credentials were not provided.');
  if (authorization !== `Bearer ${api.token}`) return detail(401, 'Invalid token.');
  return handler(api, call, found.id);
}
