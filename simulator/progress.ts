import type { CompletionFlip } from './dialect/index.js';

/** Something that takes time: shows `statuses` in equal parts from `from` on, then `outcome`. */
export interface Progress {
  from: number;
  durationMs: number;
  statuses: readonly string[];
  outcome: string;
  /** What a `completed` turns into. */
  flip?: CompletionFlip | null;
}

/** The status that something in progress shows at an instant. */
export function statusAt(progress: Progress, now: number): string {
  const elapsed = now - progress.from;
  if (elapsed >= progress.durationMs) return finalStatus(progress, elapsed - progress.durationMs);
  const part = Math.floor((elapsed / progress.durationMs) * progress.statuses.length);
  return progress.statuses[Math.max(0, part)] ?? progress.outcome;
}

function finalStatus({ outcome, flip }: Progress, since: number): string {
  if (!flip || outcome !== 'completed' || since < flip.afterMs) return outcome;
  const isOver = flip.forMs !== undefined && since >= flip.afterMs + flip.forMs;
  return isOver ? outcome : flip.to;
}

export function isRunning(progress: Progress, now: number): boolean {
  return now - progress.from < progress.durationMs;
}

/** A status that stays. */
export function settled(status: string): Progress {
  return { from: 0, durationMs: 0, statuses: [], outcome: status };
}
