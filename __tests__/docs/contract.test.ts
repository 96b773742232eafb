/** The public contract in one place: action.yml, the reader, the writer of outputs, the README and the types say the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  INPUT_DEFAULTS,
  type InputName,
  OUTPUT_NAMES,
  type OutputName,
} from '../../src/inputs/action-metadata.js';
import { parseInputs } from '../../src/inputs/parse.js';
import { OPERATIONS, type OperationName } from '../../src/inputs/types.js';
import { toOutputs } from '../../src/report/outputs.js';
import { Recorder, reportOf } from '../../src/report/report.js';
import { version } from '../../src/version.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

interface ActionFile {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<
    Record<
      string,
      { readonly description: string; readonly required?: boolean; readonly default?: unknown }
    >
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(read('action.yml')) as ActionFile;

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
  api_token: { default: '', usedBy: ALL, other: 'vps_test_not_a_real_token' },
  server_id: { default: '', usedBy: ALL, other: '12345' },
  server_name: { default: '', usedBy: ALL, other: 'web-server-01' },
  backup_id: { default: '', usedBy: ['wait', 'restore', 'delete'], other: '501' },
  description: { default: '', usedBy: ['create', 'restore'], other: 'text' },
  wait: { default: 'true', usedBy: ['create', 'restore'], other: 'false' },
  wait_timeout: { default: '60m', usedBy: ['create', 'wait', 'restore'], other: '2h' },
  poll_interval: { default: '10s', usedBy: ['create', 'wait', 'restore'], other: '5s' },
  keep_last: { default: '', usedBy: ['create', 'wait', 'prune'], other: '3' },
  older_than: { default: '', usedBy: ['prune'], other: '14d' },
  scope: { default: '', usedBy: ['create', 'list', 'prune', 'restore'], other: 'server' },
  backup_type: { default: '', usedBy: ['list', 'restore'], other: 'manual' },
  match: { default: '', usedBy: ['list', 'prune', 'restore'], other: 'text' },
  max_age: { default: '7d', usedBy: ['create', 'restore'], other: '14d' },
  safety_backup: { default: 'false', usedBy: ['restore'], other: 'true' },
  reuse_on_rerun: { default: 'false', usedBy: ['create'], other: 'true' },
  dry_run: { default: 'false', usedBy: ['create', 'restore', 'delete', 'prune'], other: 'true' },
  api_url: {
    default: 'https://admin.vps.org/api/v1',
    usedBy: ALL,
    other: 'http://127.0.0.1:8080/api/v1',
  },
} as const satisfies { [name in InputName]: InputContract };

const OUTPUTS = {
  backup_id: true,
  backup_ids: true,
  server_id: true,
  status: true,
  created_at: true,
  size_mb: true,
  expires_at: true,
  backup: true,
  backups: true,
  count: true,
  truncated: true,
  deleted_ids: true,
  would_delete_ids: true,
  safety_backup_id: true,
  reused: true,
  duration_seconds: true,
} satisfies { [name in OutputName]: true };

const names = Object.keys(INPUTS) as InputName[];

/** What each operation needs, so that nothing but the input in question is in doubt; `restore` in the form that uses the most. */
const NEEDED: { readonly [name in OperationName]: Partial<Record<InputName, string>> } = {
  create: { server_id: '12345', reuse_on_rerun: 'true' },
  list: {},
  wait: { backup_id: '501' },
  restore: { server_id: '12345', backup_id: 'latest', safety_backup: 'true' },
  delete: { backup_id: '501' },
  prune: { server_id: '12345', keep_last: '3' },
};

function reading(operation: OperationName, given: Partial<Record<InputName, string>>) {
  const inputs: Partial<Record<InputName, string>> = {
    api_token: 'vps_test_not_a_real_token',
    ...NEEDED[operation],
    ...given,
    operation,
  };
  return parseInputs((name) => inputs[name] ?? '', true);
}

describe('inputs', () => {
  test('action.yml declares exactly these, in this order, with these defaults', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [
      name,
      input.default ?? '',
    ]);
    expect(declared).toEqual(Object.entries(INPUTS).map(([name, input]) => [name, input.default]));
  });

  test('the reader knows exactly these, with these defaults', () => {
    expect(INPUT_DEFAULTS).toEqual(
      Object.fromEntries(Object.entries(INPUTS).map(([name, input]) => [name, input.default])),
    );
  });

  test('the reader asks for each of them', () => {
    const asked = new Set<string>();
    parseInputs((name) => {
      asked.add(name);
      return { api_token: 'vps_test_not_a_real_token', server_id: '1' }[name as string] ?? '';
    }, true);
    expect([...asked].sort()).toEqual([...names].sort());
  });

  test('only the token is required', () => {
    const required = Object.entries(action.inputs).filter(([, input]) => input.required);
    expect(required.map(([name]) => name)).toEqual(['api_token']);
  });

  test('an empty text means the default', () => {
    const given = Object.fromEntries(names.map((name) => [name, INPUT_DEFAULTS[name]]));
    expect(reading('create', {})).toEqual(
      reading('create', { ...given, api_token: 'vps_test_not_a_real_token', ...NEEDED.create }),
    );
  });

  const pairs = OPERATIONS.flatMap((operation) =>
    names.filter((name) => name !== 'operation').map((name) => ({ operation, name })),
  );
  test.each(pairs)(
    '$operation, $name: a value that is not used is warned of, and no other',
    ({ operation, name }) => {
      const { usedBy, other }: InputContract = INPUTS[name];
      const warned = reading(operation, { [name]: NEEDED[operation][name] ?? other }).warnings.map(
        (warning) => warning.split(' ')[0],
      );
      expect(warned).toEqual(usedBy.includes(operation) ? [] : [name]);
    },
  );

  test('each has its place in the README, with its default', () => {
    const block =
      /<!-- inputs: .*? -->\n```yaml\n([\s\S]*?)\n```/.exec(
        read('README.md').replaceAll('\r\n', '\n'),
      )?.[1] ?? '';
    const [step] = parse(block) as [{ with: Record<string, unknown> }];
    expect(Object.keys(step.with)).toEqual(names);
    for (const name of names) {
      const expected = INPUTS[name].default;
      if (expected !== '') expect(String(step.with[name])).toBe(expected);
    }
  });

  test('the README says which operations use each', () => {
    const lines = read('README.md').match(/^ {4}# .*used by .*\.$/gim) ?? [];
    const expected = names.map((name) =>
      INPUTS[name].usedBy === ALL ? 'all operations' : [...INPUTS[name].usedBy].sort().join(', '),
    );
    const said = lines.map((line) => /used by (.*)\.$/i.exec(line)?.[1] ?? '');
    expect(said.map((one) => one.split(', ').sort().join(', '))).toEqual(expected);
  });
});

describe('outputs', () => {
  const declared = Object.keys(OUTPUTS);

  test('action.yml declares exactly these', () => {
    expect(Object.keys(action.outputs)).toEqual(declared);
    expect([...OUTPUT_NAMES]).toEqual(declared);
  });

  test('the README has a row for each, and no other', () => {
    const table =
      /<!-- outputs: .*? -->\n([\s\S]*?)\n<!-- end/.exec(
        read('README.md').replaceAll('\r\n', '\n'),
      )?.[1] ?? '';
    expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map((row) => row[1])).toEqual(declared);
  });

  test('the writer writes each of them, taken over all operations, and no other', () => {
    const written = OPERATIONS.flatMap((operation) => {
      const journal = new Recorder(operation, () => {});
      const safety = operation === 'restore' ? { safety: reportOf(someBackup) } : {};
      journal.update({
        backups: [reportOf(someBackup)],
        listLoaded: operation === 'list',
        ...safety,
      });
      return Object.keys(toOutputs(journal.report));
    });
    expect([...new Set(written)].sort()).toEqual([...declared].sort());
  });

  const someBackup = {
    id: 502,
    serverId: 12345,
    serverName: 'web-server-01',
    type: 'manual',
    status: 'completed',
    sizeMb: 4456,
    createdAt: '2025-01-16T15:45:00Z',
    createdAtMs: Date.parse('2025-01-16T15:45:00Z'),
    expiresAt: null,
    description: 'text',
  };
});

describe('the action', () => {
  test('runs on Node 24, from dist', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });

  test('meets the limits of the Marketplace', () => {
    expect(action.name.length).toBeGreaterThan(0);
    expect(action.description.length).toBeLessThan(125);
    expect(action.branding).toEqual({ icon: 'shield', color: 'blue' });
  });

  test('has one version', () => {
    expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(version);
  });
});
