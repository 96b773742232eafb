/** One look at several backups, with as few list requests as show them all. */
import type { Backup, View } from '../backups/backup.js';
import type { Api } from '../vpsorg/api.js';
import { rideOut } from '../vpsorg/errors.js';
import type { PagedView } from '../vpsorg/pages.js';

export interface Look {
  readonly rows: ReadonlyMap<number, Backup>;
  /** Whether a backup that is not among the rows is absent. */
  readonly full: boolean;
  /** What a server's own list came to, where the others could be read. */
  readonly fault?: unknown;
}

interface Wanted {
  readonly id: number;
  readonly serverId: number | null;
}

/**
 * Makes looks. With one server its own list is asked for; with several the list of all, as far as it shows what is wanted; and each server's
 * own list once that has shown to take fewer requests.
 *
 * @returns a function of what is wanted and the milliseconds that the look may take; it throws ApiError
 */
export function createLook(api: Api): (wanted: readonly Wanted[], budgetMs: number) => Promise<Look> {
  let way: Way | null = null;
  const each = async (wanted: readonly Wanted[], budgetMs: number): Promise<Look> => {
    const servers = [...new Set(wanted.map((one) => one.serverId))];
    const views = servers.map((serverId) => {
      const here = wanted.filter((one) => one.serverId === serverId);
      return api.listBackups(serverId === null ? {} : { serverId }, { budgetMs }, showing(here));
    });
    return readable(await Promise.allSettled(views));
  };
  return async (wanted, budgetMs) => {
    const servers = new Set(wanted.map((one) => one.serverId));
    if (servers.size === 1 || way === 'each') return each(wanted, budgetMs);
    const isShown = showing(wanted);
    const all = await api.listBackups({}, { budgetMs }, way === 'pages' ? isShown : () => true);
    const look = merge([all]);
    if (all.full || isShown(look.rows) || way === 'pages') return look;
    way = cheapestWay(all, servers.size);
    return way === 'each' ? each(wanted, budgetMs) : merge([await api.listBackups({}, { budgetMs }, isShown)]);
  };
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

/** The lists that could be read count, and a fault of another is handed on; a fault that is not passing, or of all, is thrown. */
function readable(settled: readonly PromiseSettledResult<View<Backup>>[]): Look {
  const faults = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const lasting = faults.find((fault) => rideOut(fault) === null);
  if (lasting !== undefined) throw lasting;
  if (faults.length > 0 && faults.length === settled.length) throw longestPause(faults);
  const look = merge(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  return faults.length === 0 ? look : { ...look, full: false, fault: longestPause(faults) };
}

function longestPause(faults: readonly unknown[]): unknown {
  const pause = (fault: unknown): number => rideOut(fault)?.retryAfterMs ?? 0;
  return faults.reduce((longest, fault) => (pause(fault) > pause(longest) ? fault : longest));
}

function merge(views: readonly View<Backup>[]): Look {
  const rows = new Map(views.flatMap((view) => view.rows).map((row) => [row.id, row]));
  return { rows, full: views.every((view) => view.full) };
}
