import { detail, json } from './answers.js';
import { httpDate } from './dates.js';
import { type Answer, type Call, parseJson } from './protocol.js';
import type { VpsOrg } from './vps-org.js';

/** What the routes need besides the request. */
export interface Api {
  vps: VpsOrg;
  token: string;
  /** Requests for a page after the first, so far. */
  followedPages: number;
}

/** Of which instant a list is, and the headers that show it. */
interface ListMoment {
  at: number;
  headers: Record<string, string>;
}

/** Now, or what a cache in front of the list has kept. */
export function listMoment({ vps }: Api, call: Call): ListMoment {
  const now = vps.now();
  const { cachedList: cached } = vps.dialect;
  const asksForNow = /\bno-cache\b/i.test(call.headers['cache-control'] ?? '');
  if (cached === null || (cached.heedsNoCache && asksForNow)) return { at: now, headers: {} };
  const { ageMs, sign } = cached;
  const headers: Record<string, string> = {};
  if (sign === 'age') headers.age = String(Math.floor(ageMs / 1000));
  if (sign === 'date') headers.date = httpDate(vps.apiNow() - ageMs);
  return { at: now - ageMs, headers };
}

/** Whether a followed page is answered 404 this time. */
export function pageVanishes(api: Api): boolean {
  const { vanishingPages } = api.vps.dialect;
  api.followedPages += 1;
  return vanishingPages === 'always' || api.followedPages <= vanishingPages;
}

/** The answer of `respond` to the fields of a body, or the error that they are malformed. */
export function withFields(
  call: Call,
  respond: (fields: Record<string, unknown>) => Answer,
): Answer {
  const fields = parseJson(call.body);
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields)
    ? respond(fields as Record<string, unknown>)
    : detail(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
}

export function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

/** The error of a field that must be an integer. */
export function integerError(field: string, value: unknown): Answer {
  const text = value === undefined ? 'This field is required.' : 'A valid integer is required.';
  return json(400, { [field]: [text] });
}
