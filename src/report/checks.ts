/** The verdict of `check` on one server. */

export interface ServerCheck {
  readonly serverId: number;
  readonly serverName: string | null;
  readonly ok: boolean;
  /** In words, with figures and limits. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The newest completed backup. */
  readonly backupId: number | null;
  readonly ageMs: number | null;
  readonly sizeMb: number | null;
  readonly previousSizeMb: number | null;
  /** Completed backups with data in them. */
  readonly completed: number;
  readonly slotsUsed: number | null;
}
