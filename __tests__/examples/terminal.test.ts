/** What `npm run demo` makes of a job summary. */
import { expect, test } from '@jest/globals';
import { parseInline } from '../../scripts/summary/blocks.js';
import { toTerminal } from '../../scripts/summary/terminal.js';

test('headings, paragraphs, lists, quotes, code and details', () => {
  const summary = [
    '### ❌ Nothing was deleted',
    '',
    '> Backup 1 is kept.  ',
    '> It is `[keep]`.',
    '>',
    '> - server &#35;1',
    '',
    'To restore this backup:',
    '',
    '```yaml',
    '- uses: some/action@v1',
    '```',
    '',
    '<details><summary>Kept: 1 backup</summary>',
    '',
    'one **two** [three](https://example.com/3)',
    '',
    '</details>',
    '',
    '<pre>',
    'a  b',
    '</pre>',
  ].join('\n');
  expect(toTerminal(summary, 60)).toEqual([
    '❌ Nothing was deleted',
    '',
    '│ Backup 1 is kept.',
    '│ It is [keep].',
    '│',
    '│ - server #1',
    '',
    'To restore this backup:',
    '',
    '  - uses: some/action@v1',
    '',
    '▸ Kept: 1 backup',
    '  one two three',
    '',
    'a  b',
  ]);
});

const TABLE = [
  '| Backup | Status | Text |',
  '| --- | --- | --- |',
  '| 1 | ✅ completed | Before Deploy &#35;1 by octocat |',
  '| 22 | failed |  |',
].join('\n');

test('a table with aligned columns', () => {
  expect(toTerminal(TABLE, 80)).toEqual([
    'Backup  Status        Text',
    '──────  ────────────  ───────────────────────────',
    '1       ✅ completed  Before Deploy #1 by octocat',
    '22      failed',
  ]);
});

test('a table that is too wide has its widest cells wrapped', () => {
  expect(toTerminal(TABLE, 40)).toEqual([
    'Backup  Status        Text',
    '──────  ────────────  ──────────────────',
    '1       ✅ completed  Before Deploy #1',
    '                      by octocat',
    '22      failed',
  ]);
});

test('what Markdown would show as it is, is shown as it is', () => {
  expect(parseInline('a &#124; &#91;b&#93;&#40;c&#41;<br>d')).toEqual([
    { kind: 'text', text: 'a | [b](c)\nd' },
  ]);
});
