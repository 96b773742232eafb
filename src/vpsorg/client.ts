/**
 * VPS.org's API in the terms of this action: what can be asked, and what came of it. Documented:
 * `GET /backups/`, `POST /backups/`, `DELETE /backups/{id}/`, `POST /servers/{id}/restore/`,
 * `GET /servers/`. Nothing else is called.
 */
import pLimit from 'p-limit';
import { type Backup, withPlausibleDate } from '../backups/backup.js';
import type { Clock } from '../clock.js';
import { ApiClock } from './api-clock.js';
import { getPause, RATE_LIMIT_MS, submitPause } from './backoff.js';
import { parseJson } from './error-body.js';
import { type ApiAction, ApiError, NetworkError } from './errors.js';
import type { HttpRequest, HttpResponse, Transport } from './http.js';
import type { AttemptHooks, ListOptions } from './options.js';
import { Pacer } from './pacer.js';
import { type FetchedPage, type ListResult, listAllPages } from './pagination.js';
import {
  type DeleteResult,
  failed,
  invalidResponse,
  isSuccess,
  type SubmitResult,
  toApiError,
  toCreated,
  toDeleted,
  toRestored,
} from './responses.js';
import { parseBackup, parsePage, parseServer, type Server } from './schemas.js';

interface ClientOptions {
  /** The base URL, without a slash at its end. */
  readonly url: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Logs a line before each retry. */
  readonly onRetry: (line: string) => void;
}

/** Requests in flight, and servers that are pruned side by side. */
export const MAX_CONCURRENT_REQUESTS = 4;
const REQUEST_MS = 30_000;

export class VpsOrgClient {
  /** The API's clock. */
  readonly apiClock: ApiClock;
  readonly #base: string;
  readonly #pacer: Pacer;
  readonly #limit = pLimit(MAX_CONCURRENT_REQUESTS);
  /** When a create was last accepted; the first attempt counts as one. */
  #lastCreateMs: number | null = null;

  constructor(private readonly options: ClientOptions) {
    this.#base = new URL(options.url).pathname.replace(/\/+$/, '');
    this.apiClock = new ApiClock(options.clock);
    this.#pacer = new Pacer(options.clock, options.signal);
  }

  /** `GET /backups/` with its pages; dates that are not plausible on the API's clock are dropped. */
  async listBackups(
    filter: { readonly serverId?: number; readonly backupType?: string | null },
    options: ListOptions<Backup> = {},
  ): Promise<ListResult<Backup>> {
    const query = new URLSearchParams();
    if (filter.serverId !== undefined) query.set('server_id', String(filter.serverId));
    if (filter.backupType) query.set('backup_type', filter.backupType);
    const path = `/backups/${query.size > 0 ? `?${query}` : ''}`;
    const list = await this.#list({ path, action: 'list backups', parseRow: parseBackup }, options);
    return { ...list, items: list.items.map((backup) => withPlausibleDate(backup, list.at)) };
  }

  /** `GET /servers/` with its pages. */
  listServers(options: ListOptions<Server> = {}): Promise<ListResult<Server>> {
    return this.#list(
      { path: '/servers/', action: 'list servers', parseRow: parseServer },
      options,
    );
  }

  /**
   * `POST /backups/`, repeated only where it was provably not executed.
   *
   * @param rateLimitMs for how long 429 is retried while no create of this step is accepted
   * @returns `null` as the value where it was accepted without an id
   */
  async createBackup(
    request: { readonly serverId: number; readonly description: string },
    rateLimitMs: number,
    hooks: AttemptHooks = {},
  ): Promise<SubmitResult<Backup | null>> {
    const { serverId, description } = request;
    const body = { server_id: serverId, description };
    this.#lastCreateMs ??= this.options.clock.now();
    const patience = (): number => (this.#lastCreateMs ?? 0) + rateLimitMs;
    const result = await this.#post(
      'create a backup',
      { path: '/backups/', body, hooks },
      patience,
    );
    if (result.outcome !== 'accepted') return result;
    this.#lastCreateMs = this.options.clock.now();
    return toCreated(result.value, serverId, this.apiClock.now());
  }

  /** `POST /servers/{id}/restore/`. Any 2xx accepts, unless it says no: its body is not documented. */
  async restoreBackup(
    serverId: number,
    backupId: number,
    hooks: AttemptHooks = {},
  ): Promise<SubmitResult<null>> {
    const path = `/servers/${serverId}/restore/`;
    const request = { path, body: { backup_id: backupId }, hooks };
    const started = this.options.clock.now();
    const patience = (): number => started + RATE_LIMIT_MS;
    const result = await this.#post('restore the backup', request, patience);
    if (result.outcome !== 'accepted') return result;
    return toRestored(result.value);
  }

  /** `DELETE /backups/{id}/`, repeated only where it was provably not executed. */
  async deleteBackup(id: number, hooks: AttemptHooks = {}): Promise<DeleteResult> {
    const started = this.options.clock.now();
    const request: HttpRequest & AttemptHooks = {
      ...hooks,
      method: 'DELETE',
      path: `${this.#base}/backups/${id}/`,
      timeoutMs: REQUEST_MS,
    };
    const patience = (): number => started + RATE_LIMIT_MS;
    return toDeleted(await this.#submit('delete the backup', request, patience));
  }

  #list<T extends { readonly id: number }>(
    what: { path: string; action: ApiAction; parseRow: (row: unknown) => T | null },
    { deadline, timeoutMs, newConnection = false, ...rest }: ListOptions<T>,
  ): Promise<ListResult<T>> {
    const timing = {
      timeoutMs: timeoutMs ?? REQUEST_MS,
      ...(deadline === undefined ? {} : { deadline }),
    };
    const first = this.#base + what.path;
    const fetchOnce = async (path: string): Promise<FetchedPage<T> | null> => {
      const response = await this.#send(
        { method: 'GET', path, newConnection, ...timing },
        what.action,
      );
      if (response.status === 404 && path !== first) return null;
      if (!isSuccess(response)) throw toApiError(what.action, response, this.apiClock.now());
      const json = response.bodyComplete ? parseJson(response.body) : undefined;
      const page = parsePage(json, what.parseRow);
      if (page === null) throw invalidResponse(what.action, response);
      return { page, response, ...this.apiClock.observe(response.headers) };
    };
    const fetch = (path: string) =>
      deadline === undefined && timeoutMs === undefined
        ? this.#retryGet(() => fetchOnce(path))
        : fetchOnce(path);
    return listAllPages({ first, basePath: `${this.#base}/`, fetch, ...rest });
  }

  async #retryGet<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        const pause = getPause(error, tries);
        if (!(error instanceof ApiError) || pause === null) throw error;
        await this.#pause(error, pause);
      }
    }
  }

  #post(
    action: ApiAction,
    { path, body, hooks }: { path: string; body: unknown; hooks: AttemptHooks },
    patience: () => number,
  ): Promise<SubmitResult<HttpResponse>> {
    const request = {
      ...hooks,
      method: 'POST',
      path: this.#base + path,
      body,
      timeoutMs: REQUEST_MS,
    } as const;
    return this.#submit(action, request, patience);
  }

  /** @param patience until when 429 is retried, in milliseconds since the epoch */
  async #submit(
    action: ApiAction,
    request: HttpRequest & AttemptHooks,
    patience: () => number,
  ): Promise<SubmitResult<HttpResponse>> {
    for (let tries = 0; ; ) {
      const result = await this.#submitOnce(action, request, patience());
      if (result.outcome !== 'rejected') return result;
      const limit = {
        heldMs: this.#pacer.pauseMs,
        leftMs: patience() - this.options.clock.now(),
      };
      const pause = submitPause(result.error, tries, limit);
      if (pause === null) return result;
      if (result.error.status !== 429) tries++;
      request.onRejected?.();
      await this.#pause(result.error, pause);
    }
  }

  async #submitOnce(
    action: ApiAction,
    request: HttpRequest,
    until: number,
  ): Promise<SubmitResult<HttpResponse>> {
    try {
      const response = await this.#send(request, action, until);
      if (isSuccess(response)) return { outcome: 'accepted', value: response };
      return failed(toApiError(action, response, this.apiClock.now()));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return failed(error);
    }
  }

  async #pause(error: ApiError, ms: number): Promise<void> {
    const seconds = Math.round(ms / 100) / 10;
    this.options.onRetry(
      `Could not ${error.action} (${error.shortReason}); retrying in ${seconds} s`,
    );
    await this.options.clock.sleep(ms, this.options.signal);
  }

  /**
   * A 429 for one request slows all of them, queued ones and polls too, but not a final poll.
   *
   * @param until when it is sent at the latest, in milliseconds since the epoch
   */
  #send(request: HttpRequest, action: ApiAction, until = request.deadline): Promise<HttpResponse> {
    return this.#limit(async () => {
      if (!request.newConnection) await this.#pacer.ready(until);
      try {
        const response = await this.options.transport.send(request);
        this.apiClock.observe(response.headers);
        this.#pacer.observe(response, this.apiClock.now());
        return response;
      } catch (cause) {
        throw cause instanceof NetworkError ? new ApiError(action, null, { cause }) : cause;
      }
    });
  }
}
