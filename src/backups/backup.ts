/** What a backup is to the rules. `vpsorg/schemas.ts` makes these; nothing further in sees raw JSON. */

/** One row of `GET /backups/`, narrowed. */
export interface Backup {
  readonly id: number;
  readonly serverId: number;
  readonly serverName: string | null;
  /** In lower case: `manual`, `automatic`, or what else the API says. */
  readonly type: string;
  /** The API's own word, in lower case; see `status.ts` for what it means. */
  readonly status: string;
  /** Megabytes, `null` until the API knows. */
  readonly sizeMb: number | null;
  /** As the API wrote it. */
  readonly createdAt: string | null;
  /** Milliseconds since the epoch; `null` where `createdAt` is missing, unreadable or implausible. */
  readonly createdAtMs: number | null;
  readonly expiresAt: string | null;
  readonly description: string | null;
}

/** Newest first: by date, then id. Backups without a date come last. */
export function newestFirst(a: Backup, b: Backup): number {
  return (
    (b.createdAtMs ?? Number.NEGATIVE_INFINITY) - (a.createdAtMs ?? Number.NEGATIVE_INFINITY) ||
    b.id - a.id
  );
}

const ISO_DATE =
  /^\d{4}-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** `0001-01-01` and `1970-01-01` mean "no date" in many systems. */
const MIN_PLAUSIBLE_MS = Date.UTC(2000, 0, 1);

/** How far the clocks that stamp rows may be off. */
export const CLOCK_TOLERANCE_MS = 15 * 60_000;

/**
 * Reads an ISO 8601 date with a time and a zone.
 *
 * @returns milliseconds since the epoch, or `null` for anything else. Without a zone a date could be
 *   off by half a day either way, and dates decide what is deleted.
 */
export function parseTimestamp(text: string | null): number | null {
  const parts = text === null ? null : ISO_DATE.exec(text);
  if (text === null || parts === null) return null;
  const monthEnd = new Date(Date.UTC(Number(text.slice(0, 4)), Number(parts[1]), 0)).getUTCDate();
  if (Number(parts[2]) > monthEnd) return null;
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return ms >= MIN_PLAUSIBLE_MS ? ms : null;
}

/** The backup without a date that lies in the API's future. */
export function withPlausibleDate(backup: Backup, apiNow: number): Backup {
  const { createdAtMs } = backup;
  if (createdAtMs === null || createdAtMs <= apiNow + CLOCK_TOLERANCE_MS) return backup;
  return { ...backup, createdAtMs: null };
}

/** Whether its date shows that it expired. */
export function isExpired({ expiresAt }: Backup, now: number): boolean {
  const expiresAtMs = parseTimestamp(expiresAt);
  return expiresAtMs !== null && expiresAtMs <= now;
}
