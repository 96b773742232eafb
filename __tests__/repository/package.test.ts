/** package.json and its lock file. */
import { describe, expect, test } from '@jest/globals';
import { read } from './files.js';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly version: string;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly overrides: Versions;
  readonly keywords: readonly string[];
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Pick<Manifest, 'version'>;
const { dependencies, devDependencies, overrides } = manifest;

describe.each(Object.entries({ dependencies, devDependencies, overrides }))('%s', (_, versions) => {
  test('are sorted', () => expect(Object.keys(versions)).toEqual(Object.keys(versions).sort()));

  test('are exact', () => {
    for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

test('every shipped dependency has its reason in CONTRIBUTING.md', () => {
  const reasons = [...read('CONTRIBUTING.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(
    ([, name]) => name,
  );
  expect(reasons).toEqual(expect.arrayContaining(Object.keys(dependencies)));
});

test('the lock file has the version, and no addresses of downloads', () => {
  expect(lock.version).toBe(manifest.version);
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});
