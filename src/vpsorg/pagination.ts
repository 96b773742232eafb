/**
 * Reads a list through its pages, and says whether it is complete. It is not where rows can't be
 * read, are fewer than the API counts, or moved between pages; where a page announces more that
 * can't be followed (`schemas.ts`); or where an answer came from a cache (`api-clock.ts`).
 */
import type { HttpResponse } from './http.js';
import { largestCount, type Page } from './schemas.js';

/** A list as far as it could be read. Absence can be concluded from a complete one only. */
export interface ListResult<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
  /** Why it is incomplete; `null` where it is complete, or was read only as far as was asked. */
  readonly reason: string | null;
  /** The API's clock when its first page was answered, in milliseconds since the epoch. */
  readonly at: number;
}

/** A page with what its response says beside the body. */
export interface FetchedPage<T> {
  readonly page: Page<T>;
  readonly response: Pick<HttpResponse, 'status' | 'headers'>;
  readonly at: number;
  /** Why the answer came from a cache; `null` where it did not. */
  readonly cached: string | null;
}

export interface PaginationOptions<T> {
  /** Path and query of the first page. */
  readonly first: string;
  /** Only pages under this path are followed, such as `/api/v1/`. */
  readonly basePath: string;
  /** @returns `null` where a followed page is not there (404) */
  readonly fetch: (path: string) => Promise<FetchedPage<T> | null>;
  /** Stop once these items suffice, those of the last page among them: the list is incomplete. */
  readonly stopWhen?: (items: ReadonlyMap<number, T>, page: readonly T[]) => boolean;
  /** Stop after so many pages; at most {@link MAX_PAGES}. */
  readonly maxPages?: number;
}

const MAX_PAGES = 100;
/** How often a list is read again where its rows moved between the pages. */
const MAX_REREADS = 2;

/** @returns each id once */
export async function listAllPages<T extends { readonly id: number }>(
  options: PaginationOptions<T>,
): Promise<ListResult<T>> {
  for (let rereads = 0; ; rereads++) {
    const reading = new Reading(options);
    const result = await reading.run();
    if (!reading.hasMoved || result.complete || rereads >= MAX_REREADS) return result;
  }
}

/** One pass through the pages. */
class Reading<T extends { readonly id: number }> {
  readonly #items = new Map<number, T>();
  readonly #visited = new Set<string>();
  #count: number | null = null;
  #invalid = 0;
  #reason: string | null = null;
  #at = 0;
  /** Rows came or went between two pages: one may have moved to a page that was read before. */
  hasMoved = false;

  constructor(private readonly options: PaginationOptions<T>) {}

  async run(): Promise<ListResult<T>> {
    let path: string | null = this.options.first;
    let wasStopped = false;
    while (path !== null) {
      const fetched: FetchedPage<T> | null = await this.options.fetch(path);
      this.#visited.add(path);
      if (fetched === null) {
        this.hasMoved = true;
        return this.#end(`its page ${path} is not there any more (404)`);
      }
      this.#take(fetched);
      wasStopped = fetched.page.next !== null && this.#isEnough(fetched.page.items);
      path = wasStopped ? null : this.#follow(fetched.page.next);
    }
    if (wasStopped) return { ...this.#end(null), complete: false };
    const reasons = [this.#reason, this.#shortfall()].filter((reason) => reason !== null);
    return this.#end(reasons.length === 0 ? null : reasons.join('; '));
  }

  #end(reason: string | null): ListResult<T> {
    const items = [...this.#items.values()];
    return { items, complete: reason === null, reason, at: this.#at };
  }

  #take({ page, response, at, cached }: FetchedPage<T>): void {
    if (this.#visited.size === 1) this.#at = at;
    const count = largestCount([page.count, response.headers['x-total-count']]);
    if (this.#count !== null && count !== null && count !== this.#count) this.hasMoved = true;
    this.#count = count ?? this.#count;
    this.#invalid += page.invalidCount;
    for (const item of page.items) this.#items.set(item.id, item);
    this.#reason ??= cached ?? (page.next === null ? unfollowedSign(page, response) : null);
  }

  #isEnough(page: readonly T[]): boolean {
    const { stopWhen, maxPages = MAX_PAGES } = this.options;
    if (stopWhen?.(this.#items, page) === true) return true;
    if (this.#visited.size < MAX_PAGES) return this.#visited.size >= maxPages;
    this.#reason ??= `only its first ${MAX_PAGES} pages are read`;
    return false;
  }

  /** The path of the next page: on our own origin whatever host it names, under the base path. */
  #follow(next: string | null): string | null {
    if (next === null || this.#visited.size >= MAX_PAGES) return null;
    const { basePath, first } = this.options;
    const url = URL.canParse(next, `https://host${first}`)
      ? new URL(next, `https://host${first}`)
      : null;
    const path = url === null ? '' : url.pathname + url.search;
    if (url !== null && /^https?:$/.test(url.protocol) && path.startsWith(basePath)) {
      if (!this.#visited.has(path)) return path;
      this.#reason ??= `its next page points back to ${path}`;
    } else {
      this.#reason ??= `its next page (${next}) can't be followed: it is not under ${basePath}`;
    }
    return null;
  }

  #shortfall(): string | null {
    const shown = this.#items.size;
    if (this.#invalid > 0) return `${this.#invalid} of its rows can't be read`;
    if (this.#count === Infinity) return "its count can't be read";
    if (this.#count !== null && shown < this.#count) return `it shows ${shown} of ${this.#count}`;
    return this.hasMoved ? 'its rows changed while it was read' : null;
  }
}

/** A sign of more pages beside `next`, which is the only one that is followed. */
function unfollowedSign<T>(
  page: Page<T>,
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
): string | null {
  if (status === 206) return 'it is partial content (206)';
  const isLinked = /rel="?next"?/i.test(headers.link ?? '');
  const sign = isLinked ? 'a Link header' : page.moreSign;
  return sign === null ? null : `${sign} announces more, and there is no next to follow`;
}
