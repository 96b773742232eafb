/** Follows a list through its pages, and says how far the rows can be trusted. */
import type { ListResult } from '../backups/backup.js';
import type { Page } from './schemas.js';

/** A list that never ends is not followed further than this. */
const MAX_PAGES = 100;

export interface PaginationOptions<Row> {
  /** Path and query of the first page. */
  readonly first: string;
  /** The API's origin. */
  readonly origin: string;
  readonly fetch: (target: string) => Promise<Page<Row>>;
  /** How often to read it all again where rows came or went between the pages; never unless told. */
  readonly rereads?: number;
  /** Stop early once these rows are enough, those of the last page among them; the view is then partial. */
  readonly stopWhen?: (rows: ReadonlyMap<number, Row>, page: readonly Row[]) => boolean;
}

/** A view that may have been stopped early. */
export interface PagedList<Row> extends ListResult<Row> {
  /** Whether there were more pages to follow. */
  readonly truncated: boolean;
  /** How many pages the whole takes; `null` where the API does not say. */
  readonly pagesInAll: number | null;
}

/**
 * @returns the rows, each id once. The view is full only if every row could be read, no page is left over, and there are as many as the API counts.
 */
export async function listAllPages<Row extends { readonly id: number }>(
  source: PaginationOptions<Row>,
): Promise<PagedList<Row>> {
  for (let rereads = 0; ; rereads++) {
    const { moved, ...view } = await readOnce(source);
    if (!moved || view.truncated || rereads >= (source.rereads ?? 0)) return view;
  }
}

/** Where the counts of two pages differ, a row may have moved from an unread page to one read before: then the view is not full. */
async function readOnce<Row extends { readonly id: number }>(
  source: PaginationOptions<Row>,
): Promise<PagedList<Row> & { moved: boolean }> {
  const rows = new Map<number, Row>();
  const visited = new Set<string>();
  let target: string | null = source.first;
  let unreadable = 0;
  let count: number | null = null;
  let more = false;
  let broken = false;
  let perPage = 0;
  let moved = false;
  while (target !== null) {
    const page: Page<Row> = await source.fetch(target);
    visited.add(target);
    for (const row of page.items) rows.set(row.id, row);
    unreadable += page.invalidCount;
    moved ||= count !== null && page.count !== null && page.count !== count;
    count = page.count ?? count;
    perPage = Math.max(perPage, page.items.length);
    target = page.next === null ? null : nextPath(page.next, source.origin, target);
    broken = page.next !== null && (target === null || visited.has(target));
    more =
      page.next !== null &&
      !broken &&
      (visited.size >= MAX_PAGES || source.stopWhen?.(rows, page.items) === true);
    if (broken || more) target = null;
  }
  const full = !more && !broken && !moved && unreadable === 0 && rows.size >= (count ?? 0);
  const pagesInAll =
    count === null || !Number.isFinite(count) || perPage === 0 ? null : Math.ceil(count / perPage);
  return { items: [...rows.values()], complete: full, truncated: more, pagesInAll, moved };
}

/** `next` is followed by its path and query on our own origin, if its host is ours: the token goes nowhere else. */
function nextPath(next: string, origin: string, current: string): string | null {
  if (!URL.canParse(next, origin + current)) return null;
  const url = new URL(next, origin + current);
  return url.host === new URL(origin).host && /^https?:$/.test(url.protocol)
    ? url.pathname + url.search
    : null;
}
