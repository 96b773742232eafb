/** Which servers are being restored, asked for at most once in ten seconds. */
import type { Clock } from '../clock.js';
import type { VpsOrgClient } from '../vpsorg/client.js';
import { ignoreApiError } from '../vpsorg/errors.js';
import type { Server } from '../vpsorg/schemas.js';

const TIMEOUT_MS = 5_000;
const REUSE_MS = 10_000;

export class ServerStatuses {
  #answer: { readonly at: number; readonly restoring: Promise<ReadonlySet<number>> } | null = null;

  constructor(
    private readonly client: VpsOrgClient,
    private readonly clock: Clock,
  ) {}

  /**
   * One attempt, however long it is held back: what it is asked before waits as long. A list of
   * servers that can't be read counts as not restoring.
   */
  async isRestoring(serverId: number): Promise<boolean> {
    const now = this.clock.now();
    if (this.#answer === null || now - this.#answer.at > REUSE_MS) {
      this.#answer = { at: now, restoring: this.#read() };
    }
    return (await this.#answer.restoring).has(serverId);
  }

  /** What pages have shown holds, though a later one can't be read. */
  async #read(): Promise<ReadonlySet<number>> {
    const restoring = new Set<number>();
    const collect = (servers: Iterable<Server>): false => {
      for (const { id, status } of servers) if (status === 'restoring') restoring.add(id);
      return false;
    };
    try {
      const stopWhen = (_: unknown, page: readonly Server[]) => collect(page);
      const { items } = await this.client.listServers({ timeoutMs: TIMEOUT_MS, stopWhen });
      collect(items);
    } catch (error) {
      ignoreApiError(error);
    }
    return restoring;
  }
}
