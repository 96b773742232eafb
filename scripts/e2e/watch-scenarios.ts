/** What watches: the gate before a deploy, the nightly check, a message on failure, a list. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BackupSeed } from '../../simulator/index.js';
import { RUN_ID } from './act.js';
import {
  changes,
  earlier,
  failed,
  hoursAgo,
  neverRan,
  printed,
  stepNamed,
  succeeded,
} from './expect.js';
import type { ExampleRun, Scenario } from './stage.js';

const VARS = { VPSORG_SERVER_ID: '12345' };
const PUSH: ExampleRun = { event: 'push', vars: VARS };

function automatic(serverId: number, hours: number, more: BackupSeed = {}): BackupSeed {
  const common = { server_id: serverId, backup_type: 'automatic', size_mb: 4_400 } as const;
  return { ...common, created_at: hoursAgo(hours), ...more };
}

const gate: readonly Scenario[] = [
  {
    name: 'gate: with a fresh automatic backup, the deploy makes its own and runs',
    simulator: { backups: [automatic(12345, 3)] },
    async play({ simulator, run }) {
      const result = await run('gate.yml', PUSH);
      succeeded(result);
      assert.equal(stepNamed(result, 'Require a fresh automatic backup').outputs.status, 'ok');
      printed(stepNamed(result, 'Deploy'), 'Backup 502 has the server as it was before.');
      assert.deepEqual(changes(simulator), ['POST /backups/']);
    },
  },
  {
    name: 'gate: a stale automatic backup stops the deploy, whatever fresh manual ones there are',
    simulator: { backups: [automatic(12345, 50), ...earlier(2)] },
    async play({ simulator, run }) {
      const result = await run('gate.yml', PUSH);
      failed(result);
      const check = stepNamed(result, 'Require a fresh automatic backup');
      assert.equal(check.outputs.status, 'failed');
      assert.match(check.summary, /^### ❌ Check of web-server-01 failed\n/);
      neverRan(result, 'Back up the server');
      neverRan(result, 'Deploy');
      assert.deepEqual(changes(simulator), []);
    },
  },
];

/** The GitHub CLI, as far as a script sees it: it records its calls, and keeps the issue that it opens. */
function ghStub(folder: string): { programs: string[]; calls: () => string[]; body: () => string } {
  const bin = join(folder, 'bin');
  const [calls, open, body] = ['calls', 'open', 'body'].map((name) => join(folder, name));
  mkdirSync(bin);
  const script = `#!/usr/bin/env bash
set -eu
[ -n "$GH_TOKEN" ] && [ -n "$GH_REPO" ]
printf '%s\\n' "$*" >>'${calls}'
case "$1 $2" in
  'issue list') [ ! -e '${open}' ] || cat '${open}' ;;
  'issue create') echo 7 >'${open}' ;;
esac
while [ $# -gt 0 ]; do
  [ "$1" != --body-file ] || cp "$2" '${body}'
  shift
done
`;
  writeFileSync(join(bin, 'gh'), script);
  chmodSync(join(bin, 'gh'), 0o755);
  const text = (path = ''): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const perCall = (): string[] =>
    text(calls)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ').slice(0, 3).join(' '));
  return { programs: [bin], calls: perCall, body: () => text(body) };
}

const NIGHT: ExampleRun = { event: 'schedule', vars: { VPSORG_SERVER_IDS: '12345, 12346' } };

const nightlyCheck: readonly Scenario[] = [
  {
    name: 'nightly-check: all is fresh, and no issue is opened',
    simulator: { backups: [automatic(12345, 3), automatic(12346, 4)] },
    async play({ simulator, folder, run }) {
      const gh = ghStub(folder);
      const result = await run('nightly-check.yml', { ...NIGHT, programs: gh.programs });
      succeeded(result);
      neverRan(result, 'Open or update the issue');
      assert.deepEqual(gh.calls(), []);
      assert.deepEqual(changes(simulator), []);
    },
  },
  {
    name: 'nightly-check: a stale server opens one issue that names it; the next night adds a comment',
    simulator: { backups: [automatic(12345, 3), automatic(12346, 50)] },
    async play({ simulator, folder, run }) {
      const gh = ghStub(folder);
      failed(await run('nightly-check.yml', { ...NIGHT, programs: gh.programs }));
      const first = ['label create backup-check', 'issue list --state', 'issue create --title'];
      assert.deepEqual(gh.calls(), first);
      assert.match(gh.body(), new RegExp(`/octo-org/shop/actions/runs/${RUN_ID}\n`));
      assert.match(gh.body(), /^ {4}server 12346: newest backup \d+ is 2\.1d old/m);
      assert.doesNotMatch(gh.body(), /server 12345/);
      failed(await run('nightly-check.yml', { ...NIGHT, programs: gh.programs }));
      const second = ['label create backup-check', 'issue list --state', 'issue comment 7'];
      assert.deepEqual(gh.calls(), [...first, ...second]);
      assert.deepEqual(changes(simulator), []);
    },
  },
  {
    name: 'nightly-check: a server without any backup, and an API that is down, open an issue too',
    simulator: { backups: [automatic(12345, 3)] },
    async play({ simulator, folder, run }) {
      const gh = ghStub(folder);
      failed(await run('nightly-check.yml', { ...NIGHT, programs: gh.programs }));
      assert.match(gh.body(), /^ {4}server 12346: /m);
      await simulator.stopListening();
      failed(await run('nightly-check.yml', { ...NIGHT, programs: gh.programs }));
      assert.equal(gh.calls().at(-1), 'issue comment 7');
      await simulator.startListening();
    },
  },
];

/** A webhook on loopback. */
async function webhook(): Promise<{ url: string; messages: string[]; close: () => void }> {
  const messages: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    assert.equal(request.headers['content-type'], 'application/json');
    messages.push((JSON.parse(body) as { text: string }).text);
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, messages, close: () => server.close() };
}

const RUN_URL = `https://github.com/octo-org/shop/actions/runs/${RUN_ID}`;

function notified(outcome: string, how: Partial<ExampleRun>, messages: string[]) {
  return async ({ run }: Parameters<Scenario['play']>[0]): Promise<void> => {
    const hook = await webhook();
    try {
      const secrets = { WEBHOOK_URL: hook.url };
      const result = await run('notify.yml', { ...PUSH, secrets, ...how });
      assert.equal(result.exitCode, messages.length === 0 ? 0 : 1, outcome);
      assert.deepEqual(hook.messages, messages);
    } finally {
      hook.close();
    }
  };
}

const notify: readonly Scenario[] = [
  {
    name: 'notify: a good deploy sends nothing',
    play: notified('a good deploy', {}, []),
  },
  {
    name: 'notify: a failed backup sends its id and status',
    simulator: { backupOutcome: 'failed' },
    play: notified('a failed backup', {}, [`The deploy failed. Backup: 502 (failed). ${RUN_URL}`]),
  },
  {
    name: 'notify: a failed deploy sends the id of the backup to go back to',
    play: notified('a failed deploy', { run: { Deploy: 'exit 3' } }, [
      `The deploy failed. Backup: 502 (completed). ${RUN_URL}`,
    ]),
  },
];

const list: readonly Scenario[] = [
  {
    name: 'list: the table of the server that is named, and nothing else',
    simulator: { backups: [...earlier(3), { id: 401, server_id: 12346 }] },
    async play({ simulator, run }) {
      const how: ExampleRun = { event: 'workflow_dispatch', vars: VARS };
      const own = await run('list.yml', { ...how, inputs: { server_id: '' } });
      succeeded(own);
      const print = 'Print the newest completed backup';
      printed(stepNamed(own, print), 'backup: 201. Backups: 3. Slots used: 3 of 10.');
      const { summary } = stepNamed(own, 'List the backups');
      for (const id of [201, 202, 203]) assert.match(summary, new RegExp(`\\| ${id} \\|`));
      const other = await run('list.yml', { ...how, inputs: { server_id: '12346' } });
      printed(stepNamed(other, print), 'backup: 401. Backups: 1. Slots used: 1 of 10.');
      assert.deepEqual(changes(simulator), []);
    },
  },
];

export const watchScenarios: readonly Scenario[] = [...gate, ...nightlyCheck, ...notify, ...list];
