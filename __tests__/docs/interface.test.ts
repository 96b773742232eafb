/** The public interface in one place: action.yml, the parser, the writer of outputs and docs/reference.md agree. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { INPUT_DEFAULTS, type InputName, OUTPUT_NAMES } from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import { OPERATIONS, type OperationName, SPECS } from '../../src/inputs/table.js';
import { toOutputs } from '../../src/report/outputs.js';
import { emptyReport, observed } from '../../src/report/report.js';
import { version } from '../../src/version.js';
import { RUN } from '../support/harness.js';
import { tableIn, textOf } from './markdown.js';

interface ActionFile {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<
    Record<
      string,
      { readonly description: string; readonly required?: boolean; readonly default?: string }
    >
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(textOf('action.yml')) as ActionFile;
const TOKEN = 'vps_test_not_a_real_token';

interface InputContract {
  readonly default: string;
  readonly usedBy: readonly OperationName[];
  /** A value that is allowed, and is not the default. */
  readonly other: string;
}

const ALL = OPERATIONS;

/** Names are fixed: workflows are written against them. `satisfies` makes the compiler say if one is missing. */
const INPUTS = {
  operation: { default: 'create', usedBy: ALL, other: '' },
  api_token: { default: '', usedBy: ALL, other: TOKEN },
  server_id: { default: '', usedBy: ALL, other: '12345' },
  server_name: { default: '', usedBy: ALL, other: 'web-server-01' },
  backup_id: { default: '', usedBy: ['wait', 'restore', 'delete'], other: '501' },
  description: { default: '', usedBy: ['create', 'restore'], other: 'text' },
  wait: { default: 'true', usedBy: ['create', 'restore'], other: 'false' },
  wait_timeout: { default: '60m', usedBy: ['create', 'wait', 'restore'], other: '2h' },
  poll_interval: { default: '10s', usedBy: ['create', 'wait', 'restore'], other: '5s' },
  keep_last: { default: '', usedBy: ['create', 'wait', 'prune'], other: '3' },
  older_than: { default: '', usedBy: ['prune'], other: '14d' },
  scope: { default: '', usedBy: ['create', 'list', 'prune', 'restore', 'check'], other: 'server' },
  backup_type: { default: '', usedBy: ['list', 'check', 'restore'], other: 'manual' },
  match: { default: '', usedBy: ['list', 'prune', 'check', 'restore'], other: 'text' },
  max_age: { default: '', usedBy: ['create', 'restore', 'check'], other: '14d' },
  max_shrink: { default: '50%', usedBy: ['create', 'wait', 'check'], other: '20%' },
  min_backups: { default: '1', usedBy: ['check'], other: '2' },
  safety_backup: { default: 'false', usedBy: ['restore'], other: 'true' },
  reuse_on_rerun: { default: 'false', usedBy: ['create'], other: 'true' },
  dry_run: {
    default: 'false',
    usedBy: ['create', 'wait', 'restore', 'delete', 'prune'],
    other: 'true',
  },
  deploy_environment: { default: '', usedBy: ['create'], other: 'production' },
  github_token: { default: '', usedBy: ['create'], other: 'ghs_test_not_a_real_token' },
  api_url: {
    default: 'https://admin.vps.org/api/v1',
    usedBy: ALL,
    other: 'http://127.0.0.1:8080/api/v1',
  },
} as const satisfies { [name in InputName]: InputContract };

/** Names are fixed. */
const OUTPUTS: readonly string[] = [
  ...['backup_id', 'backup_ids', 'server_id', 'status', 'created_at', 'size_mb', 'expires_at'],
  ...['backup', 'backups', 'count', 'truncated', 'deleted_ids', 'would_delete_ids'],
  ...['safety_backup_id', 'reused', 'duration_seconds', 'slots_used', 'checks'],
];

const names = Object.keys(INPUTS) as InputName[];
const usedBy = (name: InputName): readonly OperationName[] => INPUTS[name].usedBy;
/** What each operation needs, so that nothing but the input in question is in doubt; `restore` in the form that uses the most. */
const NEEDED: { readonly [name in OperationName]: Partial<Record<InputName, string>> } = {
  create: {
    server_id: '12345',
    reuse_on_rerun: 'true',
    deploy_environment: 'production',
    github_token: 'ghs_test_not_a_real_token',
  },
  list: {},
  wait: { backup_id: '501', keep_last: '3' },
  restore: { server_id: '12345', backup_id: 'latest', safety_backup: 'true' },
  delete: { backup_id: '501' },
  prune: { server_id: '12345', keep_last: '3' },
  check: {},
};

function warned(operation: OperationName, given: Partial<Record<InputName, string>>): string[] {
  const inputs: Partial<Record<InputName, string>> = {
    api_token: TOKEN,
    ...NEEDED[operation],
    ...given,
    operation,
  };
  const get = (name: InputName): string => inputs[name] ?? '';
  const { warnings } = parseInputs({ get, run: RUN, redact: (text) => text });
  return warnings.map((warning) => warning.split(' ')[0] ?? '');
}

describe('inputs', () => {
  test('action.yml declares exactly these, in this order, with these defaults', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [
      name,
      input.default ?? '',
    ]);
    expect(declared).toEqual(Object.entries(INPUTS).map(([name, input]) => [name, input.default]));
  });

  test('the parser knows exactly these, with these defaults and operations', () => {
    const known = names.map((name) => [name, INPUT_DEFAULTS[name], [...SPECS[name].usedBy].sort()]);
    const expected = names.map((name) => [name, INPUTS[name].default, [...usedBy(name)].sort()]);
    expect(known).toEqual(expected);
    expect(Object.keys(SPECS)).toEqual(names);
  });

  test('only the token is required', () => {
    const required = Object.entries(action.inputs).filter(([, input]) => input.required);
    expect(required.map(([name]) => name)).toEqual(['api_token']);
  });

  const pairs = OPERATIONS.flatMap((operation) =>
    names.filter((name) => name !== 'operation').map((name) => ({ operation, name })),
  );
  test.each(pairs)(
    '$operation, $name: a value that is not used is warned of, and no other',
    ({ operation, name }) => {
      const value = NEEDED[operation][name] ?? INPUTS[name].other;
      const isUsed = usedBy(name).includes(operation);
      expect(warned(operation, { [name]: value })).toEqual(isUsed ? [] : [name]);
    },
  );
});

describe('docs/reference.md', () => {
  const rows = tableIn('docs/reference.md', 'inputs');

  test('has a row for each input, in this order', () => {
    expect(rows.map(([name]) => name)).toEqual(names.map((name) => `\`${name}\``));
  });

  test.each(rows)(
    '%s has its default and its operations',
    (...[cell = '', given = '', used = '']) => {
      const name = cell.replaceAll('`', '') as InputName;
      const defaults = Object.values(SPECS[name].defaults ?? {});
      for (const value of [INPUTS[name].default, ...defaults]) expect(given).toContain(value);
      const expected = usedBy(name).length === ALL.length ? ['all'] : [...usedBy(name)];
      expect(used.split(', ').sort()).toEqual(expected.sort());
    },
  );

  test('shows no default where there is none', () => {
    const shown = rows.filter(([, given]) => given !== '').map(([name]) => name);
    const given = names.filter((name) => INPUTS[name].default !== '' || SPECS[name].defaults);
    const expected = [...given, 'api_token', 'description']; // "required", "from the run"
    expect(shown.sort()).toEqual(expected.map((name) => `\`${name}\``).sort());
  });

  test('has a row for each output, in this order', () => {
    const cells = tableIn('docs/reference.md', 'outputs').map(([name = '']) => name);
    expect(cells.flatMap((cell) => cell.replaceAll('`', '').split(', '))).toEqual(OUTPUTS);
  });
});

describe('outputs', () => {
  test('action.yml declares exactly these', () => {
    expect(Object.keys(action.outputs)).toEqual(OUTPUTS);
    expect([...OUTPUT_NAMES]).toEqual(OUTPUTS);
  });

  test('each is written by some operation, and no other', () => {
    const backup = {
      ...{ id: 502, serverId: 12345, serverName: 'web-server-01', type: 'manual' },
      ...{ status: 'completed', sizeMb: 4456, createdAt: '2025-01-16T15:45:00Z' },
      ...{ createdAtMs: Date.parse('2025-01-16T15:45:00Z'), expiresAt: null, description: 'text' },
    };
    const written = OPERATIONS.flatMap((operation) => {
      const report = emptyReport(operation, false);
      if (report.operation === 'list') report.list = { backups: [backup], complete: true };
      if (report.operation === 'check') report.checks = [];
      if (report.operation === 'restore')
        report.safety = { ...observed(backup), waitedMs: 0, key: null, problem: null } as never;
      return Object.keys(toOutputs(report));
    });
    expect([...new Set(written)].sort()).toEqual([...OUTPUTS].sort());
  });
});

describe('the action', () => {
  test('runs on Node 24, from dist', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
    expect(JSON.parse(textOf('dist/package.json'))).toEqual({ type: 'module' });
  });

  test('meets the limits of the Marketplace', () => {
    expect(action.name.length).toBeGreaterThan(0);
    expect(action.description.length).toBeLessThan(125);
    expect(action.branding).toEqual({ icon: 'shield', color: 'blue' });
  });

  test('has one version', () => {
    expect((JSON.parse(textOf('package.json')) as { version: string }).version).toBe(version);
  });
});
