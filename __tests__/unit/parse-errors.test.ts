/** Values that are not allowed: each is named with what is allowed, all at once. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { runs } from '../support/fixtures.js';
import { type Given, parse, problems } from './parse-harness.js';

describe('a value that is not allowed', () => {
  test.each<[string, Given, RegExp]>([
    [
      'operation',
      { operation: 'backup' },
      /^operation: "backup" is not allowed\. Allowed: one of create, list, wait, restore, delete, prune, check\.$/,
    ],
    [
      'server_id',
      { server_id: '12,' },
      /^server_id: "12," is not allowed\. Allowed: positive integers.*empty entries are rejected\.$/,
    ],
    [
      'server_id as a name',
      { server_id: 'web-1' },
      /^server_id: "web-1" .*For a server's name use server_name\.$/,
    ],
    [
      'backup_id',
      { operation: 'wait', backup_id: 'newest' },
      /^backup_id: "newest" .*restore takes one, or the word latest or last_good\.$/,
    ],
    ['wait', { wait: 'yes' }, /^wait: "yes" .*true or false\.$/],
    ['wait_timeout', { wait_timeout: '25h' }, /^wait_timeout: "25h" .*1s to 24h/],
    ['poll_interval', { poll_interval: '301s' }, /^poll_interval: "301s" .*1s to 5m/],
    ['keep_last', { keep_last: '11' }, /^keep_last: "11" .*a whole number from 1 to 10\.$/],
    ['older_than', { older_than: '90m' }, /^older_than: "90m" .*1h to 3650d/],
    ['scope', { scope: 'all' }, /^scope: "all" .*one of repository, server\.$/],
    ['backup_type', { backup_type: 'auto' }, /^backup_type: "auto" .*one of manual, automatic\.$/],
    ['max_age', { max_age: '0d' }, /^max_age: "0d" .*1h to 3650d/],
    ['max_shrink', { max_shrink: '50' }, /^max_shrink: "50" .*0% to 100%, such as 50%\.$/],
    [
      'min_backups',
      { min_backups: '101' },
      /^min_backups: "101" .*a whole number from 1 to 100\.$/,
    ],
    ['safety_backup', { safety_backup: '1' }, /^safety_backup: "1" .*true or false\.$/],
    ['reuse_on_rerun', { reuse_on_rerun: 'on' }, /^reuse_on_rerun: "on" .*true or false\.$/],
    ['dry_run', { dry_run: 'no' }, /^dry_run: "no" .*true or false\.$/],
    [
      'api_url',
      { api_url: 'http://admin.vps.org' },
      /^api_url: "http:\/\/admin\.vps\.org" .*https/,
    ],
  ])('%s', (_, given, message) => {
    expect(problems({ server_id: '1', ...given })).toEqual([expect.stringMatching(message)]);
  });

  test('is a problem whether the operation uses it or not', () => {
    const given = {
      operation: 'list',
      wait_timeout: '5',
      keep_last: 'all',
      safety_backup: 'maybe',
    };
    expect(problems(given)).toHaveLength(3);
  });

  test('is reported with all others in one message', () => {
    const given: Given = { operation: 'restore', wait: 'no', wait_timeout: '1', dry_run: '0' };
    const all = problems(given);
    expect(all.map((one) => one.split(':')[0])).toEqual([
      ...['wait', 'wait_timeout', 'dry_run', 'backup_id', 'server_id'],
    ]);
    const lines = all.map((one) => `- ${one}`).join('\n');
    expect(() => parse(given)).toThrow(`The inputs are not valid; no request was sent.\n${lines}`);
  });

  test('is quoted on one line, up to 100 characters', () => {
    expect(problems({ server_id: '1', wait: 'y\n- es' })).toEqual([
      expect.stringMatching(/^wait: "y - es" is not allowed/),
    ]);
    expect(problems({ server_id: '1', wait: 'x'.repeat(101) })).toEqual([
      expect.stringContaining(`"${'x'.repeat(100)}…"`),
    ]);
  });

  test.each(['match', 'server_name'] as const)(
    '%s of white space alone is one; an empty one is not given',
    (name) => {
      for (const text of [' ', '\n', ' \r\n', '\t', '\u00a0', '\u200b', ' \ufeff ']) {
        expect(problems({ server_id: '1', [name]: text })).toEqual([
          expect.stringMatching(new RegExp(`^${name}: "\\s*" is not allowed`)),
        ]);
      }
      expect(problems({ server_id: '1', [name]: '' })).toEqual([]);
    },
  );

  test('any value of any input comes to inputs or to an InputError', () => {
    const names: InputName[] = [
      ...(['operation', 'server_id', 'server_name', 'backup_id', 'wait', 'wait_timeout'] as const),
      ...(['keep_last', 'older_than', 'scope', 'max_age', 'max_shrink', 'api_url'] as const),
      ...(['match', 'min_backups', 'deploy_environment', 'github_token'] as const),
    ];
    const words = ['true', '5', '1h', '7d', 'latest', 'server', 'prune', 'restore', '[1,2]', '50%'];
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(...words),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text), (given) => {
        for (const one of problems(given)) expect(one).toMatch(/(Allowed|Needed|needs)/);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('secrets', () => {
  const LONG = `vps_test_${'not0a0real0token'.repeat(12)}`;

  test.each(['api_token', 'github_token'] as const)('%s is never shown', (name) => {
    const given: Given = {
      server_id: '1',
      deploy_environment: 'p',
      github_token: 'ghs_not_a_token',
    };
    const all = problems({ ...given, [name]: 'two words of_a_token' });
    expect(all).toEqual([expect.stringMatching(new RegExp(`^${name}: its value \\(not shown\\)`))]);
    expect(all.join()).not.toContain('of_a_token');
  });

  test.each([
    'https://me:hidden@admin.vps.org/',
    'https:me:hidden@admin.vps.org/',
    'https:/me:hidden@admin.vps.org/',
    'https:\\\\me:hidden@admin.vps.org/',
    'HTTP:me:hidden@admin.vps.org/',
    'me:hidden@admin.vps.org/',
    'https://me:hid@den@admin.vps.org/',
    'https://me:hid/den@admin.vps.org/',
  ])('user and password in api_url are not shown: %s', (api_url) => {
    expect(problems({ server_id: '1', api_url })).toEqual([
      expect.stringMatching(/^api_url: "(https?:[\\/]*)?\*\*\*@admin\.vps\.org\/" is not allowed/i),
    ]);
  });

  const OTHERS: InputName[] = [
    ...(['operation', 'server_id', 'backup_id', 'wait', 'wait_timeout', 'keep_last'] as const),
    ...(['older_than', 'scope', 'backup_type', 'max_age', 'max_shrink', 'min_backups'] as const),
    ...(['safety_backup', 'reuse_on_rerun', 'dry_run', 'api_url'] as const),
  ];
  test.each(OTHERS)('a token that stands in %s is not shown, not even in part', (name) => {
    for (const text of [
      LONG,
      `${'x'.repeat(90)}${LONG}`,
      `https://${LONG}@vps.org`,
      `${LONG} ${LONG}`,
    ]) {
      const all = problems({ api_token: LONG, server_id: '1', [name]: text }).join();
      expect(all).toContain(`${name}: "`);
      expect(all).toContain('***');
      expect(all).not.toMatch(/vps_te|not0a0/);
    }
  });

  test('a token that is not allowed is redacted too', () => {
    const all = problems({ api_token: `${LONG} x`, server_id: `${LONG} x` }).join();
    expect(all).toContain('server_id: "***" is not allowed');
  });

  test.each(['description', 'server_name', 'match'] as const)(
    'a token in %s, which is shortened later, is redacted first',
    (name) => {
      const operation = name === 'match' ? 'list' : 'create';
      const given = { operation, api_token: LONG, server_id: '1', [name]: `with ${LONG}` };
      expect(JSON.stringify(parse(given).inputs)).toContain('"with ***"');
    },
  );
});
