/** Inputs that are not allowed, and what the message must say of each. */
import { type Inputs, TOKEN } from '../support/step.js';

/** Each group is one step: all its problems are reported at once. `says` is what the message must hold of each. */
export const BAD: Readonly<
  Record<string, { readonly with: Inputs; readonly says: readonly RegExp[] }>
> = {
  'wrong words': {
    with: {
      operation: 'backup',
      wait: 'yes',
      scope: 'mine',
      backup_type: 'weekly',
      safety_backup: 'on',
      reuse_on_rerun: '1',
      dry_run: 'no',
    },
    says: [
      /operation: "backup".*create, list, wait, restore, delete, prune, check/,
      /wait: "yes".*true or false/,
      /scope: "mine".*repository, server/,
      /backup_type: "weekly".*manual, automatic/,
      /safety_backup: "on".*true or false/,
      /reuse_on_rerun: "1".*true or false/,
      /dry_run: "no".*true or false/,
    ],
  },
  'durations without a unit': {
    with: { wait_timeout: '60', poll_interval: '10', older_than: '5', max_age: '7' },
    says: [
      /wait_timeout: "60".*1s to 24h.*unit/,
      /poll_interval: "10".*1s to 5m.*unit/,
      /older_than: "5".*1h to 3650d.*unit/,
      /max_age: "7".*1h to 3650d.*unit/,
    ],
  },
  'durations beyond their bounds': {
    with: { wait_timeout: '25h', poll_interval: '0s', older_than: '3651d', max_age: '59m' },
    says: [/wait_timeout: "25h"/, /poll_interval: "0s"/, /older_than: "3651d"/, /max_age: "59m"/],
  },
  'durations that are no such thing': {
    with: { wait_timeout: '-5m', poll_interval: '1.5s', older_than: '1e1d', max_age: '7 d' },
    says: [/wait_timeout: "-5m"/, /poll_interval: "1\.5s"/, /older_than: "1e1d"/, /max_age: "7 d"/],
  },
  'negative numbers': {
    with: { server_id: '-1', keep_last: '-3' },
    says: [/server_id: "-1".*positive/, /keep_last: "-3".*1 to 10/],
  },
  'empty entries between ids': {
    with: { server_id: '12345,', backup_id: '1,,2' },
    says: [/server_id: "12345,".*empty/, /backup_id: "1,,2".*empty/],
  },
  'blank texts': {
    with: { match: ' ', server_name: '\n' },
    says: [
      /match: " ".*visible/,
      /server_name: " ".*exact server names.*empty entries are rejected/,
    ],
  },
  zeros: {
    with: { server_id: '0', keep_last: '0' },
    says: [/server_id: "0".*positive/, /keep_last: "0".*1 to 10/],
  },
  'powers of ten': {
    with: { server_id: '1e3', keep_last: '1e0' },
    says: [/server_id: "1e3"/, /keep_last: "1e0"/],
  },
  'beyond 2^53': {
    with: { server_id: '9007199254740993' },
    says: [/server_id: "9007199254740993".*positive/],
  },
  'fractions, signs and leading zeros': {
    with: { server_id: '12345.0 +7 007' },
    says: [/server_id: "12345\.0 \+7 007"/],
  },
  'one bad id among good ones': {
    with: { server_id: '12345, twelve' },
    says: [/server_id: "12345, twelve"/],
  },
  'a broken JSON array': {
    with: { server_id: '[12345, 1e3]' },
    says: [/server_id: "\[12345, 1e3\]".*JSON array/],
  },
  'keep_last: 11': { with: { keep_last: '11' }, says: [/keep_last: "11".*1 to 10/] },
  'older_than: 5': {
    with: { operation: 'prune', older_than: '5' },
    says: [/older_than: "5".*1h to 3650d/],
  },
  'backup_id: newest': {
    with: { operation: 'restore', backup_id: 'newest' },
    says: [/backup_id: "newest".*latest/],
  },
  'restore with two ids': {
    with: { operation: 'restore', backup_id: '501 499' },
    says: [/backup_id: "501 499".*one, or the word latest or last_good/],
  },
  'restore to two servers': {
    with: { operation: 'restore', backup_id: '501', server_id: '1 2' },
    says: [/server_id: "1 2".*one/],
  },
  'wait for latest': {
    with: { operation: 'wait', backup_id: 'latest' },
    says: [/backup_id: "latest".*restore/],
  },
  'delete of latest': {
    with: { operation: 'delete', backup_id: 'latest' },
    says: [/backup_id: "latest".*restore/],
  },
  'automatic latest of this repository': {
    with: { operation: 'restore', backup_id: 'latest', backup_type: 'automatic' },
    says: [/backup_type: "automatic".*scope: server/],
  },
  'restore without an id': { with: { operation: 'restore' }, says: [/backup_id.*missing.*latest/] },
  'prune without a policy': {
    with: { operation: 'prune' },
    says: [/keep_last.*older_than.*at least one/],
  },
  'no server': {
    with: { server_id: '' },
    says: [/server_id.*missing.*server_name.*secrets\.X or vars\.X/],
  },
  'a percentage without its sign': {
    with: { operation: 'check', max_shrink: '50', min_backups: '0' },
    says: [/max_shrink: "50".*0% to 100%/, /min_backups: "0".*1 to 100/],
  },
  'durations in the wrong order': {
    with: { wait_timeout: '30m1h', poll_interval: '1h' },
    says: [/wait_timeout: "30m1h"/, /poll_interval: "1h".*1s to 5m/],
  },
  'a name as an id': {
    with: { server_id: 'web-01' },
    says: [/server_id: "web-01".*server_name/],
  },
  'a short token': { with: { api_token: 'abc1234' }, says: [/api_token.*at least 8/] },
  'a number as a token': {
    with: { api_token: '1234567890' },
    says: [/api_token.*not digits only/],
  },
  'Bearer in the token': {
    with: { api_token: `Bearer ${TOKEN}` },
    says: [/api_token.*leave out "Bearer"/],
  },
  'deploy_environment without github_token': {
    with: { deploy_environment: 'production' },
    says: [/github_token: is missing.*deployments: read.*secrets\.X or vars\.X/],
  },
  'no token': {
    with: { api_token: '' },
    says: [/api_token.*missing.*secrets\.X or vars\.X.*fork or Dependabot/],
  },
  'a token of two words': {
    with: { api_token: `${TOKEN} second` },
    says: [/api_token.*not shown.*one word/],
  },
};
