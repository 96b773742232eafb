/** How many of a server's ten slots are used, and when that is a warning. */
import { describe, expect, test } from '@jest/globals';
import { Recorder } from '../../src/report/recorder.js';
import { emptyReport } from '../../src/report/report.js';
import { SlotCounter } from '../../src/steps/slot-counter.js';

function create() {
  const report = emptyReport('create', false);
  const recorder = new Recorder({
    report,
    write: () => {},
    assertWritable: () => {},
    now: () => 0,
  });
  const [infos, warnings]: [string[], string[]] = [[], []];
  const unexpected = (line: string): never => {
    throw new Error(`unexpected log line: ${line}`);
  };
  const counter = new SlotCounter(recorder, {
    info: (line) => void infos.push(line),
    warning: (line) => void warnings.push(line),
    ...{ debug: unexpected, notice: unexpected, warnOnce: unexpected, fail: unexpected },
  });
  return { report, counter, infos, warnings };
}

const WEB = { id: 7, name: 'web' };

describe('SlotCounter', () => {
  test('knows nothing before a complete list', () => {
    const { counter, infos, warnings } = create();
    counter.free(7);
    counter.report([WEB], 9);
    expect([counter.get(7), counter.servers(), infos, warnings]).toEqual([null, [], [], []]);
  });

  test('records what a list shows, less what was deleted since', () => {
    const { report, counter } = create();
    counter.record(7, 10);
    counter.free(7);
    expect([counter.get(7), report.slots.get(7)]).toEqual([9, 9]);
  });

  test.each([
    [4, 9, 0],
    [8, 9, 0],
    [9, 9, 1],
    [9, 10, 0],
    [10, 10, 1],
    [11, 10, 1],
  ])('of %p slots, with a warning from %p on, there are %p warnings', (used, warnAt, count) => {
    const { counter, infos, warnings } = create();
    counter.record(7, used);
    counter.report([WEB], warnAt);
    expect(infos).toEqual([`Server 7 (web): ${used} of 10 slots`]);
    expect(warnings).toHaveLength(count);
    for (const warning of warnings) {
      const advice =
        warnAt >= 10 ? 'Run operation: prune.' : 'Set keep_last, or run operation: prune.';
      expect(warning.endsWith(`. ${advice}`)).toBe(true);
      expect(warning).toContain(used >= 10 ? 'the next create needs a free one' : 'one is free');
    }
  });
});
