/** `npm run e2e`: the examples as they stand, run by a real runner on this machine, against VPS.org on loopback. */
import assert from 'node:assert/strict';
import pLimit from 'p-limit';
import type { RunResult } from './e2e/act.js';
import { buttonScenarios } from './e2e/button-scenarios.js';
import { deployScenarios } from './e2e/deploy-scenarios.js';
import { findAct } from './e2e/find-act.js';
import { reusableScenarios } from './e2e/reusable-scenarios.js';
import { asksGitHub, examples, onStage, type Scenario } from './e2e/stage.js';
import { storyScenarios } from './e2e/story-scenarios.js';
import { watchScenarios } from './e2e/watch-scenarios.js';

/** Each one mostly waits. */
const AT_ONCE = 3;

async function main(only: string | undefined): Promise<void> {
  const act = await findAct();
  if ('missing' in act) {
    console.log(`Skipped, nothing was run end to end: ${act.missing}.`);
    // There, a run that tests nothing must not pass.
    if (process.env.CI) process.exitCode = 1;
    return;
  }
  // The longest first, so that none is left over at the end.
  const all = [
    ...storyScenarios,
    ...deployScenarios,
    ...reusableScenarios,
    ...buttonScenarios,
    ...watchScenarios,
  ];
  const chosen = all.filter((scenario) => only === undefined || scenario.name.includes(only));
  const ran = new Set<string>();
  const limit = pLimit(AT_ONCE);
  const results = await Promise.all(
    chosen.map((scenario) => limit(() => play(act.program, scenario, ran))),
  );
  if (only === undefined) results.push(report('every example was run', everyExample(ran)));
  const failed = results.filter((passed) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0 || results.length === 0) process.exitCode = 1;
}

async function play(program: string, scenario: Scenario, ran: Set<string>): Promise<boolean> {
  const log: string[] = [];
  try {
    await onStage(program, scenario.simulator ?? {}, async (stage) => {
      await scenario.play({
        ...stage,
        run: async (example, how) => {
          ran.add(example);
          const { length: asked } = stage.github.requests;
          const result = await stage.run(example, how);
          log.push(...transcript(result));
          if (!asksGitHub(example)) assert.deepEqual(stage.github.requests.slice(asked), []);
          return result;
        },
        runText: async (workflow, how) => {
          const result = await stage.runText(workflow, how);
          log.push(...transcript(result));
          return result;
        },
      });
      assert.deepEqual(stage.simulator.unexpected, [], 'undocumented requests to VPS.org');
      assert.deepEqual(stage.github.unexpected, [], 'undocumented requests to GitHub');
    });
    return report(scenario.name, null);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return report(scenario.name, [message, ...log].join('\n'));
  }
}

function transcript({ steps, errors }: RunResult): string[] {
  const lines = steps.flatMap(({ job, step, log }) => [
    `${job} / ${step}`,
    ...log.map((line) => `  ${line}`),
  ]);
  return [...lines, ...new Set(errors)];
}

function everyExample(ran: ReadonlySet<string>): string | null {
  const missed = examples().filter((name) => !ran.has(name));
  return missed.length === 0 ? null : `no scenario runs ${missed.join(', ')}`;
}

function report(name: string, fault: string | null): boolean {
  console.log(`${fault === null ? 'pass' : 'FAIL'}  ${name}`);
  if (fault !== null) console.log(fault.replace(/^/gm, '      '));
  return fault === null;
}

await main(process.argv[2]);
