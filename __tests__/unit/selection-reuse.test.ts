/** `reuse_on_rerun`: the backup that an earlier attempt of the same job made. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backup } from '../../src/backups/backup.js';
import { composeDescription } from '../../src/backups/description.js';
import { parseMarker, type RunRef } from '../../src/backups/marker.js';
import { selectReusable } from '../../src/backups/selection.js';
import { anyMarker, DAY, HOUR, ids, marker, NOW, RUN, row, runs } from '../support/fixtures.js';

function reuse(backups: Backup[], run: RunRef = RUN) {
  return selectReusable(backups, { run, now: NOW }, 7 * DAY);
}

function reusedId(backups: Backup[], run: RunRef = RUN): number | null {
  return reuse(backups, run).reused?.id ?? null;
}

const earlier = (change: Parameters<typeof row>[0] = {}): Backup =>
  row({ description: marker({ run: '7000.1' }), ageMs: 2 * HOUR, ...change });

describe('selectReusable', () => {
  test.each(['completed', 'in_progress', 'queued', 'pending', 'creating', ''])(
    'takes one of an earlier attempt that is %p',
    (status) => {
      expect(reuse([earlier({ status })])).toEqual({ reused: earlier({ status }), ambiguous: [] });
    },
  );

  test("takes the oldest of several attempts: it holds the state before the first attempt's deploy", () => {
    const third = { ...RUN, attempt: 3 };
    const rows = [
      earlier({ id: 5, ageMs: HOUR, description: marker({ run: '7000.2' }) }),
      earlier({ id: 9, ageMs: 3 * HOUR }),
    ];
    expect(reusedId(rows, third)).toBe(9);
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['of this attempt', { description: marker({ run: '7000.2' }) }],
    ['of a later attempt', { description: marker({ run: '7000.3' }) }],
    ['of another run', { description: marker({ run: '6999.1' }) }],
    ['of another job', { description: marker({ run: '7000.1', job: 'other' }) }],
    ['of a job with a longer id', { description: marker({ run: '7000.1', job: 'deploy-2' }) }],
    ['of a job with a shorter id', { description: marker({ run: '7000.1', job: 'dep' }) }],
    ['a safety backup', { description: marker({ run: '7000.1', kind: 'safety' }) }],
    ["another repository's", { description: marker({ run: '7000.1', who: 'else/where#7' }) }],
    ['by hand', { description: 'by hand' }],
    ['failed', { status: 'failed' }],
    ['deleted', { status: 'deleted' }],
    ['undated', { ageMs: null }],
    ['too old', { ageMs: 7 * DAY + 1 }],
  ])('does not take one that is %s', (_, change) => {
    expect(reuse([earlier(change)])).toEqual({ reused: null, ambiguous: [] });
  });

  test.each<[string, Parameters<typeof row>[0]]>([
    ['too old', { ageMs: 8 * DAY }],
    ['undated', { ageMs: null }],
  ])('takes no younger one where the oldest is %s', (_, change) => {
    const third = { ...RUN, attempt: 3 };
    const younger = earlier({ id: 5, description: marker({ run: '7000.2' }) });
    expect(reusedId([younger, earlier({ id: 4, ...change })], third)).toBeNull();
  });

  test('takes none where one attempt made several, and names them', () => {
    const { reused, ambiguous } = reuse([earlier({ id: 5 }), earlier({ id: 4, ageMs: HOUR })]);
    expect(reused).toBeNull();
    expect(ids(ambiguous).sort()).toEqual([4, 5]);
  });

  test('a failed second one of the same attempt is not in the way', () => {
    expect(reusedId([earlier({ id: 5 }), earlier({ id: 4, status: 'failed' })])).toBe(5);
  });

  test('takes one exactly as old as max_age', () => {
    expect(reusedId([earlier({ ageMs: 7 * DAY })])).toBe(1);
  });

  test('of no backups takes none', () => {
    expect(reuse([])).toEqual({ reused: null, ambiguous: [] });
  });

  test('recognises a job id that the marker had to cut, and no other', () => {
    const job = 'j'.repeat(200);
    const made = parseMarker(marker({ run: '7000.1' }));
    if (made === null) throw new Error('no marker');
    const backup = row({ description: composeDescription('', { ...made, job }), ageMs: HOUR });
    expect(reusedId([backup], { ...RUN, job })).toBe(1);
    expect(reusedId([backup], { ...RUN, job: `k${job}` })).toBeNull();
    expect(reusedId([backup], { ...RUN, job: `k${job.slice(1)}` })).toBeNull();
  });

  test('recognises its own job however far the marker had to cut the job id', () => {
    const text = fc.constantFrom('', 'text', '[keep]', `${'x'.repeat(300)} [KEEP]`);
    fc.assert(
      fc.property(anyMarker, text, (made, words) => {
        const description = composeDescription(words, { ...made, kind: 'create' });
        const run = { ...made, attempt: made.attempt + 1 };
        expect(reusedId([row({ description, ageMs: HOUR })], run)).toBe(1);
      }),
      { numRuns: runs(500) },
    );
  });
});
