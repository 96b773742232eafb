/** The snippets and links of a summary. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { RunContext } from '../../src/inputs/run-context.js';
import { type BackupReport, EMPTY } from '../../src/report/report.js';
import { marker, RUN_CONTEXT, row, SHA } from '../support/fixtures.js';
import { entry, of, render } from './summary-render.js';

/** What a title comes to, by report and failure. */
const NO_BACKUP: BackupReport = { ...EMPTY, serverId: 12345, serverName: null };
const FAILED = { failure: 'No.' };
const DONE = entry({ id: 502 });
const PENDING = entry({ id: 502, status: 'in_progress' });
const OTHER = entry({ id: 7, serverId: 5, serverName: 'db-01', status: 'queued' });

function snippets(markdown: string): unknown[] {
  return [...markdown.matchAll(/```yaml\n(.*?)\n```/gs)].map(([, yaml]) => parse(yaml ?? ''));
}

describe('snippets', () => {
  const uses = RUN_CONTEXT.actionRef;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
  const api_token = '${{ secrets.VPSORG_TOKEN }}';

  test('one step resumes all that are unfinished; only completed ones are restored', () => {
    const markdown = render('create', of(DONE, { ...OTHER, problem: 'late' }), FAILED);
    expect(snippets(markdown)).toEqual([
      [{ uses, with: { operation: 'wait', server_id: 5, backup_id: 7, api_token } }],
      [{ uses, with: { operation: 'restore', server_id: 12345, backup_id: 502, api_token } }],
    ]);
  });

  test('of one that is started, the step that waits and the step that restores', () => {
    const markdown = render('create', of(PENDING));
    expect(snippets(markdown)).toHaveLength(2);
    expect(markdown).toContain('\nTo restore this backup, once completed:\n');
  });

  test('several servers are restored by a workflow, in parts of 256 jobs', () => {
    const all = Array.from({ length: 300 }, (_, index) =>
      entry({ id: index + 1, serverId: 5_000 + index }),
    );
    const [workflow] = snippets(render('create', of(...all))) as {
      jobs: Record<string, { strategy: { matrix: { include: unknown[] } }; steps: unknown[] }>;
    }[];
    const jobs = Object.entries(workflow?.jobs ?? {});
    expect(jobs.map(([id, job]) => [id, job.strategy.matrix.include.length])).toEqual([
      ['restore', 256],
      ['restore-2', 44],
    ]);
    const rows = jobs.flatMap(([, job]) => job.strategy.matrix.include);
    expect(rows).toEqual(all.map(({ id, serverId }) => ({ server_id: serverId, backup_id: id })));
  });

  test('one that would be too long is not offered in part', () => {
    const all = Array.from({ length: 4_000 }, (_, index) =>
      entry({ id: index + 1, serverId: 5_000 + index }),
    );
    const markdown = render('create', of(...all));
    expect(snippets(markdown)).toEqual([]);
    expect(markdown).toContain('the output `backup_ids` has all ids');
  });

  test('of two backups of one server, none is chosen', () => {
    expect(snippets(render('wait', of(DONE, entry({ id: 503 }))))).toEqual([]);
    const markdown = render(
      'wait',
      of(DONE, entry({ id: 503 }), { ...OTHER, status: 'completed' }),
    );
    expect(markdown).toContain('\nTo restore backup 7:\n');
  });

  test.each<[string, string]>([
    ['a failed backup', render('create', of(entry({ status: 'failed' })), FAILED)],
    ['no backup', render('create', of(NO_BACKUP), FAILED)],
    ['an unknown outcome', render('create', of({ ...NO_BACKUP, status: 'unknown' }), FAILED)],
    ['one that disappeared', render('create', of({ ...DONE, problem: 'gone' }), FAILED)],
    ['an id that was never listed', render('wait', of({ ...EMPTY, id: 502 }), FAILED)],
    ['a dry run', render('create', { ...of(DONE), dryRun: true })],
    ['a list', render('list', { list: { backups: [row()], complete: true } })],
    ['a restore that never began', render('restore', { ...of(DONE), safety: DONE }, FAILED)],
  ])('none after %s', (_, markdown) => {
    expect(markdown).not.toContain('```');
  });

  test('of an unfinished safety backup, the step that resumes', () => {
    const markdown = render('restore', { ...of(DONE), safety: PENDING }, FAILED);
    expect(snippets(markdown)).toMatchObject([[{ with: { operation: 'wait', backup_id: 502 } }]]);
  });

  test.each(['http://127.0.0.1:4010/api/v1', 'https://a.example/x?y=`z`#{w}', 'https://a/ #b: c'])(
    'the address %s',
    (apiUrl) => {
      const [[step]] = snippets(render('create', of(DONE), { apiUrl })) as [[unknown]];
      expect(step).toMatchObject({ with: { api_url: apiUrl } });
    },
  );
});

describe('links', () => {
  const listed = (description: string, run: Partial<RunContext> = {}): string =>
    render(
      'list',
      { list: { backups: [row({ description })], complete: true } },
      { run: { ...RUN_CONTEXT, ...run } },
    );

  test('of own markers: the short commit and the run', () => {
    const markdown = listed(`a ${marker({ run: '88.2' })}`);
    expect(markdown).toContain(`[0123456](https://github.com/octo/site/commit/${SHA})`);
    expect(markdown).toContain('[88.2](https://github.com/octo/site/actions/runs/88)');
  });

  test('never the raw marker, and none of another repository', () => {
    const markdown = listed(`by them ${marker({ who: 'else/where#7' })}`);
    expect(markdown).toContain('| by them |');
    expect(markdown).not.toMatch(/Commit|key/);
  });

  test('none to what is no commit, nor where the repository is not known', () => {
    expect(listed(marker({ sha: 'x)y' }))).toContain('| x)y |');
    expect(listed(`a ${marker()}`, { serverUrl: 'javascript:alert(1)' })).not.toContain('](');
    expect(listed(`a ${marker()}`, { runId: '' })).not.toContain('Run: ');
  });
});
