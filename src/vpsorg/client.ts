/**
 * VPS.org's API in the terms of this action: what can be asked, and what came of it. Documented: `GET /backups/`, `POST /backups/`,
 * `DELETE /backups/{id}/`, `POST /servers/{id}/restore/`, `GET /servers/`. Nothing else is called.
 */
import type { Backup, ListResult } from '../backups/backup.js';
import type { Clock } from '../clock.js';
import { CancelledError, CancelledInFlight } from '../errors.js';
import { type ApiAction, ApiError, NetworkError, readableDetail } from './errors.js';
import type { HttpRequest, HttpResponse, Transport } from './http.js';
import { listAllPages, type PagedList, type PaginationOptions } from './pagination.js';
import {
  type Page,
  parseBackup,
  parseBackupPage,
  parseServerPage,
  type Server,
} from './schemas.js';

export interface ClientOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told before each retry. */
  readonly onRetry: (line: string) => void;
}

/** How hard a list is tried. A look (`budgetMs` given) is a single try that ends within its budget; else GETs are retried. */
export interface ListOptions {
  readonly timeoutMs?: number;
  /** 5 unless told. */
  readonly retries?: number;
}

export interface BackupFilter {
  readonly serverId?: number;
  readonly backupType?: string | null;
}

/**
 * What came of a POST. `refused`: proven that nothing was accepted. `open`: it may have been accepted; a second blind POST could double it.
 */
export type SubmitResult<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'open'; readonly error: ApiError };

const REQUEST_MS = 30_000;
const GET_RETRIES = 5;
const CHANGE_RETRIES = 4;
const FIRST_BACKOFF_MS = 500;
const REREADS = 2;

export class VpsOrgClient {
  readonly #origin: string;
  readonly #base: string;

  constructor(private readonly options: ClientOptions) {
    const url = new URL(options.url);
    this.#origin = url.origin;
    this.#base = url.pathname.replace(/\/+$/, '');
  }

  /** `GET /backups/`, all its pages, or as many as are `enough`. */
  listBackups(
    filter: BackupFilter,
    effort: ListOptions = {},
    enough?: PaginationOptions<Backup>['stopWhen'],
  ): Promise<PagedList<Backup>> {
    const query = new URLSearchParams();
    if (filter.serverId !== undefined) query.set('server_id', String(filter.serverId));
    if (filter.backupType) query.set('backup_type', filter.backupType);
    const search = query.size > 0 ? `?${query}` : '';
    return this.#list(
      { target: `/backups/${search}`, action: 'list the backups', read: parseBackupPage },
      effort,
      enough,
    );
  }

  /** `GET /servers/`, all its pages, or as many as are `enough`. */
  listServers(
    effort: ListOptions = {},
    enough?: PaginationOptions<Server>['stopWhen'],
  ): Promise<ListResult<Server>> {
    return this.#list(
      { target: '/servers/', action: 'list the servers', read: parseServerPage },
      effort,
      enough,
    );
  }

  /** `POST /backups/`, sent again only where nothing can have been accepted. */
  async createBackup(serverId: number, description: string): Promise<SubmitResult<Backup>> {
    const outcome = await this.#post('start a backup', '/backups/', {
      body: { server_id: serverId, description },
    });
    if (outcome.kind !== 'accepted') return outcome;
    const backup = outcome.value.bodyComplete ? parseBackup(parseJson(outcome.value.body)) : null;
    if (backup !== null) return { kind: 'accepted', value: backup };
    return { kind: 'open', error: invalidResponseError('start a backup', outcome.value) };
  }

  /** `POST /servers/{id}/restore/`. Any 2xx is acceptance, whatever its body: the answer is not documented. */
  async restoreBackup(serverId: number, backupId: number): Promise<SubmitResult<null>> {
    // It can't be looked up afterwards whether it arrived, as it can of a backup: nothing may be left open without need.
    const body = { backup_id: backupId };
    const outcome = await this.#post('restore the backup', `/servers/${serverId}/restore/`, {
      body,
      onNewConnection: true,
    });
    return outcome.kind === 'accepted' ? { kind: 'accepted', value: null } : outcome;
  }

  /**
   * `DELETE /backups/{id}/`.
   *
   * @returns `deleted` for any 2xx but a web page; `already gone` for a 404: what was asked for is so
   * @throws ApiError once its retries are used up; CancelledInFlight where it may have been deleted
   */
  async deleteBackup(id: number): Promise<'deleted' | 'already gone'> {
    let maybeDone = false;
    const attempt = (): Promise<'deleted' | 'already gone'> =>
      this.#deleteOnce(id).catch((fault: unknown) => {
        maybeDone ||= fault instanceof ApiError && fault.mayHaveSucceeded;
        throw fault;
      });
    return this.#retrying(CHANGE_RETRIES, attempt).catch((fault: unknown) => {
      throw maybeDone && fault instanceof CancelledError ? new CancelledInFlight(fault.by) : fault;
    });
  }

  async #deleteOnce(id: number): Promise<'deleted' | 'already gone'> {
    const answer = await this.#send(
      { method: 'DELETE', path: `${this.#base}/backups/${id}/`, timeoutMs: REQUEST_MS },
      'delete the backup',
    );
    if (answer.status === 404) return 'already gone';
    if (answer.status < 200 || answer.status > 299) throw toApiError('delete the backup', answer);
    // A login page in the way of the API is a 2xx, too; it says nothing of the backup.
    if (isWebPage(answer.body)) throw invalidResponseError('delete the backup', answer);
    return 'deleted';
  }

  #list<Row extends { readonly id: number }>(
    what: { target: string; action: ApiAction; read: (json: unknown) => Page<Row> | null },
    effort: ListOptions,
    enough?: PaginationOptions<Row>['stopWhen'],
  ): Promise<PagedList<Row>> {
    const until =
      effort.timeoutMs === undefined ? null : this.options.clock.now() + effort.timeoutMs;
    const fetchOnce = async (target: string): Promise<Page<Row>> => {
      const answer = await this.#send(
        {
          method: 'GET',
          path: target,
          timeoutMs: REQUEST_MS,
          ...(until === null ? {} : { deadline: until }),
        },
        what.action,
      );
      if (answer.status < 200 || answer.status > 299) throw toApiError(what.action, answer);
      const page = answer.bodyComplete ? what.read(parseJson(answer.body)) : null;
      if (page === null) throw invalidResponseError(what.action, answer);
      return page;
    };
    const fetch = (target: string) =>
      until === null
        ? this.#retrying(effort.retries ?? GET_RETRIES, () => fetchOnce(target))
        : fetchOnce(target);
    const rereads = until === null ? REREADS : 0;
    return listAllPages({
      first: this.#base + what.target,
      origin: this.#origin,
      fetch,
      rereads,
      ...(enough === undefined ? {} : { stopWhen: enough }),
    });
  }

  async #post(
    action: ApiAction,
    path: string,
    what: Pick<HttpRequest, 'body' | 'onNewConnection'>,
  ): Promise<SubmitResult<HttpResponse>> {
    const request: HttpRequest = {
      method: 'POST',
      path: this.#base + path,
      timeoutMs: REQUEST_MS,
      ...what,
    };
    for (let tries = 0; ; tries++) {
      const outcome = await this.#postOnce(action, request);
      if (outcome.kind !== 'refused' || !outcome.error.isTransient || tries >= CHANGE_RETRIES)
        return outcome;
      await this.#pause(tries, outcome.error, `, and nothing was accepted`);
    }
  }

  async #postOnce(action: ApiAction, request: HttpRequest): Promise<SubmitResult<HttpResponse>> {
    try {
      const answer = await this.options.transport.send(request);
      if (answer.status >= 200 && answer.status < 300) return { kind: 'accepted', value: answer };
      const error = toApiError(action, answer);
      return { kind: error.mayHaveSucceeded ? 'open' : 'refused', error };
    } catch (fault) {
      if (!(fault instanceof NetworkError)) throw fault;
      const error = toNetworkError(action, fault);
      return { kind: error.mayHaveSucceeded ? 'open' : 'refused', error };
    }
  }

  async #retrying<T>(retries: number, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (
          !(error instanceof ApiError) ||
          !error.isTransient ||
          error.isRedirect ||
          tries >= retries
        )
          throw error;
        await this.#pause(tries, error, '');
      }
    }
  }

  async #pause(tries: number, error: ApiError, more: string): Promise<void> {
    const ms = Math.max(FIRST_BACKOFF_MS * 2 ** tries, error.retryAfterMs ?? 0);
    this.options.onRetry(
      `Could not ${error.action}${more} (${error.shortReason}); trying again in ${Math.round(ms / 100) / 10} s`,
    );
    await this.options.clock.sleep(ms, this.options.signal);
  }

  async #send(request: HttpRequest, action: ApiAction): Promise<HttpResponse> {
    try {
      return await this.options.transport.send(request);
    } catch (fault) {
      throw fault instanceof NetworkError ? toNetworkError(action, fault) : fault;
    }
  }
}

function toApiError(action: ApiAction, answer: HttpResponse): ApiError {
  return new ApiError(action, answer.status, readableDetail(answer.body), {
    retryAfterMs: answer.retryAfterMs,
  });
}

function invalidResponseError(action: ApiAction, answer: HttpResponse): ApiError {
  const why = answer.bodyComplete ? 'its answer can not be read' : 'its answer was cut short';
  // Rows that can't be read are no words to a person.
  const detail =
    /^\s*[{[]/.test(answer.body) && parseJson(answer.body) === undefined
      ? ''
      : readableDetail(answer.body);
  return new ApiError(
    action,
    answer.status,
    detail === '' || !answer.bodyComplete ? why : `${why}: ${detail}`,
    {
      unreadable: true,
      retryAfterMs: answer.retryAfterMs,
    },
  );
}

function isWebPage(body: string): boolean {
  return /^\s*</.test(body);
}

function toNetworkError(action: ApiAction, fault: NetworkError): ApiError {
  return new ApiError(action, null, fault.message, { cause: fault });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
