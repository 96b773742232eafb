/** One list of all servers serves a fleet's polls, as long as it can. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { fleet, idsOf, servers } from '../support/fleet.js';
import { MINUTE, scenario } from '../support/harness.js';

const ALL = on.path(/^\/backups\/$/, 'GET');
const CREATE = { operation: 'create', server_id: idsOf(6) } as const;

function ownLists(requests: readonly string[]): string[] {
  return requests.filter((one) => one.includes('server_id='));
}

describe('the list of all stays in use', () => {
  test.each([
    ['429', ALL.nth(3).status(429)],
    ['429 in every second poll', ALL.nth(3, 5, 7, 9).status(429)],
    ['500', ALL.nth(3).status(500)],
    ['two of 503', ALL.nth(3, 4).status(503)],
    ['no answer', ALL.nth(3).reset()],
    ['an answer that is cut short', ALL.nth(3).cutShort()],
  ])('over %s', async (_, faults) => {
    const s = fleet(6, { faults: [faults] });
    expect((await s.step(CREATE)).failure).toBeNull();
    expect(ownLists(s.requests('GET'))).toEqual([]);
  });

  test('while it answers 429', async () => {
    const s = fleet(6, { faults: [ALL.from(3).for(MINUTE).status(429)] });
    expect((await s.step(CREATE)).failure).toBeNull();
    expect(ownLists(s.requests('GET'))).toEqual([]);
  });

  test.each(['newest', 'oldest'] as const)(
    'in pages, whichever backup completes first, the %s rows first',
    async (order) => {
      const s = scenario({
        servers: servers(6),
        backupDurationMs: ({ id }) => (id % 6) * 20_000 + 5_000,
        dialect: { pageSize: 2, order },
      });
      expect((await s.step(CREATE)).failure).toBeNull();
      // At most one for each server, to compare sizes.
      expect(ownLists(s.requests('GET')).length).toBeLessThanOrEqual(6);
    },
  );
});

test("a list of all that fails for good gives way to each server's own", async () => {
  const s = fleet(6, { faults: [ALL.from(2).status(500)] });
  const { failure } = await s.step(CREATE);
  expect(failure).toBeNull();
  expect(ownLists(s.requests('GET')).length).toBeGreaterThan(6);
  expect(s.requests('GET').filter((one) => one === 'GET /backups/')).toHaveLength(4);
});
