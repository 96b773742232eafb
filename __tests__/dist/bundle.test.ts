/** `dist` holds what it should and nothing else, loads, and brings the notices of all that it bundles. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { ROOT, read } from '../repository/files.js';
import { type Inputs, PATIENCE_MS, stage } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const SCRIPTS = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.js'));
const CODE = SCRIPTS.map((name) => read(`dist/${name}`)).join('\n');
/** Of ES modules; ncc leaves of a CommonJS one only a number. */
const MODULES = [...CODE.matchAll(/(?:CONCATENATED|EXTERNAL) MODULE: (\S+)/g)].map(
  ([, module = '']) => module,
);
const COMMON_JS = ['tunnel'];
const STUBS = Object.entries(
  (JSON.parse(read('tsconfig.json')) as Tsconfig).compilerOptions.paths,
).map(([name, [file = '']]) => ({ name, file }));

interface Tsconfig {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> };
}

function packageOf(module: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
}

const PACKAGES = [
  ...new Set([...MODULES.map(packageOf).filter((name) => name !== undefined), ...COMMON_JS]),
];

describe('the bundle', () => {
  test.each(['undici', '@actions/exec', '@actions/io'])('has no %s', (name) => {
    expect(PACKAGES).not.toContain(name);
  });

  test('starts no process', () => {
    expect(CODE).not.toMatch(/["'](node:)?child_process["']/);
  });

  test('runs: without inputs, it says what is missing', () => {
    const { SystemRoot, PATH } = process.env;
    const env = { PATH, ...(SystemRoot === undefined ? {} : { SystemRoot }) };
    const main = join(ROOT, 'dist', 'index.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^::error::.*api_token/m);
  });

  const chunks = SCRIPTS.filter((name) => name !== 'index.js');
  test('has chunks that load', () => {
    for (const name of chunks) {
      const code = `await import(${JSON.stringify(pathToFileURL(join(ROOT, 'dist', name)).href)})`;
      const args = ['--input-type=module', '--eval', code];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' });
    }
  });
});

/** What a module takes from another: the names in braces, and the members of a namespace that it uses. */
function importsOf(code: string, from: string): string[] {
  const statement = new RegExp(`^import ([^;'"]+?) from ['"]${from}['"]`, 'gm');
  return [...code.matchAll(statement)].flatMap(([, clause = '']) => {
    const namespace = /\* as (\w+)/.exec(clause)?.[1];
    if (namespace !== undefined)
      return [...code.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, 'g'))].map(
        (use) => use[1] ?? '',
      );
    return (/\{(.*)\}/s.exec(clause)?.[1] ?? 'default')
      .split(',')
      .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
      .filter((name) => name !== '');
  });
}

// ncc builds without an error when a stub lacks what is imported from it, and the bundle breaks when it runs.
describe.each(STUBS)('the stub of $name', ({ name, file }) => {
  const importers = ['core', 'github', 'http-client'].flatMap((one) =>
    sourcesIn(`node_modules/@actions/${one}/lib`),
  );
  const imported = [...new Set(importers.flatMap((path) => importsOf(read(path), name)))];

  test('exports all that is imported from it', async () => {
    expect(imported.length).toBeGreaterThan(0);
    const stub = (await import(pathToFileURL(join(ROOT, file)).href)) as object;
    expect(Object.keys(stub)).toEqual(expect.arrayContaining(imported));
  });
});

test.each([
  ["import { A, B as C } from 'undici';", ['A', 'B']],
  ["import * as u from 'undici';\nnew u.ProxyAgent();", ['ProxyAgent']],
  ["import undici from 'undici';", ['default']],
  ['import http from \'node:http\';\nimport {\n  A,\n} from "undici";', ['A']],
])('%j imports %j', (code, names) => expect(importsOf(code, 'undici')).toEqual(names));

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => MODULES.includes(`./${path}`) || path.endsWith('core/lib/platform.js'));
}

describe('licenses.txt', () => {
  const notices = readFileSync(join(ROOT, 'dist', 'licenses.txt'), 'utf8').replaceAll('\r\n', '\n');

  test.each(PACKAGES)('has the notice of %s', (name) => {
    const [, notice = ''] = notices.split(new RegExp(`^${name}\n`, 'm'));
    expect(notice).toMatch(/^(MIT|ISC|BSD-\d-Clause|0BSD|Apache-2\.0)\n/);
    expect(notice).toContain('copyright notice');
  });
});

describe('the chunk that reads deployments of GitHub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chunk-'));
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of SCRIPTS) if (name !== 'index.js') rmSync(join(folder, 'dist', name));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const OPERATIONS: readonly Inputs[] = [
    { keep_last: '1' },
    { operation: 'list' },
    { operation: 'wait', backup_id: '501' },
    { operation: 'restore', backup_id: '501' },
    { operation: 'delete', backup_id: '501' },
    { operation: 'prune', keep_last: '1' },
    { operation: 'check', max_age: '3650d' },
  ];

  test.concurrent.each(OPERATIONS)('is not needed by %j', (inputs) =>
    stage({ backupDurationMs: 0, backups: [{ id: 501 }] }, async ({ step }) => {
      expect(await step(inputs, { root: folder })).toMatchObject({ exitCode: 0 });
    })(),
  );

  test.concurrent('is needed with deploy_environment', () =>
    stage({ backupDurationMs: 0 }, async ({ step, sent }) => {
      const inputs = { deploy_environment: 'production', github_token: 'not_a_real_token' };
      const result = await step(inputs, { root: folder });
      expect(result.exitCode).toBe(1);
      expect(sent('POST')).toEqual([]);
    })());
});
