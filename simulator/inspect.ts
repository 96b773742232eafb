import type { Dialect } from './dialect/index.js';
import type { RouteName } from './protocol.js';
import { type Call, parseJson } from './protocol.js';
import { isDocumented, route } from './routes.js';

type Check = (value: unknown) => boolean;

const isInteger: Check = (value) => Number.isSafeInteger(value);
const isText: Check = (value) => typeof value === 'string';
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(String(value));

const queryFields: Readonly<Partial<Record<RouteName, Record<string, Check>>>> = {
  backups: {
    server_id: (value) => /^[1-9]\d*$/.test(String(value)),
    backup_type: oneOf('manual', 'automatic'),
  },
  servers: { status: oneOf('active', 'stopped', 'suspended'), location: isText },
};

const bodyFields: Readonly<Partial<Record<RouteName, Record<string, Check>>>> = {
  backups: { server_id: isInteger, description: isText },
  restore: { backup_id: isInteger },
};

/** The undocumented parts of a request, in words; empty for a documented request. */
export function inspect(call: Call, dialect: Dialect): string[] {
  const what = `${call.method} ${call.path}`;
  if (!isDocumented(call.method, call.path)) {
    const slash = isDocumented(call.method, `${call.path}/`);
    return [`${what}: ${slash ? 'no trailing slash' : 'not documented'}`];
  }
  const name = route(call.path)?.name ?? 'account';
  return [
    ...headerProblems(call),
    ...queryProblems(call, name, dialect),
    ...bodyProblems(call, name),
  ].map((problem) => `${what}: ${problem}`);
}

function headerProblems({ headers }: Call): string[] {
  const problems: string[] = [];
  const type = headers['content-type'];
  if (type === undefined || !/^application\/json\s*(;|$)/i.test(type)) {
    problems.push(`Content-Type is ${type ?? 'missing'}`);
  }
  if (!headers['user-agent']) problems.push('User-Agent is missing');
  // The value stays out of the message: it may be a real token.
  if (!/^Bearer \S+$/.test(headers.authorization ?? '')) problems.push('no Bearer token');
  return problems;
}

function queryProblems(call: Call, name: RouteName, dialect: Dialect): string[] {
  const known = call.method === 'GET' ? (queryFields[name] ?? {}) : {};
  const paged = call.method === 'GET' && dialect.pageSize !== null;
  return [...call.query]
    .filter(([key, value]) => !(known[key]?.(value) ?? (paged && key === 'page')))
    .map(([key, value]) => `query ${key}=${value}`);
}

function bodyProblems(call: Call, name: RouteName): string[] {
  if (call.method !== 'POST') return call.body === '' ? [] : ['has a body'];
  const fields = parseJson(call.body);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return ['the body is no JSON object'];
  const known = bodyFields[name] ?? {};
  const wrong = Object.entries(fields).filter(([key, value]) => !known[key]?.(value));
  const required = name === 'restore' ? 'backup_id' : 'server_id';
  return [
    ...wrong.map(([key, value]) => `body ${key}=${JSON.stringify(value)}`),
    ...(required in fields ? [] : [`body without ${required}`]),
  ];
}
