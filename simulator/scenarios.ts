import { isoSeconds } from './clock.js';
import type { BackupSeed } from './rows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Backups of one server in a state that is worth trying by hand. `now` is the present. */
export const scenarios = {
  /** The newest backup is three days old. */
  stale: (now) => daily(now, 3).map((created_at, n) => ({ created_at, size_mb: 4400 + 20 * n })),
  /** The newest backup is far smaller than those before. */
  shrunk: (now) =>
    daily(now, 0).map((created_at, n) => ({ created_at, size_mb: n === 3 ? 900 : 4400 + 20 * n })),
  /** The newest backup has 0 MB. */
  empty: (now) =>
    daily(now, 0).map((created_at, n) => ({ created_at, size_mb: n === 3 ? 0 : 4400 + 20 * n })),
  /** Ten backups made by hand: no slot is free, and no rotation may free one. */
  full: (now) =>
    Array.from({ length: 10 }, (_, n) => ({
      created_at: isoSeconds(now - (11 - n) * DAY),
      description: `Made by hand, ${n + 1} of 10`,
    })),
} satisfies Record<string, (now: number) => BackupSeed[]>;

/** Four dates a day apart, the newest last: `ageDays` and two hours old. */
function daily(now: number, ageDays: number): string[] {
  return [3, 2, 1, 0].map((days) => isoSeconds(now - (days + ageDays) * DAY - 2 * HOUR));
}
