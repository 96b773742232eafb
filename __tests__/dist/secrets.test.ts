/**
 * The token is in no output: not in the log, not in debug lines, not in annotations, outputs or summary. `stage` and `step` check that of every
 * step in this folder; here the API tries to have it printed.
 */
import { describe, expect, jest, test } from '@jest/globals';
import { type ErrorShape, type FaultRule, on } from '../../simulator/index.js';
import { errorOf, type Inputs, PATIENCE_MS, stage, step, TOKEN } from '../support/step.js';

jest.setTimeout(PATIENCE_MS);

const DEBUG = { env: { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } };
const SHAPES: readonly ErrorShape[] = [
  'detail',
  'message',
  'error',
  'errors',
  'fields',
  'text',
  'html',
];
const ECHO = `You sent Authorization: Bearer ${TOKEN}, that is ${TOKEN}${TOKEN}`;

/** JSON in which each character of the token stands as `\uXXXX`: no search of the raw body finds it. */
const escaped = [...TOKEN]
  .map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  .join('');
/** The token with signs in it that are taken out of every line that is printed. */
const threaded = [...TOKEN].join('\u200b');

test.concurrent('it is masked before anything else is printed', () =>
  stage({}, async ({ step }) => {
    const { log } = await step({ operation: 'list' }, DEBUG);
    expect(log[0]).toBe(`::add-mask::${TOKEN}`);
  })());

test.concurrent('both tokens are masked, and neither is shown, whatever echoes them', () => {
  const github_token = 'ghs_test_not_a_real_token';
  const text = `${TOKEN} and ${github_token}`;
  return stage({ faults: [on.post.any.status(403, 'detail', { text })] }, async ({ sim, step }) => {
    const inputs = { deploy_environment: 'production', github_token, description: text };
    const result = await step(inputs, { env: { ...DEBUG.env, GITHUB_API_URL: sim.url } });
    expect(result.log.slice(0, 2)).toEqual([`::add-mask::${TOKEN}`, `::add-mask::${github_token}`]);
    const shown = [...result.log.slice(2), result.outputFile, result.summary].join('\n');
    expect(shown).not.toContain(github_token);
    expect(errorOf(result)).toContain('403: *** and ***');
    expect(sim.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({
      description: expect.stringMatching(/^\*\*\* and \*\*\* \[gha /),
    });
    sim.unexpected.length = 0; // it stood in for GitHub too
  })();
});

test.concurrent('the token of `Bearer <token>` is masked too', () =>
  stage({}, async ({ sim, step }) => {
    const result = await step({ api_token: `Bearer ${TOKEN}`, match: TOKEN });
    expect(result.log).toContain(`::add-mask::${TOKEN}`);
    expect(errorOf(result)).toContain('leave out "Bearer"');
    const shown = result.log.filter((line) => !line.startsWith('::add-mask::')).join('\n');
    expect(shown + result.summary).not.toContain(TOKEN);
    expect(sim.requests).toEqual([]);
  })());

test.concurrent('debug lines say method, path, status and time, and no header', () =>
  stage({ backupDurationMs: 0 }, async ({ step }) => {
    const { commands, log } = await step({}, DEBUG);
    const debug = commands.filter((one) => one.name === 'debug').map((one) => one.data);
    expect(debug).toHaveLength(3);
    for (const line of debug)
      expect(line).toMatch(/^(GET|POST) \/api\/v1\/\S+ -> 20[01] \(\d+ ms\)$/);
    expect(log.join('\n')).not.toMatch(/authorization|bearer/i);
  })());

describe('an API that echoes it', () => {
  test.concurrent.each(SHAPES)('in an error body: %s', (shape) =>
    stage({ faults: [on.any.status(400, shape, { text: ECHO })] }, async ({ step }) => {
      const result = await step({ operation: 'list' }, DEBUG);
      expect(errorOf(result)).toMatch(/400.*You sent Authorization: Bearer \*\*\*/);
    })(),
  );

  const HIDDEN: readonly [string, FaultRule][] = [
    ['as JSON escapes', on.any.answer(400, `{"detail": "token ${escaped} is bad"}`)],
    [
      'with invisible signs in between',
      on.any.answer(400, JSON.stringify({ detail: `token ${threaded} is bad` })),
    ],
    ['in a field name', on.any.answer(400, JSON.stringify({ [TOKEN]: ['unknown'] }))],
    ['in a 200 that is no list', on.any.answer(200, `<p>${TOKEN}</p>`)],
  ];
  test.concurrent.each(HIDDEN)('%s', (_, fault) =>
    stage({ faults: [fault] }, async ({ step }) => {
      // A poll is a single attempt.
      const result = await step({ operation: 'wait', backup_id: '501', wait_timeout: '1s' }, DEBUG);
      expect(result.exitCode).toBe(1);
      // Nor the start of it, where a long text is cut.
      expect(result.log.slice(1).join('\n')).not.toContain(TOKEN.slice(0, 8));
    })(),
  );

  const OPERATIONS: readonly Inputs[] = [
    { operation: 'list', match: 'token' },
    { operation: 'create', keep_last: '1' },
    { operation: 'wait', backup_id: '501' },
    { operation: 'restore', backup_id: '501', poll_interval: '1s' },
    { operation: 'delete', backup_id: '501' },
    { operation: 'prune', older_than: '1h', scope: 'server' },
  ];
  test.concurrent.each(OPERATIONS)(
    'in names, descriptions, dates and status words: %j',
    (inputs) => {
      const text = {
        description: `token ${TOKEN} ${threaded}`,
        created_at: '2025-01-14T10:30:00Z',
      };
      const backups = [
        { id: 501, ...text },
        { id: 502, ...text, expires_at: TOKEN },
        { id: 503, ...text, backup_type: TOKEN, status: TOKEN },
      ];
      return stage(
        {
          servers: [{ id: 12345, name: `web ${TOKEN}`, status: TOKEN }],
          backups,
          backupDurationMs: 1_100,
          intermediateStatuses: [TOKEN],
          restoreDurationMs: 1_500,
        },
        async ({ step }) => {
          const result = await step({ description: `made with ${TOKEN}`, ...inputs }, DEBUG);
          expect(result.exitCode).toBe(0);
        },
      )();
    },
  );

  test.concurrent('in the path of the next page', () =>
    stage(
      {
        faults: [
          on.get.backups.answer(
            200,
            JSON.stringify({ results: [], next: `/api/v1/backups/?page=${TOKEN}` }),
          ),
        ],
      },
      async ({ sim, step }) => {
        const result = await step({ operation: 'list' }, DEBUG);
        expect(result.exitCode).toBe(0);
        sim.unexpected.length = 0; // nobody documented that page, but it is where the API sent us
      },
    )());
});

test.concurrent.each([
  'vps_t<e>s|t*_`not`_a_"real"_token',
  'vps_test_{not}#[a]&real;token',
  'vps_%0A::error::not_a_real%25_token',
])('a token of odd signs is not shown in any guise: %s', (token) =>
  stage(
    { token, faults: [on.post.any.status(403, 'detail', { text: `bad token ${token}` })] },
    async ({ sim, step }) => {
      sim.vps.addBackup({ id: 501, description: `with ${token}` });
      const result = await step({}, DEBUG);
      const listed = await step({ operation: 'list' }, DEBUG);
      const jsonForm = JSON.stringify(token).slice(1, -1);
      for (const { outputFile } of [result, listed]) expect(outputFile).not.toContain(jsonForm);
      expect(listed.outputs.backups).toContain('with ***');
    },
  )(),
);

test.concurrent('a bad token is named, and not shown', async () => {
  const bad = 'vps_test_not_a\treal_token';
  const result = await step(
    { url: 'https://admin.vps.org/api/v1', token: bad },
    { server_id: TOKEN },
  );
  expect(errorOf(result)).toMatch(/api_token: its value \(not shown\) is not allowed/);
});

describe('a long token that stands in another input by mistake', () => {
  const LONG = `vps_long_${'not0a0real0token'.repeat(20)}`;
  const mistaken = `${'x'.repeat(60)}${LONG}`;
  const CASES: readonly Inputs[] = [
    { wait: mistaken },
    { server_id: mistaken },
    { api_url: `https:me:${LONG}@admin.vps.org` },
    { operation: 'list', server_id: '', server_name: mistaken },
    { operation: 'list', match: mistaken },
    { description: mistaken },
    { description: mistaken, dry_run: 'true' },
    {
      operation: 'restore',
      backup_id: '501',
      wait: 'false',
      safety_backup: 'true',
      description: mistaken,
    },
  ];

  test.concurrent.each(CASES)('is neither printed nor sent, not even in part: %j', (inputs) =>
    stage({ token: LONG, backups: [{ id: 501 }], backupDurationMs: 0 }, async ({ sim, step }) => {
      const { log, outputFile, summary } = await step(inputs, DEBUG);
      const shown = [
        ...log.slice(1),
        outputFile,
        summary,
        ...sim.requests.map((one) => JSON.stringify(one.body) ?? ''),
      ].join('\n');
      expect(shown).not.toMatch(/vps_lo|not0a0/);
      expect(shown).toContain('***');
    })(),
  );
});
