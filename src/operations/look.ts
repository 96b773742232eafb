/** One look at several backups, with as few list requests as show them all. */
import type { Backup, View } from '../backups/backup.js';
import type { Api } from '../vpsorg/api.js';
import { ApiError, rideOut } from '../vpsorg/errors.js';
import type { PagedView } from '../vpsorg/pages.js';

export interface Look {
  readonly rows: ReadonlyMap<number, Backup>;
  /** Whether a backup that is not among the rows is absent. */
  readonly full: boolean;
  /** Servers whose own list is refused for good, where others can be read. */
  readonly lost: ReadonlyMap<number | null, ApiError>;
  /** What a server's own list came to, where the others could be read. */
  readonly fault?: unknown;
}

interface Wanted {
  readonly id: number;
  readonly serverId: number | null;
}

/**
 * Makes looks. Where one server's list shows what is wanted, it is asked for; else the list of all, as far as it shows that; and each
 * server's own list once that has shown to take fewer requests.
 *
 * @param onlyOn where the backups are whose server is not known; none: anywhere
 * @returns a function of what is wanted and the milliseconds that the look may take; it throws ApiError
 */
export function createLook(api: Api, onlyOn: readonly number[] = []): (wanted: readonly Wanted[], budgetMs: number) => Promise<Look> {
  let way: Way | null = null;
  const each = async (lists: Lists, budgetMs: number): Promise<Look> => {
    const servers = [...lists.keys()];
    const views = servers.map((serverId) =>
      api.listBackups(serverId === null ? {} : { serverId }, { budgetMs }, showing(lists.get(serverId) ?? [])),
    );
    return readable(servers, await Promise.allSettled(views));
  };
  return async (wanted, budgetMs) => {
    const lists = listsOf(wanted, onlyOn);
    if (lists.size === 1 || way === 'each') return each(lists, budgetMs);
    const isShown = showing(wanted);
    const all = await api.listBackups({}, { budgetMs }, way === 'pages' ? isShown : () => true);
    const look = merge([all]);
    if (all.full || isShown(look.rows) || way === 'pages') return look;
    way = cheapestWay(all, lists.size);
    return way === 'each' ? each(lists, budgetMs) : merge([await api.listBackups({}, { budgetMs }, isShown)]);
  };
}

/** What is wanted of each server's own list; `null`: of the list of all. */
type Lists = ReadonlyMap<number | null, readonly Wanted[]>;

function listsOf(wanted: readonly Wanted[], onlyOn: readonly number[]): Lists {
  const anywhere = onlyOn.length > 0 ? onlyOn : [null];
  const lists = new Map<number | null, Wanted[]>();
  for (const one of wanted) {
    for (const serverId of one.serverId === null ? anywhere : [one.serverId]) {
      const here = lists.get(serverId);
      if (here === undefined) lists.set(serverId, [one]);
      else here.push(one);
    }
  }
  return lists;
}

/** How to see the backups of several servers where the first page of all does not show them: all `pages`, or `each` server's list. */
export type Way = 'pages' | 'each';

const PAGES_UNLESS_TOLD = 4;

/** @param first what the first page of the list of all came to */
export function cheapestWay(first: PagedView<Backup>, servers: number): Way {
  // No page is left over, and still it is not all: a server's own list may show more.
  if (!first.more) return 'each';
  return (first.pagesInAll ?? PAGES_UNLESS_TOLD) <= servers ? 'pages' : 'each';
}

function showing(wanted: readonly Wanted[]): (rows: ReadonlyMap<number, Backup>) => boolean {
  return (rows) => wanted.every((one) => rows.has(one.id));
}

/** What no token or network mends, and no other list makes good: the whole wait ends with it. */
const ENDS_ALL = new Set([401, 403]);

/**
 * The lists that could be read count. A lasting fault of one server's list ends the wait for its backups alone; a passing one is handed on, to
 * be ridden out.
 */
function readable(servers: readonly (number | null)[], settled: readonly PromiseSettledResult<View<Backup>>[]): Look {
  const faults = settled.flatMap((one, place) =>
    one.status === 'rejected' ? [{ serverId: servers[place] ?? null, fault: one.reason }] : [],
  );
  const lasting = faults.filter(({ fault }) => rideOut(fault) === null);
  const [first] = lasting;
  const ending = lasting.find(({ fault }) => !(fault instanceof ApiError) || ENDS_ALL.has(fault.status ?? 0));
  if (ending !== undefined) throw ending.fault;
  if (first !== undefined && servers.length === 1) throw first.fault;
  const passing = faults.filter(({ fault }) => rideOut(fault) !== null).map(({ fault }) => fault);
  if (passing.length > 0 && passing.length === settled.length) throw longestPause(passing);
  const look = merge(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const lost = new Map(lasting.map(({ serverId, fault }) => [serverId, fault as ApiError]));
  return { ...look, full: look.full && faults.length === 0, lost, ...(passing.length > 0 ? { fault: longestPause(passing) } : {}) };
}

function longestPause(faults: readonly unknown[]): unknown {
  const pause = (fault: unknown): number => rideOut(fault)?.retryAfterMs ?? 0;
  return faults.reduce((longest, fault) => (pause(fault) > pause(longest) ? fault : longest));
}

function merge(views: readonly View<Backup>[]): Look {
  const rows = new Map(views.flatMap((view) => view.rows).map((row) => [row.id, row]));
  return { rows, full: views.every((view) => view.full), lost: new Map() };
}
