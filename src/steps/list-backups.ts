/** One look at several backups, with as few list requests as show them all. */
import type { Backup, ListResult } from '../backups/backup.js';
import type { OperationContext } from '../operations/context.js';
import type { ListOptions } from '../vpsorg/client.js';
import { ApiError, transientRetryDelay } from '../vpsorg/errors.js';
import type { PagedList } from '../vpsorg/pagination.js';

export interface Look {
  readonly rows: ReadonlyMap<number, Backup>;
  /** Whether every list that would show a backup came whole: then one that is not among the rows is absent. */
  readonly isWholeFor: (wanted: Wanted) => boolean;
  /** What single servers' own lists came to, where others could be read. */
  readonly faults: ReadonlyMap<number | null, ApiError>;
  /** Of these, one that may pass, with the longest pause that it asks for. */
  readonly fault?: ApiError;
}

export interface Wanted {
  readonly id: number;
  /** Where it is, `null` where that is not known. */
  readonly serverId: number | null;
}

/**
 * Makes looks. Where one server's list shows what is wanted, it is asked for; else the list of all, as far as it shows that; and each
 * server's own list once that has shown to take fewer requests.
 *
 * @param onlyOn where the backups are whose server is not known; none: anywhere
 * @returns a function of what is wanted and the milliseconds that the look may take in all
 */
export function createBackupLister(
  { client, clock }: Pick<OperationContext, 'client' | 'clock'>,
  onlyOn: readonly number[] = [],
): LookAt {
  let way: Way | null = null;
  const each = async (lists: Lists, effort: () => ListOptions): Promise<Look> => {
    const servers = [...lists.keys()];
    const views = servers.map((serverId) =>
      client.listBackups(
        serverId === null ? {} : { serverId },
        effort(),
        showing(lists.get(serverId) ?? []),
      ),
    );
    return readable(servers, await Promise.allSettled(views), (one) =>
      candidateServers(one, onlyOn),
    );
  };
  return async (wanted, budgetMs) => {
    const until = clock.now() + budgetMs;
    const effort = (): ListOptions => ({ timeoutMs: until - clock.now() });
    const lists = listsOf(wanted, onlyOn);
    if (lists.size === 1 || way === 'each') return each(lists, effort);
    const isShown = showing(wanted);
    const all = await client.listBackups({}, effort(), way === 'pages' ? isShown : () => true);
    const look = ofAll(all);
    if (all.complete || isShown(look.rows)) return look;
    if (way === 'pages') {
      // Not even all the pages that are followed show it.
      way = 'each';
      return look;
    }
    way = cheapestWay(all, lists.size);
    return way === 'each'
      ? each(lists, effort)
      : ofAll(await client.listBackups({}, effort(), isShown));
  };
}

/** Throws ApiError where no list could be read. */
type LookAt = (wanted: readonly Wanted[], budgetMs: number) => Promise<Look>;

/** What is wanted of each server's own list; `null`: of the list of all. */
type Lists = ReadonlyMap<number | null, readonly Wanted[]>;

function listsOf(wanted: readonly Wanted[], onlyOn: readonly number[]): Lists {
  const lists = new Map<number | null, Wanted[]>();
  for (const one of wanted) {
    for (const serverId of candidateServers(one, onlyOn)) {
      const here = lists.get(serverId);
      if (here === undefined) lists.set(serverId, [one]);
      else here.push(one);
    }
  }
  return lists;
}

/** The servers whose own lists may show it; `null`: the list of all. */
export function candidateServers(
  { serverId }: Wanted,
  onlyOn: readonly number[],
): readonly (number | null)[] {
  if (serverId !== null) return [serverId];
  return onlyOn.length > 0 ? onlyOn : [null];
}

/** How to see the backups of several servers where the first page of all does not show them: all `pages`, or `each` server's list. */
export type Way = 'pages' | 'each';

const PAGES_UNLESS_TOLD = 4;

/** @param first what the first page of the list of all came to */
export function cheapestWay(first: PagedList<Backup>, servers: number): Way {
  // No page is left over, and still it is not all: a server's own list may show more.
  if (!first.truncated) return 'each';
  return (first.pagesInAll ?? PAGES_UNLESS_TOLD) <= servers ? 'pages' : 'each';
}

function showing(wanted: readonly Wanted[]): (rows: ReadonlyMap<number, Backup>) => boolean {
  return (rows) => wanted.every((one) => rows.has(one.id));
}

/**
 * The lists that could be read count, and each fault is told with its server; where all failed in passing, so does the look. A token that is not
 * valid is so for all.
 */
function readable(
  servers: readonly (number | null)[],
  settled: readonly PromiseSettledResult<ListResult<Backup>>[],
  places: (one: Wanted) => readonly (number | null)[],
): Look {
  const faults = new Map<number | null, ApiError>();
  const whole = new Set<number | null>();
  const rows = new Map<number, Backup>();
  for (const [place, one] of settled.entries()) {
    const serverId = servers[place] ?? null;
    if (one.status === 'fulfilled') {
      for (const row of one.value.items) rows.set(row.id, row);
      if (one.value.complete) whole.add(serverId);
    } else if (!(one.reason instanceof ApiError) || one.reason.status === 401) throw one.reason;
    else faults.set(serverId, one.reason);
  }
  const all = [...faults.values()];
  const passing = all.filter((fault) => transientRetryDelay(fault) !== null);
  if (passing.length === settled.length) throw longestPause(all);
  const isWholeFor = (one: Wanted): boolean => places(one).every((serverId) => whole.has(serverId));
  return {
    rows,
    isWholeFor,
    faults,
    ...(passing.length > 0 ? { fault: longestPause(passing) } : {}),
  };
}

function longestPause(faults: readonly ApiError[]): ApiError {
  const pause = (fault: ApiError): number => fault.retryAfterMs ?? 0;
  return faults.reduce((longest, fault) => (pause(fault) > pause(longest) ? fault : longest));
}

function ofAll({ items, complete }: ListResult<Backup>): Look {
  return {
    rows: new Map(items.map((row) => [row.id, row])),
    isWholeFor: () => complete,
    faults: new Map(),
  };
}
