/** How many slots manual backups use on each server, by the last complete list. */
import { MANUAL_BACKUP_LIMIT } from '../backups/retention.js';
import { capitalize, type ServerRef, serverLabel } from '../report/labels.js';
import type { Log } from '../report/log.js';
import type { Recorder } from '../report/recorder.js';

export class SlotCounter {
  readonly #used = new Map<number, number>();

  constructor(
    private readonly recorder: Recorder,
    private readonly log: Log,
  ) {}

  /** What a complete list shows, without what this step deleted. */
  record(serverId: number, used: number): void {
    this.#used.set(serverId, used);
    this.recorder.slots(serverId, used);
  }

  /** A backup that the last list counted was deleted. */
  free(serverId: number): void {
    const used = this.#used.get(serverId);
    if (used !== undefined) this.record(serverId, used - 1);
  }

  /** Those of which a complete list was read. */
  servers(): number[] {
    return [...this.#used.keys()];
  }

  get(serverId: number): number | null {
    return this.#used.get(serverId) ?? null;
  }

  /** Logs them, and warns of servers that are full, or nearly. */
  report(servers: readonly ServerRef[], warnAt: number): void {
    const hasKeepLast = warnAt >= MANUAL_BACKUP_LIMIT;
    const advice = hasKeepLast
      ? 'Run operation: prune.'
      : 'Set keep_last, or run operation: prune.';
    for (const { id, name } of servers) {
      const used = this.#used.get(id);
      if (used === undefined) continue;
      const line = `${used} of ${MANUAL_BACKUP_LIMIT} slots`;
      this.log.info(`${capitalize(serverLabel(id, name))}: ${line}`);
      if (used < warnAt) continue;
      this.log.warning(
        `${capitalize(serverLabel(id, name))} uses ${line} for manual backups: ${used >= MANUAL_BACKUP_LIMIT ? 'the next create needs a free one' : 'one is free'}. ${advice}`,
      );
    }
  }
}
