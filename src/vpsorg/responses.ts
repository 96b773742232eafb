/** What a response to a request that failed, or that says nothing usable, comes to. */
import { parseErrorBody, parseJson } from './error-body.js';
import { type ApiAction, ApiError } from './errors.js';
import type { HttpResponse } from './http.js';
import { parseRetryAfter } from './retry-after.js';

/**
 * What came of a POST. `rejected`: provably not executed; `unconfirmed`: may have been executed, so
 * that another POST could double it.
 */
export type SubmitResult<T> =
  | { readonly outcome: 'accepted'; readonly value: T }
  | { readonly outcome: 'rejected' | 'unconfirmed'; readonly error: ApiError };

export function failed(error: ApiError): SubmitResult<never> {
  return { outcome: error.mayHaveSucceeded ? 'unconfirmed' : 'rejected', error };
}

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

export function toApiError(action: ApiAction, response: HttpResponse, now: number): ApiError {
  const { status, headers } = response;
  const location = status >= 300 && status < 400 ? headers.location : undefined;
  return new ApiError(action, status, {
    body: parseErrorBody(response.body),
    retryAfterMs: parseRetryAfter(headers['retry-after'], now),
    ...(location === undefined ? {} : { location: hostOf(location) }),
  });
}

/** A redirect's target without what may be secret in it. */
function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}

export function unconfirmed(
  action: ApiAction,
  response: HttpResponse,
  verdict: 'accepted' | 'refused' | null,
): { readonly outcome: 'unconfirmed'; readonly error: ApiError } {
  const error =
    verdict === 'refused'
      ? new ApiError(action, response.status, {
          invalid: `its answer says no: ${parseErrorBody(response.body).detail || 'no reason given'}`,
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
