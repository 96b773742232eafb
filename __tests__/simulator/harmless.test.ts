import { expect, test } from '@jest/globals';
import { harmlessDialects } from '../../simulator/index.js';
import { type Loose, setUp } from './helpers.js';

const five = Array.from({ length: 5 }, (_, i) => ({ id: i + 1 }));

test.each(Object.entries(harmlessDialects))(
  'in the dialect "%s" a patient reader finds every backup',
  async (_name, dialect) => {
    const { ask, clock } = setUp({ backups: five, dialect });
    await ask('POST /backups/', { server_id: 12345, description: 'mine' });
    clock.advance(60_000);
    const found = (await readAll(ask)) ?? (await readAll(ask)) ?? [];
    expect(found.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 502]);
  },
);

/** The ids on all pages; null where a page has vanished. */
async function readAll(ask: ReturnType<typeof setUp>['ask']): Promise<number[] | null> {
  const found: number[] = [];
  let path: string | null = '/backups/?server_id=12345';
  while (path !== null) {
    const { json, status }: { json: Loose; status: number } = await ask(`GET ${path}`);
    if (status === 404) return null;
    for (const row of Array.isArray(json) ? json : json.results) found.push(Number(row.id));
    const next: string | null = json.next ?? null;
    path = next?.replace(/^.*\/api\/v1/, '') ?? null;
  }
  return found;
}
