/** Pages of a list by their paths; any other request fails the test. */
import {
  type FetchedPage,
  listAllPages,
  type PaginationOptions,
} from '../../src/vpsorg/pagination.js';
import type { Page } from '../../src/vpsorg/schemas.js';

export interface Item {
  readonly id: number;
}

export const FIRST = '/api/v1/backups/?server_id=1';
export const SECOND = '/api/v1/backups/?page=2';

interface Response {
  readonly status?: number;
  readonly headers?: FetchedPage<Item>['response']['headers'];
  readonly at?: number;
  readonly cached?: string | null;
}

export function page(
  ids: readonly number[],
  rest: Partial<Page<Item>> = {},
  { status = 200, headers = {}, at = 0, cached = null }: Response = {},
): FetchedPage<Item> {
  const items = ids.map((id) => ({ id }));
  const empty = { count: null, next: null, invalidCount: 0, moreSign: null };
  return { page: { items, ...empty, ...rest }, response: { status, headers }, at, cached };
}

export async function read(
  pages: Record<string, FetchedPage<Item>>,
  options: Partial<PaginationOptions<Item>> = {},
) {
  const asked: string[] = [];
  const fetch = async (path: string): Promise<FetchedPage<Item>> => {
    asked.push(path);
    const found = pages[path];
    if (found === undefined) throw new Error(`unexpected request for ${path}`);
    return found;
  };
  const list = await listAllPages({ first: FIRST, basePath: '/api/v1/', fetch, ...options });
  return { ...list, ids: list.items.map(({ id }) => id), asked };
}
