/** Writing outputs: what changed, never an exception, and what could not be written. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OutputWriter } from '../../src/report/output-writer.js';

let folder: string;
let file: string;
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  file = join(folder, 'output');
  writeFileSync(file, '');
  before = process.env.GITHUB_OUTPUT;
  process.env.GITHUB_OUTPUT = file;
});
afterEach(() => {
  if (before === undefined) delete process.env.GITHUB_OUTPUT;
  else process.env.GITHUB_OUTPUT = before;
  rmSync(folder, { recursive: true, force: true });
});

const create = (): OutputWriter =>
  new OutputWriter((text) => text.replaceAll('secret', '***'), process.env);

/** The outputs as the runner reads them: the last one of a name counts. */
function written(): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  const matches = text.matchAll(/^(\w+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2$/gm);
  return Object.fromEntries([...matches].map(([, name, , value]) => [name, value]));
}

describe('OutputWriter', () => {
  test('writes what changed, redacted', () => {
    const writer = create();
    writer.write({ status: 'unknown', backup: 'a secret' });
    const first = readFileSync(file, 'utf8');
    writer.write({ status: 'unknown', backup: 'a secret' });
    expect(readFileSync(file, 'utf8')).toBe(first);
    writer.write({ status: 'completed', backup: 'a secret' });
    expect(written()).toEqual({ status: 'completed', backup: 'a ***' });
    expect(writer.failure).toBeNull();
  });

  test('an empty output that was set before is written', () => {
    const writer = create();
    writer.write({ status: 'unknown' });
    writer.write({ status: '' });
    expect(written()).toEqual({ status: '' });
  });

  test.each<[string, () => void]>([
    ['is gone', () => rmSync(file)],
    [
      'has become a folder',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('never throws where the file %s, and says so', (_, breakIt) => {
    const writer = create();
    breakIt();
    writer.write({ status: 'completed' });
    expect(writer.failure).not.toBeNull();
    expect(() => writer.assertWritable()).toThrow(
      /^The outputs can't be written to GITHUB_OUTPUT \(.*\)\. Nothing was changed\. Check the runner's disk, then re-run\.$/s,
    );
  });

  test('notices before anything is written that the file is gone', () => {
    const writer = create();
    rmSync(file);
    expect(() => writer.assertWritable()).toThrow('Nothing was changed.');
  });

  test('writes again what could not be written before', () => {
    const writer = create();
    rmSync(file);
    mkdirSync(file);
    writer.write({ status: 'unknown', backup_id: '502' });
    rmSync(file, { recursive: true });
    appendFileSync(file, '');
    writer.write({ status: 'unknown', backup_id: '502' });
    expect(written()).toEqual({ status: 'unknown', backup_id: '502' });
    expect(writer.failure).toBeNull();
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? test.skip : test)('notices a file that may not be written', () => {
    chmodSync(file, 0o400);
    expect(create().failure).not.toBeNull();
  });

  test('without a file has nothing to check', () => {
    delete process.env.GITHUB_OUTPUT;
    expect(() => create().assertWritable()).not.toThrow();
  });
});
