/** What must hold of a step in which others' texts stand. */
import { expect } from '@jest/globals';
import { type Command, parseCommand, type StepResult } from '../../scripts/run-action.js';
import { HOSTILE } from './hostile-texts.js';

export const ALL = Object.values(HOSTILE);
export const DEBUG = { env: { RUNNER_DEBUG: '1' } };
const OWN_TAGS = /<\/?(details|summary)>/g;

/** No command runs that a text holds, nor where an output is echoed; none of it is markup in the summary. */
export function isHarmless(result: StepResult): void {
  const commands = result.commands.filter((one) => one.name !== 'add-mask');
  expect(commands.filter((one: Command) => /^\W*PWNED/.test(one.data))).toEqual([]);
  const echoed = Object.values(result.outputs).flatMap((value) =>
    value.split(/\r\n|\r|\n/).flatMap(parseCommand),
  );
  expect(echoed).toEqual([]);
  const summary = withoutSnippets(result.summary).replaceAll(OWN_TAGS, '');
  expect(summary).not.toMatch(
    /[<`*@$~]|!\[|\]\((?!https:\/\/github\.com\/octo-org\/shop\/)|^\s*# /m,
  );
  for (const line of result.log) expect(line.length).toBeLessThan(20_000);
}

/** Without the snippets and names of inputs, which are code of ours. */
function withoutSnippets(summary: string): string {
  return summary
    .replace(/^```yaml\n[^`]*\n```$/gm, (snippet) => (snippet.includes('PWNED') ? snippet : ''))
    .replace('`safety_backup: true`', '');
}
