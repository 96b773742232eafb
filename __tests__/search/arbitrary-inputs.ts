/** Steps as workflows write them, sensible ones more often than others. */
import fc from 'fast-check';
import type { StepInputs } from '../support/harness.js';
import { maybe, often } from './choices.js';

const server = often('12345', '12345', '12346', '777');
const servers = often(
  '12345',
  '12346',
  '12345,12346',
  '12346 12345 777',
  '12345 12346 12347 12348 12349',
);
const backupId = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 8 }).map((n) => `~${n}`) },
  { weight: 2, arbitrary: fc.integer({ min: 101, max: 112 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('999', '502', '503') },
);
const limits = { wait_timeout: maybe('30s', '2m', '10m', '1s'), poll_interval: maybe('4s', '5m') };
const keepLast = maybe('1', '2', '3', '10');
const scope = maybe('repository', 'server');
const dryRun = often(undefined, undefined, undefined, 'true');
const match = often(undefined, 'deploy', 'by hand', ' hand', 'hand ');
/** An input of `undefined` is left out. */
const inputs = (
  model: Record<string, fc.Arbitrary<string | undefined>>,
): fc.Arbitrary<StepInputs> =>
  fc
    .record(model)
    .map((given) =>
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    );

const create = inputs({
  operation: fc.constant('create'),
  server_id: servers,
  description: maybe('Release', '[keep] Release'),
  wait: often(undefined, 'false'),
  ...limits,
  keep_last: keepLast,
  scope,
  reuse_on_rerun: maybe('true'),
  deploy_environment: maybe('production'),
  dry_run: dryRun,
}).map(
  (given): StepInputs =>
    given.deploy_environment ? { ...given, github_token: 'ghs_test_not_a_real_token' } : given,
);

const restore = inputs({
  operation: fc.constant('restore'),
  server_id: server,
  backup_id: fc.oneof(
    { weight: 2, arbitrary: backupId },
    { weight: 2, arbitrary: fc.constantFrom('latest', 'last_good') },
  ),
  wait: often(undefined, 'false'),
  ...limits,
  safety_backup: maybe('true'),
  scope,
  match: often(undefined, 'deploy'),
  max_age: maybe('3650d'),
  dry_run: dryRun,
});

/** The inputs of any operation, as a workflow gives them. */
export const operation = fc.oneof(
  { weight: 5, arbitrary: create },
  { weight: 3, arbitrary: restore },
  {
    weight: 2,
    arbitrary: inputs({
      operation: fc.constant('wait'),
      backup_id: fc.oneof(
        backupId,
        fc.tuple(backupId, backupId).map((ids) => ids.join(',')),
      ),
      server_id: maybe('12345'),
      ...limits,
      keep_last: keepLast,
    }),
  },
  {
    weight: 2,
    arbitrary: inputs({
      operation: fc.constant('prune'),
      server_id: often('12345', '12346', '12345,12346', '12345 12346 12347'),
      keep_last: keepLast,
      older_than: maybe('1h', '2d', '20d'),
      scope,
      match,
      dry_run: dryRun,
    }).map(
      (given): StepInputs =>
        (given.keep_last ?? given.older_than) ? given : { ...given, older_than: '1h' },
    ),
  },
  {
    weight: 1,
    arbitrary: inputs({
      operation: fc.constant('delete'),
      backup_id: fc.oneof(
        backupId,
        fc.tuple(backupId, backupId).map((ids) => ids.join(',')),
      ),
      server_id: maybe('12345'),
      dry_run: dryRun,
    }),
  },
  {
    weight: 1,
    arbitrary: inputs({
      operation: fc.constant('list'),
      server_id: maybe('12345', '12345,12346'),
      backup_type: maybe('manual', 'automatic'),
      match,
      scope,
    }),
  },
  {
    weight: 1,
    arbitrary: inputs({
      operation: fc.constant('check'),
      server_id: maybe('12345', '12345,12346', '777'),
      backup_type: maybe('manual', 'automatic'),
      match,
      scope,
      max_age: maybe('2h', '30d', '3650d'),
    }),
  },
);
