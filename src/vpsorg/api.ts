/**
 * VPS.org's API in the terms of this action: what can be asked, and what came of it. Documented: `GET /backups/`, `POST /backups/`,
 * `DELETE /backups/{id}/`, `POST /servers/{id}/restore/`, `GET /servers/`. Nothing else is called.
 */
import type { Backup, View } from '../backups/backup.js';
import type { Clock } from '../clock.js';
import { Cancelled, CancelledInFlight } from '../errors.js';
import { type Action, ApiError, readableDetail, TransportError } from './errors.js';
import type { Answer, Request, Transport } from './http.js';
import { type PagedView, type PageSource, readPages } from './pages.js';
import { type Page, readBackup, readBackupPage, readServerPage, type Server } from './schemas.js';

export interface ApiOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly cancel: AbortSignal;
  /** Told before each retry. */
  readonly onRetry: (line: string) => void;
}

/** How hard a list is tried. A look (`budgetMs` given) is a single try that ends within its budget; else GETs are retried. */
export interface Effort {
  readonly budgetMs?: number;
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
export type PostOutcome<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'open'; readonly error: ApiError };

const REQUEST_MS = 30_000;
const GET_RETRIES = 5;
const CHANGE_RETRIES = 4;
const FIRST_BACKOFF_MS = 500;
const REREADS = 2;

export class Api {
  readonly #origin: string;
  readonly #base: string;

  constructor(private readonly options: ApiOptions) {
    const url = new URL(options.url);
    this.#origin = url.origin;
    this.#base = url.pathname.replace(/\/+$/, '');
  }

  /** `GET /backups/`, all its pages, or as many as are `enough`. */
  listBackups(filter: BackupFilter, effort: Effort = {}, enough?: PageSource<Backup>['enough']): Promise<PagedView<Backup>> {
    const query = new URLSearchParams();
    if (filter.serverId !== undefined) query.set('server_id', String(filter.serverId));
    if (filter.backupType) query.set('backup_type', filter.backupType);
    const search = query.size > 0 ? `?${query}` : '';
    return this.#list({ target: `/backups/${search}`, action: 'list the backups', read: readBackupPage }, effort, enough);
  }

  /** `GET /servers/`, all its pages, or as many as are `enough`. */
  listServers(effort: Effort = {}, enough?: PageSource<Server>['enough']): Promise<View<Server>> {
    return this.#list({ target: '/servers/', action: 'list the servers', read: readServerPage }, effort, enough);
  }

  /** `POST /backups/`, sent again only where nothing can have been accepted. */
  async startBackup(serverId: number, description: string): Promise<PostOutcome<Backup>> {
    const outcome = await this.#post('start a backup', '/backups/', { body: { server_id: serverId, description } });
    if (outcome.kind !== 'accepted') return outcome;
    const backup = outcome.value.whole ? readBackup(parseJson(outcome.value.body)) : null;
    if (backup !== null) return { kind: 'accepted', value: backup };
    return { kind: 'open', error: unreadable('start a backup', outcome.value) };
  }

  /** `POST /servers/{id}/restore/`. Any 2xx is acceptance, whatever its body: the answer is not documented. */
  async restore(serverId: number, backupId: number): Promise<PostOutcome<null>> {
    // It can't be looked up afterwards whether it arrived, as it can of a backup: nothing may be left open without need.
    const body = { backup_id: backupId };
    const outcome = await this.#post('restore the backup', `/servers/${serverId}/restore/`, { body, onNewConnection: true });
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
        maybeDone ||= fault instanceof ApiError && fault.leavesOpen;
        throw fault;
      });
    return this.#retrying(CHANGE_RETRIES, attempt).catch((fault: unknown) => {
      throw maybeDone && fault instanceof Cancelled ? new CancelledInFlight(fault.by) : fault;
    });
  }

  async #deleteOnce(id: number): Promise<'deleted' | 'already gone'> {
    const answer = await this.#send(
      { method: 'DELETE', target: `${this.#base}/backups/${id}/`, timeoutMs: REQUEST_MS },
      'delete the backup',
    );
    if (answer.status === 404) return 'already gone';
    if (answer.status < 200 || answer.status > 299) throw refusal('delete the backup', answer);
    // A login page in the way of the API is a 2xx, too; it says nothing of the backup.
    if (isWebPage(answer.body)) throw unreadable('delete the backup', answer);
    return 'deleted';
  }

  #list<Row extends { readonly id: number }>(
    what: { target: string; action: Action; read: (json: unknown) => Page<Row> | null },
    effort: Effort,
    enough?: PageSource<Row>['enough'],
  ): Promise<PagedView<Row>> {
    const until = effort.budgetMs === undefined ? null : this.options.clock.now() + effort.budgetMs;
    const fetchOnce = async (target: string): Promise<Page<Row>> => {
      const answer = await this.#send({ method: 'GET', target, timeoutMs: REQUEST_MS, ...(until === null ? {} : { until }) }, what.action);
      if (answer.status < 200 || answer.status > 299) throw refusal(what.action, answer);
      const page = answer.whole ? what.read(parseJson(answer.body)) : null;
      if (page === null) throw unreadable(what.action, answer);
      return page;
    };
    const fetch = (target: string) =>
      until === null ? this.#retrying(effort.retries ?? GET_RETRIES, () => fetchOnce(target)) : fetchOnce(target);
    const rereads = until === null ? REREADS : 0;
    return readPages({
      first: this.#base + what.target,
      origin: this.#origin,
      fetch,
      rereads,
      ...(enough === undefined ? {} : { enough }),
    });
  }

  async #post(action: Action, path: string, what: Pick<Request, 'body' | 'onNewConnection'>): Promise<PostOutcome<Answer>> {
    const request: Request = { method: 'POST', target: this.#base + path, timeoutMs: REQUEST_MS, ...what };
    for (let tries = 0; ; tries++) {
      const outcome = await this.#postOnce(action, request);
      if (outcome.kind !== 'refused' || !outcome.error.passing || tries >= CHANGE_RETRIES) return outcome;
      await this.#pause(tries, outcome.error, `, and nothing was accepted`);
    }
  }

  async #postOnce(action: Action, request: Request): Promise<PostOutcome<Answer>> {
    try {
      const answer = await this.options.transport.send(request);
      if (answer.status >= 200 && answer.status < 300) return { kind: 'accepted', value: answer };
      const error = refusal(action, answer);
      return { kind: error.leavesOpen ? 'open' : 'refused', error };
    } catch (fault) {
      if (!(fault instanceof TransportError)) throw fault;
      const error = noAnswer(action, fault);
      return { kind: error.leavesOpen ? 'open' : 'refused', error };
    }
  }

  async #retrying<T>(retries: number, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ApiError) || !error.passing || error.isRedirect || tries >= retries) throw error;
        await this.#pause(tries, error, '');
      }
    }
  }

  async #pause(tries: number, error: ApiError, more: string): Promise<void> {
    const ms = Math.max(FIRST_BACKOFF_MS * 2 ** tries, error.retryAfterMs ?? 0);
    this.options.onRetry(`Could not ${error.action}${more} (${error.reason}); trying again in ${Math.round(ms / 100) / 10} s`);
    await this.options.clock.sleep(ms, this.options.cancel);
  }

  async #send(request: Request, action: Action): Promise<Answer> {
    try {
      return await this.options.transport.send(request);
    } catch (fault) {
      throw fault instanceof TransportError ? noAnswer(action, fault) : fault;
    }
  }
}

function refusal(action: Action, answer: Answer): ApiError {
  return new ApiError(action, answer.status, readableDetail(answer.body), { retryAfterMs: answer.retryAfterMs });
}

function unreadable(action: Action, answer: Answer): ApiError {
  const why = answer.whole ? 'its answer can not be read' : 'its answer was cut short';
  // Rows that can't be read are no words to a person.
  const detail = /^\s*[{[]/.test(answer.body) && parseJson(answer.body) === undefined ? '' : readableDetail(answer.body);
  return new ApiError(action, answer.status, detail === '' || !answer.whole ? why : `${why}: ${detail}`, {
    unreadable: true,
    retryAfterMs: answer.retryAfterMs,
  });
}

function isWebPage(body: string): boolean {
  return /^\s*</.test(body);
}

function noAnswer(action: Action, fault: TransportError): ApiError {
  return new ApiError(action, null, fault.message, { cause: fault });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
