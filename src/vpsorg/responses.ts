/** Turns responses into results: accepted, rejected, or unconfirmed. */
import { type Backup, withPlausibleDate } from '../backups/backup.js';
import { parseErrorBody, parseJson } from './error-body.js';
import { type ApiAction, ApiError } from './errors.js';
import type { HttpResponse } from './http.js';
import { retryAfterOf } from './retry-after.js';
import { parseBackup, parseVerdict, saysFailed } from './schemas.js';

/**
 * What came of a POST. `rejected`: provably not executed; `unconfirmed`: may have been executed, so
 * that another POST could double it.
 */
export type SubmitResult<T> =
  | { readonly outcome: 'accepted'; readonly value: T }
  | { readonly outcome: 'rejected' | 'unconfirmed'; readonly error: ApiError };

/** `removed`: 204. `answered`: any other 2xx, which proves nothing. `not_found`: 404. */
export type DeleteResult =
  | { readonly outcome: 'removed' | 'answered' | 'not_found' }
  | { readonly outcome: 'rejected' | 'unconfirmed'; readonly error: ApiError };

/**
 * What a 2xx to the request for a backup comes to.
 *
 * @returns `null` as the value where it was accepted without an id
 */
export function toCreated(
  response: HttpResponse,
  serverId: number,
  apiNow: number,
): SubmitResult<Backup | null> {
  const json = response.bodyComplete ? parseJson(response.body) : undefined;
  const backup = parseBackup(json, serverId);
  if (backup !== null && !saysFailed(json))
    return { outcome: 'accepted', value: withPlausibleDate(backup, apiNow) };
  const verdict = parseVerdict(json);
  if (verdict === 'accepted' || (verdict === null && response.status === 202)) {
    return { outcome: 'accepted', value: null };
  }
  return unconfirmed('create a backup', response, verdict);
}

/** Any 2xx accepts a restore, unless it says no or is a web page: its body is not documented. */
export function toRestored(response: HttpResponse): SubmitResult<null> {
  const verdict = parseVerdict(parseJson(response.body));
  const isWebPage = parseErrorBody(response.body).isWebPage;
  if (verdict === 'refused' || isWebPage) {
    return unconfirmed('restore the backup', response, verdict);
  }
  return { outcome: 'accepted', value: null };
}

/** A web page in answer to a DELETE proves nothing, whatever its status. */
export function toDeleted(result: SubmitResult<HttpResponse>): DeleteResult {
  if (result.outcome === 'accepted') {
    const { status, body } = result.value;
    if (status === 204) return { outcome: 'removed' };
    const isWebPage = parseErrorBody(body).isWebPage;
    return isWebPage
      ? unconfirmed('delete the backup', result.value, null)
      : { outcome: 'answered' };
  }
  const { error } = result;
  if (error.status !== 404) return result;
  return error.body.isWebPage ? { outcome: 'unconfirmed', error } : { outcome: 'not_found' };
}

export function failed(error: ApiError): SubmitResult<never> {
  return { outcome: error.mayHaveSucceeded ? 'unconfirmed' : 'rejected', error };
}

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** @param apiNow the API's clock, where the response has no `Date` of its own */
export function toApiError(action: ApiAction, response: HttpResponse, apiNow: number): ApiError {
  const { status, headers } = response;
  const location = status >= 300 && status < 400 ? headers.location : undefined;
  return new ApiError(action, status, {
    body: parseErrorBody(response.body),
    retryAfterMs: retryAfterOf(headers, apiNow),
    ...(location === undefined ? {} : { location: hostOf(location) }),
  });
}

/** A redirect's target without what may be secret in it. */
function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}

function unconfirmed(
  action: ApiAction,
  response: HttpResponse,
  verdict: 'accepted' | 'refused' | null,
): { readonly outcome: 'unconfirmed'; readonly error: ApiError } {
  const error =
    verdict === 'refused'
      ? new ApiError(action, response.status, {
          invalid: `it reports a failure: ${parseErrorBody(response.body).detail || 'no reason given'}`,
        })
      : invalidResponse(action, response);
  return { outcome: 'unconfirmed', error };
}

export function invalidResponse(action: ApiAction, response: HttpResponse): ApiError {
  const { status, body } = response;
  if (!response.bodyComplete) {
    return new ApiError(action, status, { invalid: 'its answer was cut short' });
  }
  const parsed = parseErrorBody(body);
  if (parsed.isWebPage) return new ApiError(action, status, { body: parsed });
  // Rows that can't be read are no message to a person.
  const detail = /^\s*[{[]/.test(body) && parseJson(body) === undefined ? '' : parsed.detail;
  const invalid = "its answer can't be read";
  return new ApiError(action, status, {
    invalid: detail === '' ? invalid : `${invalid}: ${detail}`,
  });
}
