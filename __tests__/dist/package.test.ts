/** What is published together agrees; and the stand-in for the runner reads what the runner would. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, jest, test } from '@jest/globals';
import { parseCommand, parseFileCommands } from '../../scripts/run-action.js';
import { OUTPUT_NAMES } from '../../src/inputs/action-metadata.js';
import { brokenRows, type Inputs, PATIENCE_MS, stage } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const text = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
const manifest = JSON.parse(text('package.json')) as { version: string; type: string };

describe('the package', () => {
  test('each request says who asks', () =>
    stage({}, async ({ sim, step }) => {
      await step({ wait: 'false' });
      for (const { headers } of sim.requests) {
        expect(headers['user-agent']).toMatch(
          new RegExp(`vps-backup-action/${manifest.version.replaceAll('.', '\\.')}\\b`),
        );
        expect(headers['content-type']).toBe('application/json');
      }
    })());

  test('each output is written by some operation', async () => {
    const written = new Set<string>();
    const steps: Inputs[] = [
      { wait: 'false' },
      { operation: 'list' },
      { operation: 'restore', backup_id: '501', safety_backup: 'true', wait: 'false' },
      { operation: 'check' },
    ];
    await stage({ backups: [{ id: 501 }], backupDurationMs: 0 }, async ({ step }) => {
      for (const inputs of steps)
        for (const name of Object.keys((await step(inputs)).outputs)) written.add(name);
    })();
    expect([...written].sort()).toEqual([...OUTPUT_NAMES].sort());
  });
});

describe('the stand-in for the runner', () => {
  test.each([
    ['::error::text', 'error', 'text'],
    [' \t::WARNING file=a:b,line=1::text::more', 'warning', 'text::more'],
    ['x ##[set-env name=A;]text', 'set-env', 'text'],
    ['::debug::a%0Ab%25', 'debug', 'a\nb%'],
  ])('runs %j', (line, name, data) => expect(parseCommand(line)).toEqual([{ name, data }]));

  test.each([
    'x ::error::text',
    ': :error::text',
    '::unknown::text',
    '# #[error]text',
    '::error:text',
    '##[error text',
  ])('does not run %j', (line) => expect(parseCommand(line)).toEqual([]));

  test('reads outputs, the last of a name, and refuses a broken file', () => {
    expect(parseFileCommands('a<<E\n1\nb=2\nE\nc=3\na<<F\n\nF\n')).toEqual({ a: '', c: '3' });
    expect(() => parseFileCommands('a<<E\n1\n')).toThrow('no end');
    expect(() => parseFileCommands('only text\n')).toThrow('neither');
  });

  test('sees a row that breaks its table', () => {
    expect(brokenRows('| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c |\n| --- |\n')).toEqual([]);
    expect(brokenRows('| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n')).toEqual(['| 1 | 2 | 3 |']);
    expect(brokenRows('| a |\n| --- |\n| 1\n')).toEqual(['| 1']);
  });
});
