/** What single parts of a summary show, and what they leave out. */
import { describe, expect, test } from '@jest/globals';
import { type BackupReport, EMPTY } from '../../src/report/report.js';
import { renderFailure } from '../../src/report/summary.js';
import { DAY, HOUR, MINUTE, marker, NOW, row } from '../support/fixtures.js';
import { entry, of, render } from './summary-render.js';

/** What a title comes to, by report and failure. */
function title(markdown: string): string {
  return markdown.split('\n', 1)[0] ?? '';
}

const NO_BACKUP: BackupReport = { ...EMPTY, serverId: 12345, serverName: null };
const FAILED = { failure: 'No.' };
const DONE = entry({ id: 502 });
const PENDING = entry({ id: 502, status: 'in_progress' });
const OTHER = entry({ id: 7, serverId: 5, serverName: 'db-01', status: 'queued' });
const EARLIER = entry({ id: 9, description: `a ${marker({ run: '7000.1' })}` });

describe('the heading', () => {
  test.each<[string, string]>([
    [render('create', of(PENDING)), '### ✅ Backup 502 of web-server-01 started'],
    [render('create', of(PENDING, OTHER)), '### ✅ Backups of 2 servers started'],
    [
      render('create', of(entry({ id: 502, status: '' }))),
      '### ✅ Backup 502 of web-server-01 started',
    ],
    [render('create', of(PENDING), FAILED), '### ❌ Backup 502 of web-server-01 did not complete'],
    [
      render('create', of(DONE), FAILED),
      '### ❌ Backup 502 of web-server-01 completed, but the step failed',
    ],
    [
      render('create', of(entry({ id: 502, status: 'error' })), FAILED),
      '### ❌ Backup 502 of web-server-01 failed',
    ],
    [
      render('create', of({ ...NO_BACKUP, status: 'unknown' }), FAILED),
      '### ❌ Could not confirm whether a backup of server 12345 was created',
    ],
    [
      render('create', of({ ...DONE, problem: 'Backup 502 is no longer listed.' }), FAILED),
      '### ❌ Could not confirm that backup 502 of web-server-01 completed',
    ],
    [render('create', of(NO_BACKUP), FAILED), '### ❌ No backup of server 12345 was created'],
    [render('create', {}, FAILED), '### ❌ No backup was created'],
    [render('create', { ...of(EARLIER), reused: true }), '### ✅ Reused backup 9 of web-server-01'],
    [
      render('create', { ...of(EARLIER), reused: true, dryRun: true }),
      '### Dry run: backup 9 of web-server-01 would be reused, nothing was changed',
    ],
    [
      render('create', { ...of(NO_BACKUP, OTHER), dryRun: true }),
      '### Dry run: backups of 2 servers would be created, nothing was changed',
    ],
    [
      render('prune', { dryRun: true, isDone: false }, FAILED),
      '### ❌ Dry run failed, nothing was changed',
    ],
    [render('prune', { dryRun: true }), '### Dry run: nothing to delete'],
    [render('wait', of({ ...EMPTY, id: 502 }), FAILED), '### ❌ Backup 502 was not found'],
    [render('wait', of(DONE, OTHER), FAILED), '### ❌ 1 of 2 backups completed'],
    [render('wait', {}, FAILED), '### ❌ The wait failed'],
    [
      render('create', of(DONE, { ...OTHER, status: 'completed' }), FAILED),
      '### ❌ Both servers backed up, but the step failed',
    ],
    [
      render('restore', { ...of(DONE), status: 'accepted' }),
      '### ✅ Restore of backup 502 to web-server-01 was accepted',
    ],
    [
      render('restore', { ...of(DONE), status: 'accepted' }, FAILED),
      '### ❌ Restore of backup 502 to web-server-01 was accepted, but is not known to have completed',
    ],
    [
      render('restore', { ...of(DONE), status: 'unknown' }, FAILED),
      '### ❌ The restore of backup 502 to web-server-01 may have started',
    ],
    [render('restore', of(DONE), FAILED), '### ❌ Nothing was restored to web-server-01'],
    [render('prune', {}, FAILED), '### ❌ Nothing was deleted'],
    [render('list', {}, FAILED), '### ❌ The backups could not be listed'],
    [render('list', { list: { backups: [], complete: true } }), '### ✅ No backup found'],
    [render('check', {}, FAILED), '### ❌ The check failed'],
  ])('%#', (markdown, expected) => {
    expect(title(markdown)).toBe(expected);
  });
});

/** The YAML of each snippet. */
describe('cells', () => {
  const cells = (change: Parameters<typeof row>[0], now = NOW): string =>
    render('list', { list: { backups: [row(change)], complete: true }, now });

  test('an age where the clock is known', () => {
    expect(cells({ ageMs: 3 * HOUR + 20 * MINUTE })).toContain('2026-03-01 08:40 (3h20m ago)');
    expect(cells({ ageMs: DAY }, Number.NaN)).toContain('| 2026-02-28 12:00 |');
    expect(cells({ ageMs: -MINUTE })).toContain('2026-03-01 12:01 (0s ago)');
    expect(cells({ expiresAt: '2026-03-02T12:00:00Z' })).toContain('2026-03-02 12:00 (in 24h)');
    expect(cells({ expiresAt: '2026-02-28T12:00:00Z' })).toContain('2026-02-28 12:00 (24h ago)');
  });

  test('a date that can’t be used is shown as it is', () => {
    expect(cells({ ageMs: null, createdAt: 'soon' })).toContain('| soon |');
  });

  test('columns without a cell are left out, and so are tables without rows', () => {
    const bare = { ageMs: null, sizeMb: null, serverName: null, description: null };
    expect(cells(bare)).toContain(
      '\n| Backup | Status | Type |\n| --- | --- | --- |\n| 1 | completed | manual |\n',
    );
    expect(render('list', { list: { backups: [], complete: true } })).not.toContain('|');
  });

  test('a state where a marker has one', () => {
    const bad = `a ${marker().replace('key=', 'state=bad key=')}`;
    expect(cells({ description: bad })).toContain('| State |');
    expect(cells({})).not.toContain('State');
  });

  test('servers, where there are several', () => {
    const backups = [row(), row({ id: 2, serverId: 5, serverName: null })];
    const markdown = render('list', { list: { backups, complete: true } });
    expect(markdown).toContain('| 1 | web-server-01 (12345) |');
    expect(markdown).toContain('| 2 | 5 |');
  });

  test('newest first', () => {
    const backups = [row({ id: 1, ageMs: 2 * DAY }), row({ id: 2, ageMs: DAY })];
    const markdown = render('list', { list: { backups, complete: true } });
    expect([...markdown.matchAll(/^\| (\d)/gm)].map(([, id]) => id)).toEqual(['2', '1']);
  });

  test('the fullest servers first, and how many more', () => {
    const slots = new Map(Array.from({ length: 12 }, (_, n) => [n + 1, n === 5 ? 10 : 2]));
    const markdown = render('prune', { slots });
    expect(markdown).toContain('\nSlots used: 10 of 10 on 6, 2 of 10 on 1, ');
    expect(markdown).toContain(' and 2 more servers\n');
  });
});

describe('prune with nothing to delete', () => {
  test('no backups at all', () => {
    expect(render('prune')).toContain('\nThe list shows no backups.\n');
  });
});

describe('the quoted error', () => {
  const quoted = (message: string): string => renderFailure(message).split('\n\n')[1] ?? '';

  test('lines, items and rows', () => {
    expect(quoted('One.\nTwo.\n- a\n| 1 | 2 |\nThree.')).toBe(
      [
        ...['> One.  ', '> Two.', '>', '> - a', '>', '> <pre>'],
        ...['> &#124; 1 &#124; 2 &#124;', '> </pre>', '>', '> Three.\n'],
      ].join('\n'),
    );
  });

  test('no line starts a list, a heading or a rule of its own', () => {
    expect(quoted('a\n---\n1. b\n- - c\n+ d')).toBe(
      '> a  \n> &#8203;---  \n> &#8203;1. b\n>\n> - &#8203;- c\n>\n> &#8203;+ d\n',
    );
  });

  test('the first lines and the last, which is the remedy', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `- line ${index}`);
    const text = quoted(['100 failed.', ...lines, 'Try again.'].join('\n'));
    expect(text).toContain('> - line 26\n>\n> … and 73 more lines.  \n> Try again.\n');
  });

  test('no first line that the heading has', () => {
    const failure = '1 of 2 servers failed.\n- a';
    const failed = { ...NO_BACKUP, problem: 'a' };
    const markdown = render('create', of(DONE, failed), { failure });
    expect(markdown).toContain('### ❌ 1 of 2 servers failed\n\n> - a\n\n');
  });
});
