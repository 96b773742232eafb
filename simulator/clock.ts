/** The simulator's time. Handed in by tests; milliseconds since the epoch. */
export interface SimulatorClock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The machine's own time. */
export const systemClock: SimulatorClock = {
  // Monotonic: setting the wall clock meanwhile does not move it.
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** An instant as VPS.org writes it: ISO 8601, full seconds, `Z`. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
