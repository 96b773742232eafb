/** What a backup is to the rules. The HTTP boundary (`vpsorg/schemas.ts`) makes these; nothing further in sees raw JSON. */

/** One row of `GET /backups/`, narrowed. */
export interface Backup {
  readonly id: number;
  /** `null` where the API did not say: such a row is used by its id alone and never deleted. */
  readonly serverId: number | null;
  readonly serverName: string | null;
  /** `manual`, `automatic`, or whatever else the API says. */
  readonly type: string;
  /** The API's own word; see `status.ts` for what it means. */
  readonly status: string;
  /** Megabytes, `null` until the API knows. */
  readonly sizeMb: number | null;
  /** As the API wrote it. */
  readonly createdAt: string | null;
  /** Milliseconds since the epoch, `null` where `createdAt` is missing or can't be read. */
  readonly createdAtMs: number | null;
  readonly expiresAt: string | null;
  readonly description: string | null;
}

/** Rows of a list, with how far they can be trusted. */
export interface ListResult<Row> {
  readonly items: readonly Row[];
  /** `true` only if the rows are everything the API has; from a partial view nothing may be concluded absent, nothing deleted. */
  readonly complete: boolean;
}

/** Newest first: by parsed date, then id. Rows without a readable date come last. */
export function newestFirst(a: Backup, b: Backup): number {
  return (b.createdAtMs ?? -Infinity) - (a.createdAtMs ?? -Infinity) || b.id - a.id;
}

const ISO_DATE =
  /^\d{4}-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** `0001-01-01` and `1970-01-01` stand for "no date" in many systems; taken at their word they would be the oldest, and go first. */
const MIN_PLAUSIBLE_MS = Date.UTC(2000, 0, 1);

/**
 * Reads an ISO 8601 date with a time and a zone.
 *
 * @returns milliseconds since the epoch, or `null` for anything else. A date without a zone is `null` too: it could be off by
 *   half a day either way, and dates decide what is deleted. So is one before the year 2000: no backup is as old as that.
 */
export function parseTimestamp(text: string | null): number | null {
  const parts = text === null ? null : ISO_DATE.exec(text);
  if (text === null || parts === null) return null;
  const daysInMonth = new Date(
    Date.UTC(Number(text.slice(0, 4)), Number(parts[1]), 0),
  ).getUTCDate();
  if (Number(parts[2]) > daysInMonth) return null;
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return ms >= MIN_PLAUSIBLE_MS ? ms : null;
}
