import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../../src/errors.js';
import type { InputName } from '../../src/inputs/action-metadata.js';
import { type ParsedInputs, parseInputs } from '../../src/inputs/parse.js';
import { runs } from '../support/fixtures.js';

type Given = Partial<Record<InputName, string>>;
const TOKEN = 'vps_test_not_a_real_token';

/** Reads what a step gives; an input that it leaves out is empty, as the runner would pass it were there no default in action.yml. */
function read(given: Given): ParsedInputs {
  return parseInputs((name) => ({ api_token: TOKEN, ...given })[name] ?? '', true);
}

function faults(given: Given): readonly string[] {
  try {
    read(given);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe('faults', () => {
  test.each<[string, Given, RegExp]>([
    [
      'operation',
      { operation: 'backup' },
      /^operation: "backup" is not allowed\. Allowed: one of create, list, wait, restore, delete, prune\.$/,
    ],
    ['server_id', { server_id: '12x' }, /^server_id: "12x" .*positive integers/],
    [
      'backup_id',
      { operation: 'wait', backup_id: 'newest' },
      /^backup_id: "newest" .*positive integers.*restore takes one, or the word latest/,
    ],
    ['wait', { wait: 'yes' }, /^wait: "yes" .*true or false/],
    ['wait_timeout', { wait_timeout: '25h' }, /^wait_timeout: "25h" .*1s to 24h/],
    ['poll_interval', { poll_interval: '301s' }, /^poll_interval: "301s" .*1s to 5m/],
    ['poll_interval in days', { poll_interval: '1d' }, /^poll_interval: "1d" .*1s to 5m/],
    ['keep_last', { keep_last: '11' }, /^keep_last: "11" .*a whole number from 1 to 10/],
    ['keep_last zero', { keep_last: '0' }, /^keep_last: "0" /],
    ['older_than', { older_than: '5' }, /^older_than: "5" .*1h to 3650d/],
    ['older_than in minutes', { older_than: '90m' }, /^older_than: "90m" .*1h to 3650d/],
    ['scope', { scope: 'all' }, /^scope: "all" .*one of repository, server/],
    ['backup_type', { backup_type: 'auto' }, /^backup_type: "auto" .*one of manual, automatic/],
    ['max_age', { max_age: '0d' }, /^max_age: "0d" .*1h to 3650d/],
    ['safety_backup', { safety_backup: '1' }, /^safety_backup: "1" .*true or false/],
    ['reuse_on_rerun', { reuse_on_rerun: 'on' }, /^reuse_on_rerun: "on" .*true or false/],
    ['dry_run', { dry_run: 'no' }, /^dry_run: "no" .*true or false/],
    [
      'api_url',
      { api_url: 'http://admin.vps.org' },
      /^api_url: "http:\/\/admin\.vps\.org" .*https/,
    ],
  ])('%s is told with its value and what is allowed', (_, given, message) => {
    expect(faults({ server_id: '1', ...given })).toEqual([expect.stringMatching(message)]);
  });

  test('every value is checked, whichever operation is asked for', () => {
    expect(
      faults({ operation: 'list', wait_timeout: '5', keep_last: 'all', safety_backup: 'maybe' }),
    ).toHaveLength(3);
  });

  test('all of them at once, in one message', () => {
    const given: Given = {
      operation: 'restore',
      wait: 'no',
      wait_timeout: '1',
      dry_run: '0',
      keep_last: '11',
    };
    const all = faults(given);
    expect(all.map((fault) => fault.split(':')[0])).toEqual([
      'wait',
      'wait_timeout',
      'keep_last',
      'dry_run',
      'server_id',
      'backup_id',
    ]);
    expect(() => read(given)).toThrow(
      `The inputs are not valid; no request was sent.\n${all.map((fault) => `- ${fault}`).join('\n')}`,
    );
  });

  test('a missing token is told, and a bad one never shown', () => {
    expect(faults({ server_id: '1', api_token: '' })).toEqual([
      expect.stringContaining('api_token: is missing'),
    ]);
    const [fault, ...more] = faults({ server_id: '1', api_token: 'vps_test not_a_real_token' });
    expect(more).toEqual([]);
    expect(fault).toMatch(/^api_token: its value \(not shown\) is not allowed/);
    expect(fault).not.toContain('vps_test');
  });

  test('credentials in api_url are not shown', () => {
    const [fault] = faults({ server_id: '1', api_url: 'https://me:hidden@admin.vps.org/' });
    expect(fault).not.toContain('hidden');
    expect(fault).toContain('admin.vps.org');
  });

  test('credentials in api_url are not shown, even with signs in them that a URL would have escaped', () => {
    const [fault] = faults({ server_id: '1', api_url: 'https://me:hid@den@admin.vps.org/' });
    expect(fault).not.toContain('den@');
  });

  test.each([
    'https:me:hidden@admin.vps.org/',
    'https:/me:hidden@admin.vps.org/',
    'https:\\\\me:hidden@admin.vps.org/',
    'https:\\me:hidden@admin.vps.org/',
    'HTTP:me:hidden@admin.vps.org/',
    'me:hidden@admin.vps.org/',
    'https://me:hid@den@admin.vps.org/',
    'https://me:hid/den@admin.vps.org/',
  ])('nor are they where the slashes are others than two: %s', (api_url) => {
    const [fault] = faults({ server_id: '1', api_url });
    expect(fault).toMatch(/^api_url: "(https?:[\\/]*)?\*\*\*@admin\.vps\.org\/" is not allowed/i);
  });

  test('a value of great length is quoted in part', () => {
    const long = 'x'.repeat(101);
    expect(faults({ server_id: long })).toEqual([expect.stringContaining(`"${'x'.repeat(100)}…"`)]);
    expect(faults({ server_id: 'x'.repeat(100) })).toEqual([
      expect.stringContaining(`"${'x'.repeat(100)}"`),
    ]);
  });

  test('a value is quoted on one line, with the spaces that it has', () => {
    expect(faults({ server_id: '1', wait: 'y\n- es' })).toEqual([
      expect.stringMatching(/^wait: "y - es" is not allowed/),
    ]);
    expect(faults({ server_id: '1', match: ' \t ' })).toEqual([
      expect.stringMatching(/^match: " {3}" is not allowed/),
    ]);
  });

  test.each(['match', 'server_name'] as const)(
    '%s of white space alone is told; an empty one is not given',
    (name) => {
      for (const text of [' ', '\n', ' \r\n', '\t', '\u00a0', '\u200b', ' \ufeff ']) {
        expect(faults({ server_id: '1', [name]: text })).toEqual([
          expect.stringMatching(
            new RegExp(
              `^${name}: "\\s*" is not allowed\\. Allowed: text with at least one visible character\\.$`,
            ),
          ),
        ]);
      }
      expect(faults({ server_id: '1', [name]: '' })).toEqual([]);
    },
  );

  test.each(['12345,', '12345,,222', ',1', '1, ,2', '1,\n,2', ',', '1 2,'])(
    'ids with an empty place at a comma, as an empty expression leaves one: %j',
    (text) => {
      expect(faults({ server_id: text })).toEqual([
        expect.stringMatching(/^server_id: ".*" is not allowed.*no place may be empty/),
      ]);
      expect(faults({ operation: 'wait', backup_id: text })).toEqual([
        expect.stringMatching(/^backup_id: ".*no place may be empty/),
      ]);
    },
  );

  test('any value of any input comes to inputs or to InputError', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('true', '5', '1h', '7d', 'latest', 'server', 'prune', 'restore', '[1,2]'),
    );
    const names: InputName[] = [
      'operation',
      'server_id',
      'backup_id',
      'wait',
      'wait_timeout',
      'keep_last',
      'older_than',
      'scope',
      'max_age',
      'api_url',
      'match',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text), (given) => {
        for (const fault of faults(given)) expect(fault).toMatch(/(Allowed|Needed|needs|asks for)/);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('a token that stands in another input by mistake', () => {
  const LONG = `vps_test_${'not0a0real0token'.repeat(12)}`;
  const others: InputName[] = [
    'operation',
    'server_id',
    'backup_id',
    'wait',
    'wait_timeout',
    'keep_last',
    'older_than',
    'scope',
  ];
  const more: InputName[] = [
    'backup_type',
    'max_age',
    'safety_backup',
    'reuse_on_rerun',
    'dry_run',
    'api_url',
  ];

  test.each([...others, ...more])('is not told in part: %s', (name) => {
    for (const text of [
      LONG,
      `${'x'.repeat(90)}${LONG}`,
      `https://${LONG}@vps.org`,
      `${LONG} ${LONG}`,
    ]) {
      const told = faults({ api_token: LONG, server_id: '1', [name]: text }).join();
      expect(told).toContain(`${name}: "`);
      expect(told).toContain('***');
      expect(told).not.toMatch(/vps_te|not0a0/);
    }
  });

  test('of which a part would stand before an @ of a URL', () => {
    const told = faults({
      api_token: `me@${LONG}`,
      server_id: '1',
      api_url: `http://me@${LONG}/`,
    }).join();
    expect(told).toContain('api_url: "http://***/"');
  });

  test('a bad token is no exception', () => {
    const told = faults({ api_token: `${LONG} x`, server_id: `${LONG} x` }).join();
    expect(told).toContain('server_id: "***" is not allowed');
  });

  test.each(['description', 'server_name'] as const)(
    'is taken out of %s, which is cut where it is sent or printed',
    (name) => {
      const inputs = JSON.stringify(
        read({ api_token: LONG, server_id: '1', [name]: `with ${LONG}` }).inputs,
      );
      expect(inputs).toContain('"with ***"');
    },
  );
});
