import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { diagnose } from '../support/workflow-lint.js';
import { type CodeBlock, codeBlocks, documents, textOf } from './markdown.js';

const blocks = documents()
  .flatMap(codeBlocks)
  .filter((block) => block.language === 'yaml');

type Step = { readonly uses?: string; readonly with?: unknown };
type Workflow = {
  readonly on?: unknown;
  readonly jobs?: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
};

/** A fragment as a whole workflow: steps get a job, and inputs that it reads are declared. */
function asWorkflow(code: string): string {
  const parsed = parse(code) as Workflow | readonly Step[];
  const inputs = [...new Set([...code.matchAll(/\binputs\.(\w+)/g)].map((match) => match[1]))];
  const declared =
    inputs.length === 0
      ? ''
      : `\n    inputs:\n${inputs.map((name) => `      ${name}: { type: string }`).join('\n')}`;
  const on = `on:\n  workflow_dispatch:${declared}\n`;
  if (!Array.isArray(parsed)) return 'on' in parsed ? code : on + code;
  // Steps of a job that has others before them may read their outputs.
  const job = 'jobs:\n  fragment:\n    runs-on: ubuntu-latest\n    steps:\n';
  return on + job + code.replace(/^(?=.)/gm, '      ');
}

function stepsOf(code: string): readonly Step[] {
  const parsed = parse(code) as Workflow | readonly Step[];
  if (!('jobs' in parsed)) return Array.isArray(parsed) ? parsed : [];
  return Object.values(parsed.jobs ?? {}).flatMap((job) => job.steps ?? []);
}

const isOurs = (step: Step): boolean => step.uses?.includes('/vps-backup-action@') ?? false;

describe('GitHub accepts', () => {
  test.each(blocks)('$document, line $line ($heading)', async ({ code }) => {
    expect(
      await diagnose(
        asWorkflow(code).replaceAll('tools/vps-backup-action@', 'vps-backup/vps-backup-action@'),
        'workflow',
      ),
    ).toEqual([]);
  });

  test('nothing that names an input which there is not', async () => {
    const wrong =
      '- uses: vps-backup/vps-backup-action@v1\n  with:\n    api_token: x\n    keep: 3\n';
    expect(await diagnose(asWorkflow(wrong), 'workflow')).not.toEqual([]);
  });
});

/** The examples that a block's heading or the text around it names. */
function examplesFor(block: CodeBlock): string[] {
  const section = textOf(block.document)
    .split(/^#+ /m)
    .find((one) => one.startsWith(`${block.heading}\n`));
  return [
    ...new Set(
      [...(section ?? '').matchAll(/\]\((?:\.\.\/)?(examples\/[\w-]+\.yml)\)/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  ];
}

describe('what runs in the examples', () => {
  const shown = blocks.filter((block) => examplesFor(block).length > 0);

  test.each(shown)('is what $document shows at line $line ($heading)', (block) => {
    const run = examplesFor(block).flatMap((example) =>
      stepsOf(textOf(example)).map((step) => step.with),
    );
    for (const step of stepsOf(block.code).filter(isOurs)) expect(run).toContainEqual(step.with);
  });

  test('is shown', () => {
    expect(shown.length).toBeGreaterThan(6);
  });
});
