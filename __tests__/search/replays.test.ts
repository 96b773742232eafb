/** What the search has found, each as small as it gets. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { MINUTE, scenario } from '../support/harness.js';

describe('a rate limit', () => {
  test('that one server does not wait for holds no other up', async () => {
    const day = String(24 * 3_600);
    const s = scenario({
      faults: [on.post.backups.nth(1).status(503), on.post.backups.nth(2).tooManyRequests(day)],
    });
    const { failure } = await s.step({ operation: 'create', server_id: '12345,12346' });
    expect(failure).toContain('1 of 2 servers failed');
    expect(s.sim.vps.created.map((one) => one.server_id)).toEqual([12345]);
    expect(s.clock.elapsed).toBeLessThan(2 * MINUTE);
  });
});
