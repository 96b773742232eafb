/** Who else acts meanwhile: a person at the console, the nightly schedule, another run of the action. */
import fc from 'fast-check';
import type { Change, PlainScriptedChange } from '../../simulator/index.js';
import { MINUTE, type StepInputs } from '../support/harness.js';
import { historyRow, seedOf } from './arbitrary-history.js';
import { operation } from './arbitrary-inputs.js';

const server = fc.constantFrom(12345, 12345, 12346);
const which = fc
  .tuple(fc.constantFrom('newest' as const, 'oldest' as const), server)
  .map(([age, server_id]) => ({ age, server_id }));

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(historyRow, fc.integer({ min: 300, max: 400 })).map(([row, id]): Change => {
    const { id: _, ...seed } = seedOf(row, id);
    return { kind: 'add backup', seed };
  }),
  server.map((server_id): Change => ({ kind: 'fill server', server_id })),
  which.map((backup): Change => ({ kind: 'remove backup', backup })),
  fc
    .tuple(
      which,
      fc.constantFrom<(Change & { kind: 'update backup' })['change']>(
        { status: 'failed' },
        { status: 'in_progress' },
        { size_mb: 0 },
        { description: 'Renamed [keep]' },
      ),
    )
    .map(([backup, change]): Change => ({ kind: 'update backup', backup, change })),
  server.map(
    (server_id): Change => ({ kind: 'restore', server_id, occupation: { forMs: 5 * MINUTE } }),
  ),
  server.map(
    (server_id): Change => ({ kind: 'update server', server_id, change: { status: 'stopped' } }),
  ),
);

const when: fc.Arbitrary<PlainScriptedChange['when']> = fc.oneof(
  fc.constantFrom(0, 500, 3_000, 20_000).map((afterMs) => ({ afterMs })),
  fc.record({
    on: fc.constantFrom<Extract<PlainScriptedChange['when'], { on: unknown }>['on']>(
      { method: 'GET', path: 'backups' },
      { method: 'POST', path: 'backups' },
      { method: 'DELETE', path: 'backup' },
      { method: 'POST', path: 'restore' },
    ),
    nth: fc.integer({ min: 1, max: 4 }),
    moment: fc.constantFrom('before' as const, 'after' as const),
  }),
);

const scripted: fc.Arbitrary<PlainScriptedChange> = fc
  .tuple(when, change)
  .map(([one, other]) => ({ when: one, change: other }));

export const script: fc.Arbitrary<PlainScriptedChange[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<PlainScriptedChange[]>([]) },
  { weight: 1, arbitrary: fc.array(scripted, { minLength: 1, maxLength: 2 }) },
);

/** Another run's step, side by side; a backup of its own can't be named by its place. */
export const beside: fc.Arbitrary<StepInputs | null> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: operation },
);
