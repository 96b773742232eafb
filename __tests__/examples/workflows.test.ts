/** Every file that GitHub parses, or that users copy, is accepted by GitHub's own parser; and what it runs is pinned. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { diagnose } from '../support/workflow-lint.js';

const FOLDERS = ['examples', join('.github', 'workflows')];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name)),
);
const EXAMPLES = FILES.filter((file) => file.startsWith('examples'));
const OURS = /^vps-backup\/vps-backup-action(\/\.github\/workflows\/[\w-]+\.yml)?@v1$/;

const read = (file: string): string => readFileSync(file, 'utf8');

describe('the official parser accepts', () => {
  test.each(FILES)('%s', async (file) => {
    expect(await diagnose(read(file), 'workflow')).toEqual([]);
  });

  test('action.yml', async () => {
    expect(await diagnose(read('action.yml'), 'action')).toEqual([]);
  });
});

describe('the official parser objects to', () => {
  const good = read(join('examples', 'pre-deploy.yml'));
  const caller = read(join('examples', 'reusable.yml'));
  const wrong: Record<string, [workflow: string, said: string]> = {
    'an input that action.yml does not have': [
      good.replace('keep_last:', 'keep_lats:'),
      "Invalid action input 'keep_lats'",
    ],
    'a required input that is missing': [
      good.replace(/ +api_token: .*\n/, ''),
      'Missing required input `api_token`',
    ],
    'a version that there is not': [
      good.replace('vps-backup-action@v1', 'vps-backup-action@v9'),
      'Unable to resolve action',
    ],
    'an output that action.yml does not have': [
      good.replace('outputs.backup_id', 'outputs.id'),
      "Unknown output 'id' of step 'backup'",
    ],
    'a step that there is not': [good.replace('steps.backup.', 'steps.backpu.'), 'backpu'],
    'a key that workflows do not have': [good.replace('runs-on:', 'run-on:'), 'run-on'],
    'broken YAML': [good.replace('steps:', 'steps: ['), ''],
    'an input that the reusable workflow does not have': [
      caller.replace('keep_last:', 'keep_lats:'),
      'keep_lats',
    ],
    'a reusable workflow that there is not': [
      caller.replace('/rollback.yml', '/roll-back.yml'),
      'Unable to find reusable workflow',
    ],
  };
  test.each(Object.entries(wrong))('%s', async (_, [workflow, said]) => {
    expect([good, caller]).not.toContain(workflow);
    expect((await diagnose(workflow, 'workflow')).join('\n')).toContain(said);
    expect(await diagnose(workflow, 'workflow')).not.toEqual([]);
  });

  test('an action.yml with a key that actions do not have', async () => {
    expect(await diagnose(read('action.yml').replace('main:', 'mian:'), 'action')).not.toEqual([]);
  });
});

/** Each `uses:` of a file, with the comment behind it. */
function usesOf(file: string): { uses: string; comment: string }[] {
  const found: { uses: string; comment: string }[] = [];
  visit(parseDocument(read(file)), {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'uses' && isScalar(value)) {
        found.push({ uses: String(value.value), comment: value.comment?.trim() ?? '' });
      }
    },
  });
  return found;
}

describe("others' actions are pinned", () => {
  const all = FILES.flatMap((file) => usesOf(file).map((use) => ({ file, ...use })));
  const others = all.filter(({ uses }) => !OURS.test(uses) && !uses.startsWith('./'));

  test('there are such', () => expect(others.length).toBeGreaterThan(5));

  test.each(others)('$file: $uses', ({ uses, comment }) => {
    expect(uses).toMatch(/^[\w-]+\/[\w-]+(\/[\w/-]+)?@[0-9a-f]{40}$/);
    expect(comment).toMatch(/^v\d+\.\d+\.\d+$/);
  });

  test('one action is everywhere at the same commit', () => {
    const commits = new Map<string, Set<string>>();
    for (const { uses } of others) {
      const [action = '', commit = ''] = uses.split('@');
      const repository = action.split('/').slice(0, 2).join('/');
      commits.set(repository, (commits.get(repository) ?? new Set()).add(commit));
    }
    expect([...commits].filter(([, seen]) => seen.size > 1)).toEqual([]);
  });
});

describe('examples and reusable workflows', () => {
  const reusable = ['backup-before-deploy.yml', 'rollback.yml'].map((name) =>
    join('.github', 'workflows', name),
  );
  const copied = [...EXAMPLES, ...reusable];

  test('README.md of examples names each of them', () => {
    const named = [...read(join('examples', 'README.md')).matchAll(/\]\(([\w-]+\.yml)\)/g)];
    const names = EXAMPLES.map((file) => file.replace(/^examples./, ''));
    expect([...new Set(named.map((match) => match[1]))].sort()).toEqual(names.sort());
  });

  /** Beyond reading the code: the jobs that ask how the last deploy ended, and the one that opens an issue. */
  const more: Record<string, Record<string, unknown>> = {
    'pre-deploy.yml': { deploy: { contents: 'read', deployments: 'read' } },
    'deploy-with-rollback.yml': { deploy: { contents: 'read', deployments: 'read' } },
    'reusable.yml': { backup: { deployments: 'read' } },
    'backup-before-deploy.yml': { backup: { deployments: 'read' } },
    'nightly-check.yml': { check: { issues: 'write' } },
  };

  test.each(copied)('%s gives only the permissions that it needs', (file) => {
    const { permissions, jobs } = parseDocument(read(file)).toJS() as {
      permissions: unknown;
      jobs: Record<string, { permissions?: unknown; steps?: { uses?: string }[] }>;
    };
    expect(permissions).toEqual({});
    const needed = more[file.replace(/^.*[\\/]/, '')] ?? {};
    for (const [name, job] of Object.entries(jobs)) {
      const checksOut = job.steps?.some(({ uses }) => uses?.startsWith('actions/checkout@'));
      const usual = checksOut ? { contents: 'read' } : undefined;
      expect(job.permissions).toEqual(needed[name] ?? usual);
    }
  });

  test.each(copied)('%s permits reading deployments just where it asks for them', (file) => {
    const asks = /^ +deploy_environment: /m.test(read(file));
    expect(/^ +deployments: read\b/m.test(read(file))).toBe(asks);
  });

  test.each(copied)('%s puts no expression into a script', (file) => {
    const scripts: string[] = [];
    visit(parseDocument(read(file)), {
      Pair(_, pair) {
        if (isPair(pair) && isScalar(pair.key) && pair.key.value === 'run' && isScalar(pair.value))
          scripts.push(String(pair.value.value));
      },
    });
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  test.each(copied)(
    '%s reads the token from its secret, and lets the API be where it is',
    (file) => {
      const inputs: Record<string, unknown>[] = [];
      visit(parseDocument(read(file)), {
        Map(_, step) {
          const [uses, given] = [step.get('uses'), step.get('with')];
          if (
            typeof uses === 'string' &&
            /^vps-backup\/vps-backup-action@/.test(uses) &&
            isMap(given)
          )
            inputs.push(given.toJSON());
        },
      });
      for (const given of inputs) {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
        expect(given.api_token).toBe('${{ secrets.VPSORG_TOKEN }}');
        expect(given).not.toHaveProperty('api_url');
      }
    },
  );
});
