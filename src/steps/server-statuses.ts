/** Which servers are being restored, asked for at most once in ten seconds. */
import type { Clock } from '../clock.js';
import type { VpsOrgClient } from '../vpsorg/client.js';
import { ApiError } from '../vpsorg/errors.js';

const TIMEOUT_MS = 5_000;
const REUSE_MS = 10_000;

export class ServerStatuses {
  #answer: { readonly at: number; readonly restoring: Promise<ReadonlySet<number>> } | null = null;

  constructor(
    private readonly client: VpsOrgClient,
    private readonly clock: Clock,
  ) {}

  /**
   * One attempt, once no rate limit holds it back: what it is asked before waits as long. A list of
   * servers that can't be read counts as not restoring.
   */
  async isRestoring(serverId: number): Promise<boolean> {
    const now = this.clock.now();
    if (this.#answer === null || now - this.#answer.at > REUSE_MS) {
      this.#answer = { at: now, restoring: this.#read() };
    }
    return (await this.#answer.restoring).has(serverId);
  }

  async #read(): Promise<ReadonlySet<number>> {
    await this.client.ready();
    try {
      const deadline = this.clock.now() + TIMEOUT_MS;
      const { items } = await this.client.listServers({ deadline });
      return new Set(items.filter(({ status }) => status === 'restoring').map(({ id }) => id));
    } catch (error) {
      if (error instanceof ApiError) return new Set();
      throw error;
    }
  }
}
