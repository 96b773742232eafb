import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import { OPERATIONS, type OperationName } from '../../src/inputs/types.js';

type Given = Partial<Record<InputName, string>>;

function read(given: Given, inRun = true) {
  return parseInputs(
    (name) => ({ api_token: 'vps_test_not_a_real_token', ...given })[name] ?? '',
    inRun,
  );
}

function faults(given: Given, inRun = true): readonly string[] {
  try {
    read(given, inRun);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

/** The least that each operation needs. */
const LEAST: Record<OperationName, Given> = {
  create: { operation: 'create', server_id: '1' },
  list: { operation: 'list' },
  wait: { operation: 'wait', backup_id: '5' },
  restore: { operation: 'restore', server_id: '1', backup_id: '5' },
  delete: { operation: 'delete', backup_id: '5' },
  prune: { operation: 'prune', server_id: '1', keep_last: '3' },
};

describe('what an operation needs', () => {
  test.each(OPERATIONS)('%s is content with the least', (operation) => {
    expect(faults(LEAST[operation])).toEqual([]);
  });

  test.each(['create', 'restore', 'prune'] as const)('%s needs a server', (operation) => {
    expect(faults({ ...LEAST[operation], server_id: '' })).toEqual([
      `server_id: is missing. operation ${operation} needs server_id or server_name. Allowed: a positive integer, such as 12345.`,
    ]);
    expect(faults({ ...LEAST[operation], server_id: '', server_name: 'web' })).toEqual([]);
  });

  test.each(['wait', 'restore', 'delete'] as const)('%s needs a backup', (operation) => {
    const [fault, ...more] = faults({ ...LEAST[operation], backup_id: '' });
    expect(more).toEqual([]);
    expect(fault).toContain(
      `backup_id: is missing. Allowed with operation ${operation}: ${operation === 'restore' ? 'one positive integer, or latest' : 'positive integers'}`,
    );
  });

  test('prune needs a rule, of the two either', () => {
    expect(faults({ operation: 'prune', server_id: '1' })).toEqual([
      expect.stringMatching(/^keep_last, older_than: both are missing\./),
    ]);
    expect(faults({ operation: 'prune', server_id: '1', older_than: '1h' })).toEqual([]);
    expect(
      faults({ operation: 'prune', server_id: '1', older_than: '1h', keep_last: '3' }),
    ).toEqual([]);
  });

  test('a bad value is told once, not as missing, too', () => {
    expect(faults({ operation: 'create', server_id: 'x' })).toHaveLength(1);
    expect(faults({ operation: 'restore', server_id: '1', backup_id: 'x' })).toHaveLength(1);
    expect(faults({ operation: 'prune', server_id: '1', keep_last: 'x' })).toHaveLength(1);
  });
});

describe('what must not be combined', () => {
  test.each(['create', 'list', 'wait', 'prune'] as const)(
    '%s takes several servers',
    (operation) => {
      expect(faults({ ...LEAST[operation], server_id: '1,2' })).toEqual([]);
    },
  );

  test.each(['restore', 'delete'] as const)('%s takes one server', (operation) => {
    expect(faults({ ...LEAST[operation], server_id: '1 2' })).toEqual([
      `server_id: "1 2" names 2 servers. Allowed with operation ${operation}: one.`,
    ]);
    expect(faults({ ...LEAST[operation], server_id: '1 1' })).toEqual([]);
  });

  test('a name guards one id', () => {
    expect(faults({ ...LEAST.create, server_id: '1', server_name: 'web' })).toEqual([]);
    expect(faults({ ...LEAST.create, server_id: '1,2', server_name: 'web' })).toEqual([
      expect.stringMatching(/^server_id: "1,2" names 2 servers\..*server_name/),
    ]);
  });

  test('restore takes one backup, wait and delete several', () => {
    expect(faults({ ...LEAST.restore, backup_id: '5,6' })).toEqual([
      'backup_id: "5,6" names 2 backups. Allowed with operation restore: one, or the word latest.',
    ]);
    expect(faults({ ...LEAST.wait, backup_id: '5,6' })).toEqual([]);
    expect(faults({ ...LEAST.delete, backup_id: '5,6' })).toEqual([]);
    expect(faults({ ...LEAST.restore, backup_id: 'latest' })).toEqual([]);
  });

  test.each(['wait', 'delete'] as const)('%s knows no latest', (operation) => {
    expect(faults({ ...LEAST[operation], backup_id: 'latest' })).toEqual([
      expect.stringMatching(/^backup_id: "latest" is for operation restore\./),
    ]);
  });

  test('an automatic latest asks for scope: server', () => {
    const automatic: Given = { ...LEAST.restore, backup_id: 'latest', backup_type: 'automatic' };
    expect(faults(automatic)).toEqual([
      expect.stringMatching(/^backup_type: "automatic" .* scope: server/),
    ]);
    expect(faults({ ...automatic, scope: 'repository' })).toHaveLength(1);
    expect(faults({ ...automatic, scope: 'server' })).toEqual([]);
    expect(faults({ ...automatic, backup_type: 'manual' })).toEqual([]);
    expect(faults({ ...automatic, backup_id: '5' })).toEqual([]);
    expect(faults({ operation: 'list', backup_type: 'automatic' })).toEqual([]);
  });
});

describe("outside of a run no marker is anybody's", () => {
  test.each<[string, Given, boolean]>([
    ['create', LEAST.create, true],
    ['prune', LEAST.prune, true],
    ['list', LEAST.list, false],
    ['list of this repository', { ...LEAST.list, scope: 'repository' }, true],
    ['wait', LEAST.wait, false],
    ['wait with keep_last', { ...LEAST.wait, keep_last: '3' }, true],
    ['restore of an id', LEAST.restore, false],
    ['restore of the latest', { ...LEAST.restore, backup_id: 'latest' }, true],
    ['restore with a safety backup', { ...LEAST.restore, safety_backup: 'true' }, true],
    ['delete', LEAST.delete, false],
  ])('%s is refused: %p', (_, given, refused) => {
    expect(faults(given, false)).toEqual(
      refused ? [expect.stringMatching(/^GITHUB_REPOSITORY, GITHUB_RUN_ID: missing/)] : [],
    );
    expect(faults(given, true)).toEqual([]);
  });

  test('an operation that is not known needs nothing more', () => {
    expect(faults({ operation: 'x' }, false)).toEqual([expect.stringMatching(/^operation: "x"/)]);
  });
});

/** The table of the contract: which operations use an input. A value unlike its default. */
const USED: readonly [InputName, string, readonly OperationName[]][] = [
  ['server_id', '1', OPERATIONS],
  ['server_name', 'web', OPERATIONS],
  ['api_url', 'https://vps.example/api', OPERATIONS],
  ['backup_id', '5', ['wait', 'restore', 'delete']],
  ['wait', 'false', ['create', 'restore']],
  ['wait_timeout', '5m', ['create', 'wait', 'restore']],
  ['poll_interval', '5s', ['create', 'wait', 'restore']],
  ['keep_last', '5', ['create', 'wait', 'prune']],
  ['older_than', '2d', ['prune']],
  ['safety_backup', 'true', ['restore']],
  ['reuse_on_rerun', 'true', ['create']],
  ['dry_run', 'true', ['create', 'restore', 'delete', 'prune']],
];

describe('what is not used', () => {
  const cases = USED.flatMap(([name, value, by]) =>
    OPERATIONS.map((operation) => ({ name, value, operation, isUsed: by.includes(operation) })),
  );
  test.each(cases)(
    '$name with $operation is used: $isUsed',
    ({ name, value, operation, isUsed }) => {
      const { warnings } = read({ ...LEAST[operation], [name]: value });
      expect(warnings).toEqual(
        isUsed
          ? []
          : [expect.stringMatching(new RegExp(`^${name} is not used by operation ${operation};`))],
      );
    },
  );

  test.each<[string, Given, string | null]>([
    ['description with create', { ...LEAST.create, description: 'x' }, null],
    [
      'description with a safety backup',
      { ...LEAST.restore, description: 'x', safety_backup: 'true' },
      null,
    ],
    [
      'description without one',
      { ...LEAST.restore, description: 'x' },
      'description is not used by operation restore without safety_backup.',
    ],
    [
      'description with prune',
      { ...LEAST.prune, description: 'x' },
      'description is not used by operation prune; it changes nothing here.',
    ],
    [
      'a default, written in another way',
      { ...LEAST.list, wait: 'TRUE', wait_timeout: '3600s', max_age: '1w', dry_run: 'False' },
      null,
    ],
    ['scope with create', { ...LEAST.create, scope: 'server' }, null],
    ['scope with list', { ...LEAST.list, scope: 'repository' }, null],
    ['scope with prune', { ...LEAST.prune, scope: 'server' }, null],
    ['scope with latest', { ...LEAST.restore, backup_id: 'latest', scope: 'server' }, null],
    [
      'scope with an id',
      { ...LEAST.restore, scope: 'server' },
      'scope is not used by operation restore unless backup_id is latest.',
    ],
    [
      'scope with wait',
      { ...LEAST.wait, scope: 'server' },
      'scope is not used by operation wait; it changes nothing here.',
    ],
    ['match with list', { ...LEAST.list, match: 'x' }, null],
    ['match with prune', { ...LEAST.prune, match: 'x' }, null],
    ['match with latest', { ...LEAST.restore, backup_id: 'latest', match: 'x' }, null],
    [
      'match with an id',
      { ...LEAST.restore, match: 'x' },
      'match is not used by operation restore unless backup_id is latest.',
    ],
    [
      'match with create',
      { ...LEAST.create, match: 'x' },
      'match is not used by operation create; it changes nothing here.',
    ],
    ['backup_type with list', { ...LEAST.list, backup_type: 'manual' }, null],
    [
      'backup_type with latest',
      { ...LEAST.restore, backup_id: 'latest', backup_type: 'manual' },
      null,
    ],
    [
      'backup_type with an id',
      { ...LEAST.restore, backup_type: 'manual' },
      'backup_type is not used by operation restore unless backup_id is latest.',
    ],
    [
      'backup_type with prune',
      { ...LEAST.prune, backup_type: 'manual' },
      'backup_type is not used by operation prune; it changes nothing here.',
    ],
    ['max_age with reuse', { ...LEAST.create, max_age: '1d', reuse_on_rerun: 'true' }, null],
    [
      'max_age without',
      { ...LEAST.create, max_age: '1d' },
      'max_age is not used by operation create without reuse_on_rerun.',
    ],
    ['max_age with latest', { ...LEAST.restore, backup_id: 'latest', max_age: '1d' }, null],
    [
      'max_age with an id',
      { ...LEAST.restore, max_age: '1d' },
      'max_age is not used by operation restore unless backup_id is latest.',
    ],
    [
      'max_age with list',
      { ...LEAST.list, max_age: '1d' },
      'max_age is not used by operation list; it changes nothing here.',
    ],
    [
      'dry_run with wait',
      { ...LEAST.wait, dry_run: 'true' },
      'dry_run is not used by operation wait; it changes nothing here.',
    ],
    [
      'dry_run with wait and keep_last',
      { ...LEAST.wait, dry_run: 'true', keep_last: '3' },
      'dry_run is not used by operation wait; it only keeps keep_last from deleting anything here.',
    ],
  ])('%s', (_, given, warning) => {
    expect(read(given).warnings).toEqual(warning === null ? [] : [warning]);
  });

  test('a default that is spelt out is no reason to warn', () => {
    expect(
      read({
        ...LEAST.list,
        wait_timeout: '60m',
        poll_interval: '10s',
        wait: 'true',
        max_age: '7d',
        dry_run: 'false',
      }).warnings,
    ).toEqual([]);
  });
});
