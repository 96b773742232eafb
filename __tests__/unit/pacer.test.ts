/** A 429 for one request slows all. */
import { describe, expect, test } from '@jest/globals';
import { Pacer } from '../../src/vpsorg/pacer.js';
import { VirtualClock } from '../support/virtual-clock.js';

function create() {
  const clock = new VirtualClock();
  const cancel = new AbortController();
  return { clock, cancel, pacer: new Pacer(clock, cancel.signal) };
}

/** How long a request would wait now. */
async function waitOf({ clock, pacer }: ReturnType<typeof create>): Promise<number> {
  const before = clock.now();
  await clock.settle(pacer.ready());
  return clock.now() - before;
}

describe('Pacer', () => {
  test('holds nothing back before the first rejection', async () => {
    expect(await waitOf(create())).toBe(0);
  });

  test('pauses double from half a second up to 30 s', async () => {
    const one = create();
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      one.pacer.hold(0);
      pauses.push(await waitOf(one));
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('several rejections at once count as one', () => {
    const { pacer } = create();
    for (let n = 0; n < 3; n++) pacer.hold(0);
    expect(pacer.pauseMs).toBe(500);
  });

  test('holds all requests back for as long as the longest pause', async () => {
    const one = create();
    one.pacer.hold(7_000);
    one.pacer.hold(2_000);
    expect(await waitOf(one)).toBe(7_000);
    expect(await waitOf(one)).toBe(0);
  });

  test('takes Retry-After as it is', () => {
    const { pacer } = create();
    pacer.hold(90_000);
    expect(pacer.pauseMs).toBe(90_000);
  });

  test('Retry-After: 0 does not make it send without a pause', async () => {
    const one = create();
    one.pacer.hold(0);
    expect(await waitOf(one)).toBe(500);
    one.pacer.hold(0);
    expect(await waitOf(one)).toBe(1_000);
  });

  test('begins anew once a request was accepted', async () => {
    const one = create();
    one.pacer.hold(0);
    await waitOf(one);
    one.pacer.hold(0);
    await waitOf(one);
    one.pacer.release();
    one.pacer.hold(0);
    expect(one.pacer.pauseMs).toBe(500);
  });

  test('holds a request with a deadline back until then at most', async () => {
    const { clock, pacer } = create();
    pacer.hold(60_000);
    await clock.settle(pacer.ready(clock.now() + 5_000));
    expect([clock.elapsed, pacer.pauseMs]).toEqual([5_000, 55_000]);
  });

  test('ends with the reason of the signal when the step is cancelled', async () => {
    const { pacer, cancel } = create();
    pacer.hold(60_000);
    const ready = pacer.ready();
    cancel.abort(new Error('cancelled'));
    await expect(ready).rejects.toThrow('cancelled');
  });
});
